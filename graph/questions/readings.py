"""The readings: a closed table. Adding one is adding a row here and a row in ``answers.py``.

A family is what must be there: slots that a name fills, and signals (``ask:major``: 专业 is what is
asked; ``r:serve``: a word of serving); ``|`` separates alternatives. Its number is how sure the
family is before anything else is known. A slot is ``name=Label|Label`` in the order of preference.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

_CLUSTER = "cluster=Cluster|Segment|Industry"
_MAJOR = "major=Major|MajorGroup"
_FIRM = "firm=Enterprise|Organisation"
_SKILL = "skill=Skill|Certificate|Topic|Concept|Occupation|Major"
_ANY = (
    "Cluster|Major|School|Enterprise|Community|Occupation|Title|Project|Policy|Indicator|Department|"
    "Organisation|MajorGroup|Park|Skill|Region|Certificate|Industry|Segment|Topic|Concept"
)


@dataclass(frozen=True)
class Slot:
    """A place for an entity: its name and the types that fit, the preferred one first."""

    name: str
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Reading:
    """One kind of question. ``likes`` are signals that fit without being needed; ``filters`` are
    what may narrow it (level, region, year); ``zh`` and ``en`` say it back with the slots in."""

    name: str
    about: str
    zh: str
    en: str
    slots_text: str
    families: tuple[tuple[str, float], ...]
    likes: str = ""
    filters: str = ""
    template: str | None = None

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """The slots in the order in which names are given to them."""
        pairs = (s.partition("=") for s in self.slots_text.split())
        return tuple(Slot(name, tuple(labels.split("|"))) for name, _, labels in pairs)

    @cached_property
    def liked(self) -> frozenset[str]:
        """Signals that this reading explains."""
        needed = (w for text, _ in self.families for t in text.split() for w in t.split("|"))
        signals = {w for w in (*needed, *self.likes.split()) if ":" in w}
        # What is asked for is also a kind that is spoken of.
        return frozenset(signals | {f"k:{s[4:]}" for s in signals if s.startswith("ask:")})


READINGS: Final[tuple[Reading, ...]] = (
    Reading(
        "majors_of_cluster",
        "服务一个产业集群的专业",
        "哪些{level}专业服务“{cluster}”{in_region}？",
        "Which {level} majors serve {cluster}{in_region}?",
        _CLUSTER,
        (
            ("cluster ask:major", 0.93),
            ("cluster r:study", 0.90),
            ("cluster k:major r:serve|r:train", 0.84),
        ),
        "r:serve r:train r:study r:offer k:school k:cluster",
        "level region",
        "clusters",
    ),
    Reading(
        "clusters_of_major",
        "一个专业服务的产业集群",
        "“{major}”专业服务哪些产业集群？",
        "Which clusters does {major} serve?",
        _MAJOR,
        (("major ask:cluster", 0.93), ("major k:cluster r:serve", 0.86)),
        "r:serve r:work k:major",
        "level region",
        "majors",
    ),
    Reading(
        "partners_of_firm",
        "一家企业可以合作的院校",
        "“{firm}”可以和哪些{level}院校合作{in_region}？",
        "Which {level} schools could {firm} work with{in_region}?",
        f"{_FIRM} {_MAJOR}",
        (
            ("firm ask:school", 0.93),
            ("firm r:cooperate k:school|q:who", 0.88),
            ("firm r:cooperate ask:major", 0.84),
            ("firm r:cooperate", 0.74),
        ),
        "r:cooperate r:serve r:train t:new t:now k:major q:who",
        "level region",
        "enterprises",
    ),
    Reading(
        "partners_of_school_major",
        "一所院校或一个专业可以合作的企业",
        "{school_major}可以和哪些企业合作{in_region}？",
        "Which firms could {school_major} work with{in_region}?",
        f"school=School {_MAJOR} cluster=Cluster",
        (
            ("school|major ask:firm", 0.92),
            ("school|major r:cooperate k:firm|q:who", 0.88),
            ("school|major r:cooperate", 0.74),
        ),
        "r:cooperate r:serve t:new t:now k:major q:who r:work",
        "level region",
        "enterprises",
    ),
    Reading(
        "skills_gap",
        "一个专业的课程没有覆盖的技能",
        "{school_major}的课程缺哪些岗位技能？",
        "Which skills do the courses of {school_major} miss?",
        f"{_MAJOR} school=School cluster=Cluster",
        (
            ("major|school r:lack ask:skill|ask:course", 0.94),
            ("major|school r:lack k:skill|k:course", 0.90),
            ("major|school r:lack q:which|k:job|r:train", 0.80),
        ),
        "r:train k:job k:firm r:gap r:serve r:compare k:cluster",
        "level region",
        "majors",
    ),
    Reading(
        "offers_of_skill",
        "能做一项技能培训的院校或机构",
        "谁能做“{skill}”培训{in_region}？",
        "Who can train in {skill}{in_region}?",
        _SKILL,
        (
            ("skill r:train q:who|ask:school|ask:firm", 0.93),
            ("skill r:train k:school|k:firm|q:find", 0.84),
            ("skill ask:course", 0.72),
        ),
        "r:offer r:train k:skill k:course q:find",
        "level region",
        None,
    ),
    Reading(
        "programmes_of_major",
        "开设一个专业的院校和招生数",
        "{in_region}哪些{level}院校开设“{major}”，各招多少？",
        "Which {level} schools{in_region} offer {major}, with how many places?",
        _MAJOR,
        (
            ("major ask:school", 0.93),
            ("major r:enrol", 0.91),
            ("major r:offer q:who|q:which|q:many|q:yes", 0.86),
            ("major r:offer", 0.80),
        ),
        "r:offer r:enrol r:study q:who",
        "level region year",
        "majors",
    ),
    Reading(
        "majors_of_school",
        "一所院校开设的专业",
        "“{school}”开设哪些专业？",
        "Which majors does {school} offer?",
        "school=School",
        (
            ("school ask:major", 0.93),
            ("school r:study", 0.88),
            ("school r:offer k:major", 0.86),
            ("school r:enrol", 0.80),
        ),
        "r:offer r:enrol",
        "level year",
        "schools",
    ),
    Reading(
        "occupations_of_major",
        "一个专业面向的职业",
        "“{major}{occupation}”：专业与职业如何对应？",
        "Which majors and occupations belong together: {major}{occupation}?",
        f"{_MAJOR} occupation=Occupation",
        (
            ("major ask:job", 0.94),
            ("major r:work", 0.88),
            ("major k:job r:serve", 0.86),
            ("occupation ask:major", 0.93),
            ("occupation k:major r:serve|r:enrol", 0.86),
        ),
        "r:work r:serve r:enrol k:job",
        "level",
        "majors",
    ),
    Reading(
        "firms_of_cluster",
        "一个产业集群的企业",
        "“{cluster}”有哪些企业{in_region}？",
        "Which firms does {cluster} have{in_region}?",
        _CLUSTER,
        (("cluster ask:firm", 0.93), ("cluster k:firm", 0.72)),
        "k:cluster k:segment",
        "region",
        "enterprises",
    ),
    Reading(
        "schools_of_cluster",
        "服务一个产业集群的院校",
        "哪些{level}院校服务“{cluster}”{in_region}？",
        "Which {level} schools serve {cluster}{in_region}?",
        _CLUSTER,
        (("cluster ask:school", 0.92), ("cluster k:school r:serve|r:train|r:cooperate", 0.82)),
        "r:serve r:train r:cooperate r:offer k:cluster k:major",
        "level region",
        "clusters",
    ),
    Reading(
        "communities_of",
        "一个对象参加或一地拥有的产教融合平台",
        "{in_region}与“{about}”有关的产教融合平台有哪些？",
        "Which industry–education platforms involve {about}{in_region}?",
        "about=School|Enterprise|Cluster|Major|Organisation|Industry|Segment|Region",
        (
            ("about ask:platform", 0.92),
            ("about k:platform r:join|q:which|q:many", 0.88),
            ("about k:platform", 0.72),
        ),
        "r:join r:cooperate r:serve k:firm k:school k:cluster",
        "region level year",
        "communities",
    ),
    Reading(
        "members_of",
        "一个产教融合平台的成员",
        "“{community}”有哪些成员？",
        "Who are the members of {community}?",
        "community=Community",
        (
            ("community ask:member", 0.95),
            ("community r:join", 0.93),
            ("community ask:firm|ask:school|q:who", 0.90),
            ("community k:member", 0.90),
        ),
        "r:join k:firm k:school r:cooperate",
        "",
        "communities",
    ),
    Reading(
        "ladder",
        "中职—高职—本科的贯通",
        "{school_major}的中职—高职—本科贯通情况如何？",
        "How do secondary, higher vocational and bachelor's levels connect for {school_major}?",
        "about=Major|MajorGroup|Cluster|Industry|Segment school=School",
        (("about r:climb", 0.93), ("school r:climb", 0.90)),
        "r:serve ask:school r:enrol r:offer k:major k:school l:本科 r:work",
        "level region",
        "majors",
    ),
    Reading(
        "gap",
        "人才供需缺口",
        "“{about}”的人才供需缺口有多大{in_region}？",
        "How large is the gap between demand and supply for {about}{in_region}?",
        "about=Cluster|Major|Occupation|Segment|Industry|Region",
        (
            ("about r:gap", 0.93),
            ("about r:lack q:many", 0.74),
            ("about r:lack ask:job", 0.80),
            ("r:gap|r:lack ask:major|ask:job|ask:cluster", 0.82),
        ),
        "r:lack k:job k:major k:cluster ask:job ask:major r:enrol k:skill",
        "level region year",
        "postings",
    ),
    Reading(
        "compare",
        "两个同类对象的比较",
        "“{one}”和“{other}”相比如何？",
        "How do {one} and {other} compare?",
        "one=Cluster|School|Major|Region|Enterprise|Segment|Occupation "
        "other=Cluster|School|Major|Region|Enterprise|Segment|Occupation",
        (("one other r:compare", 0.93),),
        "r:compare k:cluster k:major k:school r:enrol r:offer k:firm r:serve r:work k:job",
        "level year",
        None,
    ),
    Reading(
        "plan_status",
        "实施方案的任务、项目和指标的进展",
        "“{item}”进展如何？",
        "How far is {item}?",
        "item=Project|Indicator|Policy|Department",
        (
            ("item r:progress", 0.93),
            ("item ask:plan", 0.88),
            ("item q:many", 0.78),
            ("item r:join", 0.80),
            ("item r:effect", 0.72),
        ),
        "k:plan r:join r:changed q:many",
        "year region",
        "observations",
    ),
    Reading(
        "titles_of",
        "获得的称号，或获得一个称号的单位",
        "{holder_title}的称号有哪些？",
        "Which titles are there: {holder_title}?",
        "holder=School|Enterprise|MajorGroup|Major title=Title",
        (
            ("holder|title ask:title", 0.93),
            ("holder|title r:title", 0.90),
            ("holder|title k:title", 0.86),
            ("holder title", 0.80),
            ("title ask:school|ask:firm|ask:major", 0.90),
            ("k:title ask:firm|ask:school|ask:major", 0.85),
        ),
        "r:title k:title ask:school ask:firm ask:major q:who k:school k:firm",
        "level region year",
        None,
    ),
    Reading(
        "relation",
        "两个对象之间的联系",
        "“{one}”和“{other}”之间有什么联系？",
        "What connects {one} and {other}?",
        f"one={_ANY} other={_ANY}",
        (
            ("one other r:connect", 0.94),
            ("one other r:cooperate q:yes", 0.92),
            ("one other r:serve q:yes", 0.82),
            ("one other r:cooperate", 0.80),
        ),
        "r:connect r:cooperate r:serve k:cluster k:major k:school k:firm q:which",
        "",
        None,
    ),
    Reading(
        "what_if",
        "增设、停办、扩招或减招一个专业的影响",
        "如果{school_of}{act}“{major}”，会有什么影响？",
        "What if {school_of}{act_en} {major}?",
        f"{_MAJOR} school=School",
        (
            ("major r:if r:open|r:close", 0.94),
            ("major r:effect r:open|r:close", 0.92),
            ("major r:close", 0.78),
        ),
        "r:effect r:enrol r:serve r:gap r:offer k:cluster r:changed",
        "level region year",
        "majors",
    ),
    Reading(
        "changes",
        "数据里的变化",
        "“{about}”有哪些变化？",
        "What has changed about {about}?",
        f"about={_ANY}",
        (
            ("about r:changed", 0.90),
            ("r:changed t:recent", 0.86),
            ("about t:recent r:open|r:title|r:progress", 0.78),
        ),
        "t:recent r:open k:major k:school k:firm k:cluster ask:major ask:school ask:firm r:compare",
        "region year",
        None,
    ),
    Reading(
        "statistics",
        "按行、列和数值统计",
        "{in_region}按{rows}统计{measure}。",
        "Count {measure} by {rows}{in_region}.",
        "",
        (
            ("r:stat k:place|k:major|k:school|k:firm|k:cluster|k:platform|k:title", 0.84),
            ("q:many ask:school|ask:firm|ask:major|ask:platform|ask:cluster", 0.80),
            ("region ask:school|ask:firm", 0.72),
        ),
        "r:enrol r:offer k:place k:major k:school k:firm q:many k:title k:platform k:cluster "
        "k:job r:stat r:title",
        "level region year",
        None,
    ),
    Reading(
        "what_is",
        "一个名称、代码指什么",
        "“{about}”是什么？",
        "What is {about}?",
        f"about={_ANY}",
        (("about r:define", 0.92), ("about", 0.80)),
        "r:define k:major k:school k:firm k:cluster k:job k:platform k:plan k:title k:cert k:skill",
        "level region",
        None,
    ),
)
BY_NAME: Final = {r.name: r for r in READINGS}
