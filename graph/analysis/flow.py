"""Openings and places that can meet: shares in proportion, and what is certain by maximum flow.

A network has majors with places, occupations with openings, and a link where a major prepares
for an occupation. Two questions are answered for a set of either:

* **gap**: openings less places, when each opening counts for one linked major and each place for
  one linked occupation, so that nothing is counted twice. The interval holds every such
  assignment; the proportional figure is one point in it.
* **unfilled** and **unplaced**: openings and places that stay empty when as many as the links
  allow are filled. The lower end holds for every possible assignment, so it is *certain*.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field

import numpy as np

from graph.analysis.types import Formula

#: Largest capacity of SciPy's flow.
_LARGEST = 2**31 - 1

PROPORTIONAL = Formula(
    "按比例分摊",
    "专业 c 分得的岗位 = Σ_s O_s · G_c / Σ_{c'∈C_s} G_c'；缺口 = 分得的岗位 − G_c"
    "（G 计划数，O 岗位数，C_s 面向职业 s 的专业；C_s 的计划数全为 0 时平均分摊）",
    "edpond 2015（proportional allocation）；避免同一岗位被多个专业重复计数（Gray 2023）",
)
INTERVAL = Formula(
    "缺口区间",
    "下限 = 只能归于所问对象的岗位 − 计划数；上限 = 可以归于所问对象的岗位 − 计划数"
    "（按职业看则对计划数同样处理）",
    "edpond 2010（worst case scenario analysis）",
)
CERTAIN = Formula(
    "确定的缺额（最大流）",
    "必然空缺的岗位 = O_T − maxflow(全部专业 → T)；"
    "最多空缺 = O_T − (F − maxflow(全部专业 → T 以外))；必然富余的计划数同理，F 为全网最大流",
    "最大流最小割；任一最大流都可由局部最大流增广得到，故两端都能取到",
)


@dataclass(frozen=True, slots=True)
class Range:
    """An interval with both ends possible; ``middle`` is the proportional figure, if any."""

    low: float
    high: float
    middle: float | None = None


@dataclass
class Network:
    """Places by major, openings by occupation, and the occupations of each major."""

    places: Mapping[str, int]
    openings: Mapping[str, int]
    links: Mapping[str, Set[str]]
    _majors_of: dict[str, set[str]] = field(default_factory=dict, repr=False)
    _flows: dict[tuple[frozenset[str], frozenset[str]], int] = field(
        default_factory=dict, repr=False
    )

    def __post_init__(self) -> None:
        joined: dict[str, set[str]] = defaultdict(set)
        for major in self.places:
            for occupation in self.links.get(major, ()):
                if occupation in self.openings:
                    joined[occupation].add(major)
        self._majors_of = dict(joined)

    def majors_of(self, occupation: str) -> Set[str]:
        """Majors that prepare for an occupation."""
        return self._majors_of.get(occupation, frozenset())

    def occupations_of(self, major: str) -> set[str]:
        """Occupations with openings that a major prepares for."""
        return {o for o in self.links.get(major, ()) if o in self.openings}

    def filled(
        self, *, majors: Iterable[str] | None = None, occupations: Iterable[str] | None = None
    ) -> int:
        """The most openings that can be filled, by these majors, in these occupations."""
        mine = set(self.places) if majors is None else set(majors) & set(self.places)
        asked = self.openings if occupations is None else occupations
        theirs = set(asked) & set(self.openings)
        key = (frozenset(mine), frozenset(theirs))
        if key not in self._flows:
            self._flows[key] = self._max_flow(sorted(mine), sorted(theirs))
        return self._flows[key]

    def _max_flow(self, majors: list[str], occupations: list[str]) -> int:
        from scipy.sparse import csr_matrix
        from scipy.sparse.csgraph import maximum_flow

        sink = len(majors) + len(occupations) + 1
        at = {o: 1 + len(majors) + i for i, o in enumerate(occupations)}
        edges = [(0, 1 + i, self.places[m]) for i, m in enumerate(majors)]
        edges += [(at[o], sink, self.openings[o]) for o in occupations]
        edges += [
            (1 + i, at[o], min(self.places[m], self.openings[o]))
            for i, m in enumerate(majors)
            for o in self.links.get(m, ())
            if o in at
        ]
        wide = [(a, b, min(c, _LARGEST)) for a, b, c in edges if c > 0]
        if not wide:
            return 0
        rows, columns, capacities = zip(*wide, strict=True)
        graph = csr_matrix(
            (np.array(capacities, dtype=np.int32), (rows, columns)), shape=(sink + 1, sink + 1)
        )
        return int(maximum_flow(graph, 0, sink).flow_value)


def unfilled(network: Network, occupations: Iterable[str]) -> Range:
    """Openings of these occupations that stay empty in a fullest assignment; the lower end in
    any assignment."""
    mine = set(occupations) & set(network.openings)
    wanted = sum(network.openings[o] for o in mine)
    rest = network.filled(occupations=set(network.openings) - mine)
    return Range(wanted - network.filled(occupations=mine), wanted - (network.filled() - rest))


def unplaced(network: Network, majors: Iterable[str]) -> Range:
    """Places of these majors that find no opening in a fullest assignment; the lower end in any
    assignment."""
    mine = set(majors) & set(network.places)
    places = sum(network.places[m] for m in mine)
    rest = network.filled(majors=set(network.places) - mine)
    return Range(places - network.filled(majors=mine), places - (network.filled() - rest))


def shares(network: Network) -> dict[tuple[str, str], float]:
    """Openings that each (major, occupation) is credited with, in proportion to places. Each
    opening of an occupation with a linked major is shared out once."""
    found: dict[tuple[str, str], float] = {}
    for occupation, number in network.openings.items():
        majors = sorted(network.majors_of(occupation))
        total = sum(network.places[m] for m in majors)
        for major in majors:
            part = network.places[major] / total if total else 1 / len(majors)
            found[major, occupation] = number * part
    return found


def gap_of_majors(
    network: Network, majors: Iterable[str], credited: Mapping[tuple[str, str], float]
) -> Range:
    """Openings credited to these majors, less their places."""
    mine = set(majors) & set(network.places)
    places = sum(network.places[m] for m in mine)
    reached = {o for m in mine for o in network.occupations_of(m)}
    able = sum(network.openings[o] for o in reached)
    only = sum(network.openings[o] for o in reached if network.majors_of(o) <= mine)
    middle = sum(
        credited.get((m, o), 0.0) for o in sorted(reached) for m in network.majors_of(o) & mine
    )
    return Range(only - places, able - places, round(middle - places, 6))


def gap_of_occupations(network: Network, occupations: Iterable[str]) -> Range:
    """Openings of these occupations, less the places credited to them; places of a major are
    shared out in proportion to the openings of its occupations."""
    mine = set(occupations) & set(network.openings)
    wanted = sum(network.openings[o] for o in mine)
    majors = {m for o in mine for m in network.majors_of(o)}
    able, only, middle = 0, 0, 0.0
    for major in sorted(majors):
        theirs = network.occupations_of(major)
        places = network.places[major]
        able += places
        only += places if theirs <= mine else 0
        middle += places * _share(network, theirs & mine, theirs)
    return Range(wanted - able, wanted - only, round(wanted - middle, 6))


def _share(network: Network, part: Set[str], whole: Set[str]) -> float:
    total = sum(network.openings[o] for o in whole)
    return sum(network.openings[o] for o in part) / total if total else len(part) / len(whole)
