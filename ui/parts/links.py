"""Addresses of pages, and links in drawn text that do not reload the application."""

from __future__ import annotations

from functools import cache
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import streamlit as st

from ui.parts.language import KEY, lang
from ui.parts.markup import esc

#: Entities with a page of their own; the others share one.
OWN_PAGES = ("cluster", "major", "school")
NAMES = ("overview", "search", *OWN_PAGES, "analysis", "entity")

_JS = """
export default function ({ setTriggerValue }) {
  globalThis.__chanjiaoGo = (href) => setTriggerValue("go", href);
  if (globalThis.__chanjiaoListens) return;
  globalThis.__chanjiaoListens = true;
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("a.cg-link");
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    globalThis.__chanjiaoGo(link.getAttribute("href"));
  });
}
"""


def page_of(entity_id: str) -> str:
    """Name of the page that shows an entity."""
    prefix = entity_id.partition(":")[0]
    return prefix if prefix in OWN_PAGES else "entity"


def file_of(page: str) -> str:
    """The page's file as Streamlit names it."""
    return f"views/{page}.py"


def params(**values: str | None) -> dict[str, str]:
    """Query parameters with the language where it is not the first."""
    kept = {k: v for k, v in values.items() if v}
    return kept if lang() == "zh" else {**kept, KEY: lang()}


def href(page: str, **values: str | None) -> str:
    """Address of a page relative to any other."""
    query = urlencode(params(**values), quote_via=quote)
    return f"{page}?{query}" if query else page


def to(entity_id: str, **values: str | None) -> str:
    """Address of an entity's page."""
    return href(page_of(entity_id), id=entity_id, **values)


def anchor(address: str, text: str, css: str = "") -> str:
    """A link as HTML; ``text`` is escaped."""
    return f'<a class="cg-link {css}" href="{esc(address)}" target="_self">{esc(text)}</a>'


def entity_link(entity_id: str, name: str, css: str = "") -> str:
    """A link to an entity's page as HTML."""
    return anchor(to(entity_id), name, css)


@cache
def _component() -> st.components.v2.types.ComponentRenderer:
    return st.components.v2.component("chanjiao_links", js=_JS)


def follow() -> None:
    """Go where a drawn link points; call once per run, before the page is drawn."""
    clicked = _component()(key="links", on_go_change=lambda: None).go
    if not clicked:
        return
    parts = urlsplit(str(clicked))
    page = parts.path.strip("./") or NAMES[0]
    if page in NAMES:
        st.switch_page(file_of(page), query_params=dict(parse_qsl(parts.query)))
