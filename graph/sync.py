"""Changes as files, for networks where only files cross.

A folder has ``changes.ndjson`` (one change a line, in order) and ``manifest.json`` (from which
number to which, of which graph, how many lines, their SHA-256). Taking it in keeps a mirror of the
other graph's facts and loads that as one source; nothing is skipped, nothing is taken twice.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final

import orjson

from graph.db import Database
from graph.errors import GraphError
from graph.evidence import Fact, Issue, Record, SourceCard
from graph.loader import Loader, LoadReport
from graph.ontology import REGISTRY
from graph.queries.changes import events
from graph.queries.passing import Passing
from graph.records import read_records
from graph.resolve.names import NameIndex
from graph.view import View

FORMAT: Final = 1
CHANGES, MANIFEST = "changes.ndjson", "manifest.json"
CHUNK: Final = 1000
_TABLES = (
    "CREATE TABLE IF NOT EXISTS fact (id TEXT PRIMARY KEY, line BLOB NOT NULL)",
    "CREATE TABLE IF NOT EXISTS mark (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
)


class SyncInvalid(GraphError):
    """A folder of changes that is damaged, of another format or of another graph, or that does
    not go on where the mirror ended."""

    code = "sync_invalid"


@dataclass(frozen=True)
class Written:
    """What an export wrote."""

    first: int
    last: int
    lines: int
    sha256: str


def export_changes(view: View, folder: Path, since: int = 0) -> Written:
    """Write the changes after ``since`` into a folder.

    Raises:
        SyncInvalid: the folder holds another export.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if (folder / MANIFEST).exists():
        raise SyncInvalid(f"{folder} holds an export already.", hint="Name an empty folder.")
    digest, lines, last = hashlib.sha256(), 0, since
    with (folder / CHANGES).open("wb") as out:
        for event in _told(view, events(view, since)):
            line = orjson.dumps(event) + b"\n"
            digest.update(line)
            out.write(line)
            lines, last = lines + 1, event["seq"]
    written = Written(since, last, lines, digest.hexdigest())
    manifest = {
        "format": FORMAT,
        "graph": view.uid,
        "data_version": view.version,
        "from": since,
        "to": last,
        "files": [{"name": CHANGES, "lines": lines, "sha256": written.sha256}],
    }
    (folder / MANIFEST).write_bytes(orjson.dumps(manifest, option=orjson.OPT_INDENT_2))
    return written


