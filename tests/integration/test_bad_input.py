"""Bad input: each kind has its stable code and its place, and nothing of it is visible."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from graph.db import Database, connect
from graph.errors import AuthenticationFailed, LoadFailed
from graph.loader import LoadReport
from graph.manifest import Manifest
from graph.settings import Settings
from graph.versions import read_state
from ingest.inputs import FolderInput
from ingest.source import SourceInvalid, read_source, read_sources
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

GOOD_FIRM = {"name": "杭州甲科技", "uscc": GOOD_USCC, "note": "", "staff": "", "industry": ""}
BAD_FIRM = {**GOOD_FIRM, "name": "坏公司", "uscc": ""}
INDUSTRY = [{"code": "39", "name": "计算机制造业", "level": "大类"}]


def quarantine(root: Path) -> list[tuple[str, str, str, str]]:
    """(source, locator, code, message) of what was refused."""
    (path,) = (root / "load").glob("manifest-*.sqlite")
    manifest = Manifest(path)
    try:
        return list(manifest.quarantine())
    finally:
        manifest.close()


def names(db: Database, label: str) -> set[str]:
    """Names of all nodes of a label, whatever their version."""
    return {r["name"] for r in db.read(f"MATCH (n:{label}) RETURN n.name AS name")}


def firms(root: Path, rows: Rows, transform: str = TRANSFORM) -> Any:
    """A source of firms."""
    return folder(root, "firms-list", {"firms": rows}, transform=transform)


FIRM_CASES: dict[str, tuple[str, dict[str, str], str, str]] = {
    "unknown column": ("unknown_field", {**BAD_FIRM, "boss": "张"}, TRANSFORM, "boss"),
    "unknown property": (
        "unknown_field",
        BAD_FIRM,
        TRANSFORM.replace(
            "uscc=row", 'boss="张" if row.cells().get("note") == "x" else 1, uscc=row'
        ),
        "boss",
    ),
    "missing field": ("missing_field", {**BAD_FIRM, "name": " "}, TRANSFORM, "name"),
    "wrong check digit": (
        "invalid_uscc",
        {**BAD_FIRM, "uscc": GOOD_USCC[:-1] + "C"},
        TRANSFORM,
        "",
    ),
    "not a number": ("not_a_number", {**BAD_FIRM, "staff": "很多"}, TRANSFORM, "staff"),
    "edge to nothing": ("edge_to_nothing", {**BAD_FIRM, "industry": "9999"}, TRANSFORM, "9999"),
    "unsafe code": ("missing_key", {**BAD_FIRM, "industry": "39 40"}, TRANSFORM, "39 40"),
}


def refused(report: LoadReport, code: str, rows: int = 1) -> None:
    """The report counts the row under its code."""
    assert report.published
    assert report.why == {code: rows}
    assert report.quarantined == rows


@pytest.mark.parametrize("case", [c for c in FIRM_CASES if c != "unknown property"])
def test_a_bad_row_is_refused_whole_and_the_good_one_loaded(
    empty_database: Database, tmp_path: Path, case: str
) -> None:
    code, bad, transform, part = FIRM_CASES[case]
    good = {**dict.fromkeys(bad, ""), **GOOD_FIRM}
    report = load(empty_database, tmp_path, firms(tmp_path, [good, bad], transform))
    refused(report, code)
    assert counts(report) == (1, 0, 0)
    ((source, locator, found, message),) = quarantine(tmp_path)
    assert (source, locator, found) == ("firms-list", "firms.csv#row 3", code)
    assert part in message
    assert names(empty_database, "Enterprise") == {"杭州甲科技"}
    assert empty_database.read("MATCH ()-[r]->() RETURN count(r) AS n") == [{"n": 0}]


def test_a_property_that_the_model_lacks(empty_database: Database, tmp_path: Path) -> None:
    transform = FIRM_CASES["unknown property"][2]
    report = load(empty_database, tmp_path, firms(tmp_path, [BAD_FIRM], transform))
    refused(report, "unknown_field")
    assert names(empty_database, "Enterprise") == set()


def test_a_missing_key(empty_database: Database, tmp_path: Path) -> None:
    source = majors_source(tmp_path, changed(MAJORS, 2, code="5102 02"))
    report = load(empty_database, tmp_path, source)
    refused(report, "missing_key")
    assert "计算机网络技术" not in names(empty_database, "Major")


@pytest.mark.parametrize("level", ["研究生", "高职 专科"])
def test_an_unmapped_level(empty_database: Database, tmp_path: Path, level: str) -> None:
    report = load(
        empty_database, tmp_path, majors_source(tmp_path, changed(MAJORS, 0, level=level))
    )
    refused(report, "unmapped_term")
    ((_, locator, _, message),) = quarantine(tmp_path)
    assert locator == "majors.csv#row 2"
    assert level in message
    assert "工业机器人技术" not in names(empty_database, "Major")


def test_an_unmapped_kind(empty_database: Database, tmp_path: Path) -> None:
    transform = """
from graph.ontology.entities import Community


def communities(row, emit):
    emit(Community(name=row.need("name"), kind=row.need("kind")))
