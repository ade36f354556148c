"""What a load would change, without changing anything: neither in Neo4j nor in the manifest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph import versions
from graph.difference import Difference
from graph.evidence import Record, SourceCard
from graph.loader import Loader, alone, sources_to_read, stored_cards
from graph.manifest import Manifest
from graph.merging import Merged, Statement, merge
from graph.rebuild import open_manifest
from graph.staging import SourceInput, SourceResult, Stager

EXAMPLES = 3
_FACTS_OF = (
    "SELECT r.rid, f.status, r.grade, r.source, f.payload, r.gone FROM fact f "
    "JOIN row r ON r.rid = f.rid WHERE f.fid = ? ORDER BY r.rid"
)


@dataclass
class Preview:
    """What a load would change against the published version.

    ``sources`` gives the rows of each source (``read``, ``new``, ``changed``, ``unchanged``,
    ``gone``, ``quarantined``); ``facts`` the nodes and relations by kind as ``{"new", "changed",
    "withdrawn"}``; ``examples`` a few of each: ``{"kind", "what", "id", "from", "to", "values"}``
    where ``values`` maps a property to ``[old, new]``; ``quarantine`` the refused rows of the
    sources that would be read.
    """

    version: int = 0
    changes: bool = False
    sources: dict[str, dict[str, int]] = field(default_factory=dict)
    facts: dict[str, dict[str, int]] = field(default_factory=dict)
    examples: list[dict[str, Any]] = field(default_factory=list)
    quarantine: list[dict[str, str]] = field(default_factory=list)
    quarantined_codes: dict[str, int] = field(default_factory=dict)

    def count(self, kind: str, what: str) -> int:
        """One more of a kind; returns how many there are now."""
        counts = self.facts.setdefault(kind, {})
        counts[what] = counts.get(what, 0) + 1
        return counts[what]


class _Unwritten(Stager):
    """Stages without writing records into the graph, and remembers where those stand whose
    relations may end at nothing."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.places: dict[int, str] = {}

    def _write_records(self, source: SourceInput, records: list[Record]) -> None:
        self.write = False
        self.places.update(
            (self._rid + number, record.locator)
            for number, record in enumerate(records)
            if any(fact.start is not None for fact in record.facts)
        )
        super()._write_records(source, records)


class Previewer(Loader):
    """Stages sources on a copy of the manifest and reads the difference off it."""

    _staged: _Unwritten

    def preview(self, sources: Sequence[SourceInput], *, examples: int = EXAMPLES) -> Preview:
        """What loading these sources now would change.

        Raises:
            GraphBusy: a load of this folder runs.
            GraphUnavailable: Neo4j cannot be reached.
        """
        with alone(self._folder):
            found = Preview()
            working = self._folder / "preview.sqlite"
            try:
                self._preview(found, working, sources, examples)
            finally:
                working.unlink(missing_ok=True)
            return found

    def _preview(
        self, found: Preview, working: Path, sources: Sequence[SourceInput], examples: int
    ) -> None:
        state = versions.read_state(self._db)
        if state is None:
            kept = self._folder / "preview-empty.sqlite"
            Manifest.create(kept).close()
        else:
            kept = open_manifest(self._db, state, self._folder)
            found.version = state.published
        changed = sources_to_read(sources, kept, self.decisions)
        manifest = Manifest.copy(kept, working)
        if state is None:
            kept.unlink()
        try:
            stager = _Unwritten(self._db, manifest, found.version + 1, on_rows=self._on_rows())
            self._staged = stager
            results = self._stage(stager, sources, changed)
            self._follow_codes(stager, sources, results)
            cards = stored_cards(manifest) | {s.card.id: s.card for s in sources}
            difference = _Reader(manifest, cards, stager.first_rid)
            self._refuse(difference, results, manifest, stager)
            _tell_rows(found, results, manifest, stager.first_rid)
            _tell_quarantine(found, manifest, {n for n, r in results.items() if not r.skipped})
            difference.tell(found, examples)
            found.changes = any(sum(counts.values()) for counts in found.facts.values())
        finally:
            manifest.close()

    def _places(self, rids: list[int]) -> dict[int, str]:
        places = self._staged.places
        return super()._places([r for r in rids if r < self._staged.first_rid]) | places


class _Reader(Difference):
    """The difference, read instead of written."""

    def __init__(self, manifest: Manifest, cards: dict[str, SourceCard], first_rid: int) -> None:
        super().__init__(manifest, cards)
        self._first_rid = first_rid

    def tell(self, preview: Preview, examples: int) -> None:
        """Count the changes by kind and show a few of each."""
        shown: list[tuple[str, str, Merged | None, tuple[Any, ...]]] = []
        for nodes in (True, False):
            for kind, merged, (before, alive), first in self._merged(
                nodes=nodes, on_done=lambda _: None
            ):
                what = _what(merged, before, alive)
                if what and preview.count(kind, what) <= examples:
                    shown.append((kind, what, merged, first))
        preview.examples = [self._example(*one) for one in shown]

    def _example(
        self, kind: str, what: str, merged: Merged | None, first: tuple[Any, ...]
    ) -> dict[str, Any]:
        rows = self._manifest.db.execute(_FACTS_OF, (first[0],)).fetchall()
        before = [
            Statement(rid, status, grade, *self._places[source], payload)
            for rid, status, grade, source, payload, _ in rows
            if rid < self._first_rid
        ]
        old = merge(kind, before).values if before and what != "new" else {}
        new = merged.values if merged is not None else {}
        values = {
            name: [old.get(name), new.get(name)]
            for name in {**old, **new}
            if old.get(name) != new.get(name)
        }
        node = first[3] is None
        return {
            "kind": kind,
            "what": what,
            "id": first[2] if node else None,
            "from": first[3],
            "to": first[4],
            "values": values,
        }


def _what(merged: Merged | None, before: int | None, alive: int) -> str | None:
    if merged is None:
        return "withdrawn" if alive else None
    if before is None or not alive:
        return "new"
    return "changed" if before != merged.hash else None


def _tell_rows(
    preview: Preview, results: dict[str, SourceResult], manifest: Manifest, first_rid: int
) -> None:
    for name, result in results.items():
        result.sort_rows(*manifest.rows_taken(name, first_rid))
        preview.sources[name] = {
            "read": result.read,
            "new": result.rows_new,
            "changed": result.rows_changed,
            "unchanged": result.rows_unchanged,
            "gone": max(0, result.gone_rows - result.rows_changed),
            "quarantined": result.quarantined,
        }


def _tell_quarantine(preview: Preview, manifest: Manifest, sources: set[str]) -> None:
    names = ("source", "locator", "code", "message")
    preview.quarantine = [
        dict(zip(names, row, strict=True)) for row in manifest.quarantine() if row[0] in sources
    ]
    preview.quarantined_codes = dict(Counter(row["code"] for row in preview.quarantine))
