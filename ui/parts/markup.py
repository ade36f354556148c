"""Small pieces of HTML. Whatever comes from data goes through :func:`esc`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from html import escape
from pathlib import Path

import streamlit as st

ASSETS = Path(__file__).resolve().parents[1] / "assets"


def esc(value: object) -> str:
    """A value as text in HTML."""
    return escape("" if value is None else str(value), quote=True)


def badge(text: object, tone: str = "grey", title: str = "") -> str:
    """A small label; ``tone`` is a colour name of the style sheet."""
    hint = f' title="{esc(title)}"' if title else ""
    return f'<span class="cg-badge cg-{tone}"{hint}>{esc(text)}</span>'


def badges(pieces: Iterable[str]) -> str:
    """Labels in a row."""
    return "".join(p for p in pieces if p)


def note(text: str) -> str:
    """A quiet sentence."""
    return f'<p class="cg-note">{esc(text)}</p>'


def draw(*pieces: str) -> None:
    """Put HTML on the page."""
    st.html('<div class="cg">' + "".join(pieces) + "</div>")


@cache
def _style() -> str:
    return (ASSETS / "style.css").read_text(encoding="utf-8")


def style() -> None:
    """The style sheet of all pages."""
    st.html(f"<style>{_style()}</style>")
