"""A template as an XLSX file: Chinese headers, drop-downs, one example row, instructions."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ingest.templates.model import EVIDENCE, Column, Template

#: Begins the first cell of the example row; such a row is passed over when the file is read.
EXAMPLE_MARK = "示例："
#: Readers pass over a sheet of this name, and over hidden ones.
NOTES, LISTS = "填写说明", "选项"
ROWS_CHECKED = 5000
_REQUIRED = PatternFill("solid", fgColor="FCE4D6")
_GREY = Font(color="808080", italic=True)
_KINDS = {
    "string": "文字",
    "integer": "整数",
    "number": "数字",
    "boolean": "是 或 否",
    "list": "多个值用顿号或分号隔开",
    "date": "日期，如 2026-09-01、2026-09 或 2026",
}


def write_template(template: Template, path: Path) -> None:
    """Write a template to an XLSX file."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = template.zh
    columns = (*template.columns, *EVIDENCE)
    for number, column in enumerate(columns, start=1):
        _head(sheet, number, column)
        cell = sheet.cell(2, number, column.example or None)
        cell.font, cell.number_format = _GREY, "@"
    sheet.cell(2, 1).value = EXAMPLE_MARK + template.columns[0].example
    sheet.freeze_panes = "A2"
    _lists(book, sheet, columns)
    _notes(book.create_sheet(NOTES), template, columns)
    book.save(path)


def caption(column: Column) -> str:
    """The header of a column; required ones carry a star."""
    return f"{column.zh}*" if column.required else column.zh


def _head(sheet: Worksheet, number: int, column: Column) -> None:
    cell = sheet.cell(1, number, caption(column))
    cell.font = Font(bold=True)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if column.required:
        cell.fill = _REQUIRED
    words = [column.en, _KINDS[column.kind], column.note, "必填" if column.required else ""]
    cell.comment = Comment("\n".join(w for w in words if w), "产教图谱")
    letter = get_column_letter(number)
    sheet.column_dimensions[letter].width = max(12, 2 * len(column.zh) + 4)


def _lists(book: Workbook, sheet: Worksheet, columns: tuple[Column, ...]) -> None:
    hidden = book.create_sheet(LISTS)
    hidden.sheet_state = "hidden"
    place = 0
    for number, column in enumerate(columns, start=1):
        words = _choices(column)
        if not words:
            continue
        place += 1
        letter = get_column_letter(place)
        for row, word in enumerate((column.zh, *words), start=1):
            hidden.cell(row, place, word)
        check = DataValidation(
            type="list",
            formula1=f"'{LISTS}'!${letter}$2:${letter}${len(words) + 1}",
            allow_blank=True,
            # A list of several terms in one cell cannot be checked by a drop-down.
            showErrorMessage=column.kind != "list",
            errorTitle=column.zh,
            error="请从下拉列表中选择",
        )
        own = get_column_letter(number)
        check.add(f"{own}2:{own}{ROWS_CHECKED}")
        sheet.add_data_validation(check)


def _choices(column: Column) -> list[str]:
    if column.kind == "boolean":
        return ["是", "否"]
    if column.name == "source_grade":
        return ["A", "B", "C"]
    return [t.code for t in column.vocabulary.terms] if column.vocabulary else []


def _notes(sheet: Worksheet, template: Template, columns: tuple[Column, ...]) -> None:
    intro = (
        f"{template.zh} · {template.en}",
        template.about,
        f"带 * 的列必填。以“{EXAMPLE_MARK}”开头的行是示例，读入时跳过。列的次序可变，"
        "不需要的选填列可删去。",
        "不要填写个人信息（姓名、电话、邮箱、证件号）：此类内容在写入之前即被去除。",
    )
    for row, text in enumerate(intro, start=1):
        sheet.cell(row, 1, text)
    sheet.cell(1, 1).font = Font(bold=True, size=14)
    start = len(intro) + 2
    for number, text in enumerate(("列", "Column", "必填", "填写方式", "也可写作", "可选值"), 1):
        sheet.cell(start, number, text).font = Font(bold=True)
    for row, column in enumerate(columns, start=start + 1):
        told = (
            column.zh,
            column.en,
            "是" if column.required else "",
            "；".join(w for w in (_KINDS[column.kind], column.note) if w),
            "、".join((*column.also, column.name)),
            "、".join(_choices(column)),
        )
        for number, text in enumerate(told, start=1):
            sheet.cell(row, number, text)
    for letter, width in zip("ABCDEF", (20, 28, 6, 36, 40, 80), strict=True):
        sheet.column_dimensions[letter].width = width
