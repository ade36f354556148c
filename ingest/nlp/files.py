"""The text of a file that a policy comes in."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

from ingest.readers import UnreadableFile, tables
from ingest.readers.encoding import detect
from ingest.readers.model import Opened

_DOCUMENTS = (".docx", ".pdf")


def text_of(where: str, stdin: BinaryIO | None = None) -> str:
    """The text of a TXT, DOCX or PDF file, or of standard input (``-``).

    Offsets of findings count its characters: of TXT (and HTML) those of the decoded file, line
    ends as they are; of DOCX and PDF those of paragraphs and pages, then rows of tables, a line
    each. An empty file is an empty text.

    Raises:
        UnreadableFile: see :mod:`ingest.readers`.
    """
    if where == "-":
        return (stdin or sys.stdin.buffer).read().decode("utf-8-sig", "replace")
    path = Path(where)
    file = Opened(path, path.name)
    if not path.is_file():
        raise file.refuse(code="file_missing", message="does not exist or is no file.")
    if path.suffix.lower() in _DOCUMENTS:
        return "\n".join(_lines(path))
    try:
        encoding = detect(file)
    except UnreadableFile as error:
        if error.code == "empty_file":
            return ""
        raise
    return path.read_bytes().decode(encoding.name, "replace")


def _lines(path: Path) -> list[str]:
    found = []
    for table in tables(path, text=True):
        for row in table.rows:
            cells = getattr(row, "cells", None)
            if cells is not None:
                found.append(" ".join(str(v) for v in cells().values() if v))
    return found
