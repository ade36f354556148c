"""Paths to occupations: the nearest class that has any, groups spread, divisions ignored."""

from __future__ import annotations

from itertools import pairwise

import pytest

from graph.match.paths import (
    COVER_WEIGHT,
    EMPLOY_WEIGHT,
    GROUP_WEIGHT,
    PARENT_WEIGHT,
    PREPARE_WEIGHT,
    cluster_occupations,
    joined_paths,
    major_occupations,
    rarity,
)
from tests.unit.graph.hand_made import edge, snapshot

C = "cluster:c"


def test_the_best_path_to_an_occupation_counts() -> None:
    found = cluster_occupations(snapshot(), C)
    assert found.keys() == {"occupation:o1", "occupation:o2"}
    assert found["occupation:o1"].weight == COVER_WEIGHT["core"] * EMPLOY_WEIGHT["core"]
    assert [h.edge.type for h in found["occupation:o1"].hops] == ["COVERS", "EMPLOYS"]


def test_a_class_without_occupations_takes_its_parents_at_a_lower_weight() -> None:
    made = snapshot()
    made.edges["COVERS"].out[C] = made.edges["COVERS"].out[C][1:]  # only the related subclass
    found = cluster_occupations(made, C)["occupation:o1"]
    assert found.weight == pytest.approx(COVER_WEIGHT["related"] * PARENT_WEIGHT)
    assert [h.edge.type for h in found.hops] == ["COVERS", "PART_OF", "EMPLOYS"]
    ends = [found.hops[0].edge.start, *(h.edge.end for h in found.hops)]
    assert ends == [C, "industry:391", "industry:39", "occupation:o1"]


def test_a_class_with_occupations_of_its_own_ignores_its_parents() -> None:
    made = snapshot(edge("EMPLOYS", "industry:391", "occupation:o3", "core"))
    found = cluster_occupations(made, C)
    assert [h.edge.type for h in found["occupation:o3"].hops] == ["COVERS", "EMPLOYS"]
    made.edges["COVERS"].out[C] = made.edges["COVERS"].out[C][1:]
    made.memo.clear()
    assert cluster_occupations(made, C).keys() == {"occupation:o3"}


def test_an_orphan_class_reaches_nothing() -> None:
    made = snapshot()
    made.edges["PART_OF"].out.pop("industry:391")
    made.edges["COVERS"].out[C] = made.edges["COVERS"].out[C][1:]
    assert cluster_occupations(made, C) == {}
    assert cluster_occupations(made, "cluster:unknown") == {}


def test_a_group_spreads_over_its_members() -> None:
    found = major_occupations(snapshot(), "major:m2")
    assert found.keys() == {"occupation:o2", "occupation:o3"}
    for reached in found.values():
        assert reached.weight == pytest.approx(PREPARE_WEIGHT["group"] * GROUP_WEIGHT)
        assert [(h.edge.type, h.forward) for h in reached.hops] == [
            ("PREPARES_FOR", True),
            ("PART_OF", False),
        ]


def test_an_occupation_named_itself_beats_its_group() -> None:
    made = snapshot(edge("PREPARES_FOR", "major:m2", "occupation:o2", "core"))
    found = major_occupations(made, "major:m2")
    assert found["occupation:o2"].weight == PREPARE_WEIGHT["core"]
    assert len(found["occupation:o2"].hops) == 1


def test_a_whole_division_tells_nothing() -> None:
    assert major_occupations(snapshot(), "major:m3") == {}


def test_rarity_falls_with_the_number_of_divisions() -> None:
    made = snapshot()
    assert rarity(made, "occupation:o1") == 1.0
    assert rarity(made, "occupation:nobody-employs") == 1.0
    spread = snapshot(
        edge("EMPLOYS", "industry:66", "occupation:o1"),
        edge("EMPLOYS", "industry:54", "occupation:o1"),
        edge("EMPLOYS", "industry:55", "occupation:o1"),
    )
    assert rarity(spread, "occupation:o1") == pytest.approx(1 / 3)
    assert rarity(spread, "occupation:o2") == 1.0


def test_classes_of_one_division_count_once() -> None:
    made = snapshot(edge("EMPLOYS", "industry:391", "occupation:o1"))
    assert rarity(made, "occupation:o1") == 1.0


def test_joined_paths_are_chains_strongest_first() -> None:
    made = snapshot(edge("PREPARES_FOR", "major:m2", "occupation:o1", "core"))
    joined = joined_paths(made, C, "major:m2")
    assert [w for w, _ in joined] == sorted((w for w, _ in joined), reverse=True)
    assert len(joined) == 2
    for _, hops in joined:
        steps = [
            (h.edge.start, h.edge.end) if h.forward else (h.edge.end, h.edge.start) for h in hops
        ]
        assert steps[0][0] == C
        assert steps[-1][1] == "major:m2"
        assert all(a[1] == b[0] for a, b in pairwise(steps))
    assert len(joined_paths(made, C, "major:m2", limit=1)) == 1
    assert joined_paths(made, C, "major:m3") == []
