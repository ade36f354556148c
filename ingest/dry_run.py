"""Run sources without a database: what they would state, and what would be quarantined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from graph.evidence import Fact, Issue
from graph.resolve.memory import MemoryNames
from ingest.source import Source
from ingest.transforming import raw_rows, transform_row


@dataclass
class DryRun:
    """Distinct entities and relations by kind, issues, and edges whose end nobody states."""

    nodes: Counter[str] = field(default_factory=Counter)
    relations: Counter[str] = field(default_factory=Counter)
    issues: list[Issue] = field(default_factory=list)
    dangling: list[tuple[str, str, str]] = field(default_factory=list)
    read: int = 0


def dry_run(sources: Iterable[Source]) -> dict[str, DryRun]:
    """Transform every row of the sources in order; one result per source."""
    names, known, results = MemoryNames(), set[str](), {}
    for source in sources:
        result, seen = DryRun(), set[tuple[str, str, str, str]]()
        edges: list[Fact] = []
        for path, raw in raw_rows(source):
            result.read += 1
            outcome = transform_row(source, path, raw, names)
            if isinstance(outcome, Issue):
                result.issues.append(outcome)
                continue
            names.feed(outcome.facts)
            for fact in outcome.facts:
                _count(fact, seen, result)
                if fact.start is None:
                    known.add(fact.key)
                else:
                    edges.append(fact)
        result.dangling = [
            (e.kind, e.start or "", e.end or "")
            for e in edges
            if e.start not in known or e.end not in known
        ]
        results[source.id] = result
    return results


def _count(fact: Fact, seen: set[tuple[str, str, str, str]], result: DryRun) -> None:
    identity = (fact.kind, fact.key, fact.start or "", fact.end or "")
    if identity not in seen:
        seen.add(identity)
        (result.nodes if fact.start is None else result.relations)[fact.kind] += 1


def main() -> None:
    """``python -m ingest.dry_run [source …]``: print what each source yields."""
    import sys

    from ingest.source import read_sources

    sources = read_sources()
    wanted = set(sys.argv[1:]) or {s.id for s in sources}
    for source_id, result in dry_run(sources).items():
        if source_id not in wanted:
            continue
        print(f"{source_id}: read {result.read} {dict(result.nodes)} {dict(result.relations)}")
        for issue in result.issues[:20]:
            print(f"  {issue.locator} {issue.code}: {issue.message}")
        if result.issues:
            print("  issues:", Counter(i.code for i in result.issues))
        if result.dangling:
            print("  dangling:", len(result.dangling), result.dangling[:5])


if __name__ == "__main__":
    main()
