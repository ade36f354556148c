"""Analyses: the functions of ``graph.analysis``, asked by address. Each answer has its basis:
data version, formulas, caveats, what is missing, records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query

from api.deps import ViewDep
from api.routers.lists import Json
from graph.analysis.communities import ProposalAnswer, propose
from graph.analysis.formulas import Weighting
from graph.analysis.gaps import By, GapAnswer, GapRequest, gaps
from graph.analysis.indices import (
    CouplingRequest,
    IndexAnswer,
    IndexRequest,
    concentration,
    coupled,
    quotient,
    structure,
)
from graph.analysis.ladder import LadderAnswer, LadderRequest, ladder
from graph.analysis.pathways import PathsAnswer, paths_up
from graph.analysis.platform_rules import COMMUNITY
from graph.analysis.skills import SkillAnswer, SkillRequest, skills
from graph.analysis.whatif import Scenario, WhatIfAnswer, what_if
from graph.analysis.wishes import FORMS, changes_of
from graph.ontology.entities import Cluster, Major, Region, School
from graph.resolve.lookup import resolve

router = APIRouter(prefix="/v1/analysis", tags=["analysis"])
MOST_NAMES = 20

Name = Annotated[str | None, Query(max_length=200, description="Id, code or name.")]
Level = Annotated[str | None, Query(max_length=40, description="Level of the majors.")]
Year = Annotated[int | None, Query(ge=1900, le=2200, description="Of the places; unset: newest.")]
Most = Annotated[int, Query(ge=1, le=200, description="Most items in the answer.")]
Names = Annotated[list[str] | None, Query(max_length=MOST_NAMES)]
Kind = Literal["行业产教融合共同体", "市域产教联合体"]
INDICES = {"structure": structure, "quotient": quotient, "concentration": concentration}


def region_id(view: ViewDep, region: Name = None) -> str | None:
    """Id of the region that the question names."""
    return resolve(view, Region, region) if region else None


def cluster_named(view: ViewDep, cluster: Name = None) -> str | None:
    """Id of the cluster that the question names."""
    return resolve(view, Cluster, cluster) if cluster else None


def major_named(view: ViewDep, major: Name = None, level: Level = None) -> str | None:
    """Id of the major that the question names."""
    return resolve(view, Major, major, level=level) if major else None


def school_named(view: ViewDep, school: Name = None) -> str | None:
    """Id of the school that the question names."""
    return resolve(view, School, school) if school else None


RegionDep = Annotated[str | None, Depends(region_id)]
ClusterDep = Annotated[str | None, Depends(cluster_named)]
MajorDep = Annotated[str | None, Depends(major_named)]
SchoolDep = Annotated[str | None, Depends(school_named)]


@dataclass(frozen=True)
class GapWish:
    """What of the gaps is asked. ``all_routes``, ``all_demand``: the caller's word that places
    and openings are complete."""

    by: By = "major"
    level: Level = None
    year: Year = None
    all_routes: bool = False
    all_demand: bool = False
    limit: Most = 30


@router.get("/gaps", response_model=GapAnswer)
def gaps_of(view: ViewDep, region: RegionDep, asked: Annotated[GapWish, Depends()]) -> Json:
    """Openings against places: gaps as intervals, or which numbers are missing."""
    wish = GapRequest(
        asked.by, region, asked.level, asked.year, asked.all_routes, asked.all_demand, asked.limit
    )
    return Json(gaps(view, wish))


@router.get("/ladder", response_model=LadderAnswer)
def ladder_of(
    view: ViewDep,
    cluster: ClusterDep,
    major: MajorDep,
    region: RegionDep,
    class_name: Annotated[str | None, Query(max_length=100, description="专业类.")] = None,
) -> Json:
    """Majors, schools and places from 中职 to bachelor's level, and the ways between, of one
    cluster, class or major."""
    wish = LadderRequest(cluster=cluster, class_name=class_name, major=major, region=region)
    return Json(ladder(view, wish))


@router.get("/paths", response_model=PathsAnswer)
def paths_of(view: ViewDep, major: MajorDep, school: SchoolDep, limit: Most = 20) -> Json:
    """Ways from the programmes of a major, a school or both up to a bachelor's degree."""
    return Json(paths_up(view, major=major, school=school, limit=limit))


@dataclass(frozen=True)
class IndexWish:
    """Which index. ``measure`` is what of the sectors is compared: 增加值 or 从业人员."""

    name: Literal["structure", "quotient", "concentration"]
    class_name: Annotated[str | None, Query(max_length=100, description="专业类.")] = None
    level: Level = None
    year: Year = None
    measure: Literal["增加值", "从业人员"] = "增加值"
    limit: Most = 30


