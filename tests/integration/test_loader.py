"""The loader on a real Neo4j: what a second load does, versions, evidence, visibility."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from graph import versions
from graph.cypher.reads import compile_read
from graph.db import Database
from graph.errors import GraphBusy
from graph.loader import Loader
from graph.ontology import OPEN_VERSION
from graph.records import read_records
from ingest.inputs import FolderInput
from tests.integration.small_sources import (
    GOOD_USCC,
    MAJORS,
    OCCUPATIONS,
    TRANSFORM,
    Rows,
    changed,
    counts,
    folder,
    load,
    majors_source,
)

ROBOTICS = "major:moe-460305"
_ALL_MAJORS = compile_read("MATCH (m:Major) WHERE visible(m) RETURN m.id AS id")
_EDGES = compile_read(
    "MATCH (m:Major)-[r:PREPARES_FOR]->(o:Occupation) WHERE visible(m, r, o) "
    "RETURN m.id AS major, o.id AS occupation, r.reason AS reason, r.records AS records, "
    "r.from_version AS since, r.to_version AS until ORDER BY major, occupation"
)
_FIRMS = compile_read(
    "MATCH (e:Enterprise) WHERE visible(e) RETURN e.id AS id, e.name AS name, e.note AS note, "
    "e.staff AS staff, e.products AS products, e.grade AS grade, e.records AS records, "
    "e.scope AS scope ORDER BY id"
)
PUBLIC = ["public"]


def see(db: Database, query: str, *, version: int, scopes: list[str] = PUBLIC) -> Any:
    """Rows of a read at a version."""
    return db.read(query, version=version, scopes=scopes, without=[])


def node(db: Database, node_id: str) -> dict[str, Any]:
    """All properties of a node, whatever its version."""
    label = {"major": "Major", "enterprise": "Enterprise", "occupation": "Occupation"}
    kind = label[node_id.partition(":")[0]]
    rows = db.read(f"MATCH (n:{kind} {{id: $id}}) RETURN properties(n) AS p", id=node_id)
    found: dict[str, Any] = rows[0]["p"]
    return found


def published(db: Database) -> int:
    """The number of the published version."""
    state = versions.read_state(db)
    assert state is not None
    return state.published


def test_loading_twice_changes_nothing(empty_database: Database, tmp_path: Path) -> None:
    first = load(empty_database, tmp_path, majors_source(tmp_path))
    assert (first.published, first.version, first.read) == (True, 1, 5)
    assert counts(first) == (7, 0, 0)  # 2 occupations, 3 majors, 2 relations
    before = empty_database.read("MATCH (n) RETURN count(n) AS n, sum(size(keys(n))) AS k")
    again = load(empty_database, tmp_path, majors_source(tmp_path))
    assert counts(again) == (0, 0, 0)
    assert (again.unchanged, again.read, again.published, again.version) == (7, 5, False, 1)
    assert again.sources["majors"]["skipped"]
    assert empty_database.read("MATCH (n) RETURN count(n) AS n, sum(size(keys(n))) AS k") == before


def test_a_changed_row(empty_database: Database, tmp_path: Path) -> None:
    load(empty_database, tmp_path, majors_source(tmp_path))
    old = node(empty_database, ROBOTICS)
    rows = changed(MAJORS, 0, posts="调试|集成", occupation="6-31-01", reason="改为操作")
    report = load(empty_database, tmp_path, majors_source(tmp_path, rows))
    assert counts(report) == (1, 1, 1)  # a relation new, a major changed, a relation withdrawn
    new = node(empty_database, ROBOTICS)
    assert new["posts"] == ["调试", "集成"]
    assert (new["from_version"], new["changed_version"], new["to_version"]) == (1, 2, OPEN_VERSION)
    history = empty_database.read(
        "MATCH (h:_History {id: $id}) RETURN properties(h) AS p", id=ROBOTICS
    )
    assert [(h["p"]["posts"], h["p"]["from_version"], h["p"]["to_version"]) for h in history] == [
        (["调试", "运维"], 1, 2)
    ]
    records = read_records(
        empty_database, [*old["records"], *new["records"]], version=2, scopes=PUBLIC
    )
    was, now = records[old["records"][0]], records[new["records"][0]]
    assert (was.open, was.first_seen, was.facts[0].values["posts"]) == (False, 1, ["调试", "运维"])
    assert (now.open, now.first_seen, now.facts[0].values["posts"]) == (True, 2, ["调试", "集成"])
    assert now.locator == "majors.csv#row 2"
    as_it_was = [r for r in see(empty_database, _EDGES, version=1) if r["major"] == ROBOTICS]
    as_it_is = [r for r in see(empty_database, _EDGES, version=2) if r["major"] == ROBOTICS]
    assert [(r["occupation"], r["since"], r["until"]) for r in as_it_was] == [
        ("occupation:2-02-01", 1, 2)
    ]
    assert [(r["occupation"], r["since"], r["until"]) for r in as_it_is] == [
        ("occupation:6-31-01", 2, OPEN_VERSION)
    ]


def test_a_changed_relation_closes_one_interval_and_opens_another(
    empty_database: Database, tmp_path: Path
) -> None:
    load(empty_database, tmp_path, majors_source(tmp_path))
    report = load(
        empty_database, tmp_path, majors_source(tmp_path, changed(MAJORS, 0, reason="新的理由"))
    )
    assert counts(report) == (0, 2, 0)  # the row is one record: its major and its relation
    for version, reason in ((1, "面向调试"), (2, "新的理由")):
        edges = see(empty_database, _EDGES, version=version)
        assert [r["reason"] for r in edges if r["major"] == ROBOTICS] == [reason]
        assert len(edges) == 2


def test_a_row_that_goes_and_comes_back(empty_database: Database, tmp_path: Path) -> None:
    load(empty_database, tmp_path, majors_source(tmp_path))
    gone = load(empty_database, tmp_path, majors_source(tmp_path, MAJORS[1:]))
    assert counts(gone) == (0, 0, 2)
    assert node(empty_database, ROBOTICS)["to_version"] == 2
    assert len(see(empty_database, _EDGES, version=1)) == 2
    assert len(see(empty_database, _EDGES, version=2)) == 1
    back = load(empty_database, tmp_path, majors_source(tmp_path))
    assert counts(back) == (2, 0, 0)
    now = node(empty_database, ROBOTICS)
    assert (now["gaps"], now["to_version"], now["from_version"]) == ([2, 3], OPEN_VERSION, 1)
    assert [len(see(empty_database, _EDGES, version=v)) for v in (1, 2, 3)] == [2, 1, 2]
    seen = [[r["id"] for r in see(empty_database, _ALL_MAJORS, version=v)] for v in (1, 2, 3)]
    assert [ROBOTICS in ids for ids in seen] == [True, False, True]


FIRM: Rows = [
    {"name": "杭州甲科技", "uscc": GOOD_USCC, "note": "甲说", "staff": "", "products": "芯片"}
]


def test_two_sources_one_firm(empty_database: Database, tmp_path: Path) -> None:
    other = changed(FIRM, 0, note="乙说", staff="80", products="软件|芯片")
    good = folder(tmp_path, "good", {"firms": FIRM}, grade="A")
    poor = folder(tmp_path, "poor", {"firms": other}, grade="C")
    report = load(empty_database, tmp_path, good, poor)
    assert (report.new, report.conflicts) == (1, 1)
    (firm,) = see(empty_database, _FIRMS, version=1)
    assert (firm["note"], firm["staff"], firm["grade"]) == ("甲说", 80, "A")
    assert firm["products"] == ["芯片", "软件"]  # the better one first
    records = read_records(empty_database, firm["records"], version=1, scopes=PUBLIC)
    assert {r.source: r.grade for r in records.values()} == {"good": "A", "poor": "C"}


def test_a_private_source_shows_to_its_owner_only(empty_database: Database, tmp_path: Path) -> None:
    public = folder(tmp_path, "public-list", {"firms": FIRM}, grade="C")
    hidden_rows = [
        {**FIRM[0], "note": "内部", "staff": "7"},
        {**FIRM[0], "name": "密谈公司", "uscc": "", "note": "内部"},
    ]
    hidden = folder(
        tmp_path, "talks", {"firms": hidden_rows}, visibility="private", owner="school-1"
    )
    load(empty_database, tmp_path, public, hidden)
    (seen,) = see(empty_database, _FIRMS, version=1)
    assert (seen["name"], seen["note"], seen["staff"], seen["grade"]) == (
        "杭州甲科技", "甲说", None, "C",
    )  # fmt: skip
    records = read_records(empty_database, seen["records"], version=1, scopes=PUBLIC)
    assert [r.source for r in records.values()] == ["public-list"]
    own = ["public", "private:school-1"]
    assert {f["name"] for f in see(empty_database, _FIRMS, version=1, scopes=own)} == {
        "杭州甲科技",
        "密谈公司",
    }
    assert len(see(empty_database, _FIRMS, version=1, scopes=["public", "private:school-2"])) == 1
    evidence = read_records(empty_database, seen["records"], version=1, scopes=own)
    assert {r.source for r in evidence.values()} == {"public-list", "talks"}


def test_a_source_that_becomes_private_is_private_at_once(
    empty_database: Database, tmp_path: Path
) -> None:
    load(empty_database, tmp_path, folder(tmp_path, "list", {"firms": FIRM}))
    closed = folder(tmp_path, "list", {"firms": FIRM}, visibility="private", owner="school-1")
    report = load(empty_database, tmp_path, closed)
    assert counts(report) == (0, 1, 0)
    assert see(empty_database, _FIRMS, version=2) == []
    own = see(empty_database, _FIRMS, version=2, scopes=["private:school-1"])
    assert [f["name"] for f in own] == ["杭州甲科技"]
    assert not read_records(empty_database, own[0]["records"], version=2, scopes=PUBLIC)


def test_a_better_grade_on_the_card_reaches_every_fact(
    empty_database: Database, tmp_path: Path
) -> None:
    load(empty_database, tmp_path, folder(tmp_path, "list", {"firms": FIRM}, grade="C"))
    load(empty_database, tmp_path, folder(tmp_path, "list", {"firms": FIRM}, grade="A"))
    assert [f["grade"] for f in see(empty_database, _FIRMS, version=2)] == ["A"]


@pytest.mark.parametrize("history", [0, 1])
def test_a_lost_manifest_is_made_again(
    empty_database: Database, tmp_path: Path, history: int
) -> None:
    load(empty_database, tmp_path, majors_source(tmp_path))
    if history:
        load(empty_database, tmp_path, majors_source(tmp_path, changed(MAJORS, 1, posts="改")))
        load(empty_database, tmp_path, majors_source(tmp_path, MAJORS[1:]))
    rows = MAJORS[1:] if history else MAJORS
    before = published(empty_database)
    shutil.rmtree(tmp_path / "load")
    again = load(empty_database, tmp_path, majors_source(tmp_path, rows))
    assert counts(again) == (0, 0, 0)
    assert (again.version, again.unchanged) == (before, 5 if history else 7)
    shutil.rmtree(tmp_path / "load")
    more = load(empty_database, tmp_path, majors_source(tmp_path, changed(rows, 0, posts="新")))
    assert more.changed == 2  # the record of the row is new for its major and its relation
    assert more.new == more.withdrawn == 0


def test_what_comes_back_after_a_lost_manifest_keeps_its_history(
    empty_database: Database, tmp_path: Path
) -> None:
    load(empty_database, tmp_path, majors_source(tmp_path))
    load(empty_database, tmp_path, majors_source(tmp_path, MAJORS[1:]))
    shutil.rmtree(tmp_path / "load")
    back = load(empty_database, tmp_path, majors_source(tmp_path))
    assert counts(back) == (2, 0, 0)
    now = node(empty_database, ROBOTICS)
    assert (now["from_version"], now["gaps"]) == (1, [2, 3])
    assert [len(see(empty_database, _EDGES, version=v)) for v in (1, 2, 3)] == [2, 1, 2]


def test_a_manifest_of_another_load_is_not_taken(empty_database: Database, tmp_path: Path) -> None:
    """Two data directories, one graph: the older manifest must not pass for the newer one."""
    load(empty_database, tmp_path, majors_source(tmp_path))
    elsewhere = tmp_path / "elsewhere"
    load(empty_database, elsewhere, majors_source(tmp_path, MAJORS[1:]))
    report = load(empty_database, tmp_path, majors_source(tmp_path, MAJORS[1:]))
    assert counts(report) == (0, 0, 0)
    assert published(empty_database) == 2


def test_other_code_that_states_the_same_changes_nothing(
    empty_database: Database, tmp_path: Path
) -> None:
    load(empty_database, tmp_path, majors_source(tmp_path))
    files = {"occupations": OCCUPATIONS, "majors": MAJORS}
    other = folder(tmp_path, "majors", files, transform=TRANSFORM + "\n# a comment\n")
    report = load(empty_database, tmp_path, other)
    assert counts(report) == (0, 0, 0)
    assert report.unchanged == 7
    better = TRANSFORM.replace('name=row.need("name"),\n', 'name="新" + row.need("name"),\n')
    report = load(empty_database, tmp_path, folder(tmp_path, "majors", files, transform=better))
    assert report.changed == 5  # three majors, and the two relations that their rows state
    assert node(empty_database, ROBOTICS)["name"] == "新工业机器人技术"


def test_the_same_row_twice_is_one_record(
    empty_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.staging.CHUNK", 2)  # so that they stand in different chunks
    rows = [*MAJORS, MAJORS[0]]
    assert load(empty_database, tmp_path, majors_source(tmp_path, rows)).new == 7
    assert len(node(empty_database, ROBOTICS)["records"]) == 1
    report = load(empty_database, tmp_path, majors_source(tmp_path, MAJORS))
    assert counts(report) == (0, 0, 0)
    assert node(empty_database, ROBOTICS)["to_version"] == OPEN_VERSION


def test_rows_in_another_order_are_the_same(empty_database: Database, tmp_path: Path) -> None:
    load(empty_database, tmp_path, majors_source(tmp_path))
    report = load(empty_database, tmp_path, majors_source(tmp_path, MAJORS[::-1]))
    assert counts(report) == (0, 0, 0)


def test_sources_that_are_not_given_stay_as_they_are(
    empty_database: Database, tmp_path: Path
) -> None:
    majors = majors_source(tmp_path)
    firms = folder(tmp_path, "firms-list", {"firms": FIRM})
    load(empty_database, tmp_path, majors, firms)
    more = [*FIRM, {**FIRM[0], "name": "乙", "uscc": ""}]
    report = load(empty_database, tmp_path, folder(tmp_path, "firms-list", {"firms": more}))
    assert counts(report) == (1, 0, 0)
    assert report.unchanged == 8
    assert len(see(empty_database, _EDGES, version=2)) == 2


def test_small_batches_load_the_same(empty_database: Database, tmp_path: Path) -> None:
    report = load(empty_database, tmp_path, majors_source(tmp_path), batch=1)
    assert counts(report) == (7, 0, 0)
    report = load(
        empty_database, tmp_path, majors_source(tmp_path, changed(MAJORS, 0, posts="新")), batch=1
    )
    assert report.changed == 2


def test_one_load_at_a_time(empty_database: Database, tmp_path: Path) -> None:
    source = majors_source(tmp_path)

    class Nested(FolderInput):
        """Starts a second load while its own rows are read."""

        def rows(self) -> Any:
            with pytest.raises(GraphBusy):
                Loader(empty_database, tmp_path / "load").load([source])
            return super().rows()

    assert Loader(empty_database, tmp_path / "load").load([Nested(source._source)]).new == 7


def test_progress_is_told(empty_database: Database, tmp_path: Path) -> None:
    told: list[Any] = []
    load(empty_database, tmp_path, majors_source(tmp_path), progress=told.append)
    assert {p.phase for p in told} == {"stage", "nodes", "relations", "publish"}
    assert all(p.done <= p.total for p in told if p.total)
