"""Every kind of thing the graph knows; those of plans are in ``plan.py``. Adding one is adding one
class.
"""

from __future__ import annotations

from typing import Annotated

from graph.ontology import lists
from graph.ontology.base import Entity, Prop
from graph.ontology.fields import (
    Aliases,
    FormerNames,
    Level,
    Name,
    NamedOnly,
    Note,
    Since,
    Until,
    Uscc,
    Year,
)
from graph.ontology.plan import Clause as Clause
from graph.ontology.plan import Department as Department
from graph.ontology.plan import Indicator as Indicator
from graph.ontology.plan import Observation as Observation
from graph.ontology.plan import Policy as Policy
from graph.ontology.plan import Project as Project
from graph.ontology.vocabulary import Closed


class Region(
    Entity, prefix="region", zh="地区", en="Region", key=("code",), term="schema:AdministrativeArea"
):
    """A province, city or county of GB/T 2260."""

    code: Annotated[str, Prop("行政区划代码", "GB/T 2260 code", term="schema:identifier")]
    name: Name
    level: Annotated[str, Prop("行政层级", "Level"), Closed(lists.REGION_LEVEL)]
    aliases: Aliases = []


class Park(Entity, prefix="park", zh="园区", en="Park", key=("name",), opaque=True):
    """A development zone or industrial park (开发区, 园区)."""

    name: Name
    aliases: Aliases = []
    note: Note = None


class Cluster(Entity, prefix="cluster", zh="产业集群", en="Industry cluster", key=("code",)):
    """An industry cluster or a system of clusters, as a named document has it."""

    code: Annotated[str, Prop("代码", "Code", term="schema:identifier")]
    name: Name
    level: Annotated[str, Prop("层级", "Level"), Closed(lists.CLUSTER_LEVEL)]
    tier: Annotated[str | None, Prop("梯队", "Tier in its system")] = None
    state: Annotated[str, Prop("状态", "State", index="range"), Closed(lists.CLUSTER_STATUS)]
    reliability: Annotated[str, Prop("文本性质", "Standing"), Closed(lists.RELIABILITY)]
    heading: Annotated[bool | None, Prop("体系名称", "Is a system of clusters")] = None
    products: Annotated[list[str], Prop("产品与方向", "Products and fields", union=True)] = []
    aliases: Aliases = []
    note: Note = None


class Segment(
    Entity, prefix="segment", zh="产业链环节", en="Segment", key=("cluster", "name"), opaque=True
):
    """A segment of a cluster's chain, in the published wording."""

    cluster: Annotated[str, Prop("所属集群代码", "Code of the cluster")]
    name: Name
    wording: Annotated[str | None, Prop("公布口径", "How the source puts it")] = None
    reliability: Annotated[str, Prop("文本性质", "Standing"), Closed(lists.RELIABILITY)]


class Industry(Entity, prefix="industry", zh="行业", en="Industry class", key=("code",)):
    """A class of GB/T 4754-2017, at one of its four levels."""

    code: Annotated[str, Prop("行业代码", "GB/T 4754 code", term="schema:isicV4")]
    name: Name
    level: Annotated[str, Prop("层级", "Level", index="range"), Closed(lists.INDUSTRY_LEVEL)]


class Enterprise(
    Entity,
    prefix="enterprise",
    zh="企业",
    en="Enterprise",
    key=("uscc",),
    key_else=("name",),
    term="schema:Corporation",
):
    """A firm, by its 统一社会信用代码 or, while that is unknown, by its name."""

    name: Name
    uscc: Uscc = None
    short_name: Annotated[str | None, Prop("简称", "Short name", index="fulltext")] = None
    aliases: Aliases = []
    former_names: FormerNames = []
    listed_code: Annotated[str | None, Prop("证券代码", "Ticker", index="range")] = None
    products: Annotated[list[str], Prop("产品", "Products", union=True)] = []
    titles: Annotated[list[str], Prop("称号(原文)", "Titles as published", union=True)] = []
    industry_terms: Annotated[
        list[str], Prop("行业表述(原文)", "Industry as published", union=True)
    ] = []
    staff: Annotated[int | None, Prop("员工数", "Staff", unit="person")] = None
    name_as_of: Annotated[str | None, Prop("名称截至", "Name as of")] = None
    named_only: NamedOnly = None
    note: Note = None


