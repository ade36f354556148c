"""Each feature on a small snapshot: its value, its detail, its paths, and what is unknown."""

from __future__ import annotations

import pytest

from graph.match import features
from graph.match.features import MAJOR_CLUSTER
from graph.match.text import text_index
from tests.unit.graph.hand_made import edge, snapshot

C = "cluster:c"


@pytest.mark.parametrize("feature", MAJOR_CLUSTER.features, ids=lambda f: f.name)
@pytest.mark.parametrize("major", ["major:m1", "major:m2", "major:m3"])
def test_values_are_in_range_or_unknown_and_always_explained(feature: object, major: str) -> None:
    found = feature.function(snapshot(), C, major)  # type: ignore[attr-defined]
    assert found.value is None or 0 <= found.value <= 1
    assert found.detail
    assert found.value is not None or not found.paths


def test_a_publication_is_all_or_unknown() -> None:
    assert features.published(snapshot(), C, "major:m1").value is None
    stated = snapshot(edge("SERVES", "major:m1", C), edge("SERVES", "major:m1", "cluster:other"))
    found = features.published(stated, C, "major:m1")
    assert found.value == 1.0
    assert [(h.edge.type, h.forward) for p in found.paths for h in p] == [("SERVES", False)]


def test_the_occupation_path() -> None:
    whole = features.occupation_path(snapshot(), C, "major:m1")
    part = features.occupation_path(snapshot(), C, "major:m2")
    assert whole.value == pytest.approx(1.0)
    assert part.value is not None
    assert 0 < part.value < 0.5
    assert "职业o1" in whole.detail
    assert features.occupation_path(snapshot(), C, "major:m3").value is None
    assert features.occupation_path(snapshot(), "cluster:unknown", "major:m1").value is None


def test_no_occupation_in_common_is_zero_and_not_unknown() -> None:
    made = snapshot(edge("PREPARES_FOR", "major:m3", "occupation:o3", "core"))
    found = features.occupation_path(made, C, "major:m3")
    assert found.value == 0.0
    assert found.paths == ()


def test_text_borrows_where_no_profile_is_and_kindred_needs_a_class() -> None:
    made = snapshot()
    lent = features.text(made, C, "major:m3")
    assert lent.value
    assert "借用：m1电子信息技术" in lent.detail
    assert "借用" not in features.text(made, C, "major:m1").detail
    alone = snapshot()
    alone.majors["major:m3"]["name"] = "护理"
    assert features.text(alone, C, "major:m3").value is None
    assert features.kindred(made, C, "major:m3").value is None
    assert features.text(made, C, "major:m1").value is not None
    assert features.name(made, C, "major:m3").value is not None


def test_the_nearest_text_of_a_cluster_is_one() -> None:
    made = snapshot()
    index = text_index(made)
    best = max(index.wide(C, m) for m in made.majors)
    assert best == pytest.approx(1.0) or best == 0.0
    assert text_index(made) is index


def test_partner_firms() -> None:
    firm = edge("ENGAGED_IN", "enterprise:e", "industry:39", "core")
    far = edge("ENGAGED_IN", "enterprise:f", "industry:391", "core")  # only related to the cluster
    offer = edge("OFFERS", "school:s", "major:m1")
    works = edge("COOPERATES_WITH", "school:s", "enterprise:e")
    elsewhere = edge("COOPERATES_WITH", "school:s", "enterprise:f")
    assert features.partner_firms(snapshot(firm, offer), C, "major:m1").value is None
    assert features.partner_firms(snapshot(far, offer, elsewhere), C, "major:m1").value is None
    found = features.partner_firms(snapshot(firm, far, offer, works, elsewhere), C, "major:m1")
    assert found.value is not None
    assert 0 < found.value < 1
    (path,) = found.paths
    steps = [(h.edge.start, h.edge.end) if h.forward else (h.edge.end, h.edge.start) for h in path]
    assert steps == [
        (C, "industry:39"),
        ("industry:39", "enterprise:e"),
        ("enterprise:e", "school:s"),
        ("school:s", "major:m1"),
    ]


def test_more_partners_count_more_and_are_full_at_five() -> None:
    offer = edge("OFFERS", "school:s", "major:m1")
    values: list[float] = []
    for number in (1, 2, 5, 9):
        firms = [
            each
            for n in range(number)
            for each in (
                edge("ENGAGED_IN", f"enterprise:{n}", "industry:39", "core"),
                edge("COOPERATES_WITH", "school:s", f"enterprise:{n}"),
            )
        ]
        found = features.partner_firms(snapshot(offer, *firms), C, "major:m1")
        assert len(found.paths) <= features.SHOWN_PATHS
        assert found.value is not None
        values.append(found.value)
    assert values == sorted(values)
    assert values[0] != values[1]
    assert values[2] == values[3] == 1.0
