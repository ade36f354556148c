"""The closed lists of the model in one place, with the words that sources write for each term.

Captions and stored values use current terms only (see ``terms.py``); a replaced word is an
alias here, never a term.
"""

from __future__ import annotations

from graph.ontology.lists_platforms import COMMUNITY_KIND as COMMUNITY_KIND
from graph.ontology.lists_platforms import COOPERATION_KIND as COOPERATION_KIND
from graph.ontology.lists_platforms import MEMBER_ROLE as MEMBER_ROLE
from graph.ontology.vocabulary import Term, Vocabulary

STATUS = Vocabulary(
    "status",
    "状态",
    "Status",
    (
        Term("stated", "stated by a source"),
        Term("curated", "asserted by the project, with a reason"),
        Term("computed", "derived by a rule"),
        Term("suggested", "proposed by a machine, not accepted yet"),
        Term("disputed", "disputed"),
    ),
)

GRADE = Vocabulary(
    "source_grade",
    "来源等级",
    "Source grade",
    (
        Term("A", "official site, government or mainstream press"),
        Term("B", "repost or mirror of such"),
        Term("C", "cannot be traced"),
    ),
)

RELIABILITY = Vocabulary(
    "reliability",
    "文本性质",
    "Standing of the text",
    (
        Term("官方文本", "official text", ("good", "high")),
        Term("待核实", "to be verified", ("medium", "low-medium", "low", "unverified")),
    ),
)

REGION_LEVEL = Vocabulary(
    "region_level",
    "行政层级",
    "Administrative level",
    (
        Term("国家", "country", ("全国",)),
        Term("省", "province"),
        Term("市", "prefecture-level city", ("地市",)),
        Term("县级", "county or district", ("区", "县", "区县")),
    ),
)

LEVEL = Vocabulary(
    "education_level",
    "教育层次",
    "Level of education",
    (
        Term("中职", "secondary vocational", ("中等职业教育", "中职/五年一贯制高职")),
        Term("高职专科", "higher vocational (associate)", ("高职", "专科", "高等职业教育专科")),
        Term(
            "职业本科",
            "vocational bachelor's",
            ("高职本科", "高等职业教育本科", "本科层次职业教育", "职业本科(含高职专科)"),
        ),
        Term("技工", "skilled-worker education", ("技工(技师学院)", "技师学院", "技工院校")),
        Term("普通本科", "academic bachelor's", ("本科", "应用型本科")),
    ),
)

CLUSTER_LEVEL = Vocabulary(
    "cluster_level",
    "集群层级",
    "Level of the cluster",
    (
        Term("国家", "national"),
        Term("省", "provincial"),
        Term("市", "municipal"),
        Term("区", "district", ("县", "区县", "县级")),
    ),
)

CLUSTER_STATUS = Vocabulary(
    "cluster_status",
    "集群状态",
    "State of the cluster",
    (
        Term("现行", "current", ("current",)),
        Term("拟培育", "proposed", ("2025 拟培育/公示",)),
        Term("已被替代", "superseded", ("superseded (2019)",)),
        Term("历史表述", "earlier wording", ("2021", "2020 plan")),
        Term(
            "未核实",
            "unverified",
            ("unverified: 十五五 naming seen only in two unofficial code files",),
        ),
    ),
)

INDUSTRY_LEVEL = Vocabulary(
    "industry_level",
    "行业层级",
    "Level of the industry class",
    (
        Term("门类", "section"),
        Term("大类", "division"),
        Term("中类", "group"),
        Term("小类", "class"),
    ),
)

OCCUPATION_LEVEL = Vocabulary(
    "occupation_level",
    "职业层级",
    "Level of the occupation",
    (
        Term("大类", "major group"),
        Term("中类", "sub-major group"),
        Term("小类", "minor group"),
        Term("职业", "occupation", ("细类(职业)", "细类")),
        Term("新职业", "new occupation", ("新职业/新工种", "新工种")),
    ),
)

