"""Greedy choice: coverage grows with size, is a prefix of itself, and is near the best."""

from __future__ import annotations

from itertools import combinations
from math import e

from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.covering import greedy, value_of

ITEMS = "abcdefg"
covers = st.dictionaries(
    st.sampled_from([f"m{i}" for i in range(6)]), st.frozensets(st.sampled_from(ITEMS)), min_size=1
)
weights = st.fixed_dictionaries({i: st.integers(0, 5).map(float) for i in ITEMS})


@given(covers, weights, st.integers(1, 6))
def test_coverage_is_monotone_and_gains_fall(
    who: dict[str, frozenset[str]], worth: dict[str, float], size: int
) -> None:
    chosen = greedy(who, worth, size)
    values = [c.value for c in chosen]
    gains = [c.gain for c in chosen]
    assert values == sorted(values)
    assert gains == sorted(gains, reverse=True)
    assert chosen == greedy(who, worth, size + 1)[: len(chosen)]
    assert sum(gains) == value_of(set().union(*(who[c.member] for c in chosen)), worth)


@given(covers, weights, st.integers(1, 3))
def test_greedy_reaches_its_bound(
    who: dict[str, frozenset[str]], worth: dict[str, float], size: int
) -> None:
    chosen = greedy(who, worth, size)
    got = chosen[-1].value if chosen else 0.0
    best = max(
        value_of(set().union(*(who[m] for m in team)), worth)
        for team in combinations(who, min(size, len(who)))
    )
    assert got >= (1 - 1 / e) * best - 1e-9


@given(covers, weights, st.data())
def test_those_who_must_be_in_are_first_and_cost_no_coverage(
    who: dict[str, frozenset[str]], worth: dict[str, float], data: st.DataObject
) -> None:
    first = data.draw(st.lists(st.sampled_from(sorted(who)), unique=True))
    chosen = greedy(who, worth, len(who), first=first)
    assert [c.member for c in chosen[: len(first)]] == first
    everything = value_of(set().union(*who.values()), worth)
    assert (chosen[-1].value if chosen else 0.0) == everything
