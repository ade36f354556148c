"""The main question in both directions."""

from __future__ import annotations

from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Query
from fastapi import Request as HttpRequest

from api.deps import ClusterId, Limit, MajorId, SchoolId, ViewDep, named
from api.envelopes import (
    ClustersOfMajor,
    MajorsOfCluster,
    MatchQueries,
    MatchQuery,
    MatchResults,
)
from api.errors import Invalid, problem_of
from api.routers.lists import Json
from graph.errors import GraphError
from graph.match.answer import (
    BadWeights,
    Request,
    clusters_of_major,
    explain_algorithms,
    explain_model,
    majors_of_cluster,
)
from graph.match.needs import answer_need
from graph.match.partners import (
    PartnerRequest,
    Standing,
    partners_of_enterprise,
    partners_of_school,
)
from graph.ontology.entities import Cluster, Enterprise, Major, Need, Region
from graph.resolve.lookup import resolve
from graph.view import View

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


def partner_request(
    view: ViewDep,
    limit: Limit = 20,
    region: str | None = None,
    about: Annotated[str | None, Query(description="One major of the school.")] = None,
    standing: Standing | None = None,
    weights: Weights = None,
) -> PartnerRequest:
    """The question of a list of partners; ``region`` is the other side's."""
    place = resolve(view, Region, region) if region else None
    one = resolve(view, Major, about) if about else None
    return PartnerRequest(limit, place, one, standing, _weights(weights))


Partners = Annotated[PartnerRequest, Depends(partner_request)]


@router.get("/schools/{school}/firms")
def firms(view: ViewDep, school: SchoolId, asked: Partners) -> dict[str, Any]:
    """Firms that a school could work with, best first: complementarity, feasibility and novelty
    with reasons for both sides."""
    return partners_of_school(view, school, asked)


@router.get("/enterprises/{enterprise}/schools")
def schools(view: ViewDep, enterprise: str, asked: Partners) -> dict[str, Any]:
    """Schools that a firm could work with, best first, explained the same way."""
    return partners_of_enterprise(view, named(view, Enterprise, enterprise), asked)


@router.get("/match/algorithms")
def algorithms() -> dict[str, Any]:
    """The algorithms with their features, weights and what each means."""
    return {"items": explain_algorithms()}


@router.get("/match/model")
def model() -> dict[str, Any]:
    """The features, their weights and what each means."""
    return explain_model()


@router.post("/match", response_model=MatchResults)
def match(request: HttpRequest, view: ViewDep, asked: MatchQueries) -> Json:
    """Several questions at once. Each has a status of its own: one that fails leaves the others."""
    results = {name: _result(request, view, query) for name, query in asked.queries.items()}
    return Json({"results": results, "data_version": view.version})


def _result(request: HttpRequest, view: View, query: MatchQuery) -> dict[str, Any]:
    try:
        return {"status": 200, "answer": _answer(view, query), "problem": None}
    except GraphError as error:
        body = problem_of(request.url.path, error)
        return {"status": body["status"], "answer": None, "problem": body}


def _answer(view: View, query: MatchQuery) -> dict[str, Any]:
    if sum(name is not None for name in (query.cluster, query.major, query.need)) != 1:
        raise Invalid("Give a cluster, a major or a need.", field="cluster")
    if query.need is not None:
        return answer_need(view, resolve(view, Need, query.need), query.limit)
    place = resolve(view, Region, query.region) if query.region else None
    asked = Request(query.limit, query.level, place, query.weights)
    if query.cluster is not None:
        return majors_of_cluster(view, resolve(view, Cluster, query.cluster), asked)
    assert query.major is not None
    return clusters_of_major(view, resolve(view, Major, query.major, level=query.level), asked)


def _weights(text: str | None) -> dict[str, float]:
    if not text:
        return {}
    try:
        return {str(k): float(v) for k, v in orjson.loads(text).items()}
    except (orjson.JSONDecodeError, AttributeError, TypeError, ValueError):
        raise BadWeights(
            "weights is not a JSON object of numbers.", hint='Write {"text": 0.2}.', field="weights"
        ) from None
