"""A synthetic pack: an invented region with planted openings, places, postings and gaps.

Everything in it is made up and says so in its names and its card. It is loaded by tests into a
database of its own and is no part of the bundled sources, so no answer of the demo rests on it.

What is planted (places of 2026, all of 示例甲市 but the bachelor's programme):

* 职业一 140 openings; 焊接 40 and 装配 60 places prepare for it, 工程 30 in the other city.
  装配 prepares for 职业二 (20 openings), too; so does 中职装配, 50 places.
* 职业三 has 5 postings and no major; one need names no number.
* A published figure asks for 12 of 孤立高职, which has 20 places and no occupation.
* 中职装配 → 焊接 by contract; 焊接 → 工程 open only; the class 孤立类 leads nowhere.
* Postings ask for 测绘 (taught), 编程 (taught elsewhere in a course of the same name), 调试.
* Two segments of the chain have a firm, the third has none.
"""

from __future__ import annotations

from pathlib import Path

from ingest.inputs import FolderInput
from tests.integration.small_sources import Rows, folder

TRANSFORM = """
from graph.ontology import entities as e
from graph.ontology import relations as r

MAJOR = {"焊接": "990001", "装配": "990002", "中职装配": "790001", "工程": "390001",
         "孤立中职": "790009", "孤立高职": "990009"}


def major(name):
    return e.Major.id_for(catalogue="moe", code=MAJOR[name])


def school(name):
    return e.School.id_for(code=None, name=name)


def programme(row, name_of="school", major_of="major"):
    return e.Programme.id_for(school=school(row.need(name_of)), major=major(row.need(major_of)),
                              years=None)


def regions(row, emit):
    place = emit(e.Region(code=row.need("code"), name=row.need("name"), level=row.need("level")))
    if above := row.text("above"):
        emit.link(place, r.PartOf(), e.Region.id_for(code=above))


def occupations(row, emit):
    emit(e.Occupation(code=row.need("code"), name=row.need("name"), level="职业"))


def industries(row, emit):
    one = emit(e.Industry(code=row.need("code"), name=row.need("name"), level="大类"))
    for code in row.items("occupations"):
        emit.link(one, r.Employs(strength="core"), e.Occupation.id_for(code=code))


def clusters(row, emit):
    code = row.need("code")
    one = emit(e.Cluster(code=code, name=row.need("name"), level="市", state="现行",
                         reliability="官方文本"))
    for industry in row.items("industries"):
        emit.link(one, r.Covers(strength="core"), e.Industry.id_for(code=industry))
    for name in row.items("segments"):
        part = emit(e.Segment(cluster=code, name=name, reliability="官方文本"))
        emit.link(part, r.PartOf(), one)


def firms(row, emit):
    one = emit(e.Enterprise(name=row.need("name"), products=row.items("products"),
                            listed_code=row.text("listed")))
    emit.link(one, r.EngagedIn(strength="core"), e.Industry.id_for(code=row.need("industry")))
    emit.link(one, r.LocatedIn(), e.Region.id_for(code=row.need("region")))


def majors(row, emit):
    name, group = row.need("name"), row.text("class")
    one = emit(e.Major(catalogue="moe", code=MAJOR[name], name=name,
                       level=row.need("level"), class_name=group,
                       class_code=group, category_name=row.text("category"),
                       profile="合成", state_controlled=row.flag("controlled")))
    for code in row.items("occupations"):
        emit.link(one, r.PreparesFor(strength="core"), e.Occupation.id_for(code=code))
    for onward in row.items("continues"):
        emit.link(one, r.ContinuesTo(), major(onward))


def schools(row, emit):
    one = emit(e.School(name=row.need("name"), level=row.need("level")))
    emit.link(one, r.LocatedIn(), e.Region.id_for(code=row.need("region")))


def programmes(row, emit):
    at, of = row.need("school"), row.need("major")
    one = emit(e.Programme(school=school(at), major=major(of), name=at + of,
                           type=row.text("type")))
    emit.link(one, r.OfMajor(), major(of))
    emit.link(school(at), r.Offers(), one)
    places = emit(e.Intake(programme=one, year=2026, route="普高统招", name="2026",
                           places=row.integer("places")))
    emit.link(one, r.HasIntake(), places)


def routes(row, emit):
    emit.link(programme(row), r.ArticulatesTo(kind=row.need("kind"), places=row.integer("places")),
              programme(row, "to_school", "to_major"))


def needs(row, emit):
    firm = e.Enterprise.id_for(uscc=None, name=row.need("firm"))
    one = emit(e.Need(owner=firm, number=row.need("number"), name=row.need("name"), kind="人才",
                      number_asked=row.integer("asked"), level=row.text("level")))
    emit.link(firm, r.PartyTo(), one)
    emit.link(one, r.ForOccupation(), e.Occupation.id_for(code=row.need("occupation")))


def postings(row, emit):
    firm = e.Enterprise.id_for(uscc=None, name=row.need("firm"))
    one = emit(e.JobPosting(source="synthetic", number=row.need("number"), name="合成岗位"))
    emit.link(firm, r.Posted(), one)
    emit.link(one, r.ForOccupation(probability=0.9),
              e.Occupation.id_for(code=row.need("occupation")))
    for name in row.items("skills"):
        emit.link(one, r.Requires(), emit(e.Skill(name=name)))
    for name in row.items("certificates"):
        emit.link(one, r.Requires(), emit(e.Certificate(name=name, system="职业技能等级")))


def courses(row, emit):
    owner = major(row.need("major"))
    one = emit(e.Course(owner=owner, name=row.need("name"), kind="核心"))
    emit.link(owner, r.HasCourse(), one)
    for name in row.items("skills"):
        emit.link(one, r.Teaches(), emit(e.Skill(name=name)))


def figures(row, emit):
    place = e.Region.id_for(code=row.need("region"))
    unit, year = row.text("unit"), row.need("year")
    name, of = row.need("indicator"), row.text("major")
    indicator = emit(e.Indicator(name=name, unit=unit))
    subject = major(of) if of else place
    one = emit(e.Observation(indicator=indicator, subject=subject, period=year, kind="实测",
                             name=name + year, value=row.decimal("value"),
                             unit=unit))
    emit.link(one, r.CountsTowards(), indicator)
    emit.link(one, r.About(), place)
    if of:
        emit.link(one, r.About(), subject)
"""


