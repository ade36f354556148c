"""From mentions to entities of a register: ``auto``, ``review`` or ``nil``, with reasons.

A name that fits two entities is for review, never a guess.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field
from typing import Any, Protocol

from graph.match.types import Result
from graph.resolve.decisions import Ledger
from graph.resolve.features import EVEN, NameFeature, Pair, contributions, stem, whole
from graph.resolve.parts import Parts, split
from graph.resolve.register import Register

#: Tuned with the weights (docs/decisions/0010-resolve.md) and frozen.
AUTO_SCORE, AUTO_MARGIN, REVIEW_SCORE = 0.80, 0.04, 0.50
#: A name fits where all characters are found in order, each at a word's beginning or in a run.
FITS = 0.93
#: A mention that says less, its region apart, is not linked without a person.
LEAST_SAID = 3
CONTRADICTED = 0.5
TOP = 5


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its contributions; their points add up to the score."""

    place: int
    pair: Pair
    parts: tuple[tuple[NameFeature, Result, float], ...]

    @property
    def score(self) -> float:
        """Sum of the contributions, in [0, 1]."""
        return sum(points for _, _, points in self.parts)

    def value(self, feature: str) -> float | None:
        """Value of a feature, None where it is unknown."""
        return next((r.value for f, r, _ in self.parts if f.name == feature), None)

    @property
    def contradicted(self) -> bool:
        """Region, branch, form or trade words say that it is another one."""
        values = (self.value(f) for f in ("region", "branch", "form", "trade"))
        return any(v is not None and v < CONTRADICTED for v in values)

    @property
    def same_stem(self) -> bool:
        """Whether both are the same but for the form."""
        return stem(self.pair.mention) == stem(self.pair.name)

    @property
    def slight(self) -> bool:
        """Too short to be linked without a person: less than three characters but for a region
        that does not settle it."""
        mention = self.pair.mention
        said = len(mention.text) - (mention.core_at if mention.regions else 0)
        return said < LEAST_SAID and not (mention.regions and self.same_stem)

    @property
    def unbacked(self) -> bool:
        """A core alone does not name a limited company with a trade of its own: it may as well be
        a subsidiary of the one that is meant."""
        mention, name = self.pair.mention, self.pair.name
        said = mention.trades or mention.form
        return not said and bool(name.trades) and not name.forms and not self.same_stem

    @property
    def fits(self) -> bool:
        """All that the mention says is true of this name."""
        return not self.pair.missing and self.pair.letters >= FITS and not self.contradicted


class Judgements(Protocol):
    """What people decided; see :mod:`graph.resolve.decisions`."""

    def accepted(self, mention: str, kind: str) -> Sequence[str]:
        """Ids that the mention was decided to mean; several only where they are one thing."""
        ...

    def refused(self, mention: str, kind: str) -> Set[str]:
        """Ids that the mention was decided not to mean."""
        ...

    def doubted(self, mention: str, kind: str) -> bool:
        """Whether somebody looked and could not tell."""
        ...

    def same(self, key: str) -> Sequence[str]:
        """Ids that were decided to be the same thing as this one."""
        ...


