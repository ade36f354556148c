"""Official documents on a real Neo4j: the newer one is in force; an old number finds its major."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from openpyxl import load_workbook

from graph.db import Database
from graph.errors import NotFound
from graph.match.snapshot import read_snapshot
from graph.ontology.entities import Major
from graph.preview import Previewer
from graph.queries.entities import neighbours
from graph.queries.pages import major_page
from graph.resolve.lookup import resolve
from graph.settings import Settings
from graph.view import published_view
from ingest.uploads import errors_book, store
from ingest.uploads.service import Wishes, load_files, quarantined, retry
from ingest.version_commands import _inputs
from tests import official
from tests.integration.small_sources import Rows, folder, load

PUBLIC = Wishes(visibility="public")
OCCUPATIONS: Rows = [
    {"code": "2-02-99-01", "name": "示例工程技术人员", "level": "职业"},
    {"code": "6-31-99-01", "name": "示例装调工", "level": "职业"},
    {"code": "4-01-99-01", "name": "不存在的工", "level": "职业"},
]
INDUSTRIES: Rows = [
    {"code": "34", "name": "通用设备制造业", "level": "大类"},
    {"code": "65", "name": "软件和信息技术服务业", "level": "大类"},
]
MAJOR = "major:moe-469901"


@pytest.fixture
def settings(database_settings: Settings, tmp_path: Path) -> Settings:
    return database_settings.model_copy(update={"data_dir": tmp_path / "data"})


@pytest.fixture
def db(empty_database: Database, settings: Settings, tmp_path: Path) -> Database:
    """The classifications and the catalogue are there."""
    lists = folder(tmp_path, "lists", {"occupations": OCCUPATIONS, "industries": INDUSTRIES})
    load(empty_database, settings.data_dir, lists)
    file = official.xlsx(tmp_path / "catalogue.xlsx", official.CATALOGUE)
    report = load_files(empty_database, settings, [file], PUBLIC)
    assert report["kinds"] == ["moe-catalogue"]
    return empty_database


def test_the_standard_wins_over_the_profile(
    db: Database, settings: Settings, tmp_path: Path
) -> None:
    standard = official.docx(
        tmp_path / "standard.docx", official.STANDARD_LINES, official.FACING, official.CORE
    )
    profile = official.docx(tmp_path / "profile.docx", official.PROFILE_LINES)
    # The older document comes last: what is in force does not depend on the order.
    for file in (standard, profile):
        report = load_files(db, settings, [file], PUBLIC)
        assert report["rows"]["quarantined"] == 0, report["issues"]
    view = published_view(db)
    page = major_page(view, MAJOR)
    values = page["major"]["properties"]
    assert values["profile"] == "2025标准"
    assert values["internship_places"] == ["通用设备制造行业的装备企业", "系统集成企业"]
    (older,) = page["major"]["conflicts"]["internship_places"]
    by_record = {r["id"]: r for r in page["major"]["records"]}
    assert older["value"] == ["装备制造企业"]
    assert by_record[older["record"]]["locator"] == "profile.docx#paragraph 3"

    courses = {c["name"]: (c["basis"], c["superseded"]) for c in page["courses"]}
    assert courses == {
        "示例制图": ("2025标准", False),  # both say so: the better record is shown
        "示例电工": ("2025标准", False),
        "设备装调": ("2025标准", False),
        "控制器编程": ("2025标准", False),
        "老式控制": ("2022简介", True),
    }
    jobs = [(o["name"], o["basis"], o["superseded"]) for o in page["occupations"]]
    assert jobs == [
        ("示例工程技术人员", "2025标准", False),
        ("示例装调工", "2025标准", False),
        ("不存在的工", "2022简介", True),
    ]
    assert [i["code"] for i in page["industries"]] == ["34", "65"]

    snapshot = read_snapshot(view)
    assert snapshot.courses[MAJOR]["核心"] == ["控制器编程", "设备装调"]
    ends = {e.end for e in snapshot.edges["PREPARES_FOR"].out[MAJOR]}
    assert ends == {"occupation:2-02-99-01", "occupation:6-31-99-01"}


def test_old_numbers_and_names_in_look_ups_and_in_tables(
    db: Database, settings: Settings, tmp_path: Path
) -> None:
    file = official.xlsx(tmp_path / "editions.xlsx", official.EDITIONS)
    report = load_files(db, settings, [file], PUBLIC)
    assert report["by_code"] == {"major_code_edition": 2}
    view = published_view(db)
    for words in ("569902 示例总线", "示例总线（569902）", "示例总线", "569902", "469901"):
        assert resolve(view, Major, words) == MAJOR, words
    with pytest.raises(NotFound):
        resolve(view, Major, "569902 示例控制技术")

    upload = store.kept(settings.data_dir)[report["source"]]
    path = tmp_path / "errors.xlsx"
    refused = quarantined(db, settings, upload)
    assert errors_book.write_errors([(upload, refused)], path) == 2
    book = load_workbook(path)
    for cell in (c for row in book.worksheets[0].iter_rows(min_row=2) for c in row):
        if cell.value == "冲突的名字":
            cell.value = "示例安防技术"
    book.save(path)
    (fixed,) = retry(db, settings, errors_book.read_corrections(path))
    assert fixed["rows"]["quarantined"] == 1
    assert resolve(published_view(db), Major, "569903 示例安防") == "major:moe-469902"


def test_a_file_can_be_compared_before_it_is_loaded(
    db: Database, settings: Settings, tmp_path: Path
) -> None:
    file = official.docx(tmp_path / "standard.docx", official.STANDARD_LINES, official.FACING)
    with TemporaryDirectory() as place:
        sources = _inputs(settings, [file], tmp_path, Path(place))
        seen = Previewer(db, settings.data_dir / "load").preview(sources)
    assert seen.facts["PREPARES_FOR"]["new"] == 2
    report = load_files(db, settings, [file], PUBLIC)
    kept = _inputs(settings, [report["source"]], tmp_path, tmp_path)
    assert not Previewer(db, settings.data_dir / "load").preview(kept).changes


def test_two_equally_good_sources_of_a_relation_are_a_tie(
    db: Database, settings: Settings, tmp_path: Path
) -> None:
    file = official.docx(tmp_path / "standard.docx", official.STANDARD_LINES, official.FACING)
    other = [list(row) for row in official.FACING]
    other[3][1] = "示例工程师（2-02-99-01）"
    again = official.docx(tmp_path / "again.docx", official.STANDARD_LINES, other)
    for path in (file, again):
        load_files(db, settings, [path], PUBLIC)
    items = neighbours(published_view(db), MAJOR, relation="PREPARES_FOR")["items"]
    found = {i["entity"]["code"]: (i["properties"]["named_as"], i["conflicts"]) for i in items}
    shown, conflicts = found["2-02-99-01"]
    (lost,) = conflicts["named_as"]
    assert {shown, lost["value"]} == {"示例工程技术人员", "示例工程师"}
    assert lost["tie"] is True
    assert found["6-31-99-01"][1] == {}
