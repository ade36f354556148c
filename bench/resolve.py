"""Short names of listed firms against legal names among look-alikes: the product and its peers.

``python -m bench.resolve [--pairs FILE] [--lookalikes N] [--seed N] [--hard] [--json]``.
``FILE`` has the columns ``short`` and ``legal``; without it, the pairs are those of the pack of
listed firms.

- **Register**: the legal names of the packs of firms and 20,000 look-alikes
  (``bench/lookalikes.py``). It holds names and nothing else: no short name, alias, former name
  or code, so nothing tells it what is asked.
- **Renamed**: no core of the short name, in order, is in the legal name (a rule, see
  :func:`renamed`). They are listed apart; a link without a person would be a guess.
- **Peers** give one score per name and no decision. Each gets the threshold that is best for it
  here: most links at a precision of 0.98.
- **Bootstrap**: pairs are drawn with replacement 10,000 times; the interval is that of the
  difference in hit@1.
"""

from __future__ import annotations

import argparse
import csv
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import LCSseq
from sklearn.feature_extraction.text import TfidfVectorizer

from bench.lookalikes import SEED, lookalikes
from graph.ontology.ids import normalise_name
from graph.resolve.linking import Resolver
from graph.resolve.parts import Regions, split
from graph.resolve.register import Register, entries_of

SOURCES = Path(__file__).parents[1] / "ingest" / "sources"
PAIRS = SOURCES / "zj-listed-firms" / "firms.csv"
OTHERS = ("hz-zjtx-2025/firms.csv", "named-organisations/organisations.csv")
BARS = {"hit@1": 0.95, "hit@1 without renamed": 0.97, "precision": 0.98}
DRAWS = 10_000


@dataclass(frozen=True)
class Found:
    """The first candidate of a mention; ``decision`` is made later for peers."""

    name: str | None
    score: float
    decision: str = ""


def rows_of(path: Path) -> list[dict[str, str]]:
    """Rows of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def read_pairs(path: Path) -> list[tuple[str, str]]:
    """(short, legal) pairs whose two names differ."""
    pairs = [
        (_first(r, "short", "short_name"), _first(r, "legal", "name", "name_zh"))
        for r in rows_of(path)
    ]
    return [(s, n) for s, n in pairs if s and n and normalise_name(s) != normalise_name(n)]


def _first(row: dict[str, str], *columns: str) -> str:
    return next((row[c] for c in columns if row.get(c)), "")


def legal_names(pairs: Sequence[tuple[str, str]]) -> list[str]:
    """Legal names of the pairs and of the packs. A name that is nothing but a tested short name
    is left out; of the organisations that are only named, those with a legal form are in."""
    tested = {normalise_name(s) for s, _ in pairs}
    names = [legal for _, legal in pairs] + [r["name"] for r in rows_of(PAIRS)]
    for path in OTHERS:
        named = [
            r["name"] for r in rows_of(SOURCES / path) if r.get("kind") in (None, "enterprise")
        ]
        names += [n for n in named if "公司" in n]
    return [n for n in dict.fromkeys(names) if normalise_name(n) not in tested]


def read_regions() -> Regions:
    """Regions of the bundle."""
    return Regions.of(
        (r["code"], [r["name"]]) for r in rows_of(SOURCES / "cn-regions" / "regions.csv")
    )


def renamed(short: str, legal: str, regions: Regions) -> bool:
    """Whether neither the short name nor its core is in the legal name in order: the firm has
    another name by now, or the short name another root."""
    parts, whole = split(short, regions), normalise_name(legal)
    said = parts.text[: len(parts.text) - len(parts.form)]
    return not _in_order(said, whole) and not _in_order(parts.core, whole)


def _in_order(short: str, whole: str) -> bool:
    rest = iter(whole)
    return all(c in rest for c in short)


def ours(register: Register, mentions: Sequence[str]) -> list[Found]:
    """The product."""
    found = []
    for answer in Resolver(register).resolve(mentions, top=1):
        first: dict[str, Any] = next(iter(answer["candidates"]), {})
        found.append(Found(first.get("name"), first.get("score", 0.0), answer["decision"]))
    return found


def wratio(names: list[str], mentions: list[str]) -> list[Found]:
    """rapidfuzz's WRatio: the first name with the highest score."""
    return _best(process.cdist(mentions, names, scorer=fuzz.WRatio, dtype=np.float32), names)


