"""From a path, a folder, a URL or standard input to the reader that fits."""

from __future__ import annotations

import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from ingest.readers import limits
from ingest.readers.archive import unpacked_members, unread
from ingest.readers.model import BadRow, Opened, Table, UnreadableFile

Reader = Callable[..., Iterator[Table]]
_SUFFIXES = {
    "csv": "csv", "tsv": "csv", "tab": "csv", "txt": "csv", "json": "json", "jsonl": "jsonl",
    "ndjson": "jsonl", "xlsx": "workbook", "xlsm": "workbook", "xls": "workbook",
    "xlsb": "workbook", "ods": "workbook", "et": "workbook", "docx": "docx", "pdf": "pdf",
    "zip": "zip",
}  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0"


def _reader(kind: str) -> Reader:
    """The reader of a kind; its library is only imported when such a file comes."""
    if kind == "csv":
        from ingest.readers.delimited import read_delimited as reader
    elif kind == "jsonl":
        from ingest.readers.json_file import read_jsonl as reader
    elif kind == "json":
        from ingest.readers.json_file import read_json as reader
    elif kind == "workbook":
        from ingest.readers.workbook import read_workbook as reader
    elif kind == "docx":
        from ingest.readers.docx_file import read_docx as reader
    else:
        from ingest.readers.pdf_file import read_pdf as reader
    return reader


def is_readable(name: str) -> bool:
    """Whether a file's name says that there is a reader for it."""
    return PurePosixPath(name).suffix[1:].lower() in _SUFFIXES


def open_tables(
    where: str | Path, format_: str | None, stdin: BinaryIO | None, *, text: bool
) -> Iterator[Table]:
    """See :func:`ingest.readers.tables`."""
    if where == "-":
        with _spooled(stdin or sys.stdin.buffer) as file:
            yield from read_file(file, _kind(file, format_), text=text)
    elif isinstance(where, str) and "://" in where:
        from ingest.readers.web import fetched

        with fetched(where) as file:
            yield from read_file(file, _kind(file, format_), text=text)
    else:
        path = Path(where)
        if path.is_dir():
            yield from _several(Opened(path, path.name), _files(path), text=text)
            return
        file = Opened(path, path.name)
        if not path.is_file():
            raise file.refuse(code="file_missing", message="does not exist or is no file.")
        yield from read_file(file, _kind(file, format_), text=text)


def read_file(file: Opened, kind: str, *, text: bool, nested: bool = False) -> Iterator[Table]:
    """The tables of one file of a known kind.

    Raises:
        UnreadableFile: see the readers; ``archive_nested`` for an archive in an archive.
    """
    size = file.path.stat().st_size
    if size > limits.FILE_BYTES:
        raise file.refuse(
            code="file_too_large",
            message=f"has {size} bytes; {limits.FILE_BYTES} are read.",
            hint="Split it.",
        )
    if size == 0:
        raise file.refuse(
            code="empty_file", message="holds nothing.", hint="See whether it was saved."
        )
    if kind != "zip":
        yield from _reader(kind)(file, text=text)
        return
    if nested:
        raise file.refuse(
            code="archive_nested",
            message="is an archive in an archive.",
            hint="Unpack it and send its files.",
        )
    yield from _several(file, unpacked_members(file, is_readable), text=text)


def _several(
    whole: Opened, members: Iterator[tuple[Opened, UnreadableFile | None]], *, text: bool
) -> Iterator[Table]:
    """The tables of several files; one that cannot be read is one bad row beside the others."""
    failed: list[tuple[Opened, UnreadableFile]] = []
    good = 0
    for member, unusable in members:
        if unusable is not None:
            failed.append((member, unusable))
            continue
        try:
            for table in read_file(member, _kind(member, None), text=text, nested=True):
                good += 1
                inner = member.name.partition("/")[2]
                table.name = inner if inner.endswith(table.name) else f"{inner} {table.name}"
                yield table
        except UnreadableFile as error:
            failed.append((member, error))
    if failed and not good:
        raise failed[0][1]
    if not good:
        raise whole.refuse(code="no_table_found", message="holds no file that can be read.")
    for member, why in failed:
        bad = BadRow(member.name, why.code, why.message, why.hint, "", why.fields)
        yield Table(member.name.partition("/")[2], member.name, [], iter([bad]))


def _files(folder: Path) -> Iterator[tuple[Opened, UnreadableFile | None]]:
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_symlink() or not path.is_file() or any(p[0] in ".~" for p in parts):
            continue
        name = f"{folder.name}/{'/'.join(parts)}"
        file = Opened(path, name)
        yield (file, None) if is_readable(path.name) else unread(file)


def _kind(file: Opened, format_: str | None) -> str:
    """The kind of a file: as told, else by its first bytes where they are sure, else by name.

    Raises:
        UnreadableFile: ``unreadable_file``.
    """
    if format_ is not None:
        if format_.lower() not in _SUFFIXES:
            raise file.refuse(code="unreadable_file", message=f"no reader for '{format_}' files.")
        return _SUFFIXES[format_.lower()]
    suffix = file.path.suffix[1:].lower()
    with file.path.open("rb") as handle:
        head = handle.read(4096)
    if sure := _by_first_bytes(file, head, _SUFFIXES.get(suffix)):
        return sure
    if suffix:
        raise file.refuse(
            code="unreadable_file",
            message=f"no reader for '.{suffix}' files.",
            hint="Save it as CSV or XLSX.",
        )
    return _by_text(head)


def _by_first_bytes(file: Opened, head: bytes, named: str | None) -> str | None:
    if head.startswith(b"%PDF"):
        return "pdf"
    if head.startswith(_OLE):
        return named if named in ("docx", "workbook") else "workbook"
    if head.startswith(b"PK\x03\x04") and named in (None, "csv", "json", "jsonl", "zip"):
        return _packed_kind(file.path)
    return named


def _by_text(head: bytes) -> str:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"["):
        return "json"
    if not start.startswith(b"{"):
        return "csv"
    first, _, rest = start.partition(b"\n")
    return "jsonl" if first.rstrip().endswith(b"}") and rest.lstrip().startswith(b"{") else "json"


def _packed_kind(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except Exception:  # a broken one: its reader says how
        return "zip"
    if "word/document.xml" in names:
        return "docx"
    if names & {"xl/workbook.xml", "xl/workbook.bin"} or {"mimetype", "content.xml"} <= names:
        return "workbook"
    return "zip"


@contextmanager
def _spooled(stream: BinaryIO) -> Iterator[Opened]:
    """Standard input as a file, up to the limit: some formats begin at their end."""
    with tempfile.TemporaryDirectory() as folder:
        file = Opened(Path(folder) / "stdin", "stdin")
        with file.path.open("wb") as target:
            while chunk := stream.read(limits.MEGABYTE):
                if target.tell() + len(chunk) > limits.FILE_BYTES:
                    raise file.refuse(
                        code="file_too_large", message=f"over {limits.FILE_BYTES} bytes came."
                    )
                target.write(chunk)
        yield file


def url_file_name(url: str) -> str:
    """The name that a URL ends with, fit for a file."""
    name = PurePosixPath(unquote(urlsplit(url).path)).name
    kept = "".join(c for c in name if c.isprintable() and c not in '/\\:*?"<>|')
    return kept[-100:].lstrip(".") or "download"
