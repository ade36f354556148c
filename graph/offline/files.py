"""Rows as the CSV files of ``neo4j-admin database import full``; headers derive from the model.

One file per label and per relationship type, header first. Every string is quoted, so that an
empty one is not taken for a missing value; lists are joined by a character that no text holds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

from graph.cypher.upsert import EVIDENCE, node_columns, relation_columns
from graph.errors import OfflineImpossible
from graph.ontology import OPEN_VERSION, REGISTRY

ARGUMENTS = "import.args"
SEPARATOR = "\x1f"
BUFFER = 1 << 20
_TYPES = {
    "string": "string",
    "integer": "long",
    "number": "double",
    "boolean": "boolean",
    "list": "string[]",
}
_FIRST = {"id": "id:ID", "start": ":START_ID", "end": ":END_ID", "key": "key:string"}
_EVIDENCE = dict.fromkeys(EVIDENCE, "string") | {"records": "long[]"}
_NODE_SYSTEM = ("from_version", "changed_version", "to_version")
_RELATION_SYSTEM = ("from_version", "to_version")


class ImportFiles:
    """Takes rows as :class:`graph.writer.Writer` does and writes them as importer CSV.

    ``counts`` gives the rows of each label and type. Use as a context manager: leaving it closes
    the files and writes :data:`ARGUMENTS`.
    """

    def __init__(self, folder: Path, version: int) -> None:
        self.folder, self.counts = folder, Counter[str]()
        self._node_tail = f",{version},{version},{OPEN_VERSION}\n"
        self._relation_tail = f",{version},{OPEN_VERSION}\n"
        self._open = ExitStack()
        self._files: dict[str, IO[str]] = {}
        self._arguments: list[str] = []
        self._multiline = False
        folder.mkdir(parents=True, exist_ok=True)

    def __enter__(self) -> ImportFiles:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._open.close()
        if kind is None:
            # Fields over several lines make the importer slow, so it is told only where it must be.
            options = [f"--multiline-fields={str(self._multiline).lower()}", *self._arguments]
            (self.folder / ARGUMENTS).write_text("\n".join([*OPTIONS, *options, ""]), "utf-8")

    def node(self, label: str, row: list[Any]) -> None:
        """A node; ``row`` in the order of :func:`graph.cypher.upsert.node_columns`."""
        file = self._files.get(label) or self._begin("--nodes", label, node_header(label))
        self._write(file, label, ",".join(map(_cell, row)) + self._node_tail)

    def relation(self, kind: str, row: list[Any]) -> None:
        """A relation; ``row`` in the order of :func:`graph.cypher.upsert.relation_columns`."""
        file = self._files.get(kind) or self._begin("--relationships", kind, relation_header(kind))
        self._write(file, kind, ",".join(map(_cell, row)) + self._relation_tail)

    def close_node(self, label: str, node_id: str) -> None:
        """Never called: there is nothing in the graph that could be withdrawn."""
        raise OfflineImpossible(f"{label} {node_id} would be withdrawn from an empty graph.")

    def close_relation(self, kind: str, start: str, end: str, key: str) -> None:
        """Never called; see :meth:`close_node`."""
        raise OfflineImpossible(f"{kind} {start} {end} {key} would be withdrawn.")

    def flush(self) -> None:
        """Nothing waits: ends need not be there before edges."""

    def pointer(self, properties: Mapping[str, Any]) -> None:
        """The graph's ``_Graph`` node, so that an interrupted load is found again."""
        kinds = {str: "string", int: "long", bool: "boolean"}
        names = [f"{name}:{kinds[type(value)]}" for name, value in properties.items()]
        header = ",".join("id:ID" if name == "id:string" else name for name in names)
        file = self._begin("--nodes", "_Graph", header)
        file.write(",".join(map(_cell, properties.values())) + "\n")

    def _begin(self, option: str, name: str, header: str) -> IO[str]:
        path = self.folder / f"{name}.csv"
        file = self._open.enter_context(path.open("w", BUFFER, encoding="utf-8", newline=""))
        file.write(header + "\n")
        # Relative names: the folder may be carried to the machine of the server.
        self._arguments.append(f"{option}={name}={path.name}")
        self._files[name] = file
        return file

    def _write(self, file: IO[str], name: str, line: str) -> None:
        file.write(line)
        self.counts[name] += 1
        self._multiline = self._multiline or "\r" in line or line.count("\n") > 1


#: What the importer must know of the files, and that a bad row ends it: none is left out.
OPTIONS = (
    "--overwrite-destination=true",
    "--array-delimiter=U+001F",
    "--skip-bad-relationships=false",
    "--skip-duplicate-nodes=false",
    "--bad-tolerance=0",
)


def node_header(label: str) -> str:
    """The header line of a label's file."""
    return _header(node_columns(label), _kinds(REGISTRY.entities[label]), _NODE_SYSTEM)


def relation_header(kind: str) -> str:
    """The header line of a relationship type's file."""
    return _header(relation_columns(kind), _kinds(REGISTRY.relations[kind]), _RELATION_SYSTEM)


def _kinds(declared: Any) -> dict[str, str]:
    return {name: _TYPES[field.kind] for name, field in declared.fields.items()}


def _header(columns: tuple[str, ...], kinds: dict[str, str], system: tuple[str, ...]) -> str:
    ahead = len(columns) - len(kinds)
    known = [_FIRST.get(c) or f"{c}:{_EVIDENCE[c]}" for c in columns[:ahead]]
    own = [f"{c}:{kinds[c]}" for c in columns[ahead:]]
    return ",".join([*known, *own, *(f"{name}:long" for name in system)])


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"'
    if value is None:
        return ""
    if isinstance(value, list):
        return _listed(value)
    return str(value).lower() if isinstance(value, bool) else repr(value)


def _listed(value: list[Any]) -> str:
    if isinstance(value[0], int):
        return SEPARATOR.join(map(str, value))
    if not all(value) or any(SEPARATOR in item for item in value):
        raise OfflineImpossible(
            f"The importer cannot take the list {value!r}.", hint="Load without --offline."
        )
    return _cell(SEPARATOR.join(value))
