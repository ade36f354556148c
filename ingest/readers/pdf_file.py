"""PDF: tables with lines around their cells, and the text of the pages."""

from __future__ import annotations

import logging
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ingest.readers import limits
from ingest.readers.documents import Grid, grids_as_tables, text_table
from ingest.readers.grid import Line
from ingest.readers.model import Opened, Table, UnreadableFile

if TYPE_CHECKING:
    from pdfplumber.pdf import PDF

#: A table continues that ends below this part of a page and goes on above that of the next.
_LOW, _HIGH = 0.75, 0.2
_PIECE = 16 * 1024
_STREAM = re.compile(rb"stream\r?\n")


def read_pdf(file: Opened, *, text: bool = False) -> Iterator[Table]:
    """The tables in order of the pages. A table that goes on over a page is one table.

    Raises:
        UnreadableFile: ``not_a_pdf``, ``password_protected``, ``file_too_large``,
            ``archive_too_large``, ``no_table_found``, or of the header of the only table.
    """
    _guard(file)
    grids: list[Grid] = []
    pages: list[str] = []
    low = 0
    with _opened(file) as pdf:
        for page in pdf.pages:
            low = _add_tables(grids, file, page, after_low=low)
            if text:
                pages.append(page.extract_text() or "")
            page.close()  # forgets what was read of it
    if text:
        yield text_table(file, "page", pages)
    yield from grids_as_tables(file, grids, alone=not text)


@contextmanager
def _opened(file: Opened) -> Iterator[PDF]:
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # each oddity is a warning
    try:
        with pdfplumber.open(file.path) as pdf:
            if len(pdf.pages) > limits.PDF_PAGES:
                raise file.refuse(
                    code="file_too_large",
                    message=f"has more than {limits.PDF_PAGES} pages.",
                    hint="Split it.",
                )
            yield pdf
    except UnreadableFile:
        raise
    except Exception as error:  # whatever a library raises over a broken file
        inner = error.args[0] if isinstance(error, PdfminerException) and error.args else error
        if isinstance(inner, PDFPasswordIncorrect):
            raise file.refuse(
                code="password_protected", message="needs a password.", hint="Save it without one."
            ) from None
        told = str(error)[:200] or type(error).__name__
        raise file.refuse(
            code="not_a_pdf",
            message=f"is no PDF that can be read: {told}.",
            hint="Save it again as PDF.",
        ) from None


def _add_tables(grids: list[Grid], file: Opened, page: Any, *, after_low: int) -> int:
    """Add the tables of a page.

    Args:
        grids: added to.
        file: for locators.
        page: of pdfplumber.
        after_low: columns of the table that met the end of the page before, or 0.

    Returns: the same of this page.
    """
    low = 0
    for number, found in enumerate(page.find_tables(), start=1):
        lines: list[Line] = [
            (row, [" ".join((c or "").split()) for c in cells])
            for row, cells in enumerate(found.extract(), start=1)
        ]
        if not any(any(cells) for _, cells in lines):
            continue
        width = len(lines[0][1])
        continues = number == 1 and width == after_low and found.bbox[1] < page.height * _HIGH
        low = width if found.bbox[3] > page.height * _LOW else 0
        name = f"page {page.page_number} table {number}"
        grids.append(Grid(name, f"{file.name}#{name}", lines, continues=continues))
    return low


def _guard(file: Opened) -> None:
    """Bounded looks at the packed streams: the library unpacks them whole."""
    if file.path.stat().st_size > limits.PDF_BYTES:
        raise file.refuse(
            code="file_too_large", message=f"PDF is read up to {limits.PDF_BYTES} bytes."
        )
    data = file.path.read_bytes()
    if b"%PDF" not in data[:1024]:
        raise file.refuse(code="not_a_pdf", message="is no PDF.", hint="Save it again as PDF.")
    for match in _STREAM.finditer(data):
        unpacked, packed = _unpacked(memoryview(data)[match.end() :])
        if unpacked > limits.PDF_STREAM_BYTES and unpacked > limits.PDF_STREAM_RATIO * packed:
            raise file.refuse(
                code="archive_too_large",
                message=f"has a part that grows to more than {limits.PDF_STREAM_BYTES} bytes.",
                hint="Print it to a new PDF.",
            )


def _unpacked(data: memoryview) -> tuple[int, int]:
    """(size unpacked, size packed) of what begins here, looking no further than the limit."""
    machine, size, packed = zlib.decompressobj(), 0, 0
    try:
        while packed < len(data) and not machine.eof and size <= limits.PDF_STREAM_BYTES:
            piece: bytes = bytes(data[packed : packed + _PIECE])
            packed += len(piece)
            while piece and size <= limits.PDF_STREAM_BYTES:
                size += len(machine.decompress(piece, limits.MEGABYTE))
                piece = machine.unconsumed_tail
    except zlib.error:
        pass
    return size, max(packed, 1)
