"""Supply and demand: a gap as an interval, by occupation, major, cluster, level or region."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Literal

from graph.analysis.demand import DEMAND_INDICATORS, Opening, demand_of
from graph.analysis.flow import (
    CERTAIN,
    INTERVAL,
    PROPORTIONAL,
    Network,
    Range,
    gap_of_majors,
    gap_of_occupations,
    shares,
    unfilled,
    unplaced,
)
from graph.analysis.supply import Point, Supply, newest_year, supply_of
from graph.analysis.types import AnalysisInvalid, Basis, Notes, Ref
from graph.match.paths import cluster_occupations, major_occupations
from graph.match.snapshot import Snapshot, snapshot_of
from graph.view import View

By = Literal["occupation", "major", "cluster", "level", "region"]
BY: tuple[By, ...] = ("occupation", "major", "cluster", "level", "region")
#: Occupations that a cluster employs at least this strongly count as its demand.
CLUSTER_FLOOR = 0.45
DEMAND_TEMPLATES = "招聘岗位（postings）、企业需求登记（needs）或企业人才需求调研汇总（surveys）"


@dataclass(frozen=True, slots=True)
class GapRequest:
    """What is asked. ``year`` of the places, the newest with places where None.
    ``supply_complete`` is the caller's word that all admission routes are loaded."""

    by: By = "occupation"
    region: str | None = None
    level: str | None = None
    year: int | None = None
    supply_complete: bool = False
    demand_complete: bool = False
    limit: int = 30


@dataclass(frozen=True, slots=True)
class GapItem:
    """The gap of one occupation, major, cluster, level or region.

    ``gap`` is openings less places (negative: more places); None where either side has no
    number, and ``unknown`` says which. ``open_below``: unrecorded places may make it smaller;
    ``open_above``: unrecorded openings may make it larger.
    """

    about: Ref
    openings: int | None
    places: int | None
    gap: Range | None
    unfilled: Range | None = None
    unplaced: Range | None = None
    open_below: bool = True
    open_above: bool = True
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GapAnswer:
    """Gaps, largest first, with the total of the same network."""

    by: By
    region: Ref | None
    level: str | None
    year: int | None
    items: tuple[GapItem, ...]
    total: GapItem
    considered: int
    basis: Basis


@dataclass(frozen=True)
class Market:
    """A network with what could not be put into it."""

    network: Network
    points: tuple[Point, ...]
    year: int | None
    unknown_places: int
    unlinked_places: int
    unnumbered: int
    untargeted: int
    records: frozenset[int]


def gaps(view: View, request: GapRequest = GapRequest()) -> GapAnswer:
    """Gaps between openings and places.

    Raises:
        AnalysisInvalid: ``by`` is none of the kinds.
    """
    if request.by not in BY:
        raise AnalysisInvalid(f"There is no gap by '{request.by}'.", field="by", known=list(BY))
    snapshot, supply = snapshot_of(view), supply_of(view)
    market = market_of(snapshot, supply, demand_of(view), request)
    groups = list(_groups(snapshot, supply, demand_of(view), market, request))
    notes = Notes()
    _explain(notes, market, groups, request)
    items = [g for g in groups if g.openings or g.places]
    items.sort(key=lambda i: (-_middle(i), -(i.places or 0), i.about.id))
    region = Ref(request.region, supply.places.name(request.region)) if request.region else None
    return GapAnswer(
        by=request.by,
        region=region,
        level=request.level,
        year=market.year,
        items=tuple(items[: request.limit]),
        total=total_of(market, request),
        considered=len(items),
        basis=notes.basis(view),
    )


def market_of(
    snapshot: Snapshot, supply: Supply, demand: Iterable[Opening], request: GapRequest
) -> Market:
    """The network of a region and level: places of the year against openings."""
    points = supply.chosen(region=request.region, level=request.level)
    year = request.year or newest_year(points)
    numbers = [(p, None if year is None else p.places(year)) for p in points]
    places: dict[str, int] = defaultdict(int)
    for point, number in numbers:
        if number is not None:
            places[point.major] += number
    asked = [
        o
        for o in demand
        if (request.region is None or request.region in o.regions)
        and (request.level is None or o.level in (None, request.level))
    ]
    counted = [o for o in asked if o.number and o.targets]
    openings: dict[str, int] = defaultdict(int)
    for opening in counted:
        openings[_target(opening)] += opening.number or 0
    links = {m: _links(snapshot, m, openings) for m in places}
    used = [s.records for p in points for s in p.seats if s.year == year]
    used += [o.records for o in counted]
    return Market(
        network=Network(dict(places), dict(openings), links),
        points=tuple(points),
        year=year,
        unknown_places=sum(1 for _, number in numbers if number is None),
        unlinked_places=sum(n for m, n in places.items() if not _linked(snapshot, m)),
        unnumbered=sum(1 for o in asked if o.number is None),
        untargeted=sum(1 for o in asked if not o.targets),
        records=frozenset(r for records in used for r in records),
    )


