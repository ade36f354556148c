"""Ways of saying the same, from ``words.csv``, each row with its reason."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from graph.resolve.gazetteer import fold

#: Terms whose canonical form is kept; texts bring ever new ones.
REMEMBERED: Final = 50_000
_FILE: Final = Path(__file__).with_name("words.csv")
#: Ends that may be left out of a name, and how many characters must be left (ASCII aside):
#: 机器人 is no 机器人编程, but Python is Python编程.
_ENDS: Final = {"技术": 3, "软件": 3, "语言": 3, "测量": 3, "应用": 99, "编程": 99, "操作": 99}
_CERTIFICATE: Final = re.compile(r"(?:职业技能等级|职业资格|资格|等级)?(?:证书|证)$")
_ISSUER: Final = re.compile(r"^(?:全国|国家|大学|中国)(?=.{4})")
_CODED: Final = re.compile(
    r"^(?P<kind>驾驶证)(?P<code>[a-z]\d)$|^(?P<code2>[a-z]\d)(?P<kind2>驾驶证|证)$"
)


@cache
def _rows(kind: str) -> tuple[tuple[str, ...], ...]:
    with _FILE.open(encoding="utf-8", newline="") as handle:
        found = [fold(r["words"]) for r in csv.DictReader(handle) if r["kind"] == kind]
    return tuple(tuple(re.split(r"[|>]", words)) for words in found)


@cache
def tools() -> dict[str, str]:
    """Tool → the skill it is only used for."""
    return {tool: skill for tool, skill in _rows("tool")}


@cache
def _places() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Patterns of words with one of the same meaning, the longest first."""
    pairs = [(w, g[0]) for kind in ("same", "head") for g in _rows(kind) for w in g[1:]]
    pairs += [(g[0], g[1] if len(g) > 1 else "") for g in _rows("drop")]
    return tuple(
        (re.compile(_bounded(word)), to) for word, to in sorted(pairs, key=lambda p: -len(p[0]))
    )


def _bounded(word: str) -> str:
    left = r"(?<![a-z0-9+#])" if word[0].isascii() and word[0].isalnum() else ""
    right = r"(?![a-z0-9+#])" if word[-1].isascii() and word[-1].isalnum() else ""
    return left + re.escape(word) + right


@lru_cache(REMEMBERED)
def canonical(text: str) -> str:
    """One way of saying it, for comparing; never shown.

    >>> canonical("PLC程序编写"), canonical("HMI组态开发")
    ('plc编程', '触摸屏组态')
    """
    said = fold(text).replace(" ", "")
    for pattern, to in _places():
        said = pattern.sub(to, said)
    return said or fold(text)


def surfaces(name: str, label: str) -> Iterator[str]:
    """Further spellings of a name that mean the same in running text."""
    low = fold(name)
    yield from _spellings(low)
    for kind in ("same", "head"):
        for group in _rows(kind):
            yield from _exchanged(low, group)
    if label not in ("OCC", "IND", "Occupation", "Industry"):
        yield from _shortened(low)
    if label in ("CERT", "Certificate"):
        yield from _certificates(low)


def _spellings(low: str) -> Iterator[str]:
    if " " in low or "-" in low:
        yield low.replace(" ", "")
        yield low.replace(" ", "-")
        yield low.replace("-", "")
    if low.endswith(".js"):
        yield low[:-3] + "js"


def _exchanged(low: str, group: tuple[str, ...]) -> Iterator[str]:
    for word in group:
        if word and re.search(_bounded(word), low):
            pattern = re.compile(_bounded(word))
            yield from (other.join(pattern.split(low)) for other in group if other != word)
            return


def _shortened(low: str) -> Iterator[str]:
    for end, least in _ENDS.items():
        rest = low.removesuffix(end)
        if rest != low and (len(rest) >= least or (rest.isascii() and len(rest) > 1)):
            yield rest


def _certificates(low: str) -> Iterator[str]:
    stem = _CERTIFICATE.sub("", low)
    if stem != low and len(stem) > 1:
        ends = ("证", "证书", "资格证", "资格证书", "职业资格证", "操作证", "作业证", "上岗证")
        yield from (stem + end for end in ends)
    if (bare := _ISSUER.sub("", low)) != low:
        yield bare
    if coded := _CODED.match(low):
        code = coded["code"] or coded["code2"]
        for kind in ("驾驶证", "驾照", "驾证"):
            yield from (code + kind, kind + code)
        yield code + "证"
