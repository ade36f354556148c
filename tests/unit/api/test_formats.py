"""Files that things are taken away in: whole, readable by others, without formulas."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable
from typing import Any
from xml.etree import ElementTree

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from api.formats import GRAPHS, TABLES, Table, safe_cell

FORMULAS = ["=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", " =1", "|x", "%0A=1"]


def item(number: int, **values: Any) -> dict[str, Any]:
    return {
        "id": f"enterprise:{number}",
        "type": "Enterprise",
        "name": values.get("name", f"企业{number}"),
        "properties": {"name": f"企业{number}", **values},
        "status": "stated",
        "grade": "A",
        "records": [number],
    }


def edge() -> dict[str, Any]:
    return {
        "id": "enterprise:1|ENGAGED_IN|industry:C39|", "type": "ENGAGED_IN",
        "start": "enterprise:1", "end": "industry:C39", "key": "",
        "properties": {"strength": "core", "reason": 'a<b>&"c"'},
        "status": "stated", "grade": "A", "records": [1],
    }  # fmt: skip


def made(name: str, items: Iterable[dict[str, Any]], *fields: str) -> bytes:
    if name in TABLES:
        return b"".join(TABLES[name](Table.of("Enterprise", fields, "zh"), items))
    return b"".join(GRAPHS[name](items))


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula(text: str) -> None:
    rows = [item(1, name=text, titles=[text])]
    for cells in csv.reader(io.StringIO(made("csv", rows).decode("utf-8-sig"))):
        assert not any(c[:1] in "=+-@\t\r|%" for c in cells if c), cells
    sheet = load_workbook(io.BytesIO(made("xlsx", rows))).active
    assert sheet is not None
    for row in sheet.iter_rows():
        for cell in row:
            assert cell.data_type != "f"
            assert str(cell.value or "x")[0] not in "=+-@"


@given(st.one_of(st.text(), st.lists(st.text(), max_size=3)))
def test_any_text_is_a_safe_cell(value: Any) -> None:
    cell = safe_cell(value)
    assert not cell.lstrip().startswith(("=", "+", "-", "@")) or cell.startswith("'")
    assert "\x00" not in cell


def test_csv_has_a_mark_and_every_row() -> None:
    text = made("csv", (item(i, staff=i) for i in range(2500)), "name", "staff")
    assert text.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))
    assert len(rows) == 2500
    assert (rows[7]["id"], rows[7]["name"], rows[7]["staff"]) == ("enterprise:7", "企业7", "7")
    assert list(csv.reader(io.StringIO(made("csv", [], "name").decode("utf-8-sig")))) == [
        ["id", "name", "status", "grade"]
    ]


def test_parquet_keeps_types() -> None:
    data = made("parquet", [item(1, staff=5, titles=["a", "b"]), item(2)], "staff", "titles")
    table = pq.read_table(io.BytesIO(data)).to_pylist()
    assert table[0]["staff"] == 5
    assert table[0]["titles"] == ["a", "b"]
    assert table[1]["staff"] is None
    assert pq.read_table(io.BytesIO(made("parquet", []))).num_rows == 0


def test_xlsx_has_captions() -> None:
    sheet = load_workbook(io.BytesIO(made("xlsx", [item(1, staff=5)], "name", "staff"))).active
    assert sheet is not None
    assert [c.value for c in sheet[1]] == ["标识", "名称", "员工数", "事实状态", "来源等级"]
    assert sheet[2][2].value == 5


def test_ndjson_ends_with_its_checksum() -> None:
    lines = made("ndjson", [item(1), edge()]).splitlines(keepends=True)
    end = json.loads(lines[-1])
    assert end["sha256"] == hashlib.sha256(b"".join(lines[:-1])).hexdigest()
    assert (end["entities"], end["relations"]) == (1, 1)
    assert "records" not in json.loads(lines[0])


def test_graphml_is_xml_whatever_the_values() -> None:
    name = "a<b & \x0b\x00]]> \"'"
    root = ElementTree.fromstring(made("graphml", [item(1, name=name), edge()]))
    space = {"g": "http://graphml.graphdrawing.org/xmlns"}
    found = root.find("g:graph/g:node/g:data[@key='name']", space)
    assert found is not None
    assert found.text == "a<b & ]]> \"'"
    line = root.find("g:graph/g:edge", space)
    assert line is not None
    assert (line.get("source"), line.get("target")) == ("enterprise:1", "industry:C39")
    known = {k.get("id") for k in root.findall("g:key", space)}
    assert {d.get("key") for d in root.iter("{http://graphml.graphdrawing.org/xmlns}data")} <= known


def test_jsonld_is_one_document() -> None:
    graph = json.loads(made("jsonld", [item(1, staff=5), edge()]))
    assert graph["@context"]["name"] == "schema:name"
    assert graph["@graph"][0]["@type"] == "Enterprise"
    assert graph["@graph"][1]["start"] == "urn:chanjiao:enterprise:1"
    assert json.loads(made("jsonld", []))["@graph"] == []
