"""From a name to an entity: exact code, else the one current entity, else by level and region,
else an ``ambiguous_name`` with its candidates. A name is never an id and never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from graph.errors import AmbiguousName, NotFound
from graph.ontology.ids import normalise_name

_FIRM_TAIL = re.compile(
    r"(股份有限公司|有限责任公司|集团有限公司|控股集团有限公司|有限公司|股份公司|集团|公司)$"
)
_CLOSED_STATES = {"已被替代", "历史表述", "未核实"}


@dataclass(frozen=True)
class Candidate:
    """An entity that a name may stand for."""

    id: str
    name: str
    values: Mapping[str, Any] = field(default_factory=dict)


class NameIndex(Protocol):
    """Where names are looked up: the load manifest while loading, the graph while reading."""

    def lookup(self, label: str, normalised: str) -> Iterable[Candidate]:
        """Entities of ``label`` whose name, alias or former name normalises to this."""
        ...


def firm_core(name: str) -> str:
    """A firm's normalised name without its legal form, for a second look-up."""
    core = normalise_name(name)
    while (shorter := _FIRM_TAIL.sub("", core)) != core and len(shorter) >= 2:
        core = shorter
    return core


def choose(
    name: str, candidates: Iterable[Candidate], *, prefer: Mapping[str, str | None] | None = None
) -> Candidate:
    """The one entity a name means.

    Args:
        name: as written.
        candidates: what the index holds for it.
        prefer: property values (level, region …) that settle between several.

    Raises:
        NotFound: nothing has this name.
        AmbiguousName: several do and nothing settles it; ``candidates`` lists id and name.
    """
    found = {c.id: c for c in candidates}
    if not found:
        raise NotFound(f"No entity is called '{name}'.", hint="Check the spelling.", name=name)
    for narrower in (_exact(name), _current):
        kept = {i: c for i, c in found.items() if narrower(c)}
        found = kept or found
        if len(found) == 1:
            return next(iter(found.values()))
    # What is preferred only decides; where it does not, every candidate is offered.
    preferred = [c for c in found.values() if _preferred(prefer or {})(c)]
    if len(preferred) == 1:
        return preferred[0]
    raise AmbiguousName(
        f"'{name}' stands for {len(found)} entities.",
        hint="Give the code, or narrow by level or region.",
        name=name,
        candidates=[{"id": c.id, "name": c.name} for c in found.values()],
    )


def _exact(name: str) -> Any:
    wanted = normalise_name(name)
    return lambda c: normalise_name(c.name) == wanted


def _current(candidate: Candidate) -> bool:
    values = candidate.values
    return values.get("state") not in _CLOSED_STATES and not values.get("named_only")


def _preferred(prefer: Mapping[str, str | None]) -> Any:
    wanted = {k: v for k, v in prefer.items() if v}
    return lambda c: all(c.values.get(k) == v for k, v in wanted.items())