class Organisation(
    Entity,
    prefix="organisation",
    zh="机构",
    en="Organisation",
    key=("name",),
    opaque=True,
    term="schema:Organization",
):
    """A government body, association or institute that is neither firm nor school."""

    name: Name
    kind: Annotated[str, Prop("类型", "Kind"), Closed(lists.ORGANISATION_KIND)]
    aliases: Aliases = []
    named_only: NamedOnly = None


class Occupation(
    Entity, prefix="occupation", zh="职业", en="Occupation", key=("code",), term="esco:Occupation"
):
    """An occupation or group of the 职业分类大典 2022, or a later official addition."""

    code: Annotated[str, Prop("职业编码", "Code", term="schema:occupationalCategory")]
    name: Name
    level: Annotated[str, Prop("层级", "Level", index="range"), Closed(lists.OCCUPATION_LEVEL)]
    digital: Annotated[bool | None, Prop("数字职业", "Digital occupation (S)")] = None
    green: Annotated[bool | None, Prop("绿色职业", "Green occupation (L)")] = None
    aliases: Aliases = []
    edition: Annotated[str | None, Prop("版本", "Edition")] = None


class Skill(
    Entity, prefix="skill", zh="技能", en="Skill", key=("name",), opaque=True, term="esco:Skill"
):
    """A competence, technology or tool, with its synonyms."""

    name: Name
    aliases: Aliases = []
    kind: Annotated[str | None, Prop("类别", "Kind")] = None


class Certificate(
    Entity,
    prefix="certificate",
    zh="证书",
    en="Certificate",
    key=("name", "system"),
    opaque=True,
    term="ceterms:Certification",
):
    """A certificate together with the system that issues it: the same words name several."""

    name: Name
    system: Annotated[str, Prop("证书体系", "Issuing system"), Closed(lists.CERTIFICATE_SYSTEM)]
    aliases: Aliases = []


class Major(
    Entity,
    prefix="major",
    zh="专业",
    en="Major",
    key=("catalogue", "code"),
    key_else=("name", "level"),
    term="ceterms:LearningProgram",
):
    """A major of a catalogue. Codes were reused between editions: code and name must agree.

    ``named_only`` majors stand in a document but in no catalogue here (old or shortened names).
    """

    catalogue: Annotated[str | None, Prop("目录", "Catalogue"), Closed(lists.MAJOR_CATALOGUE)] = (
        None
    )
    code: Annotated[str | None, Prop("专业代码", "Code", index="range")] = None
    name: Name
    level: Level
    edition: Annotated[str | None, Prop("目录版本", "Edition of the catalogue")] = None
    class_code: Annotated[str | None, Prop("专业类代码", "Class code", index="range")] = None
    class_name: Annotated[str | None, Prop("专业类", "Class")] = None
    category_code: Annotated[str | None, Prop("专业大类代码", "Category code")] = None
    category_name: Annotated[str | None, Prop("专业大类", "Category")] = None
    years: Annotated[str | None, Prop("修业年限", "Length of study")] = None
    state_controlled: Annotated[bool | None, Prop("国家控制布点", "State-controlled")] = None
    added: Annotated[str | None, Prop("增补", "Added to the catalogue")] = None
    profile: Annotated[str | None, Prop("依据", "Basis of the profile")] = None
    # Not joined: what the newer document says takes the place of what the older one said.
    posts: Annotated[list[str], Prop("面向岗位", "Posts")] = []
    competences: Annotated[list[str], Prop("专业能力", "Competences")] = []
    practice: Annotated[list[str], Prop("实习实训", "Practice")] = []
    internship_places: Annotated[list[str], Prop("实习场所", "Internship places")] = []
    aliases: Aliases = []
    former_names: FormerNames = []
    former_codes: Annotated[
        list[str], Prop("原代码与名称", "Code and name in earlier editions", union=True)
    ] = []
    named_only: NamedOnly = None


