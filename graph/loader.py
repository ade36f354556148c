"""The only writer: sources in, one published version out.

Phases: stage (rows into the working manifest, records into blocks), difference (nodes, then
relations), publish (one transaction), keep the manifest. Readers see the version before or the
version after, never a mixture. An interrupted load leaves the published version as it was; the
same input completes it, other input takes it back first.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from time import perf_counter
from typing import Any, LiteralString

import orjson

from graph import versions
from graph.cypher.reads import compile_read
from graph.cypher.upsert import change_node
from graph.db import Database, WriteTransaction
from graph.difference import Changes, Difference
from graph.errors import GraphBusy, LoadFailed
from graph.evidence import SourceCard
from graph.identity import WRITE_REDIRECTS, Move, moves, speakers
from graph.manifest import Manifest
from graph.rebuild import open_manifest
from graph.records import BLOCK_BITS, CLOSE_RECORDS, locators
from graph.resolve.applied import marks, remember, to_read_again
from graph.resolve.applied import moved as decided
from graph.resolve.decisions import Ledger
from graph.staging import SourceInput, SourceResult, Stager
from graph.writer import BATCH, RowWriter, Writer

WRITE_SOURCES = compile_read(
    "UNWIND $rows AS row MERGE (s:_Source {id: row.id}) SET s = row, s.loaded_version = $version, "
    "s.loaded_at = datetime()"
)

#: What a version keeps of each source that it read.
LOAD_COUNTS = (
    "read", "rows_new", "rows_changed", "rows_unchanged", "gone_rows", "quarantined", "kinds"
)  # fmt: skip


@dataclass(frozen=True)
class Change:
    """How a source changed beside its rows: ``reading`` (its code, grade or status: every row is
    read again) and ``standing`` (its visibility or priority: every row gets a new record)."""

    reading: bool = False
    standing: bool = False


@dataclass(frozen=True)
class Progress:
    """One step of a load: ``phase`` is stage, nodes, relations or publish; ``done`` of ``total``
    rows (total 0: not known)."""

    phase: str
    detail: str
    done: int
    total: int = 0


@dataclass
class LoadReport:
    """What a load did. ``read`` and ``quarantined`` count rows; ``new``, ``changed``,
    ``withdrawn`` and ``unchanged`` count nodes and relations together."""

    version: int = 0
    published: bool = False
    read: int = 0
    new: int = 0
    changed: int = 0
    withdrawn: int = 0
    unchanged: int = 0
    quarantined: int = 0
    conflicts: int = 0
    seconds: float = 0.0
    why: dict[str, int] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    sources: dict[str, dict[str, Any]] = field(default_factory=dict)

    def summary(self) -> dict[str, int]:
        """The counts alone."""
        names = ("read", "new", "changed", "withdrawn", "unchanged", "quarantined")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True)
class Publication:
    """What the publishing transaction needs besides the changed nodes."""

    version: int
    stamp: str
    gone: list[int]
    moved: list[Move]


class Loader:
    """Loads sources into one database.

    Args:
        db: the database.
        folder: where the manifest lives; one file per graph.
        progress: told of each step.
        batch: rows per transaction.
    """

    def __init__(
        self,
        db: Database,
        folder: Path,
        *,
        progress: Callable[[Progress], None] = lambda _: None,
        batch: int = BATCH,
    ) -> None:
        self._db, self._folder, self._progress, self._batch = db, folder, progress, batch
        #: What people decided about names; the rows that it concerns are read again.
        self.decisions = Ledger()

    def load(self, sources: Sequence[SourceInput]) -> LoadReport:
        """Load sources; those that were loaded before and are not among them stay as they are.

        Raises:
            LoadFailed: a source yields fewer entities than its card asserts; nothing is visible.
            GraphBusy: another load of this folder runs.
            GraphUnavailable: Neo4j went away; load again to complete.
        """
        with alone(self._folder):
            return self._load(sources)

    def _load(self, sources: Sequence[SourceInput]) -> LoadReport:
        began, report = perf_counter(), LoadReport()
        state = versions.prepare(self._db)
        report.version = state.published
        manifest_path = open_manifest(self._db, state, self._folder)
        changed = sources_to_read(sources, manifest_path, self.decisions)
        if not changed:
            if state.loading:
                versions.discard(self._db, state.loading)
            self._report_unchanged(report, sources, manifest_path)
        else:
            version = state.published + 1
            read = (s for s in sources if s.card.id in changed)
            inputs = _digest_of(read, marks(self.decisions))
            if state.loading and state.inputs != inputs:
                versions.discard(self._db, state.loading)
            versions.begin(self._db, version, inputs)
            self._run(report, version, sources, changed, manifest_path)
        report.seconds = round(perf_counter() - began, 3)
        return report

    def _run(
        self,
        report: LoadReport,
        version: int,
        sources: Sequence[SourceInput],
        changed: dict[str, Change],
        manifest_path: Path,
    ) -> None:
        working = manifest_path.with_suffix(".next")
        manifest = Manifest.copy(manifest_path, working)
        try:
            stager = self._stager(manifest, version)
            results = self._stage(stager, sources, changed)
            moved = self._follow_codes(stager, sources, results)
            cards = stored_cards(manifest) | {s.card.id: s.card for s in sources}
            manifest.set_cards(cards)
            difference = Difference(manifest, cards)
            self._refuse(difference, results, manifest, stager)
            _count_kinds(results, manifest)
            for name in (s.card.id for s in sources):
                results[name].sort_rows(*manifest.rows_taken(name, stager.first_rid))
            _assert_counts(sources, results, manifest, report)
            self._write(difference, manifest, version)
            self._finish(report, difference.changes, results, manifest, sources)
            stamp = secrets.token_hex(8)
            manifest.put("stamp", stamp)
            publication = Publication(version, stamp, stager.gone, moved)
            self._publish(publication, difference, sources, report)
            manifest.tidy()
            manifest.close()
        except LoadFailed:
            manifest.close()
            versions.discard(self._db, version)
            raise
        finally:
            manifest.close()
        working.replace(manifest_path)
        report.version, report.published = version, True

    def _stager(self, manifest: Manifest, version: int) -> Stager:
        return Stager(self._db, manifest, version, on_rows=self._on_rows())

    def _stage(
        self, stager: Stager, sources: Sequence[SourceInput], changed: dict[str, Change]
    ) -> dict[str, SourceResult]:
        results: dict[str, SourceResult] = {}
        moved: set[str] = set()
        stager.manifest.decisions = self.decisions
        for source in sources:
            name = source.card.id
            remember(stager.manifest, name)
            behind = bool(moved.intersection(source.after))
            if name not in changed and not behind:
                results[name] = _passed_over(stager.manifest, name)
                continue
            change = changed.get(name, Change())
            result = stager.stage(source, recheck=behind or change.reading, reissue=change.standing)
            results[name] = result
            if result.new_rows or result.gone_rows:
                moved.add(name)
        return results

    def _follow_codes(
        self, stager: Stager, sources: Sequence[SourceInput], results: dict[str, SourceResult]
    ) -> list[Move]:
        """Read sources again that speak of an entity by name which now has its code."""
        stager.manifest.settle()
        moved = moves(stager.manifest)
        behind = speakers(stager.manifest, (move.old for move in moved))
        for source in sources:
            if source.card.id in behind:
                again = stager.stage(source, recheck=True)
                before = results[source.card.id]
                results[source.card.id] = replace(
                    again,
                    new_rows=before.new_rows + again.new_rows,
                    gone_rows=before.gone_rows + again.gone_rows,
                )
        return [*moved, *decided(stager.manifest)]

    def _refuse(
        self,
        difference: Difference,
        results: dict[str, SourceResult],
        manifest: Manifest,
        stager: Stager,
    ) -> None:
        refused = difference.refuse_dangling()
        places = self._places([rid for *_, rid in refused])
        for source, digest, issue, rid in refused:
            manifest.add_quarantine(source, digest, replace(issue, locator=places.get(rid, "")))
            stager.gone.append(rid)
            result = results.setdefault(source, SourceResult())
            result.quarantined += 1
            result.skipped = False

    def _places(self, rids: list[int]) -> dict[int, str]:
        return locators(self._db, rids)

    def _write(self, difference: Difference, manifest: Manifest, version: int) -> None:
        with Writer(self._db, version, batch=self._batch) as writer:
            self._send(difference, manifest, writer)

    def _send(self, difference: Difference, manifest: Manifest, writer: RowWriter) -> None:
        total = manifest.touched_count()
        done = [0]

        def advance(phase: str) -> Callable[[int], None]:
            def on_done(count: int) -> None:
                done[0] += count
                self._progress(Progress(phase, "", min(done[0], total), total))

            return on_done

        difference.write_nodes(writer, advance("nodes"))
        writer.flush()
        difference.write_relations(writer, advance("relations"))

    def _publish(
        self,
        publication: Publication,
        difference: Difference,
        sources: Sequence[SourceInput],
        report: LoadReport,
    ) -> None:
        version = publication.version
        self._progress(Progress("publish", "", 0))
        redirects = [[m.old, m.new] for m in publication.moved if m.published]
        with self._db.transaction() as tx:
            for label, rows in difference.pending(self._batch):
                tx.run(change_node(label), rows=rows, version=version, label=label)
            mark_records(tx, CLOSE_RECORDS, publication.gone, version)
            tx.run(WRITE_REDIRECTS, rows=redirects, version=version)
            tx.run(WRITE_SOURCES, rows=_source_rows(sources, report), version=version)
            tx.run(
                versions.PUBLISH,
                version=version, stamp=publication.stamp, summary=_flat(report, sources),
            )  # fmt: skip

    def _finish(
        self,
        report: LoadReport,
        changes: Changes,
        results: dict[str, SourceResult],
        manifest: Manifest,
        sources: Sequence[SourceInput],
    ) -> None:
        report.read = sum(r.read for r in results.values())
        report.new, report.changed = changes.new, changes.changed
        report.withdrawn, report.conflicts = changes.withdrawn, changes.conflicts
        report.unchanged = manifest.alive_count() - changes.new - changes.changed
        self._add_quarantine(report, manifest)
        for source in sources:
            result = results[source.card.id]
            report.sources[source.card.id] = asdict(result)
            if result.personal:
                report.warnings.append(
                    f"{source.card.id}: personal data was left out of {result.personal} cells."
                )

    def _report_unchanged(
        self, report: LoadReport, sources: Sequence[SourceInput], path: Path
    ) -> None:
        manifest = Manifest(path)
        try:
            report.unchanged = manifest.alive_count()
            for source in sources:
                name = source.card.id
                result = _passed_over(manifest, name)
                result.sort_rows(0, 0)
                report.read += result.read
                report.sources[name] = asdict(result)
            self._add_quarantine(report, manifest)
        finally:
            manifest.close()

    def _add_quarantine(self, report: LoadReport, manifest: Manifest) -> None:
        report.why = manifest.quarantine_codes()
        report.quarantined = sum(report.why.values())

    def _on_rows(self) -> Callable[[str, int], None]:
        done = [0]

        def on_rows(source: str, rows: int) -> None:
            done[0] += rows
            self._progress(Progress("stage", source, done[0]))

        return on_rows


def sources_to_read(
    sources: Sequence[SourceInput], path: Path, decisions: Ledger
) -> dict[str, Change]:
    """Sources to read: those that changed, those that speak of what was decided since and, where
    there are any, those with rows that wait."""
    manifest = Manifest(path)
    try:
        cards = stored_cards(manifest)
        changed: dict[str, Change] = {}
        for source in sources:
            before = manifest.source_digests(source.card.id)
            if before != (source.content_digest, source.code_digest):
                card = cards.get(source.card.id, source.card)
                changed[source.card.id] = _change(source, before[1], card)
        for name in to_read_again(manifest, [s.card.id for s in sources], decisions):
            changed[name] = replace(changed.get(name, Change()), reading=True)
        if changed:
            waiting = (s.card.id for s in sources if manifest.waits(s.card.id))
            changed = dict.fromkeys(waiting, Change()) | changed
        return changed
    finally:
        manifest.close()


def _change(source: SourceInput, code: str, before: SourceCard) -> Change:
    now = source.card
    return Change(
        reading=code != source.code_digest
        or (now.grade, now.status) != (before.grade, before.status),
        standing=(now.scope, now.priority) != (before.scope, before.priority),
    )


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One load at a time on one folder; the kernel frees the lock however the process ends."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "load.lock").open("a", encoding="utf-8") as lock:
        try:
            flock(lock, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            raise GraphBusy(
                "Another load runs on this data directory.", hint="Wait until it is done."
            ) from None
        yield


def _digest_of(sources: Iterable[SourceInput], decisions: str) -> str:
    """Digest of what a load reads: the same digest means that it can be completed."""
    parts = sorted([s.card.id, s.content_digest, s.code_digest] for s in sources)
    parts.append([decisions])
    return hashlib.sha256(orjson.dumps(parts)).hexdigest()


def stored_cards(manifest: Manifest) -> dict[str, SourceCard]:
    """The cards of all sources that were loaded."""
    raw = manifest.get("cards", "{}")
    return {k: SourceCard.model_validate(v) for k, v in orjson.loads(raw).items()}


def _passed_over(manifest: Manifest, source: str) -> SourceResult:
    """The result of a source that is not read: its rows of last time."""
    waiting = manifest.quarantined(source)
    read = manifest.get(f"rows:{source}") or manifest.row_count(source) + waiting
    return SourceResult(int(read), quarantined=waiting, skipped=True)


def _count_kinds(results: dict[str, SourceResult], manifest: Manifest) -> None:
    for name, result in results.items():
        if not result.skipped:
            result.kinds = manifest.count_kinds(name)


def _assert_counts(
    sources: Sequence[SourceInput],
    results: dict[str, SourceResult],
    manifest: Manifest,
    report: LoadReport,
) -> None:
    for source in sources:
        result = results[source.card.id]
        if result.skipped:
            continue
        counts = result.kinds
        for kind, least in source.minimum.items():
            if counts.get(kind, 0) < least:
                raise LoadFailed(
                    f"{source.card.id} yields {counts.get(kind, 0)} {kind}, fewer than {least}.",
                    hint="Nothing was published. Correct the file, or lower the card's assertion.",
                    source=source.card.id,
                    quarantined=manifest.quarantine_codes(),
                )
        for kind, most in source.maximum.items():
            if counts.get(kind, 0) > most:
                report.warnings.append(
                    f"{source.card.id} yields {counts[kind]} {kind}, more than {most}."
                )


def mark_records(
    tx: WriteTransaction, statement: LiteralString, rids: Iterable[int], version: int
) -> None:
    """Close or reopen records (:data:`CLOSE_RECORDS`, :data:`REOPEN_RECORDS`)."""
    blocks: dict[int, list[int]] = {}
    for rid in rids:
        blocks.setdefault(rid >> BLOCK_BITS, []).append(rid)
    if blocks:
        tx.run(statement, rows=[[b, found] for b, found in blocks.items()], version=version)


def _source_rows(sources: Sequence[SourceInput], report: LoadReport) -> list[dict[str, Any]]:
    return [
        {
            "id": s.card.id,
            "scope": s.card.scope,
            "card": s.card.model_dump_json(),
            "content_digest": s.content_digest,
            "code_digest": s.code_digest,
            "rows": report.sources[s.card.id]["read"],
            "quarantined": report.sources[s.card.id]["quarantined"],
            "kinds": orjson.dumps(report.sources[s.card.id]["kinds"]).decode(),
        }
        for s in sources
        if not report.sources[s.card.id]["skipped"]
    ]


def _flat(report: LoadReport, sources: Sequence[SourceInput]) -> dict[str, Any]:
    loads = {
        s.card.id: {
            "content": s.content_digest,
            "code": s.code_digest,
            "card": s.card.model_dump(),
            **{k: report.sources[s.card.id][k] for k in LOAD_COUNTS},
        }
        for s in sources
        if not report.sources[s.card.id]["skipped"]
    }
    return {
        **report.summary(),
        "why": orjson.dumps(report.why).decode(),
        "loads": orjson.dumps(loads).decode(),
    }
