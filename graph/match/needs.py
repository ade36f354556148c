"""What answers a need: offers first, then programmes whose courses teach it, then nothing."""

from __future__ import annotations

from typing import Any

from graph.cypher.reads import compile_read
from graph.errors import NotFound
from graph.ontology.ids import normalise_name
from graph.view import View

#: Kinds of offers that can answer a kind of need.
ANSWERS: dict[str, tuple[str, ...]] = {
    "产品": ("技术服务",),
    "技术": ("技术服务",),
    "人才": ("毕业生",),
    "培训": ("培训项目", "技能评价"),
    "实习": ("毕业生", "实训工位"),
    "师资": ("师资",),
}
CLOSED = ("已关闭", "已满足", "已撤回", "closed")
_NEED = compile_read(
    "MATCH (n:Need {id: $need}) WHERE visible(n) RETURN n.id AS id, n.name AS name, "
    "n.kind AS kind, n.number_asked AS number, n.level AS level, n.since AS since, "
    "n.until AS until, n.state AS state, n.owner AS owner"
)
_ASKED = compile_read(
    "MATCH (n:Need {id: $need})-[r:REQUIRES|FOR_OCCUPATION|ABOUT]->(t:Skill|Occupation|Major) "
    "WHERE visible(n, r, t) RETURN t.id AS id, t.name AS name, labels(t)[0] AS kind, "
    "t.aliases AS aliases, r.records AS records"
)
_OFFERS = compile_read(
    "MATCH (o:Offer)-[r:FOR_OCCUPATION|ABOUT]->(t:Occupation|Major) "
    "WHERE visible(o, r, t) AND t.id IN $targets AND o.kind IN $kinds "
    "AND NOT coalesce(o.state, '') IN $closed "
    "OPTIONAL MATCH (s:School)-[p:PARTY_TO]->(o) WHERE visible(s, p) "
    "RETURN o.id AS id, o.name AS name, o.kind AS kind, o.number_offered AS number, "
    "s.id AS school, s.name AS school_name, s.level AS level, collect(DISTINCT t.name) AS meets, "
    "o.records AS records ORDER BY size(meets) DESC, o.id"
)
_TAUGHT = compile_read(
    "MATCH (c:Course)-[t:TEACHES]->(k:Skill) WHERE visible(c, t, k) "
    "AND any(w IN [k.name] + coalesce(k.aliases, []) WHERE w IN $words) "
    "MATCH (m:Major)-[h:HAS_COURSE]->(c) WHERE visible(m, h) "
    "MATCH (s:School)-[f:OFFERS]->(p:Programme)-[q:OF_MAJOR]->(m) "
    "WHERE visible(s, f, p, q) AND f.until IS NULL "
    "RETURN p.id AS id, p.name AS name, m.name AS major, m.level AS level, s.id AS school, "
    "s.name AS school_name, collect(DISTINCT k.name) AS meets, "
    "collect(DISTINCT c.name) AS courses, collect(DISTINCT head(t.records)) AS records "
    "ORDER BY size(meets) DESC, p.id LIMIT $limit"
)
_TAUGHT_BY_PROGRAMME = compile_read(
    "MATCH (p:Programme)-[h:HAS_COURSE]->(c:Course)-[t:TEACHES]->(k:Skill) "
    "WHERE visible(p, h, c, t, k) "
    "AND any(w IN [k.name] + coalesce(k.aliases, []) WHERE w IN $words) "
    "MATCH (s:School)-[f:OFFERS]->(p)-[q:OF_MAJOR]->(m:Major) "
    "WHERE visible(s, f, q, m) AND f.until IS NULL "
    "RETURN p.id AS id, p.name AS name, m.name AS major, m.level AS level, s.id AS school, "
    "s.name AS school_name, collect(DISTINCT k.name) AS meets, "
    "collect(DISTINCT c.name) AS courses, collect(DISTINCT head(t.records)) AS records "
    "ORDER BY size(meets) DESC, p.id LIMIT $limit"
)


def answer_need(view: View, need: str, limit: int = 20) -> dict[str, Any]:
    """Who can answer a need.

    Returns:
        ``{"need", "asks", "answered_by": "offers" | "programmes" | "nothing", "items",
        "missing"}``; each item names its school, what of the need it ``meets`` and its records.

    Raises:
        NotFound: there is no such need.
    """
    rows = view.read(_NEED, need=need)
    if not rows:
        raise NotFound(f"There is no need '{need}'.", hint="Search for its name.", id=need)
    asks = view.read(_ASKED, need=need)
    items, how = _offers(view, rows[0], asks)[:limit], "offers"
    if not items:
        items, how = _programmes(view, rows[0], asks, limit), "programmes"
    return {
        "need": rows[0],
        "asks": [{k: a[k] for k in ("id", "name", "kind")} for a in asks],
        "answered_by": how if items else "nothing",
        "items": items,
        "missing": [] if items else _missing(asks),
        "data_version": view.version,
    }


def _offers(view: View, need: dict[str, Any], asks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    targets = [a["id"] for a in asks if a["kind"] != "Skill"]
    found = view.read(
        _OFFERS, targets=targets, kinds=list(ANSWERS.get(need["kind"], ())), closed=list(CLOSED)
    )
    return [row for row in found if _at_level(row, need)]


def _programmes(
    view: View, need: dict[str, Any], asks: list[dict[str, Any]], limit: int
) -> list[dict[str, Any]]:
    """Synonyms are joined: a skill of another name counts if one calls the other so."""
    words = {
        word
        for ask in asks
        if ask["kind"] == "Skill"
        for word in (ask["name"], normalise_name(ask["name"]), *(ask["aliases"] or ()))
    }
    if not words:
        return []
    best: dict[str, dict[str, Any]] = {}
    for query in (_TAUGHT_BY_PROGRAMME, _TAUGHT):
        for row in view.read(query, words=sorted(words), limit=limit):
            best.setdefault(row["id"], row)
    found = [row for row in best.values() if _at_level(row, need)]
    return sorted(found, key=lambda r: (-len(r["meets"]), r["id"]))[:limit]


def _at_level(row: dict[str, Any], need: dict[str, Any]) -> bool:
    return need["level"] is None or row["level"] in (None, need["level"])


def _missing(asks: list[dict[str, Any]]) -> list[str]:
    if not asks:
        return ["该需求未写明职业、技能或专业"]
    return ["与之相符的供给", "讲授所需技能的课程（课程与技能的联系）"]
