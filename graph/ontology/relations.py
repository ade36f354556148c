"""Every kind of relation the graph knows. Adding one is adding one class here."""

from __future__ import annotations

from typing import Annotated

from graph.ontology import lists
from graph.ontology.base import Prop, Relation
from graph.ontology.entities import (
    Agreement,
    Certificate,
    Clause,
    Cluster,
    Community,
    Concept,
    Course,
    Department,
    Enterprise,
    Indicator,
    Industry,
    Intake,
    JobPosting,
    Lead,
    Major,
    MajorGroup,
    Need,
    Observation,
    Occupation,
    Offer,
    Organisation,
    Park,
    Policy,
    Programme,
    Project,
    Region,
    School,
    Segment,
    Skill,
    Title,
)
from graph.ontology.vocabulary import Closed

Strength = Annotated[str | None, Prop("强度", "Strength"), Closed(lists.STRENGTH)]
Reason = Annotated[str | None, Prop("理由", "Reason")]
Year = Annotated[int | None, Prop("年份", "Year", unit="year")]
Since = Annotated[str | None, Prop("起始", "From (ISO date or year)")]
Until = Annotated[str | None, Prop("截止", "Until (ISO date or year)")]
Published = Annotated[str | None, Prop("原文表述", "As published")]
#: Begins with its year: of two official documents of one major the newer one is in force.
Basis = Annotated[str | None, Prop("依据文件", "Document that says so, such as 2025标准")]

_ORGANISATIONS = (School, Enterprise, Organisation)


class PartOf(
    Relation,
    type="PART_OF",
    zh="属于",
    en="is part of",
    ends=(
        (Region, Region),
        (Cluster, Cluster),
        (Segment, Cluster),
        (Industry, Industry),
        (Occupation, Occupation),
        (Clause, Policy),
        (Clause, Clause),
        (Project, Policy),
        (Project, Clause),
        (Organisation, Organisation),
        (Enterprise, Enterprise),
        (School, School),
    ),
):
    """A smaller thing belongs to a larger one of the same system."""


class RelatesTo(
    Relation,
    type="RELATES_TO",
    zh="相关",
    en="relates to",
    ends=((Cluster, Cluster),),
    key=("kind",),
):
    """Two clusters speak of the same or overlapping fields, with a reason."""

    kind: Annotated[str, Prop("关系", "Kind: same_field, contains, overlaps, successor")]
    reason: Reason = None


class Covers(Relation, type="COVERS", zh="涵盖行业", en="covers", ends=((Cluster, Industry),)):
    """A cluster covers a class of GB/T 4754."""

    strength: Strength = None
    reason: Reason = None


class EngagedIn(
    Relation, type="ENGAGED_IN", zh="从事行业", en="is engaged in", ends=((Enterprise, Industry),)
):
    """A firm works in a class of GB/T 4754."""

    strength: Strength = None
    reason: Reason = None


class BelongsTo(
    Relation, type="BELONGS_TO", zh="归属集群", en="belongs to", ends=((Enterprise, Cluster),)
):
    """A firm belongs to a cluster: stated by a list, or computed by a named rule."""

    basis: Annotated[str | None, Prop("依据", "Basis: list or rule")] = None


class Offers(Relation, type="OFFERS", zh="开设", en="offers", ends=((School, Programme),)):
    """A school offers a programme, from–to."""

    since: Since = None
    until: Until = None


class OfMajor(
    Relation, type="OF_MAJOR", zh="对应专业", en="is of major", ends=((Programme, Major),)
):
    """The catalogue major of a programme."""


class HasIntake(
    Relation, type="HAS_INTAKE", zh="招生", en="has intake", ends=((Programme, Intake),)
):
    """Places of a programme in one year by one route."""


class HasCourse(
    Relation,
    type="HAS_COURSE",
    zh="开设课程",
    en="has course",
    ends=((Major, Course), (Programme, Course)),
):
    """A course of a major or programme."""

    basis: Basis = None


class InstanceOf(
    Relation, type="INSTANCE_OF", zh="同名课程", en="is an instance of", ends=((Course, Concept),)
):
    """Courses of the same name share a concept."""


class Teaches(Relation, type="TEACHES", zh="教授", en="teaches", ends=((Course, Skill),)):
    """A course teaches a skill."""

    strength: Strength = None


class LeadsToCertificate(
    Relation,
    type="LEADS_TO_CERTIFICATE",
    zh="职业类证书",
    en="leads to certificate",
    ends=((Major, Certificate),),
):
    """A certificate that the profile of a major names as an example."""

    basis: Basis = None


