"""Refused rows as an XLSX file that can be corrected and given back.

One sheet for each table of a source: its own columns, the bad cells marked with the reason as a
comment, and in front what it takes to find the row again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineError, CalamineWorkbook

from graph.evidence import Issue
from graph.ontology.ids import normalise_name
from ingest.readers import UnreadableFile
from ingest.uploads.store import StoredRow, Upload
from ingest.uploads.tables import text_of

#: Columns in front of the source's own; the first two are hidden and find the row again.
OWN = ("_source", "_row", "位置", "错误代码", "说明")
_BAD = PatternFill("solid", fgColor="FFC7CE")
_SHEET_NAME = 31


def write_errors(uploads: Sequence[tuple[Upload, list[tuple[int, Issue]]]], path: Path) -> int:
    """Write the refused rows of some uploads; returns how many there are."""
    book = Workbook()
    book.remove(book.worksheets[0])
    count = 0
    for upload, issues in uploads:
        by_digest = {digest: issue for digest, issue in issues}
        rows = [(row, by_digest[row.digest]) for row in upload.rows() if row.digest in by_digest]
        tables = dict.fromkeys(row.table for row, _ in rows)
        for table in tables:
            title = f"{len(book.worksheets) + 1} {table.sheet or table.kind}"
            sheet = book.create_sheet(_title(title))
            own = [pair for pair in rows if pair[0].table == table]
            _table(sheet, upload.card.id, table.header, own)
        count += len(rows)
    if not book.worksheets:
        book.create_sheet("没有错误")
    book.save(path)
    return count


def read_corrections(path: Path) -> dict[str, dict[int, dict[str, str]]]:
    """Cells of corrected rows: source → digest of the refused row → header → text.

    Raises:
        UnreadableFile: it is no XLSX file, or none that :func:`write_errors` made.
    """
    found: dict[str, dict[int, dict[str, str]]] = {}
    try:
        book = CalamineWorkbook.from_path(str(path))
        tables = [book.get_sheet_by_name(n).to_python(skip_empty_area=False)
                  for n in book.sheet_names]  # fmt: skip
    except (CalamineError, OSError) as error:
        raise UnreadableFile(f"{path.name} cannot be read: {error}.", file=path.name) from None
    for rows in tables:
        header = [text_of(v) for v in rows[0]] if rows else []
        if tuple(header[: len(OWN)]) != OWN:
            continue
        for cells in rows[1:]:
            texts = [text_of(v) for v in cells]
            source, digest = texts[0], texts[1]
            if source and digest.lstrip("-").isdigit():
                own = zip(header[len(OWN) :], texts[len(OWN) :], strict=False)
                corrected = {h: c for h, c in own if h}
                if any(corrected.values()):  # a row that could not be read is exported empty
                    found.setdefault(source, {})[int(digest)] = corrected
    if not found:
        raise UnreadableFile(
            f"{path.name} has no rows of `chanjiao ingest errors export`.",
            hint="Correct the file that it wrote, and leave its first columns as they are.",
            file=path.name,
        )
    return found


def _title(text: str) -> str:
    return "".join("_" if c in "[]:*?/\\" else c for c in text)[:_SHEET_NAME]


def _table(
    sheet: Worksheet, source: str, header: Sequence[str], rows: Iterable[tuple[StoredRow, Issue]]
) -> None:
    for number, name in enumerate((*OWN, *header), start=1):
        sheet.cell(1, number, name).font = Font(bold=True)
    for letter in "AB":
        sheet.column_dimensions[letter].hidden = True
    for letter, width in zip("CDE", (28, 22, 60), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "F2"
    for at, (row, issue) in enumerate(rows, start=2):
        words = " ".join(w for w in (issue.message, issue.hint) if w)
        front = (source, str(row.digest), row.locator, issue.code, words)
        for number, text in enumerate((*front, *row.cells), start=1):
            cell = sheet.cell(at, number)
            # Text stays text, also where it begins like a formula.
            cell.value, cell.number_format = _printable(text), "@"
            cell.data_type = "s"
        _mark(sheet, at, header, issue, words)


def _mark(sheet: Worksheet, at: int, header: Sequence[str], issue: Issue, words: str) -> None:
    column = str(issue.fields.get("column", ""))
    place = next(
        (i for i, h in enumerate(header) if normalise_name(h) == normalise_name(column)), None
    )
    number = len(OWN) + place + 1 if place is not None else OWN.index("说明") + 1
    cell = sheet.cell(at, number)
    cell.fill = _BAD
    cell.comment = Comment(_printable(f"{issue.code}\n{words}")[:1000], "产教图谱")


def _printable(text: str) -> str:
    """Without the control characters that a workbook cannot hold."""
    return "".join(c for c in text if c >= " " or c in "\n\t")[:32767]
