"""What an analysis rests on: version, caveats, what is missing, formulas, records."""

from __future__ import annotations

from typing import Any

import streamlit as st

from ui.parts import captions, records
from ui.parts.language import t
from ui.parts.markup import draw, esc, note
from ui.shapes import Basis


def basis(found: Basis, *, name: str) -> None:
    """Caveats and what is missing in full, the rest folded.

    Args:
        found: the ``basis`` of an answer.
        name: unique on the page.
    """
    without = "、".join(captions.status(s) for s in found["without"]) or t("basis.none")
    line = t("basis.line", version=found["data_version"], n=found["record_count"], without=without)
    missing = [f"{m['what']} → {m['settled_by']}" for m in found["missing"]]
    draw(
        _box(t("basis.missing"), missing),
        _box(t("basis.caveats"), found["caveats"], "cg-caveats"),
        note(line),
    )
    with st.expander(t("basis.more"), icon=":material/fact_check:"):
        counted = "，".join(f"{k} {v}" for k, v in found["n"].items())
        formulas = [f"{f['name']}：{f['text']}（{f['source']}）" for f in found["formulas"]]
        draw(_box(t("basis.formula"), formulas, "cg-caveats"))
        st.caption(f"{t('basis.counted')} {counted}")
        st.caption(t("basis.first", n=len(found["records"]), of=found["record_count"]))
        records.listing(found["records"], name=f"{name}出处")


def _box(title: str, lines: list[str], css: str = "cg-missing") -> str:
    if not lines:
        return ""
    items = "".join(f"<li>{esc(x)}</li>" for x in lines)
    return f'<div class="{css}"><b>{esc(title)}</b><ul>{items}</ul></div>'


def number(value: Any) -> str:
    """A number, an interval or a word; "unknown" where there is none."""
    if isinstance(value, dict):
        return f"{number(value['low'])} … {number(value['high'])}"
    if isinstance(value, int | float):
        return f"{round(value, 4):,}".removesuffix(".0")
    return t("analysis.unknown") if value is None else str(value)
