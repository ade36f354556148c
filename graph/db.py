"""The one place that makes a driver, retries, and turns driver errors into :mod:`graph.errors`.

    with connect(settings()) as db:
        db.read("MATCH (n:Region) RETURN n.id AS id LIMIT $limit", limit=10)

Queries are constants or generated from the ontology; values always travel as parameters.
"""

from __future__ import annotations

import os
import random
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Any, LiteralString, Self, TypeVar

from neo4j import (
    READ_ACCESS,
    WRITE_ACCESS,
    GraphDatabase,
    ManagedTransaction,
    Query,
    Result,
    SummaryCounters,
    Transaction,
    unit_of_work,
)
from neo4j.exceptions import IncompleteCommit, ServiceUnavailable, SessionExpired, TransientError

from graph import embedded
from graph.driver_errors import translated
from graph.errors import ConfigurationError
from graph.settings import Settings

if TYPE_CHECKING:
    from neo4j import Driver, Session

Row = dict[str, Any]
T = TypeVar("T")
LOST = (ServiceUnavailable, SessionExpired)
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.05, 2.0
ACQUISITION_TIMEOUT_S = 30.0


@dataclass(frozen=True)
class Counters:
    """What a write changed, as counted by the server."""

    nodes_created: int = 0
    nodes_deleted: int = 0
    relationships_created: int = 0
    relationships_deleted: int = 0
    properties_set: int = 0
    labels_added: int = 0

    @classmethod
    def of(cls, counters: SummaryCounters) -> Self:
        """From the driver's summary."""
        return cls(**{name: getattr(counters, name) for name in cls.__dataclass_fields__})

    def __add__(self, other: Counters) -> Counters:
        names = self.__dataclass_fields__
        return Counters(**{name: getattr(self, name) + getattr(other, name) for name in names})


class FairGate:
    """A semaphore that lets waiters in in the order they came: none starves under load."""

    def __init__(self, places: int) -> None:
        self._free = places
        self._waiting: deque[Lock] = deque()
        self._guard = Lock()

    def __enter__(self) -> None:
        with self._guard:
            if self._free > 0:
                self._free -= 1
                return
            turn = Lock()
            turn.acquire()
            self._waiting.append(turn)
        try:
            turn.acquire()  # freed by the one who leaves: the place passes on directly
        except BaseException:  # interrupted while waiting: leave the queue, or pass the place on
            self._give_up(turn)
            raise

    def _give_up(self, turn: Lock) -> None:
        with self._guard:
            if turn in self._waiting:
                self._waiting.remove(turn)
                return
        self.__exit__()

    def __exit__(self, *_: object) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._free += 1


class WriteTransaction:
    """An explicit write transaction: all of it or nothing."""

    def __init__(self, transaction: Transaction | ManagedTransaction) -> None:
        self._transaction = transaction

    def run(self, query: str, /, **params: Any) -> list[Row]:
        """Run one query and return its rows."""
        with translated():
            return _rows(self._transaction.run(_text(query), params))

    def counts(self, query: str, /, **params: Any) -> Counters:
        """Run one query and return what it changed."""
        with translated():
            return Counters.of(self._transaction.run(_text(query), params).consume().counters)


