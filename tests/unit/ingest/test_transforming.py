"""Rows become records or issues with stable codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.evidence import Issue, Record
from graph.resolve.memory import MemoryNames
from ingest.rows import Row
from ingest.source import read_source
from ingest.transforming import digest_of, raw_rows, transform_row
from tests.integration.small_sources import MAJORS, changed, majors_source


def outcome(root: Path, **values: str) -> Record | Issue:
    """What the first major states with some cells changed."""
    majors_source(root, changed(MAJORS, 0, **values))
    source = read_source(root / "majors")
    path, raw = next((p, r) for p, r in raw_rows(source) if p == "majors.csv")
    return transform_row(source, path, raw, MemoryNames())


def test_a_good_row_is_a_record(tmp_path: Path) -> None:
    record = outcome(tmp_path, source="https://example.org", source_grade="B")
    assert isinstance(record, Record)
    assert (record.locator, record.grade) == ("majors.csv#row 2", "B")
    assert record.origin == "https://example.org"
    assert [f.kind for f in record.facts] == ["Major", "PREPARES_FOR"]


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("missing_field", {"name": ""}),
        ("unknown_field", {"boss": "x"}),
        ("unmapped_term", {"level": "研究生"}),
        ("unmapped_term", {"source_grade": "D"}),
        ("missing_key", {"code": "46 03"}),
    ],
)
def test_a_bad_row_is_an_issue(tmp_path: Path, code: str, values: dict[str, str]) -> None:
    issue = outcome(tmp_path, **values)
    assert isinstance(issue, Issue)
    assert (issue.code, issue.locator) == (code, "majors.csv#row 2")


def test_a_digest_is_of_the_cells_and_the_file() -> None:
    one = Row({"a": "1", "b": "2"}, file="f.csv", number=2)
    moved = Row({"b": "2", "a": "1"}, file="f.csv", number=9)
    other = Row({"a": "1", "b": "3"}, file="f.csv", number=2)
    assert digest_of("f.csv", one) == digest_of("f.csv", moved)
    assert len({digest_of("f.csv", one), digest_of("g.csv", one), digest_of("f.csv", other)}) == 3
