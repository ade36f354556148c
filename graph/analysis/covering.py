"""Choosing members that cover the most: greedy, for a weighted coverage.

Covering more never makes the value smaller, and a member adds less the more there are already
(the function is monotone and submodular). Greedy choice then reaches at least 1 − 1/e of the best
possible choice of the same size (Nemhauser, Wolsey, Fisher 1978).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from graph.analysis.types import Formula

GREEDY = Formula(
    "贪心加权覆盖",
    "每步选入新增覆盖权重最大的成员，f(S) = Σ w_i（i 为已被覆盖的环节、行业、专业、地区）",
    "Nemhauser、Wolsey、Fisher 1978：单调次模函数，贪心不低于最优的 1 − 1/e",
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A chosen member, what it adds, and the value with it."""

    member: str
    gain: float
    value: float
    adds: frozenset[str]


def value_of(covered: Iterable[str], weights: Mapping[str, float]) -> float:
    """Sum of the weights of what is covered, each once."""
    return sum(weights.get(item, 0.0) for item in sorted(set(covered)))


def greedy(
    covers: Mapping[str, Set[str]],
    weights: Mapping[str, float],
    size: int,
    *,
    first: Sequence[str] = (),
) -> list[Choice]:
    """Members in the order chosen: ``first`` as given, then by what each adds; ties go to the
    one that stands earlier in ``covers``. Stops when nothing more is added or at ``size``."""
    chosen: list[Choice] = []
    covered: set[str] = set()

    def take(member: str) -> None:
        adds = frozenset(covers[member]) - covered
        covered.update(adds)
        chosen.append(
            Choice(member, value_of(adds, weights), value_of(covered, weights), frozenset(adds))
        )

    for member in dict.fromkeys(first):
        take(member)
    rest = [m for m in covers if m not in set(first)]
    while rest and len(chosen) < size:
        best = max(rest, key=lambda m: value_of(set(covers[m]) - covered, weights))
        if value_of(set(covers[best]) - covered, weights) <= 0:
            break
        take(best)
        rest.remove(best)
    return chosen
