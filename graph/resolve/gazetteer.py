"""Names of the graph found in running text: exact, by an Aho–Corasick automaton.

    book = Gazetteer.of([Term("skill:1", "Skill", "PLC编程", ("PLC",), 3.0)])   # from plain rows
    book = read_gazetteer(view)                     # from the graph: graph.resolve.dictionary
    for hit in book.find("熟悉plc编程"):            # leftmost-longest, no overlaps
        hit.start, hit.end, hit.terms               # offsets into the text as given; ties kept
    book.find_all(text)                             # every hit, also inside longer ones
    book.digest                                     # say it with whatever you extract
    Gazetteer.from_bytes(book.to_bytes())           # equal, with an equal digest

What matches: names and aliases, small and large letters and full-width forms alike (:func:`fold`,
one character for one). What does not: names of fewer than two characters, names of
``stop_aliases.txt``, and names that begin or end within a run of ASCII letters and digits:
``Java`` is not in ``JavaScript``, ``C`` not in ``C++``, ``CAD`` not in ``AutoCAD``, ``JS`` not in
``Node.js``.
Terms with one surface are a tie: all are in ``hit.terms``, the most used first. A hit inside a
longer one is left out by :meth:`Gazetteer.find`, whatever their labels.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final, NamedTuple

import orjson

LEAST = 2
_STOP_FILE: Final = Path(__file__).with_name("stop_aliases.txt")
#: Full-width ASCII and the wide blank, each as one character of ASCII.
_WIDE: Final = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: 0x20}
_JOINS: Final = frozenset("+#")


class Term(NamedTuple):
    """One thing that can be named. ``prior`` is how much it is used (relations in the graph);
    it orders ties and nothing else."""

    id: str
    label: str
    name: str
    aliases: tuple[str, ...] = ()
    prior: float = 0.0


class Hit(NamedTuple):
    """A name at ``text[start:end]`` with every term that bears it, the most used first."""

    start: int
    end: int
    terms: tuple[Term, ...]


def fold(text: str) -> str:
    """Small letters and half-width forms, one character for one, so that offsets stay."""
    small = text.lower()
    if len(small) != len(text):  # a few letters of other scripts grow
        small = "".join(low if len(low := c.lower()) == 1 else c for c in text)
    return small.translate(_WIDE)


@cache
def stop_aliases() -> frozenset[tuple[str, str]]:
    """(surface, label) pairs that are never matched; an empty label stands for all."""
    lines = _STOP_FILE.read_text("utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return frozenset((fold(p[0].strip()), p[1].strip() if len(p) > 1 else "") for p in pairs)


class Gazetteer:
    """A dictionary ready to search. Make it with :meth:`of`; it does not change afterwards."""

    def __init__(self, terms: Sequence[Term], stop: Set[tuple[str, str]]) -> None:
        self.terms: Final = tuple(terms)
        self._stop = stop
        self._bearers: list[tuple[Term, ...]] = []
        self._sizes: list[int] = []
        self._automaton = self._build()

    @classmethod
    def of(cls, terms: Iterable[Term], *, stop: Iterable[tuple[str, str]] = ()) -> Gazetteer:
        """A gazetteer of these terms.

        Args:
            terms: in any order; the digest does not depend on it.
            stop: further (surface, label) pairs that are not to match, such as refused ones.
        """
        further = {(fold(surface), label) for surface, label in stop}
        ordered = sorted(set(terms), key=lambda t: (t.id, t))
        return cls(ordered, stop_aliases() | further)

    def __len__(self) -> int:
        """Number of different surfaces."""
        return len(self._bearers)

    def _build(self) -> Any:
        import ahocorasick

        bearers: dict[str, dict[str, Term]] = defaultdict(dict)
        for term in self.terms:
            for surface in map(fold, (term.name, *term.aliases)):
                if self._usable(surface, term.label):
                    bearers[surface].setdefault(term.id, term)
        automaton = ahocorasick.Automaton(ahocorasick.STORE_INTS)
        for surface, found in bearers.items():
            automaton.add_word(surface, len(self._bearers))
            ordered = sorted(found.values(), key=lambda t: (-t.prior, t.id))
            self._bearers.append(tuple(ordered))
            self._sizes.append(len(surface))
        automaton.make_automaton()
        return automaton

    def _usable(self, surface: str, label: str) -> bool:
        stopped = (surface, "") in self._stop or (surface, label) in self._stop
        return len(surface.strip()) >= LEAST and not stopped

    def find_all(self, text: str) -> Iterator[Hit]:
        """Every hit with whole ASCII words, overlapping ones too, by end and then by start."""
        if not self._bearers:
            return
        folded = fold(text)
        for last, number in self._automaton.iter(folded):
            start, end = last + 1 - self._sizes[number], last + 1
            if _whole(folded, start, end):
                yield Hit(start, end, self._bearers[number])

    def find(self, text: str) -> list[Hit]:
        """Hits from left to right without overlaps; of those that begin at one place, the longest.
        Time is linear in the text plus the number of hits (which it sorts)."""
        found = sorted(self.find_all(text), key=lambda h: (h.start, -h.end))
        kept: list[Hit] = []
        reached = 0
        for hit in found:
            if hit.start >= reached:
                kept.append(hit)
                reached = hit.end
        return kept

    def lookup(self, surface: str) -> tuple[Term, ...]:
        """Terms with exactly this name or alias; none where there is none."""
        number = self._automaton.get(fold(surface), -1) if self._bearers else -1
        return self._bearers[number] if number >= 0 else ()

    @cached_property
    def digest(self) -> str:
        """SHA-256 of terms and stopped surfaces, 16 hex digits."""
        return hashlib.sha256(self.to_bytes()).hexdigest()[:16]

    def to_bytes(self) -> bytes:
        """Terms and stopped surfaces as JSON; see :meth:`from_bytes`."""
        return orjson.dumps({"terms": [list(t) for t in self.terms], "stop": sorted(self._stop)})

    @classmethod
    def from_bytes(cls, data: bytes) -> Gazetteer:
        """The gazetteer that :meth:`to_bytes` gave."""
        held = orjson.loads(data)
        terms = [Term(t[0], t[1], t[2], tuple(t[3]), t[4]) for t in held["terms"]]
        return cls(terms, frozenset((s, label) for s, label in held["stop"]))

    def __reduce__(self) -> tuple[Any, ...]:
        # The automaton is made again in the other process.
        return (Gazetteer.from_bytes, (self.to_bytes(),))


def _whole(text: str, start: int, end: int) -> bool:
    """Whether the span cuts no run of ASCII letters and digits."""
    if _word(text[start]) and start and (_word(before := text[start - 1]) or before in _JOINS):
        return False
    if _word(text[start]) and start > 1 and text[start - 1] == "." and _word(text[start - 2]):
        return False
    return not (
        _word(text[end - 1]) and end < len(text) and (_word(text[end]) or text[end] in _JOINS)
    )


def _word(char: str) -> bool:
    return char.isascii() and char.isalnum()
