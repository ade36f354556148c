"""A small Cypher shell: one query, or a loop that reads queries until the end of input."""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from typing import Any

from neo4j.graph import Node, Path, Relationship
from rich.console import Console
from rich.table import Table
from rich.text import Text

from graph.db import Database, Row
from graph.errors import GraphError, QueryInvalid

LEAVE = {"exit", "quit", ":exit", ":q"}


def answer(db: Database, query: str, *, write: bool, as_json: bool) -> None:
    """Run one query and print its rows."""
    show(_run(db, query.strip().rstrip(";"), write=write), as_json=as_json)


def loop(db: Database, *, write: bool, as_json: bool) -> None:
    """Read queries, each ended by ``;``, until the end of input; an error does not end it."""
    with suppress(ImportError):
        import readline  # noqa: F401 - gives input() line editing and history
    lines: list[str] = []
    while True:
        try:
            line = input("... " if lines else "cypher> ")
        except (EOFError, KeyboardInterrupt):
            print()
            return
        if not lines and line.strip().rstrip(";") in LEAVE:
            return
        lines.append(line)
        if line.rstrip().endswith(";"):
            _answer_or_say(db, "\n".join(lines), write=write, as_json=as_json)
            lines = []


def show(rows: list[Row], *, as_json: bool) -> None:
    """Print rows as JSON or as a table."""
    plain = [{name: _plain(value) for name, value in row.items()} for row in rows]
    if as_json:
        print(json.dumps(plain, ensure_ascii=False, default=str))
        return
    table = Table(*(plain[0] if plain else ()))
    for row in plain:
        table.add_row(*(Text(_cell(value)) for value in row.values()))
    console = Console()
    if plain:
        console.print(table)
    console.print(f"{len(plain)} rows")


def _answer_or_say(db: Database, query: str, *, write: bool, as_json: bool) -> None:
    try:
        answer(db, query, write=write, as_json=as_json)
    except GraphError as error:
        print(error, file=sys.stderr, flush=True)


def _run(db: Database, query: str, *, write: bool) -> list[Row]:
    try:
        return db.write(query) if write else db.read(query)
    except QueryInvalid as error:
        if "read access mode" not in error.message:
            raise
        raise QueryInvalid(error.message, hint="Call the shell with --write.") from error


def _cell(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _plain(value: Any) -> Any:
    """Nodes, relationships and paths as what JSON can say."""
    match value:
        case Node():
            return {"labels": sorted(value.labels), **dict(value)}
        case Relationship():
            return {"type": value.type, **dict(value)}
        case Path():
            return [_plain(part) for part in (*value.nodes, *value.relationships)]
        case list():
            return [_plain(part) for part in value]
        case dict():
            return {name: _plain(part) for name, part in value.items()}
    return value
