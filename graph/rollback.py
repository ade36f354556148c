"""A new version whose content equals an earlier one's.

History stays linear: nothing of the versions in between is lost, readers and caches move forward,
and the next load works on what is published. What was in force is known from the record blocks:
the records that were dropped since are taken up again under their own ids, those that came since
are closed, and the difference is written like that of a load. The earlier version's files are not
in the graph, so the affected sources count as changed and the next load reads them again.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from time import perf_counter
from typing import Any

import orjson

from graph import versions
from graph.cypher.upsert import change_node
from graph.difference import Difference
from graph.errors import NotFound, RollbackImpossible
from graph.evidence import Record, SourceCard
from graph.loader import WRITE_SOURCES, Loader, LoadReport, alone, mark_records, stored_cards
from graph.manifest import Manifest
from graph.rebuild import CHUNK, open_manifest, stored_records
from graph.records import CLOSE_RECORDS, REOPEN_RECORDS, StoredRecord
from graph.versions import GraphState

#: In the place of a source's content digest: its files were not read for this version.
MARK = "rollback:"


@dataclass
class Plan:
    """What has to happen: records to close and to take up again, the sources they are of, and
    every source's load that was in force."""

    target: int
    loads: dict[str, dict[str, Any]]
    gone: list[int] = field(default_factory=list)
    back: list[int] = field(default_factory=list)
    sources: set[str] = field(default_factory=set)


