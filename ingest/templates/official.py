"""Tables that the layouts of official documents are read into (:mod:`ingest.layouts`).

Nobody fills them in; their refused rows are exported, corrected and loaded again like all others.
"""

from __future__ import annotations

from graph.ontology.entities import (
    Certificate,
    Course,
    Indicator,
    Industry,
    Major,
    Observation,
    Occupation,
    Programme,
    School,
)
from graph.ontology.relations import (
    About,
    ContinuesTo,
    CountsTowards,
    FacesIndustry,
    HasCourse,
    LeadsToCertificate,
    Offers,
    OfMajor,
    PreparesFor,
)
from ingest.templates.model import (
    CheckMajor,
    Column,
    Const,
    Find,
    FindCoded,
    FindMajor,
    First,
    Link,
    Make,
    Ref,
    Template,
    Text,
    of,
)
from ingest.templates.schools import LEVEL, MAJOR, MAJOR_CODE, SCHOOL

_CODED = (MAJOR, MAJOR_CODE, LEVEL)

MAJOR_TARGETS = Template(
    kind="major-targets",
    zh="专业面向",
    en="What a major leads to",
    about="一行是一个专业面向的一个职业或行业，或它的一种证书、一个接续专业。",
    columns=(
        *_CODED,
        of(Occupation, "name", name="occupation", zh="职业名称", required=False),
        of(Occupation, "code", name="occupation_code", zh="职业编码", required=False),
        of(Industry, "name", name="industry", zh="行业名称", required=False),
        of(Industry, "code", name="industry_code", zh="行业代码", required=False),
        of(Certificate, "name", name="certificate", zh="证书名称", required=False),
        of(Certificate, "system", zh="证书体系", required=False),
        of(Major, "name", name="next", zh="接续专业", required=False),
        of(Major, "level", name="next_level", zh="接续专业层次", required=False),
        of(PreparesFor, "basis"),
    ),
    steps=(
        FindMajor("major"),
        FindCoded("occupation", Occupation, "occupation", "occupation_code"),
        Link("major", PreparesFor, "occupation", "basis",
             {"named_as": "occupation", "strength": Const("core")}),
        FindCoded("industry", Industry, "industry", "industry_code"),
        Link("major", FacesIndustry, "industry", "basis", {"named_as": "industry"}),
        Make("certificate", Certificate, "system", {"name": "certificate"}, when="certificate"),
        Link("major", LeadsToCertificate, "certificate", "basis"),
        FindMajor("next", name="next", coded="", level="next_level", stub=True),
        Link("major", ContinuesTo, "next", "basis"),
    ),
    primary="major",
)  # fmt: skip

MAJOR_EDITIONS = Template(
    kind="major-editions",
    zh="新旧专业对照",
    en="Old and new majors",
    about="一行是一个现行专业与它在旧版目录中的一个代码和名称。",
    columns=(
        of(Major, "code"),
        of(Major, "name", zh="专业名称"),
        of(Major, "level"),
        of(Major, "former_names", zh="原专业名称"),
        Column("former", "原代码与名称", "Former code and name", "list"),
        Column("change", "调整情况", "Change"),
        of(Major, "edition"),
        of(Major, "named_only"),
    ),
    steps=(
        CheckMajor(),
        Make(
            "major",
            Major,
            "code name level former_names edition named_only",
            {"catalogue": Const("moe"), "former_codes": "former"},
        ),
    ),
    primary="major",
)

_PROGRAMME = (
    Find("school", (School,), "school"),
    FindMajor("major"),
    Make(
        "programme",
        Programme,
        "years",
        {"school": Ref("school"), "major": Ref("major"), "name": Text("{school} {major}")},
    ),
    Link("programme", OfMajor, "major"),
    Link("school", Offers, "programme"),
)

PLAN_COURSES = Template(
    kind="plan-courses",
    zh="人才培养方案课程",
    en="Courses of a training plan",
    about="一行是一所院校一个专业的培养方案中的一门课程。",
    columns=(
        SCHOOL,
        *_CODED,
        of(Programme, "years", zh="学制"),
        of(Course, "name", zh="课程名称"),
        of(Course, "kind", zh="课程类别"),
        of(Course, "hours", zh="学时"),
        of(Course, "semester", zh="开课学期"),
        of(HasCourse, "basis"),
    ),
    steps=(
        *_PROGRAMME,
        Make("course", Course, "name kind hours semester", {"owner": Ref("programme")}),
        Link("programme", HasCourse, "course", "basis"),
    ),
    primary="course",
)

MAJOR_FIGURES = Template(
    kind="major-figures",
    zh="分专业学生数",
    en="Students by major",
    about="一行是一所院校一个专业在一年的一个数：毕业生数、招生数或在校生数。",
    columns=(
        SCHOOL,
        *_CODED,
        of(Programme, "years", zh="学制"),
        of(Indicator, "name", name="indicator", zh="指标名称"),
        of(Observation, "period", zh="时期", required=True),
        of(Observation, "value", zh="数值", required=True),
    ),
    steps=(
        *_PROGRAMME,
        Make("indicator", Indicator, "", {"name": "indicator", "unit": Const("人")}),
        Make(
            "observation",
            Observation,
            "period value",
            {
                "kind": Const("实测"),
                "indicator": Ref("indicator"),
                "subject": First((Ref("programme"),)),
                "unit": Const("人"),
                "name": Text("{indicator} {period}"),
            },
        ),
        Link("observation", CountsTowards, "indicator"),
        Link("observation", About, "programme"),
        Link("observation", About, "school"),
    ),
    primary="observation",
)

TABLES = (MAJOR_TARGETS, MAJOR_EDITIONS, PLAN_COURSES, MAJOR_FIGURES)
