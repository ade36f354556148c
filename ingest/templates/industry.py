"""Templates of the side of industry: firms, clusters, vacancies, needs."""

from __future__ import annotations

from graph.ontology.entities import (
    Cluster,
    Enterprise,
    Industry,
    JobPosting,
    Major,
    Need,
    Occupation,
    Park,
    Region,
    Skill,
)
from graph.ontology.relations import (
    About,
    BelongsTo,
    Covers,
    EngagedIn,
    ForOccupation,
    LocatedIn,
    PartOf,
    PartyTo,
    Posted,
    Requires,
)
from ingest.templates.model import (
    Column,
    Const,
    Find,
    FindMajor,
    First,
    Link,
    Make,
    Party,
    Ref,
    Template,
    Text,
    named,
    of,
)

FIRM_WORDS = ("单位名称", "公司名称", "企业全称", "企业", "单位", "公司", "name", "company")
EXAMPLE_FIRM = "示例精密机械有限公司"
EXAMPLE_USCC = "91000000MA0000000N"
_REGION = named(Region, "region", "示例区", "所属地区", "区县", "所在区县", "行政区", zh="所在地区")
_INDUSTRY = named(Industry, "industry", "通用设备制造业", "所属行业", "行业代码", "国民经济行业")
_OCCUPATION = named(Occupation, "occupation", "车工", "职业名称", "对应职业")
_SKILLS = named(Skill, "skills", "数控编程、机械制图", "技能要求", "能力要求", zh="技能", many=True)
_MAJORS = named(Major, "major", "数控技术", "专业名称", "相关专业", "专业要求", zh="对口专业")
_FIRM = named(Enterprise, "firm", EXAMPLE_FIRM, *FIRM_WORDS, zh="企业名称", required=True)
_MAJOR_CODE = of(Major, "code", "", "专业编码", name="major_code")
_ABOUT_REGION = (Find("region", (Region,), "region"), Link("need", LocatedIn, "region"))
_ABOUT_MAJOR = (FindMajor("major", level="major_level"), Link("need", About, "major"))
_ABOUT_WORK = (
    Find("occupation", (Occupation,), "occupation"),
    Link("need", ForOccupation, "occupation"),
    Make("skills", Skill, each="skills"),
    Link("need", Requires, "skills"),
)
_MAJOR_LEVEL = of(Major, "level", "", name="major_level", zh="专业层次", required=False)

ENTERPRISES = Template(
    kind="enterprises",
    zh="企业名录",
    en="Enterprises",
    about="一行一家企业。有统一社会信用代码的请填写，系统据此认出同一家企业。",
    columns=(
        of(Enterprise, "name", EXAMPLE_FIRM, *FIRM_WORDS, zh="企业名称"),
        of(Enterprise, "uscc", EXAMPLE_USCC, "信用代码", "社会信用代码", "统一信用代码", "uscc"),
        of(Enterprise, "short_name", "示例精机", "企业简称"),
        of(Enterprise, "aliases", "", "又名"),
        of(Enterprise, "former_names", "", "原名", "原名称"),
        of(Enterprise, "listed_code", "", "股票代码"),
        _REGION,
        named(Park, "park", "", "所在园区", "开发区"),
        _INDUSTRY,
        of(Enterprise, "industry_terms", "精密零件加工", "主营业务", "行业描述"),
        named(Cluster, "cluster", "", "所属集群", "产业链"),
        of(Enterprise, "products", "丝杠、导轨", "主要产品", "产品名称"),
        of(Enterprise, "titles", "", "企业资质", "荣誉称号"),
        of(Enterprise, "staff", "120", "职工人数", "员工人数", "从业人数"),
        of(Enterprise, "note", "", "备注"),
    ),
    steps=(
        Make(
            "firm",
            Enterprise,
            "name uscc short_name aliases former_names listed_code products titles "
            "industry_terms staff note",
        ),
        Find("region", (Region,), "region"),
        Link("firm", LocatedIn, "region"),
        Make("park", Park, values={"name": "park"}, when="park"),
        Link("firm", LocatedIn, "park"),
        Find("industry", (Industry,), "industry"),
        Link("firm", EngagedIn, "industry"),
        Find("cluster", (Cluster,), "cluster"),
        Link("firm", BelongsTo, "cluster", values={"basis": Const("名录")}),
    ),
    primary="firm",
)

CLUSTERS = Template(
    kind="clusters",
    zh="产业集群",
    en="Industry clusters",
    about="一行一个集群或体系。代码自定，一经使用不再改变。",
    columns=(
        of(Cluster, "code", "SL-01", "集群代码", "集群编号", zh="集群代码"),
        of(Cluster, "name", "示例装备产业集群", "产业集群", "集群", zh="集群名称"),
        of(Cluster, "level", "市", "集群层级", "级别"),
        of(Cluster, "tier", "", "所属梯队"),
        of(Cluster, "state", "现行", "集群状态"),
        of(Cluster, "reliability", "官方文本"),
        of(Cluster, "products", "数控机床、工业机器人", "主要产品", "重点方向"),
        of(Cluster, "aliases", "", "又名"),
        named(Cluster, "system", "", "上级集群", zh="所属体系"),
        _REGION,
        named(Industry, "industries", "通用设备制造业", "行业代码", zh="涵盖行业", many=True),
        of(Cluster, "note", "", "备注"),
    ),
    steps=(
        Make("cluster", Cluster, "code name level tier state reliability products aliases note"),
        Find("system", (Cluster,), "system"),
        Link("cluster", PartOf, "system"),
        Find("region", (Region,), "region"),
        Link("cluster", LocatedIn, "region"),
        Find("industries", (Industry,), "industries"),
        Link("cluster", Covers, "industries"),
    ),
    primary="cluster",
)

