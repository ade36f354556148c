"""What if a school opens, grows, renames, stops or closes a major: before, after, and who is
affected. Nothing is written to the facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from graph.analysis import indices, plan_indicators
from graph.analysis.changes import OPS, Change, apply
from graph.analysis.demand import Opening, demand_of
from graph.analysis.flow import CERTAIN, INTERVAL, PROPORTIONAL, Range, gap_of_majors, shares
from graph.analysis.formulas import DEVIATION, FIT, HHI
from graph.analysis.gaps import DEMAND_TEMPLATES, GapRequest, major_of, market_of
from graph.analysis.indices import IndexRequest
from graph.analysis.ladder import MATCHED, places_in, school_of
from graph.analysis.supply import Point, Supply, newest_year, supply_of
from graph.analysis.types import AnalysisInvalid, Basis, Formula, Notes, Ref
from graph.analysis.ways import ways_of
from graph.cypher.reads import compile_read
from graph.match.answer import Request, clusters_of_major, majors_of_cluster
from graph.match.snapshot import Snapshot, snapshot_of
from graph.view import View

_PARTNERS = compile_read(
    "MATCH (s:School)-[r:COOPERATES_WITH]->(e:Enterprise|Organisation) "
    "WHERE visible(s, r, e) AND s.id IN $schools "
    "RETURN s.id AS school, e.id AS id, e.name AS name, r.kind AS kind, "
    "coalesce(r.majors, []) AS majors, r.records AS records ORDER BY school, name"
)
COVERAGE = Formula(
    "集群专业覆盖率",
    "与集群匹配（公开发布或有通路）的前 20 个专业中，地区内至少有一个在招专业点的比例",
    "本项目",
)
#: Clusters of a major that are looked at, and majors of a cluster that count.
CLUSTERS, MAJORS = 3, 20

#: What would settle a measure that is unknown, by the first word of its key.
SETTLED_BY = {
    "places": "招生计划（intakes）",
    "coverage": "专业简介或教学标准（面向职业）",
    "deviation": "观测值（observations）",
    "fit": "观测值（observations）",
    "gap": DEMAND_TEMPLATES,
    "hhi": "招生计划（intakes）",
    "indicator": "招生计划（intakes），含中职各学制",
}

Value = float | int | str | Range | None


@dataclass(frozen=True, slots=True)
class Scenario:
    """Changes under a name. ``region`` is what coverage, structure and gaps are of; None: all."""

    name: str
    changes: tuple[Change, ...]
    region: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure before and after. ``why`` says how it came or why it is unknown."""

    key: str
    caption: str
    before: Value
    after: Value
    why: str = ""

    @property
    def changed(self) -> bool:
        """Whether the scenario moves it."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class PointRow:
    """A 专业点 of a changed major in the wider region, before and after."""

    major: Ref
    school: Ref
    controlled: bool
    before: int | None
    after: int | None
    offered_before: bool
    offered_after: bool


@dataclass(frozen=True, slots=True)
class Affected:
    """Who is touched, and how."""

    who: Ref
    kind: str
    how: str


@dataclass(frozen=True, slots=True)
class WhatIfAnswer:
    """A scenario's measures, the points of its majors, and who is affected."""

    scenario: Scenario
    year: int
    region: Ref | None
    wider: Ref | None
    measures: tuple[Measure, ...]
    points: tuple[PointRow, ...]
    affected: tuple[Affected, ...]
    basis: Basis


@dataclass(frozen=True)
class _World:
    """Everything that measures are taken from."""

    view: View
    snapshot: Snapshot
    demand: Sequence[Opening]
    region: str | None
    wider: str | None
    year: int
    majors: tuple[str, ...]
    clusters: dict[str, tuple[str, ...]]


def what_if(view: View, scenario: Scenario) -> WhatIfAnswer:
    """Before and after of a scenario.

    Raises:
        AnalysisInvalid: a change that cannot be made; see :func:`graph.analysis.changes.apply`.
    """
    before = supply_of(view)
    _known(snapshot_of(view), before, scenario.changes)
    world = _world(view, before, scenario)
    after = before.with_points(
        apply(before.points, scenario.changes, world.year, world.snapshot.majors)
    )
    notes = Notes()
    earlier, later = dict(_measures(world, before)), dict(_measures(world, after))
    measures = tuple(
        Measure(key, caption, value, later[key][1], later[key][2] or why)
        for key, (caption, value, why) in earlier.items()
    )
    rows = tuple(_point_rows(world, before, after))
    affected = tuple(_affected(world, before, scenario.changes, notes))
    _explain(world, before, measures, notes)
    return WhatIfAnswer(
        scenario=scenario,
        year=world.year,
        region=_region(before, world.region),
        wider=_region(before, world.wider),
        measures=measures,
        points=rows,
        affected=affected,
        basis=notes.basis(view),
    )


