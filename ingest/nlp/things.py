"""What a policy names beside bodies and numbers: schools, programmes, platforms, regions,
industries, firms. The dictionary comes first, then patterns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from graph.resolve.gazetteer import Hit, Term
from ingest.nlp.items import Item

_TYPES: Final = {
    "School": "SCHOOL", "Region": "REGION", "Title": "PROGRAMME", "Cluster": "INDUSTRY",
    "Industry": "INDUSTRY", "Community": "PLATFORM", "Enterprise": "ENTERPRISE",
    "Organisation": "ORGANISATION", "Park": "REGION",
}  # fmt: skip
_CJK: Final = r"[\u4e00-\u9fff]"
_SCHOOL_ENDS: Final = (
    "职业技术大学|职业技术学院|职业大学|职业学院|高等专科学校|师范学院|师范大学|理工学院|技师学院|高级技工学校|技工学校|职业高级中学"
    "|中等职业学校|中等专业学校|职业技术学校|职业中学|职业中专|职业教育中心|职教中心|大学|学院"
)
_SCHOOL: Final = re.compile(rf"{_CJK}{{2,12}}?(?:{_SCHOOL_ENDS})(?!{_CJK}?(?:学院|校长|教师|学生))")
_KIND_OF_SCHOOL: Final = re.compile(
    r"(?:(?:公办|民办|市属|省属|县域|优质|应用型|普通|高等|中等|本科层次|五年制|新型|一流|高水平|行业)*"
    r"(?:中等职业学校|高等职业学校|职业学校|技工院校|技工学校|高职院校|职业院校|中职学校|应用型高校|本科高校|普通高中|综合高中|中小学"
    r"|职业大学|技师学院|社区学院(?:（校）)?|职教中心|老年大学|开放大学))"
)
_NOT_NAMED: Final = re.compile(
    r"产业学院|特色学院|联合学院|丝路学院|社区学院|工匠学院|现代学院|企业学院|校企|创业学院|本科层次|职业本科|新型|一批|若干|各|优质|公办|民办"
    r"|普通|高水平|应用型|示范|骨干|老年大学|开放型|行业|二级|相关|一流|所|家|市属|省属|县域|中职|高职|区域"
)
_LEADING_WORDS: Final = re.compile(
    r"^.*(?:支持|推动|鼓励|依托|组织|指导|推进|委托|联合|以及|包括|加快|同意|参与|实施|落实|开展|纳入|启动|对接|结合|将|由|在|与|和|及|对)"
)
_QUOTED: Final = re.compile(
    r"“[^“”]{2,16}”(?:计划|工程|行动|品牌|项目|活动|进[\u4e00-\u9fff]{2}活动|战略)?"
)
_PROGRAMME: Final = re.compile(
    r"[\u4e00-\u9fff]{2,20}?(?:工程|计划|行动)(?!师|学|建设|规模|的|技术|管理|方案|人员|专业|类|组织|机|书|纲|实施)"
)
_PLATFORM: Final = re.compile(
    r"(?:开放型|区域性?|市域|行业|县域|现代|校企|跨企业|公共|综合|优质|产教融合|职业教育|技能|职业|职业技能|工程技术|社区|跨区域|虚拟仿真|中高职|金砖国家|"
    r"专业化|产业|中外|“[^“”]{2,6}”|特色|实习|实训|创新|技术|大赛|数字|体验|培训|评价|研发|推广|服务|教育|合作|联合|职教|师资|境外|研训|集训|协同|研究)*"
    r"(?:产教融合共同体|产教联合体|产业学院|联合学院|工匠学院|特色学院|丝路学院|[“]丝路学院[”]|鲁班工坊|职教集团|职业教育集团|行业指导委员会|指导委员会|"
    r"(?:产教融合)?实践中心|工程技术教育中心|技术教育中心|企业培训中心|跨企业培训中心|培训中心|教育中心|服务中心|实训中心|实训基地|实习基地|体验基地|集训基地|"
    r"研训基地|培训基地|示范基地|教育联盟|产教联盟|评价机构|办学机构（项目）|办学机构|科创平台|智慧校园|应用场景|创新中心|大师工作室|技能大师工作室|名师工作室)"
)
_ANAPHOR: Final = re.compile(
    r"(?:我|全|本)(?:国|省|市|区|县|州)|各区、县（市）|各县（市、区）|各设区市"
)
_FIRM: Final = re.compile(
    rf"{_CJK}(?:[\u4e00-\u9fffA-Za-z]|（{_CJK}{{2,6}}）){{3,26}}?(?:股份有限公司|有限责任公司|集团有限公司|有限公司|集团公司|控股集团)"
)  # fmt: skip


def dictionary_items(text: str, path: str, start: int, hits: list[Hit]) -> Iterator[Item]:
    """Items of the dictionary's hits in a clause: ``id``, ``name``, ``alternatives``."""
    for hit in hits:
        kinds = {_TYPES[t.label] for t in hit.terms if t.label in _TYPES}
        terms = [t for t in hit.terms if t.label in _TYPES]
        if not terms:
            continue
        first = terms[0]
        if first.label == "Region" and _inside_word(text, hit):
            continue
        attrs = {"id": first.id, "name": first.name, **_choices(terms)}
        grade = "sure" if len(terms) == 1 or (len(kinds) == 1 and _clear(terms)) else "review"
        low, high = _with_quotes(text, hit) if first.label == "Title" else (hit.start, hit.end)
        yield Item(_TYPES[first.label], start + low, start + high, path, attrs,
                   "dictionary", grade)  # fmt: skip


