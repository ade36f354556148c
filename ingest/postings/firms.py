"""Firms of postings, linked to the register of the graph by their names.

This is done where the facts come together, so that one register serves all processes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from graph.resolve.linking import Resolver
from ingest.postings.facts import REMEMBERED, Fact


@dataclass
class FirmLinks:
    """Links of names to firms; only what linking is sure of. Names that were seen are kept."""

    resolver: Resolver
    _known: dict[str, str | None] = field(default_factory=dict)

    def fill(self, read: Iterable[list[Fact]]) -> Iterator[list[Fact]]:
        """The same facts with the ids of their firms."""
        for facts in read:
            named = [f["firm"] for f in facts if f["firm"]]
            self._look_up({firm["name"] for firm in named})
            for firm in named:
                firm["id"] = self._known[firm["name"]]
            yield facts

    def _look_up(self, names: set[str]) -> None:
        if len(self._known) > REMEMBERED:
            self._known.clear()
        new = sorted(names - self._known.keys())
        for name, answer in zip(new, self.resolver.resolve(new, top=1), strict=True):
            self._known[name] = answer["id"] if answer["decision"] == "auto" else None
