"""Tabs that draw only what is open and keep which one in the address."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from ui.parts.language import t

Tab = tuple[str, Callable[[], None]]


def tabs(entries: list[Tab]) -> None:
    """Draw tabs.

    Args:
        entries: key of the caption (without ``tab.``) and what draws the tab.
    """
    labels = [t(f"tab.{key}") for key, _ in entries]
    boxes = st.tabs(labels, key="tab", on_change="rerun", bind="query-params")
    for box, (_, draw) in zip(boxes, entries, strict=True):
        if box.open:
            with box:
                draw()
