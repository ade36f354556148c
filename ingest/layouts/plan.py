"""人才培养方案: the courses of one programme of one school with hours and semester."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.layouts import words
from ingest.layouts.model import Document, Grid, Layout, Statement, TableRow, bare

_NAME = ("课程名称", "课程", "课程/项目名称")
_KIND = ("课程类别", "课程类型", "课程模块", "课程结构", "类别", "模块")
_HOURS = re.compile(
    r"^(?:总?学时|总?课时|学时数|计划学时|教学时数)(?:/(?:合计|总计|总?学时|小计|总数))?$"
)
_TERM = ("开课学期", "开设学期", "授课学期", "学期")
#: One column for each semester: 第3学期, 三, 学期周学时/3.
_TERM_COLUMN = re.compile(
    r"(?:学期|学年|周学时|周课时).*?([一二三四五六1-6])(?:学期)?$|^第?([一二三四五六1-6])学期"
)
_SUMS = re.compile(r"^(?:小计|合计|总计|共计)|(?:小计|合计|总计)$")
_NUMBERS = dict(zip("一二三四五六", "123456", strict=True))
_YEARS = re.compile(r"(?:学制|修业年限)[:：\s]*([^\s,，。;；]{1,12})")


def fits(document: Document) -> bool:
    """Its title, and a table of courses with hours and semester."""
    return "培养方案" in document.titles and any(map(_is_plan, document.tables))


def _is_plan(table: Grid) -> bool:
    timed = table.column(*_TERM) or any(_TERM_COLUMN.search(bare_path(h)) for h in table.header)
    return bool(table.column(*_NAME) and _hours(table) and timed)


def bare_path(header: str) -> str:
    """A header of two lines without blanks and remarks, its parts joined with ``/``."""
    return "/".join(bare(part) for part in header.split("/"))


def _hours(table: Grid) -> str:
    return next((h for h in table.header if _HOURS.match(bare_path(h))), "")


def read(document: Document) -> Iterator[Statement]:
    """A row of ``plan-courses`` for each course; sums are passed over."""
    about = _about(document)
    for table in filter(_is_plan, document.tables):
        kind = ""
        for row in table.rows:
            if row.code:
                yield Statement("plan-courses", row.locator, {}, row.code, row.message)
                continue
            column = table.column(*_KIND)
            # Of a cell over several lines a page keeps the first.
            kind = row.cells.get(column, "").strip() or kind
            name = row.cells.get(table.column(*_NAME), "").strip()
            if name and not _is_sum(row, name):
                yield Statement("plan-courses", row.locator, about | _course(table, row, kind))


def _is_sum(row: TableRow, name: str) -> bool:
    return bool(_SUMS.search(name)) or any(_SUMS.match(c.strip()) for c in row.cells.values() if c)


def _course(table: Grid, row: TableRow, kind: str) -> dict[str, str]:
    terms = row.cells.get(table.column(*_TERM), "") if table.column(*_TERM) else ""
    if not terms:
        parts = ((_TERM_COLUMN.search(bare_path(h)), c) for h, c in row.cells.items())
        found = [(m[1] or m[2]) for m, c in parts if m and c.strip() not in ("", "0", "-", "—")]
        terms = "、".join(_NUMBERS.get(t, t) for t in found)
    return {
        "课程名称": row.cells[table.column(*_NAME)].strip(),
        "课程类别": re.sub(r"[(（].*?[)）]", "", "".join(kind.split())),
        "学时": row.cells.get(_hours(table), "").strip(),
        "开课学期": terms.strip(),
    }


def _about(document: Document) -> dict[str, str]:
    """School, major and length of study, as the first lines say."""
    text = document.titles
    code, name = _major(document)
    years, year = _YEARS.search("\n".join(x.text for x in document.lines[:80]) or text), None
    year = words.YEAR.search(text)
    return {
        "院校名称": words.school_in(text.partition("\n")[2]) or words.school_in(text),
        "专业名称": name,
        "专业代码": code,
        "层次": words.level_in(text) or words.level_of(code),
        "学制": years[1] if years else "",
        "依据文件": f"{year[1]}级培养方案" if year else "培养方案",
    }


def _major(document: Document) -> tuple[str, str]:
    lines = [x.text for x in document.lines[:80]] or document.titles.splitlines()
    named = _after(lines, "专业名称")
    if code := _after(lines, "专业代码"):
        return code, named
    for line in [named, *lines]:
        bare_line = re.sub(r"^(?:专业名称(?:及代码)?|专业)[:：]", "", words.unnumbered(line))
        if all(pair := words.major_in(bare_line)):
            return pair
    if named:
        return "", named
    titled = re.search(
        r"(?:学院|大学|学校)?[\s《]*([^\s《》]{2,20}?)专业[^\s]{0,12}培养方案", "\n".join(lines)
    )
    return "", re.sub(r"^.*(?:学院|大学|学校|\d级)", "", titled[1]) if titled else ""


def _after(lines: list[str], label: str) -> str:
    """What stands after a label on its line."""
    for line in lines:
        if found := re.match(rf"^{label}[:：]\s*(\S.*)$", words.unnumbered(line)):
            return found[1].strip()
    return ""


LAYOUT = Layout("training-plan", "人才培养方案", "Training plans of programmes", fits, read)
