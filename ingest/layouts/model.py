"""What a layout is: how an official document as published becomes rows of known tables.

A layout recognises a document and turns it into statements; each is one row of a table of
:data:`ingest.templates.KINDS` with the place in the document that says so. From there on it is a
row like any other: checked, loaded or refused, exported, corrected.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from graph.evidence import Grade


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of DOCX, or a line of a page of PDF."""

    text: str
    locator: str


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row as text by header; ``code`` and ``message`` say why it cannot be read, if so."""

    locator: str
    number: int
    cells: dict[str, str]
    code: str = ""
    message: str = ""


@dataclass(frozen=True)
class Grid:
    """A table of a document; ``rows`` can be walked once."""

    name: str
    locator: str
    header: list[str]
    rows: Iterable[TableRow]
    above: str = ""

    def column(self, *words: str) -> str:
        """The first header that is one of these words but for blanks and a remark in brackets;
        empty where there is none."""
        plain = {bare(h): h for h in reversed(self.header)}
        return next((plain[w] for w in words if w in plain), "")


@dataclass(frozen=True)
class Document:
    """A file as a layout sees it. A sheet or a CSV file is one table without lines."""

    file: str
    lines: list[Line] = field(default_factory=list)
    tables: list[Grid] = field(default_factory=list)

    @property
    def titles(self) -> str:
        """What the document begins with: its first lines, or what stands above its table."""
        shown = [line.text for line in self.lines[:15]]
        return "\n".join([self.file, *shown, *(f"{t.name}\n{t.above}" for t in self.tables)])


@dataclass(frozen=True, slots=True)
class Statement:
    """One row of the table ``kind``: cells by the table's captions."""

    kind: str
    locator: str
    cells: dict[str, str]
    code: str = ""
    message: str = ""


@dataclass(frozen=True)
class Layout:
    """A layout of official documents.

    Attributes:
        kind: what ``--template`` calls it.
        zh, en: its name.
        fits: whether a document has it; must not walk the rows of tables.
        read: its statements, in the order of the document.
        priority: rank among equally graded sources, smaller wins; newer official texts first.
        grade: of the rows, where the person who brings the file does not say.
    """

    kind: str
    zh: str
    en: str
    fits: Callable[[Document], bool]
    read: Callable[[Document], Iterator[Statement]]
    priority: int = 50
    grade: Grade | None = None


def bare(header: str) -> str:
    """A header without blanks and without a remark in brackets: 专业代码（2021） → 专业代码."""
    text = "".join(header.split())
    for opening, closing in ("()", "（）"):
        if text.endswith(closing) and opening in text:
            text = text[: text.index(opening)]
    return text or "".join(header.split())
