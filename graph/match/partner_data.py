"""What partner matching reads besides the snapshot: firms, schools, platforms, ended leads."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import Any

from graph.cypher.reads import compile_read
from graph.match.snapshot import Edge, Snapshot, snapshot_of
from graph.queries.evidence import records
from graph.view import View

_FIRMS = compile_read(
    "MATCH (e:Enterprise) WHERE visible(e) RETURN e.id AS id, e.name AS name, "
    "e.short_name AS short_name, coalesce(e.products, []) AS products, e.staff AS staff, "
    "coalesce(e.industry_terms, []) AS terms, coalesce(e.titles, []) AS titles, "
    "coalesce(e.named_only, false) AS named_only"
)
_SCHOOLS = compile_read(
    "MATCH (s:School) WHERE visible(s) RETURN s.id AS id, s.name AS name, s.level AS level, "
    "coalesce(s.named_only, false) AS named_only"
)
_PLACES = compile_read(
    "MATCH (a:Enterprise|School)-[r:LOCATED_IN]->(g:Region) WHERE visible(a, r, g) "
    "OPTIONAL MATCH (g)-[p:PART_OF]->(u:Region) WHERE visible(p, u) "
    "OPTIONAL MATCH (u)-[q:PART_OF]->(w:Region) WHERE visible(q, w) "
    "RETURN a.id AS id, g.id AS region, g.name AS name, u.id AS above, w.id AS top, "
    "r.status AS status, r.grade AS grade, r.records AS records"
)
_MEMBERS = compile_read(
    "MATCH (a:Enterprise|School)-[r:MEMBER_OF]->(b:Community) WHERE visible(a, r, b) "
    "RETURN a.id AS start, b.id AS end, b.name AS name, r.role AS strength, r.status AS status, "
    "r.grade AS grade, r.records AS records, null AS reason"
)
_REFUSED = compile_read(
    "MATCH (l:Lead)-[a:ABOUT]->(s:School) WHERE l.stage = '终止' AND visible(l, a, s) "
    "MATCH (l)-[b:ABOUT]->(e:Enterprise) WHERE visible(b, e) "
    "RETURN l.id AS lead, s.id AS school, e.id AS firm, l.reason AS reason, l.records AS records"
)


@dataclass(slots=True)
class PartnerData:
    """Rows by id; ``places`` are the regions of a firm or school from near to far; ``members`` a
    firm's or school's platforms; ``origins`` the publication of each record."""

    firms: dict[str, dict[str, Any]]
    schools: dict[str, dict[str, Any]]
    places: dict[str, list[str]]
    members: dict[str, list[Edge]]
    works: list[Edge]
    refused: dict[tuple[str, str], list[dict[str, Any]]]
    origins: dict[int, str]
    located: dict[str, Edge] = field(default_factory=dict)

    def hiding(self, school: str, firm: str, publication: str) -> PartnerData:
        """The same without what a tested publication says: co-operations and memberships stated
        by it alone, those of this very pair, and both ends' memberships in platforms that hold
        both."""
        shared = self.platforms(school) & self.platforms(firm)
        members = {
            one: [
                e
                for e in edges
                if not self._only_of(e, publication)
                and not (one in (school, firm) and e.end in shared)
            ]
            for one, edges in self.members.items()
        }
        works = [
            e
            for e in self.works
            if (e.start, e.end) != (school, firm) and not self._only_of(e, publication)
        ]
        return replace(self, members=members, works=works)

    def platforms(self, one: str) -> set[str]:
        """Ids of the platforms that a firm or school is a member of."""
        return {e.end for e in self.members.get(one, ())}

    def _only_of(self, edge: Edge, publication: str) -> bool:
        origins = [self.origins.get(r, "") for r in edge.records]
        return bool(publication) and all(same_publication(o, publication) for o in origins)


def same_publication(origin: str, publication: str) -> bool:
    """Whether two descriptions of a source mean one publication: one begins with the other, or
    both hold the same address."""
    one, other = (" ".join(text.split()) for text in (origin, publication))
    return bool(one and other) and (one in other or other in one)


def with_partners(view: View) -> Snapshot:
    """The snapshot of a view with what partner matching needs in its memory."""
    snapshot = snapshot_of(view)
    snapshot.remember("partners", lambda: read_partners(view, snapshot))
    return snapshot


def partners_of(snapshot: Snapshot) -> PartnerData:
    """What :func:`with_partners` put there."""
    data: PartnerData = snapshot.memo["partners"]
    return data


def hidden(snapshot: Snapshot, school: str, firm: str, publication: str) -> Snapshot:
    """A snapshot in which a tested publication is hidden; the tables of words are shared."""
    data = partners_of(snapshot).hiding(school, firm, publication)
    memo = {k: v for k, v in snapshot.memo.items() if k in ("text", "rarity", "firm words")}
    return replace(snapshot, memo={**memo, "partners": data})


def read_partners(view: View, snapshot: Snapshot) -> PartnerData:
    """Read it from Neo4j."""
    members: dict[str, list[Edge]] = defaultdict(list)
    for row in view.read(_MEMBERS):
        snapshot.names.setdefault(row["end"], row.pop("name"))
        row.pop("name", None)
        members[row["start"]].append(_edge("MEMBER_OF", row))
    works = [e for edges in snapshot.edges["COOPERATES_WITH"].out.values() for e in edges]
    refused: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in view.read(_REFUSED):
        refused[row["school"], row["firm"]].append(row)
    places, located = _places(view.read(_PLACES), snapshot)
    stated = {r for e in works for r in e.records}
    stated |= {r for edges in members.values() for e in edges for r in e.records}
    return PartnerData(
        firms={row["id"]: row for row in view.read(_FIRMS)},
        schools={row["id"]: row for row in view.read(_SCHOOLS)},
        places=places,
        members=dict(members),
        works=works,
        refused=dict(refused),
        origins={r: found.origin for r, found in records(view, stated).items()},
        located=located,
    )


def _places(
    rows: list[dict[str, Any]], snapshot: Snapshot
) -> tuple[dict[str, list[str]], dict[str, Edge]]:
    places: dict[str, list[str]] = {}
    located: dict[str, Edge] = {}
    for row in rows:
        chain = [r for r in (row["region"], row["above"], row["top"]) if r]
        snapshot.names.setdefault(row["region"], row["name"])
        if len(chain) > len(places.get(row["id"], ())):
            places[row["id"]] = chain
            located[row["id"]] = Edge(
                "LOCATED_IN", row["id"], row["region"], None, row["status"], row["grade"],
                tuple(row["records"]), None,
            )  # fmt: skip
    return places, located


def _edge(kind: str, row: dict[str, Any]) -> Edge:
    return Edge(
        kind, row["start"], row["end"], row["strength"], row["status"], row["grade"],
        tuple(row["records"]), row["reason"],
    )  # fmt: skip
