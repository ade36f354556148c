"""``chanjiao extract``: facts that texts state, each with its place in the text."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import orjson
import typer
from rich.console import Console
from rich.table import Table

from graph.db import connect
from graph.proposals.judging import apply
from graph.proposals.model import keep
from graph.resolve.decisions import DecisionFile
from graph.settings import settings
from ingest.nlp.files import text_of
from ingest.posting_commands import postings, skills
from ingest.readers import BadRow, UnreadableFile, read_rows
from ingest.uploads import commands as uploads
from ingest.uploads.service import Wishes

if TYPE_CHECKING:
    from ingest.nlp.policy import Policy

app = typer.Typer(help="Facts that texts state, with their place.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
FromGraph = Annotated[
    bool | None,
    typer.Option(
        "--graph/--no-graph",
        help="Names from the graph, or the bundled ones; the graph if one runs.",
    ),
]


@app.callback()
def extract() -> None:
    """Facts that texts state, with their place."""


app.command("postings")(postings)
app.command("skills")(skills)


@app.command("policy")
def policy(  # noqa: PLR0913 - options of a command
    file: Annotated[str, typer.Argument(help="TXT, DOCX or PDF; - for standard input.")],
    batch: Annotated[
        bool, typer.Option("--batch", help="FILE is JSONL or CSV with the columns id and text.")
    ] = False,
    processes: Annotated[int, typer.Option(min=1, help="Processes for a batch.")] = 1,
    graph: FromGraph = None,
    load: Annotated[
        bool, typer.Option("--load", help="Keep the facts in the graph, as suggested.")
    ] = False,
    owner: uploads.Owner = "local",
    visibility: uploads.Seen = "private",
    grade: uploads.Good = "B",
    licence: uploads.Licence = "unknown",
    as_json: Json = False,
) -> None:
    """Clauses, projects, departments with roles, targets, dates and names of a policy."""
    from ingest.nlp.dictionary import dictionary, firm_resolver, graph_runs
    from ingest.nlp.firms import link_firms
    from ingest.nlp.policy import read_policy

    book = dictionary(settings(), graph=True if load else graph)
    if batch:
        _batch(file, book, processes)
        return
    read = read_policy(text_of(file), book)
    if (load or graph or (graph is None and graph_runs(settings()))) and any(
        i.type == "ENTERPRISE" for i in read.items
    ):
        link_firms(read, firm_resolver(settings()))
    if load:
        wishes = Wishes.of(kind=None, source=None, owner=owner, visibility=visibility, grade=grade,
                           licence=licence)  # fmt: skip
        _load(read, Path(file).stem, wishes, as_json=as_json)
        return
    rows = read.rows()
    if as_json:
        print(orjson.dumps(rows).decode())
    else:
        Console().print(_table(rows))


def _load(read: Policy, name: str, wishes: Wishes, *, as_json: bool) -> None:
    """Keep what was read as proposals and load them; prints source, version and counts."""
    from ingest.nlp.proposing import card_of, proposals

    config = settings()
    given = {k: getattr(wishes, k) for k in ("owner", "visibility", "grade", "licence")}
    card = card_of(read, name, given)
    found = list(proposals(read, name))
    keep(config.data_dir, card, found)
    with connect(config) as db:
        ledger = DecisionFile(config.data_dir).sync(db)
        report = apply(db, config.data_dir, ledger, [card.id])
    told = {"source": card.id, "version": report.version, "dictionary": read.dictionary,
            "proposals": dict(Counter(p.type for p in found))}  # fmt: skip
    print(
        orjson.dumps(told).decode()
        if as_json
        else f"{told}\nchanjiao review walk --source {card.id}"
    )


def _batch(file: str, book: Any, processes: int) -> None:
    from ingest.nlp.pipeline import read_policies

    texts = _texts(Path(file))
    found = read_policies([text for _, text in texts], book, processes=processes)
    answers = [
        {"id": number, "items": policy.rows()}
        for (number, _), policy in zip(texts, found, strict=True)
    ]
    print(orjson.dumps(answers).decode())


def _texts(path: Path) -> list[tuple[str, str]]:
    texts = []
    for number, row in enumerate(read_rows(path), start=1):
        if isinstance(row, BadRow):
            raise UnreadableFile(f"{row.locator}: {row.message}", code=row.code, hint=row.hint)
        cells = row.cells()
        if "text" not in cells:
            raise UnreadableFile(
                f"{path.name} has no column 'text'.", hint=f"It has: {', '.join(cells)}."
            )
        texts.append((str(cells.get("id") or number), str(cells["text"] or "")))
    return texts


def _table(rows: list[dict[str, Any]]) -> Table:
    shown = Table()
    for heading in ("条款", "类型", "原文", "要点", "位置"):
        shown.add_column(heading, overflow="fold")
    for row in rows:
        if row["type"] == "SCHOOL_TYPE":
            continue
        shown.add_row(
            row["clause"], row["type"], row["text"], _essence(row["attrs"]),
            f"{row['start']}–{row['end']}",
        )  # fmt: skip
    return shown


_SHOWN = (
    "role", "canonical", "name", "op", "value", "upper", "unit", "year", "year_inherited", "iso",
    "responsible_explicit", "responsible_inherited", "grade",
)  # fmt: skip


def _essence(attrs: dict[str, Any]) -> str:
    return " ".join(f"{k}={attrs[k]}" for k in _SHOWN if attrs.get(k) not in (None, "", []))
