"""Writes, derived from the model: one static statement per label or per relation and its ends.

Rows travel as lists in the order that :func:`node_columns` and :func:`relation_columns` give.
"""

from __future__ import annotations

from functools import cache
from typing import LiteralString

from graph.cypher.text import label, literal, quote, rel_type
from graph.ontology import OPEN_VERSION, REGISTRY

#: Evidence that every node and relation carries, in row order.
EVIDENCE: tuple[str, ...] = ("status", "grade", "scope", "records")


@cache
def node_columns(name: str) -> tuple[str, ...]:
    """Columns of a node row: id, evidence, then the properties of the label."""
    return ("id", *EVIDENCE, *REGISTRY.entities[name].fields)


@cache
def relation_columns(name: str) -> tuple[str, ...]:
    """Columns of a relation row: start, end, key, evidence, then its properties."""
    return ("start", "end", "key", *EVIDENCE, *REGISTRY.relations[name].fields)


@cache
def upsert_node(name: str) -> LiteralString:
    """New nodes of one label, visible from ``$version`` on."""
    columns = node_columns(name)
    sets = _assignments("n", columns, skip=1)
    return literal(
        f"UNWIND $rows AS row MERGE (n:{label(name)} {{id: row[0]}}) "
        f"SET {sets}, n.from_version = $version, n.changed_version = $version, "
        f"n.to_version = {OPEN_VERSION}"
    )


@cache
def change_node(name: str) -> LiteralString:
    """Changed or reopened nodes: the old state goes into ``_History``, the new one in its place.

    Runs inside the publishing transaction only, so that readers see the change with the version.
    ``from_version`` stays, so that relations of earlier versions still find their ends; the
    values of a version before ``changed_version`` are read from ``_History``.
    """
    sets = _assignments("n", node_columns(name), skip=1)
    closed = f"n.to_version <> {OPEN_VERSION}"
    return literal(
        f"UNWIND $rows AS row MATCH (n:{label(name)} {{id: row[0]}}) "
        "CREATE (h:`_History`) SET h = properties(n), h.label = $label, "
        "h.from_version = n.changed_version, "
        "h.key = n.id + '@' + toString(n.changed_version), "
        f"h.to_version = CASE WHEN {closed} THEN n.to_version ELSE $version END, "
        f"n.gaps = CASE WHEN {closed} "
        "THEN coalesce(n.gaps, []) + [n.to_version, $version] ELSE n.gaps END "
        f"SET {sets}, n.changed_version = $version, n.to_version = {OPEN_VERSION}"
    )


@cache
def close_node(name: str) -> LiteralString:
    """Withdrawn nodes: open until ``$version``."""
    return literal(
        f"UNWIND $rows AS row MATCH (n:{label(name)} {{id: row[0]}}) SET n.to_version = $version"
    )


@cache
def upsert_relation(name: str, start: str, end: str) -> LiteralString:
    """New relations between two labels, visible from ``$version`` on.

    A relation is one row per version: a change closes the old row and writes a new one, so that
    an earlier version reads as it was.
    """
    sets = _assignments("r", relation_columns(name), skip=3)
    return literal(
        f"UNWIND $rows AS row MATCH (a:{label(start)} {{id: row[0]}}) "
        f"MATCH (b:{label(end)} {{id: row[1]}}) "
        f"MERGE (a)-[r:{rel_type(name)} {{key: row[2], from_version: $version}}]->(b) "
        f"SET {sets}, r.to_version = {OPEN_VERSION}"
    )


@cache
def close_relation(name: str, start: str, end: str) -> LiteralString:
    """Withdrawn or replaced relations: open until ``$version``."""
    return literal(
        # Both ends first: from one end alone, a hub's relations would all be looked at.
        f"UNWIND $rows AS row MATCH (a:{label(start)} {{id: row[0]}}) "
        f"MATCH (b:{label(end)} {{id: row[1]}}) "
        f"MATCH (a)-[r:{rel_type(name)} {{key: row[2]}}]->(b) "
        f"WHERE r.from_version < $version AND r.to_version = {OPEN_VERSION} "
        "SET r.to_version = $version"
    )


def _assignments(variable: str, columns: tuple[str, ...], *, skip: int) -> str:
    return ", ".join(
        f"{variable}.{quote(column)} = row[{index}]"
        for index, column in enumerate(columns)
        if index >= skip
    )
