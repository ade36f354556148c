"""The published version: one pointer, moved in the transaction that applies the changes.

``_Graph`` holds the pointer and, while a load runs, its number and a digest of its input, so
that an interrupted load can be completed by the same input or taken back for another.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

import orjson

from graph.cypher.ddl import constraints, indexes, statements
from graph.cypher.reads import compile_read
from graph.cypher.text import label, literal, rel_type
from graph.db import Database
from graph.errors import AsOfInvalid, NotFound
from graph.ontology import OPEN_VERSION, REGISTRY

_STATE = compile_read(
    "MATCH (g:_Graph {id: 'graph'}) RETURN g.published AS published, g.uid AS uid, "
    "coalesce(g.loading, 0) AS loading, coalesce(g.inputs, '') AS inputs, "
    "coalesce(g.ddl, '') AS ddl, g.home_region AS home_region, "
    "coalesce(g.stamp, '') AS stamp"
)
_SET_HOME = compile_read("MATCH (g:_Graph {id: 'graph'}) SET g.home_region = $region")
_SET_DDL = compile_read("MATCH (g:_Graph {id: 'graph'}) SET g.ddl = $ddl")
_CREATE = compile_read("MERGE (g:_Graph {id: 'graph'}) ON CREATE SET g.published = 0, g.uid = $uid")
_BEGIN = compile_read("MATCH (g:_Graph {id: 'graph'}) SET g.loading = $version, g.inputs = $inputs")
_END = compile_read("MATCH (g:_Graph {id: 'graph'}) REMOVE g.loading, g.inputs, g.imported")
PUBLISH = compile_read(
    "MATCH (g:_Graph {id: 'graph'}) SET g.published = $version, g.stamp = $stamp "
    "REMOVE g.loading, g.inputs, g.imported "
    "MERGE (v:_Version {number: $version}) SET v += $summary, v.published_at = datetime()"
)
_LOADS = compile_read(
    "MATCH (v:_Version) WHERE v.loads IS NOT NULL RETURN v.number AS number, v.loads AS loads"
)
_AT = compile_read(
    "MATCH (v:_Version) WHERE v.published_at <= datetime($moment) RETURN max(v.number) AS number"
)
_VERSIONS = compile_read(
    "MATCH (v:_Version) RETURN properties(v) AS version ORDER BY v.number DESC LIMIT $limit"
)


@dataclass(frozen=True)
class GraphState:
    """``published`` is 0 before the first load; ``loading`` is the unfinished version or 0;
    ``ddl`` is the digest of the constraints and indexes that were created; ``stamp`` is the mark
    of the load that published, which its manifest carries too."""

    uid: str
    published: int
    loading: int
    inputs: str
    ddl: str
    home_region: str | None
    stamp: str


def read_state(db: Database) -> GraphState | None:
    """The pointer, or None on a database that was never prepared."""
    rows = db.read(_STATE)
    return GraphState(**rows[0]) if rows else None


def prepare(db: Database) -> GraphState:
    """Create constraints, indexes and the pointer where they are missing; idempotent."""
    digest = hashlib.sha256("\n".join(statements()).encode()).hexdigest()
    state = read_state(db)
    if state is not None and state.ddl == digest:
        return state
    # Two transactions instead of one each: a quarter of the time on an empty store.
    for group in (constraints(), indexes()):
        with db.transaction() as tx:
            for statement in group:
                tx.run(statement)
    db.schema([])
    if state is None:
        db.write(_CREATE, uid=secrets.token_hex(8))
    db.write(_SET_DDL, ddl=digest)
    state = read_state(db)
    if state is None:
        raise NotFound("The graph's version node could not be created.")
    return state


def begin(db: Database, version: int, inputs: str) -> None:
    """Note that ``version`` is being loaded from this input."""
    db.write(_BEGIN, version=version, inputs=inputs)


def discard(db: Database, version: int, *, batch: int = 5000) -> None:
    """Take back everything of an unfinished version; readers never saw it."""
    for name in REGISTRY.relations:
        _drain(
            db,
            literal(
                f"MATCH ()-[r:{rel_type(name)}]->() WHERE r.from_version = $version "
                "WITH r LIMIT $batch DELETE r RETURN count(*) AS done"
            ),
            version,
            batch,
        )
        _drain(
            db,
            literal(
                f"MATCH ()-[r:{rel_type(name)}]->() WHERE r.to_version = $version "
                f"WITH r LIMIT $batch SET r.to_version = {OPEN_VERSION} RETURN count(*) AS done"
            ),
            version,
            batch,
        )
    for name in REGISTRY.entities:
        _drain(
            db,
            literal(
                f"MATCH (n:{label(name)}) WHERE n.from_version = $version "
                "WITH n LIMIT $batch DETACH DELETE n RETURN count(*) AS done"
            ),
            version,
            batch,
        )
        _drain(
            db,
            literal(
                f"MATCH (n:{label(name)}) WHERE n.to_version = $version "
                f"WITH n LIMIT $batch SET n.to_version = {OPEN_VERSION} RETURN count(*) AS done"
            ),
            version,
            batch,
        )
    _drain(
        db,
        literal(
            "MATCH (b:`_RecordBlock`) WHERE b.version = $version "
            "WITH b LIMIT $batch DELETE b RETURN count(*) AS done"
        ),
        version,
        batch,
    )
    db.write(_END)


def _drain(db: Database, statement: str, version: int, batch: int) -> None:
    while db.write(statement, version=version, batch=batch)[0]["done"]:
        pass


def set_home_region(db: Database, region: str | None) -> None:
    """Which region's entity a bare name means where several have it: data, not code."""
    db.write(_SET_HOME, region=region)


def versions(db: Database, limit: int = 20) -> list[dict[str, object]]:
    """Published versions, newest first, with what each load changed."""
    return [row["version"] for row in db.read(_VERSIONS, limit=limit)]


def loads(db: Database) -> dict[int, dict[str, dict[str, Any]]]:
    """Version → source → what was loaded of it: ``{"content", "code", "card", "read",
    "rows_new", "rows_changed", "rows_unchanged", "gone_rows", "quarantined", "kinds"}``; versions
    of earlier releases, which kept no such thing, are missing."""
    return {row["number"]: orjson.loads(row["loads"]) for row in db.read(_LOADS)}


def version_at(db: Database, as_of: str) -> int:
    """The version that ``as_of`` names: its number, or the one that was published last at a time.

    A date means the end of that day; a time without an offset is UTC.

    Raises:
        AsOfInvalid: neither a number nor an ISO date or time.
        NotFound: nothing was published by then.
    """
    if as_of.strip().isdecimal():
        return int(as_of)
    number = db.read(_AT, moment=_moment(as_of.strip()).isoformat())[0]["number"]
    if number is None:
        raise NotFound(f"Nothing was published by {as_of}.", hint="See `chanjiao ingest history`.")
    return int(number)


def _moment(text: str) -> datetime:
    try:
        # A plus in an address arrives as a space.
        found = datetime.fromisoformat(text.replace(" ", "+") if "T" in text else text)
    except ValueError:
        raise AsOfInvalid(
            f"'{text}' is neither a version nor a time.",
            hint="Write 3, 2026-11-24 or 2026-11-24T09:00+08:00.",
        ) from None
    if len(text) <= len("2026-11-24"):
        found = datetime.combine(found, time.max)
    else:  # Neo4j keeps nanoseconds, of which Python cuts off the last three
        found += timedelta(microseconds=1)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
