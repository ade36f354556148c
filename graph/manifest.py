"""The load manifest: what the published version of the graph was made of, row by row.

A SQLite file beside the graph. It lets a second load send only what changed (reading hashes back
from Neo4j costs more than merging everything). It is a cache: everything in it can be rebuilt
from the record blocks in the graph (:mod:`graph.records`). A load works on a copy, which replaces
the manifest after the version was published; a crash before that leaves both as they were.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from graph.evidence import Fact, Issue, Record, SourceCard
from graph.resolve.decisions import Ledger
from graph.resolve.memory import names_of
from graph.resolve.names import Candidate

_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE source (id TEXT PRIMARY KEY, digest TEXT, code TEXT) WITHOUT ROWID;
CREATE TABLE row (rid INTEGER PRIMARY KEY, source TEXT, digest INTEGER, grade TEXT,
                  gone INTEGER DEFAULT 0);
CREATE TABLE fact (fid INTEGER, rid INTEGER, kind TEXT, key TEXT, start TEXT, "end" TEXT,
                   sfid INTEGER, efid INTEGER, status TEXT, payload BLOB);
CREATE TABLE state (fid INTEGER PRIMARY KEY, hash INTEGER, alive INTEGER);
CREATE TABLE name (norm TEXT, label TEXT, id TEXT, rid INTEGER);
CREATE TABLE quarantine (source TEXT, digest INTEGER, locator TEXT, code TEXT, message TEXT,
                         hint TEXT, fields TEXT);
CREATE TABLE touched (fid INTEGER PRIMARY KEY);
CREATE TABLE pending (label TEXT, row BLOB);
CREATE TABLE written (fid INTEGER, hash INTEGER, alive INTEGER);
CREATE INDEX row_source ON row (source, digest);
CREATE INDEX fact_rid ON fact (rid);
CREATE INDEX name_norm ON name (norm, label);
CREATE INDEX name_rid ON name (rid);
"""
#: Built after the rows of a first load: sorting once is cheaper than inserting one by one.
_LATE = "CREATE INDEX IF NOT EXISTS fact_fid ON fact (fid)"
SCHEMA_VERSION = "2"
_ROWS_CHANGED = """
SELECT count(*) FROM row r WHERE r.source = :source AND r.rid >= :first AND r.gone = 0
AND (SELECT fid FROM fact f WHERE f.rid = r.rid ORDER BY f.rowid LIMIT 1) IN (
    SELECT (SELECT fid FROM fact f WHERE f.rid = old.rid ORDER BY f.rowid LIMIT 1) FROM row old
    WHERE old.source = :source AND old.rid < :first AND old.gone = 1)
"""
CACHE_KIB = 16384
Digests = np.ndarray[Any, np.dtype[np.int64]]


def hash64(data: bytes) -> int:
    """Signed 64-bit BLAKE2b, the form SQLite stores."""
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "big", signed=True)


def fact_id(fact: Fact) -> int:
    """Identity of what a fact is about: a node id, or type, ends and key of a relation."""
    if fact.start is None:
        return hash64(fact.key.encode())
    return hash64(f"{fact.kind}\x1f{fact.start}\x1f{fact.end}\x1f{fact.key}".encode())


