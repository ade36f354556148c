"""Pairs of a major and a cluster that a person rejected: left out of every answer, with a reason.

They lie in the graph under ``_Rejection``, outside the model, and are never exported.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from graph.cypher.reads import compile_read
from graph.db import Database
from graph.view import View

_OF_CLUSTER = compile_read("MATCH (r:_Rejection) WHERE r.cluster = $id RETURN r.major AS other")
_OF_MAJOR = compile_read("MATCH (r:_Rejection) WHERE r.major = $id RETURN r.cluster AS other")
_ALL = compile_read("MATCH (r:_Rejection) RETURN properties(r) AS rejection ORDER BY r.id")
_STORE = compile_read("MERGE (r:_Rejection {id: $values.id}) SET r = $values")
_REMOVE = compile_read("MATCH (r:_Rejection {id: $id}) DELETE r RETURN $id AS id")


def rejected(view: View, *, cluster: str = "", major: str = "") -> frozenset[str]:
    """What is rejected for a cluster (majors) or a major (clusters)."""
    rows = view.db.read(_OF_CLUSTER, id=cluster) if cluster else view.db.read(_OF_MAJOR, id=major)
    return frozenset(row["other"] for row in rows)


def rejections(db: Database) -> list[dict[str, Any]]:
    """All: ``{"id", "major", "cluster", "reason", "who", "at"}``."""
    return [row["rejection"] for row in db.read(_ALL)]


def reject(db: Database, major: str, cluster: str, reason: str, who: str) -> dict[str, Any]:
    """Reject a pair; ``who`` is a role or account, no person. Repeating replaces the reason."""
    values = {
        "id": f"{major} {cluster}",
        "major": major,
        "cluster": cluster,
        "reason": reason,
        "who": who,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    db.write(_STORE, values=values)
    return values


def take_back(db: Database, major: str, cluster: str) -> bool:
    """Take a rejection back; False where there was none."""
    return bool(db.write(_REMOVE, id=f"{major} {cluster}"))
