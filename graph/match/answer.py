"""The main question in both directions: which majors serve a cluster, which clusters a major.

One function serves the command line, the API and the UI.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import inf
from typing import Any

from graph.errors import GraphError, NotFound
from graph.match.features import MAJOR_CLUSTER
from graph.match.snapshot import Snapshot, snapshot_of
from graph.match.types import Contribution, Hop, Model, Scored, score_pair
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
    """What is asked of a ranking. ``level`` narrows majors, ``weights`` override the model's."""

    limit: int = 20
    level: str | None = None
    region: str | None = None
    weights: Mapping[str, float] = field(default_factory=dict)


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
    snapshot = snapshot_of(view)
    _must_have(snapshot.clusters, cluster)
    weights = _weights(MAJOR_CLUSTER, request.weights)
    majors = [m for m in snapshot.majors if _wanted(snapshot, m, request)]
    scored = _ranked(
        [(score_pair(MAJOR_CLUSTER, weights, snapshot, cluster, m), m) for m in majors],
        snapshot.majors,
    )[: request.limit]
    items = [
        {"major": major_ref(snapshot, major), **_item(snapshot, pair)} for pair, major in scored
    ]
    _fill_hops(view, snapshot, items)
    return {
        "cluster": cluster_ref(snapshot, cluster),
        "items": items,
        "considered": len(majors),
        "coverage": coverage(view, COVERED),
        **_about(view),
    }


def clusters_of_major(view: View, major: str, request: Request = Request()) -> dict[str, Any]:
    """Clusters that a major serves, best first; current ones that are no headings.

    Returns: as :func:`majors_of_cluster`, with ``major`` outside and ``cluster`` in the items.
    """
    snapshot = snapshot_of(view)
    _must_have(snapshot.majors, major)
    weights = _weights(MAJOR_CLUSTER, request.weights)
    clusters = [
        c
        for c, row in snapshot.clusters.items()
        if row["state"] in ("现行", "拟培育") and not row["heading"]
    ]
    scored = _ranked(
        [(score_pair(MAJOR_CLUSTER, weights, snapshot, c, major), c) for c in clusters],
        snapshot.clusters,
    )[: request.limit]
    items = [
        {"cluster": cluster_ref(snapshot, cluster), **_item(snapshot, pair)}
        for pair, cluster in scored
    ]
    _fill_hops(view, snapshot, items)
    return {
        "major": major_ref(snapshot, major),
        "items": items,
        "considered": len(clusters),
        "coverage": coverage(view, COVERED),
        **_about(view),
    }


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


def _must_have(rows: Mapping[str, Any], wanted: str) -> None:
    if wanted not in rows:
        raise NotFound(f"This view has no '{wanted}'.", hint="Search for its name.", id=wanted)


def _about(view: View) -> dict[str, Any]:
    return {
        "model": MAJOR_CLUSTER.name,
        "without": sorted(view.without),
        "data_version": view.version,
    }


def _weights(model: Model, asked: Mapping[str, float]) -> dict[str, float]:
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


def _ranked(
    pairs: Iterable[tuple[Scored, str]], rows: Mapping[str, Mapping[str, Any]]
) -> list[tuple[Scored, str]]:
    return sorted(pairs, key=lambda p: (-p[0].score, rows[p[1]]["code"] or "", p[1]))


def _item(snapshot: Snapshot, pair: Scored) -> dict[str, Any]:
    grade = _grade(pair)
    return {
        "score": round(pair.score, 6),
        "grade": grade,
        "features": [_feature(c) for c in pair.contributions],
        "paths": [
            {"feature": c.feature.name, "hops": list(path)}
            for c in pair.contributions
            for path in c.result.paths
        ],
        "missing": _missing(pair) if grade in ("text", "insufficient") else [],
    }


def _feature(share: Contribution) -> dict[str, Any]:
    value = share.result.value
    return {
        "name": share.feature.name,
        "caption": share.feature.zh,
        # Finer than the score, so that what is shown still adds up to it.
        "value": None if value is None else round(value, 9),
        "weight": round(share.weight, 9),
        "contribution": round(share.points, 9),
        "detail": share.result.detail,
    }


def _grade(pair: Scored) -> str:
    shares = {c.feature.name: c.result for c in pair.contributions}
    if shares["published"].value:
        return "published"
    occupations = shares["occupation_path"]
    sound = any(all(_is_sound(hop) for hop in path) for path in occupations.paths)
    if sound and (occupations.value or 0.0) >= PATH_FLOOR:
        return "path"
    if pair.score >= MAJOR_CLUSTER.threshold:
        return "text"
    return "insufficient"


def _is_sound(hop: Hop) -> bool:
    return hop.edge.grade in ("A", "B") and hop.edge.status in ("stated", "curated")


def _missing(pair: Scored) -> list[str]:
    """What data would settle a weak match."""
    shares = {c.feature.name: c.result for c in pair.contributions}
    wanted = []
    if shares["occupation_path"].value is None:
        wanted.append("该专业面向的职业（专业简介或教学标准）")
    elif not shares["occupation_path"].paths:
        wanted.append("集群行业的用工职业，或该专业与之相通的职业")
    if shares["text"].value is None:
        wanted.append("该专业的简介、课程或人才培养方案")
    if shares["partner_firms"].value is None:
        wanted.append("集群企业与开设院校的合作记录")
    return wanted or ["写明该专业服务该集群的公开材料"]


def _fill_hops(view: View, snapshot: Snapshot, items: list[dict[str, Any]]) -> None:
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
