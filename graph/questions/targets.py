"""What a question asks for: the kind of thing (专业, 学校 …) that the asking words point to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from graph.questions.scan import Piece
from graph.questions.types import Mention
from graph.questions.words import MARKS

#: How many pieces of weight may stand between an asking word and the kind it asks for.
_REACH = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """The signals of a text: ``ask:major`` for what is asked, the others as in the word list;
    ``mentions`` are narrowed by the kind words beside them."""

    signals: frozenset[str]
    mentions: tuple[Mention, ...]
    kinds: tuple[str, ...]
    #: Whether an asking word says so, not only the last word.
    outright: bool = True


def asked(pieces: Sequence[Piece]) -> Asked:
    """What is asked, and the names with the kind words beside them taken into account."""
    marked, marks = _marked(pieces)
    said = [p for p in marked if not p.weightless]
    targets, outright = _targets(said, marks)
    signals = {s for p in marked for s in p.signals if p.start not in marks}
    mentions = tuple(p.mention for p in marked if p.mention is not None)
    kinds = tuple(p.text for p in marked if any(s.startswith("k:") for s in p.signals))
    signals |= {f"ask:{t[2:]}" for t in targets}
    return Asked(frozenset(signals - {"f:"}), mentions, kinds, outright)


def _marked(pieces: Sequence[Piece]) -> tuple[list[Piece], dict[int, str]]:
    """Pieces with names narrowed by the kind word after them; where those words begin."""
    found: list[Piece] = []
    marks: dict[int, str] = {}
    for piece in pieces:
        last = found[-1] if found else None
        kind = next((s for s in sorted(piece.signals) if s in MARKS), None)
        if kind and last is not None and last.mention is not None and last.end == piece.start:
            narrowed = last.mention.of(MARKS[kind])
            if narrowed and len(narrowed) <= len(last.mention.candidates):
                found[-1] = replace(last, mention=replace(last.mention, candidates=narrowed))
                marks[piece.start] = kind
        found.append(piece)
    return found, marks


def _targets(said: Sequence[Piece], marks: dict[int, str]) -> tuple[list[str], bool]:
    targets: list[str] = []
    for i, piece in enumerate(said):
        if piece.signals & {"q:which", "q:many", "q:find"}:
            right = _kind_right(said, i, marks)
            left = None if right or "q:find" in piece.signals else _kind_left(said, i, marks)
            targets += [t for t in (right or left,) if t]
    if targets or not said:
        return targets, True
    last = _kind_of(said[-1], marks)
    return [last] if last else [], False


def _kind_right(said: Sequence[Piece], at: int, marks: dict[int, str]) -> str | None:
    for piece in said[at + 1 : at + 1 + _REACH]:
        if kind := _kind_of(piece, marks):
            return kind
        narrows = piece.mention is not None or any(
            s.startswith(("l:", "t:", "p:", "k:", "q:")) for s in piece.signals
        )
        if not narrows and "q:find" not in said[at].signals:
            return None
    return None


def _kind_left(said: Sequence[Piece], at: int, marks: dict[int, str]) -> str | None:
    return _kind_of(said[at - 1], marks) if at else None


def _kind_of(piece: Piece, marks: dict[int, str]) -> str | None:
    if piece.start in marks:
        return None
    return next((s for s in sorted(piece.signals) if s.startswith("k:")), None)
