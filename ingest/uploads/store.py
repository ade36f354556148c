"""Where uploads are kept: one folder per source with its card and its rows as text.

The rows are kept rather than the file, because personal data has to go before anything is
written; so a load can be repeated, and a corrected row takes the place of the one it corrects.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import orjson
import yaml

from graph.errors import GraphError
from graph.evidence import SourceCard
from ingest.layouts import LAYOUTS, Layout
from ingest.personal import without_personal
from ingest.source import SourceInvalid
from ingest.templates import TEMPLATES
from ingest.templates.headers import KindAmbiguous, KindUnknown, recognise
from ingest.templates.model import GRADE
from ingest.uploads.tables import Sheet, sheets_of

ROWS, CARD = "rows.jsonl", "source.yml"


@dataclass(frozen=True)
class Table:
    """A table of an upload: where it comes from, what kind it is, its headers."""

    file: str
    sheet: str
    kind: str
    header: tuple[str, ...]


@dataclass(frozen=True)
class StoredRow:
    """A row as kept; ``code`` and ``message`` say why it could not be read, if so."""

    table: Table
    locator: str
    number: int
    cells: tuple[str, ...]
    code: str = ""
    message: str = ""

    @property
    def digest(self) -> int:
        """64-bit hash of kind and cells, wherever the row stands."""
        named = {h: c for h, c in zip(self.table.header, self.cells, strict=False) if h and c}
        body: Any = [self.table.kind, named]
        if self.code:
            body = [self.code, self.locator]
        packed = orjson.dumps(body, option=orjson.OPT_SORT_KEYS)
        return int.from_bytes(hashlib.blake2b(packed, digest_size=8).digest(), "big", signed=True)


@dataclass
class Upload:
    """An upload's folder."""

    folder: Path
    card: SourceCard
    personal: int = 0
    kinds: list[str] = field(default_factory=list)

    @property
    def rows_path(self) -> Path:
        """The file with the rows."""
        return self.folder / ROWS

    def rows(self) -> Iterator[StoredRow]:
        """The rows, in the order of the file."""
        table = Table("", "", "", ())
        with self.rows_path.open("rb") as handle:
            for line in handle:
                value = orjson.loads(line)
                if isinstance(value, dict):
                    table = Table(**value | {"header": tuple(value["header"])})
                else:
                    locator, number, cells, *why = value
                    yield StoredRow(table, locator, number, tuple(cells), *why)

    def correct(self, corrected: Mapping[int, Mapping[str, str]]) -> int:
        """Replace rows, by the digest of the row that was refused; returns how many."""
        done = 0

        def lines() -> Iterator[StoredRow]:
            nonlocal done
            for row in self.rows():
                cells = corrected.get(row.digest)
                if cells is None or (row.code and _unchanged(row, cells)):
                    yield row
                    continue
                done += 1
                yield _with(row, cells)

        _write(self.rows_path, lines())
        return done


def _unchanged(row: StoredRow, cells: Mapping[str, str]) -> bool:
    """Whether a row that could not be read came back as it was: it is no better for that."""
    before = {h: c for h, c in zip(row.table.header, row.cells, strict=False) if c}
    return before == {h: c for h, c in cells.items() if c}


def _with(row: StoredRow, cells: Mapping[str, str]) -> StoredRow:
    """A row with other cells; columns that were not among its own come after them."""
    added = [name for name in cells if name not in row.table.header]
    header = (*row.table.header, *added)
    table = Table(row.table.file, row.table.sheet, row.table.kind, header)
    clean, _ = without_personal({h: cells.get(h, "") for h in header})
    texts = tuple(str(clean.get(h, "")) for h in header)
    return StoredRow(table, row.locator, row.number, texts)


def uploads_dir(data_dir: Path) -> Path:
    """Where the uploads of a data directory are."""
    return data_dir / "uploads"


def kept(data_dir: Path) -> dict[str, Upload]:
    """All uploads by source id."""
    found = sorted(uploads_dir(data_dir).glob(f"*/{CARD}"))
    return {path.parent.name: open_upload(path.parent) for path in found}


def open_upload(folder: Path) -> Upload:
    """An upload that was kept before.

    Raises:
        SourceInvalid: the folder's card cannot be read.
    """
    try:
        value = yaml.safe_load((folder / CARD).read_text("utf-8"))
        card = SourceCard.model_validate(value["card"])
        return Upload(folder, card, int(value["personal"]), list(value["kinds"]))
    except (OSError, ValueError, KeyError, TypeError, yaml.YAMLError) as error:
        raise SourceInvalid(f"{folder.name}: its card cannot be read: {error}") from None


