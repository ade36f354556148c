"""Occupations of a cluster and of a major, with the path that leads to each.

Cluster → industry classes (``COVERS``) → occupations (``EMPLOYS``); major → occupations
(``PREPARES_FOR``). Where a class has no occupations of its own, its parent's are taken at a
lower weight; where a major names a group, the occupations of the group are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import log2

from graph.match.snapshot import Edge, Snapshot
from graph.match.types import Hop

COVER_WEIGHT = {"core": 1.0, "related": 0.45, None: 0.7}
EMPLOY_WEIGHT = {"core": 1.0, "related": 0.5, None: 0.7}
PREPARE_WEIGHT = {"core": 1.0, "related": 0.7, "group": 0.6, None: 0.8}
PARENT_WEIGHT = 0.6
GROUP_WEIGHT = 0.6


@dataclass(frozen=True, slots=True)
class Reached:
    """A weight in [0, 1] and the hops that give it."""

    weight: float
    hops: tuple[Hop, ...]


def cluster_occupations(snapshot: Snapshot, cluster: str) -> dict[str, Reached]:
    """Occupation id → how strongly the cluster employs it, by its best path."""

    def make() -> dict[str, Reached]:
        best: dict[str, Reached] = {}
        for cover in snapshot.edges["COVERS"].out.get(cluster, ()):
            for employ, lead, factor in employers(snapshot, cover.end):
                weight = (
                    COVER_WEIGHT.get(cover.strength, 0.5)
                    * EMPLOY_WEIGHT.get(employ.strength, 0.5)
                    * factor
                )
                if weight > _weight(best, employ.end):
                    best[employ.end] = Reached(weight, (Hop(cover), *lead, Hop(employ)))
        return best

    found: dict[str, Reached] = snapshot.remember(f"occupations of {cluster}", make)
    return found


def employers(snapshot: Snapshot, industry: str) -> Iterator[tuple[Edge, tuple[Hop, ...], float]]:
    """(EMPLOYS edge, hops up to its class, factor) of the nearest class that has any."""
    lead: tuple[Hop, ...] = ()
    factor = 1.0
    current: str | None = industry
    while current is not None:
        edges = snapshot.edges["EMPLOYS"].out.get(current, ())
        if edges:
            for edge in edges:
                yield edge, lead, factor
            return
        up = snapshot.edges["PART_OF"].out.get(current, ())
        current = up[0].end if up else None
        if up:
            lead, factor = (*lead, Hop(up[0])), factor * PARENT_WEIGHT


def major_occupations(snapshot: Snapshot, major: str) -> dict[str, Reached]:
    """Occupation id → how surely the major prepares for it; groups spread over their members."""

    def make() -> dict[str, Reached]:
        best: dict[str, Reached] = {}
        for edge in snapshot.edges["PREPARES_FOR"].out.get(major, ()):
            weight = PREPARE_WEIGHT.get(edge.strength, 0.6)
            level = snapshot.occupations[edge.end]["level"]
            members = snapshot.edges["PART_OF"].into.get(edge.end, ())
            if level in ("大类", "中类"):
                continue  # a whole division of occupations tells nothing
            if not members:
                if weight > _weight(best, edge.end):
                    best[edge.end] = Reached(weight, (Hop(edge),))
                continue
            for member in members:
                shared = weight * GROUP_WEIGHT
                if shared > _weight(best, member.start):
                    best[member.start] = Reached(shared, (Hop(edge), Hop(member, forward=False)))
        return best

    found: dict[str, Reached] = snapshot.remember(f"occupations for {major}", make)
    return found


def rarity(snapshot: Snapshot, occupation: str) -> float:
    """How telling an occupation is: 1 where one industry division employs it, falling with
    the logarithm of their number."""

    def make() -> dict[str, float]:
        return {
            occ: 1.0 / (1.0 + log2(len({_division(e.start) for e in edges})))
            for occ, edges in snapshot.edges["EMPLOYS"].into.items()
        }

    table: dict[str, float] = snapshot.remember("rarity", make)
    return table.get(occupation, 1.0)


def _division(industry: str) -> str:
    return industry.partition(":")[2][:2]


def _weight(best: dict[str, Reached], occupation: str) -> float:
    return best[occupation].weight if occupation in best else 0.0


def joined_paths(
    snapshot: Snapshot, cluster: str, major: str, *, limit: int = 5
) -> list[tuple[float, tuple[Hop, ...]]]:
    """Best paths cluster → … → occupation ← … ← major as (weight, hops), strongest first."""
    reached = cluster_occupations(snapshot, cluster)
    joined = []
    for occupation, mine in major_occupations(snapshot, major).items():
        if occupation in reached:
            there = reached[occupation]
            back = tuple(Hop(h.edge, forward=not h.forward) for h in reversed(mine.hops))
            joined.append((there.weight * mine.weight, (*there.hops, *back)))
    joined.sort(key=lambda pair: (-pair[0], pair[1][-1].edge.end))
    return joined[:limit]
