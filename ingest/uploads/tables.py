"""Tables of what a person brings, with every cell as text; see :mod:`ingest.readers`. Official
documents become the tables that their layout reads them into; see :mod:`ingest.layouts`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any

from ingest.layouts import Document, Grid, Layout, Line, Statement, TableRow, layout_of
from ingest.layouts.words import joined
from ingest.readers import BadRow, UnreadableFile, tables
from ingest.readers.model import Table
from ingest.templates import KINDS
from ingest.templates.headers import KindUnknown
from ingest.templates.model import GRADE
from ingest.templates.workbook import EXAMPLE_MARK


@dataclass(frozen=True)
class Sheet:
    """A table with its header; ``sheet`` is empty where the format has none. ``kind`` is known
    where a layout made the table."""

    file: str
    sheet: str
    header: list[str]
    rows: Iterator[TableRow]
    kind: str = ""
    layout: Layout | None = None


@dataclass
class _File:
    """A document with the tables as they stand in it."""

    document: Document
    #: Whether its text was read, so that all of it lies in memory.
    whole: bool
    sheets: list[Sheet] = field(default_factory=list)


def sheets_of(where: str, layout: Layout | None = None, *, plain: bool = False) -> Iterator[Sheet]:
    """Tables of a file, folder, URL or standard input. Example rows are passed over; each table
    must be read before the next is asked for.

    Args:
        where: as for :func:`ingest.readers.tables`.
        layout: the layout that the documents have; recognised where none is named.
        plain: there is none: a template was named.

    Raises:
        UnreadableFile: with an exact code; see ``docs/evidence.md``.
        KindUnknown: a document has not the layout that was named.
    """
    if plain:
        for table in tables(where):
            yield _sheet(table, _rows(table))
        return
    for file in _files(where):
        found = layout or layout_of(file.document)
        if found is None:
            yield from _as_they_stand(file)
        elif layout is not None and not layout.fits(file.document):
            raise KindUnknown(
                f"{file.document.file} has not the layout {layout.kind}.",
                hint="Leave --template out; the layout is recognised from the headings.",
            )
        else:
            yield from _by_layout(found, file.document)


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


def _files(where: str) -> Iterator[_File]:
    """Documents whole; of other formats each table by itself, its rows still to be read."""
    waiting: _File | None = None
    for table in tables(where, text=True):
        name = table.locator.partition("#")[0]
        if waiting is not None and waiting.document.file != name:
            yield waiting
            waiting = None
        if table.kind == "text":
            waiting = _File(Document(name, list(_lines(table))), whole=True)
        elif waiting is not None:
            rows = list(_rows(table))
            waiting.document.tables.append(_grid(table, rows))
            waiting.sheets.append(_sheet(table, iter(rows)))
        else:
            own = _rows(table)
            yield _File(Document(name, [], [_grid(table, own)]), False, [_sheet(table, own)])
    if waiting is not None:
        yield waiting


def _lines(table: Table) -> Iterator[Line]:
    for row in table.rows:
        if not isinstance(row, BadRow):
            for text in str(row.cells()["text"]).splitlines():
                yield Line(text, row.locator)


def _grid(table: Table, rows: Any) -> Grid:
    return Grid(table.name, table.locator, list(table.header), rows, table.above)


def _sheet(table: Table, rows: Iterator[TableRow]) -> Sheet:
    file, _, place = table.locator.partition("#")
    return Sheet(file, table.name if place else "", list(table.header), rows)


def _as_they_stand(file: _File) -> Iterator[Sheet]:
    """The tables of a file without a layout.

    Raises:
        UnreadableFile: a document of its own without a usable table.
    """
    if not file.whole or any(sheet.header for sheet in file.sheets):
        yield from file.sheets
        return
    name = file.document.file
    bad = [row for sheet in file.sheets for row in sheet.rows if row.code]
    if not bad:
        message = f"{name}: holds no table."
        bad = [TableRow(name, 0, {}, "no_table_found", message)]
    if "/" not in name:  # not beside others in a folder or an archive
        raise UnreadableFile(
            bad[0].message,
            code=bad[0].code,
            hint="Put the rows in a table with a header; a scanned page holds only a picture.",
            file=name,
        )
    yield Sheet(name, "", [], iter(bad))


def _by_layout(layout: Layout, document: Document) -> Iterator[Sheet]:
    """What a layout reads, as tables: rows of one kind that follow each other are one."""
    for kind, statements in groupby(layout.read(document), key=lambda s: s.kind):
        header = [c.zh for c in (*KINDS[kind].columns, GRADE)]
        rows = (_row(layout, s) for s in statements)
        yield Sheet(document.file, "", header, rows, kind, layout)


def _row(layout: Layout, said: Statement) -> TableRow:
    number = _number(said.locator)
    if said.code:
        return TableRow(said.locator, number, {}, said.code, said.message)
    cells = {name: joined(text) for name, text in said.cells.items() if text}
    return TableRow(said.locator, number, cells | {GRADE.zh: layout.grade or ""})


def _rows(table: Table) -> Iterator[TableRow]:
    for row in table.rows:
        if isinstance(row, BadRow):
            words = f"{row.message} {row.hint}".strip()
            cells = _as_it_stands(table.header, row)
            yield TableRow(row.locator, _number(row.locator), cells, row.code, words)
            continue
        cells = {name: text_of(value) for name, value in row.cells().items()}
        first = next((c for c in cells.values() if c), "")
        if not first.startswith(EXAMPLE_MARK):
            yield TableRow(row.locator, row.number, cells)


def _as_it_stands(header: list[str], row: BadRow) -> dict[str, str]:
    """The start of what stands in a row that cannot be read, for the person who corrects it;
    cells beyond the header under numbers."""
    cells = row.text.split("\x1f") if row.text else []
    beyond = [f"column {i}" for i in range(len(header) + 1, len(cells) + 1)]
    return dict(zip([*header, *beyond], cells, strict=False)) if header else {}


def _number(locator: str) -> int:
    return next((int(w) for w in reversed(locator.split()) if w.isdigit()), 0)
