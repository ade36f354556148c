"""One entity with its evidence, its neighbours, and search over all names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
from graph.resolve.lookup import fulltext_phrase, label_of
from graph.view import View

_HISTORY = compile_read(
    "MATCH (h:_History) WHERE h.key STARTS WITH $id + '@' "
    "AND h.from_version <= $version < h.to_version "
    "AND any(s IN split(h.scope, '|') WHERE s IN $scopes) "
    "AND NOT h.status IN $without RETURN properties(h) AS properties LIMIT 1"
)
_CARDS = compile_read("MATCH (s:_Source) RETURN s.id AS id, s.card AS card")
_SEARCH = compile_read(
    "CALL db.index.fulltext.queryNodes('entity_names', $text, {limit: 500}) "
    "YIELD node AS n, score WHERE any(l IN labels(n) WHERE l IN $labels) AND visible(n) "
    "WITH n, score, labels(n)[0] AS label, "
    "CASE WHEN n.name = $raw OR $raw IN coalesce(n.aliases, []) OR n.short_name = $raw "
    "OR $raw IN coalesce(n.former_names, []) THEN 2 "
    "WHEN n.name STARTS WITH $raw THEN 1 ELSE 0 END AS nearness "
    "RETURN n.id AS id, label, n.name AS name, n.code AS code, n.level AS level, "
    "coalesce(n.named_only, false) AS named_only, coalesce(n.aliases, []) AS aliases, "
    "coalesce(n.former_names, []) AS former_names, n.short_name AS short_name, "
    "n.state AS state, n.status AS status, score, nearness "
    "ORDER BY nearness DESC, named_only, score DESC, size(name), id SKIP $skip LIMIT $limit"
)
_SEARCH_FACETS = compile_read(
    "CALL db.index.fulltext.queryNodes('entity_names', $text, {limit: 500}) "
    "YIELD node AS n WHERE visible(n) RETURN labels(n)[0] AS label, count(*) AS number"
)
#: What people look for by name; the rest is found through these.
SEARCHED = tuple(name for name, kind in REGISTRY.entities.items() if kind.searched)


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
    evidence, conflicts = _provenance(view, entity_id, values, found)
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
    view: View, entity_id: str, values: dict[str, Any], found: dict[int, StoredRecord]
) -> tuple[dict[str, list[int]], dict[str, list[dict[str, Any]]]]:
    evidence: dict[str, list[int]] = {name: [] for name in values}
    conflicts: dict[str, list[dict[str, Any]]] = {}
    statuses: dict[int, str] = {}
    for record in found.values():
        for fact in _facts_of(record, entity_id):
            statuses[record.id] = fact.status
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
    ends = (entity_id, item["entity"]["id"])
    wanted = ends if item["direction"] == "out" else ends[::-1]
    return {
        k: v
        for fact in record.facts
        if fact.kind == item["relation"] and (fact.start, fact.end) == wanted
        for k, v in fact.values.items()
    }


def _priorities(view: View) -> list[dict[str, Any]]:
    return [
        {"id": row["id"], "priority": orjson.loads(row["card"])["priority"]}
        for row in view.read(_CARDS)
    ]


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
    "entity": {"id", "type", "name", "code"}}], "total", "data_version"}``.

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


def search(
    view: View, text: str, *, types: Sequence[str] = (), skip: int = 0, limit: int = 20
) -> dict[str, Any]:
    """Entities whose name, short name, former name or alias has every word of ``text``.

    Returns: ``{"items": [{"id", "type", "name", "code", "level", "matched", …}], "facets",
    "total", "data_version"}``; ``matched`` is the name that matched where it is not the first.

    Raises:
        NotFound: an unknown type.
    """
    for name in types:
        if name not in REGISTRY.entities:
            raise NotFound(f"There is no entity type '{name}'.", hint="See /v1/ontology.")
    phrase = fulltext_phrase(text)
    if not phrase:
        return {"items": [], "facets": {}, "total": 0, "data_version": view.version}
    wanted = list(types) or list(SEARCHED)
    rows = view.read(_SEARCH, text=phrase, raw=text.strip(), labels=wanted, skip=skip, limit=limit)
    facets = {r["label"]: r["number"] for r in view.read(_SEARCH_FACETS, text=phrase)}
    facets = {k: v for k, v in sorted(facets.items(), key=lambda p: -p[1]) if k in SEARCHED}
    return {
        "items": [_hit(row, text.strip()) for row in rows],
        "facets": facets,
        "total": sum(facets.get(label, 0) for label in wanted),
        "data_version": view.version,
    }


def _hit(row: dict[str, Any], text: str) -> dict[str, Any]:
    others = [row["short_name"], *row["aliases"], *row["former_names"]]
    matched = next((o for o in others if o and text in o), None)
    return {
        "id": row["id"],
        "type": row["label"],
        "name": row["name"],
        "code": row["code"],
        "level": row["level"],
        "state": row["state"],
        "status": row["status"],
        "named_only": row["named_only"],
        "matched": None if text in row["name"] else matched,
    }
