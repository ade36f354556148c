"""Files that people bring, on a real Neo4j: loaded, loaded again, changed, refused, corrected."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from graph.db import Database
from graph.errors import NotFound
from graph.ontology.entities import Enterprise
from graph.queries import entities, overview
from graph.resolve.lookup import resolve
from graph.settings import Settings
from graph.view import View, published_view
from ingest.layouts import LAYOUTS
from ingest.source import SourceInvalid
from ingest.templates import TEMPLATES
from ingest.uploads import errors_book, store
from ingest.uploads.service import (
    Wishes,
    check_files,
    find_upload,
    load_files,
    load_upload,
    quarantined,
    retry,
)

PRIVATE = "private:local"
FIRMS = [
    ["企业名称", "统一社会信用代码", "员工数", "产品"],
    ["甲机械有限公司", "91000000MA0000000N", "120", "丝杠、导轨"],
    ["乙电子有限公司", "", "45", "电路板"],
    ["丙食品有限公司", "", "8", ""],
]
NEEDS = [
    ["企业名称", "需求编号", "需求名称", "需求类别", "需求数量"],
    ["甲机械有限公司", "1", "数控技术员", "人才", "12"],
    ["甲机械有限公司", "2", "数控培训", "培训", "1"],
    ["丁物流有限公司", "1", "仓储实习", "实习", "20"],
]
Table = list[list[str]]


@pytest.fixture
def settings(database_settings: Settings, tmp_path: Path) -> Settings:
    """The database's settings with a folder of their own for uploads and manifest."""
    return database_settings.model_copy(update={"data_dir": tmp_path / "data"})


def written(path: Path, table: Table) -> str:
    path.write_text("\n".join(",".join(row) for row in table) + "\n", "utf-8")
    return str(path)


def with_cell(table: Table, row: int, column: int, text: str) -> Table:
    copy = [list(r) for r in table]
    copy[row][column] = text
    return copy


def rows(report: dict[str, Any]) -> tuple[int, ...]:
    """(read, new, changed, unchanged, quarantined)."""
    return tuple(report["rows"].values())


def facts(report: dict[str, Any]) -> tuple[int, ...]:
    """(new, changed, unchanged, withdrawn)."""
    return tuple(report["facts"].values())


def firms(view: View) -> int:
    return overview.counts(view)["nodes"].get("Enterprise", 0)


@pytest.mark.parametrize(
    ("table", "stated", "column", "touched"),
    [(FIRMS, 3, 2, 1), (NEEDS, 8, 4, 3)],  # of a need: firm, need and relation have a new record
    ids=["enterprises", "needs"],
)
def test_load_again_and_one_cell_changed(
    empty_database: Database, settings: Settings, tmp_path: Path, table: Table, stated: int,
    column: int, touched: int,
) -> None:  # fmt: skip
    db, path, wishes = empty_database, tmp_path / "t.csv", Wishes()
    file = written(path, table)

    seen = check_files(settings, [file], wishes)
    first = load_files(db, settings, [file], wishes)
    assert rows(first) == rows(seen) == (3, 3, 0, 0, 0)
    assert facts(first) == facts(seen) == (stated, 0, 0, 0)
    assert (seen["version"], first["version"]) == (0, 1)

    assert rows(check_files(settings, [file], wishes)) == (3, 0, 0, 3, 0)
    again = load_files(db, settings, [file], wishes)
    assert (rows(again), facts(again)) == ((3, 0, 0, 3, 0), (0, 0, stated, 0))
    assert again["version"] == 1

    written(path, with_cell(table, 1, column, "99"))
    assert rows(check_files(settings, [file], wishes)) == (3, 0, 1, 2, 0)
    other = load_files(db, settings, [file], wishes)
    assert (rows(other), facts(other)) == ((3, 0, 1, 2, 0), (0, touched, stated - touched, 0))

    written(path, [*table[:-1], table[1]])
    fewer = load_files(db, settings, [file], wishes)
    assert rows(fewer) == (3, 0, 1, 2, 0)  # back as it was; the last row repeats it
    assert fewer["facts"]["withdrawn"] > 0
    assert rows(load_files(db, settings, [file], wishes)) == (3, 0, 0, 3, 0)


