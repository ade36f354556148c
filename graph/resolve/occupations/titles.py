"""A posting's title without what is no part of the trade: pay, benefits, recruiting words."""

from __future__ import annotations

import re
from typing import Final

from graph.resolve.gazetteer import fold

_BRACKETED: Final = re.compile(r"[(（【\[{「<《][^()（）【】\[\]{}「」<>《》]{0,80}[)）】\]}」>》]")
_PAY: Final = re.compile(r"\d[\d.]{0,8}(?:[-~至到][\d.]{1,9})?[k千万w元]{0,2}(?:起|以上|\+)?")
_TALK: Final = re.compile(
    r"五险一金|六险一金|[五六]险|双休|单休|包吃住|包食宿|包吃|包住|不加班|接受小白|小白|无经验|月入|"
    r"高薪|急聘|急招|诚聘|招聘|直招|应届生|应届|实习生|可实习|实习|底薪|无责|年终奖|带薪|转正|"
    r"朝九晚[五六]|上班|校招|春招|秋招|[急届]"
)
_REST: Final = re.compile(r"[^\w+#]+")
LEAST: Final = 2


def whole(title: str) -> str:
    """The title in small letters and half-width forms."""
    return fold(title).strip()


def core(title: str) -> str:
    """The part of a title that names the trade; the whole one where nothing is left.

    >>> core("【急聘】Java开发工程师（双休+五险一金）15-25K")
    'java开发工程师'
    """
    text = whole(title)
    outside = _BRACKETED.sub(" ", text)
    if len(_REST.sub("", outside)) < LEAST:
        outside = text
    for pattern in (_PAY, _TALK, _REST):
        outside = pattern.sub(" ", outside)
    return " ".join(outside.split()) or text
