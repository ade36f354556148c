"""Answers from materialised ``MATCHES`` relations: read with their explanations, nothing computed.

They fit only while the version that they were published in is the one that is read: any later
load may have changed a fact. Then, and for every caller who leaves something out, may see more,
or asks for other weights, the answer is computed live.
"""

from __future__ import annotations

from typing import Any

import orjson

from graph.cypher.reads import compile_read
from graph.view import DEFAULT_WITHOUT, PUBLIC, View

_KEPT = compile_read("MATCH (k:_Matches {id: 'evidence'}) RETURN properties(k) AS kept")
_MAJORS = compile_read(
    "MATCH (c:Cluster {id: $cluster})<-[r:MATCHES]-(m:Major) "
    "WHERE visible(c, r, m) AND r.algorithm = 'evidence' AND r.rank <= $limit "
    "AND NOT m.id IN $out RETURN m.id AS id, m.code AS code, m.name AS name, m.level AS level, "
    "m.class_name AS class_name, r.explanation AS explanation, r.computed_from AS computed_from, "
    "r.rank AS rank ORDER BY r.rank LIMIT $items"
)
_CLUSTER = compile_read(
    "MATCH (c:Cluster {id: $cluster}) WHERE visible(c) RETURN c.id AS id, c.code AS code, "
    "c.name AS name, c.level AS level, c.tier AS tier, c.state AS state, "
    "c.reliability AS reliability"
)


def about(view: View) -> dict[str, Any] | None:
    """What is known of the stored matches, if they fit this view: ``version``, ``top``, and what
    all answers share."""
    if view.without != DEFAULT_WITHOUT or view.scopes != PUBLIC:
        return None
    rows = view.db.read(_KEPT)
    kept: dict[str, Any] | None = rows[0]["kept"] if rows else None
    return kept if kept and kept["version"] == view.version else None


def majors_of_cluster(
    view: View, cluster: str, limit: int, out: frozenset[str]
) -> dict[str, Any] | None:
    """The answer of :func:`graph.match.answer.majors_of_cluster`, or None where none is stored
    that fits. ``computed_from`` of an item is the data version that it was computed from."""
    kept = about(view)
    deep = limit + len(out)
    if kept is None or deep > kept["top"]:
        return None
    rows = view.read(_MAJORS, cluster=cluster, limit=deep, items=limit, out=sorted(out))
    if not rows:
        return None
    return {
        "cluster": view.read(_CLUSTER, cluster=cluster)[0],
        "items": [_item(row) for row in rows],
        "considered": kept["considered"],
        "coverage": orjson.loads(kept["coverage"]),
        "model": "evidence",
        "without": sorted(view.without),
        "data_version": view.version,
        "stored": True,
    }


def _item(row: dict[str, Any]) -> dict[str, Any]:
    ref = {k: row[k] for k in ("id", "code", "name", "level", "class_name")}
    return {
        "major": ref,
        **orjson.loads(row["explanation"]),
        "computed_from": row["computed_from"],
    }
