"""The one place where names become Cypher text. Names come from the model only."""

from __future__ import annotations

from typing import LiteralString, cast

from graph.errors import OntologyError
from graph.ontology import REGISTRY


def quote(name: str) -> str:
    """A label, relationship type or property name in backticks.

    Raises:
        OntologyError: the name has a character that no declared name has.
    """
    if not name.replace("_", "").isalnum():
        raise OntologyError(f"'{name}' cannot be quoted.")
    return f"`{name}`"


def label(name: str) -> str:
    """A quoted label that the model declares."""
    if name not in REGISTRY.entities:
        raise OntologyError(f"There is no entity '{name}'.")
    return quote(name)


def rel_type(name: str) -> str:
    """A quoted relationship type that the model declares."""
    if name not in REGISTRY.relations:
        raise OntologyError(f"There is no relation '{name}'.")
    return quote(name)


def literal(text: str) -> LiteralString:
    """Text that was built from the model alone, under the type that the driver asks for.

    The cast is the promise of this module: no value of a user is ever part of ``text``.
    """
    return cast(LiteralString, text)  # type: ignore[redundant-cast]  # mypy reads it as str