@router.get("/indices", response_model=IndexAnswer)
def index(
    view: ViewDep,
    region: RegionDep,
    major: MajorDep,
    asked: Annotated[IndexWish, Depends()],
    reference: Annotated[
        str | None, Query(max_length=200, description="Wider region of a quotient.")
    ] = None,
) -> Json:
    """Structural deviation and fit, location quotients, or concentration of places; ``refused``
    says why where the inputs cannot support it."""
    wish = IndexRequest(
        region=region,
        year=asked.year,
        level=asked.level,
        major=major,
        class_name=asked.class_name,
        reference=resolve(view, Region, reference) if reference else None,
        measure=asked.measure,
        limit=asked.limit,
    )
    return Json(INDICES[asked.name](view, wish))


@dataclass(frozen=True)
class CouplingWish:
    """Two systems of indicators, two or more each; ``negative`` are those where less is better."""

    education: Annotated[list[str], Query(min_length=1, max_length=MOST_NAMES)]
    industry: Annotated[list[str], Query(min_length=1, max_length=MOST_NAMES)]
    region: Names = None
    year: Annotated[list[int] | None, Query(max_length=MOST_NAMES)] = None
    weighting: Weighting = "equal"
    negative: Names = None


@router.get("/coupling", response_model=IndexAnswer)
def coupling(view: ViewDep, asked: Annotated[CouplingWish, Depends()]) -> Json:
    """Coupling coordination of education and industry, with every input."""
    wish = CouplingRequest(
        education=tuple(asked.education),
        industry=tuple(asked.industry),
        regions=tuple(resolve(view, Region, r) for r in asked.region or ()),
        years=tuple(asked.year or ()),
        weighting=asked.weighting,
        negative=tuple(asked.negative or ()),
    )
    return Json(coupled(view, wish))


@dataclass(frozen=True)
class Wishes:
    """Changes, each as ``学校/专业/…``."""

    open: Annotated[list[str] | None, Query(max_length=20, description=FORMS["open"])] = None
    grow: Annotated[list[str] | None, Query(max_length=20, description=FORMS["grow"])] = None
    rename: Annotated[list[str] | None, Query(max_length=20, description=FORMS["rename"])] = None
    stop: Annotated[list[str] | None, Query(max_length=20, description=FORMS["stop"])] = None
    close: Annotated[list[str] | None, Query(max_length=20, description=FORMS["close"])] = None


@router.get("/whatif", response_model=WhatIfAnswer)
def whatif(
    view: ViewDep,
    region: RegionDep,
    asked: Annotated[Wishes, Depends()],
    level: Level = None,
    year: Year = None,
) -> Json:
    """Before and after, where schools open, grow, rename, stop or close majors. Nothing is
    saved."""
    changes = changes_of(view, vars(asked), level)
    return Json(what_if(view, Scenario("未命名", changes, region, year)))


@router.get("/communities", response_model=ProposalAnswer)
def communities(
    view: ViewDep,
    cluster: Annotated[str, Query(max_length=200, description="Id, code or name.")],
    region: RegionDep,
    kind: Kind = COMMUNITY,  # type: ignore[assignment]
    size: Annotated[int, Query(ge=1, le=100, description="Most members.")] = 20,
    include: Names = None,
) -> Json:
    """Members for a platform of a cluster, checked against its published rules. ``include`` are
    ids that must be members."""
    found = resolve(view, Cluster, cluster)
    return Json(propose(view, found, kind, region=region, size=size, include=include or ()))


@dataclass(frozen=True)
class SkillWish:
    """``subject`` is a major by id, code or name, or a programme by id; ``posting`` are ids of
    postings or needs."""

    subject: Annotated[str, Query(max_length=200)]
    posting: Annotated[list[str] | None, Query(max_length=200)] = None
    level: Level = None
    limit: Most = 50


@router.get("/skills", response_model=SkillAnswer)
def skills_of(view: ViewDep, cluster: ClusterDep, asked: Annotated[SkillWish, Depends()]) -> Json:
    """Skills asked and not taught, with the smallest fix; taught and not asked."""
    subject = asked.subject
    if not subject.startswith("programme:"):
        subject = resolve(view, Major, subject, level=asked.level)
    return Json(
        skills(view, SkillRequest(subject, cluster, tuple(asked.posting or ()), asked.limit))
    )
