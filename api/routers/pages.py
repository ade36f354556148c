"""Clusters, majors and schools with all that their pages show."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request

from api.deps import ClusterId, LangDep, MajorId, SchoolId, ViewDep
from api.envelopes import ClusterListing
from api.routers import lists
from api.routers.lists import Fields, Filter, Json, ShownDep, Sort
from graph.queries import pages
from graph.queries.grammar import Question, key_of, question
from graph.queries.lists import related

router = APIRouter(prefix="/v1", tags=["pages"])
CURRENT = "state:现行|拟培育"
BLANK: dict[str, Any] = {
    **dict.fromkeys(("code", "level", "tier", "state", "reliability")),
    "heading": False,
    "products": [],
}


def asked_clusters(
    filter: Filter = None,
    sort: Sort = None,
    fields: Fields = None,
    current: Annotated[bool, Query(description="Leave superseded ones out.")] = False,
) -> Question:
    """The question of the list of clusters."""
    clauses = [c for c in (filter, CURRENT if current else None) if c]
    return question("Cluster", ",".join(clauses), sort, fields)


@router.get("/clusters", response_model=ClusterListing)
def clusters(
    request: Request,
    view: ViewDep,
    lang: LangDep,
    asked: Annotated[Question, Depends(asked_clusters)],
    shown: ShownDep,
) -> Json:
    """Clusters as any list shows them, with the system that each belongs to."""
    found = lists.listing(view, lang, asked, shown)
    ids = [item["id"] for item in found["items"]]
    within = related(view, "Cluster", ids, key_of("Cluster", "part_of"))
    for item in found["items"]:
        parents = within.get(item["id"], {"items": []})["items"]
        item |= {**BLANK, **item["properties"], "system": parents[0] if parents else None}
    return Json(found, headers=lists.links(request, found["next"]))


@router.get("/clusters/{cluster}")
def cluster(view: ViewDep, cluster: ClusterId) -> dict[str, Any]:
    """Segments, industries, firms with their rule, related clusters, and what the lists cover."""
    return pages.cluster_page(view, cluster)


@router.get("/majors/{major}")
def major(view: ViewDep, major: MajorId) -> dict[str, Any]:
    """Occupations, courses, certificates, further study, schools with places."""
    return pages.major_page(view, major)


@router.get("/majors/{major}/schools")
def schools(view: ViewDep, major: MajorId) -> dict[str, Any]:
    """Schools that offer a major with their intakes; places add up."""
    return pages.schools_of_major(view, major)


@router.get("/schools/{school}")
def school(view: ViewDep, school: SchoolId) -> dict[str, Any]:
    """Programmes with intakes, titles, partners, platforms."""
    return pages.school_page(view, school)
