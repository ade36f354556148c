"""CSV rows by their bytes: a row that did not change is recognised without being parsed.

Most rows of a second load are as they were. Hashing the line and parsing it only when it is new
makes that load several times faster than reading every cell.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO

from graph.errors import GraphError
from ingest.rows import Row

_BOM = b"\xef\xbb\xbf"
#: How much of a file tells its encoding and separator.
_HEAD = 64 * 1024


class BrokenLine(GraphError):
    """A line of a CSV file cannot be read: not UTF-8, or more cells than the header."""

    code = "unreadable_file"


def is_plain(path: Path) -> bool:
    """Whether a CSV file is comma-separated UTF-8 as far as its first part tells. One that is not
    is read by :mod:`ingest.readers`, which knows other encodings, separators and titles."""
    with path.open("rb") as handle:
        head = handle.read(_HEAD)
    cut = head[: head.rfind(b"\n")] if len(head) == _HEAD else head
    lines = cut.removeprefix(_BOM).split(b"\n")
    telling = [line for line in lines if not line.isascii()]
    # A stray line in another encoding is one bad row; it does not change how the others are read.
    if not _decodes(lines[0]) or 2 * sum(map(_decodes, telling)) < len(telling):
        return False
    first = lines[0].decode("utf-8")
    return not any(first.count(c) > first.count(",") for c in "\t;|，")


def _decodes(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def lines_of(path: Path, salt: str) -> Iterator[tuple[int, partial[Row]]]:
    """Records of a comma-separated UTF-8 file as (digest, what parses it); ``salt`` tells equal
    lines of two files apart.

    A record is a line, or several where a quoted cell spans them (an odd number of quotes).
    """
    name, blake2b, number = path.name, hashlib.blake2b, 1
    with path.open("rb") as handle:
        records = _records(handle)
        first = next(records, b"").removeprefix(_BOM)
        header = _cells(first, name, 1)
        person = blake2b(f"{salt}\n".encode() + first, digest_size=16).digest()
        for line in records:
            if not line:
                continue
            number += 1
            digest = blake2b(line, digest_size=8, person=person).digest()
            yield (
                int.from_bytes(digest, "big", signed=True),
                partial(_row, header, line, name, number),
            )


def _records(handle: BinaryIO) -> Iterator[bytes]:
    pending = b""
    for line in handle:
        if not pending and b'"' not in line:
            yield line.rstrip(b"\r\n")
            continue
        pending += line
        if pending.count(b'"') % 2 == 0:
            yield pending.rstrip(b"\r\n")
            pending = b""
    if pending:
        yield pending.rstrip(b"\r\n")


def _row(header: list[str], line: bytes, file: str, number: int) -> Row:
    cells = _cells(line, file, number)
    if len(cells) > len(header):
        place = f"{file}#row {number}"
        raise BrokenLine(f"{place} has more cells than the header.", locator=place)
    cells += [""] * (len(header) - len(cells))
    return Row(dict(zip(header, cells, strict=True)), file=file, number=number)


def _cells(line: bytes, file: str, number: int) -> list[str]:
    place = f"{file}#row {number}"
    try:
        return next(csv.reader([line.decode("utf-8")], strict=True), [])
    except UnicodeDecodeError:
        raise BrokenLine(
            f"{place} is not UTF-8.", hint="Save it as UTF-8 CSV.", locator=place
        ) from None
    except csv.Error as error:
        raise BrokenLine(f"{place} is not CSV: {error}.", locator=place) from None
