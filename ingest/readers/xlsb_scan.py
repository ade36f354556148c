"""A look through the records of an XLSB workbook before its cells are read; see ``sheet_scan``."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator

from ingest.readers import limits
from ingest.readers.archive import member_chunks
from ingest.readers.grid import Defect, Defects, sheet_error
from ingest.readers.model import Opened
from ingest.readers.sheet_scan import too_large

_ROW, _BLANK, _LAST_CELL = 0, 1, 11
_ERRORS = {3, 11}
_SHEET = 156
_PART_BYTES = 256 * limits.MEGABYTE
_NAMES = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
          0x24: "#NUM!", 0x2A: "#N/A"}  # fmt: skip


def scan_xlsb(file: Opened, archive: zipfile.ZipFile) -> dict[str, Defects]:
    """Error values by sheet name. Sheets are told by their order, as programs write them.

    Raises:
        UnreadableFile: ``not_a_workbook``, ``workbook_too_large``.
    """
    book = b"".join(_part(file, archive, "xl/workbook.bin"))
    names = [_sheet_name(body) for kind, body in _records(book) if kind == _SHEET]
    found: dict[str, Defects] = {}
    for number, name in enumerate(names, start=1):
        part = f"xl/worksheets/sheet{number}.bin"
        if part in archive.namelist():
            found[name] = _scan(file, name, b"".join(_part(file, archive, part)))
    return found


def _part(file: Opened, archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    member = archive.getinfo(name)
    if member.file_size > _PART_BYTES:
        raise too_large(file, "", name)
    return member_chunks(file, archive, member, code="not_a_workbook")


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(type, content) of the records; ends where the data does."""
    at, end = 0, len(data)
    while at + 1 < end:
        kind = data[at]
        at += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | (data[at] & 0x7F) << 7
            at += 1
        size = shift = 0
        while at < end and shift < 28:
            byte = data[at]
            at += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        yield kind, data[at : at + size]
        at += size


def _sheet_name(body: bytes) -> str:
    skip = 12 + 2 * int.from_bytes(body[8:12], "little")
    size = int.from_bytes(body[skip : skip + 4], "little")
    return body[skip + 4 : skip + 4 + 2 * size].decode("utf-16-le", "replace")


def _scan(file: Opened, sheet: str, data: bytes) -> Defects:
    defects: dict[tuple[int, int], Defect] = {}
    row = top = 0
    columns: set[int] = set()
    rows: set[int] = set()
    for kind, body in _records(data):
        if kind == _ROW and len(body) >= 4:
            row = int.from_bytes(body[:4], "little")
        elif _BLANK <= kind <= _LAST_CELL and len(body) >= 4:
            column = int.from_bytes(body[:4], "little")
            columns.add(column)
            rows.add(row)
            if kind in _ERRORS and len(body) > 8:
                defects[row + 1, column] = sheet_error(_NAMES.get(body[8], "#N/A"))
    if rows:
        top = max(rows) - min(rows) + 1
        wide = max(columns) - min(columns) + 1
        if top * wide > limits.SHEET_CELLS:
            raise too_large(file, sheet, f"a rectangle of {top} × {wide} cells")
    return defects
