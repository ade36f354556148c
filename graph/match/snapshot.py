"""The part of the graph that matching reads, in memory, for one version and one caller.

Matching compares one cluster with every major: thousands of short look-ups that belong in
dictionaries. A snapshot is read once per data version and cache key (:func:`snapshot_of`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from graph import bases
from graph.cypher.reads import compile_read
from graph.db import Database
from graph.view import View, restore

_CLUSTERS = compile_read(
    "MATCH (c:Cluster) WHERE visible(c) RETURN c.id AS id, c.code AS code, c.name AS name, "
    "c.level AS level, c.tier AS tier, c.state AS state, c.reliability AS reliability, "
    "coalesce(c.heading, false) AS heading, coalesce(c.products, []) AS products, "
    "coalesce(c.aliases, []) AS aliases"
)
_SEGMENTS = compile_read(
    "MATCH (s:Segment)-[r:PART_OF]->(c:Cluster) WHERE visible(s, r, c) "
    "RETURN c.id AS cluster, s.name AS name"
)
_MAJORS = compile_read(
    "MATCH (m:Major) WHERE visible(m) RETURN m.id AS id, m.code AS code, m.name AS name, "
    "m.level AS level, m.class_code AS class_code, m.class_name AS class_name, "
    "m.profile AS profile, coalesce(m.posts, []) AS posts, "
    "coalesce(m.competences, []) AS competences, coalesce(m.practice, []) AS practice, "
    "coalesce(m.named_only, false) AS named_only"
)
_COURSES = compile_read(
    "MATCH (m:Major)-[r:HAS_COURSE]->(c:Course) WHERE visible(m, r, c) "
    "RETURN m.id AS major, c.kind AS kind, r.basis AS basis, collect(c.name) AS names"
)
_INDUSTRIES = compile_read(
    "MATCH (i:Industry) WHERE visible(i) RETURN i.id AS id, i.name AS name, i.code AS code"
)
_OCCUPATIONS = compile_read(
    "MATCH (o:Occupation) WHERE visible(o) "
    "RETURN o.id AS id, o.name AS name, o.code AS code, o.level AS level"
)
_EDGE = (
    "RETURN a.id AS start, b.id AS end, r.strength AS strength, r.status AS status, "
    "r.grade AS grade, r.records AS records, r.reason AS reason"
)
_PARENTS = compile_read(
    "MATCH (a:Industry|Occupation)-[r:PART_OF]->(b:Industry|Occupation) WHERE visible(a, r, b) "
    "RETURN a.id AS start, b.id AS end, null AS strength, r.status AS status, "
    "r.grade AS grade, r.records AS records, null AS reason"
)
_COVERS = compile_read("MATCH (a:Cluster)-[r:COVERS]->(b:Industry) WHERE visible(a, r, b) " + _EDGE)
_EMPLOYS = compile_read(
    "MATCH (a:Industry)-[r:EMPLOYS]->(b:Occupation) WHERE visible(a, r, b) " + _EDGE
)
_PREPARES = compile_read(
    "MATCH (a:Major)-[r:PREPARES_FOR]->(b:Occupation) WHERE visible(a, r, b) "
    + _EDGE
    + ", r.basis AS basis"
)
_SERVES = compile_read("MATCH (a:Major)-[r:SERVES]->(b:Cluster) WHERE visible(a, r, b) " + _EDGE)
_ENGAGED = compile_read(
    "MATCH (a:Enterprise)-[r:ENGAGED_IN]->(b:Industry) WHERE visible(a, r, b) " + _EDGE
)
_COOPERATES = compile_read(
    "MATCH (a:School)-[r:COOPERATES_WITH]->(b:Enterprise) WHERE visible(a, r, b) " + _EDGE
)
_OFFERED = compile_read(
    "MATCH (a:School)-[r:OFFERS]->(p:Programme)-[o:OF_MAJOR]->(b:Major) "
    "WHERE visible(a, r, p, o, b) AND r.until IS NULL "
    "RETURN a.id AS start, b.id AS end, o.status AS status, o.grade AS grade, "
    "o.records AS records, null AS strength, null AS reason"
)
_LOCATED = compile_read(
    "MATCH (s:School)-[r:LOCATED_IN]->(g:Region) WHERE visible(s, r, g) "
    "OPTIONAL MATCH (g)-[p:PART_OF]->(u:Region) WHERE visible(p, u) "
    "OPTIONAL MATCH (u)-[q:PART_OF]->(w:Region) WHERE visible(q, w) "
    "RETURN s.id AS school, g.id AS region, u.id AS above, w.id AS top"
)
_ENTERPRISES = compile_read(
    "MATCH (e:Enterprise) WHERE visible(e) RETURN e.id AS id, e.name AS name"
)
_SCHOOLS = compile_read("MATCH (s:School) WHERE visible(s) RETURN s.id AS id, s.name AS name")


@dataclass(frozen=True, slots=True)
class Edge:
    """A relation with what grades it: status, source grade, records."""

    type: str
    start: str
    end: str
    strength: str | None
    status: str
    grade: str
    records: tuple[int, ...]
    reason: str | None


@dataclass(slots=True)
class Edges:
    """Relations of one type, by either end."""

    out: dict[str, list[Edge]] = field(default_factory=lambda: defaultdict(list))
    into: dict[str, list[Edge]] = field(default_factory=lambda: defaultdict(list))


@dataclass(slots=True)
class Snapshot:
    """Nodes by id (as rows of their read), relations by type, names of everything."""

    version: int
    clusters: dict[str, dict[str, Any]]
    majors: dict[str, dict[str, Any]]
    occupations: dict[str, dict[str, Any]]
    industries: dict[str, dict[str, Any]]
    names: dict[str, str]
    segments: dict[str, list[str]]
    courses: dict[str, dict[str, list[str]]]
    edges: dict[str, Edges]
    places: dict[str, set[str]]
    #: Derived data of features (indexes, vectors), computed once per snapshot.
    memo: dict[str, Any] = field(default_factory=dict)

    def offered_in(self, major: str, region: str) -> list[str]:
        """Schools in a region that offer a major."""
        return [
            e.start
            for e in self.edges["OFFERS"].into.get(major, ())
            if region in self.places.get(e.start, ())
        ]

    def remember(self, key: str, make: Any) -> Any:
        """A derived value, made on first use."""
        if key not in self.memo:
            self.memo[key] = make()
        return self.memo[key]


#: By database, so that what is kept goes with it and never answers for another one.
_CACHE: WeakKeyDictionary[Database, dict[Any, Snapshot]] = WeakKeyDictionary()
_CACHE_SIZE = 4
_LOCK = Lock()


def snapshot_of(view: View) -> Snapshot:
    """The snapshot of a view; read on first use, then kept while its version is current."""
    with _LOCK:
        kept = _CACHE.setdefault(view.db, {})
        if view.key not in kept:
            while len(kept) >= _CACHE_SIZE:
                kept.pop(next(iter(kept)))
            kept[view.key] = read_snapshot(view)
        return kept[view.key]


def read_snapshot(view: View) -> Snapshot:
    """Read a snapshot from Neo4j."""
    lists = {
        "clusters": view.read(_CLUSTERS),
        "majors": view.read(_MAJORS),
        "occupations": view.read(_OCCUPATIONS),
        "industries": view.read(_INDUSTRIES),
    }
    others = view.read(_ENTERPRISES) + view.read(_SCHOOLS)
    # Last, so that a load which is published meanwhile does not show either.
    earlier = view.earlier()
    for rows in (*lists.values(), others):
        restore(rows, [c for c in rows[0] if c != "id"] if rows else [], earlier)
    nodes = {name: {row["id"]: row for row in rows} for name, rows in lists.items()}
    names = {row["id"]: row["name"] for rows in (*lists.values(), others) for row in rows}
    return Snapshot(
        version=view.version,
        names=names,
        segments=_lists(view.read(_SEGMENTS), "cluster"),
        courses=_courses(view.read(_COURSES)),
        edges={name: _edges(name, view.read(query)) for name, query in _EDGE_READS.items()},
        places=_places(view.read(_LOCATED)),
        **nodes,
    )


_EDGE_READS = {
    "PART_OF": _PARENTS,
    "COVERS": _COVERS,
    "EMPLOYS": _EMPLOYS,
    "PREPARES_FOR": _PREPARES,
    "SERVES": _SERVES,
    "ENGAGED_IN": _ENGAGED,
    "COOPERATES_WITH": _COOPERATES,
    "OFFERS": _OFFERED,
}


def _edges(name: str, rows: Iterable[dict[str, Any]]) -> Edges:
    edges = Edges()
    for row in bases.in_force(rows, of="start") if name == "PREPARES_FOR" else rows:
        edge = Edge(
            name,
            row["start"],
            row["end"],
            row["strength"],
            row["status"],
            row["grade"],
            tuple(row["records"]),
            row["reason"],
        )
        edges.out[edge.start].append(edge)
        edges.into[edge.end].append(edge)
    return edges


def _lists(rows: Iterable[dict[str, Any]], key: str) -> dict[str, list[str]]:
    lists: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        lists[row[key]].append(row["name"])
    return lists


def _courses(rows: Iterable[dict[str, Any]]) -> dict[str, dict[str, list[str]]]:
    courses: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for row in bases.in_force(rows, of="major"):
        own = courses[row["major"]].setdefault(row["kind"], [])
        own[:] = sorted({*own, *row["names"]})
    return courses


def _places(rows: Iterable[dict[str, Any]]) -> dict[str, set[str]]:
    """School id → its region and those above."""
    places: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        places[row["school"]] |= {r for r in (row["region"], row["above"], row["top"]) if r}
    return places