def _with_quotes(text: str, hit: Hit) -> tuple[int, int]:
    quoted = text[hit.start - 1 : hit.start] == "“" and text[hit.end : hit.end + 1] == "”"
    return (hit.start - 1, hit.end + 1) if quoted else (hit.start, hit.end)


def _choices(terms: list[Term]) -> dict[str, object]:
    rest = [{"id": t.id, "name": t.name, "label": t.label} for t in terms[1:6]]
    return {"canonical": terms[0].name} | ({"alternatives": rest} if rest else {})


def _clear(terms: list[Term]) -> bool:
    return terms[0].prior >= 3 * max(t.prior for t in terms[1:])


def _inside_word(text: str, hit: Hit) -> bool:
    """A short region name within a longer proper name: 大城 in 浙大城市学院."""
    after = text[hit.end : hit.end + 3]
    return hit.end - hit.start < 3 and re.match("市学|学院|大学|职业", after) is not None


def pattern_items(text: str, path: str, start: int, hits: list[Hit]) -> Iterator[Item]:
    """Items that patterns find in a clause where the dictionary has nothing."""
    taken = [(h.start, h.end) for h in hits if any(t.label in _TYPES for t in h.terms)]
    finders = (
        ("SCHOOL", _schools(text)),
        ("SCHOOL_TYPE", ((m.start(), m.end()) for m in _KIND_OF_SCHOOL.finditer(text))),
        ("PLATFORM", ((m.start(), m.end()) for m in _PLATFORM.finditer(text))),
        ("PROGRAMME", _programmes(text)),
        ("ENTERPRISE", _firms(text)),
        ("REGION", ((m.start(), m.end()) for m in _ANAPHOR.finditer(text))),
    )
    for kind, spans in finders:
        for low, high in spans:
            if any(s < high and low < e for s, e in taken):
                continue
            if kind != "SCHOOL_TYPE":
                taken.append((low, high))
            grade = "review" if kind in ("SCHOOL", "ENTERPRISE") else "sure"
            yield Item(kind, start + low, start + high, path, {}, "pattern", grade)


def _schools(text: str) -> Iterator[tuple[int, int]]:
    for match in _SCHOOL.finditer(text):
        name = match[0]
        lead = _LEADING_WORDS.match(name)
        cut = lead.end() if lead and len(name) - lead.end() >= 4 else 0
        if not _NOT_NAMED.search(name[cut:]) and len(name) - cut >= 5:
            yield match.start() + cut, match.end()


def _programmes(text: str) -> Iterator[tuple[int, int]]:
    for match in _QUOTED.finditer(text):
        if re.search(r"计划|工程(?!师)|行动|双高|双优|品牌|活动|战略|走出去|一带一路", match[0]):
            yield match.span()
    for match in _PROGRAMME.finditer(text):
        lead = _LEADING_WORDS.match(match[0])
        cut = lead.end() if lead else 0
        if len(match[0]) - cut >= 6:
            yield match.start() + cut, match.end()


def _firms(text: str) -> Iterator[tuple[int, int]]:
    for match in _FIRM.finditer(text):
        lead = _LEADING_WORDS.match(match[0][:-4])
        cut = lead.end() if lead and len(match[0]) - lead.end() >= 6 else 0
        yield match.start() + cut, match.end()
