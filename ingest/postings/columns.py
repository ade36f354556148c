"""Which column of a file says what of a posting."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

_FIELDS: Final = {
    "title": r"^(title|job_?title|job|position|职位名称?|岗位名称?|招聘岗位|招聘职位|标题|工种)$",
    "text": r"^(text|description|requirements?|jd|(职位|岗位|工作)?(描述|详情|内容)|岗位职责|"
    r"(任职|岗位|职位)?(要求|资格|条件)|职位信息)$",
    "firm": r"^(firm|company|employer|企业(名称)?|公司(名称)?|单位(名称)?|招聘单位|用人单位)$",
    "pay": r"^(pay|salary|wage|薪资|薪酬|工资|月薪|待遇|薪资(范围|待遇)|薪酬范围)$",
    "region": r"^(region|city|location|place|城市|地区|区域|工作地点?|工作城市|地点|所在地)$",
    "month": r"^(month|date|published|posted|发布(时间|日期|月份)|日期|月份|时间|更新时间)$",
    "education": r"^(education|degree|学历(要求)?|最低学历)$",
    "number": r"^(id|number|编号|(职位|岗位|招聘)编号|序号)$",
}
_KNOWN: Final = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _FIELDS.items()}


@dataclass(frozen=True, slots=True)
class Posting:
    """A posting as it came, columns told apart."""

    locator: str
    title: str = ""
    text: str = ""
    firm: str = ""
    pay: str = ""
    region: str = ""
    month: str = ""
    education: str = ""
    number: str = ""


def posting_of(cells: Mapping[str, Any], locator: str) -> Posting:
    """The posting of a row. Several columns of text are joined; a text without a title column
    begins with it."""
    values: dict[str, list[str]] = {name: [] for name in _FIELDS}
    for column, value in cells.items():
        name = next((n for n, p in _KNOWN.items() if p.match(column.strip())), None)
        if name and value not in (None, ""):
            values[name].append(str(value).strip())
    said = {n: ("\n".join(v) if n == "text" else v[0]) for n, v in values.items() if v}
    if "title" not in said and "text" in said:
        said["title"] = said["text"].strip().split("\n", 1)[0][:80]
    return Posting(locator, **said)
