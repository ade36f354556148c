"""Templates of the side of education: majors, programmes, groups, courses, titles, offers."""

from __future__ import annotations

from graph.ontology.entities import (
    Certificate,
    Cluster,
    Course,
    Enterprise,
    Industry,
    Intake,
    Major,
    MajorGroup,
    Occupation,
    Offer,
    Programme,
    School,
    Skill,
    Title,
)
from graph.ontology.relations import (
    About,
    ContinuesTo,
    FacesIndustry,
    ForOccupation,
    GroupMajor,
    HasCourse,
    HasGroup,
    HasIntake,
    HoldsTitle,
    LeadsToCertificate,
    Offers,
    OfMajor,
    PartyTo,
    PreparesFor,
    Serves,
    Teaches,
)
from ingest.templates.model import (
    CheckMajor,
    Column,
    Const,
    Find,
    FindMajor,
    First,
    Link,
    Make,
    Ref,
    Template,
    Text,
    Value,
    named,
    of,
)

EXAMPLE_SCHOOL = "示例职业技术学院"
SCHOOL_WORDS = ("学校名称", "院校", "学校", "办学单位", "学校标识码", "school")
SCHOOL = named(School, "school", EXAMPLE_SCHOOL, *SCHOOL_WORDS, zh="院校名称", required=True)
MAJOR = named(Major, "major", "数控技术", "专业", "对应专业", zh="专业名称", required=True)
MAJOR_CODE = of(Major, "code", "460103", "专业编码", name="major_code")
LEVEL = of(Major, "level", "高职专科", "教育层次", "办学层次", "学历层次", required=False)

MAJORS = Template(
    kind="majors",
    zh="专业目录",
    en="Majors",
    about="一行一个专业。专业代码与名称须同属一版目录。",
    columns=(
        of(Major, "code", "460103", "专业编码"),
        of(Major, "name", "数控技术", "专业", zh="专业名称"),
        of(Major, "level", "高职专科", "教育层次", "办学层次"),
        of(Major, "catalogue", "moe"),
        of(Major, "edition", "2021", "版本"),
        of(Major, "class_code"),
        of(Major, "class_name", "机械设计制造类", "专业类名称", "所属专业类"),
        of(Major, "category_code"),
        of(Major, "category_name", "装备制造大类", "专业大类名称", "所属专业大类"),
        of(Major, "years", "3", "基本修业年限", "学制"),
        of(Major, "state_controlled", "否", "国控专业"),
        of(Major, "posts", "数控编程、设备操作", "职业面向", "就业岗位"),
        of(Major, "competences", "", "主要专业能力要求", "主要专业能力"),
        of(Major, "practice", "", "实习实训内容"),
        of(Major, "internship_places", "", "实习基地"),
        of(Major, "profile", "", "依据文件"),
        of(Major, "aliases", "", "又名"),
        named(Occupation, "occupations", "车工", "对应职业", zh="面向职业", many=True),
        named(Industry, "industries", "通用设备制造业", zh="面向行业", many=True),
        Column("certificates", "职业技能等级证书", "Certificates", "list",
               also=("职业类证书举例", "职业技能等级证书举例"), example="数控车铣加工"),
        named(Major, "continues", "", "接续专业举例", zh="接续专业", many=True),
    ),
    steps=(
        CheckMajor(),
        Make(
            "major",
            Major,
            "code name level edition class_code class_name category_code category_name years "
            "state_controlled posts competences practice internship_places profile aliases",
            {"catalogue": First(("catalogue", Const("moe")))},
        ),
        Find("occupations", (Occupation,), "occupations"),
        Link("major", PreparesFor, "occupations"),
        Find("industries", (Industry,), "industries"),
        Link("major", FacesIndustry, "industries"),
        Make("certificates", Certificate, values={"system": Const("职业技能等级")},
             each="certificates"),
        Link("major", LeadsToCertificate, "certificates"),
        Find("continues", (Major,), "continues"),
        Link("major", ContinuesTo, "continues"),
    ),
    primary="major",
)  # fmt: skip

