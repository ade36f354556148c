"""From a name to an entity: never guessed, always with candidates."""

from __future__ import annotations

from typing import Any

import pytest

from graph.errors import AmbiguousName, NotFound
from graph.evidence import Fact
from graph.ontology.ids import normalise_name
from graph.resolve.memory import MemoryNames, names_of
from graph.resolve.names import Candidate, choose, firm_core


def candidate(key: str, name: str, **values: Any) -> Candidate:
    """A candidate."""
    return Candidate(key, name, {"name": name, **values})


def test_the_only_one_is_chosen() -> None:
    assert choose("甲", [candidate("a", "甲")]).id == "a"


def test_nothing_is_not_found() -> None:
    with pytest.raises(NotFound) as raised:
        choose("甲", [])
    assert raised.value.code == "not_found"


def test_an_exact_name_goes_before_an_alias() -> None:
    assert choose("新材料", [candidate("a", "新材料"), candidate("b", "先进新材料")]).id == "a"


def test_the_current_one_goes_before_a_replaced_one() -> None:
    found = [candidate("old", "智能物联", state="已被替代"), candidate("new", "智能物联")]
    assert choose("智能物联", found).id == "new"


def test_a_registered_one_goes_before_a_named_one() -> None:
    found = [candidate("stub", "甲", named_only=True), candidate("firm", "甲")]
    assert choose("甲", found).id == "firm"


def test_level_settles_between_several_and_without_it_both_are_shown() -> None:
    found = [candidate("a", "机电技术", level="中职"), candidate("b", "机电技术", level="高职专科")]
    assert choose("机电技术", found, prefer={"level": "中职"}).id == "a"
    with pytest.raises(AmbiguousName) as raised:
        choose("机电技术", found)
    assert raised.value.code == "ambiguous_name"
    assert {c["id"] for c in raised.value.fields["candidates"]} == {"a", "b"}


def test_a_preference_that_fits_nobody_settles_nothing() -> None:
    found = [candidate("a", "甲", level="中职"), candidate("b", "甲", level="高职专科")]
    with pytest.raises(AmbiguousName):
        choose("甲", found, prefer={"level": "技工"})


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("杭州海康威视数字技术股份有限公司", "杭州海康威视数字技术"),
        ("正泰集团股份有限公司", "正泰"),
        ("公司", "公司"),
    ],
)
def test_the_legal_form_is_no_part_of_a_firms_core(name: str, core: str) -> None:
    assert firm_core(name) == core


def test_every_name_of_an_entity_is_found() -> None:
    values = {
        "name": "甲 公司",
        "short_name": "甲",
        "aliases": ["A股"],
        "former_names": ["乙乙公司"],
    }
    fact = Fact("Enterprise", "enterprise:1", values, "stated")
    index = MemoryNames()
    index.feed([fact, Fact("LOCATED_IN", "", {}, "stated", "enterprise:1", "region:1")])
    for name in ("甲公司", "甲", "A股", "乙乙公司", "乙乙"):
        assert [c.id for c in index.lookup("Enterprise", normalise_name(name))] == ["enterprise:1"]
    assert not list(index.lookup("School", "甲"))
    assert normalise_name("甲公司") in set(names_of(fact))
