"""What readers give: tables of rows, rows that could not be read, and files that could not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from graph.errors import GraphError
from ingest.rows import Row


class UnreadableFile(GraphError):
    """A file cannot be read at all: no reader, or one of the more exact codes of
    ``docs/evidence.md``. Fields: ``file``, sometimes ``sheet``."""

    code = "unreadable_file"

    def __init__(self, message: str, *, code: str = "", hint: str = "", **fields: Any) -> None:
        super().__init__(message, hint=hint, **fields)
        if code:
            self.code = code  # type: ignore[misc]  # the reason is per file, the class is one


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that stands in the file and cannot be read; the rows around it can.

    ``text`` is the start of what stands there, for the person who corrects it. It may hold
    personal data, so it is never stored: only its digest is.
    """

    locator: str
    code: str
    message: str
    hint: str = ""
    text: str = ""
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Table:
    """One table of a file, with its rows still to be read.

    Attributes:
        name: the sheet, the member or the file: what a person calls it.
        locator: place of the table, such as ``f.xlsx#名单`` or ``f.pdf#page 2 table 1``.
        header: column names; names of two header lines are joined with ``/``. Rows of JSONL may
            have further keys. Empty where nothing of the table could be read.
        rows: can be walked once, before the next table is asked for.
        kind: ``text`` for the paragraphs or pages of a document (one column ``text``).
        encoding: of a text file, such as ``gb18030``; None for others.
        above: the titles above the header, one a line.
    """

    name: str
    locator: str
    header: list[str]
    rows: Iterator[Row | BadRow]
    kind: Literal["table", "text"] = "table"
    encoding: str | None = None
    above: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """A file to read: where it lies, and what it is called in locators and messages."""

    path: Path
    name: str

    def refuse(self, *, code: str, message: str, hint: str = "", **fields: Any) -> UnreadableFile:
        """The error of this file, to be raised."""
        text = f"{self.name}: {message}"
        return UnreadableFile(text, code=code, hint=hint, file=self.name, **fields)
