"""Several records state one node or relation: which value wins, and what is shown for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
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
    there are any, so that a private source never changes what everybody reads. Where several
    closed scopes and no public one state a thing, it shows what all of them say.
    """
    if len(statements) == 1:
        return _single(statements[0])
    public = [s for s in statements if s.scope == "public"]
    ranked = sorted(public or statements, key=_rank)
    parts = [orjson.loads(s.payload) for s in ranked]
    scopes = sorted({s.scope for s in statements})
    if public or len(scopes) == 1:
        values, conflicts = _join(kind, parts)
    else:
        values, conflicts = _common(kind, ranked), ()
    records = sorted(s.rid for s in statements)
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


def _common(kind: str, ranked: list[Statement]) -> dict[str, Any]:
    """What all closed scopes say, so that none learns what only another one knows; a property
    that must be there comes from the best."""
    fields = (REGISTRY.entities.get(kind) or REGISTRY.relations[kind]).fields
    by_scope: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for statement in ranked:
        by_scope[statement.scope].append(orjson.loads(statement.payload))
    said = [_join(kind, parts)[0] for parts in by_scope.values()]
    best, others = said[0], said[1:]
    values: dict[str, Any] = {}
    for name, value in best.items():
        if fields[name].prop.union:
            shared = [item for item in value if all(item in o.get(name, ()) for o in others)]
            if shared:
                values[name] = shared
        elif fields[name].required or all(o.get(name) == value for o in others):
            values[name] = value
    return values


def group(rows: Iterable[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    """Consecutive rows whose first column agrees."""
    for _, bunch in groupby(rows, key=itemgetter(0)):
        yield list(bunch)
