"""The manifest: rows by digest, what a row states, names, and what a broken file does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.evidence import Fact, Issue, Record
from graph.manifest import Manifest, fact_id, hash64, read_meta


@pytest.fixture
def manifest(tmp_path: Path) -> Iterator[Manifest]:
    """An empty manifest."""
    made = Manifest.create(tmp_path / "m.sqlite")
    yield made
    made.close()


def major(code: str, **values: Any) -> Fact:
    """A node fact."""
    return Fact("Major", f"major:moe-{code}", {"name": f"专业{code}", **values}, "stated")


def add(manifest: Manifest, rid: int, digest: int, *facts: Fact, source: str = "s") -> None:
    """One row."""
    record = Record(source, f"f#row {rid}", "", "A", digest, list(facts))
    manifest.add_records([(rid, record, [orjson.dumps(f.values) for f in facts])])


def test_rows_are_known_by_their_digest(manifest: Manifest) -> None:
    add(manifest, 0, 30, major("1"))
    add(manifest, 1, -5, major("2"), major("3"))
    add(manifest, 2, 7, source="other")
    assert manifest.row_digests("s").tolist() == [-5, 30]
    assert manifest.known_among("s", [30, 31, 7, -5]) == {30, -5}
    stated = manifest.facts_of_digest("s", -5)
    assert [(g, f) for g, f, *_ in stated] == [
        ("A", fact_id(major("2"))),
        ("A", fact_id(major("3"))),
    ]
    assert manifest.facts_of_digest("s", 31) == []
    assert manifest.row_count("s") == 2


def test_a_withdrawn_row_is_gone_with_its_names_and_touches_its_facts(manifest: Manifest) -> None:
    add(manifest, 0, 30, major("1"))
    add(manifest, 1, 31, major("1"), major("2"))
    manifest.tidy()
    assert manifest.withdraw_rows("s", [31, 99]) == [1]
    assert manifest.row_digests("s").tolist() == [30]
    assert manifest.touched_count() == 2
    assert [c.id for c in manifest.lookup("Major", "专业1")] == ["major:moe-1"]
    assert not list(manifest.lookup("Major", "专业2"))
    manifest.tidy()
    assert manifest.count_kinds("s") == {"Major": 1}
    assert manifest.touched_count() == 0


def test_counting_is_by_thing_and_not_by_row(manifest: Manifest) -> None:
    add(manifest, 0, 1, major("1"))
    add(manifest, 1, 2, major("1"), major("2"))
    assert manifest.count_kinds("s") == {"Major": 2}


def test_quarantine_says_what_waits(manifest: Manifest) -> None:
    manifest.add_quarantine("s", 5, Issue("s", "f#row 2", "invalid_value", "…"))
    assert not manifest.waits("s")
    manifest.add_quarantine("s", 6, Issue("s", "f#row 3", "edge_to_nothing", "…"))
    assert manifest.waits("s")
    assert manifest.quarantine_codes() == {"invalid_value": 1, "edge_to_nothing": 1}
    manifest.replace_quarantine("s", [])
    assert manifest.quarantined("s") == 0


def test_a_copy_of_an_empty_one_knows_that_it_is_the_first(tmp_path: Path) -> None:
    Manifest.create(tmp_path / "m.sqlite").close()
    working = Manifest.copy(tmp_path / "m.sqlite", tmp_path / "m.next")
    assert working.first
    add(working, 0, 1, major("1"))
    working.settle()
    assert working.touched_count() == 1
    working.close()
    again = Manifest.copy(tmp_path / "m.next", tmp_path / "m.third")
    assert not again.first
    assert [c.id for c in again.lookup("Major", "专业1")] == ["major:moe-1"]
    again.close()


def test_meta_of_an_absent_or_broken_file_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "m.sqlite"
    assert read_meta(path, "stamp") == ""
    path.write_bytes(b"this is no database" * 100)
    assert read_meta(path, "stamp") == ""
    made = Manifest.create(path)
    made.put("stamp", "x")
    made.close()
    assert read_meta(path, "stamp") == "x"


@given(st.binary())
def test_hashes_fit_into_sqlite(data: bytes) -> None:
    assert -(2**63) <= hash64(data) < 2**63


@given(st.text(max_size=5), st.text(max_size=5), st.text(max_size=5))
def test_identity_of_a_relation_is_type_ends_and_key(a: str, b: str, key: str) -> None:
    one = Fact("COVERS", key, {"reason": "甲"}, "stated", f"cluster:{a}", f"industry:{b}")
    same = Fact("COVERS", key, {}, "curated", f"cluster:{a}", f"industry:{b}")
    turned = Fact("COVERS", key, {}, "stated", f"industry:{b}", f"cluster:{a}")
    assert fact_id(one) == fact_id(same) != fact_id(turned)
