"""The reference packs: what a dry run of them yields, and that curation keeps to its place."""

from __future__ import annotations

import csv
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from graph.evidence import Issue
from graph.resolve.memory import MemoryNames
from ingest.dry_run import DryRun, dry_run
from ingest.source import SOURCES_DIR, Source, read_source
from ingest.transforming import raw_rows, transform_row

CURATED_MAY_EMIT = {"COVERS", "EMPLOYS", "PREPARES_FOR", "RELATES_TO", "ENGAGED_IN", "TEACHES"}
REFERENCE = (
    "gbt4754-2017",
    "cn-occupations-2022",
    "moe-majors-2021",
    "moe-major-profiles-2022",
    "school-major-profiles",
    "major-occupation-links",
    "curated-cluster-industries",
    "curated-cluster-relations",
    "curated-industry-occupations",
    "curated-major-occupations",
    "curated-occupation-names",
)


def _with_needed(source_ids: tuple[str, ...]) -> list[Source]:
    """The sources and all that they come after, in order; other packs are not read at all."""
    ordered: dict[str, Source] = {}

    def visit(source_id: str) -> None:
        if source_id not in ordered:
            source = read_source(SOURCES_DIR / source_id)
            for needed in source.spec.after:
                visit(needed)
            ordered[source_id] = source

    for source_id in source_ids:
        visit(source_id)
    return list(ordered.values())


def _curated_folders() -> list[Path]:
    folders = [f for f in sorted(SOURCES_DIR.iterdir()) if (f / "source.yml").is_file()]
    return [f for f in folders if "status: curated" in (f / "source.yml").read_text("utf-8")]


@cache
def _results() -> dict[str, DryRun]:
    return dry_run(_with_needed(REFERENCE))


@pytest.mark.parametrize("source_id", REFERENCE)
def test_every_row_loads_and_no_edge_dangles(source_id: str) -> None:
    result = _results()[source_id]
    assert result.issues == []
    assert result.dangling == []


@pytest.mark.parametrize("source_id", REFERENCE)
def test_the_yield_meets_the_assertions_of_the_card(source_id: str) -> None:
    result, wanted = _results()[source_id], read_source(SOURCES_DIR / source_id).spec.assertions
    found = Counter(result.nodes) + Counter(result.relations)
    assert {k: found[k] for k, least in wanted.min.items() if found[k] < least} == {}
    assert {k: found[k] for k, most in wanted.max.items() if found[k] > most} == {}


def test_counts_of_the_classifications() -> None:
    levels: Counter[str] = Counter()
    source = read_source(SOURCES_DIR / "cn-occupations-2022")
    for path, raw in raw_rows(source):
        outcome = transform_row(source, path, raw, MemoryNames())
        assert not isinstance(outcome, Issue)
        levels.update(f.values["level"] for f in outcome.facts if f.kind == "Occupation")
    assert levels["职业"] >= 1637
    assert _results()["gbt4754-2017"].nodes["Industry"] >= 1971
    assert _results()["moe-majors-2021"].nodes["Major"] >= 1480  # each row needs a code
    assert _results()["moe-major-profiles-2022"].nodes["Course"] >= 8000


def test_curated_sources_state_only_what_curation_may() -> None:
    """No curated row joins a cluster to a major or a school to a firm: those pairs are labelled."""
    folders = _curated_folders()
    assert len(folders) >= 5
    for result_id, result in dry_run(_with_needed(tuple(f.name for f in folders))).items():
        if result_id in {f.name for f in folders}:
            assert set(result.relations) <= CURATED_MAY_EMIT, result_id
            assert set(result.nodes) <= {"Skill"}, result_id


def test_the_joined_occupation_names_agree_with_their_mapping() -> None:
    folder = SOURCES_DIR / "curated-occupation-names"
    columns = ("name", "occupation_code", "precision", "reason")

    def rows(name: str) -> set[tuple[str, ...]]:
        with (folder / name).open(encoding="utf-8", newline="") as handle:
            return {tuple(row[c] for c in columns) for row in csv.DictReader(handle)}

    assert rows("major_occupation_names.csv") <= rows("occupation_names.csv")
