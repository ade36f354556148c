"""Text as it is read, with a map back to the places in the text as it came.

Every change takes characters out or replaces one by one, so each character of the clean text has
its place in the raw one. NFKC is not used: it changes lengths.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import compress
from typing import Any, Final

import numpy as np

#: A line that does not end a sentence and is at least this long goes on in the next one.
LONG_LINE: Final = 18
_WIDE_DIGITS: Final = {0xFF10 + i: 0x30 + i for i in range(10)}
#: One character for one: what punctuation is written as.
_PUNCTUATION: Final = str.maketrans(
    {
        "(": "（", ")": "）", ",": "，", ":": "：", ";": "；", "％": "%", "．": ".", "［": "[",
        "］": "]", "〜": "～", "~": "～", "﹕": "：", "︰": "：", "﹔": "；", "﹐": "，", "\u3000": " ",
        "\xa0": " ", "\t": " ", "\r": " ", "\u2028": "\n", "\u2029": "\n", "\x0b": " ", "\x0c": "\n",
    }
    | {chr(k): chr(v) for k, v in _WIDE_DIGITS.items()}
)  # fmt: skip
_CJK: Final = r"\u3400-\u9fff\uf900-\ufaff"
_FULL: Final = _CJK + r"，。；：！？、（）《》〈〉“”‘’【】〔〕—…％%"
_NOTHING: Final = re.compile("[\ufeff\u200b-\u200f\u2060\xad\x00-\x08\x0e-\x1f\x7f]")
_TAG: Final = re.compile(r"<[/!a-zA-Z][^<>]{0,400}>")
_BLANKS: Final = re.compile(r"[ ]+")
_BREAK: Final = re.compile(r"[ \n]*\n[ \n]*")
_ENDS: Final = "。；：！？!?;:》”】]"
_STARTS: Final = re.compile(
    r"[（(]?(?:[一二三四五六七八九十百]{1,4}|\d{1,2})[、.）)]|第[一二三四五六七八九十百零]{1,6}[章节条编]"
    r"|[①-⑳]|[（(]此件|[（(]责任|[（(]牵头|#|附件|目\s*录|(?:责任|牵头|配合|主办|协办)(?:单位|部门)"
)
_TITLE_END: Final = re.compile(
    r"(?:通知|意见|方案|规划|办法|条例|规定|细则|计划|决定|公告|报告|函|纲要)(?:（[^（）]{1,30}）)?$"
)
_OPEN: Final = re.compile(r"[（【《\[][^（）【】《》\[\]]*$")
_NUMBER_LINE: Final = re.compile(r"[^\n]{0,20}[〔\[（]?(?:19|20)\d\d[〕\]）]?[^\n]{0,6}号$")
_DAY: Final = re.compile(r"[ ]*(?:19|20)\d\d[ ]*年")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Clean text; ``places[i]`` is where its character i stands in the raw text."""

    text: str
    places: np.ndarray[Any, np.dtype[np.int64]]
    source: str

    def raw(self, start: int, end: int) -> tuple[int, int]:
        """Span in the raw text of a span of the clean one."""
        if not len(self.places):
            return 0, 0
        if start >= end:
            at = int(self.places[min(start, len(self.places) - 1)])
            return at, at
        return int(self.places[start]), int(self.places[end - 1]) + 1

    def written(self, start: int, end: int) -> str:
        """The characters of a span as they came, without what cleaning took out."""
        return "".join(self.source[i] for i in self.places[start:end])

    def of_raw(self, offset: int) -> int:
        """Place in the clean text of a raw offset, or of what follows it."""
        return int(np.searchsorted(self.places, offset))


def clean(raw: str) -> Cleaned:
    """The clean text of a document: tags and invisible characters out, blanks beside Chinese out,
    full-width digits and half-width punctuation made one kind, lines that a page break cut joined,
    traditional characters as simplified ones where that keeps the length. Linear in time."""
    text = raw.translate(_PUNCTUATION)
    keep = bytearray(b"\x01") * len(text)
    for pattern in (_NOTHING, _TAG):
        for found in pattern.finditer(text):
            keep[found.start() : found.end()] = bytes(found.end() - found.start())
    _drop_blanks(text, keep)
    _join_lines(text, keep)
    places = np.flatnonzero(np.frombuffer(keep, dtype=np.uint8))
    return Cleaned(_simplified("".join(compress(text, keep))), places, raw)


def _drop_blanks(text: str, keep: bytearray) -> None:
    """Blanks beside Chinese go, but one between two Chinese words stays: it may separate them.
    In lines that are spaced out letter by letter, it goes as well."""
    spaced = _spaced_out(text)
    for found in _BLANKS.finditer(text):
        start, end = found.span()
        before, after = text[start - 1 : start], text[end : end + 1]
        left, right = _is_chinese(before), _is_chinese(after)
        if (left and right and not spaced) or not (
            left or right or before in ("", "\n") or after in ("", "\n")
        ):
            start += 1
        keep[start:end] = bytes(max(0, end - start))


def _spaced_out(text: str) -> bool:
    """Whether most Chinese characters stand alone between blanks, as some OCR writes them."""
    alone = len(re.findall(rf"[{_CJK}] (?=[{_CJK}] )", text[:20_000]))
    chinese = len(re.findall(rf"[{_CJK}]", text[:20_000]))
    return chinese > 4 and alone * 2 > chinese


def _is_chinese(char: str) -> bool:
    return bool(char) and re.match(rf"[{_FULL}]", char) is not None


def _join_lines(text: str, keep: bytearray) -> None:
    """Line ends within a sentence go; several in a row become one."""
    begin = 0
    for found in _BREAK.finditer(text):
        start, end = found.span()
        line, begin = text[max(begin, start - 400) : start].strip(), end
        after = text[end : end + 40]
        keep[start:end] = bytes(end - start)
        if after and not _goes_on(line, after):
            keep[start + found[0].index("\n")] = 1


def _goes_on(line: str, after: str) -> bool:
    if not line or line[-1] in _ENDS or _STARTS.match(after):
        return False
    if _OPEN.search(line[-200:]):
        return True
    if len(line) < LONG_LINE or _TITLE_END.search(line) or _NUMBER_LINE.match(after):
        return False
    first = after.split("\n")[0]
    return not (_DAY.match(first) or _TITLE_END.search(first))


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def _simplified(text: str) -> str:
    """Simplified characters, line by line, where a line keeps its length; others stay."""
    lines = text.split("\n")
    turned = _converter().convert(text).split("\n")
    if len(turned) != len(lines):
        return text
    return "\n".join(b if len(a) == len(b) else a for a, b in zip(lines, turned, strict=True))
