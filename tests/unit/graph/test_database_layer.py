"""The parts of the database layer that need no server: the gate, the rules for errors, the lock."""

from __future__ import annotations

import re
import threading
import time
from pathlib import Path
from typing import cast

import pytest
from neo4j import Driver
from neo4j.exceptions import (
    AuthError,
    ClientError,
    ConstraintError,
    IncompleteCommit,
    Neo4jError,
    ServiceUnavailable,
    TransientError,
)

from graph import jars
from graph.db import Counters, Database, FairGate
from graph.driver_errors import translate
from graph.embedded_server import ServerConfig, neo4j_options, write_private
from graph.errors import CommitUnknown, GraphBusy, GraphError, GraphUnavailable, QueryInvalid
from graph.settings import Settings


def out_of_memory() -> Neo4jError:
    """What the server answers when a transaction needs too much memory."""
    return Neo4jError._hydrate_neo4j(
        code="Neo.TransientError.General.MemoryPoolOutOfMemoryError", message="too much"
    )


def test_the_gate_lets_in_by_order_of_arrival() -> None:
    gate, order, waiting = FairGate(1), list[int](), list[threading.Thread]()

    def enter(number: int) -> None:
        with gate:
            order.append(number)

    with gate:
        for number in range(5):
            waiting.append(threading.Thread(target=enter, args=(number,)))
            waiting[-1].start()
            while len(gate._waiting) <= number:
                time.sleep(0.001)
    for thread in waiting:
        thread.join()
    assert order == [0, 1, 2, 3, 4]


def test_the_gate_bounds_how_many_are_inside() -> None:
    gate, inside, most, guard = FairGate(2), [0], [0], threading.Lock()

    def work() -> None:
        with gate:
            with guard:
                inside[0] += 1
                most[0] = max(most[0], inside[0])
            time.sleep(0.005)
            with guard:
                inside[0] -= 1

    threads = [threading.Thread(target=work) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [2]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (AuthError("no"), "authentication_failed"),
        (IncompleteCommit("gone"), "commit_unknown"),
        (ServiceUnavailable("gone"), "graph_unavailable"),
        (TransientError("deadlock"), "graph_busy"),
        (ConstraintError("twice"), "constraint_violated"),
        (ClientError("syntax"), "query_invalid"),
    ],
)
def test_each_driver_error_has_our_code_and_a_hint(error: AuthError, code: str) -> None:
    ours = translate(error, {"uri": "bolt://here", "user": "me"})
    assert ours.code == code
    assert ours.hint
    assert "\n" not in str(ours)


class Flaky:
    """Fails with an error for a number of times, then answers."""

    def __init__(self, error: Exception, times: int) -> None:
        self.error, self.left, self.calls = error, times, 0

    def __call__(self) -> str:
        self.calls += 1
        if self.left:
            self.left -= 1
            raise self.error
        return "answer"


@pytest.fixture
def retrying() -> Database:
    """A database whose driver is never used."""
    settings = Settings(retry_s=5, reconnect_s=0.0, neo4j_uri=None)
    return Database(cast(Driver, None), settings)


def test_a_deadlock_is_tried_again(retrying: Database) -> None:
    work = Flaky(TransientError("deadlock"), 2)
    assert retrying._retry(work) == "answer"
    assert work.calls == 3


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (ServiceUnavailable("gone"), GraphUnavailable),
        (IncompleteCommit("gone"), CommitUnknown),
        (out_of_memory(), GraphBusy),
        (ClientError("syntax"), QueryInvalid),
    ],
)
def test_what_does_not_pass_is_not_tried_again(
    retrying: Database, error: Exception, expected: type[GraphError]
) -> None:
    work = Flaky(error, 2)
    with pytest.raises(expected):
        retrying._retry(work, repeatable=False)
    assert work.calls == 1


def test_counters_add_up() -> None:
    total = Counters(nodes_created=1) + Counters(nodes_created=2, properties_set=3)
    assert total == Counters(nodes_created=3, properties_set=3)


def test_the_lock_pins_every_jar() -> None:
    locked = jars.locked()
    assert jars.COORDINATE in {jar.coordinate for jar in locked}
    assert len({jar.coordinate for jar in locked}) == len(locked) > 200
    assert all(re.fullmatch(r"[0-9a-f]{64}", jar.sha256) and jar.size > 0 for jar in locked)
    assert jars.LOCK.read_text("utf-8").startswith(jars.HEADER)


def test_a_jar_that_is_not_the_locked_one_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jar = jars.Jar("0" * 64, 4, "org.example:thing:1.0")
    fetched: list[Path] = []

    def fake(one: jars.Jar, _context: object) -> None:
        path = one.path(tmp_path / "maven")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"evil")
        fetched.append(path)

    monkeypatch.setattr(jars, "_download", fake)
    monkeypatch.setattr(jars, "locked", lambda: [jar])
    with pytest.raises(GraphUnavailable, match="not the file that was locked"):
        jars.class_path(Settings(cache_dir=tmp_path), lambda _: None)
    assert len(fetched) == 2, "a cut-off download is tried once more"
    assert not fetched[0].exists(), "and what is wrong does not stay"


def test_the_server_is_closed_to_the_outside() -> None:
    options = neo4j_options(ServerConfig("here", 7, 512, 128, [], keep=False))
    assert options["server.bolt.listen_address"] == "127.0.0.1:7"
    assert options["dbms.security.auth_enabled"] == "true"
    assert options["dbms.security.allow_csv_import_from_file_urls"] == "false"
    assert options["dbms.usage_report.enabled"] == "false"


def test_private_files_are_private_from_the_first_byte(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    write_private(path, "a")
    write_private(path, "b")
    assert path.read_text() == "b"
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path], "no half-written file stays"