def _target(opening: Opening) -> str:
    """Where openings are kept: occupations or majors, then the level that is asked for."""
    return f"{'|'.join(opening.targets)}#{opening.level or ''}"


def _links(snapshot: Snapshot, major: str, openings: Iterable[str]) -> frozenset[str]:
    """Openings that a major can fill: of its occupations or itself, at its level."""
    mine = _linked(snapshot, major) | {major}
    level = snapshot.majors[major]["level"]
    return frozenset(
        key
        for key in openings
        if key.endswith(("#", f"#{level}")) and not mine.isdisjoint(_things(key))
    )


def _things(key: str) -> list[str]:
    return key.partition("#")[0].split("|")


def _linked(snapshot: Snapshot, major: str) -> frozenset[str]:
    """Occupations that a major prepares for, with the groups above, since a vacancy may name
    only the group."""

    def make() -> frozenset[str]:
        found: set[str] = set()
        for occupation in major_occupations(snapshot, major):
            current: str | None = occupation
            while current is not None and current not in found:
                found.add(current)
                up = snapshot.edges["PART_OF"].out.get(current, ())
                current = up[0].end if up else None
        return frozenset(found)

    kept: frozenset[str] = snapshot.remember(f"analysis links of {major}", make)
    return kept


def total_of(market: Market, request: GapRequest) -> GapItem:
    """The whole network as one item."""
    everything = (set(market.network.openings), set(market.network.places))
    return _item(market, request, Ref("total", "合计"), *everything, of_majors=True)


def _item(  # noqa: PLR0913 - one item is all of these
    market: Market,
    request: GapRequest,
    about: Ref,
    occupations: Set[str],
    majors: Set[str],
    *,
    of_majors: bool,
    credited: Mapping[tuple[str, str], float] | None = None,
) -> GapItem:
    network = market.network
    openings = sum(network.openings.get(o, 0) for o in occupations)
    places = sum(network.places.get(m, 0) for m in majors)
    unknown = (*_when(not openings, "岗位数"), *_when(not places, "计划数"))
    if not network.openings or not network.places or not (openings or places):
        return GapItem(about, openings or None, places or None, None, unknown=unknown)
    gap = (
        gap_of_majors(network, majors, credited or shares(network))
        if of_majors
        else gap_of_occupations(network, occupations)
    )
    return GapItem(
        about=about,
        openings=openings,
        places=places,
        gap=gap,
        unfilled=unfilled(network, occupations),
        unplaced=unplaced(network, majors) if of_majors else None,
        open_below=not request.supply_complete,
        open_above=not request.demand_complete,
    )


def _when(condition: bool, word: str) -> tuple[str, ...]:
    return (word,) if condition else ()


def _middle(item: GapItem) -> float:
    return item.gap.middle or 0.0 if item.gap else float("-inf")


def _groups(
    snapshot: Snapshot,
    supply: Supply,
    demand: Sequence[Opening],
    market: Market,
    request: GapRequest,
) -> Iterator[GapItem]:
    if request.by == "region":
        yield from _regions(snapshot, supply, demand, request)
        return
    network = market.network
    if request.by in ("occupation", "cluster"):
        named = _occupation_sets(snapshot, market, request.by)
        for about, chosen in named:
            majors = {m for o in chosen for m in network.majors_of(o)}
            if request.by == "cluster":
                majors |= _majors_for(snapshot, market, about.id)
            yield _item(market, request, about, chosen, majors, of_majors=False)
        return
    credited = shares(network)
    for about, mine in _major_sets(snapshot, market, request.by):
        reached = {o for m in mine for o in network.occupations_of(m)}
        yield _item(market, request, about, reached, mine, of_majors=True, credited=credited)


def _occupation_sets(
    snapshot: Snapshot, market: Market, by: By
) -> Iterator[tuple[Ref, frozenset[str]]]:
    if by == "occupation":
        keys: dict[str, set[str]] = defaultdict(set)
        for key in sorted(market.network.openings):
            keys[key.partition("#")[0]].add(key)
        for things, mine in keys.items():
            yield _ref_of_things(snapshot, things), frozenset(mine)
        return
    for cluster, row in snapshot.clusters.items():
        if row["heading"] or row["state"] not in ("现行", "拟培育"):
            continue
        reached = _occupations_of(snapshot, cluster)
        chosen = frozenset(k for k in market.network.openings if not reached.isdisjoint(_things(k)))
        yield Ref(cluster, row["name"], row["code"], row["level"]), chosen


