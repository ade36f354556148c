"""Tables of what a person brings, with every cell as text; see :mod:`ingest.readers`."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ingest.readers import BadRow, tables
from ingest.readers.model import Table
from ingest.templates.workbook import EXAMPLE_MARK


@dataclass(frozen=True)
class Cells:
    """One row by header, or why it cannot be read. ``number`` is its place in the file."""

    locator: str
    number: int
    cells: dict[str, str]
    code: str = ""
    message: str = ""


@dataclass(frozen=True)
class Sheet:
    """A table with its header; ``sheet`` is empty where the format has none."""

    file: str
    sheet: str
    header: list[str]
    rows: Iterator[Cells]


def sheets_of(where: str) -> Iterator[Sheet]:
    """Tables of a file, folder, URL or standard input. Example rows are passed over; each table
    must be read before the next is asked for.

    Raises:
        UnreadableFile: with an exact code; see ``docs/evidence.md``.
    """
    for table in tables(where):
        file, _, place = table.locator.partition("#")
        yield Sheet(file, table.name if place else "", list(table.header), _rows(table))


def text_of(value: Any) -> str:
    """A cell as text: whole numbers without a fraction, dates in ISO form, lists joined."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and math.isfinite(value) and value == int(value):
        return str(int(value))
    if isinstance(value, datetime):
        midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.date().isoformat() if midnight else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return "、".join(text_of(item) for item in value)
    return str(value).strip()


def _rows(table: Table) -> Iterator[Cells]:
    for row in table.rows:
        if isinstance(row, BadRow):
            words = f"{row.message} {row.hint}".strip()
            yield Cells(row.locator, _number(row.locator), {}, row.code, words)
            continue
        cells = {name: text_of(value) for name, value in row.cells().items()}
        first = next((c for c in cells.values() if c), "")
        if not first.startswith(EXAMPLE_MARK):
            yield Cells(row.locator, row.number, cells)


def _number(locator: str) -> int:
    last = locator.rpartition(" ")[2]
    return int(last) if last.isdigit() else 0
