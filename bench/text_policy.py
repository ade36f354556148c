"""Policies: bodies with roles, targets, and a whole annotated plan where one is given.

Sentences are those of ``tests/golden/text``, or of ``--departments`` and ``--targets`` (JSON
lines with ``text`` and ``gold``). ``--plan`` is a plan's text and ``--gold`` its annotations
(``type``, ``start``, ``end``, ``clause``, ``attrs``). Baselines: regular expressions that a
person would write first, and spaCy's EntityRuler over the bodies of the dictionary.
"""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import psutil

from bench.text import Counts, Options, Report, Score, scored
from ingest.nlp.clean import clean
from ingest.nlp.dictionary import bundled, bundled_terms
from ingest.nlp.policy import read_policy

GOLDEN = Path(__file__).parents[1] / "tests" / "golden" / "text"
_BODY = re.compile(r"[\u4e00-\u9fff]{1,14}?(?:局|委员会|委|厅|部|办|政府)")
_NUMBER = re.compile(
    r"(\d+(?:\.\d+)?)(%|个百分点|(?:万|亿)?(?:人次|人|名|个|家|所|门|本|项|元|套|部|台))"
)
_WHOLE = ("SECTION", "ACTION", "PROJECT", "DEPT", "TARGET_NUM", "SCHOOL", "PROGRAMME", "PLATFORM",
          "POLICY_REF", "DATE", "DOC_NO", "DOC_TITLE")  # fmt: skip
Found = Counter[Any]


def lines(path: Path) -> list[dict[str, Any]]:
    """Rows of a JSONL file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]


def counts(gold: Found, found: Found) -> Counts:
    """(hit, too much, missed) of one document."""
    hit = (gold & found).total()
    return hit, found.total() - hit, gold.total() - hit


def _plain(name: str) -> str:
    return clean(name).text.replace(" ", "").replace("\n", "")


def _ours(text: str, kind: str) -> list[dict[str, Any]]:
    return [row for row in read_policy(text, bundled()).rows() if row["type"] == kind]


def departments(text: str) -> Found:
    """(body, role) pairs that the product finds."""
    return Counter((_plain(r["text"]), r["attrs"]["role"]) for r in _ours(text, "DEPT"))


def targets(text: str) -> Found:
    """(value, unit, year, comparator) that the product finds."""
    shown = ("value", "unit", "year", "op")
    return Counter(tuple(r["attrs"][k] for k in shown) for r in _ours(text, "TARGET_NUM"))


def _ruler() -> Callable[[str], Found]:
    import spacy

    nlp = spacy.blank("zh")
    ruler = nlp.add_pipe("entity_ruler")
    named = [t for t in bundled_terms() if t.label == "Department"]
    patterns = [{"label": "DEPT", "pattern": s} for t in named for s in (t.name, *t.aliases)]
    ruler.add_patterns(patterns)  # type: ignore[attr-defined]
    return lambda text: Counter((e.text, "") for e in nlp(text).ents)


def _keep(found: Found, size: int) -> Found:
    """Tuples cut to their first parts."""
    return Counter(tuple(key[:size]) for key in found.elements())


def _compare(
    report: Report,
    task: str,
    rows: Iterable[tuple[str, Found]],
    sides: dict[str, tuple[Callable[[str], Found], int]],
) -> None:
    rows = list(rows)
    for side, (reader, size) in sides.items():
        per_text = []
        for text, gold in rows:
            wanted, found = _keep(gold, size), _keep(reader(text), size)
            per_text.append(counts(wanted, found))
            if side.startswith("ours"):
                for kind, left in (("missed", wanted - found), ("too much", found - wanted)):
                    report.errors += [(f"{task} {side} {kind}", text, str(k)) for k in left]
        report.scores.append(scored(task, side, per_text))


def run(options: Options) -> Report:
    """Scores on sentences and, where given, on a whole plan; then the speed."""
    report = Report()
    own = not (options.departments or options.targets)
    where = "own set" if own else "given set"
    bodies = [
        (r["text"], Counter((_plain(g["dept"]), g["role"]) for g in r["gold"]))
        for r in lines(options.departments or GOLDEN / "departments.jsonl")
    ]
    _compare(report, f"departments, {where}", bodies, {
        "ours": (departments, 1),
        "ours, with role": (departments, 2),
        "regex": (lambda t: Counter((m[0], "") for m in _BODY.finditer(t)), 1),
        "EntityRuler": (_ruler(), 1),
    })  # fmt: skip
    aims = [
        (r["text"], Counter((g["value"], g["unit"], g["year"], g["op"]) for g in r["gold"]))
        for r in lines(options.targets or GOLDEN / "targets.jsonl")
    ]
    _compare(report, f"targets, {where}", aims, {
        "ours": (targets, 2),
        "ours, year and op": (targets, 4),
        "regex": (lambda t: Counter((float(m[1]), m[2], 0, "") for m in _NUMBER.finditer(t)), 2),
    })  # fmt: skip
    if options.plan and options.gold:
        _plan(report, options.plan.read_text("utf-8"), lines(options.gold))
    report.scores += list(_speed(options, [t for t, _ in [*bodies, *aims]]))
    return report


def _plan(report: Report, text: str, gold: list[dict[str, Any]]) -> None:
    found = read_policy(text, bundled()).rows()

    def places(rows: list[dict[str, Any]], kind: str) -> Found:
        return Counter(
            (r["start"], r["end"], r["clause"])
            for r in rows
            if r["type"] == kind and r["start"] is not None
        )

    for kind in _WHOLE:
        wanted, ours = places(gold, kind), places(found, kind)
        report.scores.append(scored(f"plan: {kind}", "ours", [counts(wanted, ours)]))
        for what, left in (("missed", wanted - ours), ("too much", ours - wanted)):
            report.errors += [(f"plan {kind} {what}", text[k[0] : k[1]], str(k)) for k in left]


def _speed(options: Options, sentences: list[str]) -> Iterable[Score]:
    text = "\n".join(sentences)
    for size in (100_000,) if options.quick else (1_000_000, 10_000_000):
        long = text * (size // len(text) + 1)
        begin = time.process_time()
        read_policy(long[:size], bundled())
        seconds = time.process_time() - begin
        yield Score(f"policies, {size:,} characters", "ours", value=size / seconds,
                    unit="characters/s of CPU")  # fmt: skip
    yield Score("policies", "ours", value=psutil.Process().memory_info().rss / 2**20, unit="MiB")
