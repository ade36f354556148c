"""The grammar of filters: what it reads, what it refuses, what it says back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import GraphError
from graph.ontology import REGISTRY
from graph.queries.grammar import FilterInvalid, in_words, key_of, neighbour_keys, question
from graph.queries.kinds import KINDS, label_of_kind


def only(label: str, text: str) -> tuple[str, str, object]:
    clause = question(label, text).clauses[0]
    value = clause.values[0]
    return clause.key.name, value.kind, value.value


def test_clauses_alternatives_and_not() -> None:
    asked = question("School", "level:高职专科|中职,ownership:!民办")
    first, second = asked.clauses
    assert [v.value for v in first.values] == ["高职专科", "中职"]
    assert not first.negated
    assert second.negated
    assert second.values[0].value == "民办"


def test_words_of_a_closed_list_are_mapped_as_sources_write_them() -> None:
    alias = REGISTRY.entities["School"].fields["level"].vocabulary
    assert alias is not None
    written = next(w for t in alias.terms for w in t.aliases)
    assert only("School", f"level:{written}")[2] == alias.canonical(written)


@pytest.mark.parametrize(
    ("text", "low", "high", "closed"),
    [
        ("places:10..20", 10, 20, (True, True)),
        ("places:10..", 10, None, (True, True)),
        ("places:..20", None, 20, (True, True)),
        ("places:>10", 10, None, (False, False)),
        ("places:>=10", 10, None, (True, True)),
        ("places:<5", None, 5, (False, False)),
        ("places:-3..-1", -3, -1, (True, True)),
    ],
)
def test_ranges(text: str, low: object, high: object, closed: tuple[bool, bool]) -> None:
    value = question("Intake", text).clauses[0].values[0]
    assert (value.kind, value.low, value.high, value.closed) == ("range", low, high, closed)


def test_quotes_hold_what_separates() -> None:
    assert only("Major", 'name:"a,b|c:d"') == ("name", "is", "a,b|c:d")
    assert only("Major", 'name:"he said \\"x\\""') == ("name", "is", 'he said "x"')
    assert only("Major", 'name:"null"') == ("name", "is", "null")


def test_unknown_and_part() -> None:
    assert only("Enterprise", "uscc:null") == ("uscc", "null", None)
    assert only("Enterprise", "name:~海康") == ("name", "part", "海康")


def test_a_key_may_be_a_relation_a_type_or_a_path() -> None:
    assert key_of("School", "located_in").targets == ("Region",)
    assert key_of("School", "offers.of_major").targets == ("Major",)
    region = key_of("Enterprise", "region")
    assert region.steps[0].relations == ("LOCATED_IN",)
    # A property goes before the type of the same name.
    assert key_of("Segment", "cluster").field is not None


@pytest.mark.parametrize(
    ("label", "text", "near"),
    [("School", "levl:中职", "level"), ("School", "regoin:330100", "region"),
     ("School", "level:高职", None), ("Major", "clas_name:x", "class_name")],
)  # fmt: skip
def test_did_you_mean(label: str, text: str, near: str | None) -> None:
    if near is None:
        return
    with pytest.raises(FilterInvalid) as error:
        question(label, text)
    assert near in error.value.fields["suggestions"]
    assert near in error.value.hint


@pytest.mark.parametrize(
    "text",
    [
        "x", ":", "level", "level:", "level:|", '"level":中职', 'name:"a', "level:大学",
        "level:高职专科..中职", "name) RETURN n//:x", "aliases:>1", "a.b.c.d:x", "level:>",
        ",".join(["level:中职"] * 21), "name:" + "|".join("abc" for _ in range(51)),
        "name:" + "x" * 2001,
    ],
)  # fmt: skip
def test_what_it_refuses(text: str) -> None:
    with pytest.raises(FilterInvalid):
        question("School", text)


@pytest.mark.parametrize("word", ["x", "1.5", "nan", "inf", "9" * 30, "１e400"])
def test_numbers_are_whole_and_fit(word: str) -> None:
    with pytest.raises(FilterInvalid):
        question("Intake", f"places:{word}")


@pytest.mark.parametrize("sort", ["levl", "-x", "aliases", "name;drop"])
def test_sorts_that_are_none(sort: str) -> None:
    with pytest.raises(FilterInvalid):
        question("School", None, sort)


def test_said_back_in_words() -> None:
    asked = question("School", "level:高职专科|中职,region:!330100,students:null", "-name")
    assert in_words(asked) == (
        "院校，其中层次为“高职专科”或为“中职”，且地区不为“330100”，且在校生(原文)为未知；按名称从大到小排列"
    )
    assert in_words(asked, "en").startswith(
        'School where Level "高职专科" or "中职" and Region not'
    )


@given(st.sampled_from(sorted(REGISTRY.entities)), st.text(max_size=200))
def test_any_text_is_read_or_refused(label: str, text: str) -> None:
    try:
        asked = question(label, text, text, text)
    except GraphError as error:
        assert error.code == "filter_invalid"
    else:
        assert in_words(asked)


@given(st.sampled_from(sorted(REGISTRY.entities)), st.data())
def test_every_neighbour_key_of_the_model_is_read(label: str, data: st.DataObject) -> None:
    keys = neighbour_keys(label)
    if keys:
        key = key_of(label, data.draw(st.sampled_from(keys)))
        assert key.caption("zh")
        assert key.caption("en")


def test_every_type_has_an_address() -> None:
    assert sorted(KINDS.values()) == sorted(REGISTRY.entities)
    assert label_of_kind("policies") == "Policy"
    assert label_of_kind("major_groups") == "MajorGroup"
