"""What is to be reached: numbers with indicator, comparator and year, and what has no number.

A target is a number with a unit that a verb or a comparator asks for. Facts of the past (截至,
同比, 现有 …), money that is given (补助, 奖励 …), lengths of time, ordinals and numbers of documents
are none. 全覆盖 and 全部达标 stand for 100 %; 一批 and the like are vague, 逐步扩大 … directions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from ingest.nlp.quantities import Quantity, quantities

NUMBER, VAGUE, DIRECTION = "TARGET_NUM", "TARGET_VAGUE", "TARGET_QUAL"
LONGEST_SEGMENT: Final = 1000
_TIME: Final = {
    "年", "月", "日", "天", "周", "个月", "学年", "学期", "岁", "小时", "分钟", "时", "号", "楼",
    "层", "路", "室", "点", "米", "届", "轮", "级", "代", "校", "字", "节", "股", "把", "份",
}  # fmt: skip
_PLACES: Final = {"县", "市", "区", "镇", "村"}
_VERB: Final = re.compile(
    r"达(?!标)|提高|提升|增长|增加|新增|建成|建设|建立|新建|改建|扩建|改扩建|培育|打造|培养|培训|遴选|选派|选聘|选树|评选|评定|开展|完成"
    r"|实现|控制|保持|稳定在|力争|确保|扩大|认定|组建|设立|引进|支持|创建|推出|形成|开发|立项|吸引|布局|争取|编写|出版|举办|组织|招收|招生"
    r"|招聘|输送|服务|带动|覆盖|参与|占|为|突破|超过|不低于|不少于|不高于|至少|降|减少|压缩|缩减|安排|投入|落实|拥有率|翻|建好|做强|重点建|推动"
    r"|推进|发展到|增至|升至|降至|聘请|聘任|选拔|储备|资助|孵化|转化|授权|制定|修订|发布|研制|入选|获评|获|配备|建|办好|培树|转型|结对|输出|实训|设置|设"
    r"|引育|集聚|试点|启动|推广|共建|申报|挂牌|惠及|帮扶|就业|取得|获得|普及|比例|比率|占比|率"
)
_PAST: Final = re.compile(
    r"截至|截止|目前|现有|已有|已建|已达|已经|已于|已完成|已认定|已开展|共有|拥有(?!率)|设有|近年来|至今|累计已|去年|上年|上一年|同比|环比|居全"
    r"|位居|排名全|首轮|第[一二三四五六七八九十]批|过去|当前|其时|达到了|增长了|提高了|历史"
)
_PAST_WHOLE: Final = re.compile(r"同比|环比|比上年|较上年|去年|上年|比去年")
_FUTURE: Final = re.compile(
    r"(?:到|至|力争)[^，。]{0,4}20\d\d年|20\d\d年(?:底|末)?(?:前|之前|以前)|力争|到“?十[四五六]五”?末"
)
_MONEY_GIVEN: Final = re.compile(
    r"补助|补贴|奖励|奖补|资助|给予|最高|一次性|罚款|贴息|减免|免征|抵免|扣除|缴纳|收取|罚"
)
_RATE_TAKEN: Final = re.compile(r"提取|抵免|减免|扣除|计提|税率|税额|利率|首付|折扣")
_ORDINAL: Final = re.compile(
    r"(?:第|〔|\[|No\.?|NO\.?|[A-Za-z]|电话|热线|邮编|传真|编号|国发|前|[-—/+])[ ：]?$"
)
_CYCLE: Final = re.compile(r"每(?:\d|[一两二三四五])?(?:个)?(?:年|学年|月|季度|周|学期)")
_FROM: Final = re.compile(r"(?:从|由)[^，、]{0,14}$")
_TO: Final = re.compile(
    r"(?:左右|以上)?(?:逐步)?(?:提高|增加|提升|扩大|下降|降低|降|减少|压缩|增长|上升|增|升|发展|提|扩)?(?:到|至|为)"
)
_AFTER: Final = (
    (re.compile(r"(?:及)?以上|或以上|有余|余"), ">="),
    (re.compile(r"以内|之内|以下"), "<="),
    (re.compile(r"左右|上下"), "~"),
)
_BEFORE: Final = (
    (re.compile(r"(?:不得?(?:超过|高于|多于|突破|大于)|(?<!不)(?<!得)(?:低于|少于|小于)|≤|≦|控制在|最多|降至|降到|降低到|压缩到)[^，、\d]{0,24}$"), "<="),
    (re.compile(r"(?:不得?(?:低于|少于|小于|低过)|超过|超|突破|至少|高于|多于|≥|≧|>=|不下于|大于)[^，、\d]{0,24}$"), ">="),
    (re.compile(r"(?:约|大约|近|接近|将近)[为有]?$"), "~"),
)  # fmt: skip
_RISES: Final = re.compile(r"(?:提高|增长|增加|提升|上升|增幅|扩大|新增)$")
_FALLS: Final = re.compile(r"(?:下降|降低|减少|压缩|缩减|回落)$")
_YEARLY: Final = re.compile(r"年均|年增|每年")
_COVERED: Final = re.compile(
    r"(?P<all>全覆盖(?![的式])|全部达标|全面达标|全部达到[^，。；]{0,12}(?:标准|要求)|百分之百覆盖)"
)
_GROUP: Final = re.compile(
    r"(?P<number>\d{1,4})(?P<unit>个?(?:县|市|区|乡镇|镇|街道|设区市))[^，。；\d]{0,4}$"
)
_YEAR: Final = re.compile(
    r"(?<![比较自从与\d])(?:(?P<span>20\d\d)年?(?:—|–|-|－|～|至|到)(?P<last>20\d\d)年|(?P<year>20\d\d)年(?!度?以来|起))"
)
_FIVE_YEARS: Final = re.compile(
    r"[“\"]?十(?P<which>[一二三四五六])五[”\"]?(?:规划)?(?:时期)?(?:末|期末|期间|时期|以来)?"
)
_SENTENCE: Final = re.compile(r"[^。；！？\n]+")
_SEGMENT: Final = re.compile(r"[^，]+")
_LEAD_IN: Final = re.compile(
    r"(?:(?:并|力争|确保|争取|其中|同时|进一步|原则上|总体|基本|并且)*)?(?:(?:到|至|在|于|力争到?|确保到?)?20\d\d年(?:\d{1,2}月)?"
    r"(?:底|末)?(?:之?前)?|(?:三|两|五|\d)年内)?"
)
_COUNTING: Final = re.compile(r"^(?:的)?[“\w]")
_SLOGAN: Final = re.compile(
    r"^(?:一批|方面|层面|维护|意识|自信|确立|坚持|阶段|环节|结合|统一|转变|领域|维度|方向|原则|文明|融合|链|课堂|抓手|体系|融通|到位|月|小时|工程|计划"
    r"|一流|育人|不|更|来|带|里)"
)
_INDEFINITE: Final = r"一大批|一批|一支|一系列|若干|一流的?一批|多个|数个|一组|更多|一定数量|部分(?=优质|骨干|特色)|几个|几所|多所|多家"
_VAGUE_VERB: Final = (
    r"打造|建设|建成|开发|培育|培养|遴选|推出|建立|创建|形成|组建|选树|扶持|布局|认定|引进|编写|输出|造就|发展|举办|设立|制定|推广|做强|"
    r"评选|选派|孵化|集聚|新建|升级|改造|涌现|立项|选拔"
)
_VAGUE: Final = re.compile(
    rf"(?:(?:{_VAGUE_VERB})(?:并[^，。；]{{0,6}})?){{1,3}}(?:{_INDEFINITE})[^，。；！？\n]{{2,80}}"
)
_QUALITATIVE: Final = re.compile(
    r"(?:(?:着力|逐步|有序|稳步|不断|显著|持续|大幅|明显|进一步|适度|合理|切实|全面)(?:提高|提升|扩大|减少|降低|增加|压缩|优化|改善|增强)"
    r"[^，。；！？\n]{2,40}(?:比例|规模|水平|率|数量|占比|比重|能力|质量|份额|总量|结构|层次)(?=[，。；！？\n]|$)"
    r"|(?:基本|逐步|全面|初步|率先)(?:建成|形成|建立|构建|实现)[^。；！？\n]{4,60}?(?:体系|格局|机制|模式|生态|社会|高地|现代化)(?=[，。；！？\n]|$)"
    r"|(?:支持[^，。；]{2,24})?(?:争创|创建(?!和|中|活动|工作|评)|力争成为|努力成为|力争建成)[^，。；！？\n]{2,40}"
    r"|[^，。；！？\n]{2,40}(?:实现|取得)(?:跨越式|显著|明显|大幅)(?:提升|提高|发展|进展|成效|增强)(?=[，。；！？\n]|$))"
)


@dataclass(frozen=True, slots=True)
class Target:
    """A target at ``text[start:end]``; ``value`` is None where it has no number. ``op`` is one of
    ``=``, ``>=``, ``<=``, ``~``, ``range``, ``+``, ``-`` (by so much more or less)."""

    start: int
    end: int
    kind: str
    indicator: str = ""
    value: float | None = None
    upper: float | None = None
    unit: str = ""
    op: str = ""
    year: int | None = None
    verb: str = ""
    base: str = ""


@dataclass
class _Scope:
    """What earlier segments of a paragraph say of the following ones."""

    year: int | None = None
    past: bool = False
    asked: bool = False


def targets(text: str) -> list[Target]:
    """Targets of a paragraph, by place."""
    if "………" in text:  # a line of a table of contents
        return []
    scope, found = _Scope(), list[Target]()
    for sentence in _SENTENCE.finditer(text):
        scope.past = scope.asked = False
        found += _in_sentence(text, sentence.start(), sentence.end(), scope)
    taken = [(t.start, t.end) for t in found]
    for kind, pattern in ((VAGUE, _VAGUE), (DIRECTION, _QUALITATIVE)):
        for match in pattern.finditer(text):
            if not any(s < match.end() and match.start() < e for s, e in taken):
                found.append(Target(match.start(), match.end(), kind, indicator=match[0]))
                taken.append(match.span())
    return sorted(found, key=lambda t: t.start)


def _in_sentence(text: str, start: int, end: int, scope: _Scope) -> Iterator[Target]:
    sentence = text[start:end]
    if _PAST_WHOLE.search(sentence) and not _FUTURE.search(sentence):
        return
    for segment in _SEGMENT.finditer(sentence):
        part = segment[0]
        if len(part) > LONGEST_SEGMENT:
            continue  # no sentence of a policy
        if _FUTURE.search(part):
            scope.past = False
        elif _PAST.search(part):
            scope.past = True
        years = list(_years(part))
        if not scope.past:
            scope.asked = scope.asked or _VERB.search(part) is not None
            yield from _in_segment(part, start + segment.start(), scope, years)
        if years:
            scope.year = years[-1][1]


def _in_segment(
    part: str, at: int, scope: _Scope, years: list[tuple[int, int]]
) -> Iterator[Target]:
    accepted = [q for q in quantities(part) if _asked_for(part, q, scope)]
    covered = _COVERED.search(part)
    if covered and not any(q.unit in ("%", ":1") for q in accepted):
        group = "覆盖" in covered[0] and _GROUP.search(part[: covered.start()])
        value, unit = (float(group["number"]), group["unit"]) if group else (100.0, "%")
        accepted = [Quantity(covered.start(), covered.end(), value, unit, "covered")]
    cuts = _cuts(part, accepted)
    spread = [y for _, y in years] if "分别" in part and len(years) == len(accepted) else []
    for i, q in enumerate(accepted):
        low, high = cuts[i]
        before = [y for place, y in years if place <= q.start]
        year = spread[i] if spread else before[-1] if before else scope.year
        target = _target(part, q, low, high)
        yield replace(target, start=low + at, end=high + at, year=year)


def _cuts(part: str, accepted: list[Quantity]) -> list[tuple[int, int]]:
    """The part of a segment that belongs to each number: between 、 where there are several."""
    lead = _LEAD_IN.match(part)
    first = lead.end() if lead and lead.end() < len(part) else 0
    lows = [first]
    for before, after in pairwise(accepted):
        place = part.rfind("、", before.end, after.start)
        joint = max(place, part.rfind("和", before.end, after.start))
        lows.append(joint + 1 if joint > 0 else before.end)
    highs = [max(low - 1, q.end) for low, q in zip(lows[1:], accepted, strict=False)]
    return list(zip(lows, [*highs, len(part)], strict=True)) if accepted else []


def _years(part: str) -> Iterator[tuple[int, int]]:
    """(place, year) of the years that a segment names as a time to be reached."""
    for match in _YEAR.finditer(part):
        yield match.start(), int(match["last"] or match["year"])
    for match in _FIVE_YEARS.finditer(part):
        if not match[0].endswith("以来"):
            yield match.start(), 2010 + 5 * "一二三四五六".index(match["which"])


def _asked_for(part: str, q: Quantity, scope: _Scope) -> bool:
    """Whether a number is a target."""
    before, after = part[: q.start], part[q.end :]
    if not q.unit or q.unit in _TIME or _ORDINAL.search(before[-4:]):
        return False
    if q.unit in _PLACES or q.unit == "批" or before.count("《") > before.count("》"):
        return False
    if q.unit == "次" and _CYCLE.search(before):
        return False
    if q.unit.endswith("元") and _MONEY_GIVEN.search(part):
        return False
    if _RATE_TAKEN.search(part) and q.unit in ("%", "元", "倍"):
        return False
    if _FROM.search(before[-16:]) and _TO.match(after):
        return False
    if q.kind == "words" and not _counts(part, q):
        return False
    if re.match(r"[A-Za-z号制＋+]|的.{0,12}(?:于|位于|是)", after):
        return False
    return scope.asked or _op(part, q) != "="


def _counts(part: str, q: Quantity) -> bool:
    """Whether a Chinese numeral counts things: not 一个, no slogan, no number in quotes."""
    before, after = part[: q.start], part[q.end :]
    if q.value < 2 or before.count("“") > before.count("”") or not _VERB.search(before):
        return False
    return not _SLOGAN.match(after) and bool(_COUNTING.match(after) or not after)


def _op(part: str, q: Quantity) -> str:
    if q.kind == "range":
        return "range"
    after, before = part[q.end : q.end + 6], part[max(0, q.start - 36) : q.start]
    for pattern, op in _AFTER:
        if pattern.match(after):
            return op
    for pattern, op in _BEFORE:
        if pattern.search(before):
            return op
    if "百分点" in q.unit or (q.unit == "%" and not _YEARLY.search(part)):
        if _RISES.search(before):
            return "+"
        if _FALLS.search(before):
            return "-"
    return "="


_TRIM: Final = re.compile(
    r"(?:要|应|将|须|均|都|总体|基本|原则上|力争|确保|逐步|分别|累计|年均)*(?:达到?或?(?:超过)?|提高到?至?|提升到?至?|增长到?至?|增加到?至?|不低于|不少于|不高于|不超过|超过|超|突破"
    r"|至少|控制在|保持在|稳定在|扩大到?|降低?到?至?|下降到?|高于|约|近|为|占|实现|增至|升至|降至|每生每年|有|建成)*(?:约|近)?$"
)
_BASE: Final = re.compile(r"(?:达到?|占|为|不低于|不少于|超过|约占)([^，、]{2,24}?)的$")
_DONE: Final = re.compile(
    r"^(?:累计|每年|全市|共)?(?:建成|建设|培育|打造|遴选|选派|培养|开发|认定|新增|新建|组建|选树|编写|引进)(?!率)"
)
_DROP: Final = re.compile(r"^(?:左右|以上|以下|以内|及以上|余)?(?:的)?")


def _target(part: str, q: Quantity, low: int, high: int) -> Target:
    before, after = part[low : q.start], part[q.end : high]
    base = _BASE.search(before)
    verbs = [m[0] for m in _VERB.finditer(before)]
    noun = _DROP.sub("", after).strip("“”")
    if base:
        subject = _TRIM.sub("", before[: base.start()])
        indicator = f"{subject}/{base[1]}" if subject else base[1]
    elif q.unit in ("%", ":1") or q.kind == "covered" or "百分点" in q.unit or not noun:
        indicator = _DONE.sub("", _TRIM.sub("", before))
    else:
        indicator = noun
    return Target(
        low, high, NUMBER, indicator.strip("“”，、的 "), q.value, q.upper, q.unit,
        _op(part, q), None, verbs[-1] if verbs else "", base[1] if base else "",
    )  # fmt: skip
