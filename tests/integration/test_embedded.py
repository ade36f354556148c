"""The embedded server as its users meet it: start, join, kill, stop, and what it must refuse."""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import stat
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import psutil
import pytest
from pydantic import SecretStr

from graph import embedded
from graph.db import Database, connect
from graph.embedded_server import PASSWORD, STATE
from graph.errors import (
    AuthenticationFailed,
    ConstraintViolated,
    GraphError,
    GraphUnavailable,
    PortTaken,
    QueryInvalid,
    QueryTimeout,
    StoreBusy,
)
from graph.settings import Settings
from tests.conftest import wipe

BATCH, ENOUGH = 100, 10
UNIQUE = "CREATE CONSTRAINT probe IF NOT EXISTS FOR (n:KillProbe) REQUIRE n.id IS UNIQUE"
WRITE = "UNWIND $rows AS row MERGE (n:KillProbe {id: row.id}) SET n.batch = $batch"


@pytest.fixture(scope="module")
def settings(database: Database, database_settings: Settings) -> Settings:
    """Settings of the running session server."""
    return database_settings


def at(settings: Settings, uri: str | None, password: str) -> Settings:
    """The same settings for a server elsewhere."""
    return settings.model_copy(update={"neo4j_uri": uri, "neo4j_password": SecretStr(password)})


def test_second_start_joins_the_first(settings: Settings, database: Database) -> None:
    first = database.lease
    assert first is not None
    with connect(settings) as second:
        assert second.lease is not None
        assert second.lease.running.joined
        assert second.lease.running.pid == first.running.pid
    assert database.ping() > 0, "leaving must not stop a server that others use"


def test_status_names_process_and_address(settings: Settings) -> None:
    found = embedded.status(settings)
    assert found.running
    assert found.uri is not None
    assert found.uri.startswith("bolt://127.0.0.1:")
    assert found.pid is not None
    assert psutil.pid_exists(found.pid)


def test_password_is_private_and_not_the_default(settings: Settings) -> None:
    password = settings.data_dir / PASSWORD
    assert stat.S_IMODE(password.stat().st_mode) == 0o600
    assert stat.S_IMODE(settings.data_dir.stat().st_mode) == 0o700
    with pytest.raises(AuthenticationFailed):
        connect(at(settings, embedded.status(settings).uri, "neo4j"))


def test_wrong_password_says_what_to_do(settings: Settings) -> None:
    with pytest.raises(AuthenticationFailed) as caught:
        connect(at(settings, embedded.status(settings).uri, "wrong"))
    assert caught.value.code == "authentication_failed"
    assert "CHANJIAO_NEO4J_PASSWORD" in caught.value.hint


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_unreachable_has_its_own_code(settings: Settings, scheme: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(GraphUnavailable) as caught:
        connect(at(settings, f"{scheme}://127.0.0.1:{port}", "x"))
    assert caught.value.code == "graph_unavailable"


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_a_server_is_reached_by_address_too(settings: Settings, scheme: str) -> None:
    address = (embedded.status(settings).uri or "").replace("bolt", scheme)
    password = (settings.data_dir / PASSWORD).read_text("utf-8")
    with connect(at(settings, address, password)) as db:
        assert db.write("RETURN 1 AS one") == db.read("RETURN 1 AS one") == [{"one": 1}]
        assert db.lease is None


def test_a_silent_server_does_not_hang(settings: Settings) -> None:
    hasty = settings.model_copy(update={"connect_timeout_s": 0.3})
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,
        pytest.raises(GraphUnavailable),
    ):
        connect(at(hasty, f"bolt://127.0.0.1:{silent.getsockname()[1]}", "x"))


def test_a_taken_port_is_named(make_settings: Callable[..., Settings]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortTaken) as caught:
            embedded.start(make_settings(bolt_port=port))
    assert caught.value.fields["port"] == port


@pytest.mark.parametrize("query", ["file:///etc/passwd", "file:/etc/passwd"])
def test_files_cannot_be_read(database: Database, query: str) -> None:
    with pytest.raises(GraphError, match="allow_csv_import_from_file_urls"):
        database.read("LOAD CSV FROM $url AS row RETURN row", url=query)


def test_it_listens_on_loopback_only(settings: Settings) -> None:
    process = psutil.Process(embedded.status(settings).pid)
    listening = {c.laddr.ip for c in process.net_connections("inet") if c.status == "LISTEN"}
    assert {ip.removeprefix("::ffff:") for ip in listening} == {"127.0.0.1"}


