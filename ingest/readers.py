"""Readers: a file becomes rows. Streaming, so that a file of any length fits in memory."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graph.errors import GraphError
from ingest.rows import Row


class UnreadableFile(GraphError):
    """A file is of a kind that has no reader, or its content does not parse."""

    code = "unreadable_file"


def read_rows(path: Path) -> Iterator[Row]:
    """Rows of a CSV (UTF-8, header line) or JSONL file, numbered as an editor shows them.

    Raises:
        UnreadableFile: unknown kind, bad encoding, or a line that does not parse.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise UnreadableFile(f"{path.name}: no reader for '{path.suffix}' files.", file=path.name)
    try:
        for number, values in reader(path):
            yield Row(values, file=path.name, number=number)
    except UnicodeDecodeError:
        raise UnreadableFile(
            f"{path.name} is not UTF-8.", hint="Save it as UTF-8 CSV.", file=path.name
        ) from None


def _read_csv(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.DictReader(handle)
        for number, values in enumerate(reader, start=2):
            if None in values:
                raise UnreadableFile(
                    f"{path.name}#row {number} has more cells than the header.", file=path.name
                )
            yield number, values


def _read_jsonl(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    with path.open(encoding="utf-8") as handle:
        for number, line in enumerate(handle, start=1):
            if not line.strip():
                continue
            try:
                yield number, json.loads(line)
            except json.JSONDecodeError as error:
                raise UnreadableFile(
                    f"{path.name}#row {number} is not JSON: {error.msg}.", file=path.name
                ) from None


_READERS = {".csv": _read_csv, ".jsonl": _read_jsonl}
