"""Templates: written, filled in, read again; headers, cells, and what a refusal says."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from graph.errors import GraphError
from graph.evidence import Issue, Record
from graph.ontology.base import Entity
from graph.ontology.entities import (
    Cluster,
    Community,
    Industry,
    Major,
    Occupation,
    Region,
    School,
)
from graph.resolve.memory import MemoryNames
from ingest.readers import UnreadableFile
from ingest.source import Emit
from ingest.templates import TEMPLATES, Template
from ingest.templates.headers import KindAmbiguous, KindUnknown, map_headers, recognise
from ingest.templates.workbook import EXAMPLE_MARK, LISTS, NOTES, write_template
from ingest.uploads import errors_book, store
from ingest.uploads.input import UploadInput
from ingest.uploads.service import Wishes

FIRM, SCHOOL = "示例精密机械有限公司", "示例职业技术学院"
KNOWN: list[Entity] = [
    Region(code="990101", name="示例区", level="县级"),
    Industry(code="C34", name="通用设备制造业", level="大类"),
    Occupation(code="6-18-01-01", name="车工", level="职业"),
    School(code="4100000001", name=SCHOOL),
    Community(name="示例装备行业产教融合共同体", kind="行业产教融合共同体"),
    Cluster(code="SL-09", name="示例集群", level="市", state="现行", reliability="官方文本"),
    Major(catalogue="moe", code="460103", name="数控技术", level="高职专科"),
    Major(catalogue="moe", code="460113", name="模具设计与制造", level="高职专科"),
    Major(catalogue="moe", code="660102", name="数控技术应用", level="中职"),
    Major(catalogue="moe", code="730101", name="护理", level="中职"),
    Major(catalogue="moe", code="520201", name="护理", level="高职专科"),
]


@pytest.fixture(scope="module")
def names() -> MemoryNames:
    """What is loaded: one of everything that the example rows refer to."""
    index, emit = MemoryNames(), Emit(MemoryNames(), "stated")
    for entity in KNOWN:
        emit(entity)
    index.feed(emit.facts)
    return index


def outcomes(
    folder: Path, file: Path, names: MemoryNames, **wishes: Any
) -> list[tuple[store.StoredRow, Record | Issue]]:
    """What becomes of each row of a file."""
    wish = Wishes(**wishes)
    upload = store.keep(folder / "kept", [str(file)], wish.card([str(file)]), wish.kind)
    source = UploadInput(upload)
    return [(row, source.record(row, names)) for row, _ in source.rows()]


def rows_csv(path: Path, header: Sequence[str], *rows: Sequence[str]) -> Path:
    """A CSV file."""
    path.write_text("\n".join(",".join(r) for r in (header, *rows)) + "\n", "utf-8")
    return path


def refused(tmp_path: Path, names: MemoryNames, kind: str, **cells: str) -> Issue:
    """The issue of a file with one row."""
    file = rows_csv(tmp_path / "one.csv", list(cells), list(cells.values()))
    ((_, outcome),) = outcomes(tmp_path, file, names, kind=kind)
    assert isinstance(outcome, Issue), outcome
    return outcome


# --- every template ------------------------------------------------------------------------------


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
def test_a_filled_template_loads_without_an_issue(
    template: Template, tmp_path: Path, names: MemoryNames
) -> None:
    path = tmp_path / "t.xlsx"
    write_template(template, path)
    assert outcomes(tmp_path, path, names) == []  # the example row is no row
    book = load_workbook(path)
    sheet = book[template.zh]
    for column in range(1, sheet.max_column + 1):
        value = str(sheet.cell(2, column).value or "")
        sheet.cell(3, column).value = value.removeprefix(EXAMPLE_MARK)
    book.save(path)
    ((row, outcome),) = outcomes(tmp_path, path, names)
    assert isinstance(outcome, Record), outcome
    assert row.table.kind == template.kind
    assert (row.table.sheet, row.number) == (template.zh, 3)
    primary = template.primary
    made = [s for s in template.steps if getattr(s, "alias", "") == primary]
    first = outcome.facts[0]
    assert first.kind == (
        made[0].entity.label() if isinstance(primary, str) else primary.rel_type  # type: ignore[union-attr]
    )


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
def test_a_template_is_recognised_by_its_headers_alone(template: Template) -> None:
    assert recognise([c.zh for c in template.columns]) is template
    assert recognise([c.zh for c in template.columns if c.required], title=template.zh) is template


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
def test_captions_names_and_examples(template: Template) -> None:
    captions = [c.zh for c in template.columns]
    assert len(set(captions)) == len(captions)
    mapping = map_headers(template, captions)
    assert list(mapping.columns.values()) == [c.name for c in template.columns]
    assert map_headers(template, [c.name for c in template.columns]).unknown == {}
    for column in template.columns:
        assert column.example or not column.required, column.name
        for word in column.example.split("、") if column.vocabulary else ():
            assert not word or column.vocabulary.canonical(word), column.name  # type: ignore[union-attr]


def test_a_template_has_drop_downs_and_instructions(tmp_path: Path) -> None:
    write_template(TEMPLATES["needs"], tmp_path / "t.xlsx")
    book = load_workbook(tmp_path / "t.xlsx")
    sheet = book["企业需求登记"]
    assert sheet["A1"].value == "企业名称*"
    assert sheet["A2"].value == EXAMPLE_MARK + FIRM
    assert book[LISTS].sheet_state == "hidden"
    listed = {c.value for column in book[LISTS].columns for c in column}
    assert {"人才", "培训", "实习", "高职专科"} <= listed
    assert len(sheet.data_validations.dataValidation) == 4
    assert any("单位名称" in str(c.value) for row in book[NOTES].rows for c in row)


# --- headers -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "header",
    ["企业名称", "企业名称*", "企业名称（必填）", "单位名称", "公司名称", "name", " NAME "],
)
def test_synonyms_of_a_header(header: str) -> None:
    assert map_headers(TEMPLATES["enterprises"], [header]).columns == {header: "name"}


def test_headers_that_fit_no_template_or_several() -> None:
    with pytest.raises(KindUnknown) as unknown:
        recognise(["颜色", "味道"])
    assert "nearest" not in unknown.value.hint
    with pytest.raises(KindUnknown, match="nearest is programmes, which needs 院校名称"):
        recognise(["专业名称", "专业代码", "学制", "开设年份"])
    with pytest.raises(KindAmbiguous) as raised:
        recognise(["name", "note"])
    assert raised.value.fields["kinds"] == ["enterprises", "indicators"]


def test_counting_columns_say_nothing(tmp_path: Path, names: MemoryNames) -> None:
    file = rows_csv(tmp_path / "a.csv", ["序号", "单位名称"], ["1", FIRM])
    ((_, outcome),) = outcomes(tmp_path, file, names)
    assert isinstance(outcome, Record)


# --- refusals ------------------------------------------------------------------------------------


def test_a_column_that_nobody_knows(tmp_path: Path, names: MemoryNames) -> None:
    issue = refused(tmp_path, names, "enterprises", 企业名称=FIRM, 员工总数="120")
    assert issue.code == "unknown_field"
    assert issue.fields["suggestion"] == "员工数"
    assert (issue.fields["column"], issue.fields["value"]) == ("员工总数", "120")
    assert (issue.fields["file"], issue.fields["sheet"], issue.fields["row"]) == ("one.csv", "", 2)


@pytest.mark.parametrize(
    ("kind", "cells", "code", "column", "suggestion"),
    [
        ("enterprises", {"公司名称": "", "简称": "示例"}, "missing_field", "公司名称", ""),
        ("enterprises", {"企业名称": FIRM, "信用代码": "91000000MA00000001"}, "invalid_uscc",
         "信用代码", ""),
        ("enterprises", {"企业名称": FIRM, "员工人数": "约120人"}, "not_a_number",
         "员工人数", "120"),
        ("enterprises", {"企业名称": FIRM, "所在地区": "示例市"}, "unknown_name", "所在地区",
         "示例区"),
        ("needs", {"企业名称": FIRM, "需求编号": "1", "需求名称": "甲", "需求类别": "人材"},
         "unmapped_term", "需求类别", "人才"),
        ("needs", {"企业名称": FIRM, "需求编号": "1", "需求名称": "甲", "需求类别": "人才",
                   "起始日期": "明年"}, "invalid_value", "起始日期", ""),
        ("majors", {"专业名称": "数控技术", "层次": "高职专科", "国家控制布点": "也许"},
         "not_a_flag", "国家控制布点", ""),
        ("members", {"平台名称": "示例装备行业产教融合共同体", "成员单位": "甲", "单位类型": "医院",
                     "成员角色": "成员"}, "unmapped_term", "单位类型", ""),
        ("needs", {"企业名称": SCHOOL, "需求名称": "甲", "需求类别": "人才"}, "wrong_ends",
         "企业名称", ""),
        ("enterprises", {"企业名称": FIRM, "来源等级": "D"}, "unmapped_term", "来源等级", ""),
    ],
)  # fmt: skip
def test_a_refusal_points_at_the_cell(
    tmp_path: Path, names: MemoryNames, kind: str, cells: dict[str, str], code: str, column: str,
    suggestion: str,
) -> None:  # fmt: skip
    issue = refused(tmp_path, names, kind, **cells)
    assert (issue.code, issue.fields["column"]) == (code, column), issue
    assert issue.fields["value"] == cells[column]
    if suggestion:
        assert issue.fields["suggestion"] == suggestion


def test_code_and_name_of_two_editions(tmp_path: Path, names: MemoryNames) -> None:
    course = {"课程名称": "制图", "课程类别": "基础"}
    issue = refused(tmp_path, names, "courses", 专业名称="护理", 专业代码="460103", **course)
    assert issue.code == "major_code_edition"
    readings = ["460103 数控技术 高职专科", "730101 护理 中职", "520201 护理 高职专科"]
    assert sorted(issue.fields["readings"]) == sorted(readings)
    issue = refused(tmp_path, names, "majors", 专业名称="护理", 专业代码="460103", 层次="高职专科")
    assert issue.code == "major_code_edition"


def test_a_name_at_several_levels(tmp_path: Path, names: MemoryNames) -> None:
    course = {"课程名称": "制图", "课程类别": "基础"}
    issue = refused(tmp_path, names, "courses", 专业名称="护理", **course)
    assert issue.code == "major_level_ambiguous"
    assert "520201 护理 高职专科" in issue.fields["suggestion"]
    assert len(issue.fields["candidates"]) == 2


def test_level_or_code_settles_it(tmp_path: Path, names: MemoryNames) -> None:
    course = ["制图", "基础"]
    header = ["专业名称", "层次", "专业代码", "课程名称", "课程类别"]
    file = rows_csv(
        tmp_path / "c.csv", header, ["护理", "中职", "", *course], ["护理", "", "520201", *course]
    )
    made = [o for _, o in outcomes(tmp_path, file, names)]
    ends = [[f.start for f in o.facts if f.start] for o in made if isinstance(o, Record)]
    assert ends == [["major:moe-730101"], ["major:moe-520201"]]


def test_a_sheet_that_fits_nothing_is_refused_beside_the_others(
    tmp_path: Path, names: MemoryNames
) -> None:
    write_template(TEMPLATES["enterprises"], tmp_path / "t.xlsx")
    book = load_workbook(tmp_path / "t.xlsx")
    book["企业名录"].append([FIRM])
    other = book.create_sheet("汇总")
    for row in (["颜色", "味道"], ["红", "甜"]):
        other.append(row)
    book.save(tmp_path / "t.xlsx")
    found = outcomes(tmp_path, tmp_path / "t.xlsx", names)
    assert [getattr(o, "code", "loaded") for _, o in found] == ["loaded", "kind_unknown"]


def test_a_file_that_fits_nothing_is_not_kept(tmp_path: Path, names: MemoryNames) -> None:
    file = rows_csv(tmp_path / "a.csv", ["颜色", "味道"], ["红", "甜"])
    with pytest.raises(GraphError, match="No template"):
        outcomes(tmp_path, file, names)
    assert store.kept(tmp_path) == {}


@pytest.mark.parametrize("number", ["1e400", "nan", "inf", "-inf", "99999999999999999999", "1.5"])
def test_numbers_that_cannot_be_kept(tmp_path: Path, names: MemoryNames, number: str) -> None:
    issue = refused(tmp_path, names, "enterprises", 企业名称=FIRM, 员工数=number)
    assert (issue.code, issue.fields["value"]) == ("not_a_number", number)


WORDS = [
    "", " ", "甲", "“”", "示例区", FIRM, SCHOOL, "数控技术", "护理", "460103", "高职专科", "12",
    "-1e9", "2026-13-45", "是", "人才", "、；|", "=1+1", "\u202e甲", "🙂", "#N/A", "x" * 5000,
]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_any_row_is_a_record_or_an_issue(names: MemoryNames, data: st.DataObject) -> None:
    template = data.draw(st.sampled_from(list(TEMPLATES.values())))
    cell = st.one_of(st.sampled_from(WORDS), st.text(max_size=20))
    texts = {c.zh: data.draw(st.one_of(st.just(c.example), cell)) for c in template.columns}
    table = store.Table("f.csv", "", template.kind, tuple(texts))
    row = store.StoredRow(table, "f.csv#row 2", 2, tuple(texts.values()))
    upload = store.Upload(Path("nowhere"), Wishes().card(["f.csv"]))
    outcome = UploadInput(upload).record(row, names)
    if isinstance(outcome, Issue):
        assert outcome.code
        assert outcome.fields["column"] in texts, outcome
    else:
        assert outcome.facts


# --- corrections ----------------------------------------------------------------------------------


def test_refused_rows_are_exported_marked_corrected_and_put_in_place(
    tmp_path: Path, names: MemoryNames
) -> None:
    header = ["企业名称", "员工数", "说明"]
    file = rows_csv(
        tmp_path / "a.csv", header, [FIRM, "3", "=1+1"], ["乙厂", "三", "=1+1"], ["丙厂", "五", ""]
    )
    found = outcomes(tmp_path, file, names)
    refused_rows = [(row.digest, o) for row, o in found if isinstance(o, Issue)]
    upload = store.open_upload(tmp_path / "kept")
    assert errors_book.write_errors([(upload, refused_rows)], tmp_path / "e.xlsx") == 2
    book = load_workbook(tmp_path / "e.xlsx")
    sheet = book.worksheets[0]
    assert [c.value for c in sheet[1]] == [*errors_book.OWN, *header]
    assert [c.value for c in sheet[2]][2:] == [
        "a.csv#row 3", "not_a_number", "'员工数' is not a number: '三'.", "乙厂", "三", "=1+1",
    ]  # fmt: skip
    assert "not_a_number" in sheet["G2"].comment.text
    assert sheet["H2"].data_type == "s"  # a text, no formula
    sheet["G2"] = 3
    book.save(tmp_path / "e.xlsx")

    corrected = errors_book.read_corrections(tmp_path / "e.xlsx")[upload.card.id]
    assert upload.correct(corrected) == 2
    after = UploadInput(upload)
    rows = [(row, after.record(row, names)) for row, _ in after.rows()]
    assert [r.locator for r, _ in rows] == [r.locator for r, _ in found]
    assert [r.cells[1] for r, _ in rows] == ["3", "3", "五"]
    assert [isinstance(o, Record) for _, o in rows] == [True, True, False]
    assert upload.correct(corrected) == 1  # only the row that is as it was


def test_a_workbook_that_is_no_export(tmp_path: Path) -> None:
    write_template(TEMPLATES["needs"], tmp_path / "t.xlsx")
    with pytest.raises(UnreadableFile):
        errors_book.read_corrections(tmp_path / "t.xlsx")


# --- personal data -------------------------------------------------------------------------------


def test_personal_data_is_not_kept(tmp_path: Path, names: MemoryNames) -> None:
    file = rows_csv(
        tmp_path / "p.csv", ["企业名称", "联系人", "说明"], [FIRM, "张三", "请打13812345678"]
    )
    ((row, outcome),) = outcomes(tmp_path, file, names)
    assert isinstance(outcome, Record)
    assert row.table.header == ("企业名称", "说明")
    kept = b"".join(p.read_bytes() for p in (tmp_path / "kept").iterdir()).decode()
    assert "张三" not in kept
    assert "13812345678" not in kept
    assert store.open_upload(tmp_path / "kept").personal == 2


def test_who_sees_a_file_by_default() -> None:
    assert Wishes().card(["a.csv"]).scope == "private:local"
    assert Wishes(visibility="public").card(["a.csv"]).scope == "public"
    assert Wishes().card(["x/a.csv"]).id == Wishes().card(["y/a.csv"]).id


@pytest.mark.parametrize("wrong", [{"grade": "D"}, {"visibility": "all"}, {"source": "A b"}])
def test_wishes_that_cannot_be(wrong: dict[str, str]) -> None:
    given = {"source": None, "visibility": "private", "grade": "B", **wrong}
    with pytest.raises(GraphError, match="--"):
        Wishes.of(**given)
