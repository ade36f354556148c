"""Rows of sources into the working manifest: what is new, what is gone, what is refused.

Rows whose digest is known are passed over without being transformed; a source whose files did
not change is passed over whole.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Protocol

import numpy as np
import orjson

from graph.db import Database
from graph.evidence import Issue, Record, SourceCard
from graph.manifest import Digests, Manifest, fact_id
from graph.records import BLOCK_BITS, BLOCK_SIZE, WRITE_BLOCKS, encode, pack
from graph.resolve.applied import Judge
from graph.resolve.memory import MemoryNames
from graph.resolve.names import Candidate, NameIndex

CHUNK = 5000
BLOCKS_PER_BATCH = 20
RawRow = tuple[Any, int]


class SourceInput(Protocol):
    """What the loader asks of a source; ``ingest`` provides it."""

    @property
    def card(self) -> SourceCard:
        """The source's card."""
        ...

    @property
    def after(self) -> tuple[str, ...]:
        """Sources whose entities this one refers to."""
        ...

    @property
    def content_digest(self) -> str:
        """Digest of card and data files."""
        ...

    @property
    def code_digest(self) -> str:
        """Digest of everything that decides how a row is read."""
        ...

    @property
    def minimum(self) -> dict[str, int]:
        """Least number of entities and relations by kind; fewer fail the load."""
        ...

    @property
    def maximum(self) -> dict[str, int]:
        """Largest number by kind; more are reported."""
        ...

    def rows(self) -> Iterator[RawRow]:
        """Raw rows with their digests."""
        ...

    def record(self, row: Any, names: NameIndex) -> Record | Issue:
        """What a raw row states, or why it is refused."""
        ...


@dataclass
class SourceResult:
    """Counts of one source in one load: rows, and what they state by kind. Of the rows read, each
    stands in one of ``rows_new``, ``rows_changed``, ``rows_unchanged`` and ``quarantined``."""

    read: int = 0
    new_rows: int = 0
    gone_rows: int = 0
    quarantined: int = 0
    skipped: bool = False
    personal: int = 0
    kinds: dict[str, int] = field(default_factory=dict)
    rows_new: int = 0
    rows_changed: int = 0
    rows_unchanged: int = 0

    def sort_rows(self, new: int, changed: int) -> None:
        """Put every row in its bucket; what is neither new, changed nor refused is unchanged.

        Raises:
            ValueError: the counts contradict each other, so a row was lost or counted twice.
        """
        self.rows_new, self.rows_changed = new, changed
        self.rows_unchanged = self.read - self.quarantined - new - changed
        if self.rows_unchanged < 0:
            raise ValueError(f"{self.read} rows read, fewer than were sorted: {self}")


@dataclass
class Stager:
    """Stages sources into ``manifest``, their records into the graph as blocks of ``version``."""

    db: Database
    manifest: Manifest
    version: int
    on_rows: Callable[[str, int], None] = lambda _source, _rows: None
    gone: list[int] = field(default_factory=list)
    #: A preview stages without writing records into the graph.
    write: bool = True

    def __post_init__(self) -> None:
        # Blocks belong to one version: begin on a fresh one.
        self._rid = (self.manifest.next_rid() + BLOCK_SIZE - 1) >> BLOCK_BITS << BLOCK_BITS
        self.first_rid = self._rid

    def stage(
        self, source: SourceInput, *, recheck: bool = False, reissue: bool = False
    ) -> SourceResult:
        """Stage one source.

        Args:
            source: the source.
            recheck: transform known rows again as well, because its code or a source it refers
                to changed; rows that state the same as before keep their record.
            reissue: give every row a new record, because who may see it or how it ranks changed.
        """
        name, result = source.card.id, SourceResult()
        if reissue:
            self.gone += self.manifest.withdraw_rows(name, self.manifest.row_digests(name).tolist())
        known = _Known(self.manifest.row_digests(name))
        self.manifest.replace_quarantine(name, ())
        for chunk in _chunks(source.rows()):
            with _no_collection():
                fresh, refused = self._fresh(source, chunk, known, recheck)
                self.manifest.extend_quarantine(name, refused)
                result.quarantined += len(refused)
                result.read += len(chunk)
                result.new_rows += len(fresh)
                result.personal += sum(record.personal for record in fresh)
                # A row that is replaced by another reading of itself goes before that comes.
                self.gone += self.manifest.withdraw_rows(name, known.take_dropped())
                self._write_records(source, fresh)
            self.on_rows(name, len(chunk))
        gone = self.manifest.withdraw_rows(name, known.unseen())
        self.gone += gone
        result.gone_rows = len(gone)
        self.manifest.put(f"rows:{name}", str(result.read))
        self.manifest.set_source(name, source.content_digest, source.code_digest)
        self.manifest.put("next_rid", str(self._rid))
        return result

    def _fresh(
        self, source: SourceInput, chunk: list[RawRow], known: _Known, recheck: bool
    ) -> tuple[list[Record], list[tuple[int, Issue]]]:
        """Records of the rows that are not in the manifest as they are, and the refused rows."""
        fresh: dict[int, Record] = {}
        issues: list[tuple[int, Issue]] = []
        names = _LayeredNames(self.manifest)
        there_before = known.see([digest for _, digest in chunk])
        # The same row twice is one record, also when the second stands far below the first.
        new = [digest for (_, digest), there in zip(chunk, there_before, strict=True) if not there]
        repeated = self.manifest.known_among(source.card.id, new) if new else set()
        for (row, digest), there in zip(chunk, there_before, strict=True):
            if (there and not recheck) or digest in repeated or digest in fresh:
                continue
            outcome = source.record(row, names)
            if isinstance(outcome, Issue):
                issues.append((digest, outcome))
            elif there and self._same(source.card.id, outcome):
                continue
            else:
                fresh[digest] = outcome
                names.feed(outcome)
            if there:
                known.drop(digest)
        return list(fresh.values()), issues

    def _same(self, source: str, record: Record) -> bool:
        stored = self.manifest.facts_of_digest(source, record.digest)
        now = [(record.grade, fact_id(f), f.status, orjson.dumps(f.values)) for f in record.facts]
        return stored == now

    def _write_records(self, source: SourceInput, records: list[Record]) -> None:
        batch, blocks, block = [], [], []
        for record in records:
            payloads = [orjson.dumps(f.values) for f in record.facts]
            batch.append((self._rid, record, payloads))
            block.append(encode(self._rid, record, payloads))
            self._rid += 1
            if self._rid % BLOCK_SIZE == 0:
                blocks.append(self._block(source, block))
                block = []
        if block:
            blocks.append(self._block(source, block))
            self._rid = (self._rid + BLOCK_SIZE - 1) >> BLOCK_BITS << BLOCK_BITS
        self.manifest.add_records(batch)
        if self.write:
            self._send(blocks)

    def _send(self, blocks: list[list[Any]]) -> None:
        write_blocks(self.db, blocks, self.version)

    def _block(self, source: SourceInput, block: list[list[Any]]) -> list[Any]:
        card = source.card
        return [block[0][0] >> BLOCK_BITS, card.id, card.scope, pack(block)]


