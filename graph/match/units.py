"""Rankings at other levels than the single major: class (专业类), programme group (专业群), and
programme (专业点). A unit's score is made of its majors' scores and names them."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Literal, get_args

from graph.cypher.reads import compile_read
from graph.errors import NotFound
from graph.match.answer import Request, majors_of_cluster
from graph.match.snapshot import snapshot_of
from graph.view import View

Unit = Literal["class", "group", "programme"]
#: Majors that make up the score of a class or group.
BEST = 3
PLAIN = Request()
_GROUPS = compile_read(
    "MATCH (g:MajorGroup)-[r:GROUP_MAJOR]->(m:Major) WHERE visible(g, r, m) "
    "RETURN g.id AS id, g.name AS name, g.school AS school, m.id AS major, r.records AS records"
)
_PROGRAMMES = compile_read(
    "MATCH (s:School)-[r:OFFERS]->(p:Programme)-[o:OF_MAJOR]->(m:Major) "
    "WHERE visible(s, r, p, o, m) AND r.until IS NULL AND m.id IN $majors "
    "RETURN p.id AS id, p.name AS name, s.id AS school, s.name AS school_name, m.id AS major, "
    "o.records AS records"
)


def units_of_cluster(
    view: View, cluster: str, unit: Unit, request: Request = PLAIN
) -> dict[str, Any]:
    """Units that serve a cluster, best first.

    Returns:
        ``{"cluster", "unit", "items": [{"unit": {"id", "name", …}, "score", "majors"}], …}``:
        the mean of the three best majors of a class or group, the score of a programme's major.

    Raises:
        NotFound: no such unit.
    """
    if unit not in get_args(Unit):
        raise NotFound(f"There is no level '{unit}'.", hint="Known: class, group, programme.")
    wide = Request(100_000, request.level, request.region, request.weights, request.algorithm)
    answer = majors_of_cluster(view, cluster, wide)
    scores = {item["major"]["id"]: item for item in answer.pop("items")}
    members = _members(view, unit, scores, request)
    items = [_unit(row, [scores[m] for m in majors], unit) for row, majors in members]
    items.sort(key=lambda i: (-i["score"], i["unit"]["id"]))
    enough = [i for i in items if i["score"] >= request.least]
    return {**answer, "unit": unit, "items": enough[: request.limit], "considered": len(items)}


def _members(
    view: View, unit: Unit, scores: dict[str, dict[str, Any]], request: Request
) -> list[tuple[dict[str, Any], list[str]]]:
    if unit == "class":
        classes: dict[str, list[str]] = defaultdict(list)
        for major, item in scores.items():
            name = item["major"]["class_name"]
            if name:
                classes[f"{item['major']['level']} {name}"].append(major)
        return [({"id": name, "name": name}, majors) for name, majors in classes.items()]
    rows = view.read(_GROUPS) if unit == "group" else _programmes(view, scores, request)
    found: dict[str, tuple[dict[str, Any], list[str]]] = {}
    for row in rows:
        major = row.pop("major")
        if major in scores:
            found.setdefault(row["id"], (row, []))[1].append(major)
    return list(found.values())


def _programmes(
    view: View, scores: dict[str, dict[str, Any]], request: Request
) -> list[dict[str, Any]]:
    places = snapshot_of(view).places
    rows = view.read(_PROGRAMMES, majors=list(scores))
    return [r for r in rows if request.region in (None, *places.get(r["school"], ()))]


def _unit(row: dict[str, Any], majors: list[dict[str, Any]], unit: Unit) -> dict[str, Any]:
    best = sorted(majors, key=lambda i: -i["score"])[:BEST]
    return {
        "unit": row,
        "score": sum(i["score"] for i in best) / (len(best) if unit != "class" else BEST),
        "majors": [{**i["major"], "score": i["score"], "grade": i["grade"]} for i in best],
    }
