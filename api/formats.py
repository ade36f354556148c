"""Formats that things are taken away in. Each turns items into pieces of a file as they come;
what needs a whole file (XLSX, Parquet) goes through a temporary one on disk.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from tempfile import TemporaryFile
from typing import IO, Any, Final
from xml.sax.saxutils import escape, quoteattr

import orjson

from graph.ontology import REGISTRY
from graph.ontology.base import Field
from graph.ontology.schema import jsonld_context

Item = dict[str, Any]
CHUNK: Final = 1000
PIECE: Final = 1 << 16
#: Rows of one sheet without its header.
SHEET_ROWS: Final = 1_048_575
LONGEST_CELL: Final = 32_767
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
#: A text that begins so is taken for a formula.
_FORMULA = re.compile(r"^\s*[=+\-@\t\r\n|%]")


@dataclass(frozen=True)
class Table:
    """Columns of a list: ``id``, its properties, ``status``, ``grade``."""

    fields: Sequence[Field]
    captions: Sequence[str]

    @classmethod
    def of(cls, label: str, chosen: Sequence[str], lang: str) -> Table:
        """The chosen properties of an entity type, all where none is chosen."""
        declared = REGISTRY.entities[label].fields
        fields = [f for n, f in declared.items() if not chosen or n in chosen]
        said = [f.prop.zh if lang == "zh" else f.prop.en for f in fields]
        ends = ("标识", "事实状态", "来源等级") if lang == "zh" else ("Id", "Status", "Grade")
        return cls(fields, [ends[0], *said, *ends[1:]])

    @property
    def names(self) -> list[str]:
        """Names of the columns."""
        return ["id", *(f.name for f in self.fields), "status", "grade"]

    def row(self, item: Item) -> list[Any]:
        """Cells of an item."""
        values = item["properties"]
        return [
            item["id"],
            *(values.get(f.name) for f in self.fields),
            item["status"],
            item["grade"],
        ]


def safe_cell(value: Any) -> Any:
    """A value as a spreadsheet may show it: never a formula, lists joined by ``|``."""
    if isinstance(value, list):
        value = "|".join(map(str, value))
    if not isinstance(value, str):
        return value
    text = _CONTROL.sub("", value)
    return f"'{text}" if _FORMULA.match(text) else text


def as_csv(table: Table, items: Iterable[Item]) -> Iterator[bytes]:
    """CSV in UTF-8 with a byte order mark, which spreadsheets need for Chinese."""
    yield b"\xef\xbb\xbf"
    rows: Iterator[list[Any]] = (table.row(i) for i in items)
    header: list[list[Any]] = [table.names]
    while header or (chunk := list(islice(rows, CHUNK))):
        out = io.StringIO(newline="")
        writer = csv.writer(out)
        writer.writerows([safe_cell(c) for c in row] for row in (header or chunk))
        header = []
        yield out.getvalue().encode("utf-8", "replace")


def as_xlsx(table: Table, items: Iterable[Item]) -> Iterator[bytes]:
    """XLSX with captions as header; a new sheet where one is full."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    rows: Iterator[Item] = iter(items)
    while True:
        sheet = book.create_sheet(str(len(book.sheetnames) + 1))
        sheet.append(list(table.captions))
        count = 0
        for item in islice(rows, SHEET_ROWS):
            sheet.append([_xlsx_cell(c) for c in table.row(item)])
            count += 1
        if count < SHEET_ROWS:
            break
    with TemporaryFile() as file:
        book.save(file)
        yield from _pieces(file)


def _xlsx_cell(value: Any) -> Any:
    cell = safe_cell(value)
    return cell[:LONGEST_CELL] if isinstance(cell, str) else cell


