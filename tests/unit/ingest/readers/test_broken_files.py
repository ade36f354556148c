"""Broken files of every kind: the code each is refused with, or what becomes of its rows."""

# ruff: noqa: E501 - a table reads best with one case a line

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.readers import BadRow, UnreadableFile, tables
from tests.unit.ingest.readers import making as make

GOOD, CSV = make.GOOD, make.GOOD_CSV
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LONG = 1024 * 1024 + 1
#: Security handler of PDF 1.1 with keys that the empty password does not open.
LOCK = b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (b"1a" * 32, b"2b" * 32)
PDF_ROWS = [["name", "region"], ["Hik", "HZ"], ["Dahua", "HZ"]]
JSON_ROW = b'{"a": 1}\n'
Content = bytes | Callable[[], bytes]


def bomb(name: str) -> bytes:
    """An archive of zeros that grows a thousand times."""
    return make.packed({name: b"0" * (40 * 1024 * 1024)})


def lying(content: bytes) -> bytes:
    """An archive whose first member is told to be smaller than it is."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = archive.infolist()[0].file_size.to_bytes(4, "little")
    return content.replace(size, (1).to_bytes(4, "little"))


def locked(content: bytes) -> bytes:
    """An archive whose members are marked as encrypted."""
    out = content.replace(b"PK\x03\x04\x14\x00\x00", b"PK\x03\x04\x14\x00\x01")
    return out.replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01")


def wide(columns: int) -> list[list[str]]:
    """A grid of so many columns."""
    return [[f"列{i}" for i in range(columns)], ["x"] * columns]


def cell(reference: str, value: object) -> bytes:
    """A workbook with one more cell."""
    return make.xlsx(GOOD, change=lambda b: b["表1"].__setitem__(reference, value))


def hidden() -> bytes:
    """A workbook whose only sheet is hidden beside an empty one."""
    return make.xlsx(GOOD, [], change=lambda b: setattr(b["表1"], "sheet_state", "hidden"))


def amplified() -> bytes:
    """A workbook of a thousand cells that all name one long shared string."""
    head = b'<?xml version="1.0"?><%s xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    text = b"<si><t>" + b"x" * 900_000 + b"</t></si>"
    rows = b"".join(
        b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (n, n) for n in range(1, 999)
    )
    return make.repacked(
        make.xlsx(GOOD),
        xl__sharedStrings_xml=None,
        **{
            "xl/sharedStrings.xml": head % b"sst" + text + b"</sst>",
            "xl/worksheets/sheet1.xml": head % b"worksheet"
            + b"<sheetData>" + rows + b"</sheetData></worksheet>",
        },
    )  # fmt: skip


def stream_bomb() -> bytes:
    """A PDF with a packed stream that grows a thousand times."""
    import zlib

    packed = zlib.compress(b"0" * (80 * 1024 * 1024), 9)
    head = b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(packed)
    return make.pdf(PDF_ROWS, extra=head + packed + b"\nendstream")


#: (name, file name, content, code of the file or counts of its rows)
Case = tuple[str, str, Content, str | dict[str, int]]
SEPARATED: list[Case] = [
    ("empty", "f.csv", b"", "empty_file"),
    ("only a byte order mark", "f.csv", b"\xef\xbb\xbf\n", "empty_file"),
    ("header only", "f.csv", "名称,地区\n".encode(), {}),
    ("no header", "f.csv", b"330100,2024-01-02\n330101,2024-01-03\n", "header_missing"),
    ("no header, texts", "f.csv", b"91330000733796106X,1\nx,2\n", "header_missing"),
    ("duplicate header", "f.csv", "名称,名称\n甲,乙\n".encode(), "duplicate_header"),
    ("10,000 columns", "f.csv", ",".join(f"c{i}" for i in range(10000)).encode(), "too_many_columns"),
    ("more cells", "f.csv", (CSV + "甲,杭州,1,2\n").encode(), {"good": 2, "too_many_cells": 1}),
    ("fewer cells", "f.csv", (CSV + "甲,杭州\n").encode(), {"good": 2, "too_few_cells": 1}),
    ("more cells, empty", "f.csv", (CSV + "甲,杭州,1,,\n").encode(), {"good": 3}),
    ("empty lines", "f.csv", f"\n\n{CSV}\n,,\n\n".encode(), {"good": 2}),
    ("title above", "f.csv", f"企业名单,,\n{CSV}".encode(), {"good": 2}),
    ("NUL", "f.csv", f"{CSV}甲\0,杭州,1\n".encode(), {"good": 2, "control_character": 1}),
    ("one wrong byte", "f.csv", CSV.encode() + "乙,".encode() + b"\xff,1\n", {"good": 2, "encoding_broken": 1}),
    ("cut within a letter", "f.csv", (CSV + "甲,杭").encode()[:-1], {"good": 2, "too_few_cells": 1}),
    ("wrong byte in the header", "f.csv", b"\xff" + CSV.encode() * 5, "encoding_broken"),
    ("not text", "f.csv", bytes(range(256)) * 40, "encoding_unknown"),
    ("GB 18030", "f.csv", CSV.encode("gb18030"), {"good": 2}),
    ("GB 18030, one wrong byte", "f.csv", (CSV * 9).encode("gb18030") + b"\xff,x,1\n", {"good": 26, "encoding_broken": 1}),
    ("UTF-16", "f.csv", CSV.encode("utf-16"), {"good": 2}),
    ("UTF-16 without mark", "f.csv", CSV.encode("utf-16-be"), {"good": 2}),
    ("UTF-16 cut", "f.csv", CSV.encode("utf-16")[:-1], {"good": 1, "encoding_broken": 1}),
    ("quote never closed", "f.csv", f'{CSV}"甲,杭州,1\n{CSV}'.encode(), {"good": 5, "quotes_broken": 1}),
    ("text after a quote", "f.csv", f'{CSV}"甲"乙,杭州,1\n'.encode(), {"good": 2, "quotes_broken": 1}),
    ("100 quotes never closed", "f.csv", (CSV + '"甲,乙,丙\n丁,戊,己\n' * 202).encode(), {"good": 204, "quotes_broken": 202}),
    ("large cell", "f.csv", CSV.encode() + b"x" * LONG + b",y,1\n" + "末,杭州,1\n".encode(), {"good": 3, "cell_too_large": 1}),
    ("very large cell", "f.csv", CSV.encode() + b"x" * (6 * LONG) + b",y,1\n" + "末,杭州,1\n".encode(), {"good": 3, "cell_too_large": 1}),
    ("spreadsheet error", "f.csv", f"{CSV}甲,#REF!,1\n".encode(), {"good": 2, "spreadsheet_error": 1}),
    ("right to left", "f.csv", f"{CSV}\u202eشركة\u202c,杭州,1\n".encode(), {"good": 3}),
    ("semicolons", "f.csv", CSV.replace(",", ";").encode(), {"good": 2}),
    ("tabs", "f.tsv", CSV.replace(",", "\t").encode(), {"good": 2}),
    ("unknown kind", "f.exe", b"MZ", "unreadable_file"),
]  # fmt: skip
WORKBOOKS: list[Case] = [
    ("not a workbook", "f.xlsx", b"hello", "not_a_workbook"),
    ("cut", "f.xlsx", lambda: make.xlsx(GOOD)[:2000], "not_a_workbook"),
    ("bytes changed", "f.xlsx", lambda: make.xlsx(GOOD).replace(b"PK\x01\x02", b"PK\x09\x02"), "not_a_workbook"),
    ("no sheet list", "f.xlsx", lambda: make.repacked(make.xlsx(GOOD), **{"xl/workbook.xml": None}), "not_a_workbook"),
    ("sheet is no XML", "f.xlsx", lambda: make.repacked(make.xlsx(GOOD), **{"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row"}), "not_a_workbook"),
    ("error value", "f.xlsx", lambda: cell("B3", "#N/A"), {"good": 1, "spreadsheet_error": 1}),
    ("formula never computed", "f.xlsx", lambda: cell("B3", "=1/0"), {"good": 1, "formula_without_value": 1}),
    ("digits lost", "f.xlsx", lambda: cell("C2", 91330000733796106), {"good": 1, "digits_lost": 1}),
    ("cell beside the table", "f.xlsx", lambda: cell("F3", "备注"), {"good": 1, "too_many_cells": 1}),
    ("cell far away", "f.xlsx", lambda: cell("XFD1048576", "x"), "workbook_too_large"),
    ("no header", "f.xlsx", lambda: make.xlsx([[1, 2], [3, 4]]), "header_missing"),
    ("one sheet without header", "f.xlsx", lambda: make.xlsx([[1, 2], [3, 4]], GOOD), {"good": 2, "header_missing": 2}),
    ("duplicate header", "f.xlsx", lambda: make.xlsx([["名称", "名称"], ["甲", "乙"]]), "duplicate_header"),
    ("10,000 columns", "f.xlsx", lambda: make.xlsx(wide(10000)), "too_many_columns"),
    ("hidden", "f.xlsx", hidden, "no_table_found"),
    ("empty sheet", "f.xlsx", lambda: make.xlsx([]), "no_table_found"),
    ("amplified text", "f.xlsx", amplified, "workbook_too_large"),
    ("large cell", "f.xlsx", lambda: make.xlsx([*GOOD, ["甲", "x" * 33_000, "1"]]), {"good": 3}),
    ("200 MB cell", "f.xlsx", lambda: make.repacked(make.xlsx(GOOD), **{"xl/sharedStrings.xml": b"<sst><si><t>" + b"x" * (200 << 20) + b"</t></si></sst>"}), "cell_too_large"),
    ("old, broken", "f.xls", OLE + b"\0" * 4096, "not_a_workbook"),
    ("encrypted", "f.xlsx", OLE + b"\0" * 2048 + "EncryptedPackage".encode("utf-16-le"), "password_protected"),
    ("page of HTML", "f.xls", b"<html><table><tr><td>1</td></tr></table></html>", "not_a_workbook"),
    ("ODS without content", "f.ods", lambda: make.packed({"mimetype": b"x", "content.xml": b""}), "not_a_workbook"),
    ("ODS repeats", "f.ods", lambda: make.ods(make.ods_row(GOOD[0]) + make.ods_row(["x"], ' table:number-rows-repeated="1048000"', ' table:number-columns-repeated="16000"')), "workbook_too_large"),
    ("ODS error value", "f.ods", lambda: make.ods("".join(map(make.ods_row, [*GOOD, ["#N/A", "x", "1"]]))), {"good": 2, "spreadsheet_error": 1}),
    ("XLSB error value", "f.xlsb", lambda: make.xlsb([["名称", "地区"], ["甲", "乙"], ["丙", 0x2A]]), {"good": 1, "spreadsheet_error": 1}),
    ("XLSB cell far away", "f.xlsb", lambda: make.xlsb([["x"] * 40, ["y"] * 40], at=1_000_000), "workbook_too_large"),
]  # fmt: skip
JSON: list[Case] = [
    ("not JSON", "f.json", b"[{]", "not_json"),
    ("cut", "f.json", b'[{"a": 1}, {"a"', "not_json"),
    ("empty", "f.json", b"  \n", "empty_file"),
    ("a number", "f.json", b"3", "no_table_found"),
    ("deep", "f.json", b"[" * 5000 + b"]" * 5000, "not_json"),
    ("deep row", "f.json", b'[{"a": 1}, {"a": ' + b"[" * 300 + b"]" * 300 + b"}]", {"good": 1, "json_too_deep": 1}),
    ("no object", "f.json", b'[{"a": 1}, 2, null]', {"good": 1, "not_an_object": 2}),
    ("half a surrogate", "f.json", b'[{"a": "\\ud800"}]', "not_json"),
    ("not text", "f.json", bytes(range(256)) * 9, "encoding_unknown"),
    ("GB 18030", "f.json", '[{"名称": "海康威视"}]'.encode("gb18030"), {"good": 1}),
    ("lines: one broken", "f.jsonl", JSON_ROW + b'{"a": \n' + JSON_ROW, {"good": 2, "not_json": 1}),
    ("lines: cut", "f.jsonl", JSON_ROW * 2 + b'{"a', {"good": 2, "not_json": 1}),
    ("lines: no object", "f.jsonl", JSON_ROW + b"[1]\n3\n", {"good": 1, "not_an_object": 2}),
    ("lines: half a surrogate", "f.jsonl", JSON_ROW + b'{"a": "\\udfff"}\n', {"good": 1, "not_json": 1}),
    ("lines: NUL", "f.jsonl", JSON_ROW + b'{"a": "\\u0000"}\n', {"good": 1, "control_character": 1}),
    ("lines: NaN", "f.jsonl", JSON_ROW + b'{"a": NaN}\n', {"good": 1, "not_json": 1}),
    ("lines: large", "f.jsonl", JSON_ROW + b'{"a": "' + b"x" * (5 * LONG) + b'"}\n' + JSON_ROW, {"good": 2, "cell_too_large": 1}),
    ("lines: large value", "f.jsonl", b'{"a": "' + b"x" * LONG + b'"}\n' + JSON_ROW, {"good": 1, "cell_too_large": 1}),
    ("lines: deep", "f.jsonl", JSON_ROW + b'{"a":' * 200 + b"1" + b"}" * 200, {"good": 1, "json_too_deep": 1}),
    ("lines: wrong byte", "f.jsonl", '{"a": "杭州市滨江区物联网"}\n'.encode() * 2 + b'{"a": "\xff"}\n', {"good": 2, "encoding_broken": 1}),
]  # fmt: skip
DOCUMENTS: list[Case] = [
    ("not a document", "f.docx", b"hello", "not_a_document"),
    ("cut", "f.docx", lambda: make.word(GOOD)[:9000], "not_a_document"),
    ("no body", "f.docx", lambda: make.repacked(make.word(GOOD), **{"word/document.xml": None}), "not_a_document"),
    ("body is no XML", "f.docx", lambda: make.repacked(make.word(GOOD), **{"word/document.xml": b"<w:document"}), "not_a_document"),
    ("no table", "f.docx", lambda: make.word(paragraphs=["只有文字"]), "no_table_found"),
    ("no header", "f.docx", lambda: make.word([["1", "2"], ["3", "4"]]), "header_missing"),
    ("one table without header", "f.docx", lambda: make.word(GOOD, [["1", "2"], ["3", "4"]]), {"good": 2, "header_missing": 2}),
    ("duplicate header", "f.docx", lambda: make.word([["名称", "名称"], ["甲", "乙"]]), "duplicate_header"),
    ("encrypted", "f.docx", OLE + b"\0" * 600, "password_protected"),
    ("bomb", "f.docx", lambda: bomb("word/document.xml"), "archive_too_large"),
    ("error value", "f.docx", lambda: make.word([*GOOD, ["甲", "#N/A", "1"]]), {"good": 2, "spreadsheet_error": 1}),
]  # fmt: skip
PDFS: list[Case] = [
    ("not a PDF", "f.pdf", b"hello", "not_a_pdf"),
    ("head only", "f.pdf", b"%PDF-1.7\n", "not_a_pdf"),
    ("cut", "f.pdf", lambda: make.pdf(PDF_ROWS)[:300], "not_a_pdf"),
    ("no pages", "f.pdf", lambda: make.pdf(), "no_table_found"),
    ("empty page", "f.pdf", lambda: make.pdf([]), "no_table_found"),
    ("encrypted", "f.pdf", lambda: make.pdf(PDF_ROWS, extra=LOCK, trailer=b"/Encrypt 6 0 R /ID [<00><00>]"), "password_protected"),
    ("no header", "f.pdf", lambda: make.pdf([["1", "2"], ["3", "4"]]), "header_missing"),
    ("duplicate header", "f.pdf", lambda: make.pdf([["name", "name"], ["a", "b"]]), "duplicate_header"),
    ("error value", "f.pdf", lambda: make.pdf([*PDF_ROWS, ["x", "#N/A"]]), {"good": 2, "spreadsheet_error": 1}),
    ("bomb", "f.pdf", stream_bomb, "archive_too_large"),
]  # fmt: skip
ARCHIVES: list[Case] = [
    ("not an archive", "f.zip", b"hello", "archive_broken"),
    ("cut", "f.zip", lambda: make.packed({"a.csv": CSV.encode()})[:60], "archive_broken"),
    ("bomb", "f.zip", lambda: bomb("a.csv"), "archive_too_large"),
    ("10,001 members", "f.zip", lambda: make.packed({f"{i}.csv": b"" for i in range(10_001)}), "archive_too_large"),
    ("encrypted", "f.zip", lambda: locked(make.packed({"a.csv": CSV.encode()})), "password_protected"),
    ("an archive inside", "f.zip", lambda: make.packed({"a.zip": make.packed({"a.csv": CSV.encode()})}), "archive_nested"),
    ("an archive inside, beside a file", "f.zip", lambda: make.packed({"a.zip": make.packed({}), "a.csv": CSV.encode()}), {"good": 2, "archive_nested": 1}),
    ("name that leaves", "f.zip", lambda: make.packed({"../../a.csv": CSV.encode()}), "archive_unsafe_name"),
    ("nothing of ours", "f.zip", lambda: make.packed({"a.exe": b"MZ", "b.csv": CSV.encode()}), {"good": 2, "unreadable_file": 1}),
    ("no members", "f.zip", lambda: make.packed({}), "no_table_found"),
    ("litter", "f.zip", lambda: make.packed({"__MACOSX/._a.csv": b"\0", "a.csv": CSV.encode()}), {"good": 2}),
    ("wrong check sum", "f.zip", lambda: make.packed({"a.csv": CSV.encode()}, method=zipfile.ZIP_STORED).replace(b"\xe6\xb5\xb7", b"\xe6\xb5\xb6"), "archive_broken"),
    ("lies about size", "f.zip", lambda: lying(make.packed({"a.csv": CSV.encode() * 9})), "archive_broken"),
    ("one broken member", "f.zip", lambda: make.packed({"a.csv": CSV.encode(), "b.xlsx": b"x"}), {"good": 2, "not_a_workbook": 1}),
]  # fmt: skip
GROUPS = {
    "csv": SEPARATED,
    "workbook": WORKBOOKS,
    "json": JSON,
    "docx": DOCUMENTS,
    "pdf": PDFS,
    "zip": ARCHIVES,
}
CASES = [(f"{group}: {case[0]}", *case[1:]) for group, cases in GROUPS.items() for case in cases]


@pytest.mark.parametrize(
    ("file", "content", "wanted"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_a_broken_file(
    tmp_path: Path, file: str, content: Content, wanted: str | dict[str, int]
) -> None:
    path = tmp_path / file
    path.write_bytes(content if isinstance(content, bytes) else content())
    counts: Counter[str] = Counter()
    try:
        for table in tables(path):
            for row in table.rows:
                counts[row.code if isinstance(row, BadRow) else "good"] += 1
                assert row.locator.startswith(file)
    except UnreadableFile as error:
        assert (error.code, dict(counts)) == (wanted, {})
        assert error.fields["file"].startswith(file)
    else:
        assert dict(counts) == wanted


def test_the_table_is_long_enough() -> None:
    assert len(CASES) >= 60
    assert all(len(cases) >= 6 for cases in GROUPS.values())
