"""Terms that a text asks for, whether or not anybody knows them: what stands after 熟悉, 掌握, 会,
持 … and between 、 and 和."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_STOPS: Final = re.compile(r"[，,。；;：:、/\s（）()【】\[\]《》“”!！？?|·~～]+")
_JOINS: Final = re.compile(r"以及|和|及|与|或者|或|并|等(?=$)")
_CUE: Final = re.compile(
    r"(?:熟练|深入|具备|具有|必须|需要|能够|能|可|良好的?|较强的?|扎实的?|一定的?|有|需|会)*"
    r"(?:掌握|使用|运用|操作使用|熟悉|精通|了解|擅长|懂得?|会使?用?|看懂|写|持有?|从事|负责|参与|熟练|独立|"
    r"完成|配合|具备|具有|有|能)*(?:各类|各种|常用|复杂|基本|相关|产线|门店)?"
)
_SAID: Final = re.compile(r"熟|掌握|精通|了解|擅长|懂|会|持|使用|看懂|写|具备")
_TAIL: Final = re.compile(
    r"(?:工作|开发|项目|相关)?(?:经验|能力|基础|知识)(?:者|的)?(?:优先|佳)?$|(?:者)?优先(?:考虑)?$|"
    r"等?(?:相关)?专业$|等$|类目?$|命令$|优先$|者$|框架$|方向$|工作$"
)
_VERB_FIRST: Final = re.compile(
    r"^(操作|编写|调试|维护|安装|检测|维修|保养|绘制|运营|装配)(.{2,})$"
)
_WORD: Final = re.compile(r"[a-z0-9\u4e00-\u9fff]", re.IGNORECASE)
LONGEST: Final = 16


class Candidate(NamedTuple):
    """``text[start:end]`` without what introduces it; ``asked``: a word of asking stands before."""

    start: int
    end: int
    text: str
    asked: bool


def candidates(text: str) -> Iterator[Candidate]:
    """Candidates from left to right; each part and, where it is joined, its parts."""
    asked = False
    begin = 0
    for stop in (*_STOPS.finditer(text), None):
        end = stop.start() if stop else len(text)
        if begin < end:
            for found in _of_part(text, begin, end, asked):
                asked = found.asked
                yield found
        if stop and re.search(r"[。；;\n：:]", stop[0]):
            asked = False
        begin = stop.end() if stop else end


def _of_part(text: str, begin: int, end: int, asked: bool) -> Iterator[Candidate]:
    if end - begin > 4 * LONGEST:
        return
    cue = _CUE.match(text, begin, end)
    start = cue.end() if cue else begin
    asked = asked or bool(cue and _SAID.search(cue[0]))
    pieces = [(start, end)]
    marks = list(_JOINS.finditer(text, start, end))
    if marks:
        edges = [start, *(e for m in marks for e in m.span()), end]
        pieces += list(zip(edges[::2], edges[1::2], strict=True))
    for left, right in pieces:
        tail = _TAIL.search(text[left:right])
        stop = left + tail.start() if tail else right
        inner = _CUE.match(text, left, stop)
        left = inner.end() if inner and inner.end() < stop - 1 else left
        if 2 <= stop - left <= LONGEST and _WORD.search(text, left, stop):
            yield Candidate(left, stop, text[left:stop], asked)


def turned(text: str) -> str:
    """Object before verb, as names have it.

    >>> turned("操作加工中心")
    '加工中心操作'
    """
    found = _VERB_FIRST.match(text)
    return f"{found[2]}{found[1]}" if found else text