def write_blocks(db: Database, blocks: list[list[Any]], version: int) -> None:
    """Record blocks, ``[id, source, scope, bytes]`` each, into the graph."""
    for start in range(0, len(blocks), BLOCKS_PER_BATCH):
        db.write_batch(WRITE_BLOCKS, blocks[start : start + BLOCKS_PER_BATCH], version=version)


class _LayeredNames:
    """Names of the manifest plus those of rows that wait to be written with this chunk."""

    def __init__(self, manifest: Manifest) -> None:
        self._manifest, self._waiting = manifest, MemoryNames()
        self._unread: list[Record] = []
        # The manifest stands still for a chunk: a name that many rows give is looked up once.
        self._found: dict[tuple[str, str], list[Candidate]] = {}

    @property
    def judge(self) -> Judge:
        """What people decided about names."""
        return Judge(self._manifest.decisions, self._manifest)

    def feed(self, record: Record) -> None:
        """Make the entities of a record findable for the rows after it."""
        self._unread.append(record)

    def lookup(self, label: str, normalised: str) -> Iterable[Candidate]:
        """See :class:`graph.resolve.names.NameIndex`."""
        for record in self._unread:  # most sources never ask, so names are read when one does
            self._waiting.feed(record.facts)
        self._unread.clear()
        asked = (label, normalised)
        if asked not in self._found:
            self._found[asked] = list(self._manifest.lookup(*asked))
        yield from self._found[asked]
        yield from self._waiting.lookup(label, normalised)

    def names_of_kind(self, label: str) -> list[str]:
        """Names of the manifest alone: enough for “did you mean”."""
        return self._manifest.names_of_kind(label)


class _Known:
    """The digests that a source had: a sorted array, 8 bytes a row, with a mark for each seen."""

    def __init__(self, digests: Digests) -> None:
        self._digests = digests
        self._seen = np.zeros(len(digests), dtype=bool)
        self._dropped: list[int] = []

    def see(self, digests: list[int]) -> list[bool]:
        """Whether each digest was there; marks those that were as seen."""
        if not len(self._digests):
            return [False] * len(digests)
        asked = np.array(digests, dtype=np.int64)
        places = np.searchsorted(self._digests, asked)
        places[places == len(self._digests)] = 0
        there = self._digests[places] == asked
        self._seen[places[there]] = True
        return list(there.tolist())

    def drop(self, digest: int) -> None:
        """A row that was there and is no longer accepted as it was."""
        self._dropped.append(digest)

    def take_dropped(self) -> list[int]:
        """Dropped digests since the last call."""
        dropped, self._dropped = self._dropped, []
        return dropped

    def unseen(self) -> list[int]:
        """Digests that the source no longer has."""
        return list(self._digests[~self._seen].tolist())


def _chunks(rows: Iterator[RawRow]) -> Iterator[list[RawRow]]:
    while True:
        with _no_collection():
            chunk = list(islice(rows, CHUNK))
        if not chunk:
            return
        yield chunk


@contextmanager
def _no_collection() -> Iterator[None]:
    """Without the search for cycles: a chunk makes many objects and no cycle, and looking at all
    of them again and again was a quarter of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
