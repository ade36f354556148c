"""The main question in both directions: which majors serve a cluster, which clusters a major.

One function serves the command line, the API and the UI.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import inf
from typing import Any

from graph.errors import GraphError, NotFound
from graph.match import stored
from graph.match.algorithms import ALGORITHMS
from graph.match.features import MAJOR_CLUSTER
from graph.match.rejections import rejected
from graph.match.snapshot import Snapshot, snapshot_of
from graph.match.text import text_index
from graph.match.types import Contribution, Hop, Model, Result, Scored, score_pair
from graph.queries.evidence import records
from graph.queries.overview import coverage
from graph.records import StoredRecord
from graph.view import View

#: A path counts as evidence where its feature reaches this.
PATH_FLOOR = 0.08
#: Kinds whose lists an answer rests on; it says what they cover and what is missing.
COVERED = ("Cluster", "Enterprise", "School", "Programme")
GRADES = ("published", "path", "text", "insufficient")


class BadWeights(GraphError):
    """Weights name a feature that does not exist, or are all zero or negative."""

    code = "weights_invalid"


@dataclass(frozen=True)
class Request:
    """What is asked of a ranking.

    ``level`` and ``region`` narrow majors, ``weights`` override the model's, ``algorithm`` names
    a model of :data:`ALGORITHMS`, scores below ``least`` and the pairs with an id of ``leave_out``
    are left out, as are pairs that a person rejected.
    """

    limit: int = 20
    level: str | None = None
    region: str | None = None
    weights: Mapping[str, float] = field(default_factory=dict)
    algorithm: str = MAJOR_CLUSTER.name
    least: float = 0.0
    leave_out: frozenset[str] = frozenset()

    @property
    def plain(self) -> bool:
        """Nothing but the number of items is asked, so that a stored answer fits."""
        return self == Request(self.limit, leave_out=self.leave_out)

    @property
    def model(self) -> Model:
        """The algorithm.

        Raises:
            NotFound: there is none of this name.
        """
        if self.algorithm not in ALGORITHMS:
            raise NotFound(
                f"There is no algorithm '{self.algorithm}'.",
                hint=f"Known: {', '.join(ALGORITHMS)}.",
            )
        return ALGORITHMS[self.algorithm]


def majors_of_cluster(view: View, cluster: str, request: Request = Request()) -> dict[str, Any]:
    """Majors that serve a cluster, best first.

    Args:
        view: what the caller reads.
        cluster: id of the cluster.
        request: limit, filters, weights.

    Returns:
        ``{"cluster", "items": [{"major", "score", "grade", "features", "paths", "missing"}],
        "model", "considered", "data_version"}``; the contributions of an item's features add up
        to its score, every hop names its record.
    """
    out = request.leave_out | rejected(view, cluster=cluster)
    if request.plain and (kept := stored.majors_of_cluster(view, cluster, request.limit, out)):
        return kept
    snapshot = snapshot_of(view)
    must_have(snapshot.clusters, cluster)
    majors = [m for m in snapshot.majors if _wanted(snapshot, m, request) and m not in out]
    items = [
        {"major": major_ref(snapshot, major), **_item(snapshot, pair, request.model)}
        for pair, major in _best(
            ((scored(snapshot, cluster, m, request), m) for m in majors), snapshot.majors, request
        )
    ]
    fill_hops(view, snapshot, items)
    return {
        "cluster": cluster_ref(snapshot, cluster),
        "items": items,
        "considered": len(majors),
        "coverage": coverage(view, COVERED),
        **_about(view, request),
    }


def clusters_of_major(view: View, major: str, request: Request = Request()) -> dict[str, Any]:
    """Clusters that a major serves, best first; current ones that are no headings.

    Returns: as :func:`majors_of_cluster`, with ``major`` outside and ``cluster`` in the items.
    """
    snapshot = snapshot_of(view)
    must_have(snapshot.majors, major)
    out = request.leave_out | rejected(view, major=major)
    clusters = [c for c in current_clusters(snapshot) if c not in out]
    items = [
        {"cluster": cluster_ref(snapshot, cluster), **_item(snapshot, pair, request.model)}
        for pair, cluster in _best(
            ((scored(snapshot, c, major, request), c) for c in clusters),
            snapshot.clusters,
            request,
        )
    ]
    fill_hops(view, snapshot, items)
    return {
        "major": major_ref(snapshot, major),
        "items": items,
        "considered": len(clusters),
        "coverage": coverage(view, COVERED),
        **_about(view, request),
    }


def current_clusters(snapshot: Snapshot) -> list[str]:
    """Clusters in force that are no headings."""
    return [
        c
        for c, row in snapshot.clusters.items()
        if row["state"] in ("现行", "拟培育") and not row["heading"]
    ]


def scored(snapshot: Snapshot, cluster: str, major: str, request: Request = Request()) -> Scored:
    """One pair by the algorithm and weights of a request."""
    model = request.model
    return score_pair(model, weights_of(model, request.weights), snapshot, cluster, major)


def explain_algorithms() -> list[dict[str, Any]]:
    """All algorithms with their features and weights."""
    return [explain_model(model) for model in ALGORITHMS.values()]


def explain_model(model: Model = MAJOR_CLUSTER) -> dict[str, Any]:
    """The model with its weights and the explanation of each feature."""
    return {
        "name": model.name,
        "caption": model.zh,
        "threshold": model.threshold,
        "features": [
            {
                "name": f.name,
                "caption": f.zh,
                "weight": model.weights[f.name],
                "explanation": f.explanation,
            }
            for f in model.features
        ],
    }


def major_ref(snapshot: Snapshot, major: str) -> dict[str, Any]:
    """``{"id", "code", "name", "level", "class_name"}``."""
    row = snapshot.majors[major]
    return {k: row[k] for k in ("id", "code", "name", "level", "class_name")}


def cluster_ref(snapshot: Snapshot, cluster: str) -> dict[str, Any]:
    """``{"id", "code", "name", "level", "tier", "state", "reliability"}``."""
    row = snapshot.clusters[cluster]
    return {k: row[k] for k in ("id", "code", "name", "level", "tier", "state", "reliability")}


def must_have(rows: Mapping[str, Any], wanted: str) -> None:
    """
    Raises:
        NotFound: the rows do not have it.
    """
    if wanted not in rows:
        raise NotFound(f"This view has no '{wanted}'.", hint="Search for its name.", id=wanted)


def _about(view: View, request: Request) -> dict[str, Any]:
    return {
        "model": request.algorithm,
        "without": sorted(view.without),
        "data_version": view.version,
    }


def weights_of(model: Model, asked: Mapping[str, float]) -> dict[str, float]:
    """A model's weights with those that a caller asks for.

    Raises:
        BadWeights: an unknown feature, or weights that cannot be.
    """
    unknown = sorted(asked.keys() - model.weights.keys())
    if unknown:
        raise BadWeights(
            f"There is no feature '{unknown[0]}'.",
            hint=f"Known: {', '.join(model.weights)}.",
            field=unknown[0],
        )
    weights = {**model.weights, **asked}
    if not all(0 <= w < inf for w in weights.values()) or not any(weights.values()):
        raise BadWeights("Weights must be finite and not negative, and one must be above zero.")
    return weights


def _wanted(snapshot: Snapshot, major: str, request: Request) -> bool:
    row = snapshot.majors[major]
    if row["named_only"] or (request.level and row["level"] != request.level):
        return False
    return request.region is None or bool(snapshot.offered_in(major, request.region))


def _best(
    pairs: Iterable[tuple[Scored, str]], rows: Mapping[str, Mapping[str, Any]], request: Request
) -> list[tuple[Scored, str]]:
    enough = [(p.score, p, i) for p, i in pairs if p.score >= request.least]
    order = sorted(enough, key=lambda p: (-p[0], rows[p[2]]["code"] or "", p[2]))
    return [(pair, thing) for _, pair, thing in order[: request.limit]]


def _item(snapshot: Snapshot, pair: Scored, model: Model) -> dict[str, Any]:
    lent = snapshot.majors[pair.subject]["profile"] is None
    grade = _grade(pair, model, borrowed=lent)
    return {
        "score": pair.score,
        "borrowed": text_index(snapshot).lenders(pair.subject) if lent else [],
        "grade": grade,
        "features": [feature_shown(c) for c in pair.contributions],
        "paths": [
            {"feature": c.feature.name, "hops": list(path)}
            for c in pair.contributions
            for path in c.result.paths
        ],
        "missing": _missing(pair, lent=lent) if grade in ("text", "insufficient") else [],
    }


def feature_shown(share: Contribution) -> dict[str, Any]:
    """A feature's share of a score as answers show it."""
    value = share.result.value
    return {
        "name": share.feature.name,
        "caption": share.feature.zh,
        # Not rounded, so that what is shown adds up to the score.
        "value": value,
        "weight": share.weight,
        "contribution": share.points,
        "detail": share.result.detail,
    }


