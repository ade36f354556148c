"""Programmes and their intakes: places by year, always as a lower bound."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from ui.parts import captions
from ui.parts.language import t
from ui.parts.markup import draw, esc, note
from ui.parts.tables import Column
from ui.shapes import Offering, Row


def totals(offering: Offering) -> None:
    """Programmes and places of each year in words."""
    lines = []
    for year in offering["by_year"]:
        unknown = t("places.unknown", n=year["unknown"]) if year["unknown"] else ""
        lines.append(t("places.year", **{**year, "unknown": unknown}))
    draw("".join(f"<p class='cg-line'>{esc(line)}</p>" for line in lines), note(t("places.note")))
    if not lines:
        st.caption(t("table.empty"))


def columns(offering: Offering) -> list[Column]:
    """One column of places per year, and how people get in."""
    years = [y["year"] for y in offering["by_year"]]
    return [
        *(Column(t("col.places", year=y), _places_in(y), "number") for y in years),
        Column(t("col.intakes"), _routes),
        Column(t("col.last_year"), lambda r: r["last_year"] and str(r["last_year"])),
    ]


def _places_in(year: int) -> Callable[[Row], int | None]:
    def places(row: Row) -> int | None:
        known = [
            i["places"] for i in row["intakes"] if i["year"] == year and i["places"] is not None
        ]
        return sum(known) if known else None

    return places


def _routes(row: Row) -> str:
    found: dict[str, None] = {}
    for intake in row["intakes"]:
        variant = f"（{intake['variant']}）" if intake["variant"] else ""
        found[f"{captions.term('intake_route', intake['route'])}{variant}"] = None
    return "、".join(f for f in found if f)