class School(
    Entity,
    prefix="school",
    zh="院校",
    en="School",
    key=("code",),
    key_else=("name",),
    term="schema:EducationalOrganization",
):
    """A vocational school, college or university, by its 10-digit 学校标识码 where known."""

    name: Name
    code: Annotated[str | None, Prop("学校标识码", "10-digit school code", index="range")] = None
    short_code: Annotated[str | None, Prop("院校代码", "5-digit code", index="range")] = None
    exam_code: Annotated[str | None, Prop("招生代号", "Admission code")] = None
    level: Annotated[str | None, Prop("层次", "Level", index="range"), Closed(lists.LEVEL)] = None
    kind: Annotated[str | None, Prop("类型", "Kind")] = None
    ownership: Annotated[str | None, Prop("办学性质", "Ownership"), Closed(lists.OWNERSHIP)] = None
    affiliation: Annotated[str | None, Prop("隶属", "Affiliation")] = None
    campus: Annotated[str | None, Prop("校区", "Campuses")] = None
    students: Annotated[str | None, Prop("在校生(原文)", "Students as published")] = None
    aliases: Aliases = []
    former_names: FormerNames = []
    named_only: NamedOnly = None
    note: Note = None


class MajorGroup(
    Entity,
    prefix="major_group",
    zh="专业群",
    en="Programme group",
    key=("school", "name"),
    opaque=True,
):
    """A group of majors of one school around one chain (专业群)."""

    school: Annotated[str, Prop("所属院校", "Id of the school")]
    name: Name
    note: Note = None


class Programme(
    Entity,
    prefix="programme",
    zh="专业点",
    en="Programme",
    key=("school", "major", "years"),
    opaque=True,
    term="ceterms:LearningOpportunityProfile",
    searched=False,
):
    """A major as one school offers it with one length of study: what a 备案 counts once."""

    school: Annotated[str, Prop("院校", "Id of the school")]
    major: Annotated[str, Prop("专业", "Id of the major")]
    years: Annotated[str | None, Prop("学制(年)", "Length", unit="year")] = None
    name: Name
    type: Annotated[str | None, Prop("学制类型", "Type"), Closed(lists.PROGRAMME_TYPE)] = None
    first_year: Annotated[int | None, Prop("最早年份", "First year seen", unit="year")] = None
    last_year: Annotated[int | None, Prop("最近年份", "Last year seen", unit="year")] = None
    remark: Annotated[list[str], Prop("公布标记", "Marks as published", union=True)] = []


class Intake(
    Entity,
    prefix="intake",
    zh="招生计划",
    en="Intake",
    key=("programme", "year", "route", "variant"),
    opaque=True,
    searched=False,
):
    """Places of a programme in one year by one route and variant. Places add up."""

    programme: Annotated[str, Prop("专业点", "Id of the programme")]
    year: Annotated[int, Prop("年份", "Year", index="range", unit="year")]
    route: Annotated[str, Prop("招生途径", "Route"), Closed(lists.ROUTE)]
    variant: Annotated[str | None, Prop("方向或类别", "Variant")] = None
    name: Name
    places: Annotated[int | None, Prop("计划数", "Places planned", unit="person")] = None
    admitted: Annotated[int | None, Prop("录取数", "Admitted", unit="person")] = None
    lowest_score: Annotated[int | None, Prop("最低分", "Lowest score")] = None


class Course(
    Entity,
    prefix="course",
    zh="课程",
    en="Course",
    key=("owner", "name"),
    opaque=True,
    term="schema:Course",
    searched=False,
):
    """A course of one major or programme; the shared name is the Concept it points to."""

    owner: Annotated[str, Prop("所属专业或专业点", "Id of the major or programme")]
    name: Name
    kind: Annotated[str, Prop("类别", "Kind"), Closed(lists.COURSE_KIND)]
    hours: Annotated[int | None, Prop("学时", "Hours", unit="hour")] = None
    semester: Annotated[str | None, Prop("开课学期", "Semester")] = None


class Concept(Entity, prefix="concept", zh="概念", en="Concept", key=("name",), opaque=True):
    """A course name that several majors share."""

    name: Name


