"""Ways from one level to the next: contracted ones, and those open to anybody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass

from graph import bases
from graph.analysis.supply import Point, Supply
from graph.cypher.reads import compile_read
from graph.match.snapshot import snapshot_of
from graph.view import View

_CONTRACTS = compile_read(
    "MATCH (a:Programme|School)-[r:ARTICULATES_TO]->(b:Programme|School) WHERE visible(a, r, b) "
    "OPTIONAL MATCH (t:School)-[o:OFFERS]->(b) WHERE visible(t, o) "
    "OPTIONAL MATCH (b)-[m:OF_MAJOR]->(n:Major) WHERE visible(m, n) "
    "RETURN a.id AS start, a.name AS start_name, b.id AS end, b.name AS end_name, "
    "r.kind AS kind, r.year AS year, r.places AS places, r.records AS records, "
    "head(collect(t.id)) AS school, head(collect(n.level)) AS level, "
    "head(collect(n.id)) AS end_major, b.level AS own_level, "
    "'School' IN labels(a) AS of_school, 'School' IN labels(b) AS to_school ORDER BY start, end"
)
_CONTINUES = compile_read(
    "MATCH (a:Major)-[r:CONTINUES_TO]->(b:Major) WHERE visible(a, r, b) "
    "RETURN a.id AS start, a.name AS start_name, b.id AS end, b.name AS end_name, "
    "b.level AS level, r.records AS records, r.basis AS basis ORDER BY start, end"
)
#: Routes of admission that are open to all candidates of a lower level.
OPEN_ROUTES: dict[str, tuple[str, ...]] = {
    "职教高考": ("中职",),
    "提前招生": ("中职",),
    "专升本": ("高职专科",),
}
#: Types of programme that lead beyond their own level by contract, and to which levels.
LONG_TYPES: dict[str, tuple[str, ...]] = {
    "五年一贯制": ("高职专科",),
    "中高职一体化(3+2)": ("高职专科",),
    "中本一体化(3+4)": ("职业本科", "普通本科"),
    "专本一体化(3+2)": ("职业本科", "普通本科"),
    "四年制联合本科": ("职业本科", "普通本科"),
}
#: Routes by which those of a contracted programme move up.
TRANSFER_ROUTES: dict[str, tuple[str, ...]] = {
    "中高职转段": ("高职专科",),
    "中本转段": ("职业本科", "普通本科"),
}


@dataclass(frozen=True, slots=True)
class Way:
    """One way up. ``start`` is a programme, school or major, or a level where a route is open to
    all of it; ``end`` a programme, school or major, or empty where no partner is published.
    ``schools`` are those at the upper end that are known."""

    kind: str
    contracted: bool
    start: str
    start_name: str
    end: str
    end_name: str
    to_level: str | None
    schools: tuple[str, ...] = ()
    places: int | None = None
    year: int | None = None
    of_school: bool = False
    #: The major at the upper end, where one is named.
    end_major: str | None = None
    records: tuple[int, ...] = ()


@dataclass(frozen=True)
class Ways:
    """All ways of a view."""

    contracts: tuple[Way, ...]
    onward: dict[str, tuple[Way, ...]]
    backward: dict[str, tuple[str, ...]]

    def continuing(self, majors: Iterable[str], levels: Set[str]) -> list[Way]:
        """Majors of these levels that profiles name for further study."""
        return [w for m in sorted(majors) for w in self.onward.get(m, ()) if w.to_level in levels]

    def above(self, major: str) -> Iterator[str]:
        """Majors that continue this one, and those that continue them."""
        first = [w.end for w in self.onward.get(major, ())]
        yield from first
        for each in first:
            yield from (w.end for w in self.onward.get(each, ()))

    def below(self, major: str) -> Iterator[str]:
        """Majors that this one continues."""
        yield from self.backward.get(major, ())

    def contracts_from(self, start: str, schools: Iterable[str]) -> list[Way]:
        """Contracted ways from a programme, or from one of these schools as a whole."""
        whole = set(schools)
        return [w for w in self.contracts if w.start == start or (w.of_school and w.start in whole)]


def ways_of(view: View) -> Ways:
    """All ways of a view, kept with its snapshot."""
    kept: Ways = snapshot_of(view).remember("analysis ways", lambda: _read(view))
    return kept


def _read(view: View) -> Ways:
    contracts = [
        Way(
            kind=row["kind"],
            contracted=True,
            start=row["start"],
            start_name=row["start_name"],
            end=row["end"],
            end_name=row["end_name"],
            to_level=_level(row["kind"], row["level"] or row["own_level"]),
            schools=(row["end"] if row["to_school"] else row["school"],)
            if row["to_school"] or row["school"]
            else (),
            places=row["places"],
            year=row["year"],
            of_school=row["of_school"],
            end_major=row["end_major"],
            records=tuple(row["records"]),
        )
        for row in view.read(_CONTRACTS)
    ]
    onward: dict[str, list[Way]] = defaultdict(list)
    backward: dict[str, list[str]] = defaultdict(list)
    for row in bases.in_force(view.read(_CONTINUES), of="start"):
        way = Way(
            kind="接续专业",
            contracted=False,
            start=row["start"],
            start_name=row["start_name"],
            end=row["end"],
            end_name=row["end_name"],
            to_level=row["level"],
            end_major=row["end"],
            records=tuple(row["records"]),
        )
        onward[way.start].append(way)
        backward[way.end].append(way.start)
    return Ways(
        tuple(contracts),
        {m: tuple(w) for m, w in onward.items()},
        {m: tuple(s) for m, s in backward.items()},
    )


def _level(kind: str, level: str | None) -> str | None:
    """The level that is reached: that of the end, where it fits the kind, else the kind's."""
    reached = LONG_TYPES.get(kind, ())
    return level if level in reached or not reached else reached[-1]


def contracts_without_end(
    supply: Supply, ways: Ways, points: Sequence[Point], uppers: Sequence[str]
) -> list[Way]:
    """Programmes of a contracted type whose partner is not published."""
    published = {w.start for w in ways.contracts}
    return [
        _unpublished(supply, point, str(point.type), uppers)
        for point in points
        if set(LONG_TYPES.get(point.type or "", ())) & set(uppers) and point.id not in published
    ]


def transfers(supply: Supply, points: Sequence[Point], uppers: Sequence[str]) -> list[Way]:
    """Points of the upper level with places for those who come up by contract."""
    return [
        _unpublished(supply, point, seats.route, uppers, end=point, places=seats.places)
        for point in points
        for seats in point.seats
        if point.level in TRANSFER_ROUTES.get(seats.route, ()) and point.level in uppers
    ]


def _unpublished(
    supply: Supply,
    point: Point,
    kind: str,
    uppers: Sequence[str],
    *,
    end: Point | None = None,
    places: int | None = None,
) -> Way:
    school = supply.schools.get(point.school, {"name": point.school})["name"]
    known = end is not None
    return Way(
        kind=kind,
        contracted=True,
        start="" if known else point.id,
        start_name="输送院校未收录" if known else school,
        end=point.id if known else "",
        end_name=school if known else "对接院校未收录",
        to_level=uppers[-1],
        schools=(point.school,) if known else (),
        places=places,
        records=point.records,
    )