OWNERSHIP = Vocabulary(
    "ownership",
    "办学性质",
    "Ownership",
    (
        Term("公办", "public"),
        Term("民办", "private"),
        Term("国有民办", "state-owned, privately run"),
    ),
)

ORGANISATION_KIND = Vocabulary(
    "organisation_kind",
    "机构类型",
    "Kind of organisation",
    (
        Term("政府", "government body", ("government", "政府部门")),
        Term("园区管委会", "park authority", ("管委会",)),
        Term("行业协会", "industry association", ("association", "协会", "学会", "商会")),
        Term("科研院所", "research institute", ("institution", "研究院")),
        Term("其他", "other"),
    ),
)

ROUTE = Vocabulary(
    "intake_route",
    "招生途径",
    "Route of admission",
    (
        Term("普高统招", "general entrance examination", ("普通类平行", "普通类第一段投档(2024)")),
        Term("艺术类", "arts admission"),
        Term("职教高考", "vocational entrance examination", ("单考单招",)),
        Term("提前招生", "early admission", ("高职提前招生", "高职提前招生(普高)")),
        Term("中高职转段", "transfer from secondary to higher vocational"),
        Term("中本转段", "transfer from secondary vocational to bachelor's"),
        Term("专升本", "associate to bachelor's"),
        Term("中职招生", "secondary vocational admission"),
        Term("未说明", "not stated"),
    ),
)

PROGRAMME_TYPE = Vocabulary(
    "programme_type",
    "学制类型",
    "Type of programme",
    (
        Term("三年制", "three-year", ("三年制(面向残疾学生)", "三年制(面向残疾人事业)")),
        Term("四年制职业本科", "four-year vocational bachelor's", ("首批职业本科专业",)),
        Term("五年一贯制", "five-year continuous", ("六年制中专/五年一贯制(原文未分)",)),
        Term(
            "中高职一体化(3+2)",
            "integrated secondary–higher vocational (3+2)",
            ("中高职一体化", "中高职一体化(新增班)", "五年一贯制和3+2"),
        ),
        Term(
            "中本一体化(3+4)",
            "integrated secondary vocational–bachelor's (3+4)",
            ("中本一体化", "中本一体化试点"),
        ),
        Term("专本一体化(3+2)", "integrated associate–bachelor's (3+2)", ("专升本联合办学试点",)),
        Term("四年制联合本科", "four-year joint bachelor's", ("四年制高职(联合本科)",)),
        Term("综合高中试点班", "comprehensive upper-secondary class", ("综合高中试点班(三年)",)),
        Term(
            "未说明",
            "not stated",
            ("", "中职(学制未述)", "技工(学制未述)", "中职(当年新增)", "高职(旧目录名称)"),
        ),
    ),
)

COURSE_KIND = Vocabulary(
    "course_kind",
    "课程类别",
    "Kind of course",
    (
        Term(
            "公共基础", "general foundation", ("公共基础课程", "公共基础课", "公共课", "通识课程")
        ),
        Term("基础", "foundation", ("专业基础课程", "专业基础课", "专业(技能)基础课")),
        Term("核心", "core", ("专业核心课程", "专业核心课")),
        Term("拓展", "extension", ("专业拓展课程", "专业拓展课", "专业选修课", "专业方向课")),
        Term(
            "实践",
            "practice",
            ("实习实训", "集中实践", "实践教学环节", "实践性教学环节", "综合实践", "岗位实习"),
        ),
    ),
)

CERTIFICATE_SYSTEM = Vocabulary(
    "certificate_system",
    "证书体系",
    "Issuing system",
    (
        Term(
            "职业技能等级",
            "vocational skill level",
            (
                "职业技能等级证书",
                "人社技能等级",
                "职业技能等级证",
                "职业技术等级证书",
                "四级(中级工)",
            ),
        ),
        Term("国家职业资格", "national vocational qualification", ("职业资格证书", "职业资格")),
        Term("1+X 试点", "1+X pilot", ("1+X", "1+X证书", "1+X中级")),
        Term("企业", "enterprise", ("企业认证",)),
        Term("其他", "other", ("其他证书", "行业证书", "证书")),
    ),
)

