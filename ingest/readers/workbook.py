"""Spreadsheets: XLSX, XLS, XLSB, ODS, every visible sheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from python_calamine import (
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from ingest.readers import limits
from ingest.readers.archive import opened_zip
from ingest.readers.grid import Body, Defect, Defects, Header, Line, defect, find_header
from ingest.readers.model import BadRow, Opened, Table, UnreadableFile
from ingest.readers.sheet_scan import scan_ods, scan_xlsx
from ingest.rows import Row

#: Sheets that explain a template and hold no data.
INSTRUCTION_SHEETS = {"填写说明", "Instructions"}
#: Whole numbers keep 15 digits in a spreadsheet; what is longer was a code and has lost digits.
_EXACT = 10**15
_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
Merge = tuple[tuple[int, int], tuple[int, int]]


def read_workbook(file: Opened, *, text: bool = False) -> Iterator[Table]:
    """One table a sheet; hidden, empty and instruction sheets are passed over.

    A sheet without a header beside sheets that have one comes last, all its rows bad.

    Raises:
        UnreadableFile: ``not_a_workbook``, ``password_protected``, ``workbook_too_large``,
            ``cell_too_large``, ``no_table_found``, or of the header of the only sheet.
    """
    defects = _guard(file)
    book = _load(file)
    sheets = [_Sheet(file, book, m.name, defects.get(m.name, {})) for m in _visible(book)]
    failed: list[tuple[_Sheet, UnreadableFile]] = []
    good = 0
    for sheet in sheets:
        try:
            table = sheet.table()
        except UnreadableFile as error:
            failed.append((sheet, error))
            continue
        if table is not None:
            good += 1
            yield table
    if failed and not good:
        raise failed[0][1]
    if not good:
        raise file.refuse(code="no_table_found", message="has no sheet with a table.")
    for sheet, why in failed:
        yield sheet.refused(why)


def _guard(file: Opened) -> dict[str, Defects]:
    with file.path.open("rb") as handle:
        head = handle.read(4)
        if head == _OLE:
            if _ENCRYPTED in handle.read(limits.FILE_BYTES):
                raise _password(file)
            return {}
    with opened_zip(file, ratio=limits.ANY_RATIO, code="not_a_workbook") as archive:
        names = set(archive.namelist())
        if "xl/workbook.bin" in names:
            from ingest.readers.xlsb_scan import scan_xlsb

            return scan_xlsb(file, archive)
        if "content.xml" in names:
            scan_ods(file, archive)
            return {}
        return scan_xlsx(file, archive)


def _load(file: Opened) -> CalamineWorkbook:
    with _translated(file):
        return load_workbook(file.path)


class _translated:
    """Failures of the library as errors of the file, its panics included."""

    def __init__(self, file: Opened) -> None:
        self.file = file

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        if error is None or isinstance(error, UnreadableFile):
            return
        if isinstance(error, PasswordError):
            raise _password(self.file) from None
        # A panic of the library is no Exception, so that it is told by its name.
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            told = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
            raise self.file.refuse(
                code="not_a_workbook",
                message=f"is no workbook that can be read: {told}.",
                hint="Save it again as .xlsx.",
            ) from None


def _password(file: Opened) -> UnreadableFile:
    return file.refuse(
        code="password_protected", message="needs a password.", hint="Save it without one."
    )


def _visible(book: CalamineWorkbook) -> list[Any]:
    return [
        m
        for m in book.sheets_metadata
        if m.typ == SheetTypeEnum.WorkSheet
        and m.visible == SheetVisibleEnum.Visible
        and m.name not in INSTRUCTION_SHEETS
    ]


@dataclass
class _Sheet:
    file: Opened
    book: CalamineWorkbook
    name: str
    defects: Defects

    @property
    def place(self) -> str:
        return f"{self.file.name}#{self.name}!row "

    def table(self) -> Table | None:
        """The sheet as a table, or None where it is empty."""
        with _translated(self.file):
            sheet = self.book.get_sheet_by_name(self.name)
            merges = list(sheet.merged_cell_ranges or [])
        # Rows are counted from the top of the sheet, columns from the first that is filled.
        left = sheet.start[1] if sheet.start else 0
        merges = [((a, b - left), (c, d - left)) for (a, b), (c, d) in merges if b >= left]
        defects = {(row, column - left): told for (row, column), told in self.defects.items()}
        lines = self._lines(sheet, merges, defects)
        first = list(islice(lines, limits.HEADER_WITHIN))
        usable = [line for line in first if any(line[1])]
        if not usable and next((line for line in lines if any(line[1])), None) is None:
            return None
        header = self._header(usable, merges)
        below = usable[header.lines - 1][0]
        body = Body(header.names, self.place, defects=defects)
        rest = (line for line in first if line[0] > below)
        rows = body.rows(_chained(rest, lines))
        place = f"{self.file.name}#{self.name}"
        return Table(self.name, place, header.names, rows, above=header.above)

    def refused(self, error: UnreadableFile) -> Table:
        """The sheet without header: every line that is not blank is a bad row; the whole sheet
        is one where it has no lines that can be read."""
        place = f"{self.file.name}#{self.name}"
        return Table(self.name, place, [], self._refused_rows(error, place))

    def _refused_rows(self, error: UnreadableFile, place: str) -> Iterator[Row | BadRow]:
        try:
            with _translated(self.file):
                sheet = self.book.get_sheet_by_name(self.name)
        except UnreadableFile:
            yield BadRow(place, error.code, error.message, error.hint)
            return
        for number, cells in self._lines(sheet, [], {}):
            if any(cells):
                yield BadRow(f"{self.place}{number}", error.code, error.message, error.hint)

    def _header(self, usable: list[Line], merges: list[Merge]) -> Header:
        filled = [(n, list(cells)) for n, cells in usable]
        places = {n: cells for n, cells in filled}
        for (top, left), (bottom, right) in merges:
            source = places.get(top + 1)
            if source is None or left >= len(source):
                continue
            for row in range(top + 1, bottom + 2):
                cells = places.get(row, [])
                for column in range(left, min(right + 1, len(cells))):
                    cells[column] = source[left]
        known = filled if merges else None
        return find_header(self.file, usable, known, sheet=self.name)

    def _lines(
        self, sheet: CalamineSheet, merges: list[Merge], defects: dict[tuple[int, int], Defect]
    ) -> Iterator[Line]:
        """Lines as text; a cell merged downwards stands in each of its lines. Adds to
        ``defects`` what shows in the values."""
        with _translated(self.file):
            source = sheet.iter_rows()
        down = _Downwards(merges)
        number = 0
        while True:
            with _translated(self.file):
                values = next(source, None)
            if values is None:
                return
            number += 1
            for column, value in enumerate(values):
                if isinstance(value, float) and abs(value) >= _EXACT:
                    defects[number, column] = _digits_lost(value)
            yield number, down.fill(number - 1, [as_text(v) for v in values])


def _digits_lost(value: float) -> Defect:
    return defect(
        code="digits_lost",
        message=f"{value:.0f} has more than 15 digits, so the last ones may be lost.",
        hint="Format the column as text and write the digits again.",
    )


class _Downwards:
    """Fills cells that are merged over several rows of one column."""

    def __init__(self, merges: list[Merge]) -> None:
        self._ends: dict[tuple[int, int], int] = {
            top: bottom[0] for top, bottom in merges if top[1] == bottom[1] and bottom[0] > top[0]
        }
        self._open: dict[int, tuple[int, str]] = {}

    def fill(self, row: int, cells: list[str]) -> list[str]:
        """The cells of a row (from 0), with what stands above where merged."""
        if not self._ends:
            return cells
        for column in range(len(cells)):
            end = self._ends.get((row, column))
            if end is not None:
                self._open[column] = end, cells[column]
        for column, (end, value) in list(self._open.items()):
            if row > end:
                del self._open[column]
            elif not cells[column]:
                cells[column] = value
        return cells


def _chained(first: Iterator[Line], second: Iterator[Line]) -> Iterator[Line]:
    yield from first
    yield from second


def as_text(value: Any) -> str:
    """A cell as a person reads it: no ``.0``, dates in ISO form.

    >>> as_text(3.0), as_text(dt.datetime(2024, 1, 2)), as_text("007")
    ('3', '2024-01-02', '007')
    """
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time.min
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value)
