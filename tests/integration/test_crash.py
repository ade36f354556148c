"""Kill the server or the client in the middle of a load: readers keep the old version, the same
input completes the load, other input takes it back, and no acknowledged batch is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph import embedded
from graph.db import Database, connect
from graph.errors import GraphError
from graph.loader import Loader, Progress
from graph.versions import begin, read_state
from graph.writer import Writer
from tests.conftest import wipe
from tests.integration.crash_place import (
    BATCH,
    ROWS,
    SMALL,
    Place,
    digest,
    kill_server,
    wait_for,
)
from tests.integration.small_sources import counts


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


@pytest.mark.parametrize("moment", ["stage", "relations"])
@pytest.mark.parametrize("victim", ["server", "client"])
def test_a_killed_load_is_completed_by_the_same_input(
    place: Place, victim: str, moment: str, uninterrupted: str
) -> None:
    # Kept between the two processes, so that the client's death leaves it running.
    embedded.start(place.settings)
    with connect(place.settings) as db:
        assert place.load(db, "旧", SMALL).version == 1
        before = visible(db, 1)
        assert before == (SMALL, SMALL)
    child = place.start_child("新")
    wait_for(child, lambda phase, _: phase == moment)
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
