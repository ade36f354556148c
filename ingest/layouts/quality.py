"""质量年度报告: its tables of indicators (计分卡, 教学资源, 服务贡献 …), one column a year."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.layouts import words
from ingest.layouts.model import Document, Grid, Layout, Statement, TableRow, bare

_NAME, _UNIT = ("指标", "指标名称", "名称"), ("单位", "计量单位")
_YEAR = re.compile(r"^(20\d\d)年?度?$")
_PERCENT = re.compile(r"^(-?[\d.,]+)\s*[%％]$")
_NUMBER = re.compile(r"^-?[\d.,，]+$")
_EMPTY = {"", "-", "—", "——", "/", "无"}


def fits(document: Document) -> bool:
    """Indicator, unit and at least one year as columns, in every table of the file."""
    return bool(document.tables) and all(map(_by_year, document.tables))


def _by_year(table: Grid) -> bool:
    return bool(table.column(*_NAME) and table.column(*_UNIT) and _years(table))


def _years(table: Grid) -> dict[str, str]:
    return {h: f"{m[1]}年" for h in table.header if (m := _YEAR.match(bare(h)))}


def read(document: Document) -> Iterator[Statement]:
    """A row of ``observations`` for each figure of a year that is filled in."""
    for table in document.tables:
        school = words.school_in(f"{table.above}\n{table.name}") or words.school_in(document.titles)
        for row in table.rows:
            if row.code:
                yield Statement("observations", row.locator, {}, row.code, row.message)
                continue
            yield from _figures(table, row, school)


def _figures(table: Grid, row: TableRow, school: str) -> Iterator[Statement]:
    name = words.unnumbered(row.cells.get(table.column(*_NAME), ""))
    unit = row.cells.get(table.column(*_UNIT), "").strip()
    for header, year in _years(table).items():
        value = row.cells.get(header, "").strip()
        place = f"{row.locator} {year}"
        if value in _EMPTY or not name:
            continue
        if not school:
            message = "The table does not name the school. Write 学校名称 above it."
            yield Statement("observations", place, {}, "missing_field", message)
            continue
        figure = _PERCENT.match(value)
        number = figure[1] if figure else value if _NUMBER.match(value) else ""
        yield Statement(
            "observations",
            place,
            {
                "指标名称": name,
                "数据性质": "实测",
                "时期": year,
                "数值": number,
                "原文数值": "" if number else value,
                "单位": unit or ("%" if figure else ""),
                "院校名称": school,
            },
        )


LAYOUT = Layout("quality-report", "质量年度报告", "Quality reports of schools", fits, read)