STRENGTH = Vocabulary(
    "strength",
    "强度",
    "Strength",
    (
        Term("core", "core", ("exact", "strong")),
        Term("related", "related", ("common", "renamed", "narrower", "claim", "co_founder")),
        Term("group", "group only"),
    ),
)

OBSERVATION_KIND = Vocabulary(
    "observation_kind",
    "数据性质",
    "Kind of figure",
    (
        Term("目标", "target", ("target", "plan")),
        Term("规则", "rule", ("target_or_rule",)),
        Term("实测", "measured", ("statistic", "scale", "measured")),
        Term("基线", "baseline", ("baseline",)),
    ),
)

COMPARATOR = Vocabulary(
    "comparator",
    "比较方式",
    "Comparator",
    (
        Term("=", "equal to", ("达到",)),
        Term(">=", "at least", ("不低于", "以上")),
        Term("<=", "at most", ("不超过", "以内")),
        Term("~", "about", ("约", "左右")),
        Term("range", "between", ("区间",)),
        Term("方向", "direction only", ("direction",)),
    ),
)


CLAUSE_KIND = Vocabulary(
    "clause_kind",
    "条款层级",
    "Kind of clause",
    (
        Term("部分", "section"),
        Term("行动", "action"),
        Term("工程", "project"),
        Term("措施", "measure"),
        Term("附则", "closing provision"),
    ),
)

RESPONSIBILITY_BASIS = Vocabulary(
    "responsibility_basis",
    "责任依据",
    "Basis of responsibility",
    (Term("明文", "explicit"), Term("继承", "inherited")),
)

MAJOR_CATALOGUE = Vocabulary(
    "major_catalogue",
    "目录",
    "Catalogue",
    (
        Term("moe", "Ministry of Education catalogue", ("教育部",)),
        Term("mohrss", "skilled-worker catalogue", ("人社部技工",)),
    ),
)

LEAD_STAGE = Vocabulary(
    "lead_stage",
    "对接阶段",
    "Stage of the lead",
    (
        Term("推荐", "recommended"),
        Term("联系", "contacted"),
        Term("洽谈", "in talks"),
        Term("签约", "signed"),
        Term("落地", "running"),
        Term("终止", "ended"),
    ),
)

NEED_KIND = Vocabulary(
    "need_kind",
    "需求类别",
    "Kind of need",
    (
        Term("产品", "product"),
        Term("技术", "technology"),
        Term("人才", "talent"),
        Term("培训", "training"),
        Term("实习", "internship"),
        Term("师资", "teaching staff"),
    ),
)

OFFER_KIND = Vocabulary(
    "offer_kind",
    "供给类别",
    "Kind of offer",
    (
        Term("毕业生", "graduates"),
        Term("培训项目", "training"),
        Term("技术服务", "technical service"),
        Term("实训工位", "training places"),
        Term("师资", "teaching staff"),
        Term("技能评价", "skill assessment"),
    ),
)

AGREEMENT_STATE = Vocabulary(
    "agreement_state",
    "协议状态",
    "State of the agreement",
    (
        Term("履行中", "in force"),
        Term("已到期", "expired"),
        Term("已终止", "ended"),
        Term("未生效", "not in force"),
    ),
)

GROUP_ROLE = Vocabulary(
    "group_role",
    "组内角色",
    "Role in the group",
    (Term("核心专业", "core major"), Term("成员专业", "member major")),
)

ALL_LISTS: tuple[Vocabulary, ...] = tuple(
    value for value in list(globals().values()) if isinstance(value, Vocabulary)
)
