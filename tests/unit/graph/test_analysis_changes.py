"""Changes of the supply in memory: nothing changes nothing, and opposites cancel out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.changes import Change, apply
from graph.analysis.figures import year_of
from graph.analysis.skills import advantage
from graph.analysis.supply import Point, Seats
from graph.analysis.types import AnalysisInvalid

LEVELS = {m: {"level": "高职专科"} for m in ("m1", "m2", "m3")}
points = st.lists(
    st.builds(
        lambda school, major, places: Point(
            f"{school}{major}", school, major, "高职专科", seats=(Seats(2026, "x", None, places),)
        ),
        st.sampled_from(["s1", "s2"]),
        st.sampled_from(["m1", "m2"]),
        st.none() | st.integers(0, 99),
    ),
    unique_by=lambda p: p.id,
)


@given(points)
def test_no_changes_leave_the_points_as_they_are(found: list[Point]) -> None:
    assert apply(found, (), 2026, LEVELS) == tuple(found)


@given(points, st.integers(0, 200))
def test_opening_and_closing_again_is_nothing(found: list[Point], places: int) -> None:
    opened = Change("open", "s3", "m3", places)
    both = (opened, Change("close", "s3", "m3"))
    assert apply(found, both, 2026, LEVELS) == tuple(found)
    after = apply(found, (opened,), 2026, LEVELS)
    assert (after[-1].places(2026), after[-1].level) == (places, "高职专科")


@given(points.filter(bool), st.integers(1, 50))
def test_growing_and_shrinking_again_keeps_the_places(found: list[Point], more: int) -> None:
    one = found[0]
    grow, shrink = (Change("grow", one.school, one.major, n) for n in (more, -more))
    (after,) = [p for p in apply(found, (grow, shrink), 2026, LEVELS) if p.id == one.id]
    assert after.places(2026) == (one.places(2026) or 0)
    assert after.places(2025) is None


def test_a_stopped_programme_is_offered_without_places() -> None:
    one = Point("p", "s1", "m1", "高职专科", seats=(Seats(2025, "x", None, 30),))
    (after,) = apply([one], [Change("stop", "s1", "m1")], 2026, LEVELS)
    assert (after.open, after.places(2025), after.places(2026)) == (True, 30, 0)
    with pytest.raises(AnalysisInvalid):
        apply([one], [Change("explode", "s1", "m1")], 2026, LEVELS)  # type: ignore[arg-type]


def test_places_add_up_over_intakes_and_unknown_is_not_zero() -> None:
    seats = (Seats(2026, "x", None, 30), Seats(2026, "y", None, None), Seats(2026, "z", None, 5))
    assert Point("p", "s", "m", "中职", seats=seats).places(2026) == 35
    assert Point("p", "s", "m", "中职", seats=seats[1:2]).places(2026) is None


def test_the_year_of_a_period() -> None:
    assert year_of("2026") == 2026
    assert year_of("2026-03") == 2026
    assert year_of("2025-2027") is None
    assert year_of("三年内") is None


@given(st.dictionaries(st.sampled_from("abc"), st.integers(1, 50), min_size=1))
def test_the_whole_has_no_advantage_over_itself(counts: dict[str, int]) -> None:
    for skill in counts:
        assert advantage(counts, counts, skill) == pytest.approx(1)
    twice = {k: 2 * n for k, n in counts.items()}
    assert all(advantage(twice, counts, s) == pytest.approx(1) for s in counts)
