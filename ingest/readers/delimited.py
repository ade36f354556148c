"""Separated text: CSV and its kin, of any length, a row at a time."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import chain, islice

from ingest.readers import limits
from ingest.readers.encoding import Encoding, detect
from ingest.readers.grid import Body, Line, find_header
from ingest.readers.model import BadRow, Opened, Table

csv.field_size_limit(limits.CELL_CHARACTERS)

_SEPARATORS = (",", "\t", ";", "|")
_SAMPLE_LINES = 30


def read_delimited(file: Opened, *, text: bool = False) -> Iterator[Table]:
    """The one table of a file of separated text.

    Raises:
        UnreadableFile: see :func:`detect` and :func:`find_header`; ``quotes_broken``.
    """
    encoding = detect(file)
    records = _Records(file, encoding, _separator(file, encoding)).read()
    first = list(islice(records, limits.HEADER_WITHIN))
    # Blank lines above the header and lines that cannot be read are no header.
    usable = [line for line in first if not isinstance(line, BadRow) and any(line[1])]
    header = find_header(file, usable)
    below = usable[header.lines - 1][0]
    rest = (line for line in first if _number(line) > below)
    body = Body(header.names, f"{file.name}#row ", exact=True, suspicious=encoding.suspicious)
    rows = body.rows(chain(rest, records))
    yield Table(file.path.name, file.name, header.names, rows, "table", encoding.name, header.above)


def _number(line: Line | BadRow) -> int:
    return int(line.locator.rpartition(" ")[2]) if isinstance(line, BadRow) else line[0]


def _separator(file: Opened, encoding: Encoding) -> str:
    """The separator that splits the header, and the lines after it in the same way."""
    with _open(file, encoding) as handle:
        lines = list(islice(_lines(handle, encoding), _SAMPLE_LINES))
    lines = [line for line in lines if line.strip()]
    best, best_score = ",", (0.0, 1)
    for separator in _SEPARATORS:
        try:
            widths = [len(cells) for cells in csv.reader(lines, delimiter=separator) if cells]
        except csv.Error:
            continue
        width = max(widths[:5], default=1)  # the header may stand below titles
        if width < 2 or separator not in lines[0]:
            continue
        score = (round(widths.count(width) / len(widths), 1), width)
        if score > best_score:
            best, best_score = separator, score
    return best


def _open(file: Opened, encoding: Encoding) -> TextIOWrapper:
    name = "utf-8-sig" if encoding.name == "utf-8" else encoding.name
    return file.path.open(encoding=name, errors=encoding.errors, newline="")


def _lines(handle: TextIOWrapper, encoding: Encoding) -> Iterator[str]:
    return _bounded(handle) if encoding.long_lines else iter(handle)


def _bounded(handle: TextIOWrapper) -> Iterator[str]:
    """Lines; of one that is too long, a piece that the reader of cells refuses."""
    while line := handle.readline(limits.LINE_CHARACTERS):
        if len(line) == limits.LINE_CHARACTERS and line[-1] not in "\r\n":
            while (more := handle.readline(limits.MEGABYTE)) and more[-1] not in "\r\n":
                pass
            line = "x" * (limits.CELL_CHARACTERS + 1) + "\n"
        yield line


@dataclass
class _Records:
    """The records of a file, numbered as a spreadsheet shows them, blank ones included."""

    file: Opened
    encoding: Encoding
    separator: str

    def read(self) -> Iterator[Line | BadRow]:
        """Records; a quote that swallows lines is taken back, and its line is bad alone."""
        number = skip = repairs = 0
        while True:
            with _open(self.file, self.encoding) as handle:
                lines = _lines(handle, self.encoding)
                for _ in range(skip):
                    next(lines)
                reader = csv.reader(lines, delimiter=self.separator, strict=True)
                begun = 0
                while True:
                    number += 1
                    try:
                        cells = next(reader)
                    except StopIteration:
                        return
                    except csv.Error as error:
                        yield self._bad(number, error)
                        if reader.line_num - begun > 1:
                            break
                    else:
                        yield number, cells
                    begun = reader.line_num
            skip += begun + 1
            repairs += 1
            if repairs > limits.QUOTE_REPAIRS:
                yield from self._line_by_line(skip, number)
                return

    def _line_by_line(self, skip: int, number: int) -> Iterator[Line | BadRow]:
        """The rest of a file whose quotes mean nothing: each line is a record."""
        with _open(self.file, self.encoding) as handle:
            for line in islice(_lines(handle, self.encoding), skip, None):
                number += 1
                try:
                    cells = next(csv.reader([line], delimiter=self.separator, strict=True))
                except csv.Error as error:
                    yield self._bad(number, error)
                else:
                    yield number, cells

    def _bad(self, number: int, error: csv.Error) -> BadRow:
        locator = f"{self.file.name}#row {number}"
        if "field limit" in str(error):
            return BadRow(
                locator,
                code="cell_too_large",
                message=f"A cell has more than {limits.CELL_CHARACTERS} characters.",
                hint="Shorten it; see whether a quote before it is never closed.",
            )
        return BadRow(
            locator,
            code="quotes_broken",
            message=f"The quotes of the row are wrong: {error}.",
            hint='Write a quote inside a cell twice: "".',
        )
