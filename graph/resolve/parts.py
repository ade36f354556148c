"""A name of an organisation taken apart: region, core, trade words, form, branch, brackets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from graph.ontology.ids import normalise_name
from graph.resolve.words import BRANCHES, MARKS, WIDE, WORDS

_BRACKET = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_ADMINISTRATIVE = re.compile(r"(省|市|区|县|自治县|自治区)$")
_BRANCH_TAIL = re.compile(rf"^(.*(?:公司|银行|集团|学院|大学|学校))(.*?(?:{'|'.join(BRANCHES)}))$")
_BRANCH_END = re.compile(rf"({'|'.join(BRANCHES)})$")
LEAST_CORE = 2


@dataclass(frozen=True, slots=True)
class Parts:
    """A name in its parts.

    ``text`` is the normalised name without marks, brackets and branch, in which ``starts`` are
    the places where a word begins; ``core`` lies at ``core_at``. ``forms`` are the kinds that the
    form says (股份, 集团 …).
    """

    text: str
    core: str
    core_at: int
    starts: frozenset[int]
    regions: tuple[str, ...] = ()
    trades: tuple[str, ...] = ()
    form: str = ""
    forms: tuple[str, ...] = ()
    branch: str = ""
    notes: tuple[str, ...] = ()


@dataclass
class Regions:
    """Names of regions, as data: name → codes. Short forms (without 省, 市 …) are added where
    they have at least two characters."""

    codes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    longest: int = 0

    @classmethod
    def of(cls, named: Iterable[tuple[str, Iterable[str]]]) -> Regions:
        """From (code, names) of each region."""
        found: dict[str, set[str]] = {}
        for code, names in named:
            for name in map(normalise_name, names):
                for form in {name, _ADMINISTRATIVE.sub("", name)}:
                    if len(form) >= LEAST_CORE:
                        found.setdefault(form, set()).add(code)
        return cls(
            {name: tuple(sorted(codes)) for name, codes in found.items()},
            max(map(len, found), default=0),
        )

    def prefix(self, text: str) -> str:
        """The longest region name that ``text`` begins with, or nothing."""
        for size in range(min(self.longest, len(text)), 1, -1):
            if text[:size] in self.codes:
                return text[:size]
        return next((w for w in WIDE if text.startswith(w)), "")


def related(one: str, other: str) -> bool:
    """Whether a region code lies in the other: trailing pairs of zeros stand for the whole."""
    short, long = sorted((_stem(one), _stem(other)), key=len)
    return long.startswith(short)


def _stem(code: str) -> str:
    while code.endswith("00"):
        code = code[:-2]
    return code


def split(name: str, regions: Regions, kind: str = "enterprise") -> Parts:
    """Take a name apart. Whatever is left when all known words are gone is its core; a name made
    of known words only keeps the first of them, or its region, as core."""
    text = _without_mark(normalise_name(name))
    text, noted, codes = _without_brackets(text, regions, WORDS[kind].forms)
    text, branch = _without_branch(text)
    at = 0
    starts = {0}
    while prefix := regions.prefix(text[at:]):
        if len(text) - at - len(prefix) < LEAST_CORE:
            break
        codes += regions.codes.get(prefix, ())
        at += len(prefix)
        starts.add(at)
    form = _ending(text[at:], WORDS[kind].forms)
    end = len(text) - len(form)
    trades: list[str] = []
    while word := _trade(text[at:end], WORDS[kind].trades):
        end -= len(word)
        trades.insert(0, word)
        starts.add(end)
    core, core_at = text[at:end], at
    if not core:
        # Known words only: the last region and the first trade word together tell it apart.
        core_at = max((s for s in starts if s < at), default=0)
        core = text[core_at : at + len(trades[0] if trades else "")]
    starts |= _form_starts(text, form)
    if len(core) >= 2 * LEAST_CORE:
        # Words have two characters mostly: a core of four and more is two of them.
        starts |= {core_at + LEAST_CORE, core_at + len(core) - LEAST_CORE}
    return Parts(
        text, core, core_at, frozenset(starts), codes, tuple(trades), form,
        WORDS[kind].forms.get(form, ()), branch, noted,
    )  # fmt: skip


def _without_mark(text: str) -> str:
    for mark in MARKS:
        rest = text.removeprefix(mark)
        # A mark stands before Chinese characters; a Latin name may begin with the same letters.
        if rest != text and len(rest) >= LEAST_CORE and not rest[0].isascii():
            return rest
    return text


def _without_brackets(
    text: str, regions: Regions, forms: Mapping[str, tuple[str, ...]]
) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The text, notes, and codes of regions in brackets; a form in brackets loses only them."""
    notes: list[str] = []
    codes: list[str] = []

    def replace(match: re.Match[str]) -> str:
        inner = match[1]
        if inner in forms:
            return inner
        codes.extend(regions.codes.get(inner, ()))
        if inner not in regions.codes:
            notes.append(inner)
        return ""

    bare = _BRACKET.sub(replace, text)
    return (bare, tuple(notes), tuple(codes)) if len(bare) >= LEAST_CORE else (text, (), ())


def _without_branch(text: str) -> tuple[str, str]:
    if (found := _BRANCH_TAIL.match(text)) is not None:
        return found[1], found[2]
    if (end := _BRANCH_END.search(text)) is not None and end.start() >= LEAST_CORE:
        return text[: end.start()], end[0]
    return text, ""


def _ending(text: str, forms: Mapping[str, tuple[str, ...]]) -> str:
    sizes = range(min(10, len(text) - 1), 0, -1)
    return next((text[-n:] for n in sizes if text[-n:] in forms), "")


def _trade(text: str, trades: frozenset[str]) -> str:
    """The longest trade word at the end of ``text``. A core of one character is none, so the
    last word stays with it; a text that is one trade word is all trade."""
    for size in range(min(7, len(text)), 1, -1):
        if text[-size:] in trades and len(text) - size != 1:
            return text[-size:]
    return ""


def _form_starts(text: str, form: str) -> set[int]:
    begin = len(text) - len(form)
    words = ("控股", "集团", "股份", "有限", "责任", "公司", "职业", "技术", "学院", "大学", "学校")
    found = {begin + m.start() for w in words for m in re.finditer(w, form)}
    return found | {begin}
