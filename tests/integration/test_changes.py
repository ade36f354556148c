"""The sequence of changes, copies by folder, and what may not be passed on."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from graph.db import Database
from graph.queries.changes import changes, events, line_of, summary
from graph.queries.grammar import question
from graph.queries.passing import entities_to_pass, graph_to_pass
from graph.sync import MANIFEST, SyncInvalid, export_changes, import_changes
from graph.view import published_view
from tests.conftest import wipe
from tests.integration.small_sources import (
    GOOD_USCC,
    MAJORS,
    OCCUPATIONS,
    changed,
    folder,
    load,
    majors_source,
)


def firms(root: Path, rows: list[dict[str, str]], **card: Any) -> Any:
    blank = {"uscc": "", "note": "", "staff": "", "products": "", "industry": ""}
    files = {
        "industries": [{"code": "C39", "name": "电子", "level": "大类"}],
        "firms": [{**blank, **row} for row in rows],
    }
    return folder(root, "firms", files, **card)


def told(db: Database, since: int = 0) -> list[tuple[str, str]]:
    return [(e["change"], e["id"].partition("|")[0]) for e in events(published_view(db), since)]


def test_a_sequence_without_gaps(empty_database: Database, tmp_path: Path) -> None:
    db = empty_database
    load(db, tmp_path, majors_source(tmp_path))
    first = changes(published_view(db), 0, 1000)
    assert [e["seq"] for e in first["items"]] == list(range(1, first["total"] + 1))
    assert {e["change"] for e in first["items"]} == {"created"}
    load(db, tmp_path, majors_source(tmp_path, changed(MAJORS[:2], 0, posts="设计")))
    view = published_view(db)
    after = changes(view, first["last"], 1000)
    assert after["items"][0]["seq"] == first["last"] + 1
    assert ("changed", "major:moe-460305") in told(db, first["last"])
    assert ("withdrawn", "major:moe-510202") in told(db, first["last"])
    # What was told before is told again in the same way, in any pieces.
    pieces: list[dict[str, Any]] = []
    while (part := changes(view, len(pieces), 3))["items"]:
        pieces += part["items"]
        assert part["last"] == len(pieces)
    assert pieces[: first["total"]] == [
        {**e, "properties": p["properties"]} for e, p in zip(first["items"], pieces, strict=False)
    ]
    assert pieces == list(events(view))
    # The present state is what the changes add up to.
    alive = {e["id"] for e in pieces if "|" not in e["id"]} - {
        e["id"] for e in pieces if e["change"] == "withdrawn"
    }
    majors = {i["id"] for i in entities_to_pass(view, question("Major"))}
    assert {a for a in alive if a.startswith("major:")} == majors


def test_days_add_up_and_their_digest_can_be_made_again(
    empty_database: Database, tmp_path: Path
) -> None:
    import hashlib

    load(empty_database, tmp_path, majors_source(tmp_path))
    view = published_view(empty_database)
    row = next(r for r in summary(view) if r["type"] == "Major")
    lines = [line_of(e) for e in events(view) if e["type"] == "Major"]
    assert row["created"] == len(lines) == len(MAJORS)
    assert row["digest"] == hashlib.sha256(b"".join(lines)).hexdigest()


def test_a_code_that_turns_up_is_a_merger(empty_database: Database, tmp_path: Path) -> None:
    load(empty_database, tmp_path, firms(tmp_path, [{"name": "某电子厂"}]))
    end = changes(published_view(empty_database), 0, 1000)["last"]
    load(empty_database, tmp_path, firms(tmp_path, [{"name": "某电子厂", "uscc": GOOD_USCC}]))
    items = changes(published_view(empty_database), end, 1000)["items"]
    kinds = {e["change"] for e in items if e["type"] == "Enterprise"}
    assert "created" in kinds
    assert kinds & {"merged", "withdrawn"}


def test_a_closed_source_is_in_no_one_elses_sequence(
    empty_database: Database, tmp_path: Path
) -> None:
    load(
        empty_database, tmp_path, majors_source(tmp_path),
        firms(tmp_path, [{"name": "密厂"}], visibility="private", owner="x"),
    )  # fmt: skip
    public = published_view(empty_database)
    owner = replace(public, scopes=("public", "private:x"))
    assert not [e for e in events(public) if e["type"] == "Enterprise"]
    assert [e["seq"] for e in events(public)] == list(range(1, 1 + len(list(events(public)))))
    assert len(list(events(owner))) > len(list(events(public)))


# --- what may be passed on -----------------------------------------------------------------------


def test_what_a_card_forbids_stays_out(empty_database: Database, tmp_path: Path) -> None:
    closed = folder(
        tmp_path, "closed",
        {"occupations": OCCUPATIONS, "majors": [
            {**MAJORS[0], "posts": "调试|密岗"},
            {**MAJORS[2], "code": "999999", "name": "密专业"},
        ]},
        may_redistribute=False,
    )  # fmt: skip
    load(empty_database, tmp_path, majors_source(tmp_path), closed)
    view = published_view(empty_database)
    assert any("密专业" in str(i) for i in view.read("MATCH (m:Major) RETURN m.name AS n"))
    items = list(graph_to_pass(view, ["Major", "Occupation"], ["PREPARES_FOR"]))
    text = json.dumps(items, ensure_ascii=False)
    assert "密" not in text
    assert {i["id"] for i in items if i["type"] == "Major"} == {
        f"major:moe-{m['code']}" for m in MAJORS
    }
    major = next(i for i in items if i["id"] == "major:moe-460305")
    assert major["properties"]["posts"] == ["调试", "运维"]
    export_changes(view, tmp_path / "out")
    assert "密" not in (tmp_path / "out" / "changes.ndjson").read_text("utf-8")


# --- by folder -----------------------------------------------------------------------------------


def facts(db: Database, *labels: str) -> list[tuple[Any, ...]]:
    found = graph_to_pass(published_view(db), labels, ["PREPARES_FOR"])
    return sorted(
        (i["id"], json.dumps(i["properties"], sort_keys=True), i["status"], i["grade"])
        for i in found
    )


def test_a_copy_by_folder_is_the_same(empty_database: Database, tmp_path: Path) -> None:
    db, labels = empty_database, ("Major", "Occupation")
    load(db, tmp_path / "a", majors_source(tmp_path))
    first = export_changes(published_view(db), tmp_path / "one")
    before = facts(db, *labels)
    load(db, tmp_path / "a", majors_source(tmp_path, changed(MAJORS[:2], 0, posts="设计")))
    second = export_changes(published_view(db), tmp_path / "two", first.last)
    after = facts(db, *labels)
    assert second.lines == second.last - second.first > 0
    wipe(db)
    home, kept = tmp_path / "home", tmp_path / "b"
    with pytest.raises(SyncInvalid, match="begins after"):
        import_changes(db, tmp_path / "two", home, kept)
    assert import_changes(db, tmp_path / "one", home, kept).last == first.last
    assert facts(db, *labels) == before
    assert import_changes(db, tmp_path / "two", home, kept).report.changed == 1
    assert facts(db, *labels) == after
    # Once more changes nothing.
    again = import_changes(db, tmp_path / "two", home, kept).report
    assert (again.new, again.changed, again.withdrawn) == (0, 0, 0)


def test_a_damaged_folder_is_refused(empty_database: Database, tmp_path: Path) -> None:
    load(empty_database, tmp_path, majors_source(tmp_path))
    view, out = published_view(empty_database), tmp_path / "out"
    export_changes(view, out)
    with pytest.raises(SyncInvalid, match="already"):
        export_changes(view, out)
    good = (out / MANIFEST).read_bytes()
    for bad in (b"{}", b"[", good.replace(b'"format": 1', b'"format": 9'),
                good.replace(view.uid.encode(), b"../../x")):  # fmt: skip
        (out / MANIFEST).write_bytes(bad)
        with pytest.raises(SyncInvalid):
            import_changes(empty_database, out, tmp_path / "home", tmp_path)
    (out / MANIFEST).write_bytes(good)
    with (out / "changes.ndjson").open("ab") as file:
        file.write(b"x")
    with pytest.raises(SyncInvalid, match="damaged"):
        import_changes(empty_database, out, tmp_path / "home", tmp_path)
