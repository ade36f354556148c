"""A text cut into pieces: names of the graph, words that carry intent, and what is left.

The cheapest way to cover the text wins (shortest path over all hits): a name or word costs a
little, an unexplained character much, so that long names win over the words inside them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

from graph.questions.folding import is_han, plain
from graph.questions.lexicon import TAUGHT, Lexicon, topic_of
from graph.questions.types import Mention, Named
from graph.questions.words import WORDS

WORD_COST, NAME_COST, UNKNOWN_COST = 0.25, 0.30, 1.0
#: Names that are ordinary words more often than not, and short names, cost more.
_COMMON: Final = frozenset({"Concept", "Certificate", "Skill", "Industry", "Segment", "Title"})
COMMON_COST, SHORT_COST = 0.30, 0.12
LEAST_CODE = 4
_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)\s*(?:年度|年级|年|学年)?(?!\d)")
_NUMBER = re.compile(
    r"(?<![\da-z])\d+(?:\.\d+)?(?:%|个|所|家|人|名|天|年|月|日|万|元|位|门|级)?(?![\da-z])"
)
_LATIN = re.compile(r"[a-z0-9][a-z0-9.+#_-]*")
_LOOKS_LIKE_CODE = re.compile(r"^(?=.*\d)[0-9a-z][0-9a-z.-]{3,}$")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the text: a mention, a word with signals, a number, or neither (unexplained)."""

    start: int
    end: int
    text: str
    signals: frozenset[str] = frozenset()
    mention: Mention | None = None
    number: str | None = None

    @property
    def weightless(self) -> bool:
        """Only function words: they ask and name nothing."""
        return self.signals <= {"f:"} and bool(self.signals)

    @property
    def unexplained(self) -> bool:
        """Neither name, word nor number."""
        return not self.signals and self.mention is None and self.number is None

    @property
    def is_code(self) -> bool:
        """Looks like a code: letters and digits of at least four characters."""
        return bool(_LOOKS_LIKE_CODE.match(plain(self.text)))


@cache
def _words() -> Any:
    import ahocorasick

    automaton = ahocorasick.Automaton()
    for word in WORDS:
        automaton.add_word(word, word)
    automaton.make_automaton()
    return automaton


def scan(lexicon: Lexicon, text: str) -> list[Piece]:
    """The pieces of a text from left to right; blanks and punctuation are left out."""
    folded = plain(text)
    edges: dict[int, list[tuple[float, Piece]]] = defaultdict(list)
    for cost, piece in (*_names(lexicon, text, folded), *_known(text, folded)):
        edges[piece.start].append((cost, piece))
    return _joined(text, _cheapest(text, folded, edges))


def _names(lexicon: Lexicon, text: str, folded: str) -> Iterator[tuple[float, Piece]]:
    for hit in lexicon.find_all(folded):
        surface = folded[hit.start : hit.end]
        things = lexicon.named(hit)
        if lexicon.teaches(surface) and surface.isascii():
            # A tool names no occupation, though a posting was called so: PLC.
            things = tuple(t for t in things if t.label != "Occupation")
        if lexicon.teaches(surface) and not any(t.label in TAUGHT for t in things):
            things = (*things, topic_of(surface))
        things = _catalogued(lexicon, surface, things)
        coded = any(surface in map(plain, t.codes) for t in things)
        if any(
            t.label == "Region" for t in things
        ):  # a place before firms that are called after it
            things = tuple(t for t in things if t.label != "Enterprise" or surface in _stated(t))
        kin = _namesakes(lexicon, surface, things)
        how = "part" if kin else "code" if coded else "exact"
        cost = NAME_COST
        if not coded and all(t.label in _COMMON for t in things):
            cost += COMMON_COST
        if hit.end - hit.start < 3 and not surface.isascii():
            cost += SHORT_COST
        mention = Mention(hit.start, hit.end, text[hit.start : hit.end], (*things, *kin), how)
        yield cost, Piece(hit.start, hit.end, mention.text, mention=mention)


