"""Links a text to a vocabulary: exact names, spellings of them by rule, then near names.

Each link says its place, its score and how it was found:

- ``name``: a name or alias stands there, score 1.
- ``spelling``: another spelling of one (HMI for 触摸屏, X for X技术, 证 for 证书), 0.95.
- ``tool``: a tool that is used for nothing else, 0.85.
- ``near``: a term asked for that says the same in other words, by the share in common.

A link below :data:`SURE`, and any spelling that two entries share, is for review. What is asked for
and links to nothing is told apart, as unknown.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from graph.resolve.gazetteer import Gazetteer, Hit, Term, fold
from graph.resolve.skills.candidates import Candidate, candidates, turned
from graph.resolve.skills.words import canonical, surfaces, tools

SURE: Final = 0.8
SPELLING, TOOL = 0.95, 0.85
#: Share that two ways of saying must have in common.
NEAR, INSIDE = 0.75, 0.66
#: Characters that may stand between those of a name.
LOOSE: Final = 6
NAMED, SPELLED = 1, 2
_LATIN: Final = re.compile(r"[a-z0-9+#.]+")
_MAJORS: Final = frozenset(("MAJOR", "Major"))
_LISTED: Final = re.compile(r"[^。；;\n]{0,40}?专业")
_ROLES: Final = (
    "工程师", "操作员", "技师", "专员", "助理", "主管", "经理", "人员", "师傅", "员", "师", "工",
)  # fmt: skip
_OCCUPATIONS: Final = frozenset(("OCC", "Occupation"))
#: Names that differ in a word are different things, here.
_EXACT: Final = frozenset(("MAJOR", "Major", "IND", "Industry", "Certificate", "CERT", "Region"))


@dataclass(frozen=True, slots=True)
class Link:
    """``text[start:end]`` means the entry ``id``. ``decision`` is ``auto`` or ``review``."""

    start: int
    end: int
    text: str
    id: str
    label: str
    name: str
    score: float
    how: str
    decision: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """A term asked for that the vocabulary does not have."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text names, in order, and the digest of the vocabulary."""

    links: list[Link]
    unknown: list[Unknown]
    dictionary: str


class SkillLinker:
    """A vocabulary ready to read texts with."""

    def __init__(self, vocabulary: Iterable[Term]) -> None:
        self.terms: Final = tuple(vocabulary)
        self._names = Gazetteer.of(self.terms)
        self._spelled, self._how = self._spellings()
        self._near = self._by_characters()

    @property
    def digest(self) -> str:
        """Digest of the vocabulary."""
        return self._names.digest

    def read(self, text: str) -> Reading:
        """Links and unknown terms of a text. Time is linear in its length."""
        plain = _simplified(text)
        links = list(self._exact(plain))
        taken = bytearray(len(plain))
        for link in links:
            taken[link.start : link.end] = _mark(link) * (link.end - link.start)
        unknown: dict[tuple[int, int], Unknown] = {}
        for candidate in candidates(plain):
            span = taken[candidate.start : candidate.end]
            found = self._nearest(candidate, span)
            if found:
                links.append(found)
                taken[found.start : found.end] = _mark(found) * len(span)
            elif candidate.asked and not any(span):
                unknown[candidate[:2]] = Unknown(*candidate[:3])
        links.sort(key=lambda link: (link.start, link.end, link.id))
        return Reading(_resolved(links), _without_wholes(list(unknown.values())), self.digest)

    def _exact(self, text: str) -> Iterator[Link]:
        for hit in self._spelled.find(text):
            known = self._names.lookup(text[hit.start : hit.end])
            chosen = known or tuple(t for t in hit.terms if _fits(t, text, hit.end))
            for term in chosen:
                yield self._link(text, hit, term, alone=len(chosen) == 1 or bool(known))

    def _link(self, text: str, hit: Hit, term: Term, *, alone: bool) -> Link:
        surface = text[hit.start : hit.end]
        how = "name" if self._names.lookup(surface) else self._how.get(fold(surface), "spelling")
        score = {"name": 1.0, "spelling": SPELLING, "tool": TOOL}[how]
        decision = "auto" if alone else "review"
        return Link(
            hit.start, hit.end, surface, term.id, term.label, term.name, score, how, decision
        )

    def _spellings(self) -> tuple[Gazetteer, dict[str, str]]:
        """All names and, where no entry bears them as a name, the further spellings."""
        further: dict[str, dict[str, Term]] = defaultdict(dict)
        how: dict[str, str] = {}
        for term in self.terms:
            for name in (term.name, *term.aliases):
                for surface in surfaces(name, term.label):
                    if surface and not self._names.lookup(surface):
                        further[surface][term.id] = term
        meant = {canonical(t.name): t for t in reversed(self.terms)}
        for tool, skill in tools().items():
            term_ = meant.get(canonical(skill))
            if term_ and not self._names.lookup(tool) and tool not in further:
                further[tool][term_.id] = term_
                how[tool] = "tool"
        added: dict[str, list[str]] = defaultdict(list)
        for surface, bearers in further.items():
            if len(bearers) == 1:  # a spelling that two entries share says neither
                added[next(iter(bearers))].append(surface)
        terms = [t._replace(aliases=(*t.aliases, *added.get(t.id, ()))) for t in self.terms]
        return Gazetteer.of(terms), how

    def _by_characters(self) -> dict[str, list[tuple[str, Term]]]:
        """Canonical names by their pairs of characters, for blocking."""
        near: dict[str, list[tuple[str, Term]]] = defaultdict(list)
        for term in self.terms:
            if term.label in _EXACT:
                continue
            for said in {canonical(n) for n in (term.name, *term.aliases)}:
                bare = _without_role(said) if term.label in _OCCUPATIONS else said
                for pair in set(_pairs(bare)):
                    near[pair].append((bare, term))
        return near

    def _nearest(self, candidate: Candidate, taken: bytearray) -> Link | None:
        if candidate.text.isascii():
            return None
        said = canonical(turned(fold(candidate.text)))
        bare = _without_role(said)
        is_role = bare != said and len(bare) > 1
        # A title may hold names of other things; whatever else is taken stays taken.
        if any(taken) and (not is_role or taken[-1] == NAMED):
            return None
        shared: Counter[tuple[str, Term]] = Counter()
        for pair in set(_pairs(bare)):
            shared.update(self._near.get(pair, ()))
        scored = [
            (_alike(bare, name), term)
            for (name, term), _ in shared.most_common(30)
            if (term.label in _OCCUPATIONS) == is_role
        ]
        scored = sorted(((s, t) for s, t in scored if s), key=lambda p: (-p[0], p[1].id))
        if not scored:
            return None
        score, term = scored[0]
        tied = any(s == score and t.id != term.id for s, t in scored)
        decision = "auto" if score >= SURE and not tied else "review"
        return Link(
            candidate.start, candidate.end, candidate.text, term.id, term.label, term.name,
            round(score, 3), "near", decision,
        )  # fmt: skip


