"""搜索: everything by name or code, exact names first, narrowed by type."""

from __future__ import annotations

import streamlit as st

from ui import client
from ui.parts import captions, page
from ui.parts.hits import MOST, hits
from ui.parts.language import t
from ui.shapes import Search


def body() -> None:
    """The page."""
    st.title(t("nav.search"))
    text = st.text_input(
        t("search.label"),
        placeholder=t("search.placeholder"),
        key="q",
        bind="query-params",
        type="search",
        icon=":material/search:",
        label_visibility="collapsed",
    )
    if not text or not text.strip():
        page.hint(t("search.start"), t("search.start.do"))
        return
    found = client.search(text.strip(), limit=MOST)
    if not found["facets"]:
        page.hint(t("search.none", text=text), t("search.none.do"))
        return
    _results(text.strip(), found)


def _results(text: str, found: Search) -> None:
    kinds = st.pills(
        t("search.types"),
        list(found["facets"]),
        selection_mode="multi",
        format_func=lambda k: f"{captions.kind(k)} {found['facets'][k]}",
        key=f"kinds_{text}",
        label_visibility="collapsed",
    )
    if kinds:
        found = client.search(text, tuple(kinds), MOST)
    st.caption(t("search.found", n=found["total"]))
    hits(found["items"])
    if found["total"] > len(found["items"]):
        st.caption(t("search.first", n=len(found["items"])))


page.guarded(body)
