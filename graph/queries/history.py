"""What was when: versions, the loads of a source, the values and relations of one entity."""

from __future__ import annotations

from functools import cache
from typing import Any, LiteralString

from graph import versions
from graph.cypher.reads import compile_read
from graph.cypher.text import label as quote_label
from graph.cypher.text import literal
from graph.errors import NotFound
from graph.ontology import OPEN_VERSION, REGISTRY, SYSTEM_FIELDS
from graph.queries.entities import missing
from graph.queries.evidence import records, shown
from graph.resolve.lookup import label_of
from graph.view import View

LIMIT = 500
_SEEN: LiteralString = (
    "any(s IN split({0}.scope, '|') WHERE s IN $scopes) AND NOT {0}.status IN $without"
)
_DATES = compile_read(
    "MATCH (v:_Version) RETURN v.number AS number, toString(v.published_at) AS published_at"
)
_EARLIER = compile_read(
    literal(
        "MATCH (h:_History) WHERE h.key STARTS WITH $id + '@' AND h.from_version <= $version "
        f"AND {_SEEN.format('h')} RETURN properties(h) AS properties ORDER BY h.from_version"
    )
)


@cache
def _now_query(label: str) -> LiteralString:
    return literal(
        f"MATCH (n:{quote_label(label)} {{id: $id}}) WHERE n.changed_version <= $version "
        f"AND {_SEEN.format('n')} RETURN properties(n) AS properties"
    )


@cache
def _relations_query(label: str) -> LiteralString:
    return literal(
        f"MATCH (n:{quote_label(label)} {{id: $id}})-[r]-(m) WHERE r.from_version <= $version "
        f"AND {' AND '.join(_SEEN.format(v) for v in 'nrm')} "
        "WITH n, r, m ORDER BY r.from_version, type(r), m.id LIMIT $limit "
        "RETURN type(r) AS relation, startNode(r) = n AS outgoing, properties(r) AS properties, "
        "m.id AS id, labels(m)[0] AS type, m.name AS name"
    )


def versions_with_loads(view: View, *, source: str | None = None) -> list[dict[str, Any]]:
    """Versions up to the view's, newest first, with counts, date and the sources they read.

    Returns: ``[{"number", "published_at", "read", "new", "changed", "withdrawn", "unchanged",
    "quarantined", "rollback_of", "sources": {source: {"content", "read", "rows_new",
    "rows_changed", "gone_rows", "quarantined"}}}]``; with ``source`` only versions that read it,
    and only that source in them.

    Raises:
        NotFound: no version read a source of this name.
    """
    loads = versions.loads(view.db)
    found = []
    for stored in versions.versions(view.db, limit=100_000):
        number = int(str(stored["number"]))
        sources = {
            name: {k: v for k, v in load.items() if k not in ("card", "code")}
            for name, load in loads.get(number, {}).items()
            if source in (None, name) and _may_see(view, load)
        }
        if number > view.version or (source is not None and not sources):
            continue
        kept = {k: v for k, v in stored.items() if k not in ("loads", "why", "published_at")}
        found.append(
            {
                "rollback_of": None,
                **kept,
                "published_at": str(stored["published_at"]),
                "sources": sources,
            }
        )
    if source is not None and not found:
        raise NotFound(f"No version read a source '{source}'.", hint="See `chanjiao ingest list`.")
    return found


def _may_see(view: View, load: dict[str, Any]) -> bool:
    card = load["card"]
    public = card["visibility"] == "public"
    return public or f"{card['visibility']}:{card['owner']}" in view.scopes


def entity_history(view: View, entity_id: str) -> dict[str, Any]:
    """What an entity said in each version up to the view's, and its relations that opened or
    closed.

    Returns: ``{"id", "type", "values": [{"from_version", "until_version", "published_at",
    "properties", "changes": {property: [old, new]}, "records"}], "relations": [{"relation",
    "direction", "entity", "properties", "from_version", "until_version", "records"}],
    "more_relations", "data_version"}``; the oldest :data:`LIMIT` relations are listed, and
    ``more_relations`` says whether there are others; ``until_version`` is null while in force.

    Raises:
        NotFound: no such entity up to this version, or not for this caller.
    """
    label = label_of(entity_id)
    spans = [row["properties"] for row in view.read(_EARLIER, id=entity_id)]
    spans += [row["properties"] for row in view.read(_now_query(label), id=entity_id)]
    if not spans:
        raise missing(view, entity_id)
    dates = {row["number"]: row["published_at"] for row in view.db.read(_DATES)}
    edges = view.read(_relations_query(label), id=entity_id, limit=LIMIT + 1)
    known = records(view, {r for s in spans for r in s["records"]} | _records_of(edges))
    values, before = [], dict[str, Any]()
    for span in spans:
        now = {k: v for k, v in span.items() if k in REGISTRY.entities[label].fields}
        since = span["changed_version"]
        values.append(
            {
                "from_version": since,
                "until_version": _until(view, span["to_version"]),
                "published_at": dates.get(since),
                "properties": now,
                "changes": {
                    k: [before.get(k), now.get(k)]
                    for k in {**before, **now}
                    if before.get(k) != now.get(k)
                },
                "records": [shown(known[r]) for r in span["records"] if r in known],
            }
        )
        before = now
    relations = [_relation(view, row, known) for row in edges[:LIMIT]]
    return {
        "id": entity_id,
        "type": label,
        "values": values,
        "relations": relations,
        "more_relations": len(edges) > LIMIT,
        "data_version": view.version,
    }


def _records_of(edges: list[dict[str, Any]]) -> set[int]:
    return {r for row in edges for r in row["properties"]["records"]}


def _until(view: View, version: int) -> int | None:
    return None if version == OPEN_VERSION or version > view.version else version


def _relation(view: View, row: dict[str, Any], known: dict[int, Any]) -> dict[str, Any]:
    stored = row["properties"]
    return {
        "relation": row["relation"],
        "direction": "out" if row["outgoing"] else "in",
        "entity": {"id": row["id"], "type": row["type"], "name": row["name"]},
        "properties": {k: v for k, v in stored.items() if k not in SYSTEM_FIELDS},
        "from_version": stored["from_version"],
        "until_version": _until(view, stored["to_version"]),
        "records": [shown(known[r]) for r in stored["records"] if r in known],
    }
