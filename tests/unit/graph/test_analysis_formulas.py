"""Bounds and invariances of the indices, and what they refuse."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.analysis import formulas
from graph.analysis.formulas import Refused

SECTORS = ("甲", "乙", "丙", "丁")
numbers = st.integers(1, 10_000)
structures = st.fixed_dictionaries(dict.fromkeys(SECTORS, numbers))
levels = st.floats(0, 1)


@given(structures, structures, st.integers(2, 9))
def test_fit_and_deviation_are_bounded_symmetric_and_blind_to_scale(
    s: dict[str, int], i: dict[str, int], factor: int
) -> None:
    value = formulas.fit(s, i)
    assert 0 <= value <= 1
    assert value == pytest.approx(formulas.fit(i, s))
    scaled = {k: n * factor for k, n in s.items()}
    assert value == pytest.approx(formulas.fit(scaled, i))
    by, mean = formulas.deviation(s, i)
    assert all(d is not None and d >= -1 for d in by.values())
    _, mean_again = formulas.deviation(scaled, i)
    assert mean == pytest.approx(mean_again)
    # Weighted by the industry's shares, deviations cancel out.
    shares = formulas.shares_of(i)
    assert sum((by[k] or 0) * shares[k] for k in SECTORS) == pytest.approx(0, abs=1e-9)


@given(structures)
def test_equal_structures_fit_wholly(s: dict[str, int]) -> None:
    assert formulas.fit(s, s) == pytest.approx(1)
    assert formulas.deviation(s, s)[1] == pytest.approx(0)


def test_disjoint_structures_do_not_fit() -> None:
    assert formulas.fit({"甲": 3}, {"乙": 5}) == 0


@given(st.lists(numbers, min_size=1, max_size=20), st.randoms())
def test_concentration_lies_between_equal_parts_and_one(parts: list[int], order: object) -> None:
    value = formulas.hhi(parts)
    assert 1 / len(parts) - 1e-9 <= value <= 1 + 1e-9
    assert value == pytest.approx(formulas.hhi(sorted(parts)))
    assert value == pytest.approx(formulas.hhi([p * 3 for p in parts]))
    assert value == pytest.approx(formulas.hhi([*parts, 0]))
    # Two schools that become one never make it more even.
    if len(parts) > 1:
        assert formulas.hhi([parts[0] + parts[1], *parts[2:]]) >= value - 1e-9


@given(structures)
def test_location_quotients_of_the_whole_region_are_one(s: dict[str, int]) -> None:
    whole = sum(s.values())
    for part in s.values():
        assert formulas.location_quotient(part, whole, part, whole) == pytest.approx(1)


@given(levels, levels)
def test_coupling_is_bounded_symmetric_and_highest_for_equal_levels(a: float, b: float) -> None:
    if a + b == 0:
        with pytest.raises(Refused):
            formulas.coupling(a, b)
        return
    one, other = formulas.coupling(a, b), formulas.coupling(b, a)
    for value in (one.degree, one.development, one.coordination, one.modified):
        assert 0 <= value <= 1
    assert one.degree == pytest.approx(other.degree)
    assert one.coordination == pytest.approx(other.coordination)
    assert one.modified == pytest.approx(other.modified)
    assert one.degree <= formulas.coupling(max(a, b), max(a, b)).degree + 1e-9
    # The common mistake leaves the factor 2 out: then equal levels would give one half.
    assert formulas.coupling(0.4, 0.4).degree == pytest.approx(1)


@given(
    st.lists(st.integers(0, 1000), min_size=3, max_size=8, unique=True),
    st.lists(st.integers(0, 1000), min_size=3, max_size=8, unique=True),
    st.sampled_from(["equal", "entropy"]),
    st.integers(1, 5),
    st.integers(-100, 100),
)
def test_levels_are_bounded_and_blind_to_unit_and_origin(
    first: list[int], second: list[int], weighting: formulas.Weighting, factor: int, shift: int
) -> None:
    size = min(len(first), len(second))
    columns = {"x": first[:size], "y": second[:size]}
    value = formulas.levels(columns, weighting)
    assert all(0 <= v <= 1 for v in value)
    moved = {"x": [n * factor + shift for n in columns["x"]], "y": columns["y"]}
    assert formulas.levels(moved, weighting) == pytest.approx(value)


@pytest.mark.parametrize(
    "columns",
    [{"x": [1, 2, 3]}, {"x": [1, 2], "y": [3, 4]}, {"x": [1, 2, 3], "y": [5, 5, 5]}],
)
def test_levels_refuse_what_they_cannot_support(columns: dict[str, list[float]]) -> None:
    with pytest.raises(Refused):
        formulas.levels(columns, "equal")


def test_shares_of_nothing_are_refused() -> None:
    for numbers_ in ({}, {"甲": 0}, {"甲": -1, "乙": 3}):
        with pytest.raises(Refused):
            formulas.shares_of(numbers_)
    with pytest.raises(Refused):
        formulas.location_quotient(1, 2, 0, 10)
    with pytest.raises(Refused):
        formulas.deviation({"甲": 1, "乙": 1}, {"甲": 4})
