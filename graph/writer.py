"""Validated rows into Neo4j: batches by label, ends before edges, each in a retried transaction.

A batch is one static statement with its rows as lists. MERGE under a uniqueness constraint makes
a batch safe to send again, which is what a lost answer to a commit asks for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Protocol

from graph.cypher.upsert import (
    close_node,
    close_relation,
    node_columns,
    relation_columns,
    upsert_node,
    upsert_relation,
)
from graph.db import Database
from graph.ontology import REGISTRY

BATCH = 5000
Buffer = tuple[str, ...]


class RowWriter(Protocol):
    """What takes the difference of a load, see :class:`Writer`."""

    def node(self, label: str, row: list[Any]) -> None:
        """A new node."""

    def close_node(self, label: str, node_id: str) -> None:
        """A withdrawn node."""

    def relation(self, kind: str, row: list[Any]) -> None:
        """A new relation."""

    def close_relation(self, kind: str, start: str, end: str, key: str) -> None:
        """A withdrawn or replaced relation."""

    def flush(self) -> None:
        """Send what is left and wait for it."""


class Writer:
    """Collects rows and sends full batches while the next ones are being prepared.

    One batch is in flight at a time: with one relation writer there are no deadlocks, and on two
    cores a second writer was slower. Use as a context manager; leaving it sends what is left.
    """

    def __init__(
        self,
        db: Database,
        version: int,
        *,
        batch: int = BATCH,
        on_written: Callable[[int], None] = lambda _: None,
    ) -> None:
        self._db, self._version, self._batch = db, version, batch
        self._on_written = on_written
        self._buffers: dict[Buffer, list[list[Any]]] = defaultdict(list)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer")
        self._in_flight: Future[None] | None = None
        self._held = 0

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self.flush()
        finally:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def node(self, label: str, row: list[Any]) -> None:
        """A new node; ``row`` in the order of :func:`node_columns`."""
        self._add(("node", label), row)

    def close_node(self, label: str, node_id: str) -> None:
        """A withdrawn node."""
        self._add(("close_node", label), [node_id])

    def relation(self, kind: str, row: list[Any]) -> None:
        """A new relation; ``row`` in the order of :func:`relation_columns`."""
        self._add(("relation", kind, *_ends(row)), row)

    def close_relation(self, kind: str, start: str, end: str, key: str) -> None:
        """A withdrawn or replaced relation."""
        row = [start, end, key]
        self._add(("close_relation", kind, *_ends(row)), row)

    def flush(self) -> None:
        """Send what is left and wait for it."""
        for target in list(self._buffers):
            self._send(target)
        self._wait()

    def _add(self, target: Buffer, row: list[Any]) -> None:
        buffer = self._buffers[target]
        buffer.append(row)
        self._held += 1
        if len(buffer) >= self._batch:
            self._send(target)
        elif self._held >= 2 * self._batch:  # many small buffers must not add up
            self._send(max(self._buffers, key=lambda t: len(self._buffers[t])))

    def _send(self, target: Buffer) -> None:
        rows = self._buffers.pop(target, None)
        if not rows:
            return
        self._held -= len(rows)
        self._wait()
        self._in_flight = self._pool.submit(self._write, target, rows)

    def _write(self, target: Buffer, rows: list[list[Any]]) -> None:
        self._db.write_batch(_STATEMENTS[target[0]](*target[1:]), rows, version=self._version)
        self._on_written(len(rows))

    def _wait(self) -> None:
        if self._in_flight is not None:
            self._in_flight.result()
            self._in_flight = None


_STATEMENTS: dict[str, Callable[..., str]] = {
    "node": upsert_node,
    "close_node": close_node,
    "relation": upsert_relation,
    "close_relation": close_relation,
}


def _ends(row: list[Any]) -> tuple[str, str]:
    prefixes = REGISTRY.prefixes
    return (
        prefixes[row[0].partition(":")[0]].__name__,
        prefixes[row[1].partition(":")[0]].__name__,
    )


def node_row(label: str, node_id: str, evidence: list[Any], values: dict[str, Any]) -> list[Any]:
    """A row for :meth:`Writer.node`; ``evidence`` is [status, grade, scopes, records]."""
    return [node_id, *evidence, *[values.get(c) for c in node_columns(label)[5:]]]


def relation_row(
    kind: str, ends: tuple[str, str], key: str, evidence: list[Any], values: dict[str, Any]
) -> list[Any]:
    """A row for :meth:`Writer.relation`."""
    return [*ends, key, *evidence, *[values.get(c) for c in relation_columns(kind)[7:]]]
