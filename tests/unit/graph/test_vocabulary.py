"""Closed lists: a word maps to one term or to none."""

from __future__ import annotations

from typing import Annotated, Any

import pytest
from pydantic import BaseModel, ValidationError

from graph.errors import OntologyError
from graph.ontology import lists
from graph.ontology.vocabulary import Closed, Term, Vocabulary

COLOUR = Vocabulary("colour", "颜色", "Colour", (Term("红", "red", ("赤",)), Term("蓝", "blue")))
ALL = [v for v in vars(lists).values() if isinstance(v, Vocabulary)]


class Painted(BaseModel):
    """Something with colours."""

    colour: Annotated[str | None, Closed(COLOUR)] = None
    colours: Annotated[list[str], Closed(COLOUR)] = []


def test_a_mapped_word_is_stored_as_its_term() -> None:
    assert Painted(colour="赤").colour == "红"
    assert Painted(colour=" 蓝 ").colour == "蓝"
    assert Painted(colours=["赤", "蓝"]).colours == ["红", "蓝"]
    assert Painted(colour=None).colour is None


@pytest.mark.parametrize("values", [{"colour": "绿"}, {"colours": ["红", "绿"]}, {"colour": ""}])
def test_an_unmapped_word_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as raised:
        Painted(**values)
    assert raised.value.errors()[0]["type"] == "unmapped_term"


def test_a_word_cannot_map_to_two_terms() -> None:
    with pytest.raises(OntologyError, match="maps to two terms"):
        Vocabulary("bad", "坏", "bad", (Term("红", "red", ("赤",)), Term("绯", "scarlet", ("赤",))))


def test_a_term_cannot_be_another_terms_alias() -> None:
    with pytest.raises(OntologyError, match="maps to two terms"):
        Vocabulary("bad", "坏", "bad", (Term("红", "red"), Term("绯", "scarlet", ("红",))))


def test_captions() -> None:
    assert (COLOUR.caption("红"), COLOUR.caption("红", "en")) == ("红", "red")
    assert COLOUR.caption("绿", "en") == "绿"


@pytest.mark.parametrize("vocabulary", ALL, ids=lambda v: v.name)
def test_every_list_has_captions_and_maps_its_own_terms(vocabulary: Vocabulary) -> None:
    assert vocabulary.zh and vocabulary.en and vocabulary.terms
    for term in vocabulary.terms:
        assert term.en, term.code
        assert vocabulary.canonical(term.code) == term.code
        assert all(vocabulary.canonical(alias) == term.code for alias in term.aliases)


def test_lists_have_names_of_their_own() -> None:
    assert len({v.name for v in ALL}) == len(ALL) > 10
