"""Files as people make them: titles, merged headers, dates, parts, places."""

from __future__ import annotations

import datetime as dt
import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import docx
import openpyxl
import pytest

from graph.evidence import Issue, Record
from graph.resolve.memory import MemoryNames
from ingest.readers import BadRow, Table, UnreadableFile, limits, read_rows, tables
from ingest.rows import Row
from ingest.transforming import raw_rows, transform_row
from tests.unit.ingest.readers import making as make

GOOD, CSV = make.GOOD, make.GOOD_CSV
ROWS = [dict(zip(GOOD[0], cells, strict=True)) for cells in GOOD[1:]]


def read(path: Path, content: bytes) -> list[tuple[Table, list[Row | BadRow]]]:
    """Tables with their rows."""
    path.write_bytes(content)
    return [(table, list(table.rows)) for table in tables(path)]


def cells(rows: list[Row | BadRow]) -> list[dict[str, Any]]:
    """The cells of rows that are all good."""
    assert all(isinstance(row, Row) for row in rows)
    return [row.cells() for row in rows if isinstance(row, Row)]


@pytest.mark.parametrize(
    ("file", "content", "place"),
    [
        ("f.csv", CSV.encode(), "f.csv#row 2"),
        ("f.csv", CSV.encode("utf-8-sig"), "f.csv#row 2"),
        ("f.txt", CSV.replace(",", "|").encode("gb18030"), "f.txt#row 2"),
        ("f.csv", CSV.replace("\n", "\r").encode(), "f.csv#row 2"),
        ("f.xlsx", make.xlsx(GOOD), "f.xlsx#表1!row 2"),
        ("f.csv", make.xlsx(GOOD), "f.csv#表1!row 2"),
        ("f.ods", make.ods("".join(map(make.ods_row, GOOD))), "f.ods#表1!row 2"),
        ("f.xlsb", make.xlsb(GOOD), "f.xlsb#表1!row 2"),
        ("f.docx", make.word(GOOD), "f.docx#table 1 row 2"),
        ("f.zip", make.packed({"深/a.csv": CSV.encode()}), "f.zip/深/a.csv#row 2"),
    ],
)
def test_every_kind_gives_the_same_rows(
    tmp_path: Path, file: str, content: bytes, place: str
) -> None:
    [(table, rows)] = read(tmp_path / file, content)
    assert table.header == GOOD[0]
    assert rows[0].locator == place
    assert cells(rows) == ROWS


def test_json_in_its_shapes(tmp_path: Path) -> None:
    wanted = [{"a": 1, "b": ["x"]}]
    for text in ('[{"a": 1, "b": ["x"]}]', '{"items": [{"a": 1, "b": ["x"]}]}',
                 '{"a": 1, "b": ["x"]}'):  # fmt: skip
        [(table, rows)] = read(tmp_path / "f.json", text.encode())
        assert (cells(rows), table.header) == (wanted, ["a", "b"])
    [(_, rows)] = read(tmp_path / "f.jsonl", b'\n{"a": 1, "b": ["x"]}\n')
    assert (cells(rows), rows[0].locator) == (wanted, "f.jsonl#row 2")


def test_values_of_a_sheet_are_text_as_seen(tmp_path: Path) -> None:
    row = ["007", 7, 7.5, dt.date(2024, 1, 2), dt.datetime(2024, 1, 2, 3, 4), True, 0.1]
    [(_, rows)] = read(tmp_path / "f.xlsx", make.xlsx([list("abcdefg"), row]))
    seen = ["007", "7", "7.5", "2024-01-02", "2024-01-02 03:04:00", "true", "0.1"]
    assert list(cells(rows)[0].values()) == seen


def test_titles_and_two_merged_header_lines(tmp_path: Path) -> None:
    def merge(book: openpyxl.Workbook) -> None:
        for span in ("B2:E2", "B3:B4", "C3:D3", "E3:E4", "B5:B6"):
            book["表1"].merge_cells(span)

    grid = [
        [None],
        [None, "招生情况一览表"],
        [None, "学校", "人数", None, "备注"],
        [None, None, "计划", "录取", None],
        [None, "甲校", 30, 28, "好"],
        [None, None, 40, 41, None],
    ]
    [(table, rows)] = read(tmp_path / "f.xlsx", make.xlsx(grid, change=merge))
    assert table.header == ["学校", "人数/计划", "人数/录取", "备注"]
    assert [list(c.values()) for c in cells(rows)] == [
        ["甲校", "30", "28", "好"],
        ["甲校", "40", "41", ""],
    ]
    assert rows[1].locator == "f.xlsx#表1!row 6"


