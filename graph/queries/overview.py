"""What is loaded: counts by kind, sources with their cards and freshness, versions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import orjson

from graph import versions
from graph.cypher.reads import compile_read
from graph.ontology import REGISTRY
from graph.view import View

_SOURCES = compile_read(
    "MATCH (s:_Source) WHERE s.scope IN $scopes RETURN s.id AS id, s.card AS card, "
    "s.rows AS rows, s.quarantined AS quarantined, s.kinds AS kinds, "
    "toString(s.loaded_at) AS loaded_at, "
    "s.loaded_version AS loaded_version ORDER BY s.id"
)


# One read each: a query per label costs more in planning than in counting.
_NODE_COUNTS = compile_read(
    "MATCH (n) WHERE visible(n) RETURN labels(n)[0] AS name, count(*) AS number"
)
_RELATION_COUNTS = compile_read(
    "MATCH ()-[r]->() WHERE visible(r) RETURN type(r) AS name, count(*) AS number"
)


def counts(view: View) -> dict[str, dict[str, int]]:
    """``{"nodes": {label: number}, "relations": {type: number}}`` of what the view sees."""
    nodes = {row["name"]: row["number"] for row in view.read(_NODE_COUNTS)}
    relations = {row["name"]: row["number"] for row in view.read(_RELATION_COUNTS)}
    return {
        "nodes": {k: nodes[k] for k in REGISTRY.entities if k in nodes},
        "relations": {k: relations[k] for k in REGISTRY.relations if k in relations},
    }


def sources(view: View, *, today: date | None = None) -> list[dict[str, Any]]:
    """Cards of the loaded sources with rows, quarantine, age in days and a stale flag.

    A source is stale when its ``retrieved`` month is older than ``refresh_days``; without
    ``refresh_days`` it is unknown (None).
    """
    now = today or date.today()
    return [_source(row, now) for row in view.read(_SOURCES)]


def _source(row: dict[str, Any], today: date) -> dict[str, Any]:
    card = orjson.loads(row["card"])
    age = _age(card["retrieved"], today)
    refresh = card["refresh_days"]
    return {
        **card,
        "rows": row["rows"],
        "quarantined": row["quarantined"],
        "kinds": orjson.loads(row["kinds"] or "{}"),
        "loaded_at": row["loaded_at"],
        "loaded_version": row["loaded_version"],
        "age_days": age,
        "stale": None if age is None or refresh is None else age > refresh,
    }


def _age(retrieved: str, today: date) -> int | None:
    for form in ("%Y-%m-%d", "%Y-%m"):
        try:
            return (today - datetime.strptime(retrieved, form).date()).days
        except ValueError:
            continue
    return None


def coverage(view: View, kinds: Sequence[str]) -> list[dict[str, Any]]:
    """What the lists of these kinds cover, source by source, so that no list looks complete.

    Returns: ``[{"kind", "source", "title", "number", "as_of", "covers", "missing"}]``.
    """
    return [
        {
            "kind": kind,
            "source": source["id"],
            "title": source["title"],
            "number": source["kinds"][kind],
            "as_of": source["retrieved"],
            "covers": source["covers"],
            "missing": source["missing"],
        }
        for kind in kinds
        for source in sources(view)
        if source["kinds"].get(kind)
    ]


def status(view: View) -> dict[str, Any]:
    """The published version with what its load did, and the versions before it."""
    history = [_version(v) for v in versions.versions(view.db)]
    return {"data_version": view.version, "home_region": view.home_region, "versions": history}


def _version(stored: dict[str, Any]) -> dict[str, Any]:
    return {
        **{k: v for k, v in stored.items() if k not in ("published_at", "why", "loads")},
        "published_at": str(stored["published_at"]),
        "why": orjson.loads(stored.get("why") or "{}"),
    }
