"""JSON and JSON Lines: objects become rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

import orjson

from ingest.readers import limits
from ingest.readers.encoding import Encoding, detect
from ingest.readers.model import BadRow, Opened, Table
from ingest.rows import Row

#: Keys under which a list of objects is looked for.
_LISTS = ("items", "data", "rows", "records", "results", "list")


def read_jsonl(file: Opened, *, text: bool = False) -> Iterator[Table]:
    """One object a line. ``header`` are the keys of the first row."""
    encoding = detect(file)
    rows = _line_rows(file, encoding)
    first = next(rows, None)
    header = list(first.cells()) if isinstance(first, Row) else []
    all_rows = chain([first] if first is not None else [], rows)
    yield Table(file.path.name, file.name, header, all_rows, encoding=encoding.name)


def _line_rows(file: Opened, encoding: Encoding) -> Iterator[Row | BadRow]:
    place = f"{file.name}#row "
    plain = encoding.name in ("utf-8", "utf-8-sig") and encoding.errors == "strict"
    name = "utf-8-sig" if encoding.name == "utf-8" else encoding.name
    with file.path.open(encoding=name, errors=encoding.errors) as handle:
        number = 0
        while line := handle.readline(limits.LINE_CHARACTERS):
            number += 1
            if len(line) == limits.LINE_CHARACTERS and line[-1] != "\n":
                while (more := handle.readline(limits.MEGABYTE)) and more[-1] != "\n":
                    pass
                yield _too_large(f"{place}{number}")
            elif not line.isspace():
                yield _line_row(line, place, number, plain=plain)


def _line_row(line: str, place: str, number: int, *, plain: bool) -> Row | BadRow:
    if not plain and any("\udc80" <= c <= "\udcff" or c == "\ufffd" for c in line):
        return BadRow(
            f"{place}{number}",
            code="encoding_broken",
            message="The line has bytes that are no character.",
            hint="Correct the line and save as UTF-8.",
            text=line.encode("utf-8", "replace").decode()[:1000],
        )
    if "\\u0000" in line:
        return BadRow(
            f"{place}{number}",
            code="control_character",
            message="A value has a NUL.",
            hint="Remove it.",
            text=line[:1000],
        )
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        return BadRow(
            f"{place}{number}",
            code="not_json",
            message=f"The line is not JSON: {error.msg}.",
            hint="Write one object a line.",
            text=line[:1000],
        )
    return _row(value, place, number, size=len(line))


def _row(value: Any, place: str, number: int, *, size: int) -> Row | BadRow:
    if not isinstance(value, dict):
        return BadRow(
            f"{place}{number}",
            code="not_an_object",
            message="A row must be an object with named values.",
            hint='Write {"column": value, …}.',
            text=str(value)[:1000],
        )
    # Only a long text can hold a deep or large value.
    if size > limits.JSON_DEPTH and _deeper(value, limits.JSON_DEPTH):
        return BadRow(
            f"{place}{number}",
            code="json_too_deep",
            message=f"Lists and objects stand more than {limits.JSON_DEPTH} deep in each other.",
            hint="Make the row flatter.",
        )
    if size > limits.CELL_CHARACTERS and _largest(value) > limits.CELL_CHARACTERS:
        return _too_large(f"{place}{number}")
    if len(value) > limits.COLUMNS:
        return BadRow(
            f"{place}{number}",
            code="too_many_cells",
            message=f"The row has {len(value)} values; {limits.COLUMNS} are read.",
            hint="Leave out what is not needed.",
        )
    return Row.of(value, place, number)


def _too_large(locator: str) -> BadRow:
    return BadRow(
        locator,
        code="cell_too_large",
        message=f"A value has more than {limits.CELL_CHARACTERS} characters.",
        hint="Shorten it.",
    )


def _children(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _largest(value: Any) -> int:
    if isinstance(value, str):
        return len(value)
    return max((_largest(v) for v in _children(value)), default=0)


def _deeper(value: Any, levels: int) -> bool:
    layer = [value]
    for _ in range(levels):
        layer = [c for v in layer for c in _children(v)]
        if not layer:
            return False
    return any(isinstance(v, dict | list) for v in layer)


def read_json(file: Opened, *, text: bool = False) -> Iterator[Table]:
    """A list of objects, an object with such a list (``items``, ``data`` …), or one object.

    Raises:
        UnreadableFile: ``not_json``, ``no_table_found``, ``file_too_large``, or of the encoding.
    """
    if file.path.stat().st_size > limits.JSON_BYTES:
        raise file.refuse(
            code="file_too_large",
            message=f"JSON is read up to {limits.JSON_BYTES} bytes.",
            hint="Write one object a line (.jsonl).",
        )
    encoding = detect(file)
    try:
        content = file.path.read_bytes().decode(encoding.name).removeprefix("\ufeff")
        value = orjson.loads(content)
    except UnicodeDecodeError as error:
        raise file.refuse(
            code="encoding_broken", message=f"{error.reason} at byte {error.start}."
        ) from None
    except orjson.JSONDecodeError as error:
        raise file.refuse(
            code="not_json", message=f"is not JSON: {error.msg} in line {error.lineno}."
        ) from None
    items = _items(value)
    if items is None:
        raise file.refuse(
            code="no_table_found",
            message="holds no objects.",
            hint='Write [{"column": value, …}, …].',
        )
    header = list(dict.fromkeys(k for item in items if isinstance(item, dict) for k in item))
    size, place = len(content), f"{file.name}#item "
    rows = (_row(item, place, n, size=size) for n, item in enumerate(items, start=1))
    yield Table(file.path.name, file.name, header, rows, encoding=encoding.name)


def _items(value: Any) -> list[Any] | None:
    if isinstance(value, list):
        return value
    if not isinstance(value, dict):
        return None
    for key in _LISTS:
        found = value.get(key)
        if isinstance(found, list) and any(isinstance(item, dict) for item in found):
            return found
    return [value]
