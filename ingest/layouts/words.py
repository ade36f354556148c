"""Words and patterns that official documents share: levels, lists, names with codes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.resolve.editions import pair_of

_LEVELS = (
    (("高等职业教育本科", "职业本科", "高职本科", "本科层次职业教育"), "职业本科"),
    (("高等职业教育专科", "高职专科", "高职（专科）", "高职(专科)", "普通专科"), "高职专科"),
    (("中等职业教育", "中等职业学校", "中职"), "中职"),
    (("普通本科", "应用型本科"), "普通本科"),
    (("高等职业", "专科"), "高职专科"),
)
#: Numbers of the catalogue of 2021 begin with 2 and 3, 4 and 5, 6 and 7, level by level.
_LEVEL_BY_DIGIT = {"2": "职业本科", "3": "职业本科", "4": "高职专科", "5": "高职专科",
                   "6": "中职", "7": "中职"}  # fmt: skip
_NUMBERING = re.compile(r"^\s*(?:[（(]?[\d一二三四五六七八九十]+(?:\.\d+)*[)）、.．]?)\s*")
_CODED = re.compile(r"^(?P<name>.*?)\s*[（(](?P<codes>[A-Z]?\d[\d\-、,，\s]*)[）)]$")
_MARKS = re.compile(r"\s*(?:[SL](?:\s*/\s*[SL])?)$")
_TAIL = re.compile(r"(?:等|的内容|领域|…)+$")
#: Blanks that a line break in a cell of a page leaves between Chinese characters and in codes.
_BREAK = re.compile(r"(?<=[\u4e00-\u9fff、，；（）…-])\s+(?=[\u4e00-\u9fff、，；（）…\d])")
_SCHOOL = re.compile(
    r"(?:学校(?:[（(]机构[）)])?名称|填报(?:学校|单位)|院校名称|学校)[:：\s]+(\S+)"
    r"|([^\s:：，。《》]{2,28}?(?:职业技术大学|职业大学|高等专科学校|学院|大学|技工学校|职业学校"
    r"|中等专业学校|职业高级中学|中专|职教中心))"
)
YEAR = re.compile(r"(20\d\d)")


def level_in(text: str) -> str:
    """The level of education that a title names, or nothing."""
    return next((level for words, level in _LEVELS if any(w in text for w in words)), "")


def level_of(code: str) -> str:
    """The level that a code of the catalogue of 2021 belongs to, by its first digit."""
    return _LEVEL_BY_DIGIT.get(code[:1], "") if len(code) >= 6 else ""


def school_in(text: str) -> str:
    """The school that a title names, or nothing."""
    for line in text.splitlines():
        if found := _SCHOOL.search(line):
            return found[1] or found[2]
    return ""


def major_in(text: str) -> tuple[str, str]:
    """(code, name) of the major that a line names; empty where it names none."""
    return pair_of(text.strip().rstrip("。；;")) or ("", "")


def joined(text: str) -> str:
    """A text without the blanks that line breaks left in it."""
    return _BREAK.sub("", text)


def items(text: str) -> list[str]:
    """Items of an enumeration; what stands in brackets is not taken apart."""
    text = joined(text)
    parts, depth, begin = [], 0, 0
    for place, character in enumerate(text):
        depth += (character in "（(") - (character in "）)")
        if depth <= 0 and character in "、，,；;\n":
            parts.append(text[begin:place])
            begin = place + 1
    parts.append(text[begin:])
    cleaned = (_TAIL.sub("", p.strip().strip("。.：:")).strip() for p in parts)
    return [p for p in cleaned if p]


def listed(values: list[str]) -> str:
    """Items as one cell. The bar says that nothing else separates them."""
    return "|".join([*values, ""]) if values else ""


def coded_items(text: str) -> Iterator[tuple[str, str]]:
    """(name, code) of each item such as 通用设备制造业（34）; several codes in one pair of
    brackets belong to no single name, so theirs is empty. Marks S and L are cut."""
    for item in items(text):
        found = _CODED.match(item)
        if found is None:
            yield _MARKS.sub("", item), ""
            continue
        codes = re.findall(r"[A-Z]?\d[\d-]*", found["codes"])
        for code in codes:
            yield (_MARKS.sub("", found["name"]) if len(codes) == 1 else ""), code


def unnumbered(text: str) -> str:
    """A line without the number that it begins with."""
    return _NUMBERING.sub("", text, count=1).strip()


def numbered(lines: list[str]) -> list[str]:
    """Numbered points, each whole: a line without a number goes on with the point before."""
    points: list[str] = []
    for line in lines:
        begins = bool(re.match(r"^\s*[（(]?\d+[)）、.．]", line))
        if begins or not points:
            points.append(unnumbered(line))
        else:
            points[-1] += line.strip()
    return [p.rstrip("。；;") for p in points if p]


def competence(point: str) -> str:
    """The phrase of “具有 … 的能力”; other sentences are not taken."""
    found = re.match(r"^(?:初步)?具[有备](.+?)的?能力(?:[,，。；;].*)?$", point)
    return found[1].strip() if found else ""
