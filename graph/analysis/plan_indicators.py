"""Indicators of a plan that places decide, as rules: which points count, above and below."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from graph.analysis.supply import Point
from graph.cypher.reads import compile_read
from graph.view import View

_TARGETS = compile_read(
    "MATCH (i:Indicator)<-[c:COUNTS_TOWARDS]-(x:Observation) WHERE visible(i, c, x) "
    "AND i.name IN $names OPTIONAL MATCH (x)-[a:ABOUT]->(g:Region) WHERE visible(a, g) "
    "RETURN i.id AS id, i.name AS name, i.unit AS unit, x.kind AS kind, x.period AS period, "
    "x.value AS value, x.comparator AS comparator, x.unit AS value_unit, "
    "head(collect(g.id)) AS region, x.records AS records ORDER BY name, period, value"
)
LONG = ("五年一贯制", "中高职一体化(3+2)", "中本一体化(3+4)")
SECONDARY = ("中职",)


@dataclass(frozen=True, slots=True)
class Rule:
    """Which points an indicator counts; with ``below`` it is a ratio in percent."""

    indicator: str
    above: Callable[[Point], bool]
    below: Callable[[Point], bool] | None = None


def _long_secondary(point: Point) -> bool:
    return point.type in LONG and point.level in SECONDARY


def _secondary(point: Point) -> bool:
    return point.level in SECONDARY


RULES: tuple[Rule, ...] = (
    Rule("长学制人才培养规模占职高招生规模比例", _long_secondary, _secondary),
    Rule("三年制中职招生规模", lambda p: _secondary(p) and p.type == "三年制"),
    Rule("中本一体化(3+4)招生计划", lambda p: p.type == "中本一体化(3+4)"),
    Rule("五年一贯制和3+2招生计划", lambda p: p.type in ("五年一贯制", "中高职一体化(3+2)")),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What the recorded places give for an indicator; None where none of them counts."""

    indicator: str
    above: int
    below: int | None
    value: float | None


def standing(rule: Rule, points: Iterable[Point], year: int) -> Standing:
    """An indicator over the points of a region in a year."""
    known = [(p, n) for p in points if (n := p.places(year)) is not None]
    counted = [n for p, n in known if rule.above(p)]
    if rule.below is None:
        return Standing(
            rule.indicator, sum(counted), None, float(sum(counted)) if counted else None
        )
    below = sum(n for p, n in known if rule.below(p))
    ratio = round(100 * sum(counted) / below, 4) if below else None
    return Standing(rule.indicator, sum(counted), below, ratio)


def targets(view: View) -> dict[str, list[dict[str, Any]]]:
    """Indicator → what was set or measured of it, in the order of periods."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in view.read(_TARGETS, names=[r.indicator for r in RULES]):
        found.setdefault(row["name"], []).append(row)
    return found
