"""``chanjiao resolve``: which organisations of the graph the names of a list mean."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
from rich.console import Console
from rich.table import Table

from graph.db import connect
from graph.resolve.decisions import DecisionFile
from graph.resolve.linking import Resolver
from graph.resolve.reading import read_register
from graph.settings import settings
from graph.view import published_view
from ingest.readers import BadRow, UnreadableFile, tables
from ingest.uploads.tables import text_of

SAID = {"auto": "已确定", "review": "待核对", "nil": "未找到"}


class Kind(StrEnum):
    """Types of organisation that names are resolved to."""

    enterprise = "enterprise"
    school = "school"
    organisation = "organisation"


def resolve(
    file: Annotated[
        str,
        typer.Argument(help="File with a header line, in any format that is read; - for stdin."),
    ],
    column: Annotated[str, typer.Option(help="Column with the names.")] = "name",
    kind: Annotated[Kind, typer.Option("--type", help="What the names are of.")] = Kind.enterprise,
    top: Annotated[int, typer.Option(min=1, max=50, help="Most candidates for a name.")] = 5,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Find what each name of a list means: auto, review or nil, with candidates and reasons."""
    mentions = read_column(file, column)
    config = settings()
    with connect(config) as db:
        register = read_register(published_view(db), kind.value)
    ledger = DecisionFile(config.data_dir).read()
    answers = Resolver(register, ledger).resolve(mentions, top=top)
    if as_json:
        print(orjson.dumps(answers).decode())
    else:
        Console().print(table(answers))


def read_column(where: str, column: str) -> list[str]:
    """Values of one column of a file that the readers read; blank ones are left in place.

    Raises:
        UnreadableFile: it cannot be read, has a row that cannot be, or has no such column.
    """
    seen: list[str] = []
    for found in tables(where):
        if column not in found.header:
            seen += found.header
            continue
        values: list[str] = []
        for row in found.rows:
            if isinstance(row, BadRow):
                raise UnreadableFile(
                    f"{row.locator}: {row.message}", code=row.code, hint=row.hint, **row.fields
                )
            values.append(text_of(row.cells().get(column)))
        return values
    name = Path(where).name
    raise UnreadableFile(
        f"{name} has no column '{column}'.", hint=f"It has: {', '.join(seen[:30])}.", file=name
    )


def table(answers: list[dict[str, Any]]) -> Table:
    """Answers as a table: what was decided, or the two best candidates."""
    shown = Table(title_justify="left")
    for heading in ("名称", "结论", "对应", "得分", "理由"):
        shown.add_column(heading, overflow="fold")
    for answer in answers:
        first = answer["candidates"][:1] if answer["id"] else answer["candidates"][:2]
        named = [answer["name"]] if answer["id"] else [c["name"] for c in first]
        score = answer["score"] if answer["id"] else max((c["score"] for c in first), default=0)
        why = "；".join(w["detail"] for c in first[:1] for w in c["why"][:3])
        shown.add_row(
            answer["mention"], SAID[answer["decision"]], "\n".join(named), f"{score:.2f}", why
        )
    return shown
