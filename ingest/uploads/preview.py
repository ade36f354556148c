"""A load that writes nothing: the same steps on a copy of the manifest, without a database."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, cast

import orjson

from graph.db import Database
from graph.difference import Changes, Difference
from graph.evidence import Issue, SourceCard
from graph.manifest import Manifest
from graph.resolve.applied import to_read_again
from graph.resolve.decisions import Ledger
from graph.staging import SourceInput, SourceResult, Stager
from graph.writer import Writer

#: Issues that an answer lists; all are in ``chanjiao ingest errors export``.
SHOWN = 100


@dataclass
class Preview:
    """What a load would do: counts by source, changed facts, refused rows by source (the first
    ones) and by code."""

    results: dict[str, SourceResult] = field(default_factory=dict)
    changes: Changes = field(default_factory=Changes)
    issues: dict[str, list[Issue]] = field(default_factory=dict)
    codes: dict[str, dict[str, int]] = field(default_factory=dict)


class _Nowhere:
    """A database that takes everything and keeps nothing."""

    def write_batch(self, *_: Any, **__: Any) -> None:
        """Nothing is sent."""


def preview(sources: Sequence[SourceInput], folder: Path, decisions: Ledger) -> Preview:
    """What loading ``sources`` on top of the manifest in ``folder`` would do, with what people
    decided about names."""
    with tempfile.TemporaryDirectory() as place:
        before = Path(place) / "before.sqlite"
        _copy_newest(folder, before)
        manifest = Manifest.copy(before, Path(place) / "after.sqlite")
        try:
            again = to_read_again(manifest, [s.card.id for s in sources], decisions)
            manifest.decisions = decisions
            return _run(sources, manifest, again)
        finally:
            manifest.close()


def _copy_newest(folder: Path, target: Path) -> None:
    """The manifest as last loaded, or an empty one where nothing was."""
    found = sorted(folder.glob("manifest-*.sqlite"), key=lambda p: p.stat().st_mtime)
    if found:
        shutil.copyfile(found[-1], target)
    else:
        Manifest.create(target).close()


def _run(sources: Sequence[SourceInput], manifest: Manifest, decided: set[str]) -> Preview:
    seen, nowhere = Preview(), cast(Database, _Nowhere())
    stager = Stager(nowhere, manifest, 0, write=False)
    for source in sources:
        code = manifest.source_digests(source.card.id)[1]
        again = code not in ("", source.code_digest) or source.card.id in decided
        seen.results[source.card.id] = stager.stage(source, recheck=again)
    manifest.settle()
    stored = orjson.loads(manifest.get("cards", "{}"))
    cards = {name: SourceCard.model_validate(card) for name, card in stored.items()}
    difference = Difference(manifest, cards | {s.card.id: s.card for s in sources})
    for name, digest, issue, _ in difference.refuse_dangling():
        manifest.add_quarantine(name, digest, issue)
        if name in seen.results:
            seen.results[name].quarantined += 1
    for name, result in seen.results.items():
        result.kinds = manifest.count_kinds(name)
        result.sort_rows(*manifest.rows_taken(name, stager.first_rid))
        seen.codes[name] = manifest.quarantine_codes(name)
        seen.issues[name] = [issue for _, issue in islice(manifest.quarantined_rows(name), SHOWN)]
    with Writer(nowhere, 0) as writer:
        difference.write_nodes(writer, lambda _: None)
        difference.write_relations(writer, lambda _: None)
    seen.changes = difference.changes
    return seen