def _region(supply: Supply, region: str | None) -> Ref | None:
    return Ref(region, supply.places.name(region)) if region else None


def _known(snapshot: Snapshot, supply: Supply, changes: Iterable[Change]) -> None:
    for change in changes:
        if change.school not in supply.schools:
            raise AnalysisInvalid(f"There is no school '{change.school}'.", field="school")
        if change.major not in snapshot.majors:
            raise AnalysisInvalid(f"There is no major '{change.major}'.", field="major")


def _world(view: View, supply: Supply, scenario: Scenario) -> _World:
    year = scenario.year or newest_year(supply.chosen(region=scenario.region))
    if year is None:
        raise AnalysisInvalid("No year has known places.", hint="Name one.", field="year")
    majors = tuple(
        dict.fromkeys(m for c in scenario.changes for m in (c.major, c.to) if m is not None)
    )
    clusters = dict.fromkeys(c for m in majors for c in _clusters(view, m))
    return _World(
        view=view,
        snapshot=snapshot_of(view),
        demand=demand_of(view),
        region=scenario.region,
        wider=_top(supply, scenario.region),
        year=year,
        majors=majors,
        clusters={c: _matched(view, c) for c in clusters},
    )


def _top(supply: Supply, region: str | None) -> str | None:
    """The province of a region: the highest one above it below the country."""
    current = region
    while current is not None:
        above = supply.places.regions[current]["above"]
        if above is None or supply.places.regions[above]["level"] == "国家":
            return current
        current = above
    return None


def _clusters(view: View, major: str) -> list[str]:
    items = clusters_of_major(view, major, Request(limit=CLUSTERS))["items"]
    return [i["cluster"]["id"] for i in items if i["grade"] in MATCHED]


def _matched(view: View, cluster: str) -> tuple[str, ...]:
    items = majors_of_cluster(view, cluster, Request(limit=MAJORS))["items"]
    return tuple(i["major"]["id"] for i in items if i["grade"] in MATCHED)


Measured = tuple[str, tuple[str, Value, str]]


def _measures(world: _World, supply: Supply) -> Iterator[Measured]:
    yield from _totals(world, supply)
    yield from _coverage(world, supply)
    yield from _structure(world, supply)
    yield from _gaps(world, supply)
    yield from _concentration(world, supply)
    yield from _plan(world, supply)


def _totals(world: _World, supply: Supply) -> Iterator[Measured]:
    points = supply.chosen(region=world.region)
    yield "points", ("地区内专业点", len(points), "")
    yield "places", ("地区内计划数（已收录）", places_in(points, world.year), "下限")


def _coverage(world: _World, supply: Supply) -> Iterator[Measured]:
    recruiting = {p.major for p in supply.chosen(region=world.region) if p.places(world.year) != 0}
    for cluster, majors in world.clusters.items():
        row = world.snapshot.clusters[cluster]
        name = f"{row['name']}（{row['code']}）"
        share = round(len(recruiting & set(majors)) / len(majors), 6) if majors else None
        why = f"{len(majors)} 个匹配专业" if majors else "该集群没有有通路的专业"
        yield f"coverage:{cluster}", (f"{name}的专业覆盖率", share, why)


def _structure(world: _World, supply: Supply) -> Iterator[Measured]:
    asked = IndexRequest(region=world.region, year=world.year)
    answer = indices.structure(world.view, asked, supply)
    fits = [row.values.get("吻合度") for row in answer.rows if row.about.id == "吻合度"]
    why = answer.refused or answer.variant
    yield "deviation", ("结构偏离度", answer.value, why)
    yield "fit", ("吻合度", fits[0] if fits else None, why)


def _gaps(world: _World, supply: Supply) -> Iterator[Measured]:
    asked = GapRequest(by="major", region=world.region, year=world.year)
    market = market_of(world.snapshot, supply, world.demand, asked)
    network = market.network
    credited = shares(network)
    for major in world.majors:
        row = world.snapshot.majors[major]
        caption = f"{row['name']}（{row['level']}）的供需缺口（区间）"
        known = bool(network.openings)
        gap = gap_of_majors(network, {major}, credited) if known else None
        yield f"gap:{major}", (caption, gap, "" if known else "没有岗位或人才需求的数量")


