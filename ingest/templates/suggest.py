"""“Did you mean …”: the nearest term, header or name. A suggestion is shown, never applied."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz, process

from graph.ontology import Entity
from graph.ontology.ids import normalise_name
from graph.ontology.vocabulary import Vocabulary
from graph.resolve.names import NameIndex

#: Below this a word is not near enough to be worth showing.
NEAR = 45.0


def nearest(word: str, choices: Iterable[str]) -> str:
    """The choice most like a word, or nothing."""
    found = process.extractOne(word, list(choices), scorer=fuzz.WRatio, score_cutoff=NEAR)
    return found[0] if found else ""


def of_list(vocabulary: Vocabulary, word: str) -> str:
    """The term of a closed list that a word may have meant."""
    words = {w: t.code for t in vocabulary.terms for w in (t.code, *t.aliases) if w}
    found = nearest(word, words)
    return words.get(found, "")


def of_names(names: NameIndex, entities: Sequence[type[Entity]], word: str) -> str:
    """The loaded name most like a word; nothing where the index cannot list its names."""
    listed = getattr(names, "names_of_kind", None)
    if listed is None:
        return ""
    known = [name for entity in entities for name in listed(entity.label())]
    return nearest(normalise_name(word), known)


def in_words(suggestion: str) -> str:
    """A suggestion as a hint."""
    return f"Did you mean {suggestion}?" if suggestion else ""
