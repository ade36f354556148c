"""Kill the server or the client in the middle of a load: readers keep the old version, the same
input completes the load, other input takes it back, and no acknowledged batch is lost."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from graph import embedded
from graph.db import Database, connect
from graph.errors import GraphError
from graph.loader import Loader, Progress
from graph.settings import Settings
from graph.versions import begin, read_state
from graph.writer import Writer
from tests.conftest import wipe
from tests.integration.small_sources import Rows, counts, folder

ROWS = 1500
BATCH = 200
_CHILD = """
import sys
from pathlib import Path
from graph.db import connect
from graph.loader import Loader
from graph.settings import Settings
from ingest.inputs import FolderInput
from ingest.source import read_source

state, source = map(Path, sys.argv[1:3])
with connect(Settings(data_dir=state / "db", neo4j_uri=None, reconnect_s=0.5)) as db:
    said = lambda p: print(p.phase, p.done, flush=True)
    report = Loader(db, state / "load", progress=said, batch=int(sys.argv[3])).load(
        [FolderInput(read_source(source))])
    print("published", report.version, flush=True)
"""


def rows(mark: str, count: int = ROWS) -> dict[str, Rows]:
    """Occupations, and majors that each prepare for one of them; ``mark`` changes every major."""
    occupations = [
        {"code": f"2-{i:04d}", "name": f"职业{i}", "level": "职业"} for i in range(count // 10)
    ]
    majors = [
        {"code": f"{400000 + i}", "name": f"专业{i}", "level": "高职专科", "posts": mark,
         "occupation": f"2-{i % (count // 10):04d}", "reason": mark}
        for i in range(count)
    ]  # fmt: skip
    return {"occupations": occupations, "majors": majors}


def digest(db: Database) -> str:
    """Digest of all nodes and relations with all properties but times and random marks."""
    whole = hashlib.sha256()
    for query in (
        "MATCH (n) WHERE NOT n:_Graph AND NOT n:_TestMarker "
        "RETURN labels(n)[0] AS l, properties(n) AS p "
        "ORDER BY l, toString(n.id), n.key, n.number",
        "MATCH (a)-[r]->(b) RETURN type(r) AS t, a.id AS a, b.id AS b, properties(r) AS p "
        "ORDER BY t, a, b, r.from_version",
    ):
        for row in db.stream(query):
            for name in ("loaded_at", "published_at"):
                row["p"].pop(name, None)
            whole.update(orjson.dumps(row, default=bytes.hex, option=orjson.OPT_SORT_KEYS))
    return whole.hexdigest()


def visible(db: Database, version: int) -> tuple[int, int]:
    """Majors and relations of a version."""
    params = {"version": version}
    nodes = db.read(
        "MATCH (n:Major) WHERE n.from_version <= $version < n.to_version RETURN count(n) AS n",
        **params,
    )
    edges = db.read(
        "MATCH ()-[r:PREPARES_FOR]->() WHERE r.from_version <= $version < r.to_version "
        "RETURN count(r) AS n",
        **params,
    )
    return nodes[0]["n"], edges[0]["n"]


class Place:
    """An own server and load folder, loaded with a first version; sources stand beside it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.settings = Settings.model_validate(
            {"data_dir": root / "db", "neo4j_uri": None, "reconnect_s": 0.5}
        )

    def source(self, mark: str, count: int = ROWS) -> Any:
        """The source folder, written anew."""
        return folder(self.root, "majors", rows(mark, count))

    def load(self, db: Database, mark: str, count: int = ROWS) -> Any:
        """Load in this process."""
        return Loader(db, self.root / "load", batch=BATCH).load([self.source(mark, count)])

    def start_child(self, mark: str, count: int = ROWS) -> subprocess.Popen[str]:
        """Load in another process."""
        self.source(mark, count)
        command = [sys.executable, "-c", _CHILD, str(self.root), str(self.root / "majors")]
        return subprocess.Popen(
            [*command, str(BATCH)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=Path(__file__).parents[2],
        )


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """A place of its own; its server is stopped afterwards."""
    made = Place(tmp_path)
    yield made
    embedded.stop(made.settings)


@pytest.fixture(scope="module")
def uninterrupted(database: Database, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Digest of both versions loaded without any interruption."""
    wipe(database)
    smooth = Place(tmp_path_factory.mktemp("smooth"))
    smooth.load(database, "旧", SMALL)
    smooth.load(database, "新")
    return digest(database)


def wait_for(child: subprocess.Popen[str], reached: Callable[[str, int], bool]) -> list[str]:
    """Read the child's progress until it is far enough; returns what it said."""
    assert child.stdout is not None
    said = []
    for line in child.stdout:
        said.append(line)
        phase, _, done = line.strip().partition(" ")
        if done.isdigit() and reached(phase, int(done)):
            return said
    pytest.fail("the child ended before it could be killed: " + "".join(said))


def kill_server(settings: Settings) -> None:
    """SIGKILL, as a crash or the kernel's memory killer does it."""
    pid = embedded.status(settings).pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 10
    while embedded.status(settings).running and time.monotonic() < deadline:
        time.sleep(0.05)


SMALL = 400  # majors in the version that readers see


@pytest.mark.parametrize("victim", ["server", "client"])
def test_a_killed_load_is_completed_by_the_same_input(
    place: Place, victim: str, uninterrupted: str
) -> None:
    # Kept between the two processes, so that the client's death leaves it running.
    embedded.start(place.settings)
    with connect(place.settings) as db:
        assert place.load(db, "旧", SMALL).version == 1
        before = visible(db, 1)
        assert before == (SMALL, SMALL)
    child = place.start_child("新")
    wait_for(child, lambda phase, done: phase == "relations" and done >= 0)
    with connect(place.settings) as db:
        assert visible(db, 1) == before
    if victim == "server":
        kill_server(place.settings)
    else:
        child.kill()
    output, _ = child.communicate(timeout=60)
    assert "published" not in output
    with connect(place.settings) as db:
        state = read_state(db)
        assert state is not None
        assert (state.published, state.loading) == (1, 2)
        assert visible(db, 1) == before
        report = place.load(db, "新")
        assert report.version == 2
        assert visible(db, 2) == (ROWS, ROWS)
        assert visible(db, 1) == before
        assert counts(place.load(db, "新")) == (0, 0, 0)
        assert digest(db) == uninterrupted


def test_other_input_takes_an_interrupted_load_back(
    empty_database: Database, tmp_path: Path
) -> None:
    place = Place(tmp_path)
    db = empty_database
    place.load(db, "旧", SMALL)
    as_it_was = digest(db)

    class Stopped(Exception):
        """The load is left in the middle."""

    def stop(step: Progress) -> None:
        if step.phase == "publish":
            raise Stopped

    with pytest.raises(Stopped):
        Loader(db, place.root / "load", batch=BATCH, progress=stop).load([place.source("新")])
    assert visible(db, 1) == (SMALL, SMALL)
    assert digest(db) != as_it_was  # something of it is there, and no reader sees it
    report = place.load(db, "别", SMALL)
    assert (report.version, report.new) == (2, 0)
    assert visible(db, 2) == (SMALL, SMALL)
    left = db.read("MATCH (n:Major) RETURN count(n) AS n, collect(DISTINCT n.posts) AS posts")
    assert left == [{"n": SMALL, "posts": [["别"]]}]


def test_the_old_input_takes_an_interrupted_load_back(
    empty_database: Database, tmp_path: Path
) -> None:
    place = Place(tmp_path)
    db = empty_database
    place.load(db, "旧", SMALL)
    as_it_was = digest(db)

    def stop(step: Progress) -> None:
        if step.phase == "publish":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Loader(db, place.root / "load", batch=BATCH, progress=stop).load([place.source("新")])
    assert counts(place.load(db, "旧", SMALL)) == (0, 0, 0)
    assert digest(db) == as_it_was


def test_no_acknowledged_batch_is_lost(place: Place) -> None:
    acknowledged = [0]

    def on_written(count: int) -> None:
        acknowledged[0] += count
        if acknowledged[0] == 10 * BATCH:
            kill_server(place.settings)

    with connect(place.settings) as db, pytest.raises(GraphError) as raised:
        place.load(db, "旧", 100)
        begin(db, 2, "crash")
        with Writer(db, 2, batch=BATCH, on_written=on_written) as writer:
            for i in range(100 * BATCH):
                writer.node("Concept", [f"concept:{i:06d}", "stated", "A", ["public"], [i], str(i)])
    assert raised.value.code in {"graph_unavailable", "commit_unknown"}
    with connect(place.settings) as db:
        found = db.read("MATCH (n:Concept) RETURN count(n) AS n, count(DISTINCT n.id) AS ids")[0]
        assert found["n"] == found["ids"]
        assert found["n"] % BATCH == 0  # no batch is there in part
        assert acknowledged[0] == 10 * BATCH <= found["n"] <= 11 * BATCH
