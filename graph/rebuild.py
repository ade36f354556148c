"""Find the manifest of a graph, or make it again from the graph's own record blocks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import orjson

from graph.cypher.reads import compile_read
from graph.cypher.text import label, literal
from graph.db import Database
from graph.evidence import Record, SourceCard
from graph.manifest import SCHEMA_VERSION, Manifest, hash64, read_meta
from graph.merging import Statement, group, merge
from graph.ontology import REGISTRY
from graph.records import StoredRecord, closed_at, unpack
from graph.versions import GraphState

_BLOCKS = compile_read(
    "MATCH (b:_RecordBlock) WHERE b.version <= $version RETURN b.id AS id, b.source AS source, "
    "b.version AS version, b.data AS data, b.closed AS closed, "
    "coalesce(b.events, []) AS events ORDER BY b.id"
)
_SOURCES = compile_read(
    "MATCH (s:_Source) RETURN s.id AS id, s.card AS card, s.content_digest AS content, "
    "s.code_digest AS code, coalesce(s.quarantined, 0) AS quarantined, coalesce(s.rows, 0) AS rows"
)
_FACTS = (
    "SELECT f.fid, f.kind, f.status, f.payload, r.rid, r.grade, r.source FROM fact f "
    "JOIN row r ON r.rid = f.rid ORDER BY f.fid, r.rid"
)
CHUNK = 5000


def open_manifest(db: Database, state: GraphState, folder: Path) -> Path:
    """Path of a manifest that agrees with the published version.

    Tries the kept one, then a finished working copy whose keeping was interrupted, then rebuilds
    from the record blocks in the graph.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"manifest-{state.uid}.sqlite"
    if read_meta(path, "stamp") == state.stamp and read_meta(path, "schema") == SCHEMA_VERSION:
        return path
    working = path.with_suffix(".next")
    if state.stamp and read_meta(working, "stamp") == state.stamp:
        working.replace(path)
        _drop_leftovers(path)
        return path
    fresh = Manifest.create(path)
    try:
        if state.published:
            _rebuild(db, fresh, state.published)
        fresh.put("stamp", state.stamp)
    finally:
        fresh.close()
    return path


def _drop_leftovers(path: Path) -> None:
    manifest = Manifest(path)
    manifest.tidy()
    manifest.close()


def _rebuild(db: Database, manifest: Manifest, version: int) -> None:
    cards: dict[str, SourceCard] = {}
    for row in db.read(_SOURCES):
        cards[row["id"]] = SourceCard.model_validate_json(row["card"])
        # Refused rows are in no block: a source that has some is read again.
        content = "" if row["quarantined"] else row["content"]
        manifest.set_source(row["id"], content, row["code"])
        manifest.put(f"rows:{row['id']}", str(row["rows"]))
    highest = -1
    records = stored_records(db, version)
    while chunk := [r for _, r in zip(range(CHUNK), records, strict=False)]:
        highest = max(highest, *(r.id for r in chunk))
        manifest.add_records(
            (
                r.id,
                Record(r.source, r.locator, r.origin, r.grade, r.digest, list(r.facts)),
                [orjson.dumps(f.values) for f in r.facts],
            )
            for r in chunk
            if r.open
        )
    manifest.put("next_rid", str(highest + 1))
    manifest.set_cards(cards)
    _remember_closed(db, manifest, version)
    _restate(manifest, cards)
    manifest.tidy()


def stored_records(db: Database, version: int) -> Iterator[StoredRecord]:
    """All records that some version up to this one brought, each with its state in this one."""
    for row in db.stream(_BLOCKS, version=version):
        closed = closed_at(row["closed"], row["events"], version)
        yield from unpack(row["data"], row["source"], row["version"], closed)


def _remember_closed(db: Database, manifest: Manifest, version: int) -> None:
    """Withdrawn nodes are still there: one that comes back is reopened, not written anew."""
    for name in REGISTRY.entities:
        query = literal(f"MATCH (n:{label(name)}) WHERE n.to_version <= $version RETURN n.id AS id")
        rows = ((hash64(row["id"].encode()),) for row in db.stream(query, version=version))
        manifest.db.executemany("INSERT OR REPLACE INTO state VALUES (?, 0, 0)", rows)


def _restate(manifest: Manifest, cards: dict[str, SourceCard]) -> None:
    """Compute what was written last for everything that open records state."""
    states: list[tuple[int, int, int]] = []
    cursor = manifest.db.cursor().execute(_FACTS)
    for rows in group(cursor):
        statements = [
            Statement(rid, status, grade, cards[source].scope, cards[source].priority, payload)
            for _, _, status, payload, rid, grade, source in rows
        ]
        states.append((rows[0][0], merge(rows[0][1], statements).hash, 1))
        if len(states) >= CHUNK:
            manifest.db.executemany("INSERT OR REPLACE INTO state VALUES (?, ?, ?)", states)
            states.clear()
    manifest.db.executemany("INSERT OR REPLACE INTO state VALUES (?, ?, ?)", states)