def test_two_header_lines_without_merges(tmp_path: Path) -> None:
    text = "学校,人数,,备注\n,计划,录取,\n甲,30,28,\n"
    [(table, rows)] = read(tmp_path / "f.csv", text.encode())
    assert table.header == ["学校", "人数/计划", "人数/录取", "备注"]
    assert len(cells(rows)) == 1


def test_merged_cells_of_a_document(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=4, cols=3)
    table.cell(0, 0).merge(table.cell(0, 2)).text = "名单"
    for column, text in enumerate(GOOD[0]):
        table.cell(1, column).text = text
    table.cell(2, 0).merge(table.cell(3, 0)).text = "海康"
    table.cell(2, 1).text, table.cell(3, 1).text = "杭州", "宁波"
    out = io.BytesIO()
    document.save(out)
    [(found, rows)] = read(tmp_path / "f.docx", out.getvalue())
    assert found.header == GOOD[0]
    assert [(c["名称"], c["地区"]) for c in cells(rows)] == [("海康", "杭州"), ("海康", "宁波")]


def test_sheets_that_hold_no_data_are_passed_over(tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book["表2"].title = "填写说明"
        book["表3"].sheet_state = "hidden"
        book.create_sheet("空")

    found = read(tmp_path / "f.xlsx", make.xlsx(GOOD, [["怎么填"]], GOOD, GOOD, change=change))
    assert [t.name for t, _ in found] == ["表1", "表4"]


def test_a_table_goes_on_over_pages(tmp_path: Path) -> None:
    first = [["name", "region"], *[[f"f{i}", "HZ"] for i in range(35)]]
    again = [["name", "region"], ["last", "NB"]]
    found = read(tmp_path / "f.pdf", make.pdf(first, [["g0", "HZ"]], again))
    assert [t.header for t, _ in found][:2] == [["name", "region"]] * 2
    assert [len(rows) for _, rows in found] == [35, 1, 1]
    assert found[1][1][0].locator == "f.pdf#page 2 table 1 row 1"


def test_text_of_documents_on_request(tmp_path: Path) -> None:
    path = tmp_path / "f.docx"
    path.write_bytes(make.word(GOOD, paragraphs=["第一段", "", "第三段"]))
    text = next(t for t in tables(path, text=True) if t.kind == "text")
    blocks = [(r.locator, r.cells()) for r in text.rows if isinstance(r, Row)]
    assert blocks == [
        ("f.docx#paragraph 1", {"text": "第一段"}),
        ("f.docx#paragraph 3", {"text": "第三段"}),
    ]
    path = tmp_path / "f.pdf"
    path.write_bytes(make.pdf([["name"]]))
    [text] = [t for t in tables(path, text=True) if t.kind == "text"]
    assert [r.locator for r in text.rows] == ["f.pdf#page 1"]


def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    import tracemalloc

    path = tmp_path / "f.csv"
    with path.open("w") as handle:
        handle.write("a,b\n")
        for start in range(0, 100_000, 1000):
            handle.writelines(f"{i},x{i}\n" for i in range(start, start + 1000))
    tracemalloc.start()
    count = sum(1 for _ in read_rows(path))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    # A tenth of a million rows: what does not grow with them is far below their own size.
    assert (count, peak < 8 * limits.MEGABYTE) == (100_000, True)


def test_a_bad_row_of_a_source_is_an_issue_and_the_others_are_not(tmp_path: Path) -> None:
    (tmp_path / "f.jsonl").write_bytes(b'{"a": 1}\n{"a"\n{"a": 2}\n')
    source: Any = SimpleNamespace(
        folder=tmp_path,
        spec=SimpleNamespace(
            files=[SimpleNamespace(path="f.jsonl", sheet=None)],
            card=SimpleNamespace(id="s", status="stated", grade="A"),
        ),
        functions={"f.jsonl": lambda row, emit: row.ignore("a")},
    )
    raws = list(raw_rows(source))
    assert len({raw.digest for _, raw in raws}) == 3
    outcomes = [transform_row(source, path, raw, MemoryNames()) for path, raw in raws]
    assert [type(o) for o in outcomes] == [Record, Issue, Record]
    assert isinstance(outcomes[1], Issue)
    assert (outcomes[1].code, outcomes[1].locator) == ("not_json", "f.jsonl#row 2")


# --- from elsewhere ------------------------------------------------------------------------------


def test_a_folder(tmp_path: Path) -> None:
    (tmp_path / "d" / "e").mkdir(parents=True)
    (tmp_path / "d" / "a.csv").write_bytes(CSV.encode())
    (tmp_path / "d" / "e" / "b.xlsx").write_bytes(make.xlsx(GOOD))
    (tmp_path / "d" / ".hidden.csv").write_bytes(b"x")
    (tmp_path / "d" / "note.md").write_bytes(b"x")
    rows = [row for table in tables(tmp_path / "d") for row in table.rows]
    assert [r.locator for r in rows] == [
        "d/a.csv#row 2",
        "d/a.csv#row 3",
        "d/e/b.xlsx#表1!row 2",
        "d/e/b.xlsx#表1!row 3",
        "d/note.md",
    ]
    assert [r.code for r in rows if isinstance(r, BadRow)] == ["unreadable_file"]


@pytest.mark.parametrize(
    "content",
    [
        CSV.encode(),
        make.xlsx(GOOD),
        make.word(GOOD),
        make.packed({"a.csv": CSV.encode()}),
        b'[{"a": 1}, {"a": 2}]',
        b'{"a": 1}\n{"a": 2}\n',
    ],
    ids=["csv", "xlsx", "docx", "zip", "json", "jsonl"],
)
def test_standard_input_is_known_by_its_first_bytes(content: bytes) -> None:
    rows = [r for t in tables("-", stdin=io.BytesIO(content)) for r in t.rows]
    assert [type(r) for r in rows] == [Row, Row]
    assert rows[0].locator.startswith("stdin")


def test_a_format_that_is_told_wins() -> None:
    [table] = tables("-", format="tsv", stdin=io.BytesIO(b"a\tb\n1\t2\n"))
    assert table.header == ["a", "b"]
    with pytest.raises(UnreadableFile, match="unreadable_file"):
        list(tables("-", format="exe", stdin=io.BytesIO(b"x")))


class Answer(BaseHTTPRequestHandler):
    """``/f.csv`` is a file, ``/away`` leads to a file of the server, ``/big`` never ends."""

    def do_GET(self) -> None:
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "file:///etc/hostname")
            self.end_headers()
            return
        good = self.path in ("/f.csv", "/export?as=csv", "/big")
        self.send_response(200 if good else 404)
        self.send_header("Content-Type", "text/csv; charset=utf-8")
        self.end_headers()
        self.wfile.write(CSV.encode() if self.path != "/big" else b"x" * 3000)

    def log_message(self, *_: object) -> None:
        """Silence."""


