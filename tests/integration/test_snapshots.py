"""Versions as people use them: as-of answers, what a load would change, history, going back."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph import versions
from graph.db import Database
from graph.errors import NotFound, RollbackImpossible
from graph.loader import LoadReport
from graph.match.snapshot import read_snapshot
from graph.ontology.entities import Enterprise
from graph.preview import Preview, Previewer
from graph.queries.entities import entity
from graph.queries.history import entity_history, versions_with_loads
from graph.rollback import Rollback
from graph.view import View, published_view
from ingest.inputs import FolderInput
from tests.integration.crash_place import digest
from tests.integration.small_sources import (
    MAJORS,
    Rows,
    changed,
    counts,
    folder,
    load,
    majors_source,
)

GOLDEN = Path(__file__).parents[1] / "golden" / "as_of.csv"
ROBOTICS = "major:moe-460305"
FIRM = Enterprise.id_for(name="甲公司")


def firms(root: Path, source: str, *rows: tuple[str, str], **card: Any) -> FolderInput:
    """A source of firms: (name, staff)."""
    listed: Rows = [
        {"name": n, "uscc": "", "note": "", "staff": s, "products": "", "industry": ""}
        for n, s in rows
    ]
    return folder(root, source, {"firms": listed}, **card)


def register(root: Path, *rows: tuple[str, str]) -> FolderInput:
    """The better source."""
    return firms(root, "register", ("乙公司", "1"), *rows, grade="A")


def board(root: Path, *rows: tuple[str, str]) -> FolderInput:
    """The weaker one."""
    return firms(root, "board", ("丙公司", "2"), *rows, grade="B")


def three_versions(db: Database, root: Path) -> None:
    """Both state the staff of one firm; the better one corrects it, then drops it."""
    load(db, root, register(root, ("甲公司", "100")), board(root, ("甲公司", "90")))
    load(db, root, register(root, ("甲公司", "120")), board(root, ("甲公司", "90")))
    load(db, root, register(root), board(root, ("甲公司", "95")))


def roll_back(db: Database, root: Path, version: int) -> LoadReport:
    """Go back, with the manifest under ``root``."""
    return Rollback(db, root / "load").roll_back(version)


def preview(db: Database, root: Path, *sources: FolderInput) -> Preview:
    """What a load would change."""
    return Previewer(db, root / "load").preview(sources)


def said(view: View) -> dict[str, Any]:
    """What each source and the joined view say of the firm's staff."""
    found = entity(view, FIRM)
    by_source = {r["source"]: r["values"]["staff"] for r in found["records"]}
    return {**by_source, "merged": found["properties"]["staff"]}


def content(db: Database, version: int) -> Any:
    """Everything that the public sees of a version, records and conflicts included."""
    view = published_view(db, version=version)
    ids = db.read(
        "MATCH (n) WHERE n.from_version <= $version < n.to_version AND n.grade IS NOT NULL "
        "AND NOT n:_History AND (n.gaps IS NULL OR none(g IN range(0, size(n.gaps) - 1, 2) "
        "WHERE n.gaps[g] <= $version < n.gaps[g + 1])) RETURN n.id AS id ORDER BY id",
        version=version,
    )
    own = ("data_version", "first_version", "closed_in", "last_version", "relations")
    nodes = [{k: v for k, v in entity(view, r["id"]).items() if k not in own} for r in ids]
    for node in nodes:
        node["records"] = [r["id"] for r in node["records"]]
    edges = db.read(
        "MATCH (a)-[r]->(b) WHERE r.from_version <= $version < r.to_version "
        "RETURN a.id AS a, b.id AS b, type(r) AS type, r.key AS key, r.reason AS reason, "
        "r.records AS records, r.status AS status, r.grade AS grade ORDER BY a, b, type, key",
        version=version,
    )
    return nodes, edges


def rows_of(path: Path) -> Iterator[tuple[int, str, int | None]]:
    """(version, who says it, staff)."""
    with path.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            yield int(row["version"]), row["says"], int(row["staff"]) if row["staff"] else None


# --- as of ---------------------------------------------------------------------------------------


def test_all_nine_answers_of_three_versions_of_two_sources(
    empty_database: Database, tmp_path: Path
) -> None:
    db = empty_database
    three_versions(db, tmp_path)
    wanted = list(rows_of(GOLDEN))
    assert len(wanted) == 9
    found = {v: said(published_view(db, version=v)) for v in (1, 2, 3)}
    assert [(v, who, found[v].get(who)) for v, who, _ in wanted] == wanted
    for stored in versions.versions(db):
        moment = str(stored["published_at"])
        assert said(published_view(db, as_of=moment)) == found[int(str(stored["number"]))]
    with pytest.raises(NotFound, match="Nothing was published"):
        published_view(db, as_of="2001-01-01")


