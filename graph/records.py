"""Records in the graph: blocks of up to 512, compressed, one node each.

A record id is a number; its block is ``id >> 9``. A node per record would have doubled the load
(docs/decisions/0002-records.md has the measurement); a block costs one node per 512 records and
still travels with the graph, so that any process that reaches Neo4j can show the evidence.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from graph.cypher.reads import compile_read
from graph.db import Database
from graph.evidence import Fact, Record

BLOCK_BITS = 9
BLOCK_SIZE = 1 << BLOCK_BITS

WRITE_BLOCKS = compile_read(
    "UNWIND $rows AS row MERGE (b:_RecordBlock {id: row[0]}) "
    "SET b.version = $version, b.source = row[1], b.scope = row[2], b.data = row[3], b.closed = []"
)
_LOCATED = compile_read(
    "UNWIND $ids AS id MATCH (b:_RecordBlock {id: id}) RETURN b.data AS data, b.version AS version"
)
_READ_BLOCKS = compile_read(
    "UNWIND $ids AS id MATCH (b:_RecordBlock {id: id}) "
    "WHERE b.version <= $version AND b.scope IN $scopes "
    "RETURN b.id AS id, b.source AS source, b.version AS version, b.data AS data, "
    "b.closed AS closed, coalesce(b.events, []) AS events"
)
CLOSE_RECORDS = compile_read(
    "UNWIND $rows AS row MATCH (b:_RecordBlock {id: row[0]}) "
    "SET b.closed = [c IN b.closed WHERE NOT c IN row[1]] + row[1], "
    "b.events = coalesce(b.events, []) + reduce(e = [], c IN row[1] | e + [c, $version])"
)
#: A rollback takes records up again as they were; the event is the version with a minus.
REOPEN_RECORDS = compile_read(
    "UNWIND $rows AS row MATCH (b:_RecordBlock {id: row[0]}) "
    "SET b.closed = [c IN b.closed WHERE NOT c IN row[1]], "
    "b.events = coalesce(b.events, []) + reduce(e = [], c IN row[1] | e + [c, -$version])"
)


@dataclass(frozen=True)
class StoredRecord:
    """A record as stored: where it stands, how good it is, and what it states.

    ``first_seen`` is the version that brought it; ``open`` is false once the source dropped it,
    as of the version that was asked for; ``closed_in`` is the version that dropped it (None where
    it is open, or where it was dropped before such versions were kept).
    """

    id: int
    source: str
    locator: str
    origin: str
    grade: str
    digest: int
    first_seen: int
    open: bool
    facts: tuple[Fact, ...]
    closed_in: int | None = None


def encode(record_id: int, record: Record, payloads: Sequence[bytes]) -> list[Any]:
    """A record in the form a block holds; ``payloads`` are the facts' values as JSON."""
    return [
        record_id,
        record.locator,
        record.origin,
        record.grade,
        record.digest,
        [
            [f.kind, f.key, f.start, f.end, f.status, orjson.Fragment(p)]
            for f, p in zip(record.facts, payloads, strict=True)
        ],
    ]


def pack(encoded: Sequence[list[Any]]) -> bytes:
    """A block's bytes. Level 1: the rest of zlib's levels cost more time than they save space."""
    return zlib.compress(orjson.dumps(encoded), 1)


def unpack(
    data: bytes,
    source: str,
    version: int,
    closed: Mapping[int, int | None],
    wanted: Container[int] | None = None,
) -> list[StoredRecord]:
    """Records of a block, or the wanted ones: making objects of all is most of the cost.
    ``closed`` is what :func:`closed_at` gives for the version that is read."""
    return [
        StoredRecord(
            id=rid,
            source=source,
            locator=locator,
            origin=origin,
            grade=grade,
            digest=digest,
            first_seen=version,
            open=rid not in closed,
            facts=tuple(
                Fact(k, key, values, status, a, b) for k, key, a, b, status, values in facts
            ),
            closed_in=closed.get(rid),
        )
        for rid, locator, origin, grade, digest, facts in orjson.loads(zlib.decompress(data))
        if wanted is None or rid in wanted
    ]


def closed_at(
    closed: Sequence[int], events: Sequence[int], at: int | None = None
) -> dict[int, int | None]:
    """Record id → the version that closed it, for those that are closed at version ``at``;
    None where that version was not kept."""
    dated = set(events[::2])
    gone: dict[int, int | None] = {rid: None for rid in closed if rid not in dated}
    for rid, version in zip(events[::2], events[1::2], strict=True):
        if at is not None and abs(version) > at:
            continue
        if version > 0:
            gone[rid] = version
        else:
            gone.pop(rid, None)
    return gone


def locators(db: Database, ids: Iterable[int]) -> dict[int, str]:
    """Where in its source each record stands; for the loader, which may see all of them."""
    wanted = set(ids)
    blocks = sorted({i >> BLOCK_BITS for i in wanted})
    return {
        record.id: record.locator
        for start in range(0, len(blocks), 50)
        for row in db.read(_LOCATED, ids=blocks[start : start + 50])
        for record in unpack(row["data"], "", row["version"], {}, wanted)
    }


def read_records(
    db: Database, ids: Iterable[int], *, version: int, scopes: Sequence[str]
) -> dict[int, StoredRecord]:
    """Records by id; those that the caller may not see are left out."""
    wanted: dict[int, set[int]] = defaultdict(set)
    for record_id in ids:
        wanted[record_id >> BLOCK_BITS].add(record_id)
    if not wanted:
        return {}
    rows = db.read(_READ_BLOCKS, ids=list(wanted), version=version, scopes=list(scopes))
    return {
        record.id: record
        for row in rows
        for record in unpack(
            row["data"],
            row["source"],
            row["version"],
            closed_at(row["closed"], row["events"], version),
            wanted[row["id"]],
        )
    }
