"""An upload as the loader takes it; see :class:`graph.staging.SourceInput`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import graph
import ingest
from graph.errors import GraphError
from graph.evidence import GRADE_ORDER, Issue, Record, RowRejected, SourceCard
from graph.resolve.names import Candidate, NameIndex
from ingest.personal import without_personal
from ingest.source import Emit
from ingest.templates import KINDS, suggest
from ingest.templates.apply import state
from ingest.templates.headers import Mapping, map_headers
from ingest.uploads.store import StoredRow, Table, Upload

#: Names whose candidates are remembered at a time.
REMEMBERED = 20_000


class UploadInput:
    """The rows of one upload, read by their templates."""

    after: tuple[str, ...] = ()

    def __init__(self, upload: Upload, salt: str = "") -> None:
        #: ``salt`` makes an upload that did not change count as changed: its refused rows wait
        #: for something that another source may have brought.
        self._upload, self._salt = upload, salt
        self._mapped: dict[Table, Mapping] = {}
        self._near = _Near()

    @property
    def card(self) -> SourceCard:
        """The upload's card."""
        return self._upload.card

    @property
    def minimum(self) -> dict[str, int]:
        """An upload asserts no counts."""
        return {}

    @property
    def maximum(self) -> dict[str, int]:
        """An upload asserts no counts."""
        return {}

    @cached_property
    def content_digest(self) -> str:
        """SHA-256 over card and rows."""
        whole = hashlib.sha256((self.card.model_dump_json() + self._salt).encode())
        with self._upload.rows_path.open("rb") as handle:
            while part := handle.read(1 << 20):
                whole.update(part)
        return whole.hexdigest()

    @property
    def code_digest(self) -> str:
        """SHA-256 over the templates and everything that decides how a row is read."""
        return _reading_code()

    def rows(self) -> Iterator[tuple[Any, int]]:
        """Stored rows with their digests."""
        self._near = _Near()
        for row in self._upload.rows():
            yield row, row.digest

    def record(self, row: Any, names: NameIndex) -> Record | Issue:
        """What a row states, or why it is refused."""
        stored: StoredRow = row
        mapping = self._mapping(stored.table)
        try:
            return self._record(stored, mapping, names)
        except GraphError as error:
            return _issue(self.card.id, stored, mapping, error)

    def _record(self, row: StoredRow, mapping: Mapping, names: NameIndex) -> Record:
        if row.code:
            raise RowRejected(row.code, row.message)
        cells = dict(zip(row.table.header, row.cells, strict=False))
        _refuse_unknown(cells, mapping)
        named = {column: cells[header] for header, column in mapping.columns.items()}
        grade = named.pop("source_grade", "") or self.card.grade
        if grade not in GRADE_ORDER:
            message = f"'{grade}' is no source grade."
            near = suggest.nearest(grade, GRADE_ORDER)
            raise RowRejected("unmapped_term", message, hint="Use A, B or C.",
                              column="source_grade", value=grade, suggestion=near)  # fmt: skip
        names = self._near.over(names)
        emit = Emit(names, self.card.status)
        state(KINDS[row.table.kind], named, emit, names)
        origin = named.get("source", "")
        return Record(self.card.id, row.locator, origin, grade, row.digest, emit.facts)

    def _mapping(self, table: Table) -> Mapping:
        if table not in self._mapped:
            known = table.kind in KINDS
            self._mapped[table] = (
                map_headers(KINDS[table.kind], table.header) if known else Mapping()
            )
        return self._mapped[table]


class _Near:
    """A name index that remembers what it found: many rows name the same firm, and each look-up
    of a name that many rows state reads all of them. Names are listed once and for a limited
    number of refusals: the nearest of many names for every row of a bad file would take hours."""

    def __init__(self, most: int = 300) -> None:
        self._left, self._listed = most, dict[str, list[str]]()
        self._found = dict[tuple[str, str], list[Candidate]]()
        self._names: NameIndex | None = None

    def over(self, names: NameIndex) -> _Near:
        """This index over the names as they are now."""
        self._names = names
        return self

    @property
    def judge(self) -> Any:
        """What people decided about names, where the index knows."""
        return getattr(self._names, "judge", None)

    def lookup(self, label: str, normalised: str) -> Iterable[Candidate]:
        """See :class:`graph.resolve.names.NameIndex`."""
        key = (label, normalised)
        if key in self._found:
            return self._found[key]
        found = list(self._names.lookup(label, normalised)) if self._names else []
        if found:  # what is not there yet may come with a later row
            if len(self._found) >= REMEMBERED:
                self._found.clear()
            self._found[key] = found
        return found

    def names_of_kind(self, label: str) -> list[str]:
        """Names of a kind; none once there were too many refusals."""
        listed = getattr(self._names, "names_of_kind", None)
        if listed is None or self._left <= 0:
            return []
        self._left -= 1
        if label not in self._listed:
            self._listed[label] = listed(label)
        return self._listed[label]


def _refuse_unknown(cells: dict[str, str], mapping: Mapping) -> None:
    for header, near in mapping.unknown.items():
        if cells.get(header):
            raise RowRejected(
                "unknown_field",
                f"No column of the template is called '{header}'.",
                hint=suggest.in_words(near) or "Remove it.",
                column=header,
                value=cells[header],
                suggestion=near,
            )
    for header, column in mapping.twice.items():
        if cells.get(header) and cells[header] != cells[mapping.header_of(column)]:
            raise RowRejected(
                "unknown_field",
                f"'{header}' and '{mapping.header_of(column)}' are the same column.",
                hint="Remove one of them.",
                column=header,
                value=cells[header],
                suggestion="",
            )


def _issue(source: str, row: StoredRow, mapping: Mapping, error: GraphError) -> Issue:
    """An issue that says file, sheet, row, column and value, the last without personal data."""
    fields = dict(error.fields)
    column = mapping.header_of(str(fields.get("column", "")))
    value, _ = without_personal({"value": str(fields.get("value", ""))})
    place = {"file": row.table.file, "sheet": row.table.sheet, "row": row.number}
    told = {"suggestion": "", **fields, **place, "column": column, **value}
    return Issue(source, row.locator, error.code, error.message, error.hint, told)


@cache
def _reading_code() -> str:
    here, below = Path(ingest.__file__).parent, Path(graph.__file__).parent
    files = [here / "source.py", here / "personal.py", *sorted((here / "uploads").glob("*.py"))]
    for folder in (here / "templates", below / "ontology", below / "resolve"):
        files += sorted(folder.glob("*.py"))
    whole = hashlib.sha256()
    for file in files:
        whole.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return whole.hexdigest()
