"""What schools offer: every 专业点 with its places by year and route, and where schools are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from graph.cypher.reads import compile_read
from graph.match.snapshot import snapshot_of
from graph.view import View

_POINTS = compile_read(
    "MATCH (s:School)-[o:OFFERS]->(p:Programme)-[m:OF_MAJOR]->(n:Major) "
    "WHERE visible(s, o, p, m, n) "
    "RETURN p.id AS id, s.id AS school, n.id AS major, n.level AS level, p.type AS type, "
    "p.years AS years, o.until AS until, p.last_year AS last_year, "
    "o.records + m.records AS records ORDER BY id, school, major"
)
_INTAKES = compile_read(
    "MATCH (p:Programme)-[h:HAS_INTAKE]->(i:Intake) WHERE visible(p, h, i) "
    "RETURN p.id AS programme, i.year AS year, i.route AS route, i.variant AS variant, "
    "i.places AS places, i.records AS records ORDER BY i.id"
)
_SCHOOLS = compile_read(
    "MATCH (s:School) WHERE visible(s) RETURN s.id AS id, s.name AS name, s.level AS level, "
    "s.ownership AS ownership, coalesce(s.named_only, false) AS named_only"
)
_LOCATED = compile_read(
    "MATCH (s:School|Enterprise|Organisation|Park|Community|JobPosting|Need)"
    "-[r:LOCATED_IN]->(g:Region) WHERE visible(s, r, g) RETURN s.id AS id, g.id AS region"
)
_REGIONS = compile_read(
    "MATCH (g:Region) WHERE visible(g) OPTIONAL MATCH (g)-[p:PART_OF]->(u:Region) "
    "WHERE visible(p, u) RETURN g.id AS id, g.name AS name, g.code AS code, g.level AS level, "
    "u.id AS above"
)
_CONTROLLED = compile_read(
    "MATCH (m:Major) WHERE visible(m) AND m.state_controlled RETURN m.id AS id"
)
_CATEGORIES = compile_read(
    "MATCH (m:Major) WHERE visible(m) "
    "RETURN m.id AS id, m.category_code AS code, m.category_name AS name"
)


@dataclass(frozen=True, slots=True)
class Seats:
    """Places of one intake; None where the source gives none."""

    year: int
    route: str
    variant: str | None
    places: int | None
    records: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """A 专业点: one major at one school with one length of study."""

    id: str
    school: str
    major: str
    level: str
    type: str | None = None
    years: str | None = None
    until: str | None = None
    last_year: int | None = None
    seats: tuple[Seats, ...] = ()
    records: tuple[int, ...] = ()

    def places(self, year: int) -> int | None:
        """Places of a year over all routes; None where no intake of the year states any."""
        known = [s.places for s in self.seats if s.year == year and s.places is not None]
        return sum(known) if known else None

    @property
    def open(self) -> bool:
        """Still offered, as far as the sources say."""
        return self.until is None


@dataclass(frozen=True)
class Places:
    """Regions, and in which of them things are (with those above)."""

    regions: dict[str, dict[str, Any]]
    within: dict[str, frozenset[str]]

    def inside(self, thing: str, region: str | None) -> bool:
        """Whether something is in a region; everything is where no region is asked for."""
        return region is None or region in self.within.get(thing, ())

    def upwards(self, region: str | None) -> list[str]:
        """A region and those above it."""
        return _upwards(self.regions, region)

    def name(self, region: str) -> str:
        """Name of a region."""
        return str(self.regions[region]["name"])


@dataclass(frozen=True)
class Supply:
    """All points of a view, and what is known of schools and majors."""

    points: tuple[Point, ...]
    schools: dict[str, dict[str, Any]]
    places: Places
    controlled: frozenset[str]
    categories: dict[str, tuple[str | None, str | None]]

    def chosen(
        self,
        *,
        region: str | None = None,
        level: str | None = None,
        majors: Iterable[str] | None = None,
    ) -> list[Point]:
        """Open points in a region, of a level, of these majors."""
        wanted = None if majors is None else set(majors)
        return [
            p
            for p in self.points
            if p.open
            and (level is None or p.level == level)
            and (wanted is None or p.major in wanted)
            and self.places.inside(p.school, region)
        ]

    def with_points(self, points: Iterable[Point]) -> Supply:
        """The same with other points."""
        return replace(self, points=tuple(points))


def newest_year(points: Iterable[Point]) -> int | None:
    """The newest year with known places; None where no point has any."""
    years = Counter(s.year for p in points for s in p.seats if s.places is not None)
    return max(years, default=None)


def supply_of(view: View) -> Supply:
    """The supply of a view; read on first use, then kept with its snapshot."""
    kept: Supply = snapshot_of(view).remember("analysis supply", lambda: read_supply(view))
    return kept


def read_supply(view: View) -> Supply:
    """Read the supply from Neo4j."""
    seats: dict[str, list[Seats]] = defaultdict(list)
    for row in view.read(_INTAKES):
        programme, records = row.pop("programme"), tuple(row.pop("records"))
        seats[programme].append(Seats(**row, records=records))
    points = []
    for row in view.read(_POINTS):
        own = tuple(seats.get(row["id"], ()))
        points.append(Point(**{**row, "records": tuple(row["records"])}, seats=own))
    schools = view.as_it_was(view.read(_SCHOOLS), "name", "level", "ownership")
    return Supply(
        points=tuple(points),
        schools={row["id"]: row for row in schools},
        places=places_of(view),
        controlled=frozenset(row["id"] for row in view.read(_CONTROLLED)),
        categories={row["id"]: (row["code"], row["name"]) for row in view.read(_CATEGORIES)},
    )


def places_of(view: View) -> Places:
    """Regions and where everything is, kept with the snapshot."""
    kept: Places = snapshot_of(view).remember("analysis places", lambda: _read_places(view))
    return kept


def _read_places(view: View) -> Places:
    regions = {row["id"]: row for row in view.read(_REGIONS)}
    within: dict[str, set[str]] = defaultdict(set)
    for row in view.read(_LOCATED):
        within[row["id"]].update(_upwards(regions, row["region"]))
    return Places(regions, {thing: frozenset(found) for thing, found in within.items()})


def _upwards(regions: dict[str, dict[str, Any]], region: str | None) -> list[str]:
    seen: list[str] = []
    while region is not None and region not in seen:
        seen.append(region)
        region = regions.get(region, {}).get("above")
    return seen