class Database:
    """Reads and writes on one database of one server; safe to share between threads."""

    def __init__(
        self, driver: Driver, settings: Settings, lease: embedded.Lease | None = None
    ) -> None:
        self._driver = driver
        self._settings = settings
        self._lease = lease
        self._gate = FairGate(2 * (os.cpu_count() or 1))
        # In a cluster, a read after a write waits until its replica has caught up.
        routed = (settings.neo4j_uri or "").startswith("neo4j")
        self._bookmarks = GraphDatabase.bookmark_manager() if routed else None

    @property
    def lease(self) -> embedded.Lease | None:
        """The lease on the embedded server, None for any other server."""
        return self._lease

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections; stops an embedded server that nobody else uses."""
        self._driver.close()
        if self._lease is not None:
            self._lease.release()

    @contextmanager
    def paused(self) -> Iterator[Path]:
        """The embedded store's folder while no server runs on it; afterwards it is started again.

        Raises:
            StoreBusy: other processes use the server; it runs on.
        """
        assert self._lease is not None, "only an embedded server can be paused"
        self._driver.close()
        try:
            with self._lease.paused() as home:
                yield home
        finally:
            now = self._lease.running
            self._driver = _driver(
                self._settings, now.uri, (now.user, now.password), wait_s=ACQUISITION_TIMEOUT_S
            )

    def ping(self) -> float:
        """Ask the server once, without retry; returns the answer time in seconds."""
        began = time.perf_counter()
        with translated(), self._session(READ_ACCESS) as session:
            session.run("RETURN 1").consume()
        return time.perf_counter() - began

    def read(self, query: str, /, **params: Any) -> list[Row]:
        """Rows of one reading query; the server refuses writes in it.

        Raises:
            QueryTimeout: it ran longer than ``query_timeout_s``.
            GraphUnavailable, GraphBusy, QueryInvalid.
        """
        text = Query(_text(query), timeout=self._settings.query_timeout_s)

        def once() -> list[Row]:
            with self._session(READ_ACCESS) as session:
                return _rows(session.run(text, params))

        with self._gate:
            return self._retry(once)

    def stream(self, query: str, /, **params: Any) -> Iterator[Row]:
        """Rows of one reading query as they come, for exports; holds a connection, no retry."""
        text = Query(_text(query), timeout=self._settings.write_timeout_s)
        with translated(), self._session(READ_ACCESS) as session:
            result = session.run(text, params)
            keys = result.keys()
            for record in result:
                yield dict(zip(keys, record, strict=True))

    def write(self, query: str, /, **params: Any) -> list[Row]:
        """Rows of one writing query in its own transaction.

        Raises:
            CommitUnknown: the connection broke while committing; look before you repeat.
            ConstraintViolated, GraphUnavailable, GraphBusy, QueryInvalid, QueryTimeout.
        """
        return self._managed(lambda tx: _rows(tx.run(_text(query), params)))

    def write_batch(
        self, query: str, rows: Sequence[Mapping[str, Any] | Sequence[Any]], /, **params: Any
    ) -> Counters:
        """Run a query over ``$rows`` in one transaction and count what it changed.

        The query must be safe to repeat (MERGE): a batch whose commit went unanswered is sent
        again.
        """
        values = {**params, "rows": rows}

        def work(tx: ManagedTransaction) -> Counters:
            return Counters.of(tx.run(_text(query), values).consume().counters)

        return self._managed(work, repeatable=True)

    @contextmanager
    def transaction(self) -> Iterator[WriteTransaction]:
        """An explicit write transaction; commits at the end, rolls back on any error."""
        timeout = self._settings.write_timeout_s
        with (
            translated(),
            self._session(WRITE_ACCESS) as session,
            session.begin_transaction(timeout=timeout) as transaction,
        ):
            yield WriteTransaction(transaction)
            transaction.commit()

    def schema(self, statements: Iterable[str]) -> None:
        """Run DDL, each statement in its own transaction, and wait until indexes answer."""
        for statement in statements:
            self._retry(lambda text=statement: self._run_alone(text))  # type: ignore[misc]
        self._retry(lambda: self._run_alone("CALL db.awaitIndexes(300)"))

    def _run_alone(self, statement: str) -> None:
        with self._session(WRITE_ACCESS) as session:
            session.run(_text(statement)).consume()

    def _session(self, access: str) -> Session:
        return self._driver.session(
            database=self._settings.neo4j_database,
            default_access_mode=access,
            bookmark_manager=self._bookmarks,
        )

    def _managed(self, work: Callable[[ManagedTransaction], T], *, repeatable: bool = False) -> T:
        timed = unit_of_work(timeout=self._settings.write_timeout_s)(work)

        def once() -> T:
            with self._session(WRITE_ACCESS) as session:
                return session.execute_write(timed)

        return self._retry(once, repeatable=repeatable)

    def _retry(self, once: Callable[[], T], *, repeatable: bool = True) -> T:
        """Call until it works, for as long as the error is one that passes by itself."""
        began, pause = time.monotonic(), FIRST_PAUSE_S
        with translated():
            while True:
                try:
                    return once()
                except (TransientError, *LOST) as error:
                    limit = self._patience(error, repeatable)
                    if time.monotonic() - began + pause > limit:
                        raise
                    time.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311 - jitter
                    pause = min(pause * 2, LONGEST_PAUSE_S)

    def _patience(self, error: Exception, repeatable: bool) -> float:
        """For how many seconds this error is worth trying again; 0 for not at all."""
        if isinstance(error, IncompleteCommit) and not repeatable:
            return 0
        if isinstance(error, LOST):
            return self._settings.reconnect_s
        if isinstance(error, TransientError) and "OutOfMemory" in (error.code or ""):
            return 0  # the same query would need the same memory
        return self._settings.retry_s


def connect(settings: Settings, progress: Callable[[str], None] = lambda _: None) -> Database:
    """Connect to the configured server, or start or join the embedded one.

    Raises:
        GraphUnavailable: nothing answers (within about ``connect_timeout_s``).
        AuthenticationFailed: the user or password is refused.
        ConfigurationError: an address without a password.
    """
    if settings.neo4j_uri is not None:
        if settings.neo4j_password is None:
            raise ConfigurationError(
                "A Neo4j address is set and no password.", hint="Set CHANJIAO_NEO4J_PASSWORD."
            )
        password = settings.neo4j_password.get_secret_value()
        return _open(settings, settings.neo4j_uri, settings.neo4j_user, password, None)
    lease = embedded.lease(settings, progress)
    running = lease.running
    try:
        return _open(settings, running.uri, running.user, running.password, lease)
    except BaseException:
        lease.release()
        raise


def _open(
    settings: Settings, uri: str, user: str, password: str, lease: embedded.Lease | None
) -> Database:
    with translated(uri=uri, user=user):
        _probe(settings, uri, (user, password))
        driver = _driver(settings, uri, (user, password), wait_s=ACQUISITION_TIMEOUT_S)
    return Database(driver, settings, lease)


def _probe(settings: Settings, uri: str, auth: tuple[str, str]) -> None:
    """Ask once with a short limit: a server that accepts and stays silent fails fast as well."""
    with _driver(settings, uri, auth, wait_s=settings.connect_timeout_s) as driver:
        driver.verify_connectivity()


def _driver(settings: Settings, uri: str, auth: tuple[str, str], *, wait_s: float) -> Driver:
    return GraphDatabase.driver(
        uri,
        auth=auth,
        max_connection_pool_size=settings.pool_size,
        connection_timeout=settings.connect_timeout_s,
        connection_acquisition_timeout=wait_s,
        max_transaction_retry_time=0,  # Database._retry is the one that retries
        notifications_min_severity="OFF",
        telemetry_disabled=True,
        user_agent="chanjiao-graph",
    )


def _text(query: str) -> LiteralString:
    """The query as the driver types it.

    The driver asks for literals to keep input out of queries. Ours are constants or come from
    the ontology, which quotes names itself; mypy takes a str for a literal, so no cast is needed.
    """
    return query


def _rows(result: Result) -> list[Row]:
    keys = result.keys()
    return [dict(zip(keys, record, strict=True)) for record in result]