def test_reads_cannot_write(empty_database: Database) -> None:
    with pytest.raises(QueryInvalid):
        empty_database.read("CREATE (:Sneaked)")
    assert empty_database.read("MATCH (n:Sneaked) RETURN count(n) AS n") == [{"n": 0}]


def test_a_slow_read_is_stopped(settings: Settings) -> None:
    with (
        connect(settings.model_copy(update={"query_timeout_s": 0.2})) as db,
        pytest.raises(QueryTimeout),
    ):
        db.read("UNWIND range(1, 100000000) AS i WITH sum(sqrt(i)) AS s RETURN s")


def test_a_batch_is_counted_and_repeats_harmlessly(empty_database: Database) -> None:
    rows = [{"id": number} for number in range(10)]
    assert empty_database.write_batch(WRITE, rows, batch=0).nodes_created == 10
    assert empty_database.write_batch(WRITE, rows, batch=0).nodes_created == 0


def test_a_transaction_is_all_or_nothing(empty_database: Database) -> None:
    with pytest.raises(ZeroDivisionError), empty_database.transaction() as tx:
        tx.run("CREATE (:Half)")
        raise ZeroDivisionError
    with empty_database.transaction() as tx:
        assert tx.counts("CREATE (:Whole)").nodes_created == 1
    labels = "MATCH (n) WHERE n:Half OR n:Whole RETURN labels(n)[0] AS label"
    assert empty_database.read(labels) == [{"label": "Whole"}]


def test_schema_holds_keys_unique(empty_database: Database) -> None:
    name = "test_unique"
    empty_database.schema(
        [f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (n:OneOfAKind) REQUIRE n.id IS UNIQUE"]
    )
    empty_database.write("CREATE (:OneOfAKind {id: 1})")
    with pytest.raises(ConstraintViolated):
        empty_database.write("CREATE (:OneOfAKind {id: 1})")
    empty_database.schema([f"DROP CONSTRAINT {name}"])


def test_only_a_marked_database_is_wiped(empty_database: Database) -> None:
    empty_database.write("MATCH (m:_TestMarker) SET m:_Hidden REMOVE m:_TestMarker")
    try:
        with pytest.raises(AssertionError, match="test marker"):
            wipe(empty_database)
    finally:
        empty_database.write("MATCH (m:_Hidden) SET m:_TestMarker REMOVE m:_Hidden")


@pytest.fixture
def own(make_settings: Callable[..., Settings]) -> Iterator[Settings]:
    """Settings of a server that a test may kill."""
    mine = make_settings(reconnect_s=0.0)
    yield mine
    embedded.stop(mine)


def test_kill_loses_no_acknowledged_batch_and_restart_recovers(own: Settings) -> None:
    first = embedded.start(own)
    acknowledged = load_until_killed(own, first.pid)
    assert embedded.status(own).running is False

    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(embedded.start, [own, own]))
    assert sorted(one.joined for one in both) == [False, True], "one starts, the other joins"
    assert {one.pid for one in both} != {first.pid}, "what was killed must not be joined"
    assert {one.password for one in both} == {first.password}
    with connect(own) as db:
        count = "MATCH (n:KillProbe) RETURN n.batch AS batch, count(*) AS n"
        present = {row["batch"]: row["n"] for row in db.read(count)}
    assert acknowledged <= present.keys()
    assert set(present.values()) == {BATCH}, "a batch is there whole or not at all"

    assert embedded.stop(own)
    assert not (own.data_dir / STATE).exists(), "it left in good order"
    refuse_foreign_store(own)


def load_until_killed(settings: Settings, pid: int) -> set[int]:
    """Write batches, kill the server in the midst; returns the batches it had confirmed."""
    acknowledged: set[int] = set()
    enough = Event()

    def load() -> None:
        with connect(settings) as db:
            db.schema([UNIQUE])
            for batch in range(10_000):
                rows = [{"id": batch * BATCH + number} for number in range(BATCH)]
                db.write_batch(WRITE, rows, batch=batch)
                acknowledged.add(batch)
                if batch == ENOUGH:
                    enough.set()

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(load)
        assert enough.wait(60)
        os.kill(pid, signal.SIGKILL)
        assert isinstance(writing.exception(30), GraphUnavailable)
    return acknowledged


def refuse_foreign_store(settings: Settings) -> None:
    """A store that a stranger holds is not touched, and the error says whose turn it is."""
    held: Path = settings.data_dir / "neo4j" / "data" / "databases" / "store_lock"
    with held.open("r+") as lock:
        fcntl.lockf(lock, fcntl.LOCK_EX)
        with pytest.raises(StoreBusy) as caught:
            embedded.start(settings)
    assert "CHANJIAO_DATA_DIR" in caught.value.hint
