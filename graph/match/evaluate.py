"""How good rankings are on labelled pairs: the measures, and the evaluation of any pairs.

Measures are means over left sides. nDCG takes the gain itself, not 2^gain − 1: with it one
reader against the mean of two gives 0.99, as measured when the pairs were made. Majors are ranked
by distinct names, a name standing where its best level does.
"""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import log2
from pathlib import Path
from typing import Any

from graph.errors import AmbiguousName, GraphError, NotFound
from graph.match.algorithms import ALGORITHMS
from graph.match.answer import current_clusters
from graph.match.partner_data import hidden, partners_of, with_partners
from graph.match.partner_features import popularity
from graph.match.partners import score_partners
from graph.match.snapshot import Snapshot, snapshot_of
from graph.match.types import Model, score_pair
from graph.ontology import REGISTRY
from graph.ontology.entities import Major
from graph.resolve.lookup import resolve
from graph.view import View

COLUMNS = ("left_type", "left_name", "right_type", "right_name")
DEPTH = 20
#: Fewer pairs say too little for a bar.
FEW = 40
DRAWS = 2000
#: Features that a tested publication may state: silent while pairs of majors are tested.
PUBLISHED = ("published", "partner_firms")
Ranking = Callable[[str], Sequence[str]]
Row = dict[str, str]


class PairsInvalid(GraphError):
    """The file of pairs lacks a column."""

    code = "pairs_invalid"


def ndcg(ranking: Sequence[str], gains: Mapping[str, float], depth: int = DEPTH) -> float:
    """Normalised discounted cumulative gain with linear gain (Järvelin & Kekäläinen 2002)."""
    ideal = sorted(gains.values(), reverse=True)[:depth]
    best = sum(g / log2(i + 2) for i, g in enumerate(ideal))
    got = sum(gains.get(n, 0.0) / log2(i + 2) for i, n in enumerate(ranking[:depth]))
    return got / best if best else 0.0


def r_precision(ranking: Sequence[str], core: set[str], most: int = 10) -> float:
    """Share of core things among the first R, R being their number but at most ``most``."""
    depth = min(most, len(core))
    return sum(n in core for n in ranking[:depth]) / depth if depth else 0.0


def recall(ranking: Sequence[str], wanted: set[str], depth: int) -> float:
    """Share of the wanted things among the first ``depth``."""
    return sum(n in wanted for n in ranking[:depth]) / len(wanted) if wanted else 0.0


def reciprocal_rank(ranking: Sequence[str], wanted: set[str]) -> float:
    """1 ÷ place of the first wanted thing; 0 where there is none."""
    return next((1 / (i + 1) for i, n in enumerate(ranking) if n in wanted), 0.0)


def interval(values: Sequence[float], draws: int = DRAWS, seed: int = 0) -> tuple[float, float]:
    """95 % percentile bootstrap of the mean, over the values (Efron & Tibshirani 1993)."""
    if not values:
        return (0.0, 0.0)
    rng = random.Random(seed)  # noqa: S311 - a sample, not a secret
    means = sorted(sum(rng.choices(values, k=len(values))) / len(values) for _ in range(draws))
    return means[int(0.025 * draws)], means[int(0.975 * draws) - 1]


def major_names(snapshot: Snapshot, cluster: str, score: Callable[[str, str], float]) -> list[str]:
    """Names of the majors of the catalogue, best first; a name stands where its best level does."""
    best: dict[str, float] = {}
    for major, row in snapshot.majors.items():
        if not row["named_only"]:
            best[row["name"]] = max(best.get(row["name"], -1.0), score(cluster, major))
    return sorted(best, key=lambda name: (-best[name], name))


def by_model(snapshot: Snapshot, model: Model) -> Callable[[str, str], float]:
    """The score of an algorithm without what publications state of the pair, which may be the
    very publication that is tested."""
    weights = {k: 0.0 if k in PUBLISHED else w for k, w in model.weights.items()}
    return lambda c, m: score_pair(model, weights, snapshot, c, m).score


def read_pairs(path: Path) -> list[Row]:
    """Rows of a CSV file of pairs.

    Raises:
        PairsInvalid: a column is missing.
    """
    with path.open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    missing = [c for c in COLUMNS if not rows or c not in rows[0]]
    if missing:
        raise PairsInvalid(
            f"{path.name} has no column '{missing[0]}', or no rows.",
            hint=f"Columns: {', '.join(COLUMNS)}.",
        )
    return rows


def evaluate(view: View, rows: Iterable[Row]) -> dict[str, Any]:
    """Rank the whole catalogue for each left side and measure where the right sides stand.

    Returns:
        ``{"n", "unresolved": {"share", "names"}, "unsupported", "enough", "algorithms": {name:
        {"recall@10", "recall@20", "mrr", "ndcg@20", "n", "interval"}}}``. Pairs of major and
        cluster are ranked by every algorithm; a school or firm's pairs by ``partners``, with
        baselines, what their publication says being hidden.
    """
    pairs, unresolved, unsupported = _resolved(view, list(rows))
    fields = [p for p in pairs if p["kind"] == "major cluster"]
    partners = [p for p in pairs if p["kind"] == "school enterprise"]
    measured: dict[str, Any] = {}
    if fields:
        measured |= _fields(snapshot_of(view), fields)
    if partners:
        measured |= _partners(view, partners)
    total = len(pairs) + len(unresolved)
    return {
        "n": len(pairs),
        "enough": len(pairs) >= FEW,
        "unresolved": {
            "share": len(unresolved) / total if total else 0.0,
            "names": sorted(set(unresolved)),
        },
        "unsupported": unsupported,
        "algorithms": measured,
        "data_version": view.version,
    }


