"""What a cluster's, a major's and a school's page show, each in one call."""

from __future__ import annotations

from typing import Any

from graph import bases
from graph.cypher.reads import compile_read
from graph.errors import NotFound
from graph.queries import overview
from graph.queries.entities import entity
from graph.view import View

_FIRM = ("name", "short_name", "uscc", "listed_code", "titles")
_OFFERER = ("name", "level", "ownership", "code")
FIRM_RULE = "企业所从事行业（核心）在集群所涵盖行业（核心）之内；地区优先列出集群所在地"

_SEGMENTS = compile_read(
    "MATCH (s:Segment)-[r:PART_OF]->(c:Cluster {id: $id}) WHERE visible(s, r, c) "
    "RETURN s.id AS id, s.name AS name, s.wording AS wording, s.reliability AS reliability "
    "ORDER BY s.wording, s.name"
)
_COVERED = compile_read(
    "MATCH (c:Cluster {id: $id})-[r:COVERS]->(i:Industry) WHERE visible(c, r, i) "
    "RETURN i.id AS id, i.code AS code, i.name AS name, r.strength AS strength, "
    "r.reason AS reason, r.status AS status ORDER BY r.strength, i.code"
)
_FIRMS = compile_read(
    "MATCH (c:Cluster {id: $id})-[v:COVERS]->(i:Industry) "
    "WHERE visible(c, v, i) AND v.strength = 'core' "
    "MATCH (e:Enterprise)-[g:ENGAGED_IN]->(j:Industry) "
    "WHERE visible(e, g, j) AND g.strength = 'core' AND j.code STARTS WITH i.code "
    "WITH c, e, collect(DISTINCT j.name) AS industries "
    "OPTIONAL MATCH (e)-[l:LOCATED_IN]->(place:Region) WHERE visible(l, place) "
    "OPTIONAL MATCH (place)-[u:PART_OF]->(above:Region) WHERE visible(u, above) "
    "WITH c, e, industries, collect(DISTINCT place) AS places, "
    "collect(DISTINCT above.id) + collect(DISTINCT place.id) AS within "
    "OPTIONAL MATCH (c)-[cl:LOCATED_IN]->(seat:Region) WHERE visible(cl, seat) "
    "WITH e, industries, places, within, collect(DISTINCT seat.id) AS seats "
    "WITH e, industries, head([p IN places WHERE p.level = '县级' | p.name] + "
    "[p IN places | p.name]) AS place, any(w IN within WHERE w IN seats) AS at_seat, "
    "EXISTS { MATCH (s:School)-[w:COOPERATES_WITH]->(e) WHERE visible(s, w) } AS partner "
    "RETURN e.id AS id, e.name AS name, e.short_name AS short_name, e.uscc AS uscc, "
    "e.listed_code AS listed_code, coalesce(e.titles, []) AS titles, industries, place, "
    "at_seat, partner ORDER BY at_seat DESC, partner DESC, place IS NULL, e.name"
)
_RELATED = compile_read(
    "MATCH (c:Cluster {id: $id})-[r:RELATES_TO|PART_OF]-(o:Cluster) WHERE visible(c, r, o) "
    "RETURN o.id AS id, o.name AS name, o.code AS code, o.tier AS tier, o.level AS level, "
    "o.state AS state, type(r) AS relation, startNode(r) = c AS outgoing, r.kind AS kind, "
    "r.reason AS reason ORDER BY relation, kind, o.code"
)
_PLACES = compile_read(
    "MATCH (n:Cluster {id: $id})-[r:LOCATED_IN]->(g:Region) WHERE visible(n, r, g) "
    "RETURN g.id AS id, g.name AS name, r.role AS role ORDER BY g.code"
)
_SERVING = compile_read(
    "MATCH (a:School|Major|MajorGroup|Community)-[r:SERVES]->(c:Cluster {id: $id}) "
    "WHERE visible(a, r, c) RETURN a.id AS id, labels(a)[0] AS type, a.name AS name, "
    "r.published AS published, r.year AS year, r.grade AS grade ORDER BY type, a.name"
)
_COMMUNITIES = compile_read(
    "MATCH (k:Community) WHERE visible(k) AND any(w IN $words WHERE k.industry CONTAINS w) "
    "RETURN k.id AS id, k.name AS name, k.kind AS kind, k.industry AS industry, k.year AS year, "
    "k.place AS place ORDER BY k.kind, k.name LIMIT 30"
)
_FIRM_TOTALS = compile_read(
    "MATCH (e:Enterprise) WHERE visible(e) WITH count(e) AS total, "
    "sum(CASE WHEN e.named_only THEN 1 ELSE 0 END) AS named_only "
    "MATCH (f:Enterprise)-[l:LOCATED_IN]->(g:Region) WHERE visible(f, l, g) "
    "AND (g.id = $home OR EXISTS { MATCH (g)-[p:PART_OF]->(h:Region {id: $home}) "
    "WHERE visible(p, h) }) "
    "RETURN total, named_only, count(DISTINCT f) AS at_home"
)
_OFFERING = compile_read(
    "MATCH (s:School)-[o:OFFERS]->(p:Programme)-[m:OF_MAJOR]->(n:Major {id: $id}) "
    "WHERE visible(s, o, p, m, n) "
    "OPTIONAL MATCH (p)-[h:HAS_INTAKE]->(i:Intake) WHERE visible(h, i) "
    "WITH s, o, p, i ORDER BY i.year DESC "
    "WITH s, o, p, collect(CASE WHEN i IS NULL THEN null ELSE {year: i.year, route: i.route, "
    "variant: i.variant, places: i.places, lowest_score: i.lowest_score} END) AS intakes "
    "OPTIONAL MATCH (s)-[l:LOCATED_IN]->(g:Region) WHERE visible(l, g) "
    "OPTIONAL MATCH (g)-[u:PART_OF]->(above:Region) WHERE visible(u, above) "
    "RETURN s.id AS id, s.name AS name, s.level AS level, s.ownership AS ownership, "
    "s.code AS code, head(collect(g.name)) AS place, head(collect(above.name)) AS city, "
    "p.id AS programme, p.years AS years, p.type AS type, p.last_year AS last_year, "
    "o.until AS until, intakes ORDER BY until IS NOT NULL, city, name"
)
_COURSES = compile_read(
    "MATCH (n:Major {id: $id})-[r:HAS_COURSE]->(c:Course) WHERE visible(n, r, c) "
    "RETURN c.id AS id, c.name AS name, c.kind AS kind, r.basis AS basis, r.grade AS grade "
    "ORDER BY c.kind, c.name"
)
_OCCUPATIONS = compile_read(
    "MATCH (n:Major {id: $id})-[r:PREPARES_FOR]->(o:Occupation) WHERE visible(n, r, o) "
    "RETURN o.id AS id, o.code AS code, o.name AS name, r.strength AS strength, "
    "r.status AS status, r.grade AS grade, r.reason AS reason, r.basis AS basis, "
    "o.digital AS digital, o.green AS green ORDER BY r.status DESC, r.strength, o.code"
)
_FACED = compile_read(
    "MATCH (n:Major {id: $id})-[r:FACES_INDUSTRY]->(i:Industry) WHERE visible(n, r, i) "
    "RETURN i.id AS id, i.code AS code, i.name AS name, r.basis AS basis, r.status AS status, "
    "r.grade AS grade ORDER BY i.code"
)
_ONWARD = compile_read(
    "MATCH (n:Major {id: $id})-[r:CONTINUES_TO]-(o:Major) WHERE visible(n, r, o) "
    "RETURN o.id AS id, o.code AS code, o.name AS name, o.level AS level, "
    "startNode(r) = n AS onward ORDER BY onward DESC, o.level, o.code"
)
_CERTIFICATES = compile_read(
    "MATCH (n:Major {id: $id})-[r:LEADS_TO_CERTIFICATE]->(c:Certificate) WHERE visible(n, r, c) "
    "RETURN c.id AS id, c.name AS name, c.system AS system ORDER BY c.system, c.name"
)
_PROGRAMMES = compile_read(
    "MATCH (s:School {id: $id})-[o:OFFERS]->(p:Programme)-[m:OF_MAJOR]->(n:Major) "
    "WHERE visible(s, o, p, m, n) "
    "OPTIONAL MATCH (p)-[h:HAS_INTAKE]->(i:Intake) WHERE visible(h, i) "
    "WITH o, p, n, collect(CASE WHEN i IS NULL THEN null ELSE {year: i.year, route: i.route, "
    "variant: i.variant, places: i.places, lowest_score: i.lowest_score} END) AS intakes "
    "RETURN n.id AS major, n.code AS code, n.name AS name, n.level AS level, "
    "n.class_name AS class_name, p.id AS programme, p.years AS years, p.type AS type, "
    "coalesce(p.remark, []) AS remark, p.last_year AS last_year, o.until AS until, intakes "
    "ORDER BY until IS NOT NULL, level, code"
)
_TITLES = compile_read(
    "MATCH (s:School {id: $id})-[h:HOLDS_TITLE]->(t:Title) WHERE visible(s, h, t) "
    "RETURN t.name AS name, t.scheme AS scheme, t.level AS level, t.round AS round, "
    "h.grade_held AS grade_held, h.state AS state, h.year AS year, h.subject AS subject, "
    "h.grade AS grade ORDER BY level, name"
)
_PARTNERS = compile_read(
    "MATCH (s:School {id: $id})-[r:COOPERATES_WITH]->(e:Enterprise|Organisation) "
    "WHERE visible(s, r, e) RETURN e.id AS id, labels(e)[0] AS type, e.name AS name, "
    "r.kind AS kind, r.published AS published, r.period AS period, "
    "coalesce(r.majors, []) AS majors, r.grade AS grade ORDER BY kind, name"
)
_MEMBERSHIPS = compile_read(
    "MATCH (s:School {id: $id})-[r:MEMBER_OF]->(k:Community) WHERE visible(s, r, k) "
    "RETURN k.id AS id, k.name AS name, k.kind AS kind, r.role AS role, k.year AS year "
    "ORDER BY kind, name"
)


