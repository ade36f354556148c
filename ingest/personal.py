"""Personal data is left out before anything is written: columns by header, cells by pattern.

A source that needs a public role (a published office holder's office) says so on its card; names
of persons are never kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_HEADERS = re.compile(
    r"姓名|联系人|联系电话|联系方式|手机|电话|身份证|证件号|邮箱|电子邮件|微信|学号|工号|家庭住址|"
    r"^(contact|phone|mobile|tel|e-?mail|wechat|id_?card)$",
    re.IGNORECASE,
)
_MOBILE = r"(?<![0-9A-Za-z])1[3-9]\d{9}(?![0-9A-Za-z])"
# The birth date inside tells an identity number from a credit code of 18 digits.
_IDENTITY = (
    r"(?<![0-9A-Za-z])[1-6]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
    r"\d{3}[0-9Xx](?![0-9A-Za-z])"
)
_MAIL = r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+\.[A-Za-z0-9.-]+"
_CELL = re.compile(f"{_MOBILE}|{_IDENTITY}|{_MAIL}")
CUT = "＊＊＊"


def without_personal(values: Mapping[str, Any]) -> tuple[dict[str, Any], int]:
    """The cells of a row without personal data, and how many cells lost something.

    >>> without_personal({"单位": "甲公司", "联系人": "张三", "备注": "电话13812345678"})
    ({'单位': '甲公司', '备注': '电话＊＊＊'}, 2)
    """
    kept: dict[str, Any] = {}
    cut = 0
    for column, value in values.items():
        if _HEADERS.search(column):
            cut += 1 if value else 0
            continue
        cleaned = _cleaned(value)
        cut += 0 if cleaned is value else 1
        kept[column] = cleaned
    return kept, cut


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return _CELL.sub(CUT, value) if _CELL.search(value) else value
    if isinstance(value, list):
        cleaned = [_cleaned(item) for item in value]
        return value if all(a is b for a, b in zip(cleaned, value, strict=True)) else cleaned
    return value
