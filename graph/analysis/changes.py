"""Changes of what schools offer, applied to the supply in memory and to nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from graph.analysis.supply import Point, Seats
from graph.analysis.types import AnalysisInvalid

Op = Literal["open", "grow", "rename", "stop", "close"]
#: What can be done to a major at a school, with the caption.
OPS: Mapping[str, str] = {
    "open": "新开",
    "grow": "增减计划",
    "rename": "更名",
    "stop": "停招",
    "close": "撤销",
}
PLANNED = "未说明"


@dataclass(frozen=True, slots=True)
class Change:
    """One change. ``places`` are those of a new programme, or what is added to (negative: taken
    from) an existing one; ``to`` is the new major of a renamed one; ``type`` the 学制类型 of a
    new one."""

    op: Op
    school: str
    major: str
    places: int | None = None
    to: str | None = None
    type: str | None = None


def apply(
    points: Sequence[Point], changes: Iterable[Change], year: int, levels: Mapping[str, Any]
) -> tuple[Point, ...]:
    """Points after the changes, in the order given; without changes the same points.

    Args:
        levels: major id → row with its ``level``.

    Raises:
        AnalysisInvalid: a major is opened where it is offered already, or anything else is done
            to one that is not; places fall below zero; a rename without a target.
    """
    now = tuple(points)
    for number, change in enumerate(changes):
        _check(change, now, levels)
        if change.op == "open":
            now = (*now, _opened(change, number, year, levels))
        else:
            now = tuple(_edited(now, change, year))
    return now


def _mine(points: Iterable[Point], change: Change) -> list[Point]:
    return [p for p in points if p.open and (p.school, p.major) == (change.school, change.major)]


def _check(change: Change, points: Iterable[Point], levels: Mapping[str, Any]) -> None:
    mine = _mine(points, change)
    if change.op not in OPS:
        raise AnalysisInvalid(f"There is no change '{change.op}'.", field="op", known=list(OPS))
    if change.op == "open" and mine:
        raise AnalysisInvalid(
            "The school offers this major already.", hint="Grow it instead.", field="op"
        )
    if change.op != "open" and not mine:
        raise AnalysisInvalid("The school does not offer this major.", field="major")
    if change.op == "rename" and change.to not in levels:
        raise AnalysisInvalid("A rename needs the new major.", field="to")
    if change.op in ("open", "grow") and change.places is None:
        raise AnalysisInvalid(f"'{change.op}' needs a number of places.", field="places")
    if change.op == "open" and (change.places or 0) < 0:
        raise AnalysisInvalid("Places cannot be negative.", field="places")


def _opened(change: Change, number: int, year: int, levels: Mapping[str, Any]) -> Point:
    return Point(
        id=f"scenario:{number}",
        school=change.school,
        major=change.major,
        level=levels[change.major]["level"],
        type=change.type,
        last_year=year,
        seats=(Seats(year, PLANNED, None, change.places),),
    )


def _edited(points: Sequence[Point], change: Change, year: int) -> Iterable[Point]:
    mine = _mine(points, change)
    if change.op == "close":
        return [p for p in points if p not in mine]
    if change.op == "rename":
        return [replace(p, major=str(change.to)) if p in mine else p for p in points]
    if change.op == "stop":
        return [_without_seats(p, year) if p in mine else p for p in points]
    return _grown(points, mine[0], change, year)


def _without_seats(point: Point, year: int) -> Point:
    """Offered still, with no places in the year and after."""
    kept = tuple(s for s in point.seats if s.year < year)
    return replace(point, seats=(*kept, Seats(year, PLANNED, None, 0)))


def _grown(points: Sequence[Point], grown: Point, change: Change, year: int) -> Iterable[Point]:
    total = (grown.places(year) or 0) + (change.places or 0)
    if total < 0:
        raise AnalysisInvalid("Places would fall below zero.", field="places")
    seats = Seats(year, PLANNED, "方案", change.places)
    return [replace(p, seats=(*p.seats, seats)) if p is grown else p for p in points]
