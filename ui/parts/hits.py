"""Search results, and the search that a page of one type starts with."""

from __future__ import annotations

import streamlit as st

from ui import client
from ui.parts import captions, page
from ui.parts.language import t
from ui.parts.links import entity_link
from ui.parts.markup import badge, draw, esc
from ui.shapes import Row

MOST = 100


def hits(rows: list[Row]) -> None:
    """Found entities, best first."""
    draw(f'<ul class="cg-list cg-hits">{"".join(_hit(r) for r in rows)}</ul>')


def _hit(row: Row) -> str:
    quiet = [row["code"], captions.value(row["type"], "level", row["level"]), row["state"]]
    marks = badge(captions.kind(row["type"]), "plain")
    if row["named_only"]:
        marks += badge(t("search.named_only"), "amber", t("search.named_only.hint"))
    also = t("search.matched", name=row["matched"]) if row["matched"] else ""
    facts = " · ".join(str(x) for x in quiet if x)
    return (
        f"<li>{marks}{entity_link(row['id'], row['name'])} <small>{esc(facts)}</small> "
        f"<small>{esc(also)}</small></li>"
    )


def pick(label: str, kind: str) -> None:
    """The start of a page that shows one entity of ``kind``: search among them.

    Args:
        label: ``major`` or ``school``: part of the keys of the words.
        kind: the entity type.
    """
    st.title(t(f"nav.{label}"))
    text = st.text_input(
        t(f"{label}.pick"),
        placeholder=t(f"{label}.pick"),
        key="q",
        bind="query-params",
        type="search",
        icon=":material/search:",
        label_visibility="collapsed",
    )
    if not text or not text.strip():
        total = client.status()["counts"]["nodes"].get(kind, 0)
        st.caption(t("pick.total", n=f"{total:,}", kind=captions.kind(kind)))
        page.hint(t(f"{label}.pick"), t(f"{label}.pick.do"))
        return
    found = client.search(text.strip(), (kind,), MOST)
    if not found["items"]:
        page.empty(t("search.none", text=text), t("search.none.do"))
        return
    st.caption(t("search.found", n=found["total"]))
    hits(found["items"])