POSTINGS = Template(
    kind="postings",
    zh="招聘岗位",
    en="Job postings",
    about="一行一个岗位。不填任何人的姓名和联系方式。",
    columns=(
        of(JobPosting, "source", "企业官网", "招聘网站", name="platform", zh="招聘平台"),
        of(JobPosting, "number", "P-001", "岗位编号", "职位编号", zh="岗位编号"),
        of(JobPosting, "name", "数控操作工", "职位名称", "招聘职位", zh="岗位名称"),
        _FIRM,
        of(JobPosting, "pay", "6000-8000元/月", "薪资", "薪酬", "工资"),
        of(JobPosting, "requirement", "能看懂零件图", "岗位要求", "任职要求", "职位描述"),
        of(JobPosting, "month", "2026-09", "发布月份", "发布时间"),
        _REGION,
        _OCCUPATION,
        _SKILLS,
    ),
    steps=(
        Make(
            "need",
            JobPosting,
            "number name pay requirement month",
            {"source": "platform"},
        ),
        Party("firm", Enterprise, "firm"),
        Link("firm", Posted, "need"),
        *_ABOUT_REGION,
        *_ABOUT_WORK,
    ),
    primary="need",
)

NEEDS = Template(
    kind="needs",
    zh="企业需求登记",
    en="Needs of firms",
    about="一行一项需求。编号在本企业内不重复；不填则以类别、名称和起始日期代替。",
    columns=(
        named(
            Enterprise, "firm", EXAMPLE_FIRM, *FIRM_WORDS, "提出单位", zh="企业名称", required=True
        ),
        of(Need, "number", "XQ-001", "登记编号", zh="需求编号", required=False),
        of(Need, "name", "数控加工技术员", "需求内容", "需求标题", zh="需求名称"),
        of(Need, "kind", "人才", "需求类型", zh="需求类别"),
        of(Need, "number_asked", "12", "需求数量", "需求人数", "人数"),
        of(Need, "level", "高职专科", "学历层次", "学历要求", zh="学历层次"),
        _MAJORS,
        _MAJOR_CODE,
        _MAJOR_LEVEL,
        _OCCUPATION,
        _SKILLS,
        _REGION,
        of(Need, "since", "2026-09-01", "开始日期", "开始时间", zh="起始日期"),
        of(Need, "until", "2027-06-30", "结束日期", "截止时间", zh="截止日期"),
        of(Need, "state", "开放", "需求状态"),
    ),
    steps=(
        Party("firm", Enterprise, "firm"),
        Make(
            "need",
            Need,
            "name kind number_asked level since until state",
            {"owner": Ref("firm"), "number": First(("number", Text("{kind} {name} {since}")))},
        ),
        Link("firm", PartyTo, "need"),
        *_ABOUT_MAJOR,
        *_ABOUT_WORK,
        *_ABOUT_REGION,
    ),
    primary="need",
)

INTERNSHIP_PLACES = Template(
    kind="internship-places",
    zh="岗位实习接收",
    en="Internship places",
    about="一行一个岗位可接收的实习学生。记为“实习”类需求。",
    columns=(
        named(
            Enterprise, "firm", EXAMPLE_FIRM, *FIRM_WORDS, "接收单位", zh="企业名称", required=True
        ),
        of(Need, "number", "", "编号", zh="岗位编号", required=False),
        of(Need, "name", "装配实习岗", "实习岗位", "岗位", zh="实习岗位名称"),
        of(Need, "number_asked", "20", "接收人数", "可接收人数", zh="接收人数", required=True),
        _MAJORS,
        _MAJOR_CODE,
        _MAJOR_LEVEL,
        _OCCUPATION,
        _SKILLS,
        _REGION,
        of(Need, "since", "2027-01", "实习开始", "开始日期", zh="实习起始"),
        of(Need, "until", "2027-06", "实习结束", "结束日期", zh="实习截止"),
    ),
    steps=(
        Party("firm", Enterprise, "firm"),
        Make(
            "need",
            Need,
            "name number_asked since until",
            {
                "owner": Ref("firm"),
                "kind": Const("实习"),
                "number": First(("number", Text("实习 {name} {since}"))),
            },
        ),
        Link("firm", PartyTo, "need"),
        *_ABOUT_MAJOR,
        *_ABOUT_WORK,
        *_ABOUT_REGION,
    ),
    primary="need",
)

SURVEYS = Template(
    kind="surveys",
    zh="企业人才需求调研汇总",
    en="Survey of firms' need of talent",
    about="一行是一家企业在一次调研中对一个岗位的需求。记为“人才”类需求。",
    columns=(
        named(
            Enterprise, "firm", EXAMPLE_FIRM, *FIRM_WORDS, "调研企业", zh="企业名称", required=True
        ),
        Column("survey", "调研批次", "Survey", required=True, also=("调研年份", "调研时间"),
               example="2026年秋季调研"),
        of(Need, "name", "机器人调试员", "需求岗位", "岗位", zh="岗位名称"),
        of(Need, "number_asked", "8", "需求人数", "需求数量", zh="需求人数"),
        of(Need, "level", "高职专科", "学历要求", zh="学历层次"),
        _MAJORS,
        _MAJOR_CODE,
        _MAJOR_LEVEL,
        _OCCUPATION,
        _SKILLS,
        _REGION,
    ),
    steps=(
        Party("firm", Enterprise, "firm"),
        Make(
            "need",
            Need,
            "name number_asked level",
            {
                "owner": Ref("firm"),
                "kind": Const("人才"),
                "number": Text("{survey} {name} {level}"),
            },
        ),
        Link("firm", PartyTo, "need"),
        *_ABOUT_MAJOR,
        *_ABOUT_WORK,
        *_ABOUT_REGION,
    ),
    primary="need",
)  # fmt: skip
