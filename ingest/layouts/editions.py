"""新旧专业对照表: the ministry's table of majors of today with their earlier codes and names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.ontology.ids import normalise_name
from graph.resolve.editions import entry, pair_of
from ingest.layouts import words
from ingest.layouts.model import Document, Grid, Layout, Statement, TableRow

_NEW_CODE, _NEW_NAME = (
    ("专业代码", "新专业代码", "现专业代码"),
    ("专业名称", "新专业名称", "现专业名称"),
)
_OLD_CODE, _OLD_NAME = ("原专业代码", "旧专业代码"), ("原专业名称", "旧专业名称")
_CHANGE = ("调整情况", "调整说明", "备注")
_HEADING = re.compile(r"^\d{2,4}\s*\S+类$")
#: The editions that those of 2021 took the place of, by level.
_BEFORE = {"中职": "2010", "高职专科": "2015", "职业本科": "2020"}


def fits(document: Document) -> bool:
    """A table that has both the codes and names of today and the earlier ones."""
    return bool(document.tables) and all(_both(t) for t in document.tables)


def _both(table: Grid) -> bool:
    sides = (_NEW_CODE, _NEW_NAME, _OLD_NAME)
    return all(table.column(*side) for side in sides)


def read(document: Document) -> Iterator[Statement]:
    """A row of ``major-editions`` for each major and each earlier one it came from."""
    for table in document.tables:
        titles = f"{table.above}\n{table.name}" if table.above else document.titles
        level = words.level_in(titles)
        now = {"": ""}
        for row in table.rows:
            if row.code:
                yield Statement("major-editions", row.locator, {}, row.code, row.message)
            elif not _is_heading(row):
                yield from _statements(table, row, level, now)


def _is_heading(row: TableRow) -> bool:
    filled = {c.strip() for c in row.cells.values() if c.strip()}
    return len(filled) <= 2 and bool(_HEADING.match(" ".join(sorted(filled))))


def _statements(table: Grid, row: TableRow, level: str, now: dict[str, str]) -> Iterator[Statement]:
    code, name = (row.cells.get(table.column(*c), "").strip() for c in (_NEW_CODE, _NEW_NAME))
    old = _earlier(row.cells.get(table.column(*_OLD_CODE), ""), row.cells[table.column(*_OLD_NAME)])
    change = row.cells.get(table.column(*_CHANGE), "")
    if not code and name:
        code, name = pair_of(name) or ("", name)
    if code or name:
        now.update(code=code, name=name)
    elif "撤销" not in change:
        # One cell over several lines, in a format that does not say so: the major above.
        code, name = now.get("code", ""), now.get("name", "")
    today = {
        "专业代码": code,
        "专业名称": name,
        "层次": level or words.level_of(code),
        "调整情况": change,
    }
    for former in old if code or name else []:
        yield Statement("major-editions", row.locator, today | _former(today, *former))
    if (code or name) and not old:
        yield Statement("major-editions", row.locator, today)
    for former in [] if code or name else old:
        # It has no successor: known by its name alone, with the edition that held it.
        gone = today | {"专业名称": former[1], "仅见其名": "是", "目录版本": _BEFORE.get(level, "")}
        yield Statement("major-editions", row.locator, gone | _former(gone, *former))


def _former(today: dict[str, str], code: str, name: str) -> dict[str, str]:
    renamed = bool(name) and normalise_name(name) != normalise_name(today["专业名称"])
    whole = entry(code, name, _BEFORE.get(today["层次"])) if code and name else ""
    return {
        "原专业名称": name if renamed else "",
        "原代码与名称": words.listed([whole] if whole else []),
    }


def _earlier(codes: str, names: str) -> list[tuple[str, str]]:
    """(code, name) of each earlier major of a cell; both on lines of their own, or in one list."""
    code_list, name_list = (re.split(r"[\s、,，;；/]+", t.strip()) for t in (codes, names))
    if len(code_list) == len(name_list):
        return [(c, n) for c, n in zip(code_list, name_list, strict=True) if n and n != "—"]
    pairs = [pair for part in re.split(r"[\n、,，;；]+", names) if (pair := pair_of(part))]
    return pairs or ([(codes.strip(), names.strip())] if names.strip() else [])


LAYOUT = Layout(
    "moe-editions", "新旧专业对照表", "Table of old and new majors", fits, read, priority=10
)
