"""Materialise the best majors of each cluster as ``MATCHES`` relations, through the loader.

Each relation is stated by a record of a source of its own, with status ``computed``: it is
versioned, compared and rolled back like every fact. A cluster is computed anew only where a fact
that its scores rest on has changed; else its relations are handed to the loader as they are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import orjson

from graph.cypher.reads import compile_read
from graph.db import Database
from graph.evidence import Caption, Fact, Issue, Record, SourceCard
from graph.loader import Loader
from graph.match.answer import COVERED, Request, current_clusters, majors_of_cluster
from graph.match.snapshot import Snapshot, snapshot_of
from graph.ontology.relations import Matches
from graph.queries.overview import coverage
from graph.resolve.names import NameIndex
from graph.view import View, published_view

TOP = 50
SOURCE = "computed-matches"
Row = dict[str, Any]
#: What the score of a cluster rests on besides its own facts.
_SHARED = ("EMPLOYS", "PREPARES_FOR", "OFFERS", "COOPERATES_WITH", "ENGAGED_IN", "PART_OF")
_STORED = compile_read(
    "MATCH (m:Major)-[r:MATCHES]->(c:Cluster) WHERE visible(m, r, c) "
    "RETURN m.id AS major, c.id AS cluster, r.algorithm AS algorithm, r.score AS score, "
    "r.rank AS rank, r.match_grade AS match_grade, r.explanation AS explanation, "
    "r.computed_from AS computed_from, r.inputs AS inputs"
)
_KEEP = compile_read("MERGE (k:_Matches {id: $values.id}) SET k = $values")
CARD = SourceCard(
    id=SOURCE,
    title=Caption(zh="匹配结果（计算）", en="Computed matches"),
    owner="Chanjiao Graph",
    asserted_by="Chanjiao Graph",
    licence="Apache-2.0",
    may_redistribute=True,
    grade="B",
    status="computed",
    priority=90,
    retrieved="",
    covers=Caption(zh=f"每个集群得分最高的 {TOP} 个专业", en=f"the {TOP} best majors per cluster"),
    missing=Caption(zh="由规则计算，不是来源所述", en="computed by rule, stated by no source"),
)


@dataclass(frozen=True)
class Refreshed:
    """What a refresh did. ``seconds`` is the computing alone, without the load."""

    version: int
    clusters: int
    computed: int
    pairs: int
    relations: int
    seconds: float


class MatchesInput:
    """The computed rows as a source of the loader; see :class:`graph.staging.SourceInput`."""

    card = CARD
    after: tuple[str, ...] = ()
    minimum: dict[str, int] = {}
    maximum: dict[str, int] = {}
    code_digest = "1"

    def __init__(self, rows: list[Row], version: int) -> None:
        self._rows = rows
        # Of the version too, so that a refresh without a difference says what it was for.
        self.content_digest = _digest([version, rows])

    def rows(self) -> Iterator[tuple[Any, int]]:
        """Rows with their digests."""
        for row in self._rows:
            yield row, int(_digest(row)[:15], 16)

    def record(self, row: Any, names: NameIndex) -> Record | Issue:
        """One relation per row."""
        values = {k: v for k, v in row.items() if k not in ("major", "cluster")}
        relation = Matches(**values)
        place = f"matches#{row['cluster']} {row['major']}"
        fact = Fact(
            "MATCHES", relation.discriminator(), relation.values(), "computed",
            row["major"], row["cluster"],
        )  # fmt: skip
        return Record(SOURCE, place, "", CARD.grade, int(_digest(row)[:15], 16), [fact])


def refresh(
    db: Database,
    folder: Path,
    *,
    only_changed: bool = True,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Refreshed:
    """Compute, load and publish; readers see the matches of one version or the next.

    Args:
        db: the database.
        folder: where the loader keeps its manifest.
        only_changed: leave clusters as they are whose facts are those of last time.
        progress: told of clusters done and their number.
    """
    began = perf_counter()
    view = published_view(db)
    snapshot = snapshot_of(view)
    clusters = current_clusters(snapshot)
    before = _before(view.read(_STORED)) if only_changed else {}
    shared, rows, computed = _shared(snapshot), [], 0
    for done, cluster in enumerate(clusters, start=1):
        inputs = _digest([shared, _own(snapshot, cluster)])
        old = before.get(cluster, [])
        if old and all(row["inputs"] == inputs for row in old):
            rows += old
        else:
            computed += 1
            rows += _computed(view, cluster, inputs)
        progress(done, len(clusters))
    seconds = perf_counter() - began
    considered = sum(not row["named_only"] for row in snapshot.majors.values())
    report = Loader(db, folder).load([MatchesInput(rows, view.version)])
    _keep(db, report.version, considered)
    return Refreshed(
        report.version, len(clusters), computed, computed * considered, len(rows), round(seconds, 3)
    )


def _computed(view: View, cluster: str, inputs: str) -> list[Row]:
    answer = majors_of_cluster(view, cluster, Request(TOP, least=1e-9))
    return [
        {
            "major": item.pop("major")["id"],
            "cluster": cluster,
            "algorithm": answer["model"],
            "score": round(item["score"], 9),
            "rank": rank,
            "match_grade": item["grade"],
            "explanation": orjson.dumps(item).decode(),
            "computed_from": view.version,
            "inputs": inputs,
        }
        for rank, item in enumerate(answer["items"], start=1)
    ]


def _keep(db: Database, version: int, considered: int) -> None:
    values = {
        "id": "evidence",
        "version": version,
        "top": TOP,
        "considered": considered,
        "coverage": orjson.dumps(coverage(published_view(db), COVERED)).decode(),
    }
    db.write(_KEEP, values=values)


def _before(rows: list[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda r: (r["cluster"], r["rank"])):
        found.setdefault(row["cluster"], []).append(row)
    return found


def _shared(snapshot: Snapshot) -> str:
    edges = [_edges(snapshot, name) for name in _SHARED]
    rows = [sorted(part.items()) for part in (snapshot.majors, snapshot.names)]
    courses = sorted((m, sorted(kinds.items())) for m, kinds in snapshot.courses.items())
    return _digest([edges, rows, courses, TOP, _model()])


def _model() -> list[Any]:
    model = Request().model
    return [sorted(model.weights.items()), model.threshold, [f.name for f in model.features]]


def _own(snapshot: Snapshot, cluster: str) -> list[Any]:
    covers = [repr(e) for e in snapshot.edges["COVERS"].out.get(cluster, ())]
    serves = [repr(e) for e in snapshot.edges["SERVES"].into.get(cluster, ())]
    segments = sorted(snapshot.segments.get(cluster, ()))
    return [snapshot.clusters[cluster], sorted(covers), sorted(serves), segments]


def _edges(snapshot: Snapshot, name: str) -> list[str]:
    return sorted(repr(e) for edges in snapshot.edges[name].out.values() for e in edges)


def _digest(value: Any) -> str:
    data = orjson.dumps(value, default=str, option=orjson.OPT_SORT_KEYS)
    return hashlib.blake2b(data, digest_size=16).hexdigest()