def _told(view: View, found: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Changes as they are written: with where they come from; what may not be passed on is
    withdrawn, so that the sequence has no gap."""
    passing, them = Passing(view), iter(found)
    while chunk := list(islice(them, CHUNK)):
        alive = [_with_ends(e) for e in chunk if e["properties"] is not None]
        kept = {(e["seq"]): e for e in passing.filtered(alive)}
        wanted = {e["records"][0] for e in kept.values() if e["records"]}
        known = read_records(view.db, wanted, version=view.version, scopes=view.scopes)
        for event in chunk:
            shown = kept.get(event["seq"])
            if shown is None:
                blank = {"properties": None, "status": None, "grade": None}
                change = event["change"] if event["change"] == "merged" else "withdrawn"
                yield {**event, **blank, "change": change, "records": [], "origin": None}
                continue
            record = known.get(shown["records"][0]) if shown["records"] else None
            origin = f"{record.source}:{record.locator}" if record else ""
            yield {**event, "properties": shown["properties"], "records": [], "origin": origin}


def _with_ends(event: dict[str, Any]) -> dict[str, Any]:
    if event["type"] in REGISTRY.entities:
        return {**event, "name": event["properties"].get("name")}
    start, _, end, key = event["id"].split("|", 3)
    return {**event, "start": start, "end": end, "key": key}


@dataclass(frozen=True)
class Taken:
    """What an import did: the number it ends at, and the report of the load."""

    graph: str
    last: int
    lines: int
    report: LoadReport


def import_changes(db: Database, folder: Path, home: Path, manifest_folder: Path) -> Taken:
    """Take a folder of changes into the mirror under ``home``, and load the mirror.

    Args:
        db: the database to load into.
        folder: what :func:`export_changes` wrote.
        home: where mirrors are kept, one per graph.
        manifest_folder: where the loader keeps its manifest.

    Raises:
        SyncInvalid: see the class; nothing was taken.
        LoadFailed, GraphBusy, GraphUnavailable: see :class:`graph.loader.Loader`; import again.
    """
    manifest = _manifest(folder)
    home.mkdir(parents=True, exist_ok=True)
    path = home / f"{manifest['graph']}.sqlite"
    with closing(sqlite3.connect(path)) as mirror:
        for statement in _TABLES:
            mirror.execute(statement)
        if _mark(mirror) < manifest["to"]:
            _apply(mirror, folder, manifest)
    source = MirrorSource(manifest["graph"], path)
    report = Loader(db, manifest_folder).load([source])
    return Taken(manifest["graph"], manifest["to"], manifest["files"][0]["lines"], report)


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        found = orjson.loads((folder / MANIFEST).read_bytes())
        entry = found["files"][0]
        known = (found["format"], entry["name"]) == (FORMAT, CHANGES)
        numbers = (found["from"], found["to"], entry["lines"])
        plain = all(isinstance(n, int) for n in numbers) and str(found["graph"]).isalnum()
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise SyncInvalid(f"{folder} holds no changes: {error}.") from None
    if not known or not plain:
        raise SyncInvalid("The folder has another format.", hint=f"This reads format {FORMAT}.")
    if _digest(folder / CHANGES) != entry["sha256"]:
        raise SyncInvalid(f"{CHANGES} is damaged.", hint="Copy the folder again.")
    return dict(found)


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise SyncInvalid(f"{path.name} cannot be read: {error.strerror}.") from None


def _mark(mirror: sqlite3.Connection) -> int:
    row = mirror.execute("SELECT value FROM mark WHERE name = 'last'").fetchone()
    return int(row[0]) if row else 0


def _apply(mirror: sqlite3.Connection, folder: Path, manifest: dict[str, Any]) -> None:
    last = _mark(mirror)
    if manifest["from"] > last:
        raise SyncInvalid(
            f"The folder begins after {manifest['from']}; this mirror ends at {last}.",
            hint=f"Take a folder that was exported with --since {last}.",
        )
    with mirror, (folder / CHANGES).open("rb") as lines:
        for line in lines:
            event = orjson.loads(line)
            if event["seq"] <= last:
                continue
            if event["properties"] is None:
                mirror.execute("DELETE FROM fact WHERE id = ?", (event["id"],))
            else:
                kept = {
                    k: event[k] for k in ("type", "id", "properties", "status", "grade", "origin")
                }
                mirror.execute(
                    "INSERT OR REPLACE INTO fact VALUES (?, ?)", (event["id"], orjson.dumps(kept))
                )
        mirror.execute("INSERT OR REPLACE INTO mark VALUES ('last', ?)", (str(manifest["to"]),))


class MirrorSource:
    """A mirror as a source of the loader; see :class:`graph.staging.SourceInput`."""

    def __init__(self, graph: str, path: Path) -> None:
        self._path = path
        both = {"zh": f"由 {graph} 同步", "en": f"Synchronised from {graph}"}
        self.card = SourceCard.model_validate(
            {
                "id": f"sync-{graph}",
                "title": both,
                "owner": graph,
                "asserted_by": graph,
                "licence": "see the origin of each row",
                "may_redistribute": True,
                "grade": "C",
                "retrieved": datetime.now(UTC).strftime("%Y-%m"),
                "covers": both,
                "missing": {
                    "zh": "来源不许转交的内容",
                    "en": "what its sources do not let pass on",
                },
            }
        )
        self.after: tuple[str, ...] = ()
        self.code_digest = f"mirror {FORMAT}"
        self.minimum: dict[str, int] = {}
        self.maximum: dict[str, int] = {}

    @property
    def content_digest(self) -> str:
        """Digest of all rows in their order."""
        digest = hashlib.sha256()
        for line, _ in self.rows():
            digest.update(line)
        return digest.hexdigest()

    def rows(self) -> Iterator[tuple[bytes, int]]:
        """Facts as lines, with a 64-bit digest of each."""
        with closing(sqlite3.connect(self._path)) as mirror:
            for (line,) in mirror.execute("SELECT line FROM fact ORDER BY id"):
                short = hashlib.blake2b(line, digest_size=8).digest()
                yield line, int.from_bytes(short, "big", signed=True)

    def record(self, row: bytes, names: NameIndex) -> Record | Issue:
        """One fact with the grade and status it had, or why it cannot be taken."""
        told = orjson.loads(row)
        digest = hashlib.blake2b(row, digest_size=8).digest()
        if told["type"] in REGISTRY.entities:
            fact = Fact(told["type"], told["id"], told["properties"], told["status"])
        elif told["type"] in REGISTRY.relations:
            start, _, end, key = told["id"].split("|", 3)
            fact = Fact(told["type"], key, told["properties"], told["status"], start, end)
        else:
            return Issue(
                self.card.id,
                told["id"],
                "ontology_invalid",
                f"This model has no '{told['type']}'.",
                "Bring this installation to the release of the other.",
            )
        number = int.from_bytes(digest, "big", signed=True)
        return Record(self.card.id, told["id"], told["origin"], told["grade"], number, [fact])