def keep(
    folder: Path, files: Sequence[str], card: SourceCard, kind: str | None, *, graded: bool = False
) -> Upload:
    """Read files into an upload's folder, without personal data.

    Args:
        folder: of the upload.
        files: paths, folders, addresses or ``-``.
        card: of the upload; a layout gives it its rank.
        kind: of a template or layout; recognised where it is None.
        graded: the person said how good the files are, so that a layout does not.

    Raises:
        UnreadableFile, KindUnknown, KindAmbiguous: nothing is kept then.
    """
    folder.mkdir(parents=True, exist_ok=True)
    upload = Upload(folder, card)
    reading = _Reading(upload, kind, graded)
    _write(upload.rows_path, reading.rows(files))
    if len(reading.layouts) == 1:
        priority = reading.layouts[0].priority
        upload.card = card = card.model_copy(update={"priority": priority})
    whole = {
        "card": card.model_dump(exclude_none=True),
        "files": [name_of(f) for f in files],
        "kinds": upload.kinds,
        "personal": upload.personal,
    }
    text = yaml.safe_dump(whole, allow_unicode=True, sort_keys=False)
    (folder / CARD).write_text(text, "utf-8")
    return upload


@dataclass
class _Reading:
    """Files on their way into an upload."""

    upload: Upload
    kind: str | None
    graded: bool
    layouts: list[Layout] = field(default_factory=list)

    def rows(self, files: Sequence[str]) -> Iterator[StoredRow]:
        """Rows of the files; those of a sheet that no template fits are refused beside those of
        the others."""
        refused: GraphError | None = None
        for file in files:
            layout = LAYOUTS.get(self.kind or "")
            for sheet in sheets_of(file, layout, plain=self.kind in TEMPLATES):
                try:
                    kind = self._kind(sheet)
                except (KindUnknown, KindAmbiguous) as error:
                    refused = refused or error
                    yield from _clean(self.upload, sheet, "", error)
                    continue
                yield from _clean(self.upload, self._graded(sheet), kind)
        if refused is not None and not self.upload.kinds:
            raise refused

    def _kind(self, sheet: Sheet) -> str:
        if sheet.layout is not None:
            kind, told = sheet.kind, sheet.layout.kind
            if sheet.layout not in self.layouts:
                self.layouts.append(sheet.layout)
        else:
            kind = told = self.kind or recognise(sheet.header, title=sheet.sheet).kind
        if told not in self.upload.kinds:
            self.upload.kinds.append(told)
        return kind

    def _graded(self, sheet: Sheet) -> Sheet:
        if sheet.layout is None or not self.graded:
            return sheet
        own = (replace(row, cells={**row.cells, GRADE.zh: ""}) for row in sheet.rows)
        return replace(sheet, rows=own)


def _clean(
    upload: Upload, sheet: Sheet, kind: str, refused: GraphError | None = None
) -> Iterator[StoredRow]:
    """Rows of a table without personal columns, and with personal cells cut."""
    allowed, _ = without_personal(dict.fromkeys(sheet.header, ""))
    told = (refused.code, f"{refused.message} {refused.hint}") if refused else ("", "")
    table = Table(sheet.file, sheet.sheet, kind, tuple(allowed))
    for row in sheet.rows:
        why = (row.code, row.message) if row.code else told
        clean, cut = without_personal(row.cells)
        upload.personal += cut
        # Objects of JSON may have keys that the first ones do not have.
        more = tuple(name for name in clean if name not in allowed)
        own = replace(table, header=table.header + more) if more else table
        cells = tuple(str(clean.get(name, "")) for name in own.header)
        yield StoredRow(own, row.locator, row.number, cells, *why)


def name_of(where: str) -> str:
    """What a file, folder or address is called."""
    return where.rstrip("/").rpartition("/")[2] or where


def _write(path: Path, rows: Iterator[StoredRow]) -> None:
    """Write rows; the old file stays until the new one is whole."""
    waiting, last = path.with_suffix(".next"), None
    try:
        with waiting.open("wb") as out:
            for row in rows:
                if row.table != last:
                    last = row.table
                    value = {"file": last.file, "sheet": last.sheet, "kind": last.kind}
                    out.write(orjson.dumps(value | {"header": last.header}) + b"\n")
                why = (row.code, row.message) if row.code else ()
                out.write(orjson.dumps([row.locator, row.number, row.cells, *why]) + b"\n")
        waiting.replace(path)
    finally:
        waiting.unlink(missing_ok=True)