def table(header: str, *lines: str) -> Rows:
    """Rows of a table written with commas."""
    names = header.split(",")
    return [dict(zip(names, line.split(","), strict=True)) for line in lines]


CITY, OTHER, PROVINCE = "990100", "990200", "990000"
FILES: dict[str, Rows] = {
    "regions": table(
        "code,name,level,above",
        f"{PROVINCE},示例省,省,",
        f"{CITY},示例甲市,市,{PROVINCE}",
        f"{OTHER},示例乙市,市,{PROVINCE}",
    ),
    "occupations": table(
        "code,name", "9-01-01-01,示例职业一", "9-01-01-02,示例职业二", "9-01-01-03,示例职业三"
    ),
    "industries": table("code,name,occupations", "34,示例装备制造,9-01-01-01|9-01-01-02"),
    "clusters": table(
        "code,name,industries,segments", "syn-c,示例装备集群,34,数控机床|工业机器人|氢能装备"
    ),
    "firms": table(
        "name,products,listed,industry,region",
        f"示例数控有限公司,数控机床,000000.SYN,34,{CITY}",
        f"示例机器人有限公司,工业机器人,,34,{OTHER}",
        f"示例零件有限公司,零件,,34,{CITY}",
    ),
    "majors": table(
        "name,level,class,category,occupations,continues,controlled",
        "工程,职业本科,示例类,装备制造大类,9-01-01-01,,",
        "焊接,高职专科,示例类,装备制造大类,9-01-01-01,工程,是",
        "装配,高职专科,示例类,装备制造大类,9-01-01-01|9-01-01-02,,",
        "中职装配,中职,示例类,装备制造大类,9-01-01-02,装配,",
        "孤立高职,高职专科,孤立类,旅游大类,,,",
        "孤立中职,中职,孤立类,旅游大类,,,",
    ),
    "schools": table(
        "name,level,region",
        f"示例职业技术学院,高职专科,{CITY}",
        f"示例中等专业学校,中职,{CITY}",
        f"示例职业技术大学,职业本科,{OTHER}",
        f"示例大学,普通本科,{OTHER}",
    ),
    "programmes": table(
        "school,major,type,places",
        "示例职业技术学院,焊接,三年制,40",
        "示例职业技术学院,装配,三年制,60",
        "示例中等专业学校,中职装配,中高职一体化(3+2),50",
        "示例职业技术大学,工程,四年制职业本科,30",
        "示例职业技术学院,孤立高职,三年制,20",
        "示例中等专业学校,孤立中职,三年制,25",
    ),
    "routes": table(
        "school,major,kind,to_school,to_major,places",
        "示例中等专业学校,中职装配,中高职一体化(3+2),示例职业技术学院,焊接,50",
    ),
    "needs": table(
        "firm,number,name,asked,level,occupation",
        "示例数控有限公司,1,焊工,140,,9-01-01-01",
        "示例零件有限公司,1,装配工,20,,9-01-01-02",
        "示例零件有限公司,2,未写人数,,,9-01-01-02",
    ),
    "postings": [
        *table(
            "firm,number,occupation,skills,certificates",
            *(f"示例数控有限公司,c{i},9-01-01-03,质检," for i in range(5)),
            *(f"示例数控有限公司,a{i},9-01-01-01,测绘|编程|调试,编程证书" for i in range(4)),
        )
    ],
    "courses": table(
        "major,name,skills",
        "焊接,机械测绘,测绘",
        "焊接,电气控制,",
        "焊接,花艺,插花",
        "工程,电气控制,编程",
    ),
    "figures": table(
        "region,indicator,major,year,value,unit",
        f"{CITY},第一产业增加值,,2026,10,亿元",
        f"{CITY},第二产业增加值,,2026,60,亿元",
        f"{CITY},第三产业增加值,,2026,30,亿元",
        f"{CITY},人才需求数,孤立高职,2025,90,人",
        f"{CITY},人才需求数,孤立高职,2026,12,人",
        *(
            f"{CITY},示例教育{side},,{year},{value * 2 + side},分"
            for side in (1, 2)
            for year, value in ((2024, 1), (2025, 3), (2026, 4))
        ),
        *(
            f"{CITY},示例产业{side},,{year},{value + side},分"
            for side in (1, 2)
            for year, value in ((2024, 2), (2025, 5), (2026, 9))
        ),
    ),
}


def synthetic_source(root: Path) -> FolderInput:
    """The pack as a source folder under ``root``."""
    return folder(
        root,
        "synthetic",
        FILES,
        transform=TRANSFORM,
        title={"zh": "合成数据，仅供测试", "en": "Synthetic data, for tests only"},
        grade="A",
    )