def _catalogued(lexicon: Lexicon, surface: str, things: tuple[Named, ...]) -> tuple[Named, ...]:
    """A shortened name of majors that some document wrote stands for those of the catalogue that
    begin with it."""
    bare = [t for t in things if t.label == "Major" and t.named_only]
    if not bare or any(t.label == "Major" and not t.named_only for t in things):
        return things
    full = lexicon.majors_from(surface)
    return (*full, *(t for t in things if t not in bare)) if full else things


def _namesakes(lexicon: Lexicon, surface: str, things: tuple[Named, ...]) -> tuple[Named, ...]:
    """Other firms with the core of a firm's name in theirs, where no source calls it so: 万向 may
    be any of them."""
    firms = [t for t in things if t.label == "Enterprise"]
    if not firms or any(surface in _stated(t) for t in things):
        return ()
    return tuple(t for t in lexicon.firms_with(surface) if t not in firms)


def _stated(thing: Named) -> list[str]:
    """Names and codes that a source gives, folded."""
    return list(map(plain, (thing.name, *thing.others, *thing.codes)))


def _known(text: str, folded: str) -> Iterator[tuple[float, Piece]]:
    for last, word in _words().iter(folded):
        start, end = last + 1 - len(word), last + 1
        if _cuts(folded, start, end):
            continue
        signals = WORDS[word]
        # A word of weight before two words without: 有关系 is 有 + 关系.
        cost = WORD_COST + (0.05 if signals == {"f:"} else 0.0)
        yield cost, Piece(start, end, text[start:end], signals)
    for found in _YEAR.finditer(folded):
        yield WORD_COST, Piece(*found.span(), found[0], number=found[1])
    for found in _NUMBER.finditer(folded):
        # Digits without a unit may be a code that is not loaded.
        bare = found[0].isdigit() and len(found[0]) >= LEAST_CODE
        if not bare:
            yield WORD_COST + 0.10, Piece(*found.span(), found[0], number=found[0])


def _cuts(folded: str, start: int, end: int) -> bool:
    """Whether a span cuts a run of ASCII letters."""
    before = start > 0 and _ascii(folded[start]) and _ascii(folded[start - 1])
    return before or (end < len(folded) and _ascii(folded[end - 1]) and _ascii(folded[end]))


def _ascii(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _cheapest(text: str, folded: str, edges: dict[int, list[tuple[float, Piece]]]) -> list[Piece]:
    best: list[tuple[float, Piece | None]] = [(float("inf"), None)] * (len(text) + 1)
    best[0] = (0.0, None)
    for at in range(len(text)):
        cost = best[at][0]
        for more, piece in (*edges.get(at, ()), _single(text, folded, at)):
            if cost + more < best[piece.end][0] - 1e-9:
                best[piece.end] = (cost + more, piece)
    pieces: list[Piece] = []
    at = len(text)
    while at:
        piece = best[at][1]
        assert piece is not None
        pieces.append(piece)
        at = piece.start
    return pieces[::-1]


def _single(text: str, folded: str, at: int) -> tuple[float, Piece]:
    if not folded[at].isalnum():
        return 0.0, Piece(at, at + 1, " ")
    run = _LATIN.match(folded, at)
    if run and not (at and _ascii(folded[at - 1])):
        return UNKNOWN_COST * 1.5, Piece(at, run.end(), text[at : run.end()])
    return UNKNOWN_COST, Piece(at, at + 1, text[at])


def _joined(text: str, pieces: list[Piece]) -> list[Piece]:
    """Neighbouring unexplained characters as one piece; blanks dropped."""
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        both = last is not None and piece.unexplained and last.unexplained
        if both and last is not None and piece.text != " " and last.text != " ":
            joined[-1] = replace(last, end=piece.end, text=text[last.start : piece.end])
        else:
            joined.append(piece)
    return [p for p in joined if p.text.strip()]


def content(pieces: Sequence[Piece]) -> int:
    """Number of characters that say something: all but blanks and function words."""
    return sum(_size(p) for p in pieces if not p.weightless)


def unexplained(pieces: Sequence[Piece]) -> int:
    """Number of characters that nothing explains."""
    return sum(_size(p) for p in pieces if p.unexplained)


def _size(piece: Piece) -> int:
    """Length in characters; a run of Latin letters counts as two."""
    return piece.end - piece.start if any(map(is_han, piece.text)) else 2
