"""Readers: any file becomes tables of rows. Nothing in a file is lost or stops the rest of it.

Read by: CSV and other separated text (UTF-8, UTF-16, GB18030), XLSX, XLS, XLSB, ODS, JSON, JSONL,
DOCX, PDF, ZIP of these; from a path, a folder, a URL or standard input.

    for table in tables("名单.xlsx"):
        for row in table.rows:          # each is a Row or a BadRow, and each counts as read
            ...
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from ingest.readers.model import BadRow, Table, UnreadableFile
from ingest.readers.opening import open_tables
from ingest.rows import Row

__all__ = ["BadRow", "Table", "UnreadableFile", "read_rows", "tables"]


def tables(
    where: str | Path,
    *,
    format: str | None = None,
    stdin: BinaryIO | None = None,
    text: bool = False,
) -> Iterator[Table]:
    """The tables of a file, of the files of a folder, of a URL, or of standard input (``-``).

    Walk a table's rows before asking for the next one. A sheet or member that cannot be read
    beside others that can is a table without header whose rows are all :class:`BadRow`.

    Args:
        where: path, folder, ``http(s)://…`` or ``-``.
        format: ``csv``, ``tsv``, ``xlsx``, ``xls``, ``xlsb``, ``ods``, ``json``, ``jsonl``,
            ``docx``, ``pdf``, ``zip``; else by name and first bytes.
        stdin: what ``-`` reads; the process's standard input if not given.
        text: also give the text of DOCX (by paragraph) and PDF (by page), as ``kind="text"``.

    Raises:
        UnreadableFile: with an exact code; see ``docs/evidence.md``.
    """
    return open_tables(where, format, stdin, text=text)


def read_rows(path: Path) -> Iterator[Row | BadRow]:
    """All rows of all tables of one file, numbered as a spreadsheet shows them.

    Raises:
        UnreadableFile: the file cannot be read at all.
    """
    for table in tables(path):
        yield from table.rows
