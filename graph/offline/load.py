"""The loader for an empty graph: the same rows, records and manifest, other way into the store.

Rows are staged and compared as ever; what would be sent in batches becomes files of Neo4j's
offline importer, and the record blocks wait beside them. The import replaces the empty store;
then constraints and indexes are made, the counts are checked, the blocks are written and the
version is published as ever. The imported ``_Graph`` says that its load is not finished: a crash
afterwards is completed by the same input, through this loader or the usual one.
"""

from __future__ import annotations

import shlex
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from graph import versions
from graph.cypher.ddl import constraints, statements
from graph.cypher.text import label, literal, rel_type
from graph.db import Database
from graph.difference import Difference
from graph.errors import ImportWaiting, LoadFailed, OfflineImpossible
from graph.loader import Loader, LoadReport, Progress
from graph.manifest import Manifest
from graph.offline.files import ImportFiles
from graph.offline.store import admin_words, replace_store
from graph.ontology import REGISTRY
from graph.records import BLOCK_BITS, unpack
from graph.resolve.decisions import DecisionFile
from graph.settings import Settings
from graph.staging import SourceInput, Stager, write_blocks

FOLDER = "import"
BLOCKS = "blocks.sqlite"
_POINTER = "MATCH (g:`_Graph`) RETURN properties(g) AS properties"
_OTHERS = "MATCH (n) WHERE NOT any(l IN labels(n) WHERE l IN $ours) RETURN count(n) AS n"
_CONSTRAINTS = "SHOW CONSTRAINTS YIELD name RETURN count(name) AS n"
_ONLINE = "SHOW INDEXES YIELD type, state WHERE type <> 'LOOKUP' AND state = 'ONLINE' RETURN count(*) AS n"  # noqa: E501


class OfflineLoader(Loader):
    """Loads sources into an empty database through the offline importer.

    With an embedded store all happens here. For a server the files are written and
    :class:`ImportWaiting` names the command to run on its machine; the same load again then
    finds the imported store and finishes.

    Args:
        db: the database; it is stopped and started again when it is the embedded one.
        folder: where the manifest lives; the files go to ``import`` below it.
        settings: those that ``db`` was connected with.
        progress: told of each step.
    """

    def __init__(
        self,
        db: Database,
        folder: Path,
        settings: Settings,
        *,
        progress: Callable[[Progress], None] = lambda _: None,
    ) -> None:
        super().__init__(db, folder, progress=progress)
        self._settings = settings
        self._files_at = folder / FOLDER
        self._blocks = Blocks(self._files_at / BLOCKS)

    def _load(self, sources: Sequence[SourceInput]) -> LoadReport:
        refuse_unless_empty(self._db, self._settings)
        shutil.rmtree(self._files_at, ignore_errors=True)
        report = super()._load(sources)
        shutil.rmtree(self._files_at, ignore_errors=True)
        return report

    def _stager(self, manifest: Manifest, version: int) -> Stager:
        self._blocks.begin()
        return _SpoolingStager(
            self._db, manifest, version, on_rows=self._on_rows(), blocks=self._blocks
        )

    def _places(self, rids: list[int]) -> dict[int, str]:
        return self._blocks.locators(rids)

    def _write(self, difference: Difference, manifest: Manifest, version: int) -> None:
        pointer = read_pointer(self._db)
        imported = pointer.pop("imported", False)
        with ImportFiles(self._files_at, version) as files:
            self._send(difference, manifest, files)
            files.pointer(pointer | {"imported": True})
        if not imported:
            self._import()
        finish(self._db, files)
        for blocks in self._blocks.batches():
            write_blocks(self._db, blocks, version)

    def _import(self) -> None:
        self._progress(Progress("import", "", 0))
        if self._db.lease is None:
            words = [f"cd {shlex.quote(str(self._files_at.resolve()))} && neo4j-admin"]
            command = " ".join([*words, *admin_words(self._settings)])
            raise ImportWaiting(
                "The files for the importer are written.",
                hint=f"Stop Neo4j, run `{command}` on its machine (carry the folder there), "
                "start it, and give this load again.",
                command=command,
            )
        with self._db.paused() as home:
            replace_store(self._settings, home, self._files_at, lambda _: None)


