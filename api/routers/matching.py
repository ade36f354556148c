"""The main question in both directions."""

from __future__ import annotations

from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Query

from api.deps import ClusterId, Limit, MajorId, ViewDep
from api.envelopes import ClustersOfMajor, MajorsOfCluster
from graph.match.answer import (
    BadWeights,
    Request,
    clusters_of_major,
    explain_model,
    majors_of_cluster,
)
from graph.ontology.entities import Region
from graph.resolve.lookup import resolve

router = APIRouter(prefix="/v1", tags=["matching"])

Weights = Annotated[
    str | None,
    Query(description='Feature weights as JSON, such as {"text": 0}; the others stay as they are.'),
]


@router.get("/clusters/{cluster}/majors", response_model=MajorsOfCluster)
def majors(
    view: ViewDep,
    cluster: ClusterId,
    limit: Limit = 20,
    level: str | None = None,
    region: str | None = None,
    weights: Weights = None,
) -> dict[str, Any]:
    """Majors that serve a cluster, best first, each with score, grade, features and evidence."""
    place = resolve(view, Region, region) if region else None
    return majors_of_cluster(view, cluster, Request(limit, level, place, _weights(weights)))


@router.get("/majors/{major}/clusters", response_model=ClustersOfMajor)
def clusters(
    view: ViewDep, major: MajorId, limit: Limit = 20, weights: Weights = None
) -> dict[str, Any]:
    """Clusters that a major serves, best first, explained the same way."""
    return clusters_of_major(view, major, Request(limit, weights=_weights(weights)))


@router.get("/match/model")
def model() -> dict[str, Any]:
    """The features, their weights and what each means."""
    return explain_model()


def _weights(text: str | None) -> dict[str, float]:
    if not text:
        return {}
    try:
        return {str(k): float(v) for k, v in orjson.loads(text).items()}
    except (orjson.JSONDecodeError, AttributeError, TypeError, ValueError):
        raise BadWeights(
            "weights is not a JSON object of numbers.", hint='Write {"text": 0.2}.', field="weights"
        ) from None
