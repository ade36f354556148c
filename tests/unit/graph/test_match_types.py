"""The scoring scheme: contributions add up, the unknown is not zero, better is never worse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from graph.match.features import MAJOR_CLUSTER
from graph.match.types import Feature, Model, Result, Scored, score_pair
from tests.unit.graph.hand_made import snapshot

VALUES = st.one_of(st.none(), st.floats(0, 1))
WEIGHTS = st.floats(0.01, 10)
NAMES = ("a", "b", "c", "d")
rows_of_features = st.lists(st.tuples(VALUES, WEIGHTS, st.booleans()), min_size=4, max_size=4)
Rows = list[tuple[float | None, float, bool]]


def scored(rows: Rows) -> Scored:
    def feature(name: str, value: float | None, expected: bool) -> Feature:
        return Feature(name, name, lambda *_: Result(value), expected=expected)

    features = [feature(n, v, e) for n, (v, _, e) in zip(NAMES, rows, strict=True)]
    weights = {n: w for n, (_, w, _) in zip(NAMES, rows, strict=True)}
    model = Model("m", "模型", tuple(features), weights)
    nothing: Any = None
    return score_pair(model, weights, nothing, "cluster:c", "major:m")


@given(rows_of_features)
def test_contributions_add_up_to_a_score_in_range(rows: Rows) -> None:
    found = scored(rows)
    assert found.score == pytest.approx(sum(c.points for c in found.contributions))
    assert -1e-9 <= found.score <= 1 + 1e-9
    for share, (value, _, _) in zip(found.contributions, rows, strict=True):
        assert share.points == pytest.approx((value or 0.0) * share.weight)
        assert value is not None or share.weight == 0.0


@given(rows_of_features, st.integers(0, 3), st.floats(0, 1), st.floats(0, 1))
def test_a_better_value_never_lowers_the_score(
    rows: Rows, place: int, one: float, other: float
) -> None:
    _, weight, expected = rows[place]
    worse, better = (
        [*rows[:place], (value, weight, expected), *rows[place + 1 :]]
        for value in sorted((one, other))
    )
    assert scored(better).score >= scored(worse).score - 1e-9


@given(rows_of_features, st.floats(0.1, 100))
def test_only_the_ratio_of_weights_counts(rows: Rows, factor: float) -> None:
    scaled = [(v, w * factor, e) for v, w, e in rows]
    assert scored(scaled).score == pytest.approx(scored(rows).score)


@given(rows_of_features)
def test_what_nobody_expects_takes_nothing_when_it_is_missing(rows: Rows) -> None:
    assume(any(v is not None for v, _, _ in rows))
    without: Rows = [(v, w, False) for v, w, _ in rows]
    known = [(v, w) for v, w, _ in rows if v is not None]
    mean = sum(v * w for v, w in known) / sum(w for _, w in known)
    assert scored(without).score == pytest.approx(mean)
    assert scored(rows).score <= scored(without).score + 1e-9


def test_nothing_known_scores_nothing() -> None:
    assert scored([(None, 1.0, True)] * 4).score == 0.0


def test_the_unknown_lowers_trust_and_is_not_counted_as_zero() -> None:
    known: Rows = [(0.8, 1.0, True), (0.8, 1.0, True)]
    full: Rows = [*known, *known]
    half: Rows = [*known, (None, 1.0, True), (None, 1.0, True)]
    zero: Rows = [*known, (0.0, 1.0, True), (0.0, 1.0, True)]
    assert scored(full).score == pytest.approx(0.8)
    assert scored(half).score == pytest.approx(0.8 * 0.75)
    assert scored(zero).score == pytest.approx(0.4)


def test_a_weight_of_zero_silences_a_feature() -> None:
    weights: Mapping[str, float] = {**MAJOR_CLUSTER.weights, "text": 0.0}
    found = score_pair(MAJOR_CLUSTER, weights, snapshot(), "cluster:c", "major:m1")
    share = next(c for c in found.contributions if c.feature.name == "text")
    assert share.result.value is not None
    assert share.points == 0.0


def test_the_frozen_model_is_complete() -> None:
    names = [f.name for f in MAJOR_CLUSTER.features]
    assert set(names) == set(MAJOR_CLUSTER.weights)
    assert len(names) == len(set(names))
    assert all(w > 0 for w in MAJOR_CLUSTER.weights.values())
    for feature in MAJOR_CLUSTER.features:
        assert feature.zh in feature.explanation or "：" in feature.explanation
        assert len(feature.explanation.splitlines()) >= 2, feature.name
