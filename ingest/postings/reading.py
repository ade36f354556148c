"""What a posting's words say: pay, level of education, month, and the part that asks."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from ingest.personal import CUT

#: Working days and hours of a month after 劳社部发〔2008〕3号: 21.75 days of 8 hours.
DAYS, HOURS = 21.75, 174.0
_NUMBER: Final = r"(\d{1,7}(?:\.\d{1,2})?)"
_UNIT: Final = r"\s{0,2}(k|千|w|万)?"
_PAY: Final = re.compile(
    rf"{_NUMBER}{_UNIT}元?\s{{0,2}}(?:[-~～—–至到]{{1,2}}\s{{0,2}}{_NUMBER}{_UNIT})?\s{{0,2}}元?"
    r"\s{0,2}(?:[/每]?\s{0,2}(年薪?|月薪?|天|日|小时|时|h))?",
    re.IGNORECASE,
)
_TIMES: Final = {"k": 1e3, "千": 1e3, "w": 1e4, "万": 1e4}
_PERIOD: Final = {"年": 1 / 12, "天": DAYS, "日": DAYS, "小": HOURS, "时": HOURS, "h": HOURS}
_CLEAR: Final = re.compile(
    r"\d\s?[k千w万元]|\d{4,6}\s?[-~～—–至到]\s?\d{4,6}|薪|工资|底薪|/[月天时年]", re.I
)
#: What is no monthly pay of anybody: years, telephone numbers, counts.
LEAST_PAY, MOST_PAY = 500, 500_000
_LEVELS: Final = (
    ("博士", r"博士"), ("硕士", r"硕士|研究生"), ("本科", r"本科|学士|统招本"),
    ("大专", r"大专|专科|高职|专升本"), ("中专/中技", r"中专|中职|中技|技校|职高|职业高中"),
    ("高中", r"高中"), ("初中", r"初中"), ("不限", r"学历不限|不限学历|无学历要求"),
)  # fmt: skip
_MONTH: Final = re.compile(
    r"((?:19|20)\d\d)\s{0,2}[-/.年]\s{0,2}(\d{1,2})|^((?:19|20)\d\d)(\d\d)(?:\d\d)?$"
)
_ASKS: Final = re.compile(
    r"(?:任职|岗位|职位|招聘|基本|能力|技能)?(?:要求|资格|条件)(?:如下)?\s{0,2}[：:】\]]|任职资格|岗位要求|任职要求"
)
_ENDS: Final = re.compile(
    r"(?:公司|企业|单位)(?:介绍|简介)|福利待遇|薪资福利|薪酬福利|联系(?:方式|人|电话)|工作(?:地址|地点)|上班地址|"
    r"(?:岗位|工作)职责|投递(?:方式|邮箱)"
)
_CONTACT: Final = re.compile(
    r"(?:联系人|联系电话|联系方式|手机号?|电话|微信(?:号|同号)?|V信|vx|wx|wechat|QQ群?号?|邮箱|E-?mail|HR)"
    r"\s{0,2}(?:[：:是为]|(?=[A-Za-z0-9]))[^，,。；;\n）)]{0,60}",
    re.IGNORECASE,
)
_PHONE: Final = re.compile(
    r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)|(?<!\d)0\d{2,3}[- ]\d{7,8}(?!\d)"
)
_MAIL: Final = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}\.[A-Za-z0-9.-]{2,63}")
_PERSON: Final = re.compile(
    r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff](?:先生|女士|小姐)|(?:联系|咨询|找)[\u4e00-\u9fff]{1,2}(?:经理|老师|主管|总|姐|哥)"
)
KEPT: Final = 4000


class Pay(NamedTuple):
    """CNY a month; ``high`` is None where only a start is said."""

    low: float
    high: float | None


def pay_of(text: str) -> Pay | None:
    """Pay in CNY a month, or None where none is said.

    >>> pay_of("15-25K·14薪"), pay_of("1-1.5万/月"), pay_of("面议")
    (Pay(low=15000.0, high=25000.0), Pay(low=10000.0, high=15000.0), None)
    """
    for found in _PAY.finditer(text):
        low, unit, high, unit_high, period = found.groups()
        if not _CLEAR.search(text[max(0, found.start() - 4) : found.end() + 2]):
            continue
        times = _TIMES.get((unit or unit_high or "").lower(), 1.0)
        last = _TIMES.get((unit_high or unit or "").lower(), 1.0)
        share = _PERIOD.get((period or "月").lower()[0], 1.0)
        start, end = float(low) * times * share, float(high) * last * share if high else None
        if LEAST_PAY <= start <= MOST_PAY and (end is None or start <= end <= MOST_PAY):
            return Pay(round(start, 2), None if end is None else round(end, 2))
    return None


def education_of(*texts: str) -> str | None:
    """The lowest level of education that suffices, or None."""
    for text in texts:
        said = [level for level, pattern in _LEVELS if re.search(pattern, text)]
        if said:
            return said[-1]
    return None


def month_of(text: str) -> str | None:
    """Month as ``YYYY-MM``, or None."""
    found = _MONTH.search(text.strip())
    if not found:
        return None
    year, month = (found[1], found[2]) if found[1] else (found[3], found[4])
    return f"{year}-{int(month):02d}" if 1 <= int(month) <= 12 else None


def without_contacts(text: str) -> tuple[str, int]:
    """The text without names to ask for, numbers, mail and chat ids; and how many were cut."""
    cut = 0
    for pattern in (_MAIL, _CONTACT, _PHONE, _PERSON):
        text, number = pattern.subn(CUT, text)
        cut += number
    return text, cut


def requirement_of(text: str) -> str:
    """The part of a text that asks, else all of it; at most :data:`KEPT` characters."""
    found = _ASKS.search(text)
    if not found:
        return text[:KEPT].strip()
    begin = found.end()
    end = _ENDS.search(text, begin)
    part = text[begin : end.start() if end else len(text)].strip(" ：:】]\n")
    return (part or text)[:KEPT].strip()
