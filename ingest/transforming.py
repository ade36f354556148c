"""Rows of a source become records: run the transform, take the evidence columns, audit what is
left, and turn every refusal into an issue with a stable code."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import orjson
from pydantic import ValidationError

from graph.errors import GraphError
from graph.evidence import GRADE_ORDER, Issue, Record, RowRejected
from graph.resolve.names import NameIndex
from ingest.rawlines import is_plain, lines_of
from ingest.readers import BadRow, tables
from ingest.rows import Row
from ingest.source import Emit, Source

#: pydantic's error types under our stable codes; anything else is ``invalid_value``.
_CODES = {"missing": "missing_field", "extra_forbidden": "unknown_field"}
_CLOSED_CODES = {"unmapped_term", "invalid_uscc"}


@dataclass(slots=True)
class RawRow:
    """A row with its digest: equal digests mean an equal row, wherever it stands."""

    digest: int
    #: Parses the row; an unchanged one is never parsed.
    read: Callable[[], Row]


def raw_rows(source: Source) -> Iterator[tuple[str, RawRow]]:
    """Every row of every file of a source, as (file path, row with digest).

    Plain CSV (comma, UTF-8) is recognised by its bytes, so that unchanged rows are never parsed;
    every other file is read by the reader of its format.
    """
    for file in source.spec.files:
        path = source.folder / file.path
        if path.suffix.lower() == ".csv" and is_plain(path):
            for digest, read in lines_of(path, file.path):
                yield file.path, RawRow(digest, read)
            continue
        for table in tables(path):
            if file.sheet in (None, table.name):
                for row in table.rows:
                    yield file.path, RawRow(digest_of(file.path, row), partial(_as_is, row))


def _as_is(row: Row | BadRow) -> Row:
    if isinstance(row, BadRow):
        place = {**row.fields, "locator": row.locator}
        raise RowRejected(row.code, row.message, hint=row.hint, **place)
    return row


def digest_of(path: str, row: Row | BadRow) -> int:
    """Signed 64-bit BLAKE2b of the file path and the row's cells; of a row that cannot be read,
    of its place and what stands there."""
    if isinstance(row, BadRow):
        body = "\x1e".join((row.locator, row.code, row.text)).encode("utf-8", "replace")
    else:
        body = orjson.dumps(row.cells(), option=orjson.OPT_SORT_KEYS)
    hashed = hashlib.blake2b(body, digest_size=8, person=path.encode()[:16]).digest()
    return int.from_bytes(hashed, "big", signed=True)


def transform_row(source: Source, path: str, raw: RawRow, names: NameIndex) -> Record | Issue:
    """The record a row states, or the issue that quarantines it."""
    card = source.spec.card
    try:
        row = raw.read()
    except GraphError as error:
        return Issue(card.id, error.fields.get("locator", path), error.code, error.message,
                     error.hint, error.fields)  # fmt: skip
    emit = Emit(names, card.status)
    personal = row.drop_personal()
    try:
        grade = row.text("source_grade") or card.grade
        if grade not in GRADE_ORDER:
            raise RowRejected(
                "unmapped_term", f"'{grade}' is no source grade.", hint="Use A, B or C."
            )
        origin = row.text("source") or ""
        source.functions[path](row, emit)
        if left := row.leftovers():
            raise RowRejected(
                "unknown_field",
                f"Nothing reads the column {', '.join(left)}.",
                hint="Remove it, or teach the transform what it means.",
                field=left[0],
            )
    except ValidationError as error:
        return _issue_of_model(card.id, row.locator, error)
    except GraphError as error:
        return Issue(card.id, row.locator, error.code, error.message, error.hint, error.fields)
    return Record(card.id, row.locator, origin, grade, raw.digest, emit.facts, personal)


def _issue_of_model(source: str, locator: str, error: ValidationError) -> Issue:
    first = error.errors()[0]
    kind = first["type"]
    code = kind if kind in _CLOSED_CODES else _CODES.get(kind, "invalid_value")
    name = ".".join(str(part) for part in first["loc"])
    return Issue(
        source, locator, code, f"{error.title}.{name}: {first['msg']}.", "", {"field": name}
    )
