"""Official documents read as published: what a layout takes, where it stands, what is refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.evidence import Issue, Record
from graph.ontology.base import Entity
from graph.ontology.entities import Industry, Major, Occupation, School
from graph.resolve import editions
from graph.resolve.memory import MemoryNames
from ingest.layouts import LAYOUTS, Document, Grid, layout_of, words
from ingest.readers import UnreadableFile
from ingest.source import Emit, SourceInvalid
from ingest.templates import KINDS
from ingest.templates.headers import KindUnknown
from ingest.uploads import store
from ingest.uploads.input import UploadInput
from ingest.uploads.service import Wishes
from tests import official

SCHOOL = "示例职业技术学院"
KNOWN: list[Entity] = [
    Industry(code="34", name="通用设备制造业", level="大类"),
    Industry(code="65", name="软件和信息技术服务业", level="大类"),
    Occupation(code="2-02-99-01", name="示例工程技术人员", level="职业"),
    Occupation(code="6-31-99-01", name="示例装调工", level="职业"),
    School(code="4100000001", name=SCHOOL),
    Major(catalogue="moe", code="469901", name="示例控制技术", level="高职专科"),
    Major(catalogue="moe", code="469902", name="示例安防技术", level="高职专科"),
    Major(catalogue="moe", code="469802", name="示例机电技术", level="高职专科"),
    Major(catalogue="moe", code="269901", name="示例控制工程技术", level="职业本科"),
    Major(catalogue="moe", code="769901", name="同名专业", level="中职"),
    Major(catalogue="moe", code="469801", name="同名专业", level="高职专科"),
]
Outcomes = list[tuple[store.StoredRow, Record | Issue]]
Bring = Callable[..., Outcomes]


@pytest.fixture
def names() -> MemoryNames:
    index, emit = MemoryNames(), Emit(MemoryNames(), "stated")
    for entity in KNOWN:
        emit(entity)
    index.feed(emit.facts)
    return index


@pytest.fixture
def bring(tmp_path: Path, names: MemoryNames) -> Bring:
    """Rows of a file with what becomes of each."""

    def run(file: str, kind: str | None = None, **wishes: str) -> Outcomes:
        wish = Wishes(kind, **wishes)  # type: ignore[arg-type]
        upload = store.keep(tmp_path / "kept", [file], wish.card([file]), kind)
        source = UploadInput(upload)
        found: Outcomes = []
        for row, _ in source.rows():
            outcome = source.record(row, names)
            if isinstance(outcome, Record):
                names.feed(outcome.facts)
            found.append((row, outcome))
        return found

    return run


def codes(found: Outcomes) -> Counter[str]:
    return Counter(o.code if isinstance(o, Issue) else "" for _, o in found)


def stated(found: Outcomes, kind: str) -> list[dict[str, object]]:
    """Values of the facts of a kind."""
    return [
        fact.values
        for _, outcome in found
        if isinstance(outcome, Record)
        for fact in outcome.facts
        if fact.kind == kind
    ]


@pytest.mark.parametrize(("write", "place"), [
    (official.docx, "#table 1 row 4"), (official.pdf, "#page 2 table 1 row 4")
])  # fmt: skip
def test_a_teaching_standard(
    tmp_path: Path, bring: Bring, write: Callable[..., str], place: str
) -> None:
    name = f"standard.{write.__name__}"
    tables = (official.FACING, official.CORE)
    found = bring(write(tmp_path / name, official.STANDARD_LINES, *tables))
    assert codes(found) == {"": 11}
    (major,) = stated(found, "Major")
    assert major == {
        "catalogue": "moe", "code": "469901", "name": "示例控制技术", "level": "高职专科",
        "years": "三年", "profile": "2025标准", "posts": ["控制系统装调", "现场运维"],
        "competences": ["控制柜接线、检查和试运行", "现场总线组态"],
        "practice": ["控制柜装配", "总线组态", "综合调试"],
        "internship_places": ["通用设备制造行业的装备企业", "系统集成企业"],
    }  # fmt: skip
    assert [v["named_as"] for v in stated(found, "FACES_INDUSTRY")] == [
        "通用设备制造业", "软件和信息技术服务业"
    ]  # fmt: skip
    assert [v["named_as"] for v in stated(found, "PREPARES_FOR")] == [
        "示例工程技术人员", "示例装调工"
    ]  # fmt: skip
    assert {(v["name"], v["kind"]) for v in stated(found, "Course")} == {
        ("示例制图", "基础"), ("示例电工", "基础"), ("控制器编程", "核心"), ("设备装调", "核心")
    }  # fmt: skip
    assert {v["basis"] for v in stated(found, "HAS_COURSE")} == {"2025标准"}
    assert {o.grade for _, o in found if isinstance(o, Record)} == {"A"}
    facing = [row.locator for row, o in found for f in getattr(o, "facts", ())
              if f.kind == "PREPARES_FOR"]  # fmt: skip
    assert facing == [f"{name}{place}"] * 2


def test_a_standard_with_an_unknown_code_and_with_two_readings(
    tmp_path: Path, bring: Bring
) -> None:
    facing = [list(row) for row in official.FACING]
    facing[2][1] = "通用设备制造业（65）、不存在的业（99）"
    found = bring(official.docx(tmp_path / "s.docx", official.STANDARD_LINES, facing))
    assert codes(found) == {"": 8, "code_name_disagree": 1, "unknown_name": 1} | {"": 9}
    issue = next(o for _, o in found if isinstance(o, Issue) and o.code == "code_name_disagree")
    assert "34 通用设备制造业" in issue.fields["suggestion"]
    assert issue.fields["column"] == "行业代码"


def test_a_person_who_grades_a_file_is_heard(tmp_path: Path, names: MemoryNames) -> None:
    file = official.docx(tmp_path / "s.docx", official.STANDARD_LINES, official.FACING)
    wish = Wishes(grade="C")
    upload = store.keep(tmp_path / "kept", [file], wish.card([file]), None, graded=True)
    source = UploadInput(upload)
    grades = {getattr(source.record(row, names), "grade", "") for row, _ in source.rows()}
    assert "A" not in grades and upload.card.priority == LAYOUTS["moe-standard"].priority


@pytest.mark.parametrize("write", [official.docx, official.pdf])
def test_profiles(tmp_path: Path, bring: Bring, write: Callable[..., str]) -> None:
    found = bring(write(tmp_path / f"p.{write.__name__}", official.PROFILE_LINES))
    assert codes(found) == {"": 9, "unknown_name": 1, "major_code_edition": 1}
    first = stated(found, "Major")[0]
    assert first["posts"] == ["设备装调", "产品销售"]
    assert first["competences"] == ["识读图纸", "探究学习、终身学习和可持续发展"]
    assert first["internship_places"] == ["装备制造企业"]
    assert [v["name"] for v in stated(found, "Course")] == [
        "示例制图", "示例电工", "设备装调", "老式控制"
    ]  # fmt: skip
    assert stated(found, "Certificate") == [{"name": "控制系统运维", "system": "职业技能等级"}]
    assert {"name": "示例自动化", "level": "普通本科", "named_only": True} in stated(found, "Major")
    refused = {o.code: o for _, o in found if isinstance(o, Issue)}
    assert "469802 示例机电技术" in refused["major_code_edition"].fields["suggestion"]


def test_profiles_as_columns(tmp_path: Path, bring: Bring) -> None:
    header = [
        "专业代码",
        "专业名称",
        "基本修业年限",
        "职业面向",
        "主要专业课程与实习实训",
        "接续专业举例",
    ]
    row = ["469901", "示例控制技术", "三年", "面向示例装调工等职业，设备装调等岗位（群）。",
           "专业核心课程：设备装调。", "接续高职本科专业举例：示例控制工程技术"]  # fmt: skip
    found = bring(official.xlsx(tmp_path / "p.xlsx", [header, row]))
    assert codes(found) == {"": 4}
    assert {row.locator for row, _ in found} == {"p.xlsx#表1!row 2"}


def test_the_catalogue(tmp_path: Path, bring: Bring) -> None:
    file = official.xlsx(tmp_path / "c.xlsx", official.CATALOGUE, merges=("A1:C1", "A3:C3"))
    found = bring(file)
    assert codes(found) == {"": 2, "major_code_edition": 1}
    assert stated(found, "Major")[1] == {
        "catalogue": "moe", "code": "469902", "name": "示例安防技术", "level": "高职专科",
        "edition": "2021", "class_code": "4699", "class_name": "自动化类", "category_code": "46",
        "category_name": "装备制造大类", "state_controlled": True,
    }  # fmt: skip


@pytest.mark.parametrize("form", ["xlsx", "docx"])
def test_old_and_new_majors(tmp_path: Path, bring: Bring, names: MemoryNames, form: str) -> None:
    if form == "xlsx":
        merged = ("A4:A5", "B4:B5", "C4:C5")
        file = official.xlsx(tmp_path / "e.xlsx", official.EDITIONS, merges=merged)
    else:
        file = official.docx(tmp_path / "e.docx", [], official.EDITIONS[1:])
    found = bring(file)
    assert codes(found) == {"": 4, "major_code_edition": 1}
    assert stated(found, "Major")[:2] == [
        {"catalogue": "moe", "code": "469901", "name": "示例控制技术", "level": "高职专科",
         "former_names": [old], "former_codes": [f"{code} {old}（2015版）"]}
        for code, old in (("569901", "示例控制"), ("569902", "示例总线"))
    ]  # fmt: skip
    emit = Emit(names, "stated")
    assert emit.of_edition("569902", "示例总线") == "major:moe-469901"
    assert emit.of_edition("569902", "示例控制技术") is None  # that number had another name
    assert emit.of_edition("469901", "示例控制技术") == "major:moe-469901"


def test_an_old_number_with_its_old_name_is_today_s_major(tmp_path: Path, bring: Bring) -> None:
    bring(official.docx(tmp_path / "e.docx", [], official.EDITIONS[1:]))
    header, row = "院校名称,专业名称,专业代码,层次,学制", f"{SCHOOL},%s,%s,高职专科,3"
    table = tmp_path / "programmes.csv"
    rows = [row % ("示例总线", "569902"), row % ("示例控制", "569902"), row % ("同名专业", "")]
    table.write_text("\n".join([header, *rows, f"{SCHOOL},同名专业,,,3"]) + "\n", "utf-8")
    found = bring(str(table), "programmes")
    assert [o.code if isinstance(o, Issue) else "" for _, o in found] == [
        "", "major_code_edition", "", "major_level_ambiguous"
    ]  # fmt: skip
    assert stated(found, "Programme")[0]["major"] == "major:moe-469901"


def test_a_major_without_successor_is_known_by_its_name(tmp_path: Path, bring: Bring) -> None:
    table = [*official.EDITIONS[:2], ["1", "", "", "569999", "示例停办", "撤销"]]
    (found,) = bring(official.xlsx(tmp_path / "e.xlsx", table))
    assert stated([found], "Major") == [
        {"catalogue": "moe", "name": "示例停办", "level": "高职专科", "edition": "2015",
         "former_codes": ["569999 示例停办（2015版）"], "named_only": True}
    ]  # fmt: skip


def test_a_training_plan(tmp_path: Path, bring: Bring) -> None:
    file = official.docx(tmp_path / "plan.docx", official.PLAN_LINES, official.PLAN)
    found = bring(file)
    assert codes(found) == {"": 2, "not_a_number": 1}
    assert stated(found, "Programme")[0]["school"] == "school:4100000001"
    assert [(v["name"], v["kind"], v["hours"], v["semester"]) for v in stated(found, "Course")] == [
        ("示例英语", "公共基础", 64, "1"), ("控制器编程", "核心", 72, "3")
    ]  # fmt: skip


def test_a_training_plan_with_a_column_for_each_semester(tmp_path: Path, bring: Bring) -> None:
    plan = [
        ["示例职业技术学院2025级人才培养方案", "", "", "", "", ""],
        ["专业名称：同名专业", "", "", "", "", ""],
        ["课程类别", "课程名称", "学时", "各学期周学时", "", ""],
        ["", "", "", "一", "二", "三"],
        ["专业基础课", "示例制图", "64", "4", "4", ""],
    ]
    merged = ("A1:F1", "A2:F2", "A3:A4", "B3:B4", "C3:C4", "D3:F3")
    ((row, issue),) = bring(official.xlsx(tmp_path / "plan.xlsx", plan, merges=merged))
    assert isinstance(issue, Issue) and issue.code == "major_level_ambiguous"
    assert "1、2" in row.cells


def test_students_by_major(tmp_path: Path, bring: Bring) -> None:
    merged = ("A1:G1", "A2:G2", "F3:G3", *(f"{c}3:{c}4" for c in "ABCDE"))
    found = bring(official.xlsx(tmp_path / "f.xlsx", official.FIGURES, merges=merged))
    assert codes(found) == {"": 3, "major_code_edition": 1}
    assert [(v["name"], v["value"]) for v in stated(found, "Observation")] == [
        ("毕业生数 2025/2026学年", 80.0),
        ("招生数 2025/2026学年", 90.0),
        ("在校生数 2025/2026学年", 260.0),
    ]


def test_a_quality_report(tmp_path: Path, bring: Bring) -> None:
    found = bring(official.xlsx(tmp_path / "q.xlsx", official.QUALITY))
    assert codes(found) == {"": 4}
    figures = [(v["period"], v.get("value"), v.get("text")) for v in stated(found, "Observation")]
    assert figures == [("2024年", 96.5, None), ("2025年", 97.25, None), ("2025年", 95.0, None),
                       ("2025年", None, "结构优化")]  # fmt: skip
    nameless = [row for row in official.QUALITY if "学校" not in row[0]]
    assert codes(bring(official.xlsx(tmp_path / "n.xlsx", nameless))) == {"missing_field": 4}


@pytest.mark.parametrize("kind", LAYOUTS)
def test_a_layout_that_is_named_and_does_not_fit(kind: str, tmp_path: Path, bring: Bring) -> None:
    file = tmp_path / "t.csv"
    file.write_text("企业名称,员工数\n甲,1\n", "utf-8")
    with pytest.raises(KindUnknown, match=kind):
        bring(str(file), kind)


def test_documents_without_a_layout_are_read_as_before(tmp_path: Path, bring: Bring) -> None:
    firms = [["企业名称", "员工数"], ["甲机械有限公司", "12"]]
    assert codes(bring(official.docx(tmp_path / "t.docx", ["名单"], firms))) == {"": 1}
    with pytest.raises(UnreadableFile) as nothing:
        bring(official.docx(tmp_path / "n.docx", ["只有文字。"]))
    assert nothing.value.code == "no_table_found"
    with pytest.raises(SourceInvalid, match="no template"):
        Wishes("nonsense")


def test_every_layout_reads_into_known_tables_and_has_a_name_of_its_own() -> None:
    assert not LAYOUTS.keys() & KINDS.keys()
    assert layout_of(Document("x", [], [Grid("t", "x", ["颜色", "味道"], [])])) is None
    assert len({y.zh for y in LAYOUTS.values()}) == len(LAYOUTS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("通用设备制造业（34）、软件（65）", [("通用设备制造业", "34"), ("软件", "65")]),
        ("工程技术人员 S（2-02-38- 10）；工", [("工程技术人员", "2-02-38-10"), ("工", "")]),
        ("装备（34、35）", [("", "34"), ("", "35")]),
        ("护理（含助产、康复）、药剂", [("护理（含助产、康复）", ""), ("药剂", "")]),
    ],
)
def test_names_with_codes(text: str, expected: list[tuple[str, str]]) -> None:
    assert list(words.coded_items(text)) == expected


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("610201 计算机应用技术", ("610201", "计算机应用技术")),
        ("计算机应用技术（610201）", ("610201", "计算机应用技术")),
        ("计算机应用技术", None),
        ("610201", None),
        ("跨境电商（2020级）", None),
    ],
)
def test_a_code_with_its_name(text: str, pair: tuple[str, str] | None) -> None:
    assert editions.pair_of(text) == pair