class JobPosting(
    Entity,
    prefix="posting",
    zh="招聘岗位",
    en="Job posting",
    key=("source", "number"),
    opaque=True,
    term="schema:JobPosting",
):
    """A vacancy: the requirement part of its text, no persons."""

    source: Annotated[str, Prop("来源", "Source")]
    number: Annotated[str, Prop("编号", "Number at the source")]
    name: Name
    pay: Annotated[str | None, Prop("薪酬(原文)", "Pay as published")] = None
    requirement: Annotated[str | None, Prop("要求", "Requirement")] = None
    month: Annotated[str | None, Prop("月份", "Month (ISO)")] = None


class Need(Entity, prefix="need", zh="需求", en="Need", key=("owner", "number"), opaque=True):
    """What a firm, park or association asks for."""

    owner: Annotated[str, Prop("提出单位", "Id of who asks")]
    number: Annotated[str, Prop("编号", "Number")]
    name: Name
    kind: Annotated[str, Prop("类别", "Kind"), Closed(lists.NEED_KIND)]
    number_asked: Annotated[int | None, Prop("数量", "How many")] = None
    level: Annotated[str | None, Prop("层次", "Level"), Closed(lists.LEVEL)] = None
    since: Since = None
    until: Until = None
    state: Annotated[str | None, Prop("状态", "State")] = None


class Offer(Entity, prefix="offer", zh="供给", en="Offer", key=("owner", "number"), opaque=True):
    """What a school can give."""

    owner: Annotated[str, Prop("提供单位", "Id of who offers")]
    number: Annotated[str, Prop("编号", "Number")]
    name: Name
    kind: Annotated[str, Prop("类别", "Kind"), Closed(lists.OFFER_KIND)]
    number_offered: Annotated[int | None, Prop("数量", "How many")] = None
    since: Since = None
    until: Until = None
    state: Annotated[str | None, Prop("状态", "State")] = None


class Lead(Entity, prefix="lead", zh="对接", en="Lead", key=("owner", "number"), opaque=True):
    """A need or a match that somebody took up; no persons."""

    owner: Annotated[str, Prop("发起单位", "Id of the owner")]
    number: Annotated[str, Prop("编号", "Number")]
    name: Name
    stage: Annotated[str, Prop("阶段", "Stage"), Closed(lists.LEAD_STAGE)]
    next_step: Annotated[str | None, Prop("下一步", "Next step")] = None
    reason: Annotated[str | None, Prop("终止原因", "Reason for ending")] = None
    since: Since = None


class Agreement(
    Entity, prefix="agreement", zh="协议", en="Agreement", key=("owner", "number"), opaque=True
):
    """A co-operation agreement of a school with a firm."""

    owner: Annotated[str, Prop("登记单位", "Id of the owner")]
    number: Annotated[str, Prop("编号", "Number")]
    name: Name
    kinds: Annotated[list[str], Prop("类别", "Kinds"), Closed(lists.COOPERATION_KIND)] = []
    students: Annotated[int | None, Prop("学生数", "Students", unit="person")] = None
    since: Since = None
    until: Until = None
    state: Annotated[str | None, Prop("状态", "State"), Closed(lists.AGREEMENT_STATE)] = None


class Community(
    Entity,
    prefix="community",
    zh="产教融合平台",
    en="Industry–education platform",
    key=("name",),
    opaque=True,
):
    """A platform of industry and education; its kind comes from the issuing document."""

    name: Name
    kind: Annotated[str, Prop("类型", "Kind", index="range"), Closed(lists.COMMUNITY_KIND)]
    published_kind: Annotated[str | None, Prop("原文类型", "Kind as published")] = None
    level: Annotated[str | None, Prop("级别", "Level")] = None
    batch: Annotated[str | None, Prop("批次与文件", "Batch and document")] = None
    industry: Annotated[str | None, Prop("面向产业(原文)", "Industry as published")] = None
    place: Annotated[str | None, Prop("地点(原文)", "Place as published")] = None
    year: Year = None
    aliases: Aliases = []
    note: Note = None


class Title(
    Entity, prefix="title", zh="称号", en="Title", key=("scheme", "level", "round"), opaque=True
):
    """A title that schools, groups, programmes or firms hold: scheme, level and round together."""

    scheme: Annotated[str, Prop("项目", "Scheme")]
    level: Annotated[str | None, Prop("级别", "Level 国家 / 省 / 市")] = None
    round: Annotated[str | None, Prop("期次", "Round")] = None
    name: Name