class Manifest:
    """An open manifest file. Use :meth:`create` or :meth:`open`; close it when done."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.db = sqlite3.connect(path, isolation_level=None)
        # A crash discards the working copy, so nothing here has to survive one.
        self.db.executescript(
            f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-{CACHE_KIB};"
            "PRAGMA temp_store=FILE; PRAGMA locking_mode=EXCLUSIVE;"
        )
        #: There were no facts before this load, so everything is touched by it.
        self.first = False
        #: What people decided about names; set by the loader for the rows that it reads.
        self.decisions = Ledger()

    @classmethod
    def create(cls, path: Path) -> Manifest:
        """A new, empty manifest."""
        path.unlink(missing_ok=True)
        manifest = cls(path)
        manifest.db.executescript(_SCHEMA)
        manifest.db.execute(_LATE)
        manifest.put("schema", SCHEMA_VERSION)
        return manifest

    @classmethod
    def copy(cls, path: Path, target: Path) -> Manifest:
        """A working copy of a manifest."""
        shutil.copyfile(path, target)
        manifest = cls(target)
        manifest.first = manifest._count("SELECT NOT EXISTS (SELECT 1 FROM fact)") == 1
        if manifest.first:
            manifest.db.execute("DROP INDEX IF EXISTS fact_fid")
        return manifest

    def settle(self) -> None:
        """All rows are staged: build what the difference looks things up by."""
        if self.first:
            self.db.execute(_LATE)

    def tidy(self) -> None:
        """Forget what only the load needed: withdrawn rows, marks, rows that wait."""
        self.db.execute("DELETE FROM fact WHERE rid IN (SELECT rid FROM row WHERE gone = 1)")
        self.db.execute("DELETE FROM row WHERE gone = 1")
        for table in ("touched", "pending", "written"):
            self.db.execute(f"DELETE FROM {table}")  # noqa: S608 - names are constants

    def close(self) -> None:
        """Close the file; idempotent."""
        self.db.close()

    def get(self, key: str, default: str = "") -> str:
        """A meta value."""
        found = self.db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return found[0] if found else default

    def put(self, key: str, value: str) -> None:
        """Set a meta value."""
        self.db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    # --- sources and rows -------------------------------------------------------------------

    def source_digests(self, source: str) -> tuple[str, str]:
        """(content digest, code digest) of a source as last loaded; empty where it never was."""
        found = self.db.execute(
            "SELECT digest, code FROM source WHERE id = ?", (source,)
        ).fetchone()
        return (found[0], found[1]) if found else ("", "")

    def set_source(self, source: str, digest: str, code: str) -> None:
        """Remember a source's digests."""
        self.db.execute("INSERT OR REPLACE INTO source VALUES (?, ?, ?)", (source, digest, code))

    def source_ids(self) -> list[str]:
        """Sources that were loaded."""
        return [r[0] for r in self.db.execute("SELECT id FROM source ORDER BY id")]

    def others_digest(self, source: str) -> str:
        """Digest of what all other sources were when they were loaded."""
        found = self.db.execute(
            "SELECT id, digest, code FROM source WHERE id <> ? ORDER BY id", (source,)
        )
        return str(hash64(orjson.dumps(found.fetchall())))

    def row_count(self, source: str) -> int:
        """Accepted rows of a source."""
        return self._count("SELECT count(*) FROM row WHERE source = ?", source)

    def row_digests(self, source: str) -> Digests:
        """Sorted digests of a source's rows: 8 bytes a row, so that a million fit easily."""
        cursor = self.db.execute(
            "SELECT digest FROM row WHERE source = ? AND gone = 0 ORDER BY digest", (source,)
        )
        return np.fromiter((r[0] for r in cursor), dtype=np.int64)

    def known_among(self, source: str, digests: Iterable[int]) -> set[int]:
        """Those of the digests that an accepted row of the source has."""
        found = self.db.execute(
            "SELECT digest FROM row WHERE source = ? AND gone = 0 "
            "AND digest IN (SELECT value FROM json_each(?))",
            (source, orjson.dumps(list(digests)).decode()),
        )
        return {row[0] for row in found}

    def facts_of_digest(self, source: str, digest: int) -> list[tuple[str, int, str, bytes]]:
        """(row grade, fact id, status, payload) that the row with this digest states."""
        return self.db.execute(
            "SELECT r.grade, f.fid, f.status, f.payload FROM row r JOIN fact f ON f.rid = r.rid "
            "WHERE r.source = ? AND r.digest = ? AND r.gone = 0 ORDER BY f.rowid",
            (source, digest),
        ).fetchall()

    def add_records(self, records: Iterable[tuple[int, Record, list[bytes]]]) -> None:
        """Add rows with their facts; ``(rid, record, payload of each fact)``."""
        rows, facts, names, touched = [], [], [], []
        for rid, record, payloads in records:
            rows.append((rid, record.source, record.digest, record.grade))
            for fact, payload in zip(record.facts, payloads, strict=True):
                fid = fact_id(fact)
                if not self.first:
                    touched.append((fid,))
                ends: tuple[int | None, int | None] = (None, None)
                if fact.start is None:
                    names += [(n, fact.kind, fact.key, rid) for n in set(names_of(fact))]
                else:
                    ends = (hash64(fact.start.encode()), hash64((fact.end or "").encode()))
                facts.append(
                    (
                        fid,
                        rid,
                        fact.kind,
                        fact.key,
                        fact.start,
                        fact.end,
                        *ends,
                        fact.status,
                        payload,
                    )
                )
        execute = self.db.executemany
        self.db.execute("BEGIN")
        execute("INSERT INTO row (rid, source, digest, grade) VALUES (?, ?, ?, ?)", rows)
        execute("INSERT INTO fact VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", facts)
        execute("INSERT INTO name VALUES (?, ?, ?, ?)", names)
        execute("INSERT OR IGNORE INTO touched VALUES (?)", touched)
        self.db.execute("COMMIT")

    def withdraw_rows(self, source: str, digests: Iterable[int]) -> list[int]:
        """Mark rows as gone; returns their ids. Their facts go with :meth:`tidy`."""
        gone: list[int] = []
        for digest in digests:
            gone += [
                r[0]
                for r in self.db.execute(
                    "SELECT rid FROM row WHERE source = ? AND digest = ? AND gone = 0",
                    (source, digest),
                )
            ]
        marks = [(rid,) for rid in gone]
        self.db.execute("BEGIN")
        self.db.executemany("UPDATE row SET gone = 1 WHERE rid = ?", marks)
        self.db.executemany("DELETE FROM name WHERE rid = ?", marks)
        self.db.executemany(
            "INSERT OR IGNORE INTO touched SELECT fid FROM fact WHERE rid = ?", marks
        )
        self.db.execute("COMMIT")
        return gone

    def withdraw_record(self, rid: int) -> None:
        """Mark one row as gone: it was accepted before it turned out that it cannot be."""
        self.db.execute("UPDATE row SET gone = 1 WHERE rid = ?", (rid,))
        self.db.execute("DELETE FROM name WHERE rid = ?", (rid,))
        self.db.execute("INSERT OR IGNORE INTO touched SELECT fid FROM fact WHERE rid = ?", (rid,))

    def next_rid(self) -> int:
        """Smallest record id that was never used."""
        return int(self.get("next_rid", "0"))

    # --- quarantine -------------------------------------------------------------------------

    def replace_quarantine(self, source: str, issues: Iterable[tuple[int, Issue]]) -> None:
        """The issues of a source now, each with the digest of its row."""
        self.db.execute("DELETE FROM quarantine WHERE source = ?", (source,))
        self.extend_quarantine(source, issues)

    def extend_quarantine(self, source: str, issues: Iterable[tuple[int, Issue]]) -> None:
        """More issues of a source."""
        self.db.executemany(
            "INSERT INTO quarantine VALUES (?, ?, ?, ?, ?, ?, ?)",
            (_quarantine_row(source, digest, issue) for digest, issue in issues),
        )

    def quarantine(self) -> Iterator[tuple[str, str, str, str]]:
        """(source, locator, code, message) of every quarantined row."""
        yield from self.db.execute(
            "SELECT source, locator, code, message FROM quarantine ORDER BY source, rowid"
        )

    def add_quarantine(self, source: str, digest: int, issue: Issue) -> None:
        """Quarantine one more row of a source."""
        self.db.execute(
            "INSERT INTO quarantine VALUES (?, ?, ?, ?, ?, ?, ?)",
            _quarantine_row(source, digest, issue),
        )

    def quarantined_rows(self, source: str) -> Iterator[tuple[int, Issue]]:
        """(digest, issue) of a source's quarantined rows, in the order they were read."""
        found = self.db.execute(
            "SELECT digest, locator, code, message, hint, fields FROM quarantine "
            "WHERE source = ? ORDER BY rowid",
            (source,),
        )
        for digest, locator, code, message, hint, fields in found:
            yield digest, Issue(source, locator, code, message, hint, orjson.loads(fields))

    def quarantined(self, source: str) -> int:
        """Quarantined rows of a source."""
        return self._count("SELECT count(*) FROM quarantine WHERE source = ?", source)

    def waits(self, source: str) -> bool:
        """Whether a row of the source was refused because something else was not there."""
        return bool(
            self._count(
                "SELECT EXISTS (SELECT 1 FROM quarantine WHERE source = ? AND code IN "
                "('edge_to_nothing', 'unknown_name', 'ambiguous_name'))",
                source,
            )
        )

    def quarantine_codes(self, source: str | None = None) -> dict[str, int]:
        """Quarantined rows by code, of all sources or one."""
        found = self.db.execute(
            "SELECT code, count(*) FROM quarantine WHERE ?1 IS NULL OR source = ?1 GROUP BY code",
            (source,),
        )
        return dict(found.fetchall())

    # --- buckets of rows, counts and cards ------------------------------------------------

    def rows_taken(self, source: str, first_rid: int) -> tuple[int, int]:
        """(new, changed) rows of a source among the records from ``first_rid`` on. Changed: what
        the row states first was stated by a row that the source no longer has."""
        fresh = self._count(
            "SELECT count(*) FROM row WHERE source = ? AND rid >= ? AND gone = 0", source, first_rid
        )
        if not fresh:
            return 0, 0
        asked = {"source": source, "first": first_rid}
        changed = int(self.db.execute(_ROWS_CHANGED, asked).fetchone()[0])
        return fresh - changed, changed

    def alive_count(self) -> int:
        """Open nodes and relations."""
        return self._count("SELECT count(*) FROM state WHERE alive = 1")

    def touched_count(self) -> int:
        """Nodes and relations that a staged row touched."""
        everything = "SELECT count(DISTINCT fid) FROM fact"
        return self._count(everything if self.first else "SELECT count(*) FROM touched")

    def set_cards(self, cards: dict[str, SourceCard]) -> None:
        """Remember the cards of all loaded sources."""
        self.put("cards", orjson.dumps({k: c.model_dump() for k, c in cards.items()}).decode())

    def _count(self, query: str, *params: Any) -> int:
        return int(self.db.execute(query, params).fetchone()[0])

    # --- names ------------------------------------------------------------------------------

    def lookup(self, label: str, normalised: str) -> Iterable[Candidate]:
        """See :class:`graph.resolve.names.NameIndex`."""
        found = self.db.execute(
            "SELECT DISTINCT n.id, f.payload FROM name n JOIN fact f ON f.rid = n.rid "
            "AND f.kind = n.label AND f.key = n.id WHERE n.norm = ? AND n.label = ?",
            (normalised, label),
        ).fetchall()
        for entity_id, payload in found:
            values = orjson.loads(payload)
            yield Candidate(entity_id, values["name"], values)

    def candidate(self, entity_id: str) -> Candidate | None:
        """The entity with this id, if a row states it."""
        found = self.db.execute(
            "SELECT f.payload FROM fact f JOIN row r ON r.rid = f.rid "
            "WHERE f.fid = ? AND r.gone = 0 LIMIT 1",
            (hash64(entity_id.encode()),),
        ).fetchone()
        if found is None:
            return None
        values = orjson.loads(found[0])
        return Candidate(entity_id, values["name"], values)

    def names_of_kind(self, label: str) -> list[str]:
        """Normalised names of all entities of a label, for “did you mean”."""
        query = "SELECT DISTINCT norm FROM name WHERE label = ?"
        return [row[0] for row in self.db.execute(query, (label,))]

    def count_kinds(self, source: str) -> dict[str, int]:
        """Distinct nodes and relations by kind that a source states."""
        return dict(
            self.db.execute(
                "SELECT kind, count(DISTINCT fid) FROM fact JOIN row USING (rid) "
                "WHERE source = ? AND gone = 0 GROUP BY kind",
                (source,),
            ).fetchall()
        )


def _quarantine_row(source: str, digest: int, issue: Issue) -> tuple[Any, ...]:
    fields = orjson.dumps(issue.fields, default=str).decode()
    return (source, digest, issue.locator, issue.code, issue.message, issue.hint, fields)


def read_meta(path: Path, key: str) -> str:
    """A meta value of a manifest file that may be absent or broken; empty then."""
    if not path.is_file():
        return ""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
            found = db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
            return found[0] if found else ""
    except sqlite3.DatabaseError:
        return ""
