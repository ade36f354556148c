"""How well texts are read, beside simple baselines in the same run.

``python -m bench.text [PART …] [--errors] [--json] [--quick] [--freeze]
[--departments FILE] [--targets FILE] [--plan FILE --gold FILE]``.

Parts are modules with a function ``run(options) -> Report``; a new one is a line in ``PARTS``.
Scores carry a 95 % bootstrap interval over documents (1,000 draws). ``--errors`` lists what was
missed and what was too much, by class. The frozen reference is ``bench/data/text_reference.json``;
a run prints where it differs from it, ``--freeze`` writes it.
"""

from __future__ import annotations

import argparse
import importlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

#: Name of a part → its module.
PARTS = {
    "gazetteer": "bench.text_gazetteer",
    "policy": "bench.text_policy",
    "titles": "bench.text_titles",
    "skills": "bench.text_skills",
    "postings": "bench.text_postings",
}
REFERENCE = Path(__file__).parent / "data" / "text_reference.json"
DRAWS, SEED = 1000, 20261124


@dataclass(frozen=True)
class Options:
    """What the command line asked for."""

    quick: bool = False
    departments: Path | None = None
    targets: Path | None = None
    plan: Path | None = None
    gold: Path | None = None
    more: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Score:
    """One task by one side. Precision, recall and F1 with the interval of F1; ``n`` gold items.
    A speed or a size has only ``value`` and ``unit``, and is not compared with the reference."""

    task: str
    side: str
    n: int = 0
    precision: float | None = None
    recall: float | None = None
    f1: float | None = None
    low: float | None = None
    high: float | None = None
    value: float | None = None
    unit: str = ""


@dataclass
class Report:
    """What a part found: scores, and errors as (class, text, what)."""

    scores: list[Score] = field(default_factory=list)
    errors: list[tuple[str, str, str]] = field(default_factory=list)


Counts = tuple[int, int, int]


def scored(task: str, side: str, counts: Sequence[Counts]) -> Score:
    """Micro-averaged score of (hit, too much, missed) per document, with its interval."""
    table = np.array(counts, dtype=float).reshape(-1, 3)
    hit, extra, missed = table.sum(axis=0)
    draws = np.random.default_rng(SEED).integers(0, len(table), (DRAWS, len(table)))
    sums = table[draws].sum(axis=1)
    low, high = np.quantile(_f1(sums), (0.025, 0.975))
    return Score(
        task, side, int(hit + missed), _ratio(hit, hit + extra), _ratio(hit, hit + missed),
        round(float(_f1(table.sum(axis=0)[None])[0]), 4), round(float(low), 4),
        round(float(high), 4),
    )  # fmt: skip


def _f1(sums: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    hit, extra, missed = sums.T
    return np.divide(2 * hit, 2 * hit + extra + missed, out=np.ones_like(hit),
                     where=2 * hit + extra + missed > 0)  # fmt: skip


def _ratio(part: float, whole: float) -> float:
    return round(part / whole, 4) if whole else 1.0


def changed(scores: Iterable[Score], reference: Path = REFERENCE) -> list[str]:
    """Lines on scores that differ from the frozen ones."""
    if not reference.is_file():
        return ["no reference is frozen"]
    frozen = {(s["task"], s["side"]): s for s in json.loads(reference.read_text("utf-8"))}
    lines = []
    for score in scores:
        before = frozen.get((score.task, score.side))
        if score.f1 is not None and before is not None and before["f1"] != score.f1:
            lines.append(f"{score.task} {score.side}: F1 {before['f1']} → {score.f1}")
    return lines


def freeze(scores: Iterable[Score], reference: Path = REFERENCE) -> None:
    """Write the reference; what parts did not run keep theirs."""
    held = json.loads(reference.read_text("utf-8")) if reference.is_file() else []
    kept = {(s["task"], s["side"]): s for s in held}
    kept |= {(s.task, s.side): asdict(s) for s in scores if s.f1 is not None}
    rows = ",\n".join(json.dumps(s, ensure_ascii=False) for s in kept.values())
    reference.write_text(f"[\n{rows}\n]\n", "utf-8")


def line_of(score: Score) -> str:
    """A score as a line."""
    name = f"{score.task:<34} {score.side:<22}"
    if score.f1 is None:
        return f"{name} {score.value:>14,.1f} {score.unit}"
    return (
        f"{name} n={score.n:<4} P {score.precision:.3f}  R {score.recall:.3f}  "
        f"F1 {score.f1:.3f} ({score.low:.3f}–{score.high:.3f})"
    )


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], metavar="PART")
    for name in ("departments", "targets", "plan", "gold"):
        parser.add_argument(f"--{name}", type=Path)
    for name in ("errors", "json", "quick", "freeze"):
        parser.add_argument(f"--{name}", action="store_true")
    return parser.parse_args()


def main() -> None:
    """Run the parts and print their scores."""
    asked = arguments()
    options = Options(asked.quick, asked.departments, asked.targets, asked.plan, asked.gold)
    whole = Report()
    for part in asked.parts or PARTS:
        report: Report = importlib.import_module(PARTS[part]).run(options)
        whole.scores += report.scores
        whole.errors += report.errors
        if not asked.json:
            print("\n".join(map(line_of, report.scores)), flush=True)
    if asked.json:
        print(json.dumps([asdict(s) for s in whole.scores], ensure_ascii=False))
    if asked.errors:
        for kind, text, what in sorted(whole.errors):
            print(f"{kind}: {what}  ← {text}")
    if asked.freeze:
        freeze(whole.scores)
    elif not asked.json:
        print("\n".join(changed(whole.scores)))


if __name__ == "__main__":
    main()
