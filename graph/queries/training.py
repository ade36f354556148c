"""Who can train in a skill: what schools offer, and the courses of their majors that say so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graph.cypher.reads import compile_read
from graph.view import View

_COURSES = compile_read(
    "MATCH (a:School)-[o:OFFERS]->(p:Programme)-[f:OF_MAJOR]->(m:Major)-[h:HAS_COURSE]->(c:Course) "
    "WHERE visible(a, o, p, f, m, h, c) AND o.until IS NULL "
    "AND any(w IN $words WHERE toLower(c.name) CONTAINS w) "
    "AND ($region IS NULL OR EXISTS { MATCH (a)-[l:LOCATED_IN]->(g:Region) "
    "WHERE visible(l, g) AND g.id IN $region }) "
    "WITH a, m, collect(DISTINCT c.name) AS courses ORDER BY size(courses) DESC, m.name "
    "WITH a, collect({id: m.id, name: m.name, level: m.level, courses: courses}) AS majors "
    "RETURN a.id AS id, a.name AS name, a.level AS level, size(majors) AS number, "
    "majors[..5] AS majors ORDER BY number DESC, name LIMIT $limit"
)
_OFFERS = compile_read(
    "MATCH (a)-[r:PARTY_TO]->(o:Offer) WHERE visible(a, r, o) "
    "AND any(w IN $words WHERE toLower(o.name) CONTAINS w) "
    "RETURN o.id AS id, o.name AS name, o.kind AS kind, a.id AS owner, a.name AS owner_name "
    "ORDER BY kind, owner_name LIMIT $limit"
)
NOTE = "按课程名称判断：专业课程里有这项内容，不等于学校已公布培训项目；已公布的供给另列"


def who_teaches(
    view: View, words: Sequence[str], regions: Sequence[str] | None = None, limit: int = 20
) -> dict[str, Any]:
    """Published offers of training, and schools whose majors have courses with one of the words.

    Args:
        view: what the caller reads.
        words: a skill and its synonyms, in small letters.
        regions: ids of regions that the school lies in; None: everywhere.
        limit: most offers and most schools.

    Returns: ``{"offers": [...], "schools": [{"id", "name", "level", "number", "majors"}],
    "note", "data_version"}``.
    """
    asked = {"words": list(words), "limit": limit}
    return {
        "offers": view.read(_OFFERS, **asked),
        "schools": view.read(_COURSES, region=None if regions is None else list(regions), **asked),
        "note": NOTE,
        "data_version": view.version,
    }
