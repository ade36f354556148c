"""The measures of rankings, the simple algorithms, and that a tested publication is hidden."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import NotFound
from graph.match.algorithms import ALGORITHMS
from graph.match.answer import Request
from graph.match.evaluate import (
    PairsInvalid,
    by_model,
    interval,
    major_names,
    ndcg,
    r_precision,
    read_pairs,
    recall,
    reciprocal_rank,
)
from graph.match.features import MAJOR_CLUSTER
from graph.match.partner_data import PartnerData, same_publication
from graph.match.partners import internship_room, standing_of
from graph.match.types import score_pair
from tests.unit.graph.hand_made import edge, snapshot

C = "cluster:c"
GAINS = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.floats(0, 2), min_size=1)


@given(GAINS, st.randoms())
def test_ndcg_is_highest_for_the_ideal_order(gains: dict[str, float], rng: Any) -> None:
    ideal = sorted(gains, key=lambda n: -gains[n])
    other = list(gains)
    rng.shuffle(other)
    best = 1.0 if any(gains.values()) else 0.0
    assert ndcg(ideal, gains) == pytest.approx(best)
    assert 0 <= ndcg(other, gains) <= best + 1e-9


def test_gain_is_linear_and_the_unjudged_count_nothing() -> None:
    assert ndcg(["b", "a"], {"a": 2.0, "b": 1.0}) == pytest.approx(
        (1 + 2 / 1.584962500721156) / (2 + 1 / 1.584962500721156)
    )
    assert ndcg(["x", "a"], {"a": 2.0}) < ndcg(["a", "x"], {"a": 2.0}) == 1.0


def test_the_other_measures() -> None:
    assert r_precision(["a", "x", "b"], {"a", "b"}) == 0.5
    assert recall(["a", "x", "b"], {"a", "b"}, 10) == 1.0
    assert reciprocal_rank(["x", "a"], {"a"}) == 0.5
    assert reciprocal_rank(["x"], {"a"}) == 0.0


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_an_interval_holds_the_mean(values: list[float]) -> None:
    low, high = interval(values, draws=200)
    assert min(values) - 1e-9 <= low <= high <= max(values) + 1e-9


def test_a_name_stands_where_its_best_level_does() -> None:
    made = snapshot()
    for major, name in (("major:m1", "甲"), ("major:m2", "乙"), ("major:m3", "甲")):
        made.majors[major]["name"] = name
    scores = {"major:m1": 0.1, "major:m2": 0.5, "major:m3": 0.9}
    assert major_names(made, C, lambda _c, m: scores[m]) == ["甲", "乙"]


@pytest.mark.parametrize("model", ALGORITHMS.values(), ids=lambda m: m.name)
def test_every_algorithm_is_documented_and_adds_up(model: Any) -> None:
    for feature in model.features:
        assert "：" in feature.explanation
        assert len(feature.explanation.splitlines()) >= 2
    made = snapshot()
    for major in made.majors:
        pair = score_pair(model, model.weights, made, C, major)
        assert 0 <= pair.score <= 1 + 1e-9
        assert sum(c.points for c in pair.contributions) == pytest.approx(pair.score, abs=1e-9)


def test_an_unknown_algorithm() -> None:
    with pytest.raises(NotFound):
        _ = Request(algorithm="none").model


def test_what_publications_state_is_silent_while_pairs_are_tested() -> None:
    bare, stated = snapshot(), snapshot(edge("SERVES", "major:m3", C))
    score = by_model(bare, MAJOR_CLUSTER)
    assert by_model(stated, MAJOR_CLUSTER)(C, "major:m3") == score(C, "major:m3")


def test_a_file_without_its_columns(tmp_path: Path) -> None:
    file = tmp_path / "pairs.csv"
    file.write_text("left_name,right_name\na,b\n", "utf-8")
    with pytest.raises(PairsInvalid):
        read_pairs(file)


def partner_data() -> PartnerData:
    works = [
        edge("COOPERATES_WITH", "school:s", "enterprise:e", records=(1,)),
        edge("COOPERATES_WITH", "school:t", "enterprise:e", records=(1,)),
        edge("COOPERATES_WITH", "school:t", "enterprise:f", records=(1, 2)),
    ]
    members = {
        one: [edge("MEMBER_OF", one, "community:k", records=(3,))]
        for one in ("school:s", "enterprise:e", "school:t")
    }
    members["school:s"].append(edge("MEMBER_OF", "school:s", "community:own", records=(4,)))
    return PartnerData({}, {}, {}, members, works, {}, {1: "报 甲", 2: "报 乙", 3: "网", 4: "网"})


def test_everything_from_a_tested_publication_is_hidden() -> None:
    data = partner_data()
    assert standing_of(data, "school:s", "enterprise:e") == "existing"
    blind = data.hiding("school:s", "enterprise:e", "报 甲")
    # What another publication states as well stays; what only this one states goes.
    assert [(e.start, e.end) for e in blind.works] == [("school:t", "enterprise:f")]
    assert standing_of(blind, "school:s", "enterprise:e") == "new"
    # The platform that holds both ends is hidden for both, not for others, nor are other ones.
    assert blind.platforms("school:s") == {"community:own"}
    assert blind.platforms("enterprise:e") == set()
    assert blind.platforms("school:t") == {"community:k"}
    assert data.platforms("enterprise:e") == {"community:k"}


def test_one_publication_under_two_descriptions() -> None:
    assert same_publication("浙江教育报 2025-06-13 赵博雅", "浙江教育报 2025-06-13")
    assert not same_publication("", "浙江教育报")
    assert not same_publication("浙江教育报 2025-06-13", "浙江教育报 2025-06-20")


def test_internship_room_follows_the_rules() -> None:
    assert internship_room(109) == {
        "most": 10, "most_in_post": None, "reason": "员工 109 人的 10%",
    }  # fmt: skip
    assert internship_room(100, 30)["most_in_post"] == 6
    assert internship_room(None)["most"] is None
