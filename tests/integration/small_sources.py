"""Tiny source folders, made by the tests that load them."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from graph.db import Database
from graph.loader import Loader, LoadReport
from ingest.inputs import FolderInput
from ingest.source import read_source

Rows = list[dict[str, str]]
GOOD_USCC = "91330100799655058B"

TRANSFORM = """
from graph.ontology.entities import Enterprise, Industry, Major, Occupation
from graph.ontology.relations import EngagedIn, PreparesFor


def occupations(row, emit):
    emit(Occupation(code=row.need("code"), name=row.need("name"), level=row.need("level")))


def majors(row, emit):
    major = emit(Major(catalogue="moe", code=row.text("code"), name=row.need("name"),
                       level=row.need("level"), posts=row.items("posts")))
    if target := row.text("occupation"):
        emit.link(major, PreparesFor(reason=row.text("reason")), Occupation.id_for(code=target))


def industries(row, emit):
    emit(Industry(code=row.need("code"), name=row.need("name"), level=row.need("level")))


def firms(row, emit):
    firm = emit(Enterprise(name=row.need("name"), uscc=row.text("uscc"), note=row.text("note"),
                           staff=row.integer("staff"), products=row.items("products")))
    if target := row.text("industry"):
        emit.link(firm, EngagedIn(), Industry.id_for(code=target))
"""
OCCUPATIONS: Rows = [
    {"code": "2-02-01", "name": "工业机器人工程技术人员", "level": "职业"},
    {"code": "6-31-01", "name": "工业机器人系统操作员", "level": "职业"},
]
MAJORS: Rows = [
    {"code": "460305", "name": "工业机器人技术", "level": "高职专科", "posts": "调试|运维",
     "occupation": "2-02-01", "reason": "面向调试"},
    {"code": "460301", "name": "机电一体化技术", "level": "高职专科", "posts": "装配",
     "occupation": "6-31-01", "reason": "面向操作"},
    {"code": "510202", "name": "计算机网络技术", "level": "高职专科", "posts": "",
     "occupation": "", "reason": ""},
]  # fmt: skip


def write_csv(path: Path, rows: Rows) -> None:
    """A CSV file with a header."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]) if rows else ["name"])
        writer.writeheader()
        writer.writerows(rows)


def folder(
    root: Path,
    name: str,
    files: dict[str, Rows],
    *,
    transform: str = TRANSFORM,
    after: Iterable[str] = (),
    minimum: dict[str, int] | None = None,
    **card: Any,
) -> FolderInput:
    """Write a source folder and read it; each file is read by the function of its name."""
    path = root / name
    path.mkdir(parents=True, exist_ok=True)
    text = {"zh": name, "en": name}
    whole: dict[str, Any] = {
        "card": {
            "id": name,
            "title": text,
            "owner": "tests",
            "asserted_by": "tests",
            "licence": "none",
            "grade": "A",
            "retrieved": "2026-11",
            "covers": text,
            "missing": text,
            **card,
        },
        "files": [{"path": f"{f}.csv", "transform": f} for f in files],
        "after": list(after),
        "assertions": {"min": minimum or {}},
    }
    (path / "source.yml").write_text(yaml.safe_dump(whole, allow_unicode=True), "utf-8")
    (path / "transform.py").write_text(transform, "utf-8")
    for file, rows in files.items():
        write_csv(path / f"{file}.csv", rows)
    return FolderInput(read_source(path))


def majors_source(root: Path, majors: Rows = MAJORS, **card: Any) -> FolderInput:
    """Occupations and majors that prepare for them."""
    return folder(root, "majors", {"occupations": OCCUPATIONS, "majors": majors}, **card)


def changed(rows: Rows, index: int, **values: str) -> Rows:
    """A copy with one row changed."""
    return [{**row, **values} if i == index else row for i, row in enumerate(rows)]


def load(db: Database, root: Path, *sources: FolderInput, **options: Any) -> LoadReport:
    """Load with the manifest under ``root``."""
    return Loader(db, root / "load", **options).load(sources)


def counts(report: LoadReport) -> tuple[int, int, int]:
    """(new, changed, withdrawn)."""
    return report.new, report.changed, report.withdrawn