def loader_for(
    db: Database,
    settings: Settings,
    progress: Callable[[Progress], None] = lambda _: None,
    *,
    offline: bool = False,
) -> Loader:
    """The loader of a data directory; ``offline`` chooses the one for an empty graph."""
    folder = settings.data_dir / "load"
    loader: Loader = (
        OfflineLoader(db, folder, settings, progress=progress)
        if offline
        else Loader(db, folder, progress=progress)
    )
    file = DecisionFile(settings.data_dir)
    # The importer wants an empty graph: there the file is read and copied by a later load.
    loader.decisions = file.read() if offline else file.sync(db)
    return loader


def refuse_unless_empty(db: Database, settings: Settings) -> None:
    """The import replaces the whole store, so nothing may be lost with it.

    Raises:
        OfflineImpossible: a version is published, something else is there, or the address routes
            to servers whose stores are no files of one machine.
    """
    if (settings.neo4j_uri or "").startswith("neo4j"):
        raise OfflineImpossible(
            "A routing address leads to a cluster or a service; its store is not one of files.",
            hint="Load without --offline, or give the one server's bolt:// address.",
        )
    state = versions.read_state(db)
    ours = ["_Graph"]
    if state is not None and state.loading:  # what an unfinished load left may go
        ours += ["_RecordBlock", *REGISTRY.entities]
    if (state is not None and state.published) or db.read(_OTHERS, ours=ours)[0]["n"]:
        raise OfflineImpossible(
            "The graph is not empty; an import would replace all of it.",
            hint="Load without --offline.",
        )


def read_pointer(db: Database) -> dict[str, Any]:
    """What ``_Graph`` holds, but for the constraints and indexes, which no import brings."""
    found: dict[str, Any] = db.read(_POINTER)[0]["properties"]
    found.pop("ddl", None)
    return found


def finish(db: Database, files: ImportFiles) -> None:
    """Make constraints and indexes and check that all is there.

    Raises:
        LoadFailed: something is missing. ConstraintViolated: an id stands there twice.
    """
    versions.prepare(db)
    found = {name: db.read(count)[0]["n"] for name, count in _counts(files.counts)}
    missing = {k: [n, found[k]] for k, n in files.counts.items() if found[k] != n}
    if missing:
        raise LoadFailed(f"Written and found differ: {missing}.", hint="Load without --offline.")
    made = db.read(_CONSTRAINTS)[0]["n"], db.read(_ONLINE)[0]["n"]
    if made < (len(constraints()), len(statements())):
        raise LoadFailed(f"Only {made} constraints and indexes answer.", hint="Load again.")


def _counts(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        if name in REGISTRY.entities:
            yield name, literal(f"MATCH (n:{label(name)}) RETURN count(n) AS n")
        else:
            yield name, literal(f"MATCH ()-[r:{rel_type(name)}]->() RETURN count(r) AS n")


class _SpoolingStager(Stager):
    """Keeps record blocks beside the files; the store that they belong to is not there yet."""

    def __init__(self, *args: Any, blocks: Blocks, **options: Any) -> None:
        super().__init__(*args, **options)
        self._blocks = blocks

    def _send(self, blocks: list[list[Any]]) -> None:
        self._blocks.add(blocks)


class Blocks:
    """Record blocks on disk: ``[id, source, scope, bytes]`` each."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def begin(self) -> None:
        """An empty file."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with closing(self._connect()) as db:
            db.execute("CREATE TABLE block (id INTEGER PRIMARY KEY, source, scope, data)")

    def add(self, blocks: list[list[Any]]) -> None:
        """More blocks."""
        with closing(self._connect()) as db, db:
            db.executemany("INSERT INTO block VALUES (?, ?, ?, ?)", blocks)

    def batches(self, size: int = 20) -> Iterator[list[list[Any]]]:
        """All blocks, by id."""
        with closing(self._connect()) as db:
            cursor = db.execute("SELECT * FROM block ORDER BY id")
            while rows := cursor.fetchmany(size):
                yield [list(row) for row in rows]

    def locators(self, rids: Iterable[int]) -> dict[int, str]:
        """Where in its source each record stands."""
        wanted = set(rids)
        with closing(self._connect()) as db:
            return {
                record.id: record.locator
                for block in sorted({rid >> BLOCK_BITS for rid in wanted})
                for (data,) in db.execute("SELECT data FROM block WHERE id = ?", (block,))
                for record in unpack(data, "", 0, {}, wanted)
            }

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(self._path)