def _mark(link: Link) -> bytes:
    return bytes([NAMED if link.how == "name" else SPELLED])


def _fits(term: Term, text: str, end: int) -> bool:
    """Another spelling of a major is one only where majors are listed: 工业机器人 is a machine."""
    return term.label not in _MAJORS or bool(_LISTED.match(text, end))


def _resolved(links: list[Link]) -> list[Link]:
    """Without spellings that stand in longer links, which do not overlap each other."""
    near = [link for link in links if link.how == "near"]
    starts = [link.start for link in near]

    def inside(link: Link) -> bool:
        at = bisect_right(starts, link.start) - 1
        return at >= 0 and link.end <= near[at].end

    return [k for k in links if k.how in ("name", "near") or not inside(k)]


def _without_wholes(unknown: list[Unknown]) -> list[Unknown]:
    """Without terms that others are parts of, in order."""
    kept: list[Unknown] = []
    least: float = float("inf")  # the first end among those that begin later
    for term in sorted(unknown, key=lambda u: (-u.start, u.end)):
        if least > term.end:
            kept.append(term)
        least = min(least, term.end)
    return kept[::-1]


def _without_role(said: str) -> str:
    for role in _ROLES:
        if said.endswith(role) and len(said) - len(role) >= 2:
            return said.removesuffix(role)
    return said


def _pairs(text: str) -> list[str]:
    return [text[i : i + 2] for i in range(len(text) - 1)]


def _alike(said: str, name: str) -> float:
    """How far two canonical ways of saying agree, 0 where they do not.

    Latin words must be equal. The same last two characters are asked for where one holds the
    other in order: they say what is done. Sørensen–Dice over pairs of characters elsewhere.
    """
    if said == name:
        return 0.94
    if set(_LATIN.findall(said)) != set(_LATIN.findall(name)):
        return 0.0
    short, long = sorted((said, name), key=len)
    if len(short) >= 4 and short[-2:] == long[-2:] and _in_order(short, long):
        share = len(short) / len(long)
        loose = name == short and len(long) - len(short) <= LOOSE
        if share >= INSIDE or loose:
            return 0.8 + 0.1 * share
    a, b = Counter(_pairs(said)), Counter(_pairs(name))
    dice = 2 * sum((a & b).values()) / max(1, sum(a.values()) + sum(b.values()))
    return dice if dice >= NEAR else 0.0


def _in_order(short: str, long: str) -> bool:
    rest = iter(long)
    return all(c in rest for c in short)


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def _simplified(text: str) -> str:
    """Simplified characters, where that keeps the length: offsets are those of the text."""
    turned_: str = _converter().convert(text)
    return turned_ if len(turned_) == len(text) else text
