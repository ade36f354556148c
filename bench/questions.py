"""How well questions are read: two tables that were written without sight of the patterns.

``python -m bench.questions [--json] [--wrong]`` reads them against the names of the loaded graph
and prints how many are right, by kind, and how many are wrong with confidence. What counts as
right stands in ``tests/golden/questions.md``.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.db import connect
from graph.ontology.ids import normalise_name
from graph.questions.lexicon import Lexicon, read_lexicon
from graph.questions.reading import read_text
from graph.questions.types import CONFIDENT, TOPIC, Entity, Reading
from graph.settings import settings
from graph.view import published_view

GOLDEN = Path(__file__).resolve().parents[1] / "tests" / "golden"
#: Least right of each kind.
BARS = {"original": 36, "paraphrase": 32, "unanswerable": 18}
_BY_CODE = {"Cluster", "Major", "Region", "Occupation", "Industry", "Project", "Policy"}
#: Types that a topic of training may be found as.
_TAUGHT = {"Skill", "Certificate", "Concept", TOPIC}


@dataclass(frozen=True)
class Judged:
    """A row of a table with its reading and whether it is right; ``risky`` is a wrong answer
    given with confidence, or a wrong entity taken silently."""

    row: Mapping[str, str]
    reading: Reading
    right: bool
    risky: bool


def rows_of(name: str) -> list[dict[str, str]]:
    """Rows of a golden table."""
    with (GOLDEN / name).open(encoding="utf-8-sig") as handle:
        return list(csv.DictReader(handle))


def questions(lexicon: Lexicon) -> list[Judged]:
    """Every question of the table, judged."""
    return [_question(lexicon, row) for row in rows_of("questions.csv")]


def day_one(lexicon: Lexicon) -> list[Judged]:
    """Every first search of the table, judged."""
    return [_typed(lexicon, row) for row in rows_of("day_one.csv")]


def _question(lexicon: Lexicon, row: Mapping[str, str]) -> Judged:
    reading = read_text(lexicon, row["question"])
    if row["kind"] == "unanswerable":
        named = any(u.why == "not_in_graph" for u in reading.what_was_not_understood)
        right = reading.pattern is None or (named and reading.status != "understood")
    else:
        right = reading.pattern == row["reading"] and _same(lexicon, reading, row["entities"])
    sure = reading.status == "understood" and reading.confidence >= CONFIDENT
    return Judged(row, reading, right, sure and not right)


def _same(lexicon: Lexicon, reading: Reading, expected: str) -> bool:
    wanted = [w for w in expected.split("|") if w]
    given = [_keys(lexicon, e) for e in reading.entities]
    if reading.slots.get("region"):
        given.append({_key(lexicon, reading.slots["region"])})
    for want in wanted:
        found = next((g for g in given if any(_means(k, want.lstrip("?")) for k in g)), None)
        if found is not None:
            given.remove(found)
        elif not want.startswith("?"):
            return False
    return not given


def _keys(lexicon: Lexicon, entity: Entity) -> set[str]:
    """What an entity of a reading counts as."""
    said = {f"Skill:{entity.text}", f"Skill:{entity.name}"} if entity.type in _TAUGHT else set()
    if entity.type in _TAUGHT:
        said |= {f"Skill:{w}" for w in lexicon.topic_words(entity.text)}
    # One that was taken, with the others beside it, is an answer to "which one", too.
    asks = {f"ask:{entity.text}"} if entity.id is None or len(entity.candidates) > 1 else set()
    taken = {_key(lexicon, entity.id)} if entity.id in lexicon.things else set()
    return taken | said | asks


def _key(lexicon: Lexicon, entity_id: str) -> str:
    thing = lexicon.things[entity_id]
    coded = thing.label in _BY_CODE and thing.code
    return f"{thing.label}:{thing.code if coded else thing.name}"


def _means(key: str, want: str) -> bool:
    kind, _, said = want.partition(":")
    mine, _, name = key.partition(":")
    if kind != mine:
        return False
    one, other = normalise_name(said), normalise_name(name)
    return one == other or (kind == "ask" and (one in other or other in one))


def _typed(lexicon: Lexicon, row: Mapping[str, str]) -> Judged:
    reading = read_text(lexicon, row["typed"])
    wanted = [w.strip() for w in row["entity"].split("|") if w.strip()]
    # A skill takes nothing from the courses of that word, which are offered beside it.
    taken = {
        _key(lexicon, e.id)
        for e in reading.entities
        if e.id in lexicon.things and e.type != "Skill"
    }
    offered = {_shown(lexicon, c) for e in reading.entities for c in e.candidates}
    allowed = all(any(_means(t, w) for w in wanted) for t in taken)
    right = allowed and _as_expected(row, reading, wanted, taken, offered)
    return Judged(row, reading, right, not allowed)


def _as_expected(
    row: Mapping[str, str], reading: Reading, wanted: list[str], taken: set[str], offered: set[str]
) -> bool:
    if row["expect"] == "unknown":
        return reading.status == "not_in_graph" and not taken
    met = [any(_means(o, w) for o in offered | taken) for w in wanted]
    if row["expect"] == "ask":
        single = len(wanted) == 1
        return (any(met) if "any of" in row["note"] or single else all(met)) and (
            single or not taken or len(offered) > 1
        )
    partly = any(w in row["note"] for w in ("partial", "beginning"))
    return bool(taken) or (partly and all(met) and len(offered) == 1)


def _shown(lexicon: Lexicon, candidate: Mapping[str, Any]) -> str:
    found = candidate["id"]
    return _key(lexicon, found) if found else f"Skill:{candidate['name']}"


def summary(judged: Iterable[Judged], column: str) -> dict[str, dict[str, int]]:
    """By kind: how many, how many right, how many wrong with confidence."""
    counts: dict[str, Counter[str]] = {}
    for one in judged:
        kind = counts.setdefault(one.row[column], Counter())
        kind.update(total=1, right=int(one.right), risky=int(one.risky))
    return {kind: dict(c) for kind, c in counts.items()}


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--wrong", action="store_true", help="print the rows that are not right")
    asked = parser.parse_args()
    with connect(settings()) as db:
        lexicon = read_lexicon(published_view(db))
    report(lexicon, as_json=asked.json, wrong=asked.wrong)


def report(lexicon: Lexicon, *, as_json: bool = False, wrong: bool = False) -> None:
    """Judge both tables and print."""
    tables = {"questions": (questions(lexicon), "kind"), "day_one": (day_one(lexicon), "expect")}
    found = {name: summary(rows, column) for name, (rows, column) in tables.items()}
    if as_json:
        print(json.dumps(found, ensure_ascii=False))
        return
    for name, kinds in found.items():
        for kind, c in kinds.items():
            bar = f" (bar {BARS[kind]})" if kind in BARS else ""
            print(f"{name:10} {kind:13} {c['right']:3} of {c['total']:3}{bar}, risky {c['risky']}")
    for rows, _ in tables.values() if wrong else ():
        for one in rows:
            if not one.right:
                _print_wrong(one)


def _print_wrong(one: Judged) -> None:
    r = one.reading
    said = "; ".join(
        f"{e.slot}={e.type}:{e.name}{'' if e.id else f' ask {len(e.candidates)}'}"
        for e in r.entities
    )
    left = [u.text for u in r.what_was_not_understood]
    print("RISKY" if one.risky else "wrong", dict(one.row))
    print("   ", r.status, r.pattern, f"({r.leaning})", r.confidence, said, left)


if __name__ == "__main__":
    main()