def cluster_page(view: View, cluster: str, *, firms: int = 200) -> dict[str, Any]:
    """A cluster: segments, industries, firms by rule, related clusters, platforms, and what the
    lists cover."""
    about = entity(view, cluster)
    listed = view.as_it_was(view.read(_FIRMS, id=cluster), *_FIRM)
    words = [about["name"], *about["properties"].get("products", [])]
    totals = view.read(_FIRM_TOTALS, home=f"region:{view.home_region}")
    return {
        "cluster": about,
        "segments": view.as_it_was(
            view.read(_SEGMENTS, id=cluster), "name", "wording", "reliability"
        ),
        "industries": view.as_it_was(view.read(_COVERED, id=cluster), "code", "name"),
        "places": view.read(_PLACES, id=cluster),
        "related": view.as_it_was(
            view.read(_RELATED, id=cluster), "name", "code", "tier", "level", "state"
        ),
        "serving": view.read(_SERVING, id=cluster),
        "communities": view.read(_COMMUNITIES, words=[w for w in words if len(w) >= 2]),
        "firms": {"items": listed[:firms], "total": len(listed), "rule": FIRM_RULE},
        "coverage": {
            **_coverage(listed, totals[0] if totals else None),
            "sources": overview.coverage(view, ("Cluster", "Enterprise")),
        },
        "data_version": view.version,
    }


