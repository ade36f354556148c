"""Several records state one node or relation: which value wins, and what is shown for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from graph.evidence import GRADE_ORDER, STATUS_ORDER
from graph.manifest import hash64
from graph.ontology import REGISTRY


@dataclass(frozen=True, slots=True)
class Statement:
    """What one record says of a node or relation."""

    rid: int
    status: str
    grade: str
    scope: str
    priority: int
    payload: bytes


@dataclass(slots=True)
class Merged:
    """The joined view: winning values, best status and grade, scopes and records.

    ``hash`` covers all of it; equal hashes mean nothing to write. ``conflicts`` names the
    properties on which open records disagree.
    """

    values: dict[str, Any]
    status: str
    grade: str
    scopes: list[str]
    records: list[int]
    hash: int
    conflicts: tuple[str, ...] = ()


def merge(kind: str, statements: list[Statement]) -> Merged:
    """Join statements about one thing.

    Better status, then better grade, then smaller priority, then the newer record wins, property
    by property; lists that the model joins are joined. Values come from public statements where
    there are any, so that a private source never changes what everybody reads.
    """
    if len(statements) == 1:
        return _single(statements[0])
    public = [s for s in statements if s.scope == "public"]
    ranked = sorted(public or statements, key=_rank)
    parts = [orjson.loads(s.payload) for s in ranked]
    values, conflicts = _join(kind, parts)
    records = sorted(s.rid for s in statements)
    scopes = sorted({s.scope for s in statements})
    status, grade = ranked[0].status, min((s.grade for s in ranked), key=GRADE_ORDER.__getitem__)
    body = orjson.dumps([values, status, grade, scopes, records], option=orjson.OPT_SORT_KEYS)
    return Merged(values, status, grade, scopes, records, hash64(body), conflicts)


def _single(only: Statement) -> Merged:
    tail = f"{only.status}{only.grade}{only.scope}{only.rid}".encode()
    return Merged(
        orjson.loads(only.payload),
        only.status,
        only.grade,
        [only.scope],
        [only.rid],
        hash64(only.payload + tail),
    )


def _rank(statement: Statement) -> tuple[int, int, int, int]:
    return (
        STATUS_ORDER[statement.status],
        GRADE_ORDER[statement.grade],
        statement.priority,
        -statement.rid,
    )


def _join(kind: str, parts: list[dict[str, Any]]) -> tuple[dict[str, Any], tuple[str, ...]]:
    declared = REGISTRY.entities.get(kind) or REGISTRY.relations[kind]
    values: dict[str, Any] = {}
    conflicts: list[str] = []
    registered = any(not part.get("named_only") for part in parts)
    for name, field in declared.fields.items():
        if name == "named_only" and registered:
            continue  # a register holds it after all
        said = [part[name] for part in parts if part.get(name) is not None]
        if not said:
            continue
        if field.prop.union:
            values[name] = list(dict.fromkeys(item for listed in said for item in listed))
            continue
        values[name] = said[0]
        if any(other != said[0] for other in said[1:]):
            conflicts.append(name)
    return values, tuple(conflicts)


def group(rows: Iterable[tuple[Any, ...]], width: int = 1) -> Iterator[list[tuple[Any, ...]]]:
    """Consecutive rows whose first ``width`` columns agree."""
    bunch: list[tuple[Any, ...]] = []
    for row in rows:
        if bunch and bunch[0][:width] != row[:width]:
            yield bunch
            bunch = []
        bunch.append(row)
    if bunch:
        yield bunch
