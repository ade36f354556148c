"""Small files of every kind, made by code, to be broken by tests."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import openpyxl

GOOD = [["名称", "地区", "人数"], ["海康", "杭州", "3"], ["大华", "杭州", "4"]]
GOOD_CSV = "\n".join(",".join(row) for row in GOOD) + "\n"


def csv(text: str = GOOD_CSV, encoding: str = "utf-8") -> bytes:
    """Separated text."""
    return text.encode(encoding)


def xlsx(
    *sheets: list[list[Any]], change: Callable[[openpyxl.Workbook], object] | None = None
) -> bytes:
    """A workbook with one sheet for each grid."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, grid in enumerate(sheets, start=1):
        sheet = book.create_sheet(f"表{number}")
        for row in grid:
            sheet.append(row)
    if change is not None:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def word(*tables: list[list[str]], paragraphs: list[str] | None = None) -> bytes:
    """A DOCX document."""
    document = docx.Document()
    for text in paragraphs or []:
        document.add_paragraph(text)
    for grid in tables:
        table = document.add_table(rows=len(grid), cols=len(grid[0]))
        for row, cells in zip(table.rows, grid, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def packed(members: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def repacked(content: bytes, **members: bytes | None) -> bytes:
    """An archive with members replaced (``/`` is written ``__``), or left out with None."""
    changed = {k.replace("__", "/"): v for k, v in members.items()}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        kept = {n: archive.read(n) for n in archive.namelist()}
    merged: dict[str, bytes | None] = {**kept, **changed}
    return packed({n: b for n, b in merged.items() if b is not None})


def pdf(*pages: list[list[str]], extra: bytes = b"", trailer: bytes = b"", top: int = 780) -> bytes:
    """A PDF with one ruled table a page (ASCII only); an empty grid is an empty page."""
    bodies = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    bodies.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    kids = []
    for grid in pages:
        stream = _drawn(grid, top)
        kids.append(len(bodies) + 1)
        bodies.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % (len(bodies) + 2)
        )
        bodies.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    listed = b" ".join(b"%d 0 R" % k for k in kids)
    bodies[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), listed)
    if extra:
        bodies.append(extra)
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, body in enumerate(bodies, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1))
    for place in places:
        out.write(b"%010d 00000 n \n" % place)
    out.write(b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (len(bodies) + 1, trailer))
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


def _drawn(grid: list[list[str]], top: int) -> bytes:
    lines = []
    for i, row in enumerate(grid):
        for j, cell in enumerate(row):
            x, y = 40 + 120 * j, top - 20 * i
            lines.append(f"{x} {y - 20} 120 20 re S")
            lines.append(f"BT /F1 10 Tf {x + 4} {y - 14} Td ({cell}) Tj ET")
    return "\n".join(lines).encode()


def ods(rows: str) -> bytes:
    """An ODS workbook with one sheet, its rows as XML."""
    names = " ".join(
        f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"'
        for n in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {names}><office:body>'
        f'<office:spreadsheet><table:table table:name="表1">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return packed(
        {"mimetype": kind, "META-INF/manifest.xml": b"<m/>", "content.xml": content.encode()}
    )


def ods_row(cells: list[str], attributes: str = "", cell_attributes: str = "") -> str:
    """One row of text cells for :func:`ods`."""
    inner = "".join(
        f'<table:table-cell office:value-type="string"{cell_attributes}>'
        f"<text:p>{c}</text:p></table:table-cell>"
        for c in cells
    )
    return f"<table:table-row{attributes}>{inner}</table:table-row>"


def xlsb(rows: list[list[str | int]], *, at: int = 0) -> bytes:
    """A minimal XLSB workbook: texts, and error values for whole numbers; ``at`` moves the last
    row down."""
    last = len(rows) - 1 + at
    sheet = _record(129, b"") + _record(148, struct.pack("<IIII", 0, last, 0, 1))
    sheet += _record(145, b"")
    for number, cells in enumerate(rows):
        where = number + (at if number == len(rows) - 1 else 0)
        sheet += _record(0, struct.pack("<I", where) + b"\0" * 13)
        for column, cell in enumerate(cells):
            head = struct.pack("<II", column, 0)
            if isinstance(cell, int):
                sheet += _record(3, head + bytes([cell]))
            else:
                sheet += _record(6, head + _wide(cell))
    sheet += _record(146, b"") + _record(130, b"")
    book = _record(131, b"") + _record(143, b"")
    book += _record(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide("表1"))
    book += _record(144, b"") + _record(132, b"")
    relations = (
        b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/'
        b'2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/'
        b'officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.bin"/>'
        b"</Relationships>"
    )
    types = b'<?xml version="1.0"?><Types/>'
    return packed(
        {
            "[Content_Types].xml": types,
            "xl/workbook.bin": book,
            "xl/_rels/workbook.bin.rels": relations,
            "xl/worksheets/sheet1.bin": sheet,
        }
    )


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _record(kind: int, body: bytes) -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, rest = b"", len(body)
    while True:
        size += bytes([rest & 0x7F | (0x80 if rest > 0x7F else 0)])
        rest >>= 7
        if not rest:
            return head + size + body