@contextmanager
def server() -> Iterator[str]:
    """A web server on loopback; gives its address."""
    httpd = HTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=httpd.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{httpd.server_port}"
    finally:
        httpd.shutdown()
        httpd.server_close()
        thread.join()


@pytest.fixture(autouse=True)
def _direct(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")


def test_a_url(monkeypatch: pytest.MonkeyPatch) -> None:
    with server() as address:
        for path in ("/f.csv", "/export?as=csv"):
            rows = [r for t in tables(address + path) for r in t.rows]
            assert cells(rows) == ROWS
        for path, code in (("/none", "url_failed"), ("/away", "url_refused")):
            with pytest.raises(UnreadableFile) as raised:
                list(tables(address + path))
            assert raised.value.code == code
        monkeypatch.setattr(limits, "FILE_BYTES", 1000)
        with pytest.raises(UnreadableFile, match="file_too_large"):
            list(tables(address + "/big"))
    with pytest.raises(UnreadableFile, match="url_failed"):
        list(tables(address + "/f.csv"))


@pytest.mark.parametrize(
    "url", ["file:///etc/hostname", "ftp://example.org/f.csv", "http://", "http://a:b@example.org/"]
)
def test_only_the_web_is_asked(url: str) -> None:
    with pytest.raises(UnreadableFile) as raised:
        list(tables(url))
    assert raised.value.code == "url_refused"


def test_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile) as raised:
        list(read_rows(tmp_path / "none.csv"))
    assert raised.value.code == "file_missing"


def test_limits_hold_for_what_comes_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FILE_BYTES", 10)
    with pytest.raises(UnreadableFile, match="file_too_large"):
        list(tables("-", stdin=io.BytesIO(CSV.encode())))
