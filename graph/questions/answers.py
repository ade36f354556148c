"""``answer_question``: a reading to the function that answers it, by one table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, is_dataclass
from typing import Any, Final

from graph.analysis.changes import Change, Op
from graph.analysis.gaps import By, GapRequest, gaps
from graph.analysis.ladder import LadderRequest, ladder
from graph.analysis.skills import SkillRequest, skills
from graph.analysis.whatif import Scenario, what_if
from graph.errors import GraphError
from graph.match.answer import Request, clusters_of_major, majors_of_cluster
from graph.match.partners import PartnerRequest, partners_of_enterprise, partners_of_school
from graph.match.snapshot import snapshot_of
from graph.match.units import units_of_cluster
from graph.queries import pages
from graph.queries.entities import entity, neighbours
from graph.queries.grammar import key_of, question
from graph.queries.history import entity_history, versions_with_loads
from graph.queries.lists import groups, total
from graph.queries.standing import standing_of
from graph.queries.training import who_teaches
from graph.queries.ways import ways
from graph.questions.lexicon import read_lexicon
from graph.questions.types import Entity, Reading
from graph.view import View

LIMIT = 20
_NEIGHBOURS = 200


class CannotAnswer(GraphError):
    """A question that is understood, but that nothing here can answer; the message says why."""

    code = "question_unanswerable"


@dataclass(frozen=True)
class Ask:
    """A reading with its view: what the rows of the table are given."""

    view: View
    reading: Reading
    limit: int = LIMIT

    def entity(self, slot: str, *types: str) -> Entity:
        """The entity of a slot.

        Raises:
            CannotAnswer: there is none, none was chosen, or it is of another type.
        """
        found = self.maybe(slot)
        if found is None:
            raise CannotAnswer(f"请说明是哪一个（{slot}）。", field=slot)
        if types and found.type not in types:
            raise CannotAnswer(f"“{found.name}”这一类对象还不能这样问。", field=slot)
        return found

    def maybe(self, slot: str) -> Entity | None:
        """The entity of a slot, or None."""
        return next((e for e in self.reading.entities if e.slot == slot), None)

    def id(self, slot: str, *types: str) -> str:
        """Id of the entity of a slot; raises as :meth:`entity`."""
        found = self.entity(slot, *types)
        if found.id is None:
            raise CannotAnswer(f"“{found.text}”有多个可能，请先选一个。", field=slot)
        return found.id

    def filter(self, name: str) -> Any:
        """A filter: level, region (id), year; None where it is not given."""
        if name == "region" and (chosen := self.reading.id_of("region")):
            return chosen
        return self.reading.slots.get(name)


def answer_question(view: View, reading: Reading, *, limit: int = LIMIT) -> dict[str, Any]:
    """The answer to a reading.

    Returns: ``{"reading", "answer", "message", "data_version"}``; ``answer`` is what the named
    function gives, None where the reading is not sure, lacks something, or has no function;
    ``message`` then says why.
    """
    found: Any = None
    message = _why_not(reading)
    if message is None:
        assert reading.pattern is not None
        try:
            found = ANSWERS[reading.pattern](Ask(view, reading, limit))
        except GraphError as error:
            message = " ".join(filter(None, (error.message, error.hint)))
    return {
        "reading": reading.as_dict(),
        "answer": asdict(found) if is_dataclass(found) and not isinstance(found, type) else found,
        "message": message,
        "data_version": view.version,
    }


def _why_not(reading: Reading) -> str | None:
    if reading.status == "understood":
        return None
    names = "、".join(u.text for u in reading.what_was_not_understood)
    if reading.status == "not_in_graph":
        return f"“{names}”未收录。"
    if reading.status == "ask":
        several = [e for e in reading.entities if e.id is None and e.candidates]
        return f"“{several[0].text}”有多个可能，请选一个。" if several else "请确认是不是这个意思。"
    return f"没有看懂：“{names or reading.text}”。"


# --- one function per reading ------------------------------------------------------------------


def _majors_of_cluster(ask: Ask) -> Any:
    return majors_of_cluster(ask.view, ask.id("cluster", "Cluster"), _request(ask))


def _request(ask: Ask) -> Request:
    return Request(ask.limit, ask.filter("level"), ask.filter("region"))


def _clusters_of_major(ask: Ask) -> Any:
    return clusters_of_major(ask.view, ask.id("major", "Major"), Request(ask.limit))


def _partners_of_firm(ask: Ask) -> Any:
    major = ask.reading.id_of("major")
    request = PartnerRequest(ask.limit, ask.filter("region"), major)
    return partners_of_enterprise(ask.view, ask.id("firm", "Enterprise"), request)


def _partners_of_school_major(ask: Ask) -> Any:
    if ask.maybe("school") is None:
        raise CannotAnswer("请说明是哪所学校的专业：合作企业按学校匹配。", field="school")
    request = PartnerRequest(ask.limit, ask.filter("region"), ask.reading.id_of("major"))
    return partners_of_school(ask.view, ask.id("school"), request)


def _skills_gap(ask: Ask) -> Any:
    request = SkillRequest(ask.id("major", "Major"), ask.reading.id_of("cluster"), limit=ask.limit)
    return skills(ask.view, request)


def _offers_of_skill(ask: Ask) -> Any:
    said = ask.entity("skill")
    words = read_lexicon(ask.view).topic_words(said.text)
    return who_teaches(ask.view, words, _with_parts(ask), ask.limit)


def _with_parts(ask: Ask) -> list[str] | None:
    region = ask.filter("region")
    if region is None:
        return None
    lexicon = read_lexicon(ask.view)
    return [region, *(r for r in lexicon.above if region in lexicon.within(r))]


def _programmes_of_major(ask: Ask) -> Any:
    major = ask.id("major", "Major")
    answer = pages.schools_of_major(ask.view, major)
    region = ask.filter("region")
    if region is None:
        return answer
    there = set(snapshot_of(ask.view).offered_in(major, region))
    items = [row for row in answer["items"] if row["id"] in there]
    # The totals by year are of all schools, so they are left out.
    return {**answer, "items": items, "total": len(items), "by_year": [], "region": region}


def _majors_of_school(ask: Ask) -> Any:
    page = pages.school_page(ask.view, ask.id("school"))
    return {k: page[k] for k in ("programmes", "data_version")}


def _occupations_of_major(ask: Ask) -> Any:
    if ask.maybe("occupation") is not None:
        return _linked(ask, ask.id("occupation"), "PREPARES_FOR", "in")
    page = pages.major_page(ask.view, ask.id("major", "Major"))
    return {k: page[k] for k in ("occupations", "data_version")}


def _firms_of_cluster(ask: Ask) -> Any:
    page = pages.cluster_page(ask.view, ask.id("cluster", "Cluster"))
    region = ask.filter("region")
    firms = page["firms"]
    if region is not None:
        name = read_lexicon(ask.view).things[region].name
        items = [
            f for f in firms["items"] if f["place"] == name or (f["at_seat"] and not f["place"])
        ]
        firms = {**firms, "items": items, "total": len(items)}
    return {"firms": firms, "coverage": page["coverage"], "data_version": page["data_version"]}


def _schools_of_cluster(ask: Ask) -> Any:
    cluster = ask.id("cluster", "Cluster")
    stated = pages.cluster_page(ask.view, cluster)["serving"]
    return {
        "published": [row for row in stated if row["type"] == "School"],
        **units_of_cluster(ask.view, cluster, "programme", _request(ask)),
    }


def _communities_of(ask: Ask) -> Any:
    about = ask.entity("about")
    if about.type == "Cluster":
        page = pages.cluster_page(ask.view, ask.id("about"))
        return {k: page[k] for k in ("communities", "data_version")}
    relation, way = ("LOCATED_IN", "in") if about.type == "Region" else ("MEMBER_OF", "out")
    answer = _linked(ask, ask.id("about"), relation, way)
    items = [i for i in answer["items"] if i["entity"]["type"] == "Community"]
    return {**answer, "items": items, "total": len(items)}


def _linked(ask: Ask, entity_id: str, relation: str, way: str) -> dict[str, Any]:
    return neighbours(ask.view, entity_id, relation=relation, direction=way, limit=_NEIGHBOURS)


def _members_of(ask: Ask) -> Any:
    return _linked(ask, ask.id("community"), "MEMBER_OF", "in")


def _ladder(ask: Ask) -> Any:
    about, region = ask.maybe("about"), ask.filter("region")
    if about is None:
        return _linked(ask, ask.id("school"), "ARTICULATES_TO", "out")
    if about.type == "Cluster":
        return ladder(ask.view, LadderRequest(cluster=ask.id("about"), region=region))
    return ladder(ask.view, LadderRequest(major=ask.id("about", "Major"), region=region))


_GAP_BY: Final[dict[str, By]] = {
    "Cluster": "cluster",
    "Major": "major",
    "Occupation": "occupation",
    "Region": "region",
}


def _gap(ask: Ask) -> Any:
    about = ask.maybe("about")
    by = "major" if about is None else _GAP_BY.get(about.type)
    if by is None:
        raise CannotAnswer("供需缺口可按集群、专业、职业、层次、地区问。", field="about")
    request = GapRequest(
        by, ask.filter("region"), ask.filter("level"), ask.filter("year"), limit=100_000
    )
    answer = asdict(gaps(ask.view, request))
    if about is not None:
        wanted = ask.id("about")
        answer["items"] = [i for i in answer["items"] if i["about"]["id"] == wanted]
    return {**answer, "items": answer["items"][: ask.limit]}


def _compare(ask: Ask) -> Any:
    return {"items": [entity(ask.view, ask.id(slot)) for slot in ("one", "other")]}


def _plan_status(ask: Ask) -> Any:
    return standing_of(ask.view, ask.id("item"))


def _titles_of(ask: Ask) -> Any:
    if ask.maybe("holder") is not None:
        found = ask.entity("holder")
        if found.type == "Enterprise":  # titles of firms stand as published on the firm
            return entity(ask.view, ask.id("holder"))
        return _linked(ask, ask.id("holder"), "HOLDS_TITLE", "out")
    return _linked(ask, ask.id("title"), "HOLDS_TITLE", "in")


def _relation(ask: Ask) -> Any:
    return ways(ask.view, ask.id("one"), ask.id("other"))


def _what_if(ask: Ask) -> Any:
    if ask.maybe("school") is None:
        raise CannotAnswer("请说明是哪所学校：影响按一所学校的专业推演。", field="school")
    op: Op = "open" if ask.reading.slots.get("act") == "open" else "close"
    change = Change(op, ask.id("school"), ask.id("major", "Major"))
    name = ask.reading.said_back["zh"]
    return what_if(ask.view, Scenario(name, (change,), ask.filter("region"), ask.filter("year")))


def _changes(ask: Ask) -> Any:
    if ask.maybe("about") is None:
        return {"versions": versions_with_loads(ask.view)[: ask.limit]}
    return entity_history(ask.view, ask.id("about"))


_COUNTED: Final = {
    "院校": "School",
    "企业": "Enterprise",
    "专业": "Major",
    "平台": "Community",
    "产业集群": "Cluster",
}
_AXES: Final = {"地区": "region", "院校": "school", "专业": "major", "平台": "community"}


def _statistics(ask: Ask) -> Any:
    label = _COUNTED.get(str(ask.reading.slots.get("measure", "")).removesuffix("数"))
    rows = [r for r in ask.reading.slots.get("rows", ()) if r in _AXES]
    if label is None or len(rows) > 1:
        raise CannotAnswer("这样的交叉统计请用“自助统计”：选行、列和数值。", field="rows")
    level, region = ask.filter("level"), ask.filter("region")
    clauses = [f'level:"{level}"' if level and label in ("School", "Major") else ""]
    clauses += [f'region:"{region}"' if region else ""]
    asked = question(label, ",".join(filter(None, clauses)))
    if rows:
        return groups(ask.view, asked, key_of(label, _AXES[rows[0]]))
    return {"type": label, "total": total(ask.view, asked), "data_version": ask.view.version}


def _what_is(ask: Ask) -> Any:
    found = ask.entity("about")
    if found.id is None and found.type == "Topic":
        return {"topic": found.name, "courses": list(found.candidates)}
    return entity(ask.view, ask.id("about"))


ANSWERS: Final[dict[str, Callable[[Ask], Any]]] = {
    "majors_of_cluster": _majors_of_cluster,
    "clusters_of_major": _clusters_of_major,
    "partners_of_firm": _partners_of_firm,
    "partners_of_school_major": _partners_of_school_major,
    "skills_gap": _skills_gap,
    "offers_of_skill": _offers_of_skill,
    "programmes_of_major": _programmes_of_major,
    "majors_of_school": _majors_of_school,
    "occupations_of_major": _occupations_of_major,
    "firms_of_cluster": _firms_of_cluster,
    "schools_of_cluster": _schools_of_cluster,
    "communities_of": _communities_of,
    "members_of": _members_of,
    "ladder": _ladder,
    "gap": _gap,
    "compare": _compare,
    "plan_status": _plan_status,
    "titles_of": _titles_of,
    "relation": _relation,
    "what_if": _what_if,
    "changes": _changes,
    "statistics": _statistics,
    "what_is": _what_is,
}
