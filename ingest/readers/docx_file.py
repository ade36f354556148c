"""DOCX: tables with headers, and the text of the paragraphs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ingest.readers import limits
from ingest.readers.archive import member_chunks, opened_zip
from ingest.readers.documents import Grid, grids_as_tables, text_table
from ingest.readers.grid import Line
from ingest.readers.model import Opened, Table

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table as WordTable

_OLE = b"\xd0\xcf\x11\xe0"


def read_docx(file: Opened, *, text: bool = False) -> Iterator[Table]:
    """The tables in order; tables without a header beside others come last, all rows bad.

    Raises:
        UnreadableFile: ``not_a_document``, ``password_protected``, ``file_too_large``,
            ``archive_too_large``, ``no_table_found``, or of the header of the only table.
    """
    document = _opened(file)
    grids = [
        Grid(f"table {number}", f"{file.name}#table {number}", *_lines(table))
        for number, table in enumerate(document.tables, start=1)
    ]
    grids = [g for g in grids if any(any(cells) for _, cells in g.lines)]
    if text:
        blocks = (p.text.strip() for p in document.paragraphs)
        yield text_table(file, "paragraph", blocks)
    yield from grids_as_tables(file, grids, alone=not text)


def _opened(file: Opened) -> Document:
    from docx import Document as open_document

    if file.path.stat().st_size > limits.DOCX_BYTES:
        raise file.refuse(
            code="file_too_large", message=f"DOCX is read up to {limits.DOCX_BYTES} bytes."
        )
    with file.path.open("rb") as handle:
        if handle.read(4) == _OLE:
            # Word keeps an encrypted document, like one of before 2007, in this container.
            raise file.refuse(
                code="password_protected",
                message="is encrypted or of before 2007.",
                hint="Save it as .docx without a password.",
            )
    with opened_zip(file, unpacked=limits.DOCX_UNPACKED_BYTES, code="not_a_document") as archive:
        for member in archive.infolist():
            for _ in member_chunks(file, archive, member, code="not_a_document"):
                pass  # to its check sum: the library would stop half-way
    try:
        return open_document(str(file.path))
    except Exception as error:  # whatever a library raises over a broken file
        told = str(error)[:200] or type(error).__name__
        raise file.refuse(
            code="not_a_document", message=f"is no document that can be read: {told}."
        ) from None


def _lines(table: WordTable) -> tuple[list[Line], list[Line]]:
    """Rows as text, twice: a cell merged sideways stands once, and in each of its columns. A
    cell merged downwards stands in each of its rows."""
    once: list[Line] = []
    filled: list[Line] = []
    for number, row in enumerate(table.rows, start=1):
        cells = row.cells
        texts = [" ".join(cell.text.split()) for cell in cells]
        filled.append((number, texts))
        repeats = [i > 0 and cells[i - 1]._tc is cell._tc for i, cell in enumerate(cells)]
        once.append((number, ["" if r else t for r, t in zip(repeats, texts, strict=True)]))
    return once, filled