def _occupations_of(snapshot: Snapshot, cluster: str) -> frozenset[str]:
    reached = cluster_occupations(snapshot, cluster)
    return frozenset(o for o, r in reached.items() if r.weight >= CLUSTER_FLOOR)


def _majors_for(snapshot: Snapshot, market: Market, cluster: str) -> set[str]:
    """Majors with places that prepare for an occupation of the cluster."""
    mine = _occupations_of(snapshot, cluster)
    return {m for m in market.network.places if mine & major_occupations(snapshot, m).keys()}


def _major_sets(snapshot: Snapshot, market: Market, by: By) -> Iterator[tuple[Ref, frozenset[str]]]:
    groups: dict[str, set[str]] = defaultdict(set)
    for major in market.network.places:
        groups[major if by == "major" else snapshot.majors[major]["level"]].add(major)
    for key, mine in sorted(groups.items()):
        about = major_of(snapshot, key) if by == "major" else Ref(key, key)
        yield about, frozenset(mine)


def _regions(
    snapshot: Snapshot, supply: Supply, demand: Sequence[Opening], request: GapRequest
) -> Iterator[GapItem]:
    """Each region below the one asked for (or each city), as a market of its own."""
    for region, row in sorted(supply.places.regions.items()):
        below = row["above"] == request.region if request.region else row["level"] == "市"
        if below:
            own = replace(request, region=region, by="level")
            market = market_of(snapshot, supply, demand, own)
            total = total_of(market, own)
            yield replace(total, about=Ref(region, row["name"], row["code"], row["level"]))


def _ref_of_things(snapshot: Snapshot, things: str) -> Ref:
    if things in snapshot.occupations:
        row = snapshot.occupations[things]
        return Ref(things, row["name"], row["code"], row["level"])
    return Ref(things, "、".join(snapshot.names.get(t, t) for t in things.split("|")))


def major_of(snapshot: Snapshot, major: str) -> Ref:
    """A major as answers refer to it."""
    row = snapshot.majors[major]
    return Ref(major, row["name"], row["code"], row["level"])


def _explain(notes: Notes, market: Market, groups: Sequence[GapItem], request: GapRequest) -> None:
    network = market.network
    notes.uses(PROPORTIONAL, INTERVAL, CERTAIN)
    notes.count(
        points=len(market.points),
        points_without_places=market.unknown_places,
        majors=len(network.places),
        occupations=len(network.openings),
        openings=sum(network.openings.values()),
        places=sum(network.places.values()),
        places_without_occupation=market.unlinked_places,
        demands_without_number=market.unnumbered,
        demands_without_occupation=market.untargeted,
    )
    notes.cites(market.records)
    if not network.openings:
        notes.lacks(
            "岗位或人才需求的数量" + ("（本地区、本层次）" if request.region else ""),
            f"{DEMAND_TEMPLATES}，或关于专业的观测值：{'、'.join(DEMAND_INDICATORS)}",
        )
    if not network.places:
        notes.lacks("招生计划数", "招生计划（intakes）")
    if market.unknown_places:
        notes.lacks(
            f"{market.unknown_places} 个专业点 {market.year or ''} 年的计划数",
            "招生计划（intakes）",
        )
    if market.unnumbered:
        notes.lacks(f"{market.unnumbered} 项需求的人数", "企业需求登记（needs）的“数量”列")
    if market.untargeted:
        notes.lacks(f"{market.untargeted} 个岗位或需求对应的职业", "“对应职业”或“对口专业”列")
    if market.unlinked_places:
        notes.lacks(f"{market.unlinked_places} 个计划数所属专业面向的职业", "专业简介或教学标准")
    _caveats(notes, request, groups)


def _caveats(notes: Notes, request: GapRequest, groups: Sequence[GapItem]) -> None:
    if not request.supply_complete:
        notes.warn(
            "只收录部分招生途径，计划数是下限：实际缺口可能更小，必然空缺也只对已收录的计划成立"
        )
    if not request.demand_complete:
        notes.warn("岗位与需求是已收录的部分：实际缺口可能更大，富余可能更小")
    notes.warn("以招生计划代替毕业生：未计流失、升学和跨地区就业")
    notes.warn("每条招聘岗位按 1 个职位计；职业取概率最高者")
    if request.by == "cluster" and len(groups) > 1:
        notes.warn("集群的职业彼此重叠，各集群的缺口不可相加")
    if request.by == "major":
        notes.warn("多个专业可面向同一职业，各专业的区间端点不可相加；按比例数可相加")
