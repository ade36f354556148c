"""The closed lists of the model, in one file, with the words that sources write for each term.

Captions and stored values use current terms only (see ``terms.py``); a replaced word is an
alias here, never a term.
"""

from __future__ import annotations

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
        Term("基础", "foundation", ("专业基础课程",)),
        Term("核心", "core", ("专业核心课程",)),
        Term("实践", "practice", ("实习实训",)),
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

COMMUNITY_KIND = Vocabulary(
    "community_kind",
    "平台类型",
    "Kind of platform",
    (
        Term(
            "行业产教融合共同体",
            "industry–education community",
            (
                "行业产教融合共同体（区域）",
                "行业产教融合共同体（省级）",
                "行业产教融合共同体/产业学院",
            ),
        ),
        Term(
            "市域产教联合体",
            "municipal industry–education consortium",
            ("市域产教联合体（国家级）",),
        ),
        Term("行业指导委员会", "industry steering council", ("行指委",)),
        Term("职教集团", "vocational education group"),
        Term(
            "产教融合联盟",
            "industry–education alliance",
            (
                "产教联盟",
                "校企联盟",
                "职教联盟",
                "校企合作联盟",
                "职教合作联盟",
                "教育联盟",
                "省级示范性产教融合联盟",
            ),
        ),
        Term(
            "产业学院",
            "industry college",
            ("产业学院（浙江省首个快递物流产教融合学院）", "订单培养产业学院"),
        ),
        Term("县域产业学院", "county industry college"),
        Term("现代产业学院", "modern industry college", ("现场工程师产业学院",)),
        Term(
            "校企合作学院",
            "school–enterprise college",
            ("校企共建学院", "校企共同体学院", "特色学院"),
        ),
        Term("工匠学院", "craftsman college", ("工匠学院/产业学院",)),
        Term("中高职联合学院", "joint secondary–higher vocational college"),
        Term(
            "实践中心",
            "practice centre",
            ("浙江省开放型区域产教融合实践中心", "开放型区域产教融合实践中心"),
        ),
        Term(
            "工程技术教育中心",
            "engineering education centre",
            ("工程师技术中心（国家卓越工程师学院）",),
        ),
        Term("跨企业培训中心", "inter-company training centre"),
        Term(
            "实训基地",
            "training base",
            ("公共实训基地", "公共实训基地（国家“十三五”产教融合发展规划项目）"),
        ),
        Term(
            "示范基地",
            "demonstration base",
            ("浙江省产教融合示范基地", "省级产教融合示范基地/产教综合体"),
        ),
        Term("五个一批", "'five batches' project", ("浙江省产教融合“五个一批”项目",)),
        Term("职业体验基地", "career experience base"),
        Term("技能评价机构", "skill assessment body"),
        Term("丝路学院", "Silk Road college", ("丝路书院",)),
        Term("鲁班工坊", "Luban workshop"),
        Term(
            "其他",
            "other",
            ("县域产教融合共同体", "产教协同平台", "产教融合园区", "校企共建创新中心"),
        ),
    ),
)

COOPERATION_KIND = Vocabulary(
    "cooperation_kind",
    "合作类型",
    "Kind of co-operation",
    (
        Term("订单班", "order class", ("冠名订单班", "订单培养")),
        Term(
            "冠名班", "sponsored class", ("冠名班（泰昌班）", "专业共建/冠名班", "工匠学院开设班级")
        ),
        Term(
            "中国特色学徒制",
            "Chinese apprenticeship",
            ("现代学徒制", "学徒拜师/订单班", "现代学徒制班/育人联盟"),
        ),
        Term("现场工程师专项培养计划", "field engineer programme", ("现场工程师班",)),
        Term(
            "共建产业学院",
            "joint industry college",
            (
                "产业学院",
                "共建产业学院（通达学院）",
                "共建现代产业学院",
                "企业举办/产业学院",
                "共建工匠学院",
                "产业学院（雷迪森产业学院）",
                "共建产业学院/订单班",
                "共建海外应用技术大学",
            ),
        ),
        Term("共建实训基地", "joint training base", ("生产性实训基地", "产学研基地")),
        Term("岗位实习基地", "internship base", ("实习基地", "顶岗实习基地")),
        Term("教师企业实践基地", "teachers' practice base"),
        Term("员工培训", "staff training"),
        Term("技术服务", "technical service", ("科技副总", "认证中心", "合作协议（认证中心）")),
        Term(
            "共同开发",
            "joint development",
            (
                "共建实验室",
                "协作共建研究平台",
                "共建产业研究院",
                "共建创新中心（智慧建造创新中心）",
                "共建工程师技术中心/产教融合基地",
            ),
        ),
        Term("互聘", "exchange of staff", ("产业教授",)),
        Term("捐赠", "donation"),
        Term(
            "共建平台",
            "joint platform",
            (
                "行业产教融合共同体共同发起",
                "行业产教融合共同体主办/承办",
                "行业产教融合共同体共同牵头",
                "市域产教联合体共同牵头",
                "共建县域产教融合共同体",
                "职教联盟共同发起",
                "产教综合体副理事长单位",
                "校企联盟",
                "校地合作（围绕建设市域产教联合体）",
            ),
        ),
        Term(
            "框架协议",
            "framework agreement",
            (
                "合作协议",
                "校企合作协议",
                "战略合作协议",
                "校企合作签约",
                "合作企业签约",
                "产教融合、校企合作框架协议",
            ),
        ),
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

MEMBER_ROLE = Vocabulary(
    "member_role",
    "成员角色",
    "Role of the member",
    (
        Term("牵头学校", "leading school"),
        Term("牵头企业", "leading enterprise"),
        Term("牵头单位", "leading organisation"),
        Term("成员", "member"),
        Term("合作意向", "intends to join"),
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
