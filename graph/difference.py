"""What a load changes, taken in SQL over the working manifest and streamed to the writer.

For every node or relation that a staged row touched: join what its records say, compare with
what was written last, and write only the difference. Nodes first, so that relations find their
ends; changed nodes wait for the publishing transaction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

import orjson

from graph.evidence import Issue, SourceCard
from graph.manifest import Manifest
from graph.merging import Merged, Statement, group, merge
from graph.writer import RowWriter, node_row, relation_row

KEEP_EVERY = 5000
_TOUCHED = """
SELECT f.fid, f.kind, f.key, f.start, f."end", f.status, f.payload, r.rid, r.grade, r.source,
       r.gone, s.hash, s.alive
FROM {facts} JOIN row r ON r.rid = f.rid LEFT JOIN state s ON s.fid = f.fid
WHERE f.start IS {null} NULL ORDER BY f.kind, f.fid, r.rid
"""
_DANGLING = """
SELECT DISTINCT f.rid, r.source, r.digest, f.kind,
       CASE WHEN {start_missing} THEN f.start ELSE f."end" END
FROM fact f JOIN row r ON r.rid = f.rid
WHERE r.gone = 0 AND f.start IS NOT NULL AND {which} AND ({start_missing} OR {end_missing})
"""
_MISSING = (
    "NOT EXISTS (SELECT 1 FROM fact n JOIN row x ON x.rid = n.rid "
    "WHERE n.fid = f.{side} AND x.gone = 0)"
)


@dataclass
class Changes:
    """Counts of nodes and relations by what happened to them, and by kind for the open ones."""

    new: int = 0
    changed: int = 0
    withdrawn: int = 0
    unchanged: int = 0
    conflicts: int = 0
    by_kind: Counter[str] = field(default_factory=Counter)


class Difference:
    """Takes the difference of a working manifest and hands it to a writer."""

    def __init__(self, manifest: Manifest, cards: dict[str, SourceCard]) -> None:
        self._manifest = manifest
        self._places = {name: (card.scope, card.priority) for name, card in cards.items()}
        self.changes = Changes()
        self._states: list[tuple[int, int | None, int]] = []
        self._waiting: list[tuple[str, bytes]] = []
        for table in ("pending", "written"):
            manifest.db.execute(f"DELETE FROM {table}")  # noqa: S608 - names are constants

    def refuse_dangling(self) -> list[tuple[str, int, Issue, int]]:
        """Take rows back whose relation ends at nothing, until none is left.

        Returns: (source, digest, issue, record id) of each.
        """
        refused: list[tuple[str, int, Issue, int]] = []
        while found := self._dangling():
            for rid, source, digest, kind, missing in found:
                self._manifest.withdraw_record(rid)
                refused.append((source, digest, _dangling_issue(source, kind, missing), rid))
        return refused

    def _dangling(self) -> list[tuple[int, str, int, str, str]]:
        sides = {s: _MISSING.format(side=s) for s in ("sfid", "efid")}
        vanished = self._manifest.db.execute(
            "SELECT count(*) FROM touched t WHERE NOT EXISTS (SELECT 1 FROM fact f "
            "JOIN row r ON r.rid = f.rid WHERE f.fid = t.fid AND r.gone = 0)"
        ).fetchone()[0]
        # Only a load that takes something away can leave an older relation without its end.
        which = "1" if vanished or self._manifest.first else "f.fid IN (SELECT fid FROM touched)"
        query = _DANGLING.format(
            which=which, start_missing=sides["sfid"], end_missing=sides["efid"]
        )
        found = self._manifest.db.execute(query).fetchall()
        return list({row[0]: row for row in found}.values())

    def write_nodes(self, writer: RowWriter, on_done: Callable[[int], None]) -> None:
        """New nodes are written, withdrawn ones closed, changed ones kept for publishing."""
        for kind, merged, old, first in self._merged(nodes=True, on_done=on_done):
            node_id, (hash_before, alive) = first[2], old
            if merged is None:
                if alive:
                    writer.close_node(kind, node_id)
                continue
            if alive and hash_before == merged.hash:
                continue
            row = node_row(kind, node_id, _evidence(merged), merged.values)
            if hash_before is None:
                writer.node(kind, row)
            else:
                self._waiting.append((kind, orjson.dumps(row)))
        self._keep_states()

    def write_relations(self, writer: RowWriter, on_done: Callable[[int], None]) -> None:
        """New relations are written, withdrawn ones closed, changed ones both."""
        for kind, merged, old, first in self._merged(nodes=False, on_done=on_done):
            key, start, end = first[2], first[3], first[4]
            hash_before, alive = old
            if merged is not None and alive and hash_before == merged.hash:
                continue
            if alive:
                writer.close_relation(kind, start, end, key)
            if merged is not None:
                writer.relation(
                    kind,
                    relation_row(kind, (start, end), key, _evidence(merged), merged.values),
                )
        self._keep_states()

    def pending(self, size: int) -> Iterator[tuple[str, list[list[Any]]]]:
        """Changed nodes as (label, up to ``size`` rows)."""
        rows = self._manifest.db.execute("SELECT label, row FROM pending ORDER BY label, rowid")
        for label, bunch in groupby(rows, key=itemgetter(0)):
            while batch := [orjson.loads(row) for _, row in islice(bunch, size)]:
                yield label, batch

    def _merged(
        self, *, nodes: bool, on_done: Callable[[int], None]
    ) -> Iterator[tuple[str, Merged | None, tuple[int | None, int], tuple[Any, ...]]]:
        """(kind, joined view or None where nothing states it any more, old state, first row)."""
        # A first load touches everything: reading the facts as they lie beats looking each up.
        facts = "fact f" if self._manifest.first else "touched t JOIN fact f ON f.fid = t.fid"
        query = _TOUCHED.format(facts=facts, null="" if nodes else "NOT")
        cursor = self._manifest.db.cursor().execute(query)
        for count, rows in enumerate(group(cursor), start=1):
            first = rows[0]
            fid, kind, hash_before, alive = first[0], first[1], first[11], first[12] or 0
            live = [self._statement(r) for r in rows if not r[10]]
            merged = merge(kind, live) if live else None
            self._count(kind, merged, hash_before, alive)
            if merged is not None and not (alive and hash_before == merged.hash):
                self._states.append((fid, merged.hash, 1))
            elif merged is None and alive:
                self._states.append((fid, hash_before, 0))
            yield kind, merged, (hash_before, alive), first
            if len(self._states) >= KEEP_EVERY:
                self._spool()
            if count % 1000 == 0:
                on_done(1000)
        on_done(0)

    def _statement(self, row: tuple[Any, ...]) -> Statement:
        scope, priority = self._places[row[9]]
        return Statement(row[7], row[5], row[8], scope, priority, row[6])

    def _count(self, kind: str, merged: Merged | None, before: int | None, alive: int) -> None:
        changes = self.changes
        if merged is None:
            changes.withdrawn += 1 if alive else 0
        elif before is None or not alive:
            changes.new += 1
        elif before != merged.hash:
            changes.changed += 1
        if merged is not None and merged.conflicts:
            changes.conflicts += 1

    def _spool(self) -> None:
        """Put what was decided on disk. Not into ``state``, which the open query still reads."""
        db = self._manifest.db
        db.execute("BEGIN")
        db.executemany("INSERT INTO written VALUES (?, ?, ?)", self._states)
        db.executemany("INSERT INTO pending VALUES (?, ?)", self._waiting)
        db.execute("COMMIT")
        self._states, self._waiting = [], []

    def _keep_states(self) -> None:
        self._spool()
        self._manifest.db.execute(
            "INSERT OR REPLACE INTO state SELECT fid, hash, alive FROM written ORDER BY fid"
        )
        self._manifest.db.execute("DELETE FROM written")


def _evidence(merged: Merged) -> list[Any]:
    # One string: Neo4j keeps a short one inside the record, a list of strings outside of it.
    return [merged.status, merged.grade, "|".join(merged.scopes), merged.records]


def _dangling_issue(source: str, kind: str, missing: str) -> Issue:
    return Issue(
        source,
        "",
        "edge_to_nothing",
        f"{kind} ends at '{missing}', which no source states.",
        "Load it first, or correct the code.",
        {"id": missing},
    )