def _coverage(listed: list[dict[str, Any]], totals: dict[str, Any] | None) -> dict[str, Any]:
    """What the firm list covers: how many are known at all, at home, without a district."""
    return {
        "firms_known": totals["total"] if totals else 0,
        "firms_named_only": totals["named_only"] if totals else 0,
        "firms_at_home": totals["at_home"] if totals else 0,
        "listed": len(listed),
        "listed_at_seat": sum(1 for f in listed if f["at_seat"]),
        "listed_without_place": sum(1 for f in listed if f["place"] is None),
    }


def major_page(view: View, major: str) -> dict[str, Any]:
    """A major: occupations, industries, courses, certificates, further study, schools with
    places. ``basis`` names the official document that says a thing; ``superseded`` is what an
    older one says where a newer one says something else of the kind.
    """
    about = entity(view, major)
    offering = view.as_it_was(view.read(_OFFERING, id=major), *_OFFERER)
    return {
        "major": about,
        "occupations": view.as_it_was(
            bases.marked(view.read(_OCCUPATIONS, id=major)), "code", "name", "digital", "green"
        ),
        "industries": view.as_it_was(bases.marked(view.read(_FACED, id=major)), "code", "name"),
        "courses": bases.marked(view.read(_COURSES, id=major)),
        "certificates": view.read(_CERTIFICATES, id=major),
        "continues": view.as_it_was(view.read(_ONWARD, id=major), "code", "name", "level"),
        "schools": {"items": offering, **_places(offering)},
        "data_version": view.version,
    }


def schools_of_major(view: View, major: str) -> dict[str, Any]:
    """Schools that offer a major with their intakes; places add up over intakes."""
    if not major.startswith("major:"):
        raise NotFound(f"'{major}' is no major.", id=major)
    offering = view.as_it_was(view.read(_OFFERING, id=major), *_OFFERER)
    return {"items": offering, **_places(offering), "data_version": view.version}


def _places(offering: list[dict[str, Any]]) -> dict[str, Any]:
    """Totals by year: places, programmes counted once, and how many intakes state no places."""
    years: dict[int, dict[str, Any]] = {}
    for row in offering:
        for year in {i["year"] for i in row["intakes"]}:
            total = years.setdefault(year, {"programmes": 0, "places": 0, "unknown": 0})
            total["programmes"] += 1
            for intake in (i for i in row["intakes"] if i["year"] == year):
                total["places"] += intake["places"] or 0
                total["unknown"] += 1 if intake["places"] is None else 0
    return {
        "total": len(offering),
        "by_year": [{"year": y, **years[y]} for y in sorted(years, reverse=True)],
        "note": "只收录已公布的招生途径，计划数是下限",
    }


def school_page(view: View, school: str) -> dict[str, Any]:
    """A school: programmes with intakes, titles, partners, platforms."""
    programmes = view.as_it_was(
        view.read(_PROGRAMMES, id=school), "code", "name", "level", "class_name", key="major"
    )
    return {
        "school": entity(view, school),
        "programmes": {"items": programmes, **_places(programmes)},
        "titles": view.read(_TITLES, id=school),
        "partners": view.as_it_was(view.read(_PARTNERS, id=school), "name"),
        "communities": view.read(_MEMBERSHIPS, id=school),
        "data_version": view.version,
    }
