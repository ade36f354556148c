"""The ladder 中职 → 高职专科 → 本科 of a cluster, class or major, and the ways up from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

from graph.analysis.gaps import major_of
from graph.analysis.supply import Point, Supply, newest_year, supply_of
from graph.analysis.types import AnalysisInvalid, Basis, Notes, Ref
from graph.analysis.ways import (
    OPEN_ROUTES,
    Way,
    Ways,
    contracts_without_end,
    transfers,
    ways_of,
)
from graph.match.answer import Request, majors_of_cluster
from graph.match.snapshot import Snapshot, snapshot_of
from graph.view import View

#: Rungs from below, with the levels that stand on each.
RUNGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("中职", ("中职", "技工")),
    ("高职专科", ("高职专科",)),
    ("职业本科", ("职业本科",)),
    ("普通本科", ("普通本科",)),
)
#: Steps that the ladder is judged by: from, to, caption.
STEPS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("中职", ("高职专科",), "中职 → 高职专科"),
    ("高职专科", ("职业本科", "普通本科"), "高职专科 → 本科"),
    ("中职", ("职业本科", "普通本科"), "中职 → 本科"),
)
CONNECTED, UNNAMED, NO_PROJECT = "贯通", "贯通待核实", "缺少贯通项目"
BROKEN, EMPTY = "贯通断点", "无法判断"
MATCHED = ("published", "path")
#: Majors of a level that are looked at.
SEEN = 40


@dataclass(frozen=True, slots=True)
class LadderRequest:
    """What the ladder is of: one of ``cluster``, ``class_name`` and ``major``."""

    cluster: str | None = None
    class_name: str | None = None
    major: str | None = None
    region: str | None = None
    per_level: int = 10


@dataclass(frozen=True, slots=True)
class RungMajor:
    """A major of a rung; ``score`` and ``grade`` of its match where a cluster was asked for."""

    major: Ref
    schools: tuple[Ref, ...]
    points: int
    places: int | None
    score: float | None = None
    grade: str | None = None


@dataclass(frozen=True, slots=True)
class Rung:
    """One level: its majors, schools and places of ``year``; ``unknown_places`` counts points
    without a number. Places are a lower bound."""

    level: str
    majors: tuple[RungMajor, ...]
    schools: int
    points: int
    year: int | None
    places: int | None
    unknown_places: int


@dataclass(frozen=True, slots=True)
class Step:
    """Between two levels: contracted routes and open ones apart, and what follows."""

    name: str
    status: str
    contracted: tuple[Way, ...]
    contracted_total: int
    open: tuple[Way, ...]
    open_total: int
    why: str


@dataclass(frozen=True, slots=True)
class LadderAnswer:
    """Rungs from below and the steps between them."""

    about: Ref
    region: Ref | None
    rungs: tuple[Rung, ...]
    steps: tuple[Step, ...]
    basis: Basis


def ladder(view: View, request: LadderRequest) -> LadderAnswer:
    """The ladder of a cluster, a class of majors, or a major with those that continue it.

    Raises:
        AnalysisInvalid: not exactly one subject was given, or the class has no majors.
    """
    snapshot, supply, notes = snapshot_of(view), supply_of(view), Notes()
    ways = ways_of(view)
    about, scores = _subject(view, snapshot, ways, request)
    chosen = _by_rung(snapshot, scores)
    if not chosen["普通本科"]:
        below = {m for level in ("中职", "高职专科") for m in chosen[level]}
        chosen["普通本科"] = sorted({w.end for w in ways.continuing(below, {"普通本科"})})
    rungs = tuple(
        _rung(snapshot, supply, level, chosen[level], scores, request) for level, _ in RUNGS
    )
    steps = tuple(
        _step(snapshot, supply, ways, chosen, step, request.region, notes) for step in STEPS
    )
    everything = supply.chosen(
        region=request.region, majors=[m for c in chosen.values() for m in c]
    )
    notes.cites(r for point in everything for r in point.records)
    _explain(notes, rungs, steps)
    region = Ref(request.region, supply.places.name(request.region)) if request.region else None
    return LadderAnswer(about, region, rungs, steps, notes.basis(view))


Scores = dict[str, tuple[float, str] | None]


def _subject(
    view: View, snapshot: Snapshot, ways: Ways, request: LadderRequest
) -> tuple[Ref, Scores]:
    asked = [x for x in (request.cluster, request.class_name, request.major) if x]
    if len(asked) != 1:
        raise AnalysisInvalid("A ladder is of one cluster, one class or one major.", field="about")
    if request.cluster:
        row = snapshot.clusters[request.cluster]
        return Ref(row["id"], row["name"], row["code"]), _matched(view, request)
    if request.class_name:
        mine = [m for m, r in snapshot.majors.items() if r["class_name"] == request.class_name]
        if not mine:
            raise AnalysisInvalid(
                f"There is no class of majors '{request.class_name}'.", field="class_name"
            )
        return Ref(request.class_name, request.class_name), dict.fromkeys(mine)
    major = str(request.major)
    around = {major, *ways.above(major), *ways.below(major)}
    return major_of(snapshot, major), dict.fromkeys(sorted(around))


def _matched(view: View, request: LadderRequest) -> Scores:
    """Majors that serve the cluster, level by level: of those with a path or a publication the
    best, and further down those that a school of the region offers."""
    offered = {p.major for p in supply_of(view).chosen(region=request.region)}
    found: Scores = {}
    for _, levels in RUNGS[:3]:
        for level in levels:
            asked = Request(limit=SEEN, level=level)
            answer = majors_of_cluster(view, str(request.cluster), asked)
            items = [i for i in answer["items"] if i["grade"] in MATCHED]
            found |= {
                i["major"]["id"]: (i["score"], i["grade"])
                for place, i in enumerate(items)
                if place < request.per_level or i["major"]["id"] in offered
            }
    return found


def _by_rung(snapshot: Snapshot, majors: Iterable[str]) -> dict[str, list[str]]:
    rung_of = {level: rung for rung, levels in RUNGS for level in levels}
    found: dict[str, list[str]] = {rung: [] for rung, _ in RUNGS}
    for major in majors:
        found[rung_of[snapshot.majors[major]["level"]]].append(major)
    return found


def _rung(
    snapshot: Snapshot,
    supply: Supply,
    level: str,
    majors: Sequence[str],
    scores: Scores,
    request: LadderRequest,
) -> Rung:
    points = supply.chosen(region=request.region, majors=majors)
    year = newest_year(points)
    of_major: dict[str, list[Point]] = defaultdict(list)
    for point in points:
        of_major[point.major].append(point)
    rows = [
        _rung_major(snapshot, supply, m, of_major.get(m, []), year, scores.get(m)) for m in majors
    ]
    rows.sort(key=lambda r: (-(r.score or 0), -r.points, r.major.id))
    return Rung(
        level=level,
        majors=tuple(rows),
        schools=len({p.school for p in points}),
        points=len(points),
        year=year,
        places=places_in(points, year),
        unknown_places=sum(1 for p in points if year is None or p.places(year) is None),
    )


def places_in(points: Iterable[Point], year: int | None) -> int | None:
    """Known places of a year over points; None where none is known."""
    known = [n for p in points if year is not None and (n := p.places(year)) is not None]
    return sum(known) if known else None


def _rung_major(
    snapshot: Snapshot,
    supply: Supply,
    major: str,
    points: Sequence[Point],
    year: int | None,
    score: tuple[float, str] | None,
) -> RungMajor:
    schools = sorted({p.school for p in points})
    return RungMajor(
        major=major_of(snapshot, major),
        schools=tuple(school_of(supply, s) for s in schools),
        points=len(points),
        places=places_in(points, year),
        score=score[0] if score else None,
        grade=score[1] if score else None,
    )


def school_of(supply: Supply, school: str) -> Ref:
    """A school as answers refer to it."""
    row = supply.schools.get(school, {"name": school, "level": None})
    return Ref(school, row["name"], None, row["level"])


def _step(  # noqa: PLR0913 - as above
    snapshot: Snapshot,
    supply: Supply,
    ways: Ways,
    chosen: dict[str, list[str]],
    step: tuple[str, tuple[str, ...], str],
    region: str | None,
    notes: Notes,
) -> Step:
    lower, uppers, name = step
    starts = set(chosen[lower])
    ends = {m for upper in uppers for m in chosen[upper]}
    contracted = _contracted(supply, ways, (starts, ends), uppers, region)
    open_ways = [w for w in ways.continuing(starts, set(uppers)) if w.end in ends or not ends]
    open_ways += _routes(snapshot, supply, ends, lower, region)
    notes.cites(r for w in (*contracted, *open_ways) for r in w.records)
    status = _status(contracted, open_ways, starts)
    return Step(
        name=name,
        status=status,
        contracted=tuple(contracted[:20]),
        contracted_total=len(contracted),
        open=tuple(open_ways[:20]),
        open_total=len(open_ways),
        why=_why(status, lower),
    )


def _contracted(
    supply: Supply,
    ways: Ways,
    majors: tuple[Set[str], Set[str]],
    uppers: Sequence[str],
    region: str | None,
) -> list[Way]:
    """Contracts from programmes of the lower majors or from their schools as a whole; then
    programmes of a contracted type, and transfer places of the upper majors."""
    starts, ends = majors
    points = supply.chosen(region=region, majors=starts)
    above = supply.chosen(region=region, majors=ends)
    ids, schools = {p.id for p in points}, {p.school for p in points}
    found = [
        w
        for w in ways.contracts
        if w.to_level in uppers and (w.start in ids or (w.of_school and w.start in schools))
    ]
    # A five-year programme stands at the level it ends with, its first part is the contract.
    whole = [p for p in above if p.type == "五年一贯制"]
    found += contracts_without_end(supply, ways, [*points, *whole], uppers)
    return found + transfers(supply, above, uppers)


def _routes(
    snapshot: Snapshot, supply: Supply, ends: Set[str], lower: str, region: str | None
) -> list[Way]:
    """Intakes of the upper level that candidates of the lower one may take."""
    found: dict[tuple[str, str], list[Point]] = defaultdict(list)
    for point in supply.chosen(region=region, majors=ends):
        for seats in point.seats:
            if lower in OPEN_ROUTES.get(seats.route, ()):
                found[seats.route, point.major].append(point)
    return [
        Way(
            kind=route,
            contracted=False,
            start=lower,
            start_name=lower,
            end=major,
            end_name=snapshot.names.get(major, major),
            to_level=snapshot.majors[major]["level"],
            schools=tuple(sorted({p.school for p in points})),
            records=tuple(
                r for p in points for s in p.seats if s.route == route for r in s.records
            ),
        )
        for (route, major), points in sorted(found.items())
    ]


def _status(contracted: Sequence[Way], open_ways: Sequence[Way], starts: Set[str]) -> str:
    if contracted:
        return UNNAMED if all(w.of_school for w in contracted) else CONNECTED
    if open_ways:
        return NO_PROJECT
    return BROKEN if starts else EMPTY


def _why(status: str, lower: str) -> str:
    return {
        CONNECTED: "有签约的贯通项目",
        UNNAMED: "院校之间有贯通项目，但未写明专业，是否包括这些专业待核实",
        NO_PROJECT: "只有开放的升学通道（接续专业、职教高考、提前招生、专升本），未见贯通项目",
        BROKEN: "既未见签约的贯通项目，也未见接续专业或开放的升学通道",
        EMPTY: f"{lower}层次没有对应的专业，无从判断",
    }[status]


def _explain(notes: Notes, rungs: Sequence[Rung], steps: Sequence[Step]) -> None:
    notes.count(
        **{r.level: r.points for r in rungs},
        contracted=sum(s.contracted_total for s in steps),
        open=sum(s.open_total for s in steps),
    )
    for rung in rungs:
        if rung.majors and not rung.points:
            notes.lacks(f"{rung.level}开设院校", "专业点（programmes）")
        if rung.points and rung.places is None:
            notes.lacks(f"{rung.level}招生计划数", "招生计划（intakes）")
        if not rung.majors:
            notes.lacks(f"{rung.level}与之对应的专业", "专业目录与专业简介（majors）")
    if any(s.status != CONNECTED for s in steps):
        notes.lacks(
            "贯通项目名单（学校、专业、对接院校、计划数）", "贯通项目（ARTICULATES_TO）来源"
        )
    notes.warn("贯通项目远未收全：“缺少贯通项目”“贯通断点”只说已收录的资料中没有")
    notes.warn("只收录部分招生途径，计划数是下限；各层次取各自最近有计划数的年份")
    notes.warn("普通本科专业与院校只收其名；哪些院校属应用型，资料未载")
