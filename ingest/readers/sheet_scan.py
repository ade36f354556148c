"""A look through the XML of a workbook before its cells are read.

The library that reads the cells holds a sheet as a rectangle, gives an error value as an empty
cell, and trusts the file. So the rectangle is measured, errors are found, and sizes are bounded.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.readers import limits
from ingest.readers.archive import member_chunks
from ingest.readers.grid import Defect, Defects, defect, sheet_error
from ingest.readers.model import Opened, UnreadableFile

_BUFFER = 8 * limits.MEGABYTE
_CELL = re.compile(rb'<(?:\w+:)?c [^>]*?\br="([A-Z]{1,3})(\d{1,7})"')
_ERROR = re.compile(
    rb'<(?:\w+:)?c [^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*>'
    rb"(?:<(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>))?<(?:\w+:)?v>(#[^<]{1,12})</"
)
_NO_VALUE = re.compile(
    rb'<(?:\w+:)?c (?![^>]*\bt="str")[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*>'
    rb"<(?:\w+:)?f\b[^>]*?>[^<]*</(?:\w+:)?f>"
    rb"(?:<(?:\w+:)?v>\s*</(?:\w+:)?v>|<(?:\w+:)?v\s*/>)?</(?:\w+:)?c>"
)
_SHARED = re.compile(rb'<(?:\w+:)?c [^>]*?\bt="s"[^>]*>\s*<(?:\w+:)?v>(\d{1,9})</')
_SHEET = re.compile(rb"<(?:\w+:)?sheet ([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship ([^>]*)>")
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')


@dataclass
class Scan:
    """What the XML of one sheet shows."""

    first: tuple[int, int] = (1 << 30, 1 << 30)
    last: tuple[int, int] = (-1, -1)
    defects: dict[tuple[int, int], Defect] = field(default_factory=dict)


def scan_xlsx(file: Opened, archive: zipfile.ZipFile) -> dict[str, Defects]:
    """Cells that cannot be used, by sheet name.

    Raises:
        UnreadableFile: ``not_a_workbook``, ``workbook_too_large``, ``cell_too_large``.
    """
    names = {m.filename: m for m in archive.infolist()}
    parts = _sheet_parts(file, archive, names)
    lengths: list[int] = []
    found: dict[str, Defects] = {}
    text = 0
    for name, member in names.items():
        if "/media/" in name or name.endswith((".png", ".jpeg", ".jpg", ".emf", ".wmf")):
            continue
        chunks = member_chunks(file, archive, member, code="not_a_workbook")
        if name.endswith("sharedStrings.xml"):
            lengths = _string_lengths(file, chunks)
        elif name not in parts:
            for _ in chunks:  # read to its check sum
                pass
    for name, sheet in parts.items():
        chunks = member_chunks(file, archive, names[name], code="not_a_workbook")
        scan, used = _scan_sheet(file, sheet, chunks, lengths)
        text += used
        if text > limits.SHEET_TEXT_BYTES:
            raise too_large(file, sheet, "its text")
        found[sheet] = scan.defects
    return found


def _sheet_parts(
    file: Opened, archive: zipfile.ZipFile, names: dict[str, zipfile.ZipInfo]
) -> dict[str, str]:
    """Part of the archive → sheet name."""
    head = ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")
    if any(n not in names or names[n].file_size > _BUFFER for n in head):
        raise file.refuse(code="not_a_workbook", message="has no list of its sheets.")
    book, relations = (
        b"".join(member_chunks(file, archive, names[n], code="not_a_workbook")) for n in head
    )
    targets: dict[str, str] = {}
    for match in _RELATION.finditer(relations):
        values = _attributes(match[1])
        target = values.get("Target", "")
        targets[values.get("Id", "")] = (
            target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        )
    parts: dict[str, str] = {}
    for match in _SHEET.finditer(book):
        values = _attributes(match[1])
        key = next((v for k, v in values.items() if k.endswith(":id")), "")
        if targets.get(key) in names:
            parts[targets[key]] = values.get("name", "")
    return parts


def _attributes(text: bytes) -> dict[str, str]:
    from html import unescape

    return {k.decode(): unescape(v.decode("utf-8", "replace")) for k, v in _ATTRIBUTE.findall(text)}


def blocks(file: Opened, chunks: Iterator[bytes], end: bytes) -> Iterator[bytes]:
    """Pieces that end after a whole element."""
    buffer = b""
    for chunk in chunks:
        buffer += chunk
        cut = buffer.rfind(end)
        if cut >= 0:
            yield buffer[: cut + len(end)]
            buffer = buffer[cut + len(end) :]
        elif len(buffer) > _BUFFER:
            raise file.refuse(
                code="cell_too_large",
                message=f"has a cell of more than {limits.CELL_CHARACTERS} characters.",
                hint="Shorten it.",
            )
    yield buffer


def _string_lengths(file: Opened, chunks: Iterator[bytes]) -> list[int]:
    lengths: list[int] = []
    total = 0
    for block in blocks(file, chunks, b"si>"):
        pieces = re.split(rb"</(?:\w+:)?si>", block)[:-1]
        lengths += [len(p) for p in pieces]
        total += len(block)
        if total > limits.SHEET_TEXT_BYTES:
            raise too_large(file, "", "its text")
    return lengths


def _scan_sheet(
    file: Opened, sheet: str, chunks: Iterator[bytes], lengths: list[int]
) -> tuple[Scan, int]:
    scan, text = Scan(), 0
    for block in blocks(file, chunks, b"c>"):
        _measure(scan, block)
        rows, columns = (scan.last[i] - scan.first[i] + 1 for i in (0, 1))
        if max(rows, 0) * max(columns, 0) > limits.SHEET_CELLS:
            raise too_large(file, sheet, f"a rectangle of {rows} × {columns} cells")
        _find_defects(scan, block)
        if lengths:
            text += sum(lengths[i] for i in map(int, _SHARED.findall(block)) if i < len(lengths))
        if text > limits.SHEET_TEXT_BYTES:
            raise too_large(file, sheet, "its text")
    return scan, text


def _measure(scan: Scan, block: bytes) -> None:
    places = _CELL.findall(block)
    if not places:
        return
    columns = [column_number(c) for c in {c for c, _ in places}]
    rows = [int(r) for r in {r for _, r in places}]
    scan.first = min(scan.first[0], min(rows)), min(scan.first[1], min(columns))
    scan.last = max(scan.last[0], max(rows)), max(scan.last[1], max(columns))


def _find_defects(scan: Scan, block: bytes) -> None:
    if b't="e"' in block:
        for match in _ERROR.finditer(block):
            place = int(match[2]), column_number(match[1])
            scan.defects[place] = sheet_error(match[3].decode("utf-8", "replace"))
    if b"f>" in block:
        for match in _NO_VALUE.finditer(block):
            place = int(match[2]), column_number(match[1])
            scan.defects[place] = _no_value()


def _no_value() -> Defect:
    return defect(
        code="formula_without_value",
        message="the formula was never computed.",
        hint="Open and save it with a spreadsheet program, or write the value.",
    )


def column_number(letters: bytes) -> int:
    """0 for ``A``, 26 for ``AA``."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def too_large(file: Opened, sheet: str, what: str) -> UnreadableFile:
    """The error of a workbook that would need too much memory."""
    return file.refuse(
        code="workbook_too_large",
        message=f"is too large to read: {what}{f' in sheet {sheet}' if sheet else ''}.",
        hint="Save it as CSV; see whether a cell far below or right of the table is filled.",
        sheet=sheet,
    )


