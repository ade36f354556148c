"""Registers of the bundled packs, without a database."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from graph.resolve.parts import Regions
from graph.resolve.register import Entry, Register

SOURCES = Path(__file__).parents[3] / "ingest" / "sources"


def rows(path: str) -> list[dict[str, str]]:
    """Rows of a pack's file."""
    with (SOURCES / path).open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def several(row: dict[str, str], *columns: str) -> tuple[str, ...]:
    """Values of these columns, lists taken apart."""
    return tuple(v for c in columns for v in (row.get(c) or "").split("|") if v)


@cache
def regions() -> Regions:
    """Regions of the bundle."""
    return Regions.of((r["code"], [r["name"]]) for r in rows("cn-regions/regions.csv"))


@cache
def packed(kind: str) -> Register:
    """Enterprises or schools of the packs; the id is the name."""
    entries: dict[str, Entry] = {}
    if kind == "enterprise":
        for r in rows("zj-listed-firms/firms.csv"):
            others = several(r, "short_name", "aliases", "former_names")
            code = (r["listed_code"], r["listed_code"].partition(".")[0], r["uscc"])
            keys, places = tuple(filter(None, code)), several(r, "region")
            entries[r["name"]] = Entry(r["name"], r["name"], others, keys, places)
        for r in rows("hz-zjtx-2025/firms.csv"):
            entries.setdefault(r["name"], Entry(r["name"], r["name"], places=(r["region"],)))
    else:
        for r in rows("zj-schools/schools.csv"):
            others, keys = several(r, "aliases", "former_names"), several(r, "code")
            entries[r["name"]] = Entry(r["name"], r["name"], others, keys, several(r, "region"))
    known = {name for e in entries.values() for name in (e.name, *e.others)}
    for r in rows("named-organisations/organisations.csv"):
        if r["kind"] == kind and r["name"] not in known:
            others = several(r, "aliases")
            entries[r["name"]] = Entry(r["name"], r["name"], others, named_only=True)
    return Register(list(entries.values()), regions(), kind)