class PreparesFor(
    Relation, type="PREPARES_FOR", zh="面向职业", en="prepares for", ends=((Major, Occupation),)
):
    """A major prepares for an occupation."""

    strength: Strength = None
    named_as: Annotated[str | None, Prop("原文职业名", "Occupation as published")] = None
    reason: Reason = None
    basis: Basis = None


class FacesIndustry(
    Relation, type="FACES_INDUSTRY", zh="面向行业", en="faces industry", ends=((Major, Industry),)
):
    """The industry class that the official teaching standard of a major names."""

    named_as: Annotated[str | None, Prop("原文行业名", "Industry as published")] = None
    basis: Basis = None


class Employs(
    Relation, type="EMPLOYS", zh="使用职业", en="employs", ends=((Industry, Occupation),)
):
    """Firms of an industry class employ an occupation characteristically."""

    strength: Strength = None
    reason: Reason = None


class Requires(
    Relation,
    type="REQUIRES",
    zh="要求",
    en="requires",
    ends=((Occupation, Skill), (JobPosting, Skill), (JobPosting, Certificate), (Need, Skill)),
):
    """A post or need asks for a skill or certificate."""

    strength: Strength = None


class Posted(Relation, type="POSTED", zh="发布", en="posted", ends=((Enterprise, JobPosting),)):
    """A firm published a vacancy."""


class ForOccupation(
    Relation,
    type="FOR_OCCUPATION",
    zh="对应职业",
    en="is for occupation",
    ends=((JobPosting, Occupation), (Need, Occupation), (Offer, Occupation)),
):
    """The occupation of a vacancy, need or offer, with its probability."""

    probability: Annotated[float | None, Prop("概率", "Probability 0–1")] = None


class MemberOf(
    Relation,
    type="MEMBER_OF",
    zh="参加",
    en="is member of",
    ends=tuple((o, Community) for o in _ORGANISATIONS),
    key=("role",),
):
    """An organisation takes part in a platform, in a role, from–to."""

    role: Annotated[str, Prop("角色", "Role"), Closed(lists.MEMBER_ROLE)]
    since: Since = None
    until: Until = None


class Serves(
    Relation,
    type="SERVES",
    zh="服务产业",
    en="serves",
    ends=(
        (Community, Cluster),
        (School, Cluster),
        (Major, Cluster),
        (MajorGroup, Cluster),
        (Programme, Cluster),
        (Community, Industry),
        (School, Industry),
        (Major, Industry),
        (MajorGroup, Industry),
    ),
):
    """A publication says that this serves that cluster or industry."""

    published: Published = None
    year: Year = None
    strength: Strength = None


class Matches(
    Relation,
    type="MATCHES",
    zh="匹配",
    en="matches",
    ends=((Major, Cluster),),
    key=("algorithm",),
):
    """A computed match, among the best of its cluster, with its stored explanation."""

    algorithm: Annotated[str, Prop("算法", "Algorithm")]
    score: Annotated[float, Prop("得分", "Score 0–1")]
    rank: Annotated[int, Prop("名次", "Rank within the cluster")]
    match_grade: Annotated[str, Prop("依据", "Kind of evidence")]
    explanation: Annotated[str, Prop("说明", "Features, paths and what is missing, as JSON")]
    computed_from: Annotated[int, Prop("数据版本", "Data version it was computed from")]
    inputs: Annotated[str, Prop("依据摘要", "Digest of the facts it rests on")]


class CooperatesWith(
    Relation,
    type="COOPERATES_WITH",
    zh="合作",
    en="co-operates with",
    ends=(
        (School, Enterprise),
        (School, Organisation),
        (MajorGroup, Enterprise),
        (Programme, Enterprise),
    ),
    key=("kind", "period"),
):
    """A published co-operation, of one kind, with the majors it names."""

    kind: Annotated[str, Prop("类型", "Kind"), Closed(lists.COOPERATION_KIND)]
    published: Published = None
    period: Annotated[str | None, Prop("时期(原文)", "Period as published")] = None
    majors: Annotated[list[str], Prop("涉及专业(原文)", "Majors named", union=True)] = []
    strength: Strength = None


class ArticulatesTo(
    Relation,
    type="ARTICULATES_TO",
    zh="贯通",
    en="articulates to",
    ends=((Programme, Programme), (Programme, School), (School, School)),
    key=("kind", "year"),
):
    """A contracted route from one programme to the next level."""

    kind: Annotated[str, Prop("类型", "Type"), Closed(lists.PROGRAMME_TYPE)]
    years: Annotated[str | None, Prop("学制", "Length, such as 3+4")] = None
    year: Year = None
    places: Annotated[int | None, Prop("计划数", "Places", unit="person")] = None


