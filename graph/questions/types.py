"""Shapes of a question that was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

#: Surely enough understood to be answered without asking back, and just enough to be offered.
CONFIDENT, LEAST = 0.70, 0.40
#: A name at most this certain is offered, never taken.
DOUBTFUL_NAMES = 0.50
#: How sure a topic is: courses speak of it, but it is no entity.
BY_TOPIC = 0.90
#: A part of course and certificate names that is no entity of its own, such as PLC.
TOPIC = "Topic"


@dataclass(frozen=True, slots=True)
class Named:
    """One thing that can be named. ``home`` tells what lies in the home region, ``used`` is how
    many relations it has; ``within`` are ids of the regions it lies in."""

    id: str
    label: str
    name: str
    others: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    level: str | None = None
    state: str | None = None
    tier: str | None = None
    named_only: bool = False
    home: bool = False
    within: tuple[str, ...] = ()
    used: float = 0.0

    @property
    def code(self) -> str | None:
        """Its first code."""
        return self.codes[0] if self.codes else None


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text. ``how`` is exact, code, sound, spelling, part or topic; ``certainty`` in
    [0, 1] says how surely the text means one of the candidates."""

    start: int
    end: int
    text: str
    candidates: tuple[Named, ...]
    how: str = "exact"
    certainty: float = 1.0

    @property
    def labels(self) -> frozenset[str]:
        """Types among the candidates."""
        return frozenset(c.label for c in self.candidates)

    def of(self, labels: frozenset[str]) -> tuple[Named, ...]:
        """Candidates of these types."""
        return tuple(c for c in self.candidates if c.label in labels)


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity of a reading: what the text means in a slot. ``candidates`` are all that it may
    mean, the one that was taken first; without an id a person has to choose."""

    slot: str
    text: str
    how: str
    certainty: float
    id: str | None
    type: str
    name: str
    candidates: tuple[Mapping[str, Any], ...] = ()
    #: Why the first of several candidates was taken (exact, current, home); None where it is
    #: the only one, or none was taken.
    settled_by: str | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """A part that was not understood, why, and what would settle it."""

    text: str
    why: str
    add_with: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a question was taken to ask.

    ``status``: ``understood``; ``ask`` (an entity has several candidates, or the reading is not
    sure); ``not_in_graph`` (a name that is not loaded); ``not_understood``. ``pattern`` is None
    where nothing can be answered; ``leaning`` then names the reading it would have been.
    """

    text: str
    status: str
    pattern: str | None
    entities: tuple[Entity, ...] = ()
    slots: Mapping[str, Any] = field(default_factory=dict)
    confidence: float = 0.0
    said_back: Mapping[str, str] = field(default_factory=dict)
    alternatives: tuple[Mapping[str, Any], ...] = ()
    what_was_not_understood: tuple[Unknown, ...] = ()
    suggestions: tuple[str, ...] = ()
    leaning: str | None = None

    def id_of(self, slot: str) -> str | None:
        """Id of the entity in a slot; None where there is none, or several."""
        return next((e.id for e in self.entities if e.slot == slot), None)

    def as_dict(self) -> dict[str, Any]:
        """The reading as plain data."""
        return asdict(self)
