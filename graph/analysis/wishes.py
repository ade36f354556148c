"""Changes as a person writes them: ``学校/专业/计划数``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

from graph.analysis.changes import OPS, Change, Op
from graph.analysis.types import AnalysisInvalid
from graph.ontology.entities import Major, School
from graph.resolve.lookup import resolve
from graph.view import View

SCHOOL_MAJOR = "学校/专业"
#: What follows school and major.
FORMS: Mapping[str, str] = {
    "open": f"{SCHOOL_MAJOR}/计划数[/学制类型]",
    "grow": f"{SCHOOL_MAJOR}/增减数",
    "rename": f"{SCHOOL_MAJOR}/新专业",
    "stop": f"{SCHOOL_MAJOR}（停招）",
    "close": f"{SCHOOL_MAJOR}（撤销）",
}


def changes_of(
    view: View, wishes: Mapping[str, Iterable[str] | None], level: str | None = None
) -> tuple[Change, ...]:
    """The changes that were written, in the order of :data:`OPS`.

    Args:
        view: where schools and majors are looked up by id, code or name.
        wishes: operation → texts in its form of :data:`FORMS`.
        level: the majors' level, where a name has several.

    Raises:
        AnalysisInvalid: too few parts, or no number where one is due.
    """
    return tuple(_change(view, cast(Op, op), w, level) for op in OPS for w in wishes.get(op) or ())


def _change(view: View, op: Op, wish: str, level: str | None) -> Change:
    school, major, *rest = [*wish.split("/"), ""][:4]
    if not major or (op in ("open", "grow", "rename") and not (rest and rest[0])):
        raise AnalysisInvalid(f"'{wish}' lacks a part.", hint=f"Write {FORMS[op]}.", field=op)
    number = _number(rest[0], op) if op in ("open", "grow") else None
    return Change(
        op=op,
        school=resolve(view, School, school),
        major=resolve(view, Major, major, level=level),
        places=number,
        to=resolve(view, Major, rest[0], level=level) if op == "rename" else None,
        type=rest[1] if op == "open" and len(rest) > 1 and rest[1] else None,
    )


def _number(text: str, op: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise AnalysisInvalid(f"'{text}' is no number of places.", field=op) from None