def _concentration(world: _World, supply: Supply) -> Iterator[Measured]:
    for major in world.majors:
        row = world.snapshot.majors[major]
        asked = IndexRequest(region=world.wider, year=world.year, major=major)
        answer = indices.concentration(world.view, asked, supply)
        caption = f"{row['name']}（{row['level']}）的布点集中度"
        yield f"hhi:{major}", (caption, answer.value, answer.refused or answer.variant)


def _plan(world: _World, supply: Supply) -> Iterator[Measured]:
    points = supply.chosen(region=world.region)
    known = plan_indicators.targets(world.view)
    for rule in plan_indicators.RULES:
        if rule.indicator not in known:
            continue
        now = plan_indicators.standing(rule, points, world.year)
        below = "" if now.below is None else f"；分母 {now.below}"
        aims = [
            f"{t['kind']} {t['period'] or ''} {t['value']:g}{t['value_unit'] or ''}"
            for t in known[rule.indicator]
            if t["value"] is not None and world.region in (None, t["region"])
        ]
        why = f"按已收录计划数，分子 {now.above}{below}" + (f"；{'，'.join(aims)}" if aims else "")
        yield f"indicator:{rule.indicator}", (rule.indicator, now.value, why)


def _point_rows(world: _World, before: Supply, after: Supply) -> Iterator[PointRow]:
    keys: dict[tuple[str, str], None] = {}
    for supply in (before, after):
        for point in supply.chosen(region=world.wider, majors=world.majors):
            keys.setdefault((point.major, point.school))
    for major, school in sorted(keys):
        mine = [
            [p for p in s.chosen(majors=[major]) if p.school == school] for s in (before, after)
        ]
        yield PointRow(
            major=major_of(world.snapshot, major),
            school=school_of(before, school),
            controlled=major in before.controlled,
            before=places_in(mine[0], world.year),
            after=places_in(mine[1], world.year),
            offered_before=bool(mine[0]),
            offered_after=bool(mine[1]),
        )


def _affected(
    world: _World, supply: Supply, changes: Sequence[Change], notes: Notes
) -> Iterator[Affected]:
    if not changes:
        return
    schools = {c.school: OPS[c.op] for c in changes}
    for school, op in schools.items():
        yield Affected(school_of(supply, school), "院校", op)
    for cluster in world.clusters:
        row = world.snapshot.clusters[cluster]
        yield Affected(Ref(cluster, row["name"], row["code"]), "集群", "专业供给变化")
    for point in supply.chosen(region=world.wider, majors=world.majors):
        if point.school not in schools:
            name = world.snapshot.majors[point.major]["name"]
            yield Affected(school_of(supply, point.school), "同专业院校", f"同开{name}")
    yield from _contracts(world, supply, changes, notes)
    for row in world.view.read(_PARTNERS, schools=sorted(schools)):
        named = [world.snapshot.majors[m]["name"] for m in world.majors]
        if not row["majors"] or set(named) & set(row["majors"]):
            notes.cites(row["records"])
            yield Affected(Ref(row["id"], row["name"]), "合作单位", f"{row['kind']}（与该校）")


def _contracts(
    world: _World, supply: Supply, changes: Sequence[Change], notes: Notes
) -> Iterator[Affected]:
    touched = {(c.school, c.major) for c in changes if c.op != "open"}
    points = [p for p in supply.points if (p.school, p.major) in touched]
    ids = {p.id for p in points}
    for way in ways_of(world.view).contracts:
        if way.start in ids or way.end in ids:
            notes.cites(way.records)
            other = (way.end, way.end_name) if way.start in ids else (way.start, way.start_name)
            yield Affected(Ref(*other), "贯通项目", way.kind)


def _explain(world: _World, supply: Supply, measures: Sequence[Measure], notes: Notes) -> None:
    notes.uses(COVERAGE, DEVIATION, FIT, PROPORTIONAL, INTERVAL, CERTAIN, HHI)
    points: list[Point] = supply.chosen(region=world.wider, majors=world.majors)
    notes.count(measures=len(measures), points=len(points), clusters=len(world.clusters))
    notes.cites(r for p in points for r in p.records)
    for measure in measures:
        if measure.before is None and measure.after is None:
            kind = measure.key.partition(":")[0]
            notes.lacks(f"{measure.caption}：{measure.why or '没有数据'}", SETTLED_BY[kind])
    notes.warn("方案只在内存中计算，不写入事实；计划数是下限")
    if any(m in supply.controlled for m in world.majors):
        notes.warn("含国家控制布点专业，设置须经审批")