def test_matching_reads_the_values_of_the_version(empty_database: Database, tmp_path: Path) -> None:
    db = empty_database
    load(db, tmp_path, majors_source(tmp_path))
    rows = changed(MAJORS, 0, name="机器人工程", posts="", level="职业本科")
    load(db, tmp_path, majors_source(tmp_path, rows))
    then, now = (read_snapshot(published_view(db, version=v)) for v in (1, 2))
    assert (then.majors[ROBOTICS]["name"], then.names[ROBOTICS]) == ("工业机器人技术",) * 2
    assert (then.majors[ROBOTICS]["level"], then.majors[ROBOTICS]["posts"]) == (
        "高职专科",
        ["调试", "运维"],
    )
    assert (now.majors[ROBOTICS]["name"], now.majors[ROBOTICS]["posts"]) == ("机器人工程", [])


# --- provenance ----------------------------------------------------------------------------------


def test_records_show_when_they_were_seen_and_what_they_said(
    empty_database: Database, tmp_path: Path
) -> None:
    db = empty_database
    three_versions(db, tmp_path)
    then = {r["source"]: r for r in entity(published_view(db, version=1), FIRM)["records"]}
    first = versions.loads(db)[1]
    assert then["register"]["source_version"] == first["register"]["content"]
    seen = {
        s: (r["first_version"], r["last_version"], r["closed_in"], r["values"]["staff"])
        for s, r in then.items()
    }
    assert seen == {"register": (1, 1, None, 100), "board": (1, 1, None, 90)}
    spans = entity_history(published_view(db), FIRM)["values"]
    dropped = [(r["source"], r["first_version"], r["closed_in"]) for r in spans[0]["records"]]
    assert sorted(dropped) == [("board", 1, 3), ("register", 1, 2)]


def test_a_tie_is_visible_and_a_worse_source_is_none(
    empty_database: Database, tmp_path: Path
) -> None:
    db = empty_database
    equal = [firms(tmp_path, s, ("甲公司", n)) for s, n in (("one", "10"), ("two", "20"))]
    worse = firms(tmp_path, "worse", ("甲公司", "30"), grade="C")
    load(db, tmp_path, *equal, worse)
    found = entity(published_view(db), FIRM)
    source = {r["id"]: r["source"] for r in found["records"]}
    assert found["properties"]["staff"] == 20  # the newer record of the two
    ties = {source[c["record"]]: (c["value"], c["tie"]) for c in found["conflicts"]["staff"]}
    assert ties == {"one": (10, True), "worse": (30, False)}


# --- what a load would change --------------------------------------------------------------------


def test_a_preview_tells_what_the_load_then_does_and_writes_nothing(
    empty_database: Database, tmp_path: Path
) -> None:
    db = empty_database
    load(db, tmp_path, majors_source(tmp_path))
    before, kept = digest(db), sorted((tmp_path / "load").iterdir())
    bytes_before = [p.read_bytes() for p in kept]
    rows = [*changed(MAJORS, 0, posts="调试|集成", reason="新的理由")[:2],
            {**MAJORS[2], "code": "510201"}, {**MAJORS[2], "level": "没有这一级"},
            {**MAJORS[1], "code": "510299", "occupation": "9-99"}]  # fmt: skip
    told = preview(db, tmp_path, majors_source(tmp_path, rows))
    assert digest(db) == before
    assert sorted((tmp_path / "load").iterdir()) == kept
    assert [p.read_bytes() for p in kept] == bytes_before
    assert (told.version, told.changes) == (1, True)
    assert told.facts == {"Major": {"new": 1, "changed": 1, "withdrawn": 1},
                          "PREPARES_FOR": {"changed": 1}}  # fmt: skip
    assert told.quarantined_codes == {"unmapped_term": 1, "edge_to_nothing": 1}
    assert {q["locator"] for q in told.quarantine} == {"majors.csv#row 5", "majors.csv#row 6"}
    assert told.sources["majors"] == {
        "read": 7, "new": 1, "changed": 1, "unchanged": 3, "gone": 1, "quarantined": 2,
    }  # fmt: skip
    values = {(e["what"], e["kind"]): e["values"] for e in told.examples}
    assert values["changed", "Major"] == {"posts": [["调试", "运维"], ["调试", "集成"]]}
    assert values["changed", "PREPARES_FOR"] == {"reason": ["面向调试", "新的理由"]}
    assert values["withdrawn", "Major"]["name"] == ["计算机网络技术", None]
    done = load(db, tmp_path, majors_source(tmp_path, rows))
    assert counts(done) == (1, 2, 1)
    again = preview(db, tmp_path, majors_source(tmp_path, rows))
    assert (again.changes, again.facts) == (False, {})


def test_a_preview_of_an_empty_graph(empty_database: Database, tmp_path: Path) -> None:
    told = preview(empty_database, tmp_path, majors_source(tmp_path))
    assert told.facts["Major"] == {"new": 3}
    assert versions.read_state(empty_database) is None


# --- history -------------------------------------------------------------------------------------


