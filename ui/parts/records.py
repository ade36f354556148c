"""Records of sources in words: which source, where in it."""

from __future__ import annotations

from collections.abc import Sequence

from ui.parts import captions
from ui.parts.language import t
from ui.parts.markup import esc
from ui.parts.tables import Column, table
from ui.shapes import Record

SHOWN = 2


def cite(records: Sequence[Record]) -> str:
    """The best records as HTML: title, grade, place."""
    return "；".join(
        f"{esc(captions.source_title(r['source']))} "
        f"<small>{esc(t('grade.source', grade=r['grade']))} · {esc(r['locator'])}</small>"
        for r in records[:SHOWN]
    )


def record_name(record: Record) -> str:
    """A record in one line: title of the source and where in it."""
    return f"{captions.source_title(record['source'])} {record['locator']}"


def listing(records: Sequence[Record], *, name: str) -> None:
    """All records as a table."""
    columns = [
        Column(t("col.source"), lambda r: captions.source_title(r["source"]), width="medium"),
        Column(t("col.grade_source"), "grade", width="small"),
        Column(t("col.where"), "locator", width="medium"),
        Column(t("col.origin"), "origin", width="large"),
    ]
    table([dict(r) for r in records], columns, name=name)