_PROGRAMME = (
    of(Programme, "years", "3", "学制", "修业年限", zh="学制"),
    of(Programme, "type", "三年制", "培养类型", "办学类型"),
)
_MAKE_PROGRAMME = (
    Find("school", (School,), "school"),
    FindMajor("major"),
)
_NAMED: dict[str, Value] = {
    "school": Ref("school"),
    "major": Ref("major"),
    "name": Text("{school} {major}"),
}

PROGRAMMES = Template(
    kind="programmes",
    zh="专业点",
    en="Programmes",
    about="一行是一所院校以一种学制开设的一个专业。",
    columns=(
        SCHOOL,
        MAJOR,
        MAJOR_CODE,
        LEVEL,
        *_PROGRAMME,
        of(Programme, "first_year", "2021", "首次招生年份", "开设年份", "设置年份"),
        of(Programme, "last_year", "2026", "最近招生年份"),
        of(Programme, "remark", "", "备注"),
        of(Offers, "since", "", "开设时间", zh="开设起始"),
        of(Offers, "until", "", "停招时间", "撤销时间", zh="开设截止"),
    ),
    steps=(
        *_MAKE_PROGRAMME,
        Make("programme", Programme, "years type first_year last_year remark", _NAMED),
        Link("programme", OfMajor, "major"),
        Link("school", Offers, "programme", "since until"),
    ),
    primary="programme",
)

INTAKES = Template(
    kind="intakes",
    zh="招生计划",
    en="Intakes",
    about="一行是一个专业点在一年里经一种途径的招生数。各行可相加。",
    columns=(
        SCHOOL,
        MAJOR,
        MAJOR_CODE,
        LEVEL,
        *_PROGRAMME,
        of(Intake, "year", "2026", "招生年份", "年度", zh="招生年份"),
        of(Intake, "route", "职教高考", "招生类型", "录取途径"),
        of(Intake, "variant", "", "方向", "类别", "专业方向"),
        of(Intake, "places", "80", "计划人数", "招生计划", "招生人数", zh="计划数"),
        of(Intake, "admitted", "78", "录取人数", "实际录取"),
        of(Intake, "lowest_score", "", "最低录取分", "投档线"),
    ),
    steps=(
        *_MAKE_PROGRAMME,
        Make("programme", Programme, "years type", _NAMED),
        Link("programme", OfMajor, "major"),
        Link("school", Offers, "programme"),
        Make(
            "intake",
            Intake,
            "year route variant places admitted lowest_score",
            {"programme": Ref("programme"), "name": Text("{school} {major} {year} {route}")},
        ),
        Link("programme", HasIntake, "intake"),
    ),
    primary="intake",
)

MAJOR_GROUPS = Template(
    kind="major-groups",
    zh="专业群",
    en="Programme groups",
    about="一行一个专业群，写明核心专业和成员专业。",
    columns=(
        SCHOOL,
        of(MajorGroup, "name", "数控技术专业群", "专业群", zh="专业群名称"),
        named(Major, "core", "数控技术", "牵头专业", zh="核心专业", many=True),
        named(Major, "members", "模具设计与制造", "组内专业", "群内专业", zh="成员专业", many=True),
        of(Major, "level", "高职专科", "教育层次", "办学层次", required=False),
        named(Cluster, "cluster", "", "对接产业", "服务产业链", zh="服务集群"),
        of(MajorGroup, "note", "", "备注"),
    ),
    steps=(
        Find("school", (School,), "school"),
        Make("group", MajorGroup, "name note", {"school": Ref("school")}),
        Link("school", HasGroup, "group"),
        FindMajor("core", name="core", coded=""),
        Link("group", GroupMajor, "core", values={"role": Const("核心专业")}),
        FindMajor("members", name="members", coded=""),
        Link("group", GroupMajor, "members", values={"role": Const("成员专业")}),
        Find("cluster", (Cluster,), "cluster"),
        Link("group", Serves, "cluster"),
    ),
    primary="group",
)

