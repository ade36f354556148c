"""What changed, as a sequence without gaps: created, changed, withdrawn, merged.

Nothing is logged: the sequence follows from the versions that nodes and relations carry, and from
their history. It is numbered over what a caller may see, version by version, in a version by type
and id; so two callers may see different numbers, and one caller always the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from graph.cypher.reads import compile_read
from graph.cypher.text import label as quote_label
from graph.cypher.text import literal, rel_type
from graph.db import Database
from graph.ontology import REGISTRY
from graph.view import View

KINDS = ("created", "changed", "withdrawn", "merged")
_SEEN = "any(s IN split({0}.scope, '|') WHERE s IN $scopes) AND NOT {0}.status IN $without"
_DATES = compile_read(
    "MATCH (v:_Version) WHERE v.number <= $version RETURN v.number AS number, "
    "toString(v.published_at) AS at ORDER BY number"
)
_MERGED = compile_read(
    "MATCH (r:_Redirect) WHERE r.from_version = $at RETURN r.id AS id, r.to AS to"
)
#: Entities before relations, so that what is applied in order finds its ends. By name: a new type
#: has no past, so it moves no number.
_ORDER = (*sorted(REGISTRY.entities), *sorted(REGISTRY.relations))
#: Kinds of change by whether the thing began and ended in a version.
_KIND_OF = {(True, True): "changed", (True, False): "created", (False, True): "withdrawn"}


def changes(view: View, since: int = 0, limit: int = 100) -> dict[str, Any]:
    """Changes after the number ``since``, in order.

    Returns: ``{"items": [{"seq", "version", "at", "change", "type", "id", "to", "properties",
    "status", "grade", "records"}], "last", "total", "data_version"}``; a relation's ``id`` is
    ``start|TYPE|end|key``. ``last`` is the number to go on from; it equals ``total`` when nothing
    is left.
    """
    items: list[dict[str, Any]] = []
    for event in events(view, since):
        items.append(event)
        if len(items) >= limit:
            break
    total = sum(sum(n.values()) for n in _sizes(view).values())
    return {
        "items": items,
        "last": items[-1]["seq"] if items else min(since, total),
        "total": total,
        "data_version": view.version,
    }


def events(view: View, since: int = 0) -> Iterator[dict[str, Any]]:
    """All changes after ``since``, as they come from the database."""
    dates = {row["number"]: row["at"] for row in view.read(_DATES)}
    number = 0
    for version, sizes in sorted(_sizes(view).items()):
        merged: dict[str, str] | None = None
        for kind in (k for k in _ORDER if k in sizes):
            size = sizes[kind]
            number += size
            if number <= since:
                continue
            if merged is None:
                merged = {r["id"]: r["to"] for r in view.read(_MERGED, at=version)}
            skip = max(0, size - (number - since))
            rows = view.stream(_events_query(kind), at=version, skip=skip)
            for place, row in enumerate(rows, start=number - size + skip + 1):
                yield _event(row, kind, place, (version, dates[version]), merged)


def summary(view: View) -> list[dict[str, Any]]:
    """Numbers and a digest for each day and type, to compare a copy with.

    Returns: ``[{"day", "type", "created", "changed", "withdrawn", "merged", "digest"}]``;
    ``digest`` is the SHA-256 of the lines ``change id`` of that day and type in their order.
    """
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for event in events(view):
        key = (event["at"][:10], event["type"])
        row = found.setdefault(key, {**dict.fromkeys(KINDS, 0), "digest": hashlib.sha256()})
        row[event["change"]] += 1
        row["digest"].update(line_of(event))
    return [
        {"day": day, "type": kind, **row, "digest": row["digest"].hexdigest()}
        for (day, kind), row in sorted(found.items())
    ]


def line_of(event: dict[str, Any]) -> bytes:
    """What the digest of a day and type takes of a change."""
    return f"{event['change']} {event['id']}\n".encode()


def _event(
    row: dict[str, Any],
    kind: str,
    number: int,
    when: tuple[int, str],
    merged: dict[str, str],
) -> dict[str, Any]:
    change = _KIND_OF[row["began"], row["ended"]]
    to = merged.get(row["id"]) if change == "withdrawn" else None
    declared = REGISTRY.entities.get(kind) or REGISTRY.relations[kind]
    values = row["values"]
    return {
        "seq": number,
        "version": when[0],
        "at": when[1],
        "change": "merged" if to else change,
        "type": kind,
        "id": row["id"],
        "to": to,
        "properties": values and {k: v for k, v in values.items() if k in declared.fields},
        "status": values and values["status"],
        "grade": values and values["grade"],
        "records": list(values["records"]) if values else [],
    }


#: By database and view: version → type → number of changes. What was published never changes.
_SIZES: WeakKeyDictionary[Database, dict[Any, dict[int, dict[str, int]]]] = WeakKeyDictionary()
_LOCK = Lock()
_MOST_VIEWS = 16


def _sizes(view: View) -> dict[int, dict[str, int]]:
    with _LOCK:
        kept = _SIZES.setdefault(view.db, {})
        if view.key not in kept:
            while len(kept) >= _MOST_VIEWS:
                kept.pop(next(iter(kept)))
            kept[view.key] = _count(view)
        return kept[view.key]


def _count(view: View) -> dict[int, dict[str, int]]:
    sizes: dict[int, dict[str, int]] = {}
    for kind in _ORDER:
        for row in view.read(_sizes_query(kind)):
            sizes.setdefault(row["at"], {})[kind] = row["number"]
    return sizes


def _spans(kind: str, when: str) -> str:
    """Every state of the things of a kind whose beginning or end fulfils ``when``: ``id``,
    ``since``, ``until``, ``state``."""
    if kind in REGISTRY.relations:
        seen = " AND ".join(_SEEN.format(v) for v in "rab")
        return (
            f"MATCH (a)-[r:{rel_type(kind)}]->(b) WHERE {seen} "
            f"WITH a.id + '|{kind}|' + b.id + '|' + r.key AS id, r.from_version AS since, "
            f"r.to_version AS until, r AS state WHERE {when}"
        )
    return (
        f"CALL () {{ MATCH (n:{quote_label(kind)}) WHERE {_SEEN.format('n')} "
        "RETURN n.id AS id, n.changed_version AS since, n.to_version AS until, n AS state "
        f"UNION ALL MATCH (h:`_History`) WHERE h.label = '{kind}' AND {_SEEN.format('h')} "
        "RETURN h.id AS id, h.from_version AS since, h.to_version AS until, h AS state } "
        f"WITH id, since, until, state WHERE {when}"
    )


@cache
def _events_query(kind: str) -> str:
    return literal(
        f"{_spans(kind, 'since = $at OR until = $at')} "
        "WITH id, collect(since = $at) AS begins, collect(until = $at) AS ends, "
        "head(collect(CASE WHEN since = $at THEN state END)) AS state ORDER BY id SKIP $skip "
        "RETURN id, any(x IN begins WHERE x) AS began, any(x IN ends WHERE x) AS ended, "
        "properties(state) AS values"
    )


@cache
def _sizes_query(kind: str) -> str:
    return literal(
        f"{_spans(kind, 'since <= $version')} "
        "UNWIND CASE WHEN until <= $version THEN [since, until] ELSE [since] END AS at "
        "RETURN at, count(DISTINCT id) AS number"
    )
