"""Source folders as the loader takes them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import graph
import ingest
from graph.evidence import Issue, Record, SourceCard
from graph.resolve.names import NameIndex
from ingest.source import Source
from ingest.transforming import raw_rows, transform_row


class FolderInput:
    """One source folder; see :class:`graph.staging.SourceInput`."""

    def __init__(self, source: Source) -> None:
        self._source = source

    @property
    def card(self) -> SourceCard:
        """The source's card."""
        return self._source.spec.card

    @property
    def after(self) -> tuple[str, ...]:
        """Sources whose entities this one refers to."""
        return tuple(self._source.spec.after)

    @property
    def minimum(self) -> dict[str, int]:
        """Least number by kind."""
        return self._source.spec.assertions.min

    @property
    def maximum(self) -> dict[str, int]:
        """Largest number by kind."""
        return self._source.spec.assertions.max

    @cached_property
    def content_digest(self) -> str:
        """SHA-256 over card and data files."""
        names = ["source.yml", *(f.path for f in self._source.spec.files)]
        return _digest(self._source.folder / name for name in names)

    @cached_property
    def code_digest(self) -> str:
        """SHA-256 over the transform and everything that decides how a row is read."""
        own = _digest([self._source.folder / "transform.py"])
        return hashlib.sha256((own + _reading_code()).encode()).hexdigest()

    def rows(self) -> Iterator[tuple[Any, int]]:
        """Raw rows with their digests."""
        for path, raw in raw_rows(self._source):
            yield (path, raw), raw.digest

    def record(self, row: Any, names: NameIndex) -> Record | Issue:
        """What a raw row states, or why it is refused."""
        path, raw = row
        return transform_row(self._source, path, raw, names)


@cache
def _reading_code() -> str:
    here, below = Path(ingest.__file__).parent, Path(graph.__file__).parent
    files = [here / f"{n}.py" for n in ("rows", "source", "transforming")]
    files += sorted((here / "readers").glob("*.py"))
    files += sorted((below / "ontology").glob("*.py")) + sorted((below / "resolve").glob("*.py"))
    return _digest(files)


def _digest(files: Iterable[Path]) -> str:
    whole = hashlib.sha256()
    for file in files:
        whole.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return whole.hexdigest()
