"""``chanjiao review``: names that wait for a person, and what people decide."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Annotated, Any

import orjson
import typer
from rich.console import Console
from rich.table import Table

from graph.db import connect
from graph.errors import NotFound
from graph.proposals.commands import register as register_texts
from graph.resolve.decisions import Decision, DecisionFile, Ledger, key_of
from graph.resolve.linking import Resolver
from graph.resolve.lookup import by_key, label_of
from graph.resolve.reading import KINDS, read_register
from graph.settings import settings
from graph.view import View, published_view

app = typer.Typer(help="Names that wait for a person's decision.", no_args_is_help=True)
register_texts(app)

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Who = Annotated[str, typer.Option(help="Role or account that decides; no person's name.")]
Name = Annotated[str, typer.Argument(help="A name as written, or an id.")]
Id = Annotated[str, typer.Argument(help="Id of the organisation it is compared with.")]


@app.command("list")
def queue(
    kind: Annotated[
        str, typer.Option("--type", help="enterprise, school or organisation.")
    ] = "enterprise",
    limit: Annotated[int, typer.Option(min=1, help="Most names.")] = 20,
    decided: Annotated[bool, typer.Option(help="List what was decided instead.")] = False,
    as_json: Json = False,
) -> None:
    """Organisations that sources only name, with what they may be, best first."""
    if kind not in KINDS:
        raise NotFound(f"There is no type '{kind}'.", hint=f"Known: {', '.join(KINDS)}.")
    config = settings()
    with connect(config) as db:
        ledger = DecisionFile(config.data_dir).sync(db)
        rows: list[dict[str, Any]] = (
            [asdict(d) for d in ledger.standing()]
            if decided
            else list(waiting(published_view(db), kind, ledger))
        )[:limit]
    if as_json:
        print(orjson.dumps(rows).decode())
    else:
        Console().print(_decisions(rows) if decided else _queue(rows))


def waiting(view: View, kind: str, ledger: Ledger) -> Iterator[dict[str, Any]]:
    """Undecided names with candidates: ``{"id", "name", "candidates"}``, best score first."""
    everything = read_register(view, kind)
    known = read_register(view, kind, named_only=False)
    bare = [
        e
        for e in everything.entries
        if e.named_only
        and not ledger.same(e.id)
        and not ledger.accepted(e.name, kind)
        and not ledger.doubted(e.name, kind)
    ]
    answers = Resolver(known, ledger).resolve([e.name for e in bare])
    found = [
        {"id": e.id, "name": e.name, "candidates": candidates}
        for e, a in zip(bare, answers, strict=True)
        if a["decision"] != "nil"
        and (candidates := [c for c in a["candidates"] if c["id"] not in ledger.kept_apart(e.id)])
    ]
    yield from sorted(found, key=lambda row: (-row["candidates"][0]["score"], row["name"]))


@app.command()
def accept(name: Name, id: Id, who: Who, as_json: Json = False) -> None:
    """Decide that a name, or an id, means this organisation."""
    _decide("positive", name, id, who, as_json=as_json)


@app.command()
def reject(name: Name, id: Id, who: Who, as_json: Json = False) -> None:
    """Decide that a name, or an id, does not mean this organisation."""
    _decide("negative", name, id, who, as_json=as_json)


@app.command()
def unsure(name: Name, id: Id, who: Who, as_json: Json = False) -> None:
    """Record that it cannot be told; the name stays for review."""
    _decide("unsure", name, id, who, as_json=as_json)


@app.command()
def undo(
    decision: Annotated[str, typer.Argument(help="Id of a decision.")],
    who: Who,
    as_json: Json = False,
) -> None:
    """Take a decision back."""
    config = settings()
    file = DecisionFile(config.data_dir)
    with connect(config) as db:
        file.sync(db)
        made = file.record("undo", decision, "", who)
        file.sync(db)
    _say(made, as_json=as_json)


def _decide(verb: str, name: str, entity_id: str, who: str, *, as_json: bool) -> None:
    config = settings()
    file = DecisionFile(config.data_dir)
    kind = entity_id.partition(":")[0]
    with connect(config) as db:
        view = published_view(db)
        left = key_of(name, kind)
        for key in {entity_id, left} - {left if left.startswith("mention:") else ""}:
            _must_exist(view, key)
        file.sync(db)
        made = file.record(verb, left, entity_id, who)
        file.sync(db)
    _say(made, as_json=as_json)


def _must_exist(view: View, entity_id: str) -> None:
    label = label_of(entity_id)
    if not view.read(by_key(label, "id"), key=entity_id):
        raise NotFound(f"There is no {label} '{entity_id}'.", id=entity_id)


def _say(decision: Decision, *, as_json: bool) -> None:
    if as_json:
        print(orjson.dumps(asdict(decision)).decode())
    else:
        print(f"{decision.id} {decision.verb} {decision.left} {decision.right}".strip())


def _queue(rows: list[dict[str, Any]]) -> Table:
    shown = Table()
    for heading in ("名称", "候选", "得分", "标识"):
        shown.add_column(heading, overflow="fold")
    for row in rows:
        for i, candidate in enumerate(row["candidates"][:3]):
            shown.add_row(
                "" if i else row["name"],
                candidate["name"],
                f"{candidate['score']:.2f}",
                candidate["id"],
            )
    return shown


def _decisions(rows: list[dict[str, Any]]) -> Table:
    shown = Table()
    for heading in ("id", "verb", "left", "right", "who", "at"):
        shown.add_column(heading, overflow="fold")
    for row in rows:
        shown.add_row(*(row[k] for k in ("id", "verb", "left", "right", "who", "at")))
    return shown
