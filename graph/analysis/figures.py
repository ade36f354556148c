"""Measured figures of regions, by indicator, region and year."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.cypher.reads import compile_read
from graph.match.snapshot import snapshot_of
from graph.view import View

_FIGURES = compile_read(
    "MATCH (x:Observation)-[c:COUNTS_TOWARDS]->(i:Indicator) WHERE visible(x, c, i) "
    "AND x.kind = '实测' AND x.value IS NOT NULL "
    "MATCH (x)-[a:ABOUT]->(g:Region) WHERE visible(a, g) "
    "RETURN i.name AS indicator, g.id AS region, x.period AS period, x.value AS value, "
    "x.unit AS unit, x.records AS records ORDER BY x.id"
)
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value of an indicator for a region in a year (None where none is named)."""

    indicator: str
    region: str
    year: int | None
    value: float
    unit: str | None
    records: tuple[int, ...]


def figures_of(view: View) -> tuple[Figure, ...]:
    """All measured figures about regions, kept with the view's snapshot."""
    kept: tuple[Figure, ...] = snapshot_of(view).remember("analysis figures", lambda: _read(view))
    return kept


def _read(view: View) -> tuple[Figure, ...]:
    return tuple(
        Figure(
            indicator=row["indicator"],
            region=row["region"],
            year=year_of(row["period"]),
            value=row["value"],
            unit=row["unit"],
            records=tuple(row["records"]),
        )
        for row in view.read(_FIGURES)
    )


def year_of(period: str | None) -> int | None:
    """The one year that a period names; None for several or none."""
    found = set(_YEAR.findall(period or ""))
    return int(found.pop()) if len(found) == 1 else None
