"""How well majors are ranked for clusters, every algorithm and baseline in one run, on judged
pairs; and published pairs, if a file of them is given.

``python -m bench.match [--judged FILE] [--published FILE] [--out FILE] [--frozen FILE]``: two
readers graded pooled majors for some clusters (2 core, 1 peripheral, 0 none; ``gain`` is their
mean). The ranking is collapsed to distinct names, a name standing where its best level does;
majors that nobody judged count as 0. nDCG@20 with linear gain, R-precision at the number of core
majors (gain ≥ 1.5) but at most ten, 95 % bootstrap intervals over clusters, the share of unjudged
majors among the first twenty; all again without curated facts. ``--loco`` learns the weights anew
with each cluster left out in turn: the honest estimate of the frozen ones.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import defaultdict
from collections.abc import Mapping
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from graph.db import connect
from graph.match.algorithms import ALGORITHMS
from graph.match.evaluate import (
    PUBLISHED,
    by_model,
    evaluate,
    interval,
    major_names,
    ndcg,
    r_precision,
    read_pairs,
)
from graph.match.features import MAJOR_CLUSTER
from graph.match.snapshot import Snapshot, read_snapshot
from graph.match.types import Model
from graph.settings import settings
from graph.view import published_view

HERE = Path(__file__).parent
JUDGED = HERE / "data" / "judged_majors.csv"
FROZEN = HERE / "reference" / "match.json"
CORE = 1.5
DEPTH = 20
Gains = dict[str, dict[str, float]]


def read_judged(path: Path) -> Gains:
    """Cluster id → major name → gain."""
    pairs: Gains = defaultdict(dict)
    with path.open(encoding="utf-8") as handle:
        for row in csv.DictReader(handle):
            pairs[f"cluster:{row['cluster_code']}"][row["major"]] = float(row["gain"])
    return dict(pairs)


def measures(ranking: list[str], gains: Mapping[str, float]) -> dict[str, float]:
    """What is measured of one ranking."""
    core = {n for n, g in gains.items() if g >= CORE}
    return {
        "ndcg@20": ndcg(ranking, gains, DEPTH),
        "r_precision": r_precision(ranking, core),
        "unjudged@20": sum(n not in gains for n in ranking[:DEPTH]) / DEPTH,
        "ndcg@20 judged only": ndcg([n for n in ranking if n in gains], gains, DEPTH),
    }


def over_clusters(found: list[dict[str, float]]) -> dict[str, Any]:
    """Means with intervals."""
    out: dict[str, Any] = {}
    for name in found[0]:
        values = [f[name] for f in found]
        out[name] = round(float(np.mean(values)), 3)
        out[f"{name} interval"] = [round(x, 3) for x in interval(values)]
    return out


def of_model(snapshot: Snapshot, judged: Gains, model: Model) -> dict[str, Any]:
    """The measures of one algorithm."""
    score = by_model(snapshot, model)
    return over_clusters([measures(major_names(snapshot, c, score), g) for c, g in judged.items()])


def leave_one_out(snapshot: Snapshot, judged: Gains) -> dict[str, Any]:
    """Weights learned by coordinate ascent without a cluster, measured on it."""
    names = [f.name for f in MAJOR_CLUSTER.features if f.name not in PUBLISHED]
    tables = {c: _table(snapshot, c, names) for c in judged}
    found = []
    for cluster, gains in judged.items():
        others = {c: g for c, g in judged.items() if c != cluster}
        weights = _ascend(tables, others, len(names))
        found.append(measures(_order(tables[cluster], weights), gains))
    return over_clusters(found)


def _table(snapshot: Snapshot, cluster: str, names: list[str]) -> tuple[list[str], Any]:
    """Names of majors, and per name the features of its majors (absent levels repeat one)."""
    features = [f for f in MAJOR_CLUSTER.features if f.name in names]
    rows: dict[str, list[list[float]]] = defaultdict(list)
    for major, row in snapshot.majors.items():
        if not row["named_only"]:
            values = [f.function(snapshot, cluster, major).value or 0.0 for f in features]
            rows[row["name"]].append(values)
    order = sorted(rows)
    most = max(len(r) for r in rows.values())
    return order, np.array([(rows[n] * most)[:most] for n in order])


def _order(table: tuple[list[str], Any], weights: Any) -> list[str]:
    names, values = table
    score = (values @ weights).max(axis=1)
    return [names[i] for i in np.argsort(-score, kind="stable")]


def _ascend(tables: Mapping[str, Any], judged: Gains, count: int) -> Any:
    def worth(weights: Any) -> float:
        found = [measures(_order(tables[c], weights), g) for c, g in judged.items()]
        return float(np.mean([f["ndcg@20"] + 0.3 * f["r_precision"] for f in found]))

    weights = np.ones(count)
    best = worth(weights)
    for place, value in [*product(range(count), (0.25, 0.5, 1.0, 1.5, 2.0))] * 2:
        tried = weights.copy()
        tried[place] = value
        if (got := worth(tried)) > best + 1e-6:
            best, weights = got, tried
    return weights


def run(judged: Path, published: Path | None, *, loco: bool) -> dict[str, Any]:
    """All figures of one run."""
    gains = read_judged(judged)
    with connect(settings()) as db:
        view = published_view(db)
        whole = read_snapshot(view)
        bare = read_snapshot(view.leaving_out(["curated"]))
        result: dict[str, Any] = {
            "clusters": len(gains),
            "judged": {n: of_model(whole, gains, m) for n, m in ALGORITHMS.items()},
            "judged without curated": {
                n: of_model(bare, gains, ALGORITHMS[n]) for n in ("evidence", "words")
            },
        }
        if loco:
            result["judged"]["evidence, leave one out"] = leave_one_out(whole, gains)
        if published:
            result["published"] = evaluate(view, read_pairs(published))
    return result


def table(result: Mapping[str, Any]) -> str:
    """The judged figures as text."""
    lines = [f"{'':28} nDCG@20 (95 %)        R-precision (95 %)    unjudged"]
    for part in ("judged", "judged without curated"):
        for name, found in result[part].items():
            cells = [
                f"{found[k]:.3f} ({found[f'{k} interval'][0]:.2f}–{found[f'{k} interval'][1]:.2f})"
                for k in ("ndcg@20", "r_precision")
            ]
            label = name if part == "judged" else f"{name}, no curated"
            lines.append(f"{label:28} {cells[0]:21} {cells[1]:21} {found['unjudged@20']:.2f}")
    return "\n".join(lines)


def against(result: Mapping[str, Any], frozen: Mapping[str, Any]) -> list[str]:
    """Differences of the means from a frozen run."""
    return [
        f"{part} {name} {key}: {frozen[part][name][key]} → {found[key]}"
        for part in ("judged", "judged without curated")
        for name, found in result[part].items()
        for key in ("ndcg@20", "r_precision")
        if name in frozen.get(part, {}) and frozen[part][name][key] != found[key]
    ]


def main() -> None:
    """Print a table, write JSON, and say what differs from the frozen run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--judged", type=Path, default=JUDGED)
    parser.add_argument("--published", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--frozen", type=Path, default=FROZEN)
    parser.add_argument("--loco", action="store_true")
    asked = parser.parse_args()
    result = run(asked.judged, asked.published, loco=asked.loco)
    print(table(result))
    if "published" in result:
        print(json.dumps(result["published"], ensure_ascii=False))
    if asked.out:
        asked.out.parent.mkdir(parents=True, exist_ok=True)
        asked.out.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", "utf-8")
    if asked.frozen.is_file():
        for line in against(result, json.loads(asked.frozen.read_text("utf-8"))):
            print("differs from the frozen run:", line)


if __name__ == "__main__":
    main()
