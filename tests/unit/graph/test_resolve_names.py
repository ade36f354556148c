"""``choose`` and the look-up around it, for any set of candidates."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import AmbiguousName, NotFound
from graph.ontology.ids import normalise_name
from graph.resolve.lookup import fulltext_phrase, label_of
from graph.resolve.names import Candidate, choose

NAMES = ("新材料", "先进新材料", "新 材料")
CANDIDATES = st.lists(
    st.builds(
        lambda number, name, state, home, stub: Candidate(
            f"cluster:{number}",
            name,
            {"name": name, "state": state, "at_home": home, "named_only": stub},
        ),
        st.integers(0, 9),
        st.sampled_from(NAMES),
        st.sampled_from(["现行", "已被替代", "历史表述"]),
        st.sampled_from(["yes", "no"]),
        st.booleans(),
    ),
    max_size=6,
    unique_by=lambda c: c.id,
)


def outcome(candidates: list[Candidate]) -> Any:
    """The id that was chosen, the ids that are left, or None."""
    try:
        return choose("新材料", candidates, prefer={"at_home": "yes"}).id
    except AmbiguousName as error:
        return frozenset(c["id"] for c in error.fields["candidates"])
    except NotFound:
        return None


@given(CANDIDATES, st.randoms())
def test_the_order_of_candidates_does_not_matter(candidates: list[Candidate], random: Any) -> None:
    shuffled = list(candidates)
    random.shuffle(shuffled)
    assert outcome(shuffled) == outcome(candidates)


@given(CANDIDATES)
def test_what_is_left_is_at_least_two_and_of_equal_standing(candidates: list[Candidate]) -> None:
    found = outcome(candidates)
    known = {c.id: c for c in candidates}
    if isinstance(found, str):
        assert found in known
    elif found is None:
        assert not candidates
    else:
        assert len(found) >= 2
        left = [known[i] for i in found]
        assert len({normalise_name(c.name) == "新材料" for c in left}) == 1


@given(CANDIDATES)
def test_a_current_one_is_never_lost_to_a_closed_one(candidates: list[Candidate]) -> None:
    def current(c: Candidate) -> bool:
        return c.values["state"] == "现行" and not c.values["named_only"]

    exact = [c for c in candidates if normalise_name(c.name) == "新材料"] or candidates
    found = outcome(candidates)
    left = {found} if isinstance(found, str) else found or set()
    if any(current(c) for c in exact):
        assert all(current(c) for c in candidates if c.id in left)


def test_the_home_region_settles_and_a_stranger_does_not() -> None:
    here = Candidate("a", "智能物联", {"at_home": "yes"})
    there = Candidate("b", "智能物联", {"at_home": "no"})
    assert choose("智能物联", [there, here], prefer={"at_home": "yes"}).id == "a"
    with pytest.raises(AmbiguousName):
        choose("智能物联", [there, Candidate("c", "智能物联", {})], prefer={"at_home": "yes"})


def test_being_current_counts_before_being_at_home() -> None:
    old = Candidate("a", "智能物联", {"state": "已被替代", "at_home": "yes"})
    new = Candidate("b", "智能物联", {"state": "现行", "at_home": "no"})
    assert choose("智能物联", [old, new], prefer={"at_home": "yes"}).id == "b"


@given(st.text())
def test_no_text_breaks_the_search_syntax(text: str) -> None:
    phrase = fulltext_phrase(text)
    words = phrase.split(" AND ") if phrase else []
    assert all(w[0] == w[-1] == '"' and w[1:-1].isalnum() for w in words)


def test_labels_of_ids() -> None:
    assert label_of("major:moe-510401") == "Major"
    for wrong in ("animal:cat", "", ":x"):
        with pytest.raises(NotFound):
            label_of(wrong)