def _resolved(view: View, rows: list[Row]) -> tuple[list[dict[str, str]], list[str], int]:
    pairs, unresolved, unsupported = [], [], 0
    for row in rows:
        kinds = (row["left_type"], row["right_type"])
        turned = kinds in (("cluster", "major"), ("enterprise", "school"))
        if not turned and kinds not in (
            ("major", "cluster"), ("school", "enterprise"), ("major", "enterprise"),
        ):  # fmt: skip
            unsupported += 1
            continue
        left = row["left_name"]
        if kinds == ("major", "enterprise"):
            kinds, left = ("school", "enterprise"), row.get("left_school") or ""
        ends = [_find(view, *end) for end in zip(kinds, (left, row["right_name"]), strict=True)]
        if None in ends:
            names = (left, row["right_name"])
            unresolved += [n for n, found in zip(names, ends, strict=True) if found is None][:1]
            continue
        one, other = (str(e) for e in (reversed(ends) if turned else ends))
        kind = "major cluster" if "cluster" in kinds else "school enterprise"
        asked = one if not turned else other
        pairs.append({
            "kind": kind, "left": one, "right": other, "asked": asked,
            "source": row.get("source", ""),
        })  # fmt: skip
    return pairs, unresolved, unsupported


def _find(view: View, kind: str, name: str) -> str | None:
    """Id, or for a major its name; None where the name resolves to nothing in the register."""
    label = next((k for k in REGISTRY.entities if k.lower() == kind), "")
    if not label or not name:
        return None
    try:
        found = resolve(view, REGISTRY.entities[label], name)
    except AmbiguousName as error:
        names = {c["name"] for c in error.fields.get("candidates", ())}
        return str(names.pop()) if kind == "major" and len(names) == 1 else None
    except NotFound:
        return None
    if kind == Major.prefix:
        return str(snapshot_of(view).majors[found]["name"])
    if kind == "enterprise" and partners_of(with_partners(view)).firms[found]["named_only"]:
        return None
    return found


def _fields(snapshot: Snapshot, pairs: list[dict[str, str]]) -> dict[str, Any]:
    wanted: dict[str, set[str]] = defaultdict(set)
    for pair in pairs:
        turned = pair["asked"] == pair["right"]
        wanted[pair["asked"]].add(pair["left"] if turned else pair["right"])
    return {
        name: _measures({left: _ranked(snapshot, model, left) for left in wanted}, wanted)
        for name, model in ALGORITHMS.items()
    }


def _ranked(snapshot: Snapshot, model: Model, asked: str) -> list[str]:
    score = by_model(snapshot, model)
    if asked in snapshot.clusters:
        return major_names(snapshot, asked, score)
    majors = [m for m, r in snapshot.majors.items() if r["name"] == asked and not r["named_only"]]
    best = {c: max((score(c, m) for m in majors), default=0.0) for c in current_clusters(snapshot)}
    # The clusters that only publications name are in force as well.
    return sorted(best, key=lambda c: (-best[c], c))


def _partners(view: View, pairs: list[dict[str, str]]) -> dict[str, Any]:
    """Each pair by itself, since what is hidden differs; left sides are then averaged."""
    snapshot = with_partners(view)
    rankings: dict[str, dict[str, Sequence[str]]] = defaultdict(dict)
    wanted: dict[str, set[str]] = {}
    for number, pair in enumerate(pairs):
        school, firm = pair["left"], pair["right"]
        blind = hidden(snapshot, school, firm, pair["source"])
        turned, key = pair["asked"] == firm, f"{number}"
        wanted[key] = {school if turned else firm}
        for name, score in partner_scores(blind).items():
            found = {o: score(o, school) for o in _firms(blind)} if not turned else {
                o: score(firm, o) for o in blind.edges["OFFERS"].out
            }  # fmt: skip
            rankings[name][key] = sorted(found, key=lambda o: (-found[o], o))
    return {name: _measures(ranked, wanted) for name, ranked in rankings.items()}


def partner_scores(snapshot: Snapshot) -> dict[str, Callable[[str, str], float]]:
    """The partner score and its baselines, each of (firm, school)."""
    known, data = popularity(snapshot), partners_of(snapshot)
    return {
        "partners": lambda f, s: score_partners(snapshot, f, s)[0],
        "popularity": lambda f, _s: float(known.get(f, 0)),
        "same region": lambda f, s: float(
            len(set(data.places.get(f, ())) & set(data.places.get(s, ())))
        ),
    }


def _firms(snapshot: Snapshot) -> list[str]:
    return [f for f, row in partners_of(snapshot).firms.items() if not row["named_only"]]


def _measures(
    rankings: Mapping[str, Sequence[str]], wanted: Mapping[str, set[str]]
) -> dict[str, Any]:
    each = {
        "recall@10": [recall(r, wanted[k], 10) for k, r in rankings.items()],
        "recall@20": [recall(r, wanted[k], 20) for k, r in rankings.items()],
        "mrr": [reciprocal_rank(r, wanted[k]) for k, r in rankings.items()],
        "ndcg@20": [ndcg(r, dict.fromkeys(wanted[k], 1.0)) for k, r in rankings.items()],
    }
    means: dict[str, Any] = {k: round(sum(v) / len(v), 4) for k, v in each.items()}
    spread = {k: [round(x, 4) for x in interval(v)] for k, v in each.items()}
    return {**means, "n": len(rankings), "interval": spread}
