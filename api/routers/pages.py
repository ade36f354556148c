"""Clusters, majors and schools with all that their pages show."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from api.deps import ClusterId, MajorId, SchoolId, ViewDep
from graph.queries import pages

router = APIRouter(prefix="/v1", tags=["pages"])


@router.get("/clusters")
def clusters(view: ViewDep, current: bool = False) -> dict[str, Any]:
    """Every cluster with its system and standing; ``current`` leaves superseded ones out."""
    items = [c for c in pages.clusters(view) if not current or c["state"] in ("现行", "拟培育")]
    return {"items": items, "total": len(items), "data_version": view.version}


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