# --- ODS -----------------------------------------------------------------------------------------

_ODS = re.compile(
    rb"<table:table (?P<table>)|<table:table-row\b(?P<row>[^>]*)>|"
    rb"<table:(?:covered-)?table-cell\b(?P<cell>[^>]*)>"
)
_REPEATED = re.compile(rb'number-(?:rows|columns)-repeated="(\d+)"')


def scan_ods(file: Opened, archive: zipfile.ZipFile) -> None:
    """Measure the sheets of an ODS file, whose cells and rows may be told to repeat.

    Raises:
        UnreadableFile: ``not_a_workbook``, ``workbook_too_large``, ``cell_too_large``.
    """
    names = {m.filename: m for m in archive.infolist()}
    if "content.xml" not in names:
        raise file.refuse(code="not_a_workbook", message="has no content.")
    size = _OdsSize()
    for block in blocks(
        file, member_chunks(file, archive, names["content.xml"], code="not_a_workbook"), b">"
    ):
        size.add(block)
        if size.cells() > limits.SHEET_CELLS or size.text > limits.SHEET_TEXT_BYTES:
            raise too_large(file, "", "cells that repeat")


@dataclass
class _OdsSize:
    rows: int = 0
    repeat: int = 1
    column: int = 0
    filled: int = 0  # last row with something in it
    width: int = 0
    text: int = 0
    done: int = 0

    def cells(self) -> int:
        return self.done + self.filled * self.width

    def add(self, block: bytes) -> None:
        tokens = list(_ODS.finditer(block))
        for at, token in enumerate(tokens):
            if token["row"] is not None:
                self.repeat, self.column = _repeats(token["row"]), 0
                self.rows += self.repeat
            elif token["cell"] is not None:
                end = tokens[at + 1].start() if at + 1 < len(tokens) else len(block)
                self._cell(token["cell"], end - token.start())
            else:
                self.done, self.rows, self.filled, self.width = self.cells(), 0, 0, 0

    def _cell(self, attributes: bytes, length: int) -> None:
        times = _repeats(attributes)
        self.column += times
        if not attributes.endswith(b"/"):
            self.filled, self.width = self.rows, max(self.width, self.column)
            self.text += length * times * self.repeat


def _repeats(attributes: bytes) -> int:
    found = _REPEATED.search(attributes)
    return min(int(found[1]), 1 << 24) if found else 1
