"""Closed lists of platforms and co-operation; ``lists.py`` gathers them with the others."""

from __future__ import annotations

from graph.ontology.vocabulary import Term, Vocabulary

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
            ("订单培养产业学院",),
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
            ("开放型区域产教融合实践中心",),
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
            ("产教融合示范基地", "省级产教融合示范基地/产教综合体"),
        ),
        Term("五个一批", "'five batches' project", ("产教融合“五个一批”项目",)),
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
