"""From a programme up to a bachelor's degree: every way, step by step, with its schools."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.analysis.gaps import major_of
from graph.analysis.ladder import school_of
from graph.analysis.supply import Point, Supply, supply_of
from graph.analysis.types import Basis, Notes, Ref
from graph.analysis.ways import LONG_TYPES, Way, Ways, ways_of
from graph.errors import NotFound
from graph.match.snapshot import Snapshot, snapshot_of
from graph.view import View

BACHELOR = frozenset({"职业本科", "普通本科"})
#: Schools named at each step of a path.
SHOWN_SCHOOLS = 8
#: Least likeness of a name that ways are borrowed from: Dice coefficient of its character pairs,
#: rare ones counting more.
BORROW_FLOOR = 0.4


@dataclass(frozen=True, slots=True)
class PathStep:
    """One step: by contract or open, to a level, at these schools (none known where empty)."""

    kind: str
    contracted: bool
    end: Ref
    schools: tuple[Ref, ...]
    school_count: int
    places: int | None


@dataclass(frozen=True, slots=True)
class PathUp:
    """A path that ends at bachelor's level. ``contracted`` where every step is. ``borrowed`` is
    the major whose ways these are, where the programme's own has none."""

    start: Ref
    school: Ref
    steps: tuple[PathStep, ...]
    contracted: bool
    borrowed: Ref | None = None


@dataclass(frozen=True, slots=True)
class PathsAnswer:
    """Paths from the programmes asked for, contracted and shorter ones first."""

    about: Ref
    paths: tuple[PathUp, ...]
    total: int
    basis: Basis


def paths_up(
    view: View, *, major: str | None = None, school: str | None = None, limit: int = 20
) -> PathsAnswer:
    """Paths to a bachelor's degree from the programmes of a major, a school, or both.

    Raises:
        NotFound: no programme is of this major at this school.
    """
    snapshot, supply, ways = snapshot_of(view), supply_of(view), ways_of(view)
    points = [
        p
        for p in supply.points
        if p.open and major in (None, p.major) and school in (None, p.school)
    ]
    if not points:
        raise NotFound("There is no such programme.", hint="Name a major, a school, or both.")
    used: list[Way] = []
    notes = Notes()
    found = [path for p in points for path in _paths(snapshot, supply, ways, p, used)]
    found.sort(key=_rank)
    notes.count(programmes=len(points), paths=len(found))
    notes.cites(r for way in used for r in way.records)
    if not found:
        notes.lacks("该专业点的贯通项目与接续专业", "贯通项目来源；专业简介的“接续专业”")
    if any(p.borrowed for p in found):
        notes.warn("专业不在现行目录或没有接续专业的，借用名称最近的同层次专业，已标明")
    notes.warn("接续专业出自专业简介，表示可以报考，不保证录取；开设院校只列已收录的专业点")
    subject = major or str(school)
    return PathsAnswer(
        Ref(subject, snapshot.names.get(subject, subject)),
        tuple(found[:limit]),
        len(found),
        notes.basis(view),
    )


def _rank(path: PathUp) -> tuple[int, int, int, str]:
    """Contracted steps first, then fewer steps, then steps with known schools."""
    open_steps = sum(1 for s in path.steps if not s.contracted)
    nowhere = sum(1 for s in path.steps if not s.school_count)
    return (open_steps, nowhere, len(path.steps), "".join(s.end.id for s in path.steps))


def _paths(
    snapshot: Snapshot, supply: Supply, ways: Ways, point: Point, used: list[Way]
) -> Iterator[PathUp]:
    row = snapshot.majors[point.major]
    start = Ref(point.id, row["name"], row["code"], point.level)
    lender = None if point.major in ways.onward else nearest_with_ways(snapshot, ways, point.major)
    for steps in _climb(ways, point.level, lender or point.major, _contracts(ways, point)):
        used += steps
        shown = tuple(_shown(snapshot, supply, way) for way in steps)
        whole = all(s.contracted for s in shown)
        lent = major_of(snapshot, lender) if lender and not shown[0].contracted else None
        yield PathUp(start, school_of(supply, point.school), shown, whole, lent)


def _climb(
    ways: Ways, level: str, major: str | None, contracts: Sequence[Way]
) -> Iterator[tuple[Way, ...]]:
    """Ways from here to bachelor's level; every step goes up, so there are at most three."""
    for way in (*contracts, *ways.onward.get(major or "", ())):
        if way.to_level in BACHELOR and level not in BACHELOR:
            yield (way,)
        elif way.to_level == "高职专科" and level not in ("高职专科", *BACHELOR):
            signed = ways.contracts_from(way.end, way.schools)
            above = _climb(ways, "高职专科", way.end_major, signed)
            yield from ((way, *rest) for rest in above)


def _contracts(ways: Ways, point: Point) -> list[Way]:
    """Contracts of a programme; one whose partner is not published where its type says so."""
    published = ways.contracts_from(point.id, [point.school])
    return published or ([_unnamed(point)] if point.type in LONG_TYPES else [])


def nearest_with_ways(snapshot: Snapshot, ways: Ways, major: str) -> str | None:
    """The major of the same level with the most similar name that has ways onward: for one that
    stands in no catalogue and therefore has none of its own."""
    level = snapshot.majors[major]["level"]
    names = {m: _pairs(snapshot.majors[m]["name"]) for m in ways.onward}
    names = {m: pairs for m, pairs in names.items() if snapshot.majors[m]["level"] == level}
    common = Counter(pair for pairs in names.values() for pair in pairs)

    def weight(pairs: frozenset[str]) -> float:
        # 技术, 应用 and 设计 stand in every other name and say nothing.
        return sum(1 / (1 + common[pair]) for pair in sorted(pairs))

    mine = _pairs(snapshot.majors[major]["name"])
    best, lender = max(
        ((2 * weight(mine & p) / (weight(mine) + weight(p)), m) for m, p in names.items()),
        default=(0.0, ""),
    )
    return lender if best >= BORROW_FLOOR else None


def _pairs(name: str) -> frozenset[str]:
    return frozenset(name[i : i + 2] for i in range(len(name) - 1)) or frozenset({name})


def _unnamed(point: Point) -> Way:
    kind = str(point.type)
    level = LONG_TYPES[kind][-1]
    # At the level it leads to already: such a programme is no step of its own.
    return Way(
        kind, True, point.id, "", "", "对接院校未收录", None if level == point.level else level,
        records=point.records,
    )  # fmt: skip


def _shown(snapshot: Snapshot, supply: Supply, way: Way) -> PathStep:
    schools = list(way.schools)
    if not schools and way.end.startswith("major:"):
        schools = sorted({p.school for p in supply.points if p.open and p.major == way.end})
    row = snapshot.majors.get(way.end)
    end = Ref(way.end, way.end_name, row["code"] if row else None, way.to_level)
    return PathStep(
        kind=way.kind,
        contracted=way.contracted,
        end=end,
        schools=tuple(school_of(supply, s) for s in schools[:SHOWN_SCHOOLS]),
        school_count=len(schools),
        places=way.places,
    )
