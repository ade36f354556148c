"""The frame of every page: what stands above it, and what it shows when something fails."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from ui import client
from ui.client import UiError
from ui.config import read_config
from ui.parts.captions import kind, level
from ui.parts.language import choose, lang, t
from ui.parts.links import anchor, href, to
from ui.parts.markup import badge, draw, esc, note

KNOWN_ERRORS = (
    "api_unreachable",
    "api_timeout",
    "api_failed",
    "not_found",
    "not_ready",
    "ambiguous_name",
    "request_invalid",
    "weights_invalid",
    "analysis_invalid",
    "key_required",
    "graph_unavailable",
    "graph_busy",
    "query_timeout",
)


def switch() -> None:
    """The language switch, at the right above the page."""
    other, label = ("en", "English") if lang() == "zh" else ("zh", "中文")
    with st.container(horizontal=True, horizontal_alignment="right", key="switch"):
        st.button(
            label,
            key="language",
            type="tertiary",
            icon=":material/translate:",
            on_click=choose,
            args=(other,),
        )


def guarded(body: Callable[[], None]) -> None:
    """Draw a page; a failed call becomes a sentence that says what to do."""
    try:
        body()
    except UiError as error:
        show_error(error)


def show_error(error: UiError) -> None:
    """Say what failed and what to do about it."""
    code = error.code if error.code in KNOWN_ERRORS else "api_failed"
    if code == "ambiguous_name":
        _which_one(error)
        return
    if code == "not_found":
        empty(t("error.not_found"), t("error.not_found.do"))
        _near(error)
        return
    with st.container(border=True, key="failure"):
        st.subheader(t(f"error.{code}"))
        st.write(t(f"error.{code}.do", url=read_config().api_url))
        if code in ("api_unreachable", "not_ready"):
            st.code(t(f"error.{code}.command"), language="bash")
        st.caption(f"{error.code} · {error.title}")
        st.button(t("error.retry"), key="retry", icon=":material/refresh:")


def _which_one(error: UiError) -> None:
    st.subheader(t("error.ambiguous_name", n=len(error.candidates)))
    st.write(t("error.ambiguous_name.do"))
    draw(_list_of(error.candidates))


def _near(error: UiError) -> None:
    if error.candidates:
        draw(note(t("error.near")), _list_of(error.candidates))


def _list_of(rows: list[dict[str, object]]) -> str:
    items = ""
    for row in rows:
        found = str(row["id"])
        facts = [row.get("code"), level(_text(row.get("level"))), row.get("tier")]
        quiet = " · ".join(str(f) for f in facts if f)
        name = str(row.get("name") or found)
        items += f"<li>{anchor(to(found), name)} <small>{esc(quiet)}</small></li>"
    return f'<ul class="cg-list">{items}</ul>'


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def empty(title: str, what_to_do: str) -> None:
    """Nothing to show, and what helps."""
    draw(
        f'<div class="cg-empty"><b>{esc(title)}</b><p>{esc(what_to_do)}</p>',
        f"<p>{anchor(href('search'), t('nav.search'))}</p></div>",
    )


def hint(title: str, what_to_do: str) -> None:
    """How a page is used before anything is asked."""
    draw(f'<div class="cg-empty"><b>{esc(title)}</b><p>{esc(what_to_do)}</p></div>')


def head(title: str, labels: str, facts: str, *, label: str) -> None:
    """The top of an entity's page; ``labels`` and ``facts`` are HTML."""
    over = badge(kind(label), "type")
    draw(
        f'<div class="cg-head"><div class="cg-over">{over}</div><h1>{esc(title)}</h1>',
        f'<div class="cg-row">{labels}</div><div class="cg-facts">{facts}</div></div>',
    )


def all_facts(entity_id: str) -> str:
    """A link to every value of an entity with the record that states it."""
    return anchor(href("entity", id=entity_id), t("entity.all"))


def facts(pairs: list[tuple[str, str]]) -> str:
    """Captions with values; values are HTML, empty ones are left out."""
    return "".join(
        f'<span class="cg-fact">{caption and f"<i>{esc(caption)}</i>"}{value}</span>'
        for caption, value in pairs
        if value
    )


def foot() -> None:
    """What every page says below: version of the data."""
    try:
        version = client.data_version()
    except UiError:
        return
    draw(f'<div class="cg-foot">{esc(t("foot", version=version))}</div>')
