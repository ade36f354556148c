"""Entity types as addresses name them: ``majors``, ``policies``, ``major_groups``."""

from __future__ import annotations

from difflib import get_close_matches

from graph.errors import NotFound
from graph.ontology import REGISTRY, Entity


def plural(kind: type[Entity]) -> str:
    """The word for all of a type: its prefix in the plural."""
    prefix = kind.prefix
    return f"{prefix[:-1]}ies" if prefix.endswith("y") else f"{prefix}s"


#: Word in addresses → label, for every type of the model.
KINDS: dict[str, str] = {plural(e): name for name, e in REGISTRY.entities.items()}


def label_of_kind(word: str) -> str:
    """Label of the type that a word in an address means.

    Raises:
        NotFound: there is no such type; ``suggestions`` are the nearest words.
    """
    if word in KINDS:
        return KINDS[word]
    near = get_close_matches(word, KINDS, n=3, cutoff=0.5)
    raise NotFound(
        f"There is no list '{word[:60]}'.",
        hint=f"Did you mean {', '.join(near)}?" if near else "See /v1/ontology.",
        suggestions=[{"id": w, "name": w} for w in near],
    )
