"""Who may take part in a platform of a cluster, and what of the chain each would cover."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph.analysis.supply import Supply, supply_of
from graph.cypher.reads import compile_read
from graph.match.answer import Request, majors_of_cluster
from graph.match.snapshot import Snapshot, snapshot_of
from graph.view import View

_SEGMENTS = compile_read(
    "MATCH (s:Segment)-[r:PART_OF]->(c:Cluster {id: $id}) WHERE visible(s, r, c) "
    "RETURN s.id AS id, s.name AS name, r.records + s.records AS records ORDER BY name, id"
)
_FIRMS = compile_read(
    "MATCH (c:Cluster {id: $id})-[v:COVERS]->(i:Industry) "
    "WHERE visible(c, v, i) AND v.strength = 'core' "
    "MATCH (e:Enterprise)-[g:ENGAGED_IN]->(j:Industry) "
    "WHERE visible(e, g, j) AND coalesce(g.strength, 'core') = 'core' "
    "AND j.code STARTS WITH i.code "
    "RETURN e.id AS id, collect(DISTINCT i.id) AS industries, collect(DISTINCT j.name) AS words, "
    "reduce(all = [], r IN collect(g.records) | all + r) AS records ORDER BY id"
)
_LISTED = compile_read(
    "MATCH (e:Enterprise)-[b:BELONGS_TO]->(c:Cluster {id: $id}) WHERE visible(e, b, c) "
    "RETURN e.id AS id, b.records AS records ORDER BY id"
)
_FIRM = compile_read(
    "MATCH (e:Enterprise) WHERE e.id IN $ids AND visible(e) "
    "RETURN e.id AS id, e.name AS name, e.listed_code AS listed, e.staff AS staff, "
    "coalesce(e.titles, []) AS titles, coalesce(e.products, []) AS products, "
    "coalesce(e.industry_terms, []) AS terms"
)
_ROLES = compile_read(
    "MATCH (e:Enterprise|School|Organisation)-[m:MEMBER_OF]->(k:Community) WHERE visible(e, m, k) "
    "RETURN e.id AS id, k.name AS platform, k.kind AS kind, k.industry AS industry, "
    "m.role AS role, m.records AS records ORDER BY id, platform"
)
_TITLES = compile_read(
    "MATCH (s:School)-[h:HOLDS_TITLE]->(t:Title) WHERE visible(s, h, t) "
    "RETURN s.id AS id, t.name AS title, h.records AS records ORDER BY id, title"
)
_TRAINING = compile_read(
    "MATCH (s:School)-[r:PARTY_TO]->(o:Offer) WHERE visible(s, r, o) AND o.kind = '培训项目' "
    "RETURN DISTINCT s.id AS id"
)
_BODIES = compile_read(
    "MATCH (o:Organisation) WHERE visible(o) RETURN o.id AS id, o.name AS name, o.kind AS kind, "
    "o.records AS records ORDER BY id"
)
_PARKS = compile_read(
    "MATCH (p:Park) WHERE visible(p) RETURN p.id AS id, p.name AS name, p.records AS records "
    "ORDER BY id"
)
_SERVING = compile_read(
    "MATCH (s:School)-[r:SERVES]->(c:Cluster {id: $id}) WHERE visible(s, r, c) "
    "RETURN s.id AS id, r.records AS records"
)
#: A firm covers a segment when this share of its name's character pairs is in what is known of
#: the firm (name, products, industries).
WORDS_FLOOR = 0.6
MATCHED = ("published", "path")
UNIVERSITY, VOCATIONAL = ("普通本科",), ("中职", "技工", "高职专科", "职业本科")


@dataclass
class Candidate:
    """Somebody who may take part: ``role``, what it ``covers``, why, and how strong it is."""

    id: str
    name: str
    role: str
    level: str | None = None
    covers: set[str] = field(default_factory=set)
    reasons: list[str] = field(default_factory=list)
    strength: float = 0.0
    records: set[int] = field(default_factory=set)
    leads: bool = False
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Item:
    """A part of the chain, an industry, a major or a region that members cover."""

    id: str
    name: str
    kind: str


@dataclass
class Field:
    """All candidates of a cluster with the items they may cover."""

    items: dict[str, Item]
    firms: list[Candidate]
    schools: list[Candidate]
    bodies: list[Candidate]
    parks: list[Candidate]
    words: list[str]


def field_of(view: View, cluster: str) -> Field:
    """Candidates for platforms of a cluster."""
    snapshot, supply = snapshot_of(view), supply_of(view)
    row = snapshot.clusters[cluster]
    items = _chain(view, snapshot, cluster)
    roles = _grouped(view.read(_ROLES))
    words = [row["name"], *row["products"], *(i.name for i in items.values() if i.kind != "行业")]
    firms = _firms(view, snapshot, cluster, items, roles)
    schools = _schools(view, snapshot, supply, cluster, items, roles, words)
    bodies = [_plain(r, r["kind"]) for r in view.read(_BODIES)]
    parks = [_plain(r, "园区") for r in view.read(_PARKS)]
    for candidate in (*firms, *schools, *bodies, *parks):
        for region in supply.places.within.get(candidate.id, ()):
            if supply.places.regions[region]["level"] == "市":
                items.setdefault(region, Item(region, supply.places.name(region), "地区"))
                candidate.covers.add(region)
    return Field(items, firms, schools, bodies, parks, words)


def _chain(view: View, snapshot: Snapshot, cluster: str) -> dict[str, Item]:
    """Segments as published; products where none is; then core industries."""
    names = dict.fromkeys(row["name"] for row in view.read(_SEGMENTS, id=cluster))
    segments = {name: Item(f"环节:{name}", name, "环节") for name in names}
    if not segments:
        products = snapshot.clusters[cluster]["products"]
        segments = {p: Item(f"产品:{p}", p, "产品与方向") for p in products}
    items = {item.id: item for item in segments.values()}
    for edge in snapshot.edges["COVERS"].out.get(cluster, ()):
        if edge.strength == "core":
            items[edge.end] = Item(edge.end, snapshot.names[edge.end], "行业")
    return items


def _grouped(rows: Iterable[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row["id"]].append(row)
    return found


def _plain(row: Mapping[str, Any], role: str) -> Candidate:
    return Candidate(row["id"], row["name"], role, records=set(row["records"]))


def pairs_in(name: str, text: str) -> float:
    """Share of the character pairs of a name that a text holds."""
    pairs = {name[i : i + 2] for i in range(len(name) - 1)} or {name}
    return sum(1 for pair in pairs if pair in text) / len(pairs)


def _firms(
    view: View,
    snapshot: Snapshot,
    cluster: str,
    items: Mapping[str, Item],
    roles: Mapping[str, list[dict[str, Any]]],
) -> list[Candidate]:
    engaged = {r["id"]: r for r in view.read(_FIRMS, id=cluster)}
    listed = {r["id"]: r for r in view.read(_LISTED, id=cluster)}
    found = []
    for row in view.read(_FIRM, ids=sorted(engaged.keys() | listed.keys())):
        firm = Candidate(row["id"], row["name"], "企业", facts=row)
        _engage(firm, engaged.get(row["id"]), snapshot)
        if row["id"] in listed:
            firm.reasons.append("集群名录中的企业")
            firm.records |= set(listed[row["id"]]["records"])
        text = "".join([row["name"], *row["products"], *row["terms"], *firm.facts["words"]])
        for item in items.values():
            if item.kind in ("环节", "产品与方向") and pairs_in(item.name, text) >= WORDS_FLOOR:
                firm.covers.add(item.id)
        _standing(firm, row, roles.get(row["id"], ()))
        found.append(firm)
    return sorted(found, key=lambda f: (-f.strength, f.id))


def _engage(firm: Candidate, row: Mapping[str, Any] | None, snapshot: Snapshot) -> None:
    firm.facts = {**firm.facts, "words": row["words"] if row else []}
    if row:
        firm.covers |= set(row["industries"])
        firm.records |= set(row["records"])
        firm.reasons.append("从事" + "、".join(snapshot.names[i] for i in row["industries"][:3]))


def _standing(firm: Candidate, row: Mapping[str, Any], roles: Iterable[Mapping[str, Any]]) -> None:
    """How much speaks for a firm as a leading one, in facts."""
    if row["listed"]:
        firm.reasons.append(f"上市公司（{row['listed']}）")
        firm.strength += 2
    for title in row["titles"]:
        firm.reasons.append(title)
        firm.strength += 1
    for role in roles:
        if role["role"] == "牵头企业":
            firm.reasons.append(f"牵头{role['platform']}")
            firm.records |= set(role["records"])
            firm.strength += 2
    firm.strength += 0.25 * len(firm.covers)
    firm.leads = firm.strength >= 2 and bool(firm.covers)


def _schools(  # noqa: PLR0913 - one read feeds the next
    view: View,
    snapshot: Snapshot,
    supply: Supply,
    cluster: str,
    items: dict[str, Item],
    roles: Mapping[str, list[dict[str, Any]]],
    words: list[str],
) -> list[Candidate]:
    matched: set[str] = set()
    for level in VOCATIONAL:
        asked = Request(limit=20, level=level)
        answer = majors_of_cluster(view, cluster, asked)["items"]
        matched |= {i["major"]["id"] for i in answer if i["grade"] in MATCHED}
    schools = {s: Candidate(s, r["name"], "院校", r["level"]) for s, r in supply.schools.items()}
    for point in supply.chosen(majors=matched):
        mine = schools[point.school]
        name = snapshot.names[point.major]
        items.setdefault(point.major, Item(point.major, name, "专业"))
        mine.covers.add(point.major)
        mine.records |= set(point.records)
    for row in view.read(_SERVING, id=cluster):
        schools[row["id"]].reasons.append("有公开材料写明服务该集群")
        schools[row["id"]].records |= set(row["records"])
        schools[row["id"]].strength += 2
    titles, training = _grouped(view.read(_TITLES)), {r["id"] for r in view.read(_TRAINING)}
    for school in schools.values():
        school.facts["training"] = school.id in training
        _school_standing(school, titles.get(school.id, ()), roles.get(school.id, ()), words)
    useful = [s for s in schools.values() if s.reasons]
    return sorted(useful, key=lambda s: (-s.strength, s.id))


def _school_standing(
    school: Candidate,
    titles: Iterable[Mapping[str, Any]],
    roles: Iterable[Mapping[str, Any]],
    words: Iterable[str],
) -> None:
    majors = [c for c in school.covers if c.startswith("major:")]
    if majors:
        school.reasons.append(f"开设 {len(majors)} 个匹配专业")
        school.strength += min(3.0, 0.5 * len(majors))
    held = [t for t in titles if majors]
    if held:
        school.reasons.append("、".join(dict.fromkeys(t["title"] for t in held[:3])))
        school.records |= {r for t in held for r in t["records"]}
        school.strength += 1
    school.facts["titles"] = [t["title"] for t in held]
    same = [r for r in roles if any(near(w, r["industry"]) for w in words)]
    school.facts["platforms"] = [r["platform"] for r in same]
    if same:
        school.reasons.append("参加" + "、".join(dict.fromkeys(r["platform"] for r in same[:2])))
        school.records |= {r for role in same for r in role["records"]}
        school.strength += 1


def near(word: str, industry: str | None) -> bool:
    """Whether the industry that a platform is for speaks of this word."""
    return bool(industry) and len(word) >= 2 and pairs_in(word, str(industry)) >= WORDS_FLOOR
