"""Short and former names of schools against their names: what people type every day.

``python -m bench.schools [--json]``. The register holds the names of all schools of the packs and
nothing else; asked are the aliases and former names that the pack of schools states, and short
names that general rules make of its names (:func:`short_names`).
"""

from __future__ import annotations

import argparse
import json

import numpy as np

from bench.resolve import (
    PEERS,
    SOURCES,
    measures,
    ours,
    read_regions,
    renamed,
    rows_of,
    with_threshold,
)
from graph.ontology.ids import normalise_name
from graph.resolve.parts import Regions, split
from graph.resolve.register import Register, entries_of

SCHOOLS = SOURCES / "zj-schools" / "schools.csv"
#: Forms as people shorten them.
SHORT_FORMS = {
    "职业技术学院": "职院", "职业学院": "职院", "职业技术大学": "职大", "高等专科学校": "高专",
    "技师学院": "技师学院", "高级中学": "高中",
}  # fmt: skip


def short_names(name: str, regions: Regions) -> list[str]:
    """Short names that a school may have: its region's first character, the core, a short form."""
    parts = split(name, regions, "school")
    form = next((f for f in SHORT_FORMS if name.endswith(f)), "")
    region = regions.prefix(parts.text)
    if not form or not region or not name.startswith(region):
        return []
    core, short = name[len(region) : -len(form)], SHORT_FORMS[form]
    made = [f"{region}{core}{short}", f"{core}{short}" if len(core) >= 2 else ""]
    made += [f"{region[0]}{core}{short}", f"{region[0]}{short}" if not core else ""]
    return [m for m in dict.fromkeys(made) if m and m != name]


def pairs_of(regions: Regions) -> dict[str, list[tuple[str, str]]]:
    """(mention, name) pairs by kind; a mention that stands for two schools is in none."""
    rows = rows_of(SCHOOLS)
    found = {
        "aliases": [(a, r["name"]) for r in rows for a in r["aliases"].split("|")],
        "former": [(a, r["name"]) for r in rows for a in r["former_names"].split("|")],
        "by rule": [(s, r["name"]) for r in rows for s in short_names(r["name"], regions)],
    }
    return {kind: _clear(pairs) for kind, pairs in found.items()}


def _clear(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    meant: dict[str, set[str]] = {}
    for mention, name in pairs:
        meant.setdefault(normalise_name(mention), set()).add(name)
    clear = [(m, n) for m, n in pairs if m and len(meant[normalise_name(m)]) == 1]
    return [p for p in dict.fromkeys(clear) if normalise_name(p[0]) != normalise_name(p[1])]


def all_names() -> list[str]:
    """Names of the schools of the packs, those that are only named included."""
    named = rows_of(SOURCES / "named-organisations" / "organisations.csv")
    others = [r["name"] for r in named if r.get("kind") == "school"]
    return list(dict.fromkeys([*(r["name"] for r in rows_of(SCHOOLS)), *others]))


def run() -> dict[str, object]:
    """All sides on each kind of mention."""
    regions, names = read_regions(), all_names()
    register = Register(entries_of(names), regions, "school")
    results: dict[str, object] = {"register": len(names)}
    for kind, pairs in pairs_of(regions).items():
        mentions = [m for m, _ in pairs]
        old = np.array([renamed(m, n, regions) for m, n in pairs])
        sides = {}
        for side in ("ours", *PEERS):
            found = ours(register, mentions) if side == "ours" else PEERS[side](names, mentions)
            right = np.array([f.name == n for f, (_, n) in zip(found, pairs, strict=True)])
            decided = found if side == "ours" else with_threshold(found, right)
            sides[side] = measures(decided, right, old)
            if side == "ours":
                missed = [
                    f"{m} · {n} · {f.name} · {f.decision}"
                    for f, (m, n) in zip(found, pairs, strict=True)
                    if f.name != n
                ]
        results[kind] = {"pairs": len(pairs), "sides": sides, "missed": missed}
    return results


def main() -> None:
    """Print a table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    options, result = parser.parse_args(), run()
    if options.json:
        print(json.dumps(result, ensure_ascii=False))
        return
    print(f"{result.pop('register')} schools")
    for kind, found in result.items():
        print(f"\n{kind}: {found['pairs']} pairs")  # type: ignore[index]
        for side, values in found["sides"].items():  # type: ignore[index]
            shown = " · ".join(f"{k} {v:.3f}" for k, v in values.items() if not np.isnan(v))
            print(f"  {side:18} {shown}")
        for line in found["missed"]:  # type: ignore[index]
            print(f"    missed: {line}")


if __name__ == "__main__":
    main()
