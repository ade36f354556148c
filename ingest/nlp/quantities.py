"""Numbers with units in running text: 70%, 3—5个, 百家, 三分之二, 一半, 九成, 18:1, 翻一番."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ingest.nlp.clauses import DIGITS

_UNITS: Final = (
    "个月|个百分点|百分点|人次|人天|户次|班次|工位|学位|床位|席位|学时|课时|平方米|平方公里|平方千米|公里|千瓦时|"
    "元|人|名|个|家|所|门|本|项|支|套|部|台|亩|场|期|次|位|对|条|间|件|款|类|种|户|册|座|片|处|倍|批|届|例|"
    "吨|轮|级|县|市|区|镇|村|校|系|组|篇|幢|栋|辆|艘|份|张|把|班|岗|点|字|节|堂|股|队|团队|小时|分钟|"
    "年|月|日|天|周|学年|学期|岁|楼|号|层|路|室|米|时|代"
)
_MULTIPLE: Final = "千万|百万|十万|万亿|亿|万|千|百"
_ARABIC: Final = r"\d{1,3}(?:[,，]\d{3}){1,4}(?:\.\d{1,4})?|\d{1,12}(?:\.\d{1,6})?"
_CHINESE: Final = r"[一二两三四五六七八九十百千零]{1,8}"
QUANTITY: Final = re.compile(
    rf"(?P<ratio>(?<![\d:：])\d{{1,3}}(?:\.\d)?[：:]1(?!\d))"
    rf"|(?P<slash>(?<![\d/])[1-8]/[2-9](?!\d|/))"
    rf"|(?P<fraction>(?:百分之(?P<hundredths>{_CHINESE}(?:点{_CHINESE})?|\d{{1,3}}(?:\.\d+)?)"
    rf"|(?P<below>[二三四五六七八九十])分之(?P<above>[一二两三四五六七八九])))"
    r"|(?P<half>(?<![\u4e00-\u9fff])一半|(?<=[的超过近约到有达])一半|(?<=[超占])半(?=[，。；、数以]|$)"
    r"|过半|半数(?=以上))"
    r"|(?P<tenths>(?P<tenth>[一二三四五六七八九])成(?P<five>五)?(?=以上|左右|以内|以下|的|[，。；、]|$))"
    r"|(?P<double>翻(?P<times>[一两二三])番|倍增(?=[，。；]|$))"
    rf"|(?<![\d.])(?P<low>{_ARABIC})(?P<lowunit>%|万|亿|个)?(?:—|–|-|－|～|至|到)(?P<high>{_ARABIC})"
    rf"(?P<runit>%|‰|(?:{_MULTIPLE})?(?:余|多)?(?:{_UNITS})?)"
    rf"|(?<![\d.A-Za-z])(?P<number>{_ARABIC})(?P<unit>%|‰|(?:{_MULTIPLE})?(?:余|多)?(?:{_UNITS})?)"
    rf"|(?P<words>(?<![第一二两三四五六七八九十百千“之几数]){_CHINESE})(?P<wunit>(?:万|亿)?(?:余|多)?(?:{_UNITS}))"
)  # fmt: skip
_DIGIT: Final = {c: i for i, c in enumerate(DIGITS)} | {"两": 2}
_TEN: Final = {"十": 10, "百": 100, "千": 1000}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number at ``text[start:end]``; ``upper`` of a range. ``kind`` is ``number``, ``range``,
    ``fraction``, ``ratio``, ``times`` or ``words`` (a Chinese numeral)."""

    start: int
    end: int
    value: float
    unit: str
    kind: str
    upper: float | None = None


def chinese(text: str) -> float | None:
    """A Chinese numeral below ten thousand as a number; None where it is none (百 is 100)."""
    whole, _, part = text.partition("点")
    total, digit, seen = 0, 0, False
    for char in whole:
        if char in _TEN:
            total += (digit if digit or (seen and char != "十") else 1) * _TEN[char]
            digit, seen = 0, False
        elif char in _DIGIT:
            if seen and digit:
                return None  # two digits side by side are a year or an enumeration
            digit, seen = _DIGIT[char], True
        else:
            return None
    fraction = "".join(str(_DIGIT[c]) for c in part if c in _DIGIT)
    return float(f"{total + digit}.{fraction or 0}")


def quantities(text: str, start: int = 0, end: int | None = None) -> Iterator[Quantity]:
    """Numbers of a text from left to right. Linear: every repetition is bounded."""
    for match in QUANTITY.finditer(text, start, len(text) if end is None else end):
        read = _read(match)
        if read is not None:
            value, unit, kind, upper = read
            yield Quantity(match.start(), match.end(), value, unit, kind, upper)


def _read(match: re.Match[str]) -> tuple[float, str, str, float | None] | None:
    found = match.groupdict()
    if found["number"]:
        return _plain(found["number"]), _unit(found["unit"]), "number", None
    if found["low"]:
        return _range(found)
    if found["words"]:
        value = chinese(found["words"])
        return None if value is None else (value, _unit(found["wunit"]), "words", None)
    if found["ratio"]:
        return float(re.split("[:：]", found["ratio"])[0]), ":1", "ratio", None
    share = _share(found)
    if share is not None:
        return share, "%", "fraction", None
    if found["double"]:
        times = {"一": 2.0, "两": 4.0, "二": 4.0, "三": 8.0}
        return times.get(found["times"] or "一", 2.0), "倍", "times", None
    return None


def _share(found: dict[str, str | None]) -> float | None:
    if found["slash"]:
        above, below = found["slash"].split("/")
        if int(above) >= int(below):
            return None
        return _percent(float(above), float(below))
    if found["hundredths"]:
        text = found["hundredths"]
        return float(text) if text[0].isascii() else chinese(text)
    if found["above"] and found["below"]:
        return _percent(chinese(found["above"]) or 0, chinese(found["below"]) or 1)
    if found["half"]:
        return 50.0
    if found["tenth"]:
        return (chinese(found["tenth"]) or 0) * 10 + (5 if found["five"] else 0)
    return None


def _percent(above: float, below: float) -> float:
    return round(100 * above / below, 2)


def _range(found: dict[str, str | None]) -> tuple[float, str, str, float | None] | None:
    low, high = _plain(found["low"] or ""), _plain(found["high"] or "")
    if high <= low:
        return None
    return low, _unit(found["runit"] or found["lowunit"] or ""), "range", high


def _plain(digits: str) -> float:
    return float(digits.replace(",", "").replace("，", ""))


def _unit(unit: str | None) -> str:
    return re.sub("[余多]", "", unit or "")