def subsequence(names: list[str], mentions: list[str]) -> list[Found]:
    """rapidfuzz's longest common subsequence as a share of the mention; the shorter name first."""
    common = process.cdist(mentions, names, scorer=LCSseq.similarity, dtype=np.float32)
    shares = common / np.array([[len(m)] for m in mentions], dtype=np.float32)
    return _best(shares - 1e-3 * np.array([len(n) for n in names], dtype=np.float32), names)


def _best(scores: np.ndarray, names: list[str]) -> list[Found]:
    return [Found(names[j], float(scores[i, j])) for i, j in enumerate(scores.argmax(axis=1))]


def tfidf_of_stems(names: list[str], mentions: list[str]) -> list[Found]:
    """The same after marks and legal forms were cut off, which is fairer to it."""
    cut = [_cut(n) for n in names]
    found = tfidf(cut, [_cut(m) for m in mentions])
    at = {stem: name for stem, name in zip(cut[::-1], names[::-1], strict=True)}
    return [Found(at.get(f.name or ""), f.score) for f in found]


def _cut(name: str) -> str:
    parts = split(name, Regions())
    return parts.text[: len(parts.text) - len(parts.form)]


def tfidf(names: list[str], mentions: list[str]) -> list[Found]:
    """Cosine of character 1–3-gram TF-IDF."""
    vectors = TfidfVectorizer(analyzer="char", ngram_range=(1, 3))
    matrix = vectors.fit_transform(names)
    scores = (vectors.transform(mentions) @ matrix.T).tocsr()
    found = []
    for i in range(len(mentions)):
        row = scores[i]
        at = int(row.indices[row.data.argmax()]) if row.nnz else -1
        found.append(Found(names[at] if at >= 0 else None, float(row.data.max(initial=0))))
    return found


PEERS: dict[str, Callable[[list[str], list[str]], list[Found]]] = {
    "rapidfuzz WRatio": wratio,
    "rapidfuzz LCSseq": subsequence,
    "TF-IDF 1-3": tfidf,
    "TF-IDF, forms cut": tfidf_of_stems,
}


def with_threshold(found: list[Found], right: np.ndarray) -> list[Found]:
    """A peer's decisions at the threshold that links most at the wanted precision."""
    scores = np.array([f.score for f in found])
    kept, best = np.inf, 0
    for threshold in np.unique(scores):
        linked = scores >= threshold
        if right[linked].mean() >= BARS["precision"] and linked.sum() > best:
            kept, best = float(threshold), int(linked.sum())
    return [Found(f.name, f.score, "auto" if f.score >= kept else "review") for f in found]


def measures(found: list[Found], right: np.ndarray, is_renamed: np.ndarray) -> dict[str, float]:
    """hit@1 and what the decisions are worth."""
    auto = np.array([f.decision == "auto" for f in found])
    precision = float(right[auto].mean()) if auto.any() else 0.0
    recall = float((right & auto).mean())
    both = precision + recall
    return {
        "hit@1": float(right.mean()),
        "hit@1 without renamed": float(right[~is_renamed].mean()),
        "precision": precision,
        "recall": recall,
        "F1": 2 * precision * recall / both if both else 0.0,
        "auto": float(auto.mean()),
        "review": float(np.mean([f.decision == "review" for f in found])),
        "nil": float(np.mean([f.decision == "nil" for f in found])),
        "renamed linked": float((auto & is_renamed).sum()),
    }


