"""One entity with its evidence, and its neighbours."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, LiteralString

import orjson

from graph.cypher.reads import compile_read, visible
from graph.cypher.text import label as quote_label
from graph.cypher.text import literal
from graph.errors import GraphError, Moved, NotFound
from graph.evidence import GRADE_ORDER, STATUS_ORDER, Fact
from graph.identity import redirect_of
from graph.ontology import OPEN_VERSION, REGISTRY, SYSTEM_FIELDS
from graph.queries.evidence import records, traced
from graph.records import StoredRecord
from graph.resolve.lookup import label_of
from graph.view import View

_HISTORY = compile_read(
    "MATCH (h:_History) WHERE h.key STARTS WITH $id + '@' "
    "AND h.from_version <= $version < h.to_version "
    "AND any(s IN split(h.scope, '|') WHERE s IN $scopes) "
    "AND NOT h.status IN $without RETURN properties(h) AS properties LIMIT 1"
)
_CARDS = compile_read("MATCH (s:_Source) RETURN s.id AS id, s.card AS card")


@cache
def _entity_query(label: str) -> LiteralString:
    return compile_read(
        literal(
            f"MATCH (n:{quote_label(label)} {{id: $id}}) WHERE visible(n) "
            "RETURN properties(n) AS properties"
        )
    )


@cache
def _counts_query(label: str) -> LiteralString:
    return literal(
        f"MATCH (n:{quote_label(label)} {{id: $id}})-[r]-(m) WHERE {visible('r', 'm')} "
        "RETURN type(r) AS relation, startNode(r) = n AS outgoing, count(*) AS number "
        "ORDER BY relation, outgoing"
    )


@cache
def _neighbours_query(label: str) -> LiteralString:
    return literal(
        f"MATCH (n:{quote_label(label)} {{id: $id}})-[r]-(m) WHERE {visible('n', 'r', 'm')} "
        "AND ($relation IS NULL OR type(r) = $relation) "
        "AND ($direction IS NULL OR (startNode(r) = n) = ($direction = 'out')) "
        "WITH n, r, m ORDER BY type(r), m.name, m.id "
        "WITH collect({relation: type(r), outgoing: startNode(r) = n, properties: properties(r), "
        "id: m.id, label: labels(m)[0], name: m.name, code: m.code}) AS found "
        "RETURN size(found) AS total, found[$skip..$skip + $limit] AS items"
    )


def entity(view: View, entity_id: str) -> dict[str, Any]:
    """An entity with the records of each value.

    Returns:
        ``{"id", "type", "name", "properties", "status", "grade", "records", "evidence",
        "conflicts", "relations", "data_version"}``; each record shows its original values;
        ``evidence`` maps a property to the records whose row says so, ``conflicts`` to the
        values that other open records give, with ``tie`` where such a record is as good as the
        best of those that agree, so that only its age decided.

    Raises:
        NotFound: no such entity in this version, or not for this caller.
    """
    label = label_of(entity_id)
    stored = _properties(view, label, entity_id)
    fields = REGISTRY.entities[label].fields
    values = {k: v for k, v in stored.items() if k in fields}
    found = records(view, stored["records"])
    stating = [(r, f) for r in found.values() for f in _facts_of(r, entity_id)]
    evidence, conflicts = _provenance(view, values, stating)
    return {
        "id": entity_id,
        "type": label,
        "name": stored["name"],
        "properties": values,
        "status": stored["status"],
        "grade": stored["grade"],
        "records": [
            traced(view, r, _said(r, entity_id))
            for r in sorted(found.values(), key=lambda r: (r.grade, r.id))
        ],
        "evidence": evidence,
        "conflicts": conflicts,
        "relations": [
            {
                "relation": row["relation"],
                "direction": "out" if row["outgoing"] else "in",
                "count": row["number"],
            }
            for row in view.read(_counts_query(label), id=entity_id)
        ],
        "first_version": stored["from_version"],
        "data_version": view.version,
    }


def _properties(view: View, label: str, entity_id: str) -> dict[str, Any]:
    rows = view.read(_entity_query(label), id=entity_id)
    stored = rows[0]["properties"] if rows else None
    if stored is not None:
        if stored["changed_version"] <= view.version:
            return dict(stored)
        earlier = view.read(_HISTORY, id=entity_id)
        if earlier:
            return dict(earlier[0]["properties"])
    raise missing(view, entity_id)


def missing(view: View, entity_id: str) -> GraphError:
    """Why an id leads to nothing: it moved, or there is no such entity for this caller."""
    to = redirect_of(view.db, entity_id)
    if to is not None and view.read(_entity_query(label_of(to)), id=to):
        return Moved(f"'{entity_id}' is '{to}' now.", hint="Use the new id.", id=entity_id, to=to)
    return NotFound(
        f"There is no {label_of(entity_id)} '{entity_id}' in version {view.version}.",
        hint="Search for its name.",
        id=entity_id,
    )


def _provenance(
    view: View, values: dict[str, Any], stating: list[tuple[StoredRecord, Fact]]
) -> tuple[dict[str, list[int]], dict[str, list[dict[str, Any]]]]:
    evidence: dict[str, list[int]] = {name: [] for name in values}
    conflicts: dict[str, list[dict[str, Any]]] = {}
    statuses = {record.id: fact.status for record, fact in stating}
    found = {record.id: record for record, _ in stating}
    for record, fact in stating:
        for name, said in fact.values.items():
            agrees = said == values.get(name) or (
                isinstance(said, list) and set(said) <= set(values.get(name) or ())
            )
            if agrees and name in evidence:
                evidence[name].append(record.id)
            elif not agrees and record.open:
                conflicts.setdefault(name, []).append({"value": said, "record": record.id})
    if conflicts:
        priorities = {row["id"]: row["priority"] for row in _priorities(view)}
        ranks = {
            rid: (STATUS_ORDER[s], GRADE_ORDER[found[rid].grade], priorities[found[rid].source])
            for rid, s in statuses.items()
        }
        for name, others in conflicts.items():
            best = min((ranks[r] for r in evidence.get(name, ()) if found[r].open), default=None)
            for other in others:
                other["tie"] = ranks[other["record"]] == best
    return {k: sorted(set(v)) for k, v in evidence.items()}, conflicts


def _facts_of(record: StoredRecord, entity_id: str) -> Iterator[Fact]:
    return (f for f in record.facts if f.start is None and f.key == entity_id)


def _said(record: StoredRecord, entity_id: str) -> dict[str, Any]:
    """What a record says of an entity, as stated."""
    return {k: v for fact in _facts_of(record, entity_id) for k, v in fact.values.items()}


def _said_of(record: StoredRecord, item: dict[str, Any], entity_id: str) -> dict[str, Any]:
    """What a record says of the relation to a neighbour, as stated."""
    return {
        k: v for fact in _facts_between(record, item, entity_id) for k, v in fact.values.items()
    }


def _facts_between(record: StoredRecord, item: dict[str, Any], entity_id: str) -> Iterator[Fact]:
    """Facts about one relation; its key tells it from others between the same two."""
    ends = (entity_id, item["entity"]["id"])
    wanted = ends if item["direction"] == "out" else ends[::-1]
    kind = REGISTRY.relations[item["relation"]]
    key = "|".join(str(item["properties"].get(k) or "") for k in kind.key)
    return (
        f
        for f in record.facts
        if f.kind == item["relation"] and (f.start, f.end) == wanted and f.key == key
    )


def _priorities(view: View) -> list[dict[str, Any]]:
    return [
        {"id": row["id"], "priority": orjson.loads(row["card"])["priority"]}
        for row in view.read(_CARDS)
    ]


def evidence(view: View, entity_id: str) -> dict[str, Any]:
    """Which record states which value.

    Returns: ``{"id", "type", "name", "facts": [{"property", "value", "shown", "record"}],
    "data_version"}``; ``shown`` is false for a value that lost against a better record.

    Raises:
        NotFound: see :func:`entity`.
    """
    about = entity(view, entity_id)
    losing = {
        (name, other["record"]) for name, others in about["conflicts"].items() for other in others
    }
    return {
        **{k: about[k] for k in ("id", "type", "name", "data_version")},
        "facts": [
            {
                "property": name,
                "value": value,
                "shown": (name, record["id"]) not in losing,
                "record": {k: v for k, v in record.items() if k != "values"},
            }
            for record in about["records"]
            for name, value in record["values"].items()
        ],
    }


def neighbours(
    view: View,
    entity_id: str,
    *,
    relation: str | None = None,
    direction: str | None = None,
    skip: int = 0,
    limit: int = 50,
) -> dict[str, Any]:
    """Entities one relation away.

    Returns: ``{"items": [{"relation", "direction", "properties", "status", "grade", "records",
    "conflicts", "entity": {"id", "type", "name", "code"}}], "total", "data_version"}``;
    ``conflicts`` as for :func:`entity`: what other open records say of the relation, with ``tie``.

    Raises:
        NotFound: no such entity, or an unknown relation.
    """
    label = label_of(entity_id)
    if relation is not None and relation not in REGISTRY.relations:
        raise NotFound(f"There is no relation '{relation}'.", hint="See /v1/ontology.")
    if not view.read(_entity_query(label), id=entity_id):
        raise missing(view, entity_id)
    row = view.read(
        _neighbours_query(label),
        id=entity_id, relation=relation, direction=direction, skip=skip, limit=limit,
    )[0]  # fmt: skip
    view.as_it_was(row["items"], "name", "code")
    items = [_neighbour(item) for item in row["items"]]
    found = records(view, {r for item in items for r in item["records"]})
    for item in items:
        own = [found[r] for r in item["records"] if r in found]
        stating = [(r, f) for r in own for f in _facts_between(r, item, entity_id)]
        item["conflicts"] = _provenance(view, item["properties"], stating)[1]
        item["records"] = [
            traced(view, found[r], _said_of(found[r], item, entity_id))
            for r in item["records"]
            if r in found
        ]
    return {"items": items, "total": row["total"], "data_version": view.version}


def _neighbour(item: dict[str, Any]) -> dict[str, Any]:
    properties = item["properties"]
    return {
        "relation": item["relation"],
        "direction": "out" if item["outgoing"] else "in",
        "properties": {k: v for k, v in properties.items() if k not in SYSTEM_FIELDS},
        "status": properties["status"],
        "grade": properties["grade"],
        "records": list(properties["records"]),
        "since_version": properties["from_version"],
        "until_version": None
        if properties["to_version"] == OPEN_VERSION
        else properties["to_version"],
        "entity": {
            "id": item["id"],
            "type": item["label"],
            "name": item["name"],
            "code": item["code"],
        },
    }
