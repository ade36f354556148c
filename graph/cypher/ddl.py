"""Constraints and indexes, derived from the model."""

from __future__ import annotations

from typing import LiteralString

from graph.cypher.text import label, literal, quote
from graph.ontology import REGISTRY

FULLTEXT_INDEX = "entity_names"
#: Labels of the application's own state; outside the ontology, never exported.
SYSTEM_LABELS: dict[str, str] = {
    "_Graph": "id",
    "_Version": "number",
    "_Source": "id",
    "_RecordBlock": "id",
    "_History": "key",
    "_Redirect": "id",
    "_Decision": "id",
    "_Rejection": "id",
    "_Matches": "id",
    "_Scenario": "id",
    "_ApiKey": "id",
    "_Audit": "id",
}


def constraints() -> list[LiteralString]:
    """One uniqueness constraint per label, on the property that MERGE matches on."""
    found = [
        literal(
            f"CREATE CONSTRAINT {quote('id_' + name.lower())} IF NOT EXISTS "
            f"FOR (n:{label(name)}) REQUIRE n.id IS UNIQUE"
        )
        for name in sorted(REGISTRY.entities)
    ]
    found += [
        literal(
            f"CREATE CONSTRAINT {quote('key' + name.lower())} IF NOT EXISTS "
            f"FOR (n:{quote(name)}) REQUIRE n.{quote(key)} IS UNIQUE"
        )
        for name, key in SYSTEM_LABELS.items()
    ]
    return found


def indexes() -> list[LiteralString]:
    """Range indexes that the model asks for, and the one full-text index over all names."""
    found = [
        literal(
            f"CREATE INDEX {quote(f'{name.lower()}_{fld.name}')} IF NOT EXISTS "
            f"FOR (n:{label(name)}) ON (n.{quote(fld.name)})"
        )
        for name, entity in sorted(REGISTRY.entities.items())
        for fld in entity.fields.values()
        if fld.prop.index == "range"
    ]
    return [*found, fulltext_index()]


def fulltext_index() -> LiteralString:
    """Names and aliases of every searched label in one index; ``cjk`` cuts Chinese into bigrams."""
    searched = sorted(n for n, entity in REGISTRY.entities.items() if entity.searched)
    labels = "|".join(label(name) for name in searched)
    properties = ", ".join(f"n.{quote(p)}" for p in fulltext_properties())
    return literal(
        f"CREATE FULLTEXT INDEX {quote(FULLTEXT_INDEX)} IF NOT EXISTS FOR (n:{labels}) "
        f"ON EACH [{properties}] "
        "OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk'}}"
    )


def fulltext_properties() -> list[str]:
    """Every property that some entity wants found by name."""
    return sorted(
        {
            fld.name
            for entity in REGISTRY.entities.values()
            for fld in entity.fields.values()
            if fld.prop.index == "fulltext"
        }
    )


def statements() -> list[LiteralString]:
    """All DDL in order: constraints first, since every write relies on them."""
    return [*constraints(), *indexes()]