def interval(mine: np.ndarray, theirs: np.ndarray, seed: int) -> tuple[float, float]:
    """95 % interval of the difference in hit@1, by paired bootstrap."""
    rng = np.random.default_rng(seed)
    difference = mine.astype(float) - theirs
    draws = rng.integers(0, len(difference), (DRAWS, len(difference)))
    low, high = np.quantile(difference[draws].mean(axis=1), (0.025, 0.975))
    return float(low), float(high)


def run(
    pairs: list[tuple[str, str]], count: int, seed: int, *, hard: bool = False
) -> dict[str, object]:
    """All sides on one register."""
    regions, names = read_regions(), legal_names(pairs)
    names += lookalikes(names, regions, count, seed, hard=hard)
    mentions = [s for s, _ in pairs]
    is_renamed = np.array([renamed(s, legal, regions) for s, legal in pairs])
    sides: dict[str, dict[str, object]] = {}
    hits: dict[str, np.ndarray] = {}
    answers: list[Found] = []
    for side in ("ours", *PEERS):
        begin = time.perf_counter()
        found = (
            ours(Register(entries_of(names), regions), mentions)
            if side == "ours"
            else PEERS[side](names, mentions)
        )
        seconds = time.perf_counter() - begin
        right = np.array([f.name == legal for f, (_, legal) in zip(found, pairs, strict=True)])
        answers = answers or found
        found = found if side == "ours" else with_threshold(found, right)
        hits[side] = right
        sides[side] = {**measures(found, right, is_renamed), "seconds": seconds}
        if side != "ours":
            sides[side]["ours minus this"] = interval(hits["ours"], right, seed)
    return {
        "pairs": len(pairs),
        "register": len(names),
        "sides": sides,
        "renamed": [
            {"short": s, "legal": legal, "decision": f.decision}
            for (s, legal), f, r in zip(pairs, answers, is_renamed, strict=True)
            if r
        ],
        "missed": [
            {"short": s, "legal": legal, "first": f.name, "decision": f.decision}
            for (s, legal), f, r in zip(pairs, answers, is_renamed, strict=True)
            if not r and f.name != legal
        ],
    }


def verdicts(result: dict[str, object]) -> dict[str, bool]:
    """Which bars are met."""
    sides: dict[str, dict[str, object]] = result["sides"]  # type: ignore[assignment]
    mine = sides["ours"]
    met = {f"{k} >= {v}": float(mine[k]) >= v for k, v in BARS.items()}  # type: ignore[arg-type]
    met["renamed are review or nil"] = mine["renamed linked"] == 0
    for peer in PEERS:
        low: float = sides[peer]["ours minus this"][0]  # type: ignore[index]
        met[f"better than {peer}"] = low > 0
    return met


def show(result: dict[str, object]) -> None:
    """The result as a table."""
    sides: dict[str, dict[str, object]] = result["sides"]  # type: ignore[assignment]
    columns = list(sides["ours"])
    print(f"{result['pairs']} pairs, {result['register']} names")
    print(" | ".join(["side".ljust(18), *columns, "ours minus this"]))
    for side, values in sides.items():
        cells = [f"{values[c]:.3f}".rjust(len(c)) for c in columns]
        low_high = values.get("ours minus this")
        cells.append("" if low_high is None else "{:+.3f} … {:+.3f}".format(*low_high))  # type: ignore[misc]
        print(" | ".join([side.ljust(18), *cells]))
    for kind in ("renamed", "missed"):
        print(f"\n{kind}:")
        for row in result[kind]:  # type: ignore[attr-defined]
            print("  " + " · ".join(str(v) for v in row.values()))
    print()
    for bar, met in verdicts(result).items():
        print(("met     " if met else "NOT MET ") + bar)


def main() -> None:
    """Print a table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=Path, default=PAIRS)
    parser.add_argument("--lookalikes", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--hard", action="store_true", help="more halves, more namesakes")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    result = run(read_pairs(options.pairs), options.lookalikes, options.seed, hard=options.hard)
    if options.json:
        print(json.dumps({**result, "met": verdicts(result)}, ensure_ascii=False))
    else:
        show(result)


if __name__ == "__main__":
    main()