COURSES = Template(
    kind="courses",
    zh="课程",
    en="Courses",
    about="一行一门课程。技能写课程实际教授的能力、技术或工具。",
    columns=(
        MAJOR,
        MAJOR_CODE,
        LEVEL,
        of(Course, "name", "数控编程与操作", "课程", zh="课程名称"),
        of(Course, "kind", "核心", "课程类别", "课程性质", "课程类型", zh="课程类别"),
        of(Course, "hours", "64", "课时", "总学时"),
        of(HasCourse, "basis", "", "依据"),
        named(Skill, "skills", "数控编程、零件检测", "教学内容", "能力目标", zh="技能", many=True),
    ),
    steps=(
        FindMajor("major"),
        Make("course", Course, "name kind hours", {"owner": Ref("major")}),
        Link("major", HasCourse, "course", "basis"),
        Make("skills", Skill, each="skills"),
        Link("course", Teaches, "skills"),
    ),
    primary="course",
)

TITLES = Template(
    kind="titles",
    zh="称号",
    en="Titles",
    about="一行是一家院校或企业获得的一个称号。",
    columns=(
        Column("holder", "获评单位", "Holder", required=True, example=EXAMPLE_SCHOOL,
               also=(*SCHOOL_WORDS, "院校名称", "企业名称", "单位名称"), note="院校或企业的名称"),
        of(Title, "scheme", "高水平专业群建设计划", "项目名称", "称号", "称号名称"),
        of(Title, "level", "省", "称号级别"),
        of(Title, "round", "第二批", "批次", zh="期次"),
        of(HoldsTitle, "subject", "", "涉及专业群"),
        of(HoldsTitle, "grade_held", "A档", "等次"),
        of(HoldsTitle, "state", "立项", "建设状态"),
        of(HoldsTitle, "document", "", "文号", "依据文件"),
        of(HoldsTitle, "year", "2026", "立项年份", "认定年份"),
    ),
    steps=(
        Find("holder", (School, Enterprise), "holder"),
        Make("title", Title, "scheme level round", {"name": Text("{scheme}({round})")}),
        Link("holder", HoldsTitle, "title", "subject grade_held state document year"),
    ),
    primary=HoldsTitle,
)  # fmt: skip

OFFERS = Template(
    kind="offers",
    zh="学校供给",
    en="Offers of schools",
    about="一行一项学校能提供的资源或服务。编号在本校内不重复；不填则以类别、名称和起始日期代替。",
    columns=(
        SCHOOL,
        of(Offer, "number", "GJ-001", zh="供给编号", required=False),
        of(Offer, "name", "数控技术专业毕业生", "供给内容", zh="供给名称"),
        of(Offer, "kind", "毕业生", "供给类型", zh="供给类别"),
        of(Offer, "number_offered", "60", "人数", "供给数量"),
        named(Major, "major", "数控技术", "相关专业", "专业", zh="专业名称"),
        MAJOR_CODE,
        LEVEL,
        named(Occupation, "occupation", "车工", "面向职业", "对应职业"),
        of(Offer, "since", "2027-06", "开始日期", zh="起始日期"),
        of(Offer, "until", "", "结束日期", zh="截止日期"),
        of(Offer, "state", "开放", "供给状态"),
    ),
    steps=(
        Find("school", (School,), "school"),
        Make(
            "offer",
            Offer,
            "name kind number_offered since until state",
            {"owner": Ref("school"), "number": First(("number", Text("{kind} {name} {since}")))},
        ),
        Link("school", PartyTo, "offer"),
        FindMajor("major"),
        Link("offer", About, "major"),
        Find("occupation", (Occupation,), "occupation"),
        Link("offer", ForOccupation, "occupation"),
    ),
    primary="offer",
)
