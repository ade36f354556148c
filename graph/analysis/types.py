"""What every analysis says of itself: how it was computed, from how much, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph.errors import GraphError
from graph.queries.evidence import records, shown
from graph.view import View

#: Records shown in full; an answer over thousands of rows says how many there are.
SHOWN_RECORDS = 60


class AnalysisInvalid(GraphError):
    """A question that no analysis can be made of; ``field`` names what is wrong."""

    code = "analysis_invalid"


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula by name, in words that can be checked, and where it is from."""

    name: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Missing:
    """Data that would settle what is unknown: what, and the template that brings it in."""

    what: str
    settled_by: str


@dataclass(frozen=True, slots=True)
class Ref:
    """Something that an answer is about."""

    id: str
    name: str
    code: str | None = None
    level: str | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """What an answer rests on.

    ``n`` counts the facts that went in by kind; ``records`` are the first of the
    ``record_count`` rows that state them; ``without`` names the statuses left out.
    """

    data_version: int
    without: tuple[str, ...]
    n: Mapping[str, int]
    formulas: tuple[Formula, ...]
    caveats: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()
    records: tuple[Mapping[str, Any], ...] = ()
    record_count: int = 0


@dataclass
class Notes:
    """Collects what becomes a :class:`Basis`, each remark once and in order."""

    n: dict[str, int] = field(default_factory=dict)
    formulas: list[Formula] = field(default_factory=list)
    caveats: list[str] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)
    records: set[int] = field(default_factory=set)

    def count(self, **numbers: int) -> None:
        """Set how many facts of a kind went in."""
        self.n.update(numbers)

    def warn(self, caveat: str) -> None:
        """Add a caveat."""
        if caveat not in self.caveats:
            self.caveats.append(caveat)

    def lacks(self, what: str, settled_by: str) -> None:
        """Add something that is missing."""
        one = Missing(what, settled_by)
        if one not in self.missing:
            self.missing.append(one)

    def uses(self, *formulas: Formula) -> None:
        """Name formulas."""
        self.formulas += [f for f in formulas if f not in self.formulas]

    def cites(self, ids: Iterable[int]) -> None:
        """Add records."""
        self.records.update(ids)

    def basis(self, view: View) -> Basis:
        """The basis of an answer in this view; one read for the records."""
        first = sorted(self.records)[:SHOWN_RECORDS]
        found = records(view, first)
        return Basis(
            data_version=view.version,
            without=tuple(sorted(view.without)),
            n=dict(self.n),
            formulas=tuple(self.formulas),
            caveats=tuple(self.caveats),
            missing=tuple(self.missing),
            records=tuple(shown(found[i]) for i in first if i in found),
            record_count=len(self.records),
        )
