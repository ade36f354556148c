"""Names of firms that do not exist but might: recombined regions, cores, trade words and forms.

Same seed, same names; none equals a real one. Cores are two or three characters of real cores in
a new order; one in ten is two halves of real ones (甲乙 + 丙丁 → 甲丁), one in four hundred is a
real core with another trade: a namesake, which a short name alone cannot tell from the real firm.
``hard`` has three times as many halves and four times as many namesakes.
"""

from __future__ import annotations

import random
from collections.abc import Iterable

from graph.ontology.ids import normalise_name
from graph.resolve.parts import Regions, split
from graph.resolve.words import WIDE

SEED = 20261124
HALVES, NAMESAKES = 0.10, 0.0025
HARD_HALVES, HARD_NAMESAKES = 0.30, 0.01
#: Joint-stock companies and groups are few among firms.
FORMS = (("有限公司", 0.80), ("股份有限公司", 0.10), ("集团有限公司", 0.05),
         ("集团股份有限公司", 0.02), ("有限责任公司", 0.03))  # fmt: skip


def lookalikes(
    real: Iterable[str],
    regions: Regions,
    count: int = 20_000,
    seed: int = SEED,
    *,
    hard: bool = False,
) -> list[str]:
    """``count`` different names made of the parts of ``real``."""
    names = sorted(set(real))
    parts = [split(n, regions) for n in names]
    taken = {normalise_name(n) for n in names} | {p.text for p in parts}
    sold = {(p.core, t) for p in parts for t in p.trades}
    cores = sorted({p.core for p in parts if 2 <= len(p.core) <= 5 and not regions.prefix(p.core)})
    trades = [p.trades for p in parts if p.trades]
    places = sorted({p.text[: p.core_at] for p in parts if regions.prefix(p.text)} - {"", *WIDE})
    rng = random.Random(seed)
    words, shares = [w for w, _ in FORMS], [s for _, s in FORMS]
    halves, namesakes = (HARD_HALVES, HARD_NAMESAKES) if hard else (HALVES, NAMESAKES)
    made: dict[str, None] = {}
    while len(made) < count:
        namesake = rng.random() < namesakes
        core = rng.choice(cores) if namesake else _core(rng, cores, halves)
        place = rng.choice(places) if rng.random() < 0.7 else ""
        trade = rng.choice(trades)[-2:]
        name = f"{place}{core}{''.join(trade)}{rng.choices(words, shares)[0]}"
        other = not any((core, word) in sold for word in trade) if namesake else core not in cores
        if other and normalise_name(name) not in taken:
            made[name] = None
    return list(made)


def _core(rng: random.Random, cores: list[str], halves: float) -> str:
    if rng.random() < halves:
        first, second = rng.choice(cores), rng.choice(cores)
        return first[: (len(first) + 1) // 2] + second[len(second) // 2 :]
    return "".join(rng.choice(rng.choice(cores)) for _ in range(rng.choice((2, 2, 2, 3))))
