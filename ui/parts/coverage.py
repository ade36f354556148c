"""What the lists behind an answer cover, as of when, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from ui.parts import captions
from ui.parts.language import both, t
from ui.parts.tables import Column, table
from ui.shapes import Row


def coverage(rows: Sequence[Row]) -> None:
    """Source by source, folded; nothing where the API says nothing."""
    if not rows:
        return
    with st.expander(t("coverage.title"), icon=":material/fact_check:"):
        columns = [
            Column(t("col.kind"), lambda r: captions.kind(r["kind"])),
            Column(t("col.source"), lambda r: both(r["title"]), width="medium"),
            Column(t("col.number"), "number", "number"),
            Column(t("col.as_of"), "as_of"),
            Column(t("col.covers"), lambda r: both(r["covers"]), width="large"),
            Column(t("col.missing"), lambda r: both(r["missing"]), width="large"),
        ]
        table(rows, columns, name="收录范围")