def as_parquet(table: Table, items: Iterable[Item]) -> Iterator[bytes]:
    """Parquet with the types of the model."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {
        "string": pa.string(), "integer": pa.int64(), "number": pa.float64(),
        "boolean": pa.bool_(), "list": pa.list_(pa.string()),
    }  # fmt: skip
    text = pa.string()
    columns = [("id", text), *((f.name, kinds[f.kind]) for f in table.fields)]
    schema = pa.schema([*columns, ("status", text), ("grade", text)])
    rows = iter(items)
    with TemporaryFile() as file:
        with pq.ParquetWriter(file, schema) as writer:
            while chunk := [table.row(i) for i in islice(rows, 10 * CHUNK)]:
                arrays = [
                    pa.array(c, t)
                    for c, t in zip(zip(*chunk, strict=True), schema.types, strict=True)
                ]
                writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
        yield from _pieces(file)


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while piece := file.read(PIECE):
        yield piece


def as_ndjson(items: Iterable[Item]) -> Iterator[bytes]:
    """One JSON object a line; the last line has the numbers and the SHA-256 of all before it."""
    digest, numbers = hashlib.sha256(), {"entities": 0, "relations": 0}
    them = iter(items)
    while chunk := list(islice(them, CHUNK)):
        for item in chunk:
            numbers["relations" if "start" in item else "entities"] += 1
        piece = b"".join(orjson.dumps(_public(i)) + b"\n" for i in chunk)
        digest.update(piece)
        yield piece
    yield orjson.dumps({"end": True, **numbers, "sha256": digest.hexdigest()}) + b"\n"


def _public(item: Item) -> Item:
    return {k: v for k, v in item.items() if k != "records"}


def as_jsonld(items: Iterable[Item]) -> Iterator[bytes]:
    """JSON-LD with the context of the model; a relation is a node that joins two."""
    context = {**jsonld_context()["@context"], "start": {"@type": "@id"}, "end": {"@type": "@id"}}
    context |= {"@vocab": "urn:chanjiao:"}
    yield b'{"@context":' + orjson.dumps(context) + b',"@graph":['
    before = b""
    for item in items:
        ends = {k: f"urn:chanjiao:{item[k]}" for k in ("start", "end") if k in item}
        node = {
            "@id": f"urn:chanjiao:{item['id']}", "@type": item["type"], **item["properties"],
            **ends, "factStatus": item["status"], "sourceGrade": item["grade"],
        }  # fmt: skip
        yield before + orjson.dumps(node)
        before = b",\n"
    yield b"]}\n"


def as_graphml(items: Iterable[Item]) -> Iterator[bytes]:
    """GraphML: nodes and edges with their ``label``, properties as the model types them."""
    kinds = {"integer": "long", "number": "double", "boolean": "boolean"}
    declared = [*REGISTRY.entities.values(), *REGISTRY.relations.values()]
    named = {n: kinds.get(f.kind, "string") for d in declared for n, f in d.fields.items()}
    # One name may be a number here and a text there; text holds both.
    for d in declared:
        for n, f in d.fields.items():
            named[n] = named[n] if named[n] == kinds.get(f.kind, "string") else "string"
    keys = {"label": "string", "status": "string", "grade": "string", **named}
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n'
    yield b'<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for name, kind in keys.items():
        key = f'<key id="{name}" for="all" attr.name="{name}" attr.type="{kind}"/>\n'
        yield key.encode()
    yield b'<graph edgedefault="directed">\n'
    for item in items:
        yield _element(item).encode("utf-8", "replace")
    yield b"</graph>\n</graphml>\n"


def _element(item: Item) -> str:
    data = {"label": item["type"], "status": item["status"], "grade": item["grade"]}
    said = "".join(
        f'<data key="{name}">{escape(_xml(value))}</data>'
        for name, value in {**item["properties"], **data}.items()
    )
    attribute = quoteattr(_xml(item["id"]))
    if "start" not in item:
        return f"<node id={attribute}>{said}</node>\n"
    ends = f"source={quoteattr(item['start'])} target={quoteattr(item['end'])}"
    return f"<edge id={attribute} {ends}>{said}</edge>\n"


def _xml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    text = "|".join(map(str, value)) if isinstance(value, list) else str(value)
    return _CONTROL.sub("", text)


TABLES: Final[dict[str, Callable[[Table, Iterable[Item]], Iterator[bytes]]]] = {
    "csv": as_csv,
    "xlsx": as_xlsx,
    "parquet": as_parquet,
}
GRAPHS: Final[dict[str, Callable[[Iterable[Item]], Iterator[bytes]]]] = {
    "ndjson": as_ndjson,
    "graphml": as_graphml,
    "jsonld": as_jsonld,
}
MEDIA_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "ndjson": "application/x-ndjson",
    "graphml": "application/graphml+xml",
    "jsonld": "application/ld+json",
}