def _grade(pair: Scored, model: Model, *, borrowed: bool) -> str:
    """The kind of evidence; one step lower where the profile is borrowed."""
    shares = {c.feature.name: c.result for c in pair.contributions}
    if (shown := shares.get("published")) and shown.value:
        return "published"
    path = shares.get("occupation_path", Result(None))
    sound = any(all(is_sound(hop) for hop in hops) for hops in path.paths)
    if sound and (path.value or 0.0) >= PATH_FLOOR:
        return "text" if borrowed else "path"
    if pair.score >= model.threshold and not borrowed:
        return "text"
    return "insufficient"


def is_sound(hop: Hop) -> bool:
    """A hop that counts as evidence: graded A or B, stated or curated."""
    return hop.edge.grade in ("A", "B") and hop.edge.status in ("stated", "curated")


def _missing(pair: Scored, *, lent: bool) -> list[str]:
    """What data would settle a weak match."""
    shares = {c.feature.name: c.result for c in pair.contributions}
    path, words = shares.get("occupation_path"), shares.get("text")
    firms = shares.get("partner_firms")
    wanted = []
    if path and path.value is None:
        wanted.append("该专业面向的职业（专业简介或教学标准）")
    elif path and not path.paths:
        wanted.append("集群行业的用工职业，或该专业与之相通的职业")
    if lent or (words and words.value is None):
        wanted.append("该专业的简介、课程或人才培养方案")
    if firms and firms.value is None:
        wanted.append("集群企业与开设院校的合作记录")
    return wanted or ["写明该专业服务该集群的公开材料"]


def fill_hops(view: View, snapshot: Snapshot, items: list[dict[str, Any]]) -> None:
    """Replace hops by what is shown of them; one read for the records of all."""
    hops = [hop for item in items for path in item["paths"] for hop in path["hops"]]
    found = records(view, {r for hop in hops for r in hop.edge.records})
    for item in items:
        for path in item["paths"]:
            path["hops"] = [_shown_hop(snapshot, hop, found) for hop in path["hops"]]


def _shown_hop(snapshot: Snapshot, hop: Hop, found: Mapping[int, StoredRecord]) -> dict[str, Any]:
    edge = hop.edge
    start, end = (edge.start, edge.end) if hop.forward else (edge.end, edge.start)
    known = [found[r] for r in edge.records if r in found]
    best = min(known, key=lambda r: (r.grade, r.id), default=None)
    return {
        "from": start,
        "from_name": snapshot.names.get(start, start),
        "relation": edge.type,
        "forward": hop.forward,
        "to": end,
        "to_name": snapshot.names.get(end, end),
        "status": edge.status,
        "source_grade": edge.grade,
        "reason": edge.reason,
        "source": best.source if best else None,
        "locator": best.locator if best else None,
        "origin": best.origin if best else None,
        "records": [r.id for r in known],
    }
