"""The clauses of a policy: 一、 / （一） / 1. / （1） / ① and 第…章 / 第…条, as paths (2.1.4).

Paragraphs before the first heading are the front of the document: ``0.title``, ``0.docno``,
``0.addressee``, ``0.notice``, ``0.sign``, ``0.date``, ``0.plan_title``, ``0.preamble``. Paragraphs
under a heading of its own line are ``1.p1``, ``1.p2`` …; a closing provision (本方案自…起施行)
stands after the last section.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

DIGITS: Final = "零一二三四五六七八九"
_LEVELS: Final = (
    re.compile(r"第([一二三四五六七八九十百零]{1,6})[编章节][ ]*"),
    re.compile(r"([一二三四五六七八九十]{1,4})、[ ]*"),
    re.compile(r"第([一二三四五六七八九十百零]{1,6})条[ ]*"),
    re.compile(r"（([一二三四五六七八九十]{1,4})）[ ]*"),
    re.compile(r"(\d{1,2})[.、](?!\d)[ ]*"),
    re.compile(r"（(\d{1,2})）[ ]*"),
    re.compile(r"([①-⑳])[ ]*"),
)
_NUMBERED_SECTION: Final = 1
LONGEST_LINE: Final = 5000
_CLOSING: Final = re.compile(
    r"本(?:实施)?(?:方案|意见|办法|通知|规定|细则|计划|条例|规划|措施|政策|法)[^。]{0,12}自[^。]{0,24}"
    r"(?:起)?(?:施行|实施|执行|生效)"
)
_DOC_NO: Final = re.compile(r"[\u4e00-\u9fff]{1,14}[ ]?[〔\[（](?:19|20)\d\d[〕\]）]第?\d{1,5}号$")
_DAY: Final = re.compile(
    r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日$|二[○〇零][一二三四五六七八九十○〇零]{2}年.{2,8}日$"
)
_SIGN: Final = re.compile(r"[^，。；：、]{2,40}(?:政府|办公厅|办公室|厅|局|委|委员会|国务院|部)$")
_ADDRESSED: Final = re.compile(r"政府|部门|单位|委|局|厅|学校|高校|院校|机构|企业")
_TITLE: Final = re.compile(
    r"(?:通知|意见|方案|规划|办法|条例|规定|细则|计划|决定|纲要|措施|政策|公告|要点|法)"
    r"(?:[（(][^（）()]{1,30}[）)]|的通知)*$"
)
_STOPS: Final = "。；！？"


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause, or a paragraph of one. Offsets into the clean text.

    ``kind`` is ``heading`` (a line of its own), ``item`` (number and text in one paragraph) or
    ``paragraph``; ``number`` is as written; ``head`` is the first sentence without the number.
    """

    path: str
    kind: str
    number: str
    head: str
    head_start: int
    start: int
    end: int

    @property
    def parent(self) -> str:
        """Path of the clause that this one is part of; empty at the top."""
        return self.path.rpartition(".")[0]


def to_number(text: str) -> int:
    """A numeral 一 … 九百九十九, or digits, as a number; 0 where it is none."""
    if text.isdigit() and text.isascii():
        return int(text)
    if text and "①" <= text[0] <= "⑳":
        return ord(text[0]) - ord("①") + 1
    total, digit = 0, 0
    for char in text:
        if char in "十百":
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
        elif char in DIGITS:
            digit = DIGITS.index(char)
        else:
            return 0
    return total + digit


class _Walker:
    """Where in the document we are."""

    def __init__(self) -> None:
        self.open: list[tuple[int, int, str]] = []  # (level, number, path)
        self.paragraphs: dict[str, int] = {}
        self.front: set[str] = set()
        self.last_top = 0

    def heading(self, level: int, number: int) -> str:
        while self.open and self.open[-1][0] >= level:
            self.open.pop()
        above = self.open[-1][2] if self.open else ""
        path = f"{above}.{number}" if above else str(number)
        if not above:
            self.last_top = max(self.last_top, number)
        self.open.append((level, number, path))
        return path

    def paragraph(self, text: str) -> str:
        if _CLOSING.match(text):
            # It belongs to the whole document, not to the section that happens to be last.
            self.open = []
            return self._numbered(str(self.last_top + 1))
        return self._numbered(self.open[-1][2] if self.open else "0")

    def _numbered(self, under: str) -> str:
        self.paragraphs[under] = self.paragraphs.get(under, 0) + 1
        return f"{under}.p{self.paragraphs[under]}"

    def front_part(self, text: str) -> str:
        part = self._part_of(text)
        self.front.add(part)
        return self._numbered("0") if part == "p" else f"0.{part}"

    def _part_of(self, text: str) -> str:
        seen = self.front
        if _DOC_NO.match(text):
            return "docno"
        if _DAY.match(text):
            return "date"
        titled = _TITLE.search(text) and len(text) <= 120 and not text.startswith("《")
        if titled and text[-1] not in _STOPS:
            return (
                "plan_title" if seen & {"title"} and seen & {"notice", "sign", "date"} else "title"
            )
        if text[-1] == "：" and len(text) < 160 and _ADDRESSED.search(text):
            return "addressee"
        if "title" in seen and _SIGN.match(text):
            return "sign"
        if text.startswith("（此件"):
            return "note"
        if "title" not in seen:
            return "p"
        waiting = "addressee" in seen and not seen & {"plan_title", "sign"}
        return "notice" if waiting else "preamble"


def clause_tree(text: str) -> list[Clause]:
    """Clauses of a clean text in order; each non-empty line is one. Linear in time."""
    walker, found = _Walker(), []
    for start, line in _lines(text):
        found.append(_clause(walker, start, line))
    return found


def _lines(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for line in text.split("\n"):
        bare = line.strip(" #*")
        if bare:
            yield from _cut(at + line.index(bare), bare)
        at += len(line) + 1


def _cut(at: int, line: str) -> Iterator[tuple[int, str]]:
    """A line that no person wrote is read in pieces, so that time stays linear in its length."""
    while len(line) > LONGEST_LINE:
        end = max(line.rfind(stop, 1, LONGEST_LINE) for stop in "。；，、") + 1 or LONGEST_LINE
        yield at, line[:end]
        at, line = at + end, line[end:]
    if line:
        yield at, line


def _clause(walker: _Walker, start: int, line: str) -> Clause:
    end = start + len(line)
    for level, pattern in enumerate(_LEVELS):
        match = pattern.match(line)
        if match is None or not (number := to_number(match[1])):
            continue
        path = walker.heading(level, number)
        head_start = start + match.end()
        rest = line[match.end() :]
        head = re.split("[。；]", rest, maxsplit=1)[0]
        own = len(rest) <= len(head) + 1 and (len(head) <= 40 or level <= _NUMBERED_SECTION)
        kind = "heading" if own else "item"
        return Clause(path, kind, match[0].strip(), head, head_start, start, end)
    path = walker.paragraph(line) if walker.last_top else walker.front_part(line)
    head = re.split("[。；]", line, maxsplit=1)[0]
    return Clause(path, "paragraph", "", head, start, start, end)
