"""Templates of what both sides do together, and of figures: platforms, agreements, indicators."""

from __future__ import annotations

from graph.ontology.entities import (
    Agreement,
    Cluster,
    Community,
    Enterprise,
    Indicator,
    Major,
    Observation,
    Project,
    Region,
    School,
)
from graph.ontology.relations import (
    About,
    CooperatesWith,
    CountsTowards,
    LocatedIn,
    MemberOf,
    PartyTo,
    Serves,
)
from ingest.templates.industry import EXAMPLE_FIRM, FIRM_WORDS
from ingest.templates.model import (
    PARTY_KIND,
    Column,
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
from ingest.templates.schools import SCHOOL

_EXAMPLE_COMMUNITY = "示例装备行业产教融合共同体"
_FIRM = named(
    Enterprise, "firm", EXAMPLE_FIRM, *FIRM_WORDS, "合作企业", "合作单位", zh="企业名称",
    required=True,
)  # fmt: skip

COMMUNITIES = Template(
    kind="communities",
    zh="产教融合平台",
    en="Industry–education platforms",
    about="一行一个共同体、联合体、产业学院或其他平台。类型以批准文件为准。",
    columns=(
        of(Community, "name", _EXAMPLE_COMMUNITY, "共同体名称", "联合体名称", zh="平台名称"),
        of(Community, "kind", "行业产教融合共同体", "平台类别", zh="平台类型"),
        of(Community, "published_kind"),
        of(Community, "level", "省", "平台级别"),
        of(Community, "batch", "", "批次", "批准文件"),
        of(Community, "industry", "装备制造", "所属产业", "产业领域"),
        of(Community, "place", "", "所在地"),
        of(Community, "year", "2025", "成立年份", "批准年份"),
        of(Community, "aliases", "", "又名"),
        named(Region, "region", "示例区", "区县", zh="所在地区"),
        named(Cluster, "cluster", "", "服务集群", "服务产业链", zh="服务集群"),
        of(Community, "note", "", "备注"),
    ),
    steps=(
        Make(
            "community",
            Community,
            "name kind published_kind level batch industry place year aliases note",
        ),
        Find("region", (Region,), "region"),
        Link("community", LocatedIn, "region"),
        Find("cluster", (Cluster,), "cluster"),
        Link("community", Serves, "cluster"),
    ),
    primary="community",
)

MEMBERS = Template(
    kind="members",
    zh="平台成员",
    en="Members of platforms",
    about="一行是一家单位在一个平台里的一种角色，写明起止时间。",
    columns=(
        named(
            Community, "community", _EXAMPLE_COMMUNITY, "共同体名称", "联合体名称", "平台",
            zh="平台名称", required=True,
        ),
        named(
            Enterprise, "member", EXAMPLE_FIRM, "单位名称", "成员名称", "成员", zh="成员单位",
            required=True,
        ),
        Column(
            "member_kind", "单位类型", "Kind of organisation", vocabulary=PARTY_KIND,
            also=("成员类型", "单位性质"), example="企业", note="未收录的单位据此建立；不填按企业",
        ),
        of(MemberOf, "role", "成员", "角色", "单位角色", zh="成员角色"),
        of(MemberOf, "since", "2025-01", "加入时间", "起始日期", zh="加入日期"),
        of(MemberOf, "until", "", "退出时间", "截止日期", zh="退出日期"),
    ),
    steps=(
        Find("community", (Community,), "community"),
        Party("member", Enterprise, "member", by="member_kind"),
        Link("member", MemberOf, "community", "role since until"),
    ),
    primary=MemberOf,
)  # fmt: skip

COOPERATIONS = Template(
    kind="cooperations",
    zh="校企合作",
    en="Co-operations",
    about="一行是一所院校与一家企业的一种合作。",
    columns=(
        SCHOOL,
        _FIRM,
        of(CooperatesWith, "kind", "订单班", "合作类型", "合作形式", "合作方式", zh="合作类型"),
        of(CooperatesWith, "period", "2025-2027", "合作时间", "合作期限"),
        of(CooperatesWith, "majors", "数控技术", "合作专业", "专业"),
        of(CooperatesWith, "published", "共建数控订单班", "合作内容", zh="合作内容"),
    ),
    steps=(
        Find("school", (School,), "school"),
        Party("firm", Enterprise, "firm"),
        Link("school", CooperatesWith, "firm", "kind period majors published"),
    ),
    primary=CooperatesWith,
)

AGREEMENTS = Template(
    kind="agreements",
    zh="校企合作协议台账",
    en="Agreements",
    about="一行一份协议。编号在本校内不重复。",
    columns=(
        SCHOOL,
        _FIRM,
        of(Agreement, "number", "XY-2026-001", "协议编号", "合同编号", zh="协议编号"),
        of(Agreement, "name", "数控订单班培养协议", "协议", "合同名称", zh="协议名称"),
        of(Agreement, "kinds", "订单班、岗位实习基地", "协议类别", "合作类型", zh="协议类别"),
        of(Agreement, "students", "40", "涉及学生数", "学生人数"),
        of(Agreement, "since", "2026-09-01", "签订日期", "开始日期", "起始日期", zh="生效日期"),
        of(Agreement, "until", "2029-08-31", "到期日期", "结束日期", "截止日期", zh="到期日期"),
        of(Agreement, "state", "履行中", "状态", zh="协议状态"),
        named(Major, "majors", "数控技术", "合作专业", "专业", zh="涉及专业", many=True),
        of(Major, "level", "高职专科", "教育层次", required=False, zh="专业层次"),
    ),
    steps=(
        Find("school", (School,), "school"),
        Party("firm", Enterprise, "firm"),
        Make(
            "agreement",
            Agreement,
            "number name kinds students since until state",
            {"owner": Ref("school")},
        ),
        Link("school", PartyTo, "agreement"),
        Link("firm", PartyTo, "agreement"),
        FindMajor("majors", name="majors", coded=""),
        Link("agreement", About, "majors"),
    ),
    primary="agreement",
)

INDICATORS = Template(
    kind="indicators",
    zh="指标",
    en="Indicators",
    about="一行一个指标的定义。数值填在“指标数值”表里。",
    columns=(
        of(Indicator, "name", "校企合作企业数", "指标", zh="指标名称"),
        of(Indicator, "unit", "家", "计量单位"),
        of(Indicator, "numerator", "", "分子口径"),
        of(Indicator, "denominator", "", "分母口径"),
        named(Project, "project", "", "所属工程", "所属项目"),
        of(Indicator, "note", "签有在期协议的企业", "备注", "指标解释", "口径"),
    ),
    steps=(
        Make("indicator", Indicator, "name unit numerator denominator note"),
        Find("project", (Project,), "project"),
        Link("project", CountsTowards, "indicator"),
    ),
    primary="indicator",
)

OBSERVATIONS = Template(
    kind="observations",
    zh="指标数值",
    en="Observations",
    about="一行是一个指标在一个时期、对一个对象的一个数值。目标与实测分行填写。",
    columns=(
        of(Indicator, "name", "校企合作企业数", "指标", name="indicator", zh="指标名称"),
        of(Observation, "kind", "实测", "数据性质", zh="数据性质"),
        of(Observation, "period", "2025年", "年份", "统计期", "时期"),
        of(Observation, "value", "120", "指标值", "数据"),
        of(Observation, "upper", "", "上限值"),
        of(Observation, "text", "", "原始数值"),
        of(Observation, "unit", "家", "计量单位"),
        of(Observation, "comparator", "", "比较"),
        named(Region, "region", "示例区", "区县", zh="所在地区"),
        named(School, "school", "", "学校名称", "院校", zh="院校名称"),
        Column("subject", "其他对象", "Other subject", also=("对象", "统计对象")),
    ),
    steps=(
        Make("indicator", Indicator, "unit", {"name": "indicator"}),
        Find("region", (Region,), "region"),
        Find("school", (School,), "school"),
        Make(
            "observation",
            Observation,
            "kind period value upper text unit comparator",
            {
                "indicator": Ref("indicator"),
                "subject": First((Ref("school"), Ref("region"), "subject")),
                "name": Text("{indicator} {period}"),
            },
        ),
        Link("observation", CountsTowards, "indicator"),
        Link("observation", About, "region"),
        Link("observation", About, "school"),
    ),
    primary="observation",
)
