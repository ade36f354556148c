"""Job titles to occupations: the product and its peers in the same folds.

``python -m bench.text_titles [--seeds 1] [--meaning] [--json]``. Five folds of the labelled titles
(``graph/resolve/occupations/job_titles.csv``). The product is fitted in each fold on the other
titles and the names of the classification, its probabilities by leaving one out within them.

- **Right** is an equal code, or a finer one below a coarse label; for groups (first four
  characters) the same.
- **Peers**: LinearSVC over character TF-IDF (1-3), nearest neighbour of the same vectors (titles
  alone, and with the names of the classification), rapidfuzz over the titles.
- **Bootstrap**: titles are drawn with replacement 10,000 times; the interval is that of the
  difference to the product.
"""

from __future__ import annotations

import argparse
import csv
import json
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import KFold
from sklearn.svm import LinearSVC

from bench.text import Options, Report, scored
from graph.resolve.occupations import Labelled, fit, read_titles
from graph.resolve.occupations.codes import covers, group_covers
from graph.resolve.occupations.training import names_of

OCCUPATIONS = Path(__file__).parents[1] / "ingest/sources/cn-occupations-2022/occupations.csv"
DRAWS = 10_000
#: Answers from this probability on are to be right as often.
SURE = 0.9
Pairs = Sequence[tuple[str, str]]


def read_occupations() -> list[Labelled]:
    """The classification of the bundle."""
    with OCCUPATIONS.open(encoding="utf-8", newline="") as handle:
        return [
            Labelled(r["code"], r["name"], tuple(filter(None, r["aliases"].split("|"))))
            for r in csv.DictReader(handle)
        ]


def svc(train: Pairs, names: Pairs, asked: list[str]) -> list[str]:
    """LinearSVC over character TF-IDF."""
    space = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True)
    model = LinearSVC().fit(space.fit_transform([t for t, _ in train]), [c for _, c in train])
    return list(model.predict(space.transform(asked)))


def nearest(train: Pairs, names: Pairs, asked: list[str]) -> list[str]:
    """The label of the nearest title by the same vectors."""
    space = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True)
    rows = space.fit_transform([t for t, _ in train])
    best = (space.transform(asked) @ rows.T).toarray().argmax(axis=1)
    return [train[i][1] for i in best]


def nearest_named(train: Pairs, names: Pairs, asked: list[str]) -> list[str]:
    """The same with the names of the classification among the titles."""
    return nearest([*train, *names], [], asked)


def fuzzy(train: Pairs, names: Pairs, asked: list[str]) -> list[str]:
    """The label of the title with the highest rapidfuzz ratio."""
    scores = process.cdist(asked, [t for t, _ in train], scorer=fuzz.ratio, dtype=np.float32)
    return [train[i][1] for i in scores.argmax(axis=1)]


PEERS: dict[str, Callable[[Pairs, Pairs, list[str]], list[str]]] = {
    "LinearSVC": svc,
    "TF-IDF nearest": nearest,
    "TF-IDF nearest, with names": nearest_named,
    "rapidfuzz": fuzzy,
}


