"""Records with several columns: Splink on DuckDB against the product on the same pairs.

``python -m bench.resolve_splink [--lookalikes N] [--seed N] [--json]``.

- **Left**: short name and, where the pack knows it, the region of each listed firm.
- **Right**: the register of ``bench.resolve`` with regions: those of the pack, for look-alikes
  the region that their name begins with, else one drawn by the seed.
- **Splink** gets what it needs to do well: the whole name and the core (cut by the product's own
  parser) as columns beside the region, blocking on pairs of characters of the core in any place,
  Jaro–Winkler levels as its guides advise, weights by expectation maximisation.
- **The product** sees the names only.

Each side's decisions: the product's own; Splink's at the threshold that links most at a precision
of 0.98 here, which favours it.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
import time
from typing import Any

import numpy as np
import pandas as pd

from bench.lookalikes import SEED, lookalikes
from bench.resolve import (
    PAIRS,
    Found,
    interval,
    legal_names,
    measures,
    ours,
    read_pairs,
    read_regions,
    renamed,
    rows_of,
    with_threshold,
)
from graph.resolve.parts import Regions, split
from graph.resolve.register import Register, entries_of


def table(rows: list[tuple[str, str | None]], regions: Regions) -> pd.DataFrame:
    """(name, region) as the columns that Splink compares; a missing region is null."""
    cores = [split(name, regions).core or name for name, _ in rows]
    return pd.DataFrame(
        {
            "unique_id": range(len(rows)),
            "name": [name for name, _ in rows],
            "core": cores,
            "region": [region for _, region in rows],
            "grams": [[c[i : i + 2] for i in range(max(1, len(c) - 1))] for c in cores],
        }
    )


def splink(left: pd.DataFrame, right: pd.DataFrame) -> list[Found]:
    """The best right record of each left one, with its match probability."""
    import splink.comparison_library as compare
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[
            compare.JaroWinklerAtThresholds("core", [0.95, 0.88, 0.7]),
            compare.JaroWinklerAtThresholds("name", [0.9, 0.8, 0.7]),
            compare.ExactMatch("region"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("grams", arrays_to_explode=["grams"]),
            block_on("substr(core, 1, 2)"),
        ],
    )
    linker = Linker([left, right], settings, DuckDBAPI(), input_table_aliases=["a", "b"])
    training = linker.training
    training.estimate_probability_two_random_records_match([block_on("core")], recall=0.5)
    training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    for rule in (block_on("substr(core, 1, 2)"), block_on("region")):
        training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_probability=0.0).as_pandas_dataframe()
    found = found.sort_values("match_weight", ascending=False).drop_duplicates("unique_id_l")
    best = {
        int(r.unique_id_l): Found(str(r.name_r), float(r.match_weight)) for r in found.itertuples()
    }
    return [best.get(i, Found(None, -1e9)) for i in range(len(left))]


def run(count: int, seed: int) -> dict[str, Any]:
    """Both sides on one register."""
    pairs, regions, rng = read_pairs(PAIRS), read_regions(), random.Random(seed)
    names = legal_names(pairs)
    names += lookalikes(names, regions, count, seed)
    known = {r["name"]: r["region"] or None for r in rows_of(PAIRS)}
    codes = sorted({c for c in known.values() if c})

    def region(name: str) -> str | None:
        if name in known:
            return known[name]
        prefix = regions.prefix(split(name, regions).text)
        return next(iter(regions.codes.get(prefix, ())), None) or rng.choice(codes)

    mentions = [short for short, _ in pairs]
    is_renamed = np.array([renamed(s, legal, regions) for s, legal in pairs])
    sides: dict[str, dict[str, Any]] = {}
    hits: dict[str, np.ndarray] = {}
    for side in ("ours, names only", "Splink, names and region"):
        begin = time.perf_counter()
        if side.startswith("ours"):
            found = ours(Register(entries_of(names), regions), mentions)
        else:
            left = table([(s, known.get(legal)) for s, legal in pairs], regions)
            found = splink(left, table([(n, region(n)) for n in names], regions))
        seconds = time.perf_counter() - begin
        right = np.array([f.name == legal for f, (_, legal) in zip(found, pairs, strict=True)])
        hits[side] = right
        decided = found if side.startswith("ours") else with_threshold(found, right)
        sides[side] = {**measures(decided, right, is_renamed), "seconds": seconds}
    mine, theirs = hits.values()
    return {
        "pairs": len(pairs),
        "register": len(names),
        "sides": sides,
        "ours minus Splink, hit@1": interval(mine, theirs, seed),
    }


def main() -> None:
    """Print a table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lookalikes", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    logging.getLogger("splink").setLevel(logging.ERROR)
    result = run(options.lookalikes, options.seed)
    if options.json:
        print(json.dumps(result, ensure_ascii=False))
        return
    print(f"{result['pairs']} pairs, {result['register']} records")
    for side, values in result["sides"].items():
        print(side.ljust(26), " ".join(f"{k} {v:.3f}" for k, v in values.items()))
    low, high = result["ours minus Splink, hit@1"]
    print(f"ours minus Splink, hit@1: {low:+.3f} … {high:+.3f} (95 %, paired bootstrap)")


if __name__ == "__main__":
    main()
