"""A name index in memory: for dry runs and tests."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from graph.evidence import Fact
from graph.ontology.ids import normalise_name
from graph.resolve.names import Candidate, firm_core


def names_of(fact: Fact) -> Iterator[str]:
    """Normalised names under which the entity of a node fact can be found."""
    return names_of_values(fact.kind, fact.values)


def names_of_values(label: str, values: Mapping[str, Any]) -> Iterator[str]:
    """Normalised names of an entity with these property values."""
    plain = [values.get("name"), values.get("short_name"), values.get("code"), values.get("uscc")]
    listed = [*values.get("aliases", ()), *values.get("former_names", ())]
    for name in filter(None, (*plain, *listed)):
        yield normalise_name(name)
        if label == "Enterprise":
            yield firm_core(name)


class MemoryNames:
    """Names of the node facts it was fed."""

    def __init__(self) -> None:
        self._index: dict[tuple[str, str], dict[str, Candidate]] = defaultdict(dict)

    def feed(self, facts: Iterable[Fact]) -> None:
        """Add the entities that these facts state."""
        for fact in facts:
            if fact.start is None:
                candidate = Candidate(fact.key, fact.values["name"], fact.values)
                for name in names_of(fact):
                    self._index[fact.kind, name][fact.key] = candidate

    def names_of_kind(self, label: str) -> list[str]:
        """Normalised names of all entities of a label, for “did you mean”."""
        return [name for kind, name in self._index if kind == label]

    def lookup(self, label: str, normalised: str) -> Iterable[Candidate]:
        """See :class:`graph.resolve.names.NameIndex`."""
        return self._index.get((label, normalised), {}).values()