def rights(found: Sequence[str], gold: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Whether each answer is right, as a full code and as a group."""
    full = [covers(g, f) for f, g in zip(found, gold, strict=True)]
    group = [group_covers(g, f) for f, g in zip(found, gold, strict=True)]
    return np.array(full), np.array(group)


def interval(difference: np.ndarray, seed: int = 0) -> tuple[float, float]:
    """95 % interval of a mean, by bootstrap."""
    rng = np.random.default_rng(seed)
    draws = rng.integers(0, len(difference), (DRAWS, len(difference)), dtype=np.int32)
    low, high = np.quantile(difference[draws].mean(axis=1), (0.025, 0.975))
    return float(low), float(high)


@dataclass
class Answers:
    """What every side answers to the titles of the folds that ran, by their places ``asked``."""

    titles: list[tuple[str, str]]
    found: dict[str, list[str]]
    chances: np.ndarray
    asked: list[int]
    seconds: Counter[str]

    def rights(self, side: str) -> tuple[np.ndarray, np.ndarray]:
        """Whether each answer of a side is right, as a full code and as a group."""
        found = [self.found[side][i] for i in self.asked]
        return rights(found, [self.titles[i][1] for i in self.asked])


def answers(seed: int, embed: Any = None, folds: int = 5) -> Answers:
    """All sides in the first ``folds`` of the five folds of one seed."""
    titles, occupations = read_titles(), read_occupations()
    names, called = names_of(occupations), {o.code: o.name for o in occupations}
    found: dict[str, list[str]] = {side: [""] * len(titles) for side in ("ours", *PEERS)}
    seconds: Counter[str] = Counter()
    chances, seen = np.zeros(len(titles)), set[int]()
    split = KFold(5, shuffle=True, random_state=seed).split(titles)
    for train, test in islice(split, folds):
        seen.update(map(int, test))
        known, asked = [titles[i] for i in train], [titles[i][0] for i in test]
        begin = time.perf_counter()
        for i, answer in zip(test, fit(known, names, called, embed).link(asked), strict=True):
            found["ours"][i], chances[i] = answer["code"] or "", answer["probability"]
        seconds["ours"] += time.perf_counter() - begin
        for side, peer in PEERS.items():
            begin = time.perf_counter()
            for i, code in zip(test, peer(known, names, asked), strict=True):
                found[side][i] = code
            seconds[side] += time.perf_counter() - begin
    return Answers(titles, found, chances, sorted(seen), seconds)


def run(options: Options) -> Report:
    """Right answers as F1 (one answer and one label a title); of one fold where it is quick."""
    held, report = answers(0, folds=1 if options.quick else 5), Report()
    where = "one fold" if options.quick else "five folds"
    for side in held.found:
        for level, right in zip(("full code", "group"), held.rights(side), strict=True):
            counts = [(int(r), int(not r), int(not r)) for r in right]
            report.scores.append(scored(f"titles, {level}, {where}", side, counts))
    full, _ = held.rights("ours")
    sure = held.chances[held.asked] >= SURE
    counts = [(int(r), int(not r), int(not r)) for r in full[sure]]
    report.scores.append(scored(f"titles, sure, {where}", "ours", counts))
    for place, right in zip(held.asked, full, strict=True):
        title, label = held.titles[place]
        if not right:
            report.errors.append(("title", title, f"{label}, answered {held.found['ours'][place]}"))
    return report


def compare(seed: int, embed: Any = None) -> dict[str, Any]:
    """All sides in the five folds of one seed."""
    held = answers(seed, embed)
    titles, found, chances = held.titles, held.found, held.chances
    full, group = held.rights("ours")
    sides: dict[str, Any] = {}
    for side in found:
        f, g = held.rights(side)
        seconds = held.seconds[side]
        sides[side] = {"full": float(f.mean()), "group": float(g.mean()), "seconds": seconds}
        if side != "ours":
            sides[side]["ours minus, full"] = interval(full.astype(float) - f)
            sides[side]["ours minus, group"] = interval(group.astype(float) - g)
    table = calibration(chances, full)
    errors = [
        {"title": t, "label": g, "answer": a, "probability": float(p)}
        for (t, g), a, p, r in zip(titles, found["ours"], chances, full, strict=True)
        if not r
    ]
    return {"seed": seed, "titles": len(titles), "sides": sides, "calibration": table,
            "errors": sorted(errors, key=lambda e: -e["probability"])}  # fmt: skip


def calibration(chances: np.ndarray, right: np.ndarray) -> list[dict[str, float]]:
    """Said and true shares of right answers by tenth of the probability."""
    rows = []
    for low in np.arange(0, 1, 0.1):
        held = (chances >= low) & (chances < low + 0.1 if low < 0.85 else chances <= 1)
        if held.any():
            said, true = float(chances[held].mean()), float(right[held].mean())
            row = {"from": round(float(low), 1), "titles": int(held.sum())}
            rows.append({**row, "said": said, "true": true})
    return rows


def show(result: dict[str, Any], errors: int) -> None:
    """The result as tables."""
    print(f"seed {result['seed']}, {result['titles']} titles")
    for side, values in result["sides"].items():
        line = f"{side:28} full {values['full']:.4f}  group {values['group']:.4f}"
        if "ours minus, full" in values:
            line += "  ours minus: {:+.3f} … {:+.3f}".format(*values["ours minus, full"])
            line += ", {:+.3f} … {:+.3f}".format(*values["ours minus, group"])
        print(f"{line}  {values['seconds']:.0f} s")
    for row in result["calibration"]:
        print("  p ≥ {from:.1f}: {titles:5} titles, said {said:.3f}, true {true:.3f}".format(**row))
    for error in result["errors"][:errors]:
        print("  {title} · {label} · {answer} · {probability:.2f}".format(**error))


def main() -> None:
    """Print tables, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--errors", type=int, default=20)
    parser.add_argument("--meaning", action="store_true", help="with sentence vectors (extra)")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    embed = None
    if options.meaning:
        from graph.resolve.meaning import embedder

        embed = embedder()
    results = [compare(seed, embed) for seed in range(options.seeds)]
    if options.json:
        print(json.dumps(results, ensure_ascii=False))
        return
    for result in results:
        show(result, options.errors)


if __name__ == "__main__":
    main()