@dataclass(frozen=True)
class Resolver:
    """Resolves mentions against a register, after what people decided."""

    register: Register
    judgements: Judgements = field(default_factory=Ledger)

    def resolve(self, mentions: Sequence[str], *, top: int = TOP) -> list[dict[str, Any]]:
        """One answer per mention: ``{"mention", "decision", "id", "name", "score",
        "candidates": [{"id", "name", "score", "why"}]}``; ``id`` only where it is ``auto``."""
        split_up = [split(m, self.register.regions, self.register.kind) for m in mentions]
        near = self.register.near(split_up)
        return [
            self._answer(mention, self._scored(mention, parts, rows), top)
            for mention, parts, rows in zip(mentions, split_up, near, strict=True)
        ]

    def _scored(self, mention: str, parts: Parts, rows: Iterable[int]) -> list[Scored]:
        register, best = self.register, dict[int, Scored]()
        keyed = set(register.with_key(mention))
        refused = self.judgements.refused(mention, register.kind)
        near = [(row, register.owner[row]) for row in rows]
        near += [(row, place) for place in keyed for row in register.rows_of(place)]
        for row, place in dict.fromkeys(near):
            entry, name = register.entries[place], register.parts[row]
            if entry.id in refused:
                continue
            pair = Pair.of(register, parts, name, entry.places, place in keyed)
            scored = Scored(place, pair, tuple(contributions(pair)))
            if place not in best or scored.score > best[place].score:
                best[place] = scored
        return sorted(best.values(), key=self._order)

    def _order(self, scored: Scored) -> tuple[float, bool, int, str]:
        entry = self.register.entries[scored.place]
        return (-round(scored.score, 6), entry.named_only, len(entry.name), entry.id)

    def _answer(self, mention: str, ranked: list[Scored], top: int) -> dict[str, Any]:
        register = self.register
        decided = self._first(self.judgements.accepted(mention, register.kind))
        if decided is not None:
            return _shape(mention, "auto", register, decided, 1.0, ranked[:top])
        decision = "review" if ranked and ranked[0].score >= REVIEW_SCORE else "nil"
        if self.judgements.doubted(mention, register.kind):
            decision = "review" if ranked else "nil"
        elif decision == "review" and self._certain(ranked):
            decision = "auto"
        if decision != "auto":
            return _shape(mention, decision, register, None, None, ranked[:top])
        place = self._first(self.judgements.same(register.entries[ranked[0].place].id))
        chosen = ranked[0].place if place is None or self._registered(ranked[0].place) else place
        return _shape(mention, decision, register, chosen, ranked[0].score, ranked[:top])

    def _first(self, ids: Iterable[str]) -> int | None:
        """Place of the one of these ids to answer with: a registered one before a bare name."""
        places = [p for p in map(self.register.place_of, ids) if p is not None]
        return min(places, key=lambda p: (not self._registered(p), p), default=None)

    def _registered(self, place: int) -> bool:
        return not self.register.entries[place].named_only

    def _certain(self, ranked: list[Scored]) -> bool:
        first, others = ranked[0], ranked[1:]
        entry = self.register.entries[first.place]
        if entry.named_only and not first.pair.name.form:
            return False  # a bare name that some source wrote: it may be any of several
        if first.pair.has_key:
            return not any(o.pair.has_key for o in others) and not _wide(first)
        if (
            first.slight
            or first.unbacked
            or not first.fits
            or first.score < AUTO_SCORE
            or not whole(first.pair)
        ):
            return False
        if others and first.score - others[0].score < AUTO_MARGIN:
            return False
        return not any(_rivals(first, other) for other in others)


def _rivals(first: Scored, other: Scored) -> bool:
    """Whether the mention may as well mean the other one."""
    if first.same_stem:
        return other.same_stem
    mention = first.pair.mention
    if mention.text == mention.core:  # nothing but a core: whoever has these characters
        return other.fits or mention.text in other.pair.name.text
    if len(mention.core) < LEAST_SAID and not mention.trades:
        return other.fits  # two characters may be first characters of two words as well
    # A longer core that only begins with the mention's is somebody else's.
    return other.fits and (other.value("core") or 0.0) >= EVEN


def _wide(scored: Scored) -> bool:
    """A one-character mention is nobody's name."""
    return len(scored.pair.mention.text) < 2


def _shape(
    mention: str,
    decision: str,
    register: Register,
    place: int | None,
    score: float | None,
    ranked: Sequence[Scored],
) -> dict[str, Any]:
    chosen = None if place is None else register.entries[place]
    return {
        "mention": mention,
        "decision": decision,
        "id": chosen and chosen.id,
        "name": chosen and chosen.name,
        "score": None if score is None else round(score, 4),
        "candidates": [
            {
                "id": register.entries[s.place].id,
                "name": register.entries[s.place].name,
                "score": round(s.score, 4),
                "why": [
                    {
                        "feature": f.name,
                        "zh": f.zh,
                        "value": round(r.value or 0.0, 4),
                        "contribution": round(points, 4),
                        "detail": r.detail,
                    }
                    for f, r, points in s.parts
                ],
            }
            for s in ranked
        ],
    }