"""
    rows = [{"name": "甲共同体", "kind": "行业产教融合共同体"}, {"name": "乙", "kind": "俱乐部"}]
    source = folder(tmp_path, "platforms", {"communities": rows}, transform=transform)
    refused(load(empty_database, tmp_path, source), "unmapped_term")
    assert names(empty_database, "Community") == {"甲共同体"}


def test_an_unmapped_grade_of_a_row(empty_database: Database, tmp_path: Path) -> None:
    source = firms(tmp_path, [{**BAD_FIRM, "source_grade": "D"}])
    refused(load(empty_database, tmp_path, source), "unmapped_term")


def test_a_refused_row_takes_the_rows_with_it_that_stood_on_it(
    empty_database: Database, tmp_path: Path
) -> None:
    occupations = changed(OCCUPATIONS, 0, level="高手")  # so that the major's edge ends at nothing
    files = {"occupations": occupations, "majors": MAJORS}
    report = load(empty_database, tmp_path, folder(tmp_path, "majors", files))
    assert report.why == {"unmapped_term": 1, "edge_to_nothing": 1}
    assert names(empty_database, "Major") == {"机电一体化技术", "计算机网络技术"}


def test_an_edge_finds_its_end_when_another_source_brings_it(
    empty_database: Database, tmp_path: Path
) -> None:
    waiting = firms(tmp_path, [{**BAD_FIRM, "industry": "39"}])
    refused(load(empty_database, tmp_path, waiting), "edge_to_nothing")
    industries = folder(tmp_path, "industries-list", {"industries": INDUSTRY})
    report = load(empty_database, tmp_path, industries, waiting)
    assert counts(report) == (3, 0, 0)
    assert report.quarantined == 0


def test_an_edge_loses_its_end(empty_database: Database, tmp_path: Path) -> None:
    def industries(rows: Rows) -> Any:
        return folder(tmp_path, "industries-list", {"industries": rows})

    more = [*INDUSTRY, {"code": "38", "name": "电气制造业", "level": "大类"}]
    firm = firms(tmp_path, [{**GOOD_FIRM, "industry": "39"}])
    load(empty_database, tmp_path, industries(more), firm)
    report = load(empty_database, tmp_path, industries(more[1:]), firm)
    assert counts(report) == (0, 0, 3)  # the industry, and the firm's row with its edge
    assert report.why == {"edge_to_nothing": 1}
    ((_, locator, _, _),) = quarantine(tmp_path)
    assert locator == "firms.csv#row 2"
    back = load(empty_database, tmp_path, industries(more), firm)
    assert counts(back) == (3, 0, 0)


def test_what_is_refused_is_refused_again_after_a_lost_manifest(
    empty_database: Database, tmp_path: Path
) -> None:
    source = firms(tmp_path, [GOOD_FIRM, {**BAD_FIRM, "staff": "很多"}])
    load(empty_database, tmp_path, source)
    for file in (tmp_path / "load").glob("manifest-*"):
        file.unlink()
    again = load(empty_database, tmp_path, source)
    assert counts(again) == (0, 0, 0)
    assert again.why == {"not_a_number": 1}
    assert again.read == 2


def test_fewer_than_the_card_asserts(empty_database: Database, tmp_path: Path) -> None:
    load(empty_database, tmp_path, majors_source(tmp_path))
    before = everything(empty_database)
    files = {
        "occupations": [*OCCUPATIONS, {"code": "9-99-99", "name": "新", "level": "职业"}],
        "majors": changed(MAJORS[:2], 0, occupation="6-31-01", posts="改"),
    }
    with pytest.raises(LoadFailed, match="fewer than 3") as raised:
        load(empty_database, tmp_path, folder(tmp_path, "majors", files, minimum={"Major": 3}))
    assert raised.value.code == "load_failed"
    assert everything(empty_database) == before
    state = read_state(empty_database)
    assert state is not None
    assert (state.published, state.loading) == (1, 0)
    assert counts(load(empty_database, tmp_path, majors_source(tmp_path))) == (0, 0, 0)


def everything(db: Database) -> Any:
    """All nodes and relations with all their properties."""
    nodes = db.read(
        "MATCH (n) WHERE NOT n:_Graph RETURN labels(n) AS l, properties(n) AS p "
        "ORDER BY l, toString(n.id), n.number"
    )
    edges = db.read(
        "MATCH (a)-[r]->(b) RETURN type(r) AS t, a.id AS a, b.id AS b, properties(r) AS p "
        "ORDER BY t, a, b"
    )
    return nodes, edges


def test_a_line_that_cannot_be_read_costs_one_row(empty_database: Database, tmp_path: Path) -> None:
    load(empty_database, tmp_path, majors_source(tmp_path))
    before = everything(empty_database)
    with (tmp_path / "majors" / "majors.csv").open("ab") as out:
        out.write("计算机".encode("gbk") + b"\n")
    report = load(empty_database, tmp_path, FolderInput(read_source(tmp_path / "majors")))
    assert report.why == {"unreadable_file": 1}
    assert counts(report) == (0, 0, 0)
    labels = {label for row in everything(empty_database)[0] for label in row["l"]}
    assert labels == {label for row in before[0] for label in row["l"]}


def test_a_folder_without_a_card(tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    with pytest.raises(SourceInvalid, match=r"no source\.yml") as raised:
        read_source(tmp_path / "nothing")
    assert raised.value.code == "source_invalid"
    with pytest.raises(SourceInvalid):
        read_sources(tmp_path)


def test_a_wrong_password(database: Database) -> None:
    assert database.lease is not None
    wrong = Settings.model_validate(
        {"neo4j_uri": database.lease.running.uri, "neo4j_password": "not-this-one"}
    )
    with pytest.raises(AuthenticationFailed) as raised:
        connect(wrong)
    assert raised.value.code == "authentication_failed"
    assert "not-this-one" not in str(raised.value)
