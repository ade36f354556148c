"""What the published documents ask of a platform's members, as data. Each kind has its own."""

from __future__ import annotations

from dataclasses import dataclass

GUIDE = (
    "教育部《行业产教融合共同体建设指南》（2023），“建设单位”一节，"
    "见 http://www.wintour.cn/en-us/tourism-education_12.html"
)
NOTICE_2023 = (
    "教育部办公厅关于开展市域产教联合体建设的通知（教职成厅函〔2023〕15号），工作目标与条件要求首条，"
    "见 https://www.cnsoe.com/list/lawsshow_pi.php?id=18160（只公开开头，其余条件未读到）"
)
NOTICE_2024 = (
    "教育部办公厅关于加强市域产教联合体建设的通知（教职成厅函〔2024〕20号），合作办学一条，"
    "见 https://www.imtcme.edu.cn/sgjsztw/info/1072/7867.htm"
)
COMMUNITY, CONSORTIUM = "行业产教融合共同体", "市域产教联合体"


@dataclass(frozen=True, slots=True)
class Rule:
    """One requirement: a key that a check is known by, in our words, and the document."""

    key: str
    asks: str
    source: str


RULES: dict[str, tuple[Rule, ...]] = {
    COMMUNITY: (
        Rule("lead_firm", "由一家行业龙头企业牵头", GUIDE),
        Rule("lead_firm_kind", "鼓励中央企业、中国500强、产教融合型企业牵头", GUIDE),
        Rule("lead_university", "联合一所高水平高等学校牵头", GUIDE),
        Rule("university_field", "牵头高校的优势学科与行业领域相符", GUIDE),
        Rule("university_degrees", "牵头高校有硕士、博士学位授予权", GUIDE),
        Rule("lead_school", "联合一所职业学校牵头", GUIDE),
        Rule("school_field", "牵头职业学校的特色专业（群）与行业领域相符", GUIDE),
        Rule("school_training", "牵头职业学校有独立的培训或继续教育机构", GUIDE),
        Rule("organisations", "吸收行业组织与科研机构参与", GUIDE),
        Rule("chain", "成员沿产业链上下游分布", GUIDE),
        Rule("regions", "成员跨区域", GUIDE),
    ),
    CONSORTIUM: (
        Rule("park", "以产业园区为基础", NOTICE_2023),
        Rule("park_output", "所依托园区的总产值在本省位于前列", NOTICE_2023),
        Rule("government", "政府统筹", NOTICE_2023),
        Rule("local_firms", "产业聚合、企业牵引：本市企业参与", NOTICE_2023),
        Rule("local_schools", "学校主体：本市职业学校与高等学校参与", NOTICE_2023),
        Rule("product_list", "有核心产品清单", NOTICE_2024),
        Rule("technology_list", "有技术需求清单", NOTICE_2024),
        Rule("talent_list", "有人才需求清单", NOTICE_2024),
    ),
}