class Rollback(Loader):
    """Publishes a version that equals an earlier one."""

    def roll_back(self, target: int) -> LoadReport:
        """Publish the content of version ``target`` as a new version.

        Raises:
            NotFound: the version was never published.
            RollbackImpossible: the graph does not hold what it was made of; nothing is changed.
            GraphBusy: a load of this folder runs.
            GraphUnavailable: Neo4j went away; the same call again completes it.
        """
        with alone(self._folder):
            return self._roll_back(target)

    def _roll_back(self, target: int) -> LoadReport:
        began = perf_counter()
        state = versions.read_state(self._db)
        if state is None or not 1 <= target <= state.published:
            raise NotFound(
                f"Version {target} was never published.",
                hint=f"The newest is {state.published if state else 0}.",
            )
        kept = open_manifest(self._db, state, self._folder)
        plan = Plan(target, loads_at(versions.loads(self._db), target))
        report = LoadReport(version=state.published)
        working = kept.with_suffix(".next")
        manifest = Manifest.copy(kept, working)
        try:
            self._plan(plan, manifest)
            if plan.sources:
                self._publish_plan(report, plan, manifest, state)
        finally:
            manifest.close()
        if report.published:
            working.replace(kept)
        report.seconds = round(perf_counter() - began, 3)
        return report

    def _plan(self, plan: Plan, manifest: Manifest) -> None:
        """Compare what was in force with what is, in memory one number a record."""
        rows = dict(manifest.db.execute("SELECT rid, source FROM row WHERE gone = 0"))
        then: dict[int, str] = {}
        for record in stored_records(self._db, plan.target):
            if record.open:
                then[record.id] = record.source
            elif record.closed_in is None:  # dropped, and nothing says when
                raise _impossible(plan.target, record.source)
        plan.back = [rid for rid in then if rid not in rows]
        plan.gone = sorted(rows.keys() - then.keys())
        plan.sources = {then[rid] for rid in plan.back} | {rows[rid] for rid in plan.gone}
        for source in sorted(plan.sources.intersection(then.values()) - plan.loads.keys()):
            raise _impossible(plan.target, source)

    def _publish_plan(
        self, report: LoadReport, plan: Plan, manifest: Manifest, state: GraphState
    ) -> None:
        version = state.published + 1
        inputs = f"{MARK}{plan.target}"
        if state.loading and state.inputs != inputs:
            versions.discard(self._db, state.loading)
        versions.begin(self._db, version, inputs)
        self._change_rows(plan, manifest)
        cards = stored_cards(manifest) | {
            name: SourceCard.model_validate(load["card"]) for name, load in plan.loads.items()
        }
        manifest.set_cards(cards)
        difference = Difference(manifest, cards)
        self._write(difference, manifest, version)
        changes = difference.changes
        report.new, report.changed = changes.new, changes.changed
        report.withdrawn, report.conflicts = changes.withdrawn, changes.conflicts
        report.unchanged = manifest.alive_count() - changes.new - changes.changed
        stamp = secrets.token_hex(8)
        manifest.put("stamp", stamp)
        self._publish_rollback(report, plan, difference, version, stamp, cards)
        manifest.tidy()
        report.version, report.published = version, True

    def _change_rows(self, plan: Plan, manifest: Manifest) -> None:
        for rid in plan.gone:
            manifest.withdraw_record(rid)
        records = self._wanted(plan)
        while chunk := list(islice(records, CHUNK)):
            manifest.add_records(
                (
                    r.id,
                    Record(r.source, r.locator, r.origin, r.grade, r.digest, list(r.facts)),
                    [orjson.dumps(f.values) for f in r.facts],
                )
                for r in chunk
            )
        for source in plan.sources:
            code = plan.loads.get(source, {}).get("code", "")
            manifest.set_source(source, f"{MARK}{plan.target}", code)
            manifest.replace_quarantine(source, [])
            manifest.put(f"rows:{source}", "")
        manifest.settle()

    def _wanted(self, plan: Plan) -> Iterator[StoredRecord]:
        back = set(plan.back)
        return (r for r in stored_records(self._db, plan.target) if r.id in back)

    def _publish_rollback(
        self,
        report: LoadReport,
        plan: Plan,
        difference: Difference,
        version: int,
        stamp: str,
        cards: dict[str, SourceCard],
    ) -> None:
        loads = {name: _load_of(plan, name, cards[name]) for name in sorted(plan.sources)}
        summary = {
            **report.summary(),
            "why": "{}",
            "rollback_of": plan.target,
            "loads": orjson.dumps(loads).decode(),
        }
        with self._db.transaction() as tx:
            for label, rows in difference.pending(self._batch):
                tx.run(change_node(label), rows=rows, version=version, label=label)
            mark_records(tx, CLOSE_RECORDS, plan.gone, version)
            mark_records(tx, REOPEN_RECORDS, plan.back, version)
            stood = [_source_row(name, load, cards[name]) for name, load in loads.items()]
            tx.run(WRITE_SOURCES, rows=stood, version=version)
            tx.run(versions.PUBLISH, version=version, stamp=stamp, summary=summary)


def loads_at(
    loads: dict[int, dict[str, dict[str, Any]]], version: int
) -> dict[str, dict[str, Any]]:
    """Source → the load of it that was in force in a version."""
    found: dict[str, dict[str, Any]] = {}
    for number in sorted(loads):
        if number <= version:
            found.update(loads[number])
    return found


def _load_of(plan: Plan, source: str, card: SourceCard) -> dict[str, Any]:
    nothing = {"read": 0, "quarantined": 0, "kinds": {}, "code": "", "card": card.model_dump()}
    return {**nothing, **plan.loads.get(source, {}), "content": f"{MARK}{plan.target}"}


def _source_row(name: str, load: dict[str, Any], card: SourceCard) -> dict[str, Any]:
    return {
        "id": name,
        "scope": card.scope,
        "card": card.model_dump_json(),
        "content_digest": load["content"],
        "code_digest": load["code"],
        "rows": load["read"],
        "quarantined": load["quarantined"],
        "kinds": orjson.dumps(load["kinds"]).decode(),
    }


def _impossible(target: int, source: str) -> RollbackImpossible:
    return RollbackImpossible(
        f"The graph does not hold what version {target} took from {source}.",
        hint="Nothing was changed. Load the files of that time again.",
        source=source,
    )