@pytest.mark.parametrize(
    ("table", "bad", "code"),
    [(FIRMS, (2, 2, "很多"), "not_a_number"), (NEEDS, (2, 3, "人材"), "unmapped_term")],
    ids=["enterprises", "needs"],
)
def test_a_bad_row_is_exported_corrected_and_loaded(
    empty_database: Database, settings: Settings, tmp_path: Path, table: Table,
    bad: tuple[int, int, str], code: str,
) -> None:  # fmt: skip
    db, (row, column, text) = empty_database, bad
    file = written(tmp_path / "t.csv", with_cell(table, row, column, text))
    report = load_files(db, settings, [file], Wishes())
    assert rows(report) == (3, 2, 0, 0, 1)
    assert report["by_code"] == {code: 1}
    (issue,) = report["issues"]
    assert (issue["row"], issue["column"], issue["value"]) == (row + 1, table[0][column], text)

    upload = find_upload(store.kept(settings.data_dir), report["source"])
    book_path = tmp_path / "errors.xlsx"
    assert errors_book.write_errors([(upload, quarantined(db, settings, upload))], book_path) == 1
    book = load_workbook(book_path)
    cell = book.worksheets[0].cell(2, len(errors_book.OWN) + column + 1)
    assert cell.value == text
    assert code in cell.comment.text

    (unfixed,) = retry(db, settings, errors_book.read_corrections(book_path))
    assert rows(unfixed) == (3, 0, 0, 2, 1)
    cell.value = table[row][column]
    book.save(book_path)
    (fixed,) = retry(db, settings, errors_book.read_corrections(book_path))
    assert rows(fixed) == (3, 1, 0, 2, 0)
    assert fixed["corrected"] == 1
    assert quarantined(db, settings, upload) == []
    assert rows(load_upload(db, settings, upload)) == (3, 0, 0, 3, 0)


def test_a_file_is_private_unless_said_otherwise(
    empty_database: Database, settings: Settings, tmp_path: Path
) -> None:
    db, file = empty_database, written(tmp_path / "t.csv", FIRMS)
    report = load_files(db, settings, [file], Wishes())
    assert report["scope"] == PRIVATE
    public = published_view(db)
    own = replace(public, scopes=("public", PRIVATE))
    assert (firms(public), firms(own)) == (0, 3)
    with pytest.raises(NotFound):
        resolve(public, Enterprise, "甲机械有限公司")
    firm = resolve(own, Enterprise, "甲机械有限公司")
    (record,) = entities.entity(own, firm)["records"]
    assert record["locator"] == "t.csv#row 2"

    opened = load_files(db, settings, [file], Wishes(visibility="public"))
    assert opened["scope"] == "public"
    assert sum(rows(opened)[1:4]) == 3
    assert firms(published_view(db)) == 3


def test_several_files_of_one_source(
    empty_database: Database, settings: Settings, tmp_path: Path
) -> None:
    files = [written(tmp_path / "a.csv", FIRMS), written(tmp_path / "b.csv", NEEDS)]
    report = load_files(empty_database, settings, files, Wishes(source="our-office"))
    assert (report["source"], rows(report)) == ("our-office", (6, 6, 0, 0, 0))
    assert report["kinds"] == ["enterprises", "needs"]
    with pytest.raises(SourceInvalid):
        find_upload(store.kept(settings.data_dir), "nobody")


def test_the_commands(
    empty_database: Database,
    database_settings: Settings,
    tmp_path: Path,
    chanjiao: Callable[..., Any],
) -> None:
    """Template, check, load, export and retry from the command line, as JSON and in words."""

    def run(*words: str) -> Any:
        return chanjiao("ingest", *words, settings=database_settings)

    template = tmp_path / "needs.xlsx"
    assert run("template", "needs", "-o", str(template)).code == 0
    assert len(run("template", "--list", "--json").json()) == len(TEMPLATES) + len(LAYOUTS)
    book = load_workbook(template)
    for row in with_cell(NEEDS, 3, 3, "人材")[1:]:
        cells = dict(zip(NEEDS[0], row, strict=True))
        heads = [str(c.value).rstrip("*") for c in book.worksheets[0][1]]
        book.worksheets[0].append([cells.get(h) for h in heads])
    book.save(template)

    checked = run("check", str(template), "--json")
    assert (checked.code, rows(checked.json())) == (1, (3, 2, 0, 0, 1))
    loaded = run("load", str(template), "--json").json()
    assert rows(loaded) == (3, 2, 0, 0, 1)
    errors = tmp_path / "errors.xlsx"
    assert run("errors", "export", "-o", str(errors), "--json").json()["rows"] == 1
    book = load_workbook(errors)
    names = [c.value for c in book.worksheets[0][1]]
    book.worksheets[0].cell(2, names.index("需求类别*") + 1).value = "实习"
    book.save(errors)
    told = run("retry", str(errors)).out
    assert "3 read = 1 new + 0 changed + 2 unchanged + 0 quarantined" in told
    assert PRIVATE in told
    assert rows(run("load", loaded["source"], "--json").json()) == (3, 0, 0, 3, 0)
    missing = run("load", "nowhere/firms.xlsx", "--json")
    assert (missing.code, missing.json()["error"]["code"]) == (2, "unreadable_file")