def test_history_of_versions_sources_and_an_entity(
    empty_database: Database, tmp_path: Path
) -> None:
    db = empty_database
    three_versions(db, tmp_path)
    view = published_view(db)
    listed = versions_with_loads(view)
    assert [(v["number"], sorted(v["sources"])) for v in listed] == [
        (3, ["board", "register"]), (2, ["register"]), (1, ["board", "register"]),
    ]  # fmt: skip
    assert [v["number"] for v in versions_with_loads(view, source="board")] == [3, 1]
    with pytest.raises(NotFound, match="nowhere"):
        versions_with_loads(view, source="nowhere")
    found = entity_history(view, FIRM)
    assert [
        (s["from_version"], s["until_version"], s["changes"]["staff"]) for s in found["values"]
    ] == [(1, 2, [None, 100]), (2, 3, [100, 120]), (3, None, [120, 95])]
    earlier = entity_history(published_view(db, version=2), FIRM)
    assert [s["until_version"] for s in earlier["values"]] == [2, None]


def test_history_of_relations(empty_database: Database, tmp_path: Path) -> None:
    db = empty_database
    load(db, tmp_path, majors_source(tmp_path))
    load(db, tmp_path, majors_source(tmp_path, changed(MAJORS, 0, occupation="6-31-01")))
    found = entity_history(published_view(db), ROBOTICS)["relations"]
    assert [(r["entity"]["id"], r["from_version"], r["until_version"]) for r in found] == [
        ("occupation:2-02-01", 1, 2), ("occupation:6-31-01", 2, None),
    ]  # fmt: skip


# --- going back ----------------------------------------------------------------------------------


def test_going_back_makes_a_version_that_equals_the_earlier_one(
    empty_database: Database, tmp_path: Path
) -> None:
    db = empty_database
    first = [majors_source(tmp_path), register(tmp_path, ("甲公司", "100"))]
    load(db, tmp_path, *first)
    rows = [*changed(MAJORS, 0, posts="集成", occupation="6-31-01")[:2],
            {**MAJORS[2], "code": "510201"}]  # fmt: skip
    second = [majors_source(tmp_path, rows), register(tmp_path), board(tmp_path, ("甲公司", "1"))]
    load(db, tmp_path, *second)
    one, two = content(db, 1), content(db, 2)
    assert one != two
    report = roll_back(db, tmp_path, 1)
    assert (report.version, report.published) == (3, True)
    assert content(db, 3) == one
    assert (content(db, 1), content(db, 2)) == (one, two)  # nothing was lost
    assert versions_with_loads(published_view(db))[0]["rollback_of"] == 1
    again = roll_back(db, tmp_path, 1)
    assert (again.version, again.published) == (3, False)
    # The files are still those of version 2: they are read again, and the firm comes back.
    forward = load(db, tmp_path, *second)
    assert (forward.version, forward.published) == (4, True)
    assert _values(content(db, 4)) == _values(two)
    assert roll_back(db, tmp_path, 2).published
    assert content(db, 5) == two


def _values(found: Any) -> Any:
    nodes, edges = found
    return (
        [(n["id"], n["properties"], n["grade"], len(n["records"])) for n in nodes],
        [(e["a"], e["b"], e["type"], e["reason"]) for e in edges],
    )


def test_a_load_works_on_a_version_gone_back_to(empty_database: Database, tmp_path: Path) -> None:
    db = empty_database
    load(db, tmp_path, majors_source(tmp_path))
    load(db, tmp_path, majors_source(tmp_path, MAJORS[1:]))
    assert counts(roll_back(db, tmp_path, 1)) == (2, 0, 0)
    for kept in (tmp_path / "load").glob("manifest*"):
        kept.unlink()  # it is made again from the record blocks
    report = load(db, tmp_path, majors_source(tmp_path))
    assert counts(report) == (0, 0, 0)
    assert report.unchanged == 7
    assert counts(load(db, tmp_path, majors_source(tmp_path, MAJORS[1:]))) == (0, 0, 2)


def test_going_back_keeps_who_won_a_tie(empty_database: Database, tmp_path: Path) -> None:
    db = empty_database
    two = firms(tmp_path, "two", ("甲公司", "20"))
    load(db, tmp_path, firms(tmp_path, "one", ("甲公司", "10")), two)
    load(db, tmp_path, firms(tmp_path, "one", ("甲公司", "11")), two)
    assert [said(published_view(db, version=v))["merged"] for v in (1, 2)] == [20, 11]
    roll_back(db, tmp_path, 1)
    assert said(published_view(db)) == {"one": 10, "two": 20, "merged": 20}


def test_going_back_to_what_the_graph_does_not_hold(
    empty_database: Database, tmp_path: Path
) -> None:
    db = empty_database
    load(db, tmp_path, majors_source(tmp_path))
    load(db, tmp_path, majors_source(tmp_path, MAJORS[1:]))
    for version in (0, 3):
        with pytest.raises(NotFound, match="never published"):
            roll_back(db, tmp_path, version)
    for lost in ("MATCH (v:_Version) REMOVE v.loads", "MATCH (b:_RecordBlock) REMOVE b.events"):
        db.write(lost)
        before = digest(db)
        with pytest.raises(RollbackImpossible) as raised:
            roll_back(db, tmp_path, 1)
        assert raised.value.fields["source"] == "majors"
        assert digest(db) == before