class ContinuesTo(
    Relation, type="CONTINUES_TO", zh="接续专业", en="continues to", ends=((Major, Major),)
):
    """A major that the profile names for further study."""

    basis: Basis = None


class LocatedIn(
    Relation,
    type="LOCATED_IN",
    zh="位于",
    en="is located in",
    ends=(
        (School, Region),
        (Enterprise, Region),
        (Organisation, Region),
        (Community, Region),
        (Cluster, Region),
        (Park, Region),
        (JobPosting, Region),
        (Need, Region),
        (Enterprise, Park),
    ),
    key=("role",),
):
    """Where something is; ``role`` tells a seat from a core or co-operating area."""

    role: Annotated[str | None, Prop("方式", "Role of the place")] = None


class HoldsTitle(
    Relation,
    type="HOLDS_TITLE",
    zh="获评",
    en="holds title",
    ends=(
        (School, Title),
        (MajorGroup, Title),
        (Programme, Title),
        (Major, Title),
        (Enterprise, Title),
    ),
    key=("subject",),
):
    """A title, with its grade, state and the document that gave it."""

    subject: Annotated[str | None, Prop("涉及专业(原文)", "Majors as published")] = None
    grade_held: Annotated[str | None, Prop("档次", "Grade held")] = None
    state: Annotated[str | None, Prop("状态", "State: 创建, 立项, 验收 …")] = None
    document: Annotated[str | None, Prop("文件", "Document")] = None
    year: Annotated[str | None, Prop("年份(原文)", "Year as published")] = None


class HasGroup(
    Relation, type="HAS_GROUP", zh="设有专业群", en="has group", ends=((School, MajorGroup),)
):
    """A programme group of a school."""


class GroupMajor(
    Relation, type="GROUP_MAJOR", zh="组内专业", en="groups major", ends=((MajorGroup, Major),)
):
    """A major in a programme group."""

    role: Annotated[str | None, Prop("角色", "Role"), Closed(lists.GROUP_ROLE)] = None


class CountsTowards(
    Relation,
    type="COUNTS_TOWARDS",
    zh="计入",
    en="counts towards",
    ends=(
        (Community, Indicator),
        (Programme, Indicator),
        (Project, Indicator),
        (Clause, Indicator),
        (School, Indicator),
        (Observation, Indicator),
    ),
):
    """What is counted by an indicator, and the project or clause that sets it."""


class About(
    Relation,
    type="ABOUT",
    zh="关于",
    en="is about",
    ends=(
        (Observation, Region),
        (Observation, School),
        (Observation, Project),
        (Observation, Major),
        (Observation, Programme),
        (Need, Major),
        (Offer, Major),
        (Lead, Need),
        (Lead, Enterprise),
        (Lead, School),
        (Agreement, Major),
        (Project, Region),
        (Policy, Region),
    ),
):
    """The subject of a figure, need, offer, lead or agreement."""


class PartyTo(
    Relation,
    type="PARTY_TO",
    zh="当事方",
    en="is party to",
    ends=(
        (School, Agreement),
        (Enterprise, Agreement),
        (School, Offer),
        (Enterprise, Need),
        (Organisation, Need),
        (Park, Need),
    ),
):
    """Who signed, asks or offers."""


class ResponsibleFor(
    Relation,
    type="RESPONSIBLE_FOR",
    zh="负责",
    en="is responsible for",
    ends=((Department, Policy), (Department, Clause), (Department, Project)),
    key=("role",),
):
    """A department's role, stated in words or inherited from the whole plan."""

    role: Annotated[str, Prop("角色", "Role: 牵头, 责任, 配合, 印发")]
    basis: Annotated[str, Prop("依据", "Basis"), Closed(lists.RESPONSIBILITY_BASIS)]


class Names(
    Relation,
    type="NAMES",
    zh="提及",
    en="names",
    ends=(
        (Clause, School),
        (Clause, Cluster),
        (Clause, Title),
        (Clause, Policy),
        (Clause, Region),
        (Clause, Department),
    ),
):
    """A clause of a policy names something the graph knows."""

    published: Published = None


class Cites(
    Relation,
    type="CITES",
    zh="引用",
    en="cites",
    ends=((Policy, Policy),),
):
    """A policy refers to another one."""
