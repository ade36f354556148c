"""专业目录: the ministry's tables of codes and names, by level, category and class."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.layouts import words
from ingest.layouts.model import Document, Grid, Layout, Statement, TableRow, bare

_CODE, _NAME = ("专业代码", "代码"), ("专业名称", "专业")
_CATEGORY, _CLASS = (
    ("专业大类", "所属专业大类", "专业大类名称"),
    ("专业类", "所属专业类", "专业类名称"),
)
_KNOWN = {*_CODE, *_NAME, *_CATEGORY, *_CLASS, "序号", "备注", "修业年限", "基本修业年限"}
#: A line over all columns: 46 装备制造大类, 4601 机械设计制造类.
_HEADING = re.compile(r"^(?P<code>\d{2}|\d{4})\s*(?P<name>\S+类)$")
_CONTROLLED = "K"


def fits(document: Document) -> bool:
    """Codes and names of majors and nothing else, the level in the title or in the code."""
    return bool(document.tables) and all(_is_catalogue(t) for t in document.tables)


def _is_catalogue(table: Grid) -> bool:
    named = bool(table.column(*_CODE) and table.column(*_NAME))
    return named and {bare(h) for h in table.header} <= _KNOWN


def read(document: Document) -> Iterator[Statement]:
    """A row of ``majors`` for each major."""
    for table in document.tables:
        titles = f"{table.above}\n{table.name}" if table.above else document.titles
        yield from _majors(table, words.level_in(titles), words.YEAR.search(titles))


def _majors(table: Grid, level: str, year: re.Match[str] | None) -> Iterator[Statement]:
    coded, named = table.column(*_CODE), table.column(*_NAME)
    above: dict[int, tuple[str, str]] = {}
    for row in table.rows:
        if row.code:
            yield Statement("majors", row.locator, {}, row.code, row.message)
            continue
        if heading := _heading(row):
            above[len(heading["code"])] = (heading["code"], heading["name"])
            continue
        code = row.cells.get(coded, "").strip()
        plain = code.rstrip(_CONTROLLED)
        group, class_ = _placed(table, row, above, plain)
        yield Statement(
            "majors",
            row.locator,
            {
                "专业代码": plain,
                "专业名称": row.cells.get(named, ""),
                "层次": level or words.level_of(plain),
                "目录版本": year[1] if year else "",
                "专业类代码": class_[0],
                "专业类": class_[1],
                "专业大类代码": group[0],
                "专业大类": group[1],
                "修业年限": row.cells.get(table.column("修业年限", "基本修业年限"), ""),
                "国家控制布点": "是" if code != plain else "",
            },
        )


def _heading(row: TableRow) -> re.Match[str] | None:
    """A line that names a category or class: the same words in all cells that are filled."""
    filled = {c.strip() for c in row.cells.values() if c.strip()}
    return _HEADING.match(" ".join(sorted(filled))) if 0 < len(filled) <= 2 else None


def _placed(
    table: Grid, row: TableRow, above: dict[int, tuple[str, str]], code: str
) -> tuple[tuple[str, str], tuple[str, str]]:
    """(category, class) with code and name each, from columns or from the lines above."""
    found = []
    for size, column in ((2, table.column(*_CATEGORY)), (4, table.column(*_CLASS))):
        text = row.cells.get(column, "").strip() if column else ""
        if text:
            name = re.sub(r"^\d+\s*", "", text)
            found.append((code[:size], name))
        else:
            found.append(above.get(size, ("", "")))
    return found[0], found[1]


LAYOUT = Layout("moe-catalogue", "教育部专业目录", "Catalogue of majors", fits, read, priority=10)
