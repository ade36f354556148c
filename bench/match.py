"""How well majors are ranked for clusters, against simple baselines, on judged pairs.

``python -m bench.match [--pairs FILE]``: for ten clusters two readers graded pooled majors
(2 core, 1 peripheral, 0 none; ``gain`` is their mean). Majors that nobody judged count as 0,
and the pool came from name and text retrieval, so rankings by text are favoured. Prints
nDCG@10/20/50 (gain 2^g − 1, discount log2) of the model, of each feature alone and of shuffled
weights, and the same over judged majors only.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import defaultdict
from collections.abc import Callable
from math import log2
from pathlib import Path

from graph.db import connect
from graph.match.features import MAJOR_CLUSTER
from graph.match.snapshot import Snapshot, read_snapshot
from graph.match.types import score_pair
from graph.settings import settings
from graph.view import published_view

PAIRS = Path(__file__).parent / "data" / "judged_majors.csv"
DEPTHS = (10, 20, 50)
Scorer = Callable[[str, str], float]


def read_pairs(path: Path) -> dict[str, dict[str, float]]:
    """Cluster code → major name → gain."""
    pairs: dict[str, dict[str, float]] = defaultdict(dict)
    with path.open(encoding="utf-8") as handle:
        for row in csv.DictReader(handle):
            pairs[row["cluster_code"]][row["major"]] = float(row["gain"])
    return dict(pairs)


def ndcg(ranking: list[str], gains: dict[str, float], depth: int) -> float:
    """Normalised discounted cumulative gain (Järvelin & Kekäläinen 2002), gain 2^g − 1."""
    ideal = sorted(gains.values(), reverse=True)[:depth]
    best = sum((2**g - 1) / log2(i + 2) for i, g in enumerate(ideal))
    got = sum((2 ** gains.get(n, 0.0) - 1) / log2(i + 2) for i, n in enumerate(ranking[:depth]))
    return got / best if best else 0.0


def ranking(snapshot: Snapshot, cluster: str, score: Scorer) -> list[str]:
    """Major names, best first; a name at several levels stands where its best level does."""
    best: dict[str, float] = {}
    for major, row in snapshot.majors.items():
        if not row["named_only"]:
            best[row["name"]] = max(best.get(row["name"], -1.0), score(cluster, major))
    return sorted(best, key=lambda name: (-best[name], name))


def evaluate(
    snapshot: Snapshot, pairs: dict[str, dict[str, float]], score: Scorer
) -> dict[str, float]:
    """Means over clusters: nDCG at each depth, and at 20 over judged majors only."""
    totals: dict[str, float] = defaultdict(float)
    for code, gains in pairs.items():
        order = ranking(snapshot, f"cluster:{code}", score)
        for depth in DEPTHS:
            totals[f"ndcg@{depth}"] += ndcg(order, gains, depth)
        totals["ndcg@20 judged only"] += ndcg([n for n in order if n in gains], gains, 20)
    return {name: round(total / len(pairs), 3) for name, total in totals.items()}


def scorers(snapshot: Snapshot) -> dict[str, Scorer]:
    """The model, and each feature alone as a baseline."""

    def model(cluster: str, major: str) -> float:
        return score_pair(MAJOR_CLUSTER, MAJOR_CLUSTER.weights, snapshot, cluster, major).score

    found: dict[str, Scorer] = {"model": model}
    for feature in MAJOR_CLUSTER.features:
        function = feature.function
        found[feature.name] = lambda c, m, f=function: f(snapshot, c, m).value or 0.0  # type: ignore[misc]
    return found


def main() -> None:
    """Print one JSON line per scorer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=Path, default=PAIRS)
    pairs = read_pairs(parser.parse_args().pairs)
    with connect(settings()) as db:
        snapshot = read_snapshot(published_view(db))
    for name, score in scorers(snapshot).items():
        print(json.dumps({"scorer": name, **evaluate(snapshot, pairs, score)}))


if __name__ == "__main__":
    main()
