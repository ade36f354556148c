"""``chanjiao review texts|text|walk``: facts that were read in texts, decided one by one, in bulk,
or by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from itertools import islice
from typing import Annotated, Any

import orjson
import typer
from rich.console import Console
from rich.table import Table

from graph.db import connect
from graph.errors import GraphError, NotFound
from graph.proposals.judging import Judge, Wanted, apply, find, queue
from graph.proposals.model import Judged
from graph.resolve.decisions import Decision, DecisionFile
from graph.settings import settings

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Who = Annotated[str, typer.Option(help="Role or account that decides; no person's name.")]
Source = Annotated[str, typer.Option(help="Only this text.")]
Type = Annotated[str, typer.Option("--type", help="Only this type: DEPT, TARGET_NUM …")]
Grade = Annotated[str, typer.Option(help="Only this grade: sure or review.")]
KEYS = "a 接受  r 拒绝  c 更正  l 是…的别名  s 跳过  u 撤销上一个  q 结束"


def register(app: typer.Typer) -> None:
    """Add the words to ``chanjiao review``."""
    app.command("texts")(texts)
    app.command("text")(text)
    app.command("walk")(walk)


def texts(
    source: Source = "",
    kind: Type = "",
    grade: Grade = "",
    state: Annotated[str, typer.Option(help="open, accepted, rejected; empty for all.")] = "open",
    limit: Annotated[int, typer.Option(min=1, help="Most facts.")] = 50,
    as_json: Json = False,
) -> None:
    """Facts that were read in texts: sentence, proposal, alternatives."""
    config = settings()
    ledger = DecisionFile(config.data_dir).read()
    found = queue(config.data_dir, ledger, Wanted(source, kind, grade, state))
    rows = [each.as_dict() for each in islice(found, limit)]
    if as_json:
        print(orjson.dumps(rows).decode())
        return
    shown = Table()
    for heading in ("标识", "类型", "条款", "原文", "建议", "等级", "状态"):
        shown.add_column(heading, overflow="fold")
    for row in rows:
        shown.add_row(
            row["id"], row["type"], row["clause"], row["text"], says(row["attrs"]),
            row["grade"], row["state"],
        )  # fmt: skip
    Console().print(shown)


def text(  # noqa: PLR0913 - options of a command
    verb: Annotated[str, typer.Argument(help="accept, reject, correct, alias, undo or apply.")],
    who: Who,
    proposal: Annotated[str, typer.Argument(help="Proposal (or decision, to undo).")] = "",
    value: Annotated[
        list[str] | None, typer.Option("--set", help="Corrected value: role=配合, value=75.")
    ] = None,
    meaning: Annotated[str, typer.Option("--id", help="Entity that it is a name of.")] = "",
    source: Source = "",
    kind: Type = "",
    grade: Grade = "",
    as_json: Json = False,
) -> None:
    """Decide about one fact, or with --source, --type, --grade about many; the graph follows."""
    config = settings()
    file = DecisionFile(config.data_dir)
    judge, ledger = Judge(file, who), file.read()
    if verb == "undo":
        made = [judge.undo(proposal)]
    elif verb == "apply":
        made = []
    elif proposal:
        found = find(config.data_dir, ledger, proposal)
        made = decide(judge, verb, found, meaning or changes(value or []))
    else:
        many = queue(config.data_dir, ledger, Wanted(source, kind, grade))
        made = judge.many(_bulk(verb, source or kind or grade), many)
    _follow(file)
    _say(made, as_json=as_json)


def decide(judge: Judge, verb: str, found: Judged, value: Any) -> list[Decision]:
    """One decision by its word.

    Raises:
        NotFound: no such word.
    """
    if verb == "accept":
        return [judge.accept(found)]
    if verb == "reject":
        return [judge.reject(found)]
    if verb == "correct":
        return [judge.correct(found, value)]
    if verb == "alias":
        return judge.alias_of(found, value)
    raise NotFound(f"There is no decision '{verb}'.", hint="Use accept, reject, correct, alias.")


def _bulk(verb: str, chosen: str) -> str:
    if verb not in ("accept", "reject") or not chosen:
        raise NotFound("Name a proposal, or accept or reject many by --source, --type or --grade.")
    return verb


def changes(pairs: list[str]) -> dict[str, Any]:
    """Corrected values from ``name=value``; numbers as numbers."""
    return {name: _value(value) for name, _, value in (p.partition("=") for p in pairs)}


def _value(text: str) -> Any:
    try:
        number = float(text)
    except ValueError:
        return text
    return int(number) if number.is_integer() else number


def walk(
    who: Who,
    source: Source = "",
    kind: Type = "",
    grade: Grade = "",
) -> None:
    """Go through the queue by keyboard; the graph follows at the end."""
    config = settings()
    file = DecisionFile(config.data_dir)
    judge, made = Judge(file, who), list[Decision]()
    waiting = list(queue(config.data_dir, file.read(), Wanted(source, kind, grade)))
    for number, found in enumerate(waiting, start=1):
        _show(found, number, len(waiting))
        if not _answered(judge, found, made):
            break
    if made:
        _follow(file)
    _say(made, as_json=False)


def _answered(judge: Judge, found: Judged, made: list[Decision]) -> bool:
    """Ask until there is an answer; False where the person ends."""
    while True:
        key = str(typer.prompt(KEYS, default="s", show_default=False)).strip().lower()[:1]
        if key in ("s", "q"):
            return key == "s"
        if key == "u" and made:
            judge.undo(made.pop().id)
            continue
        try:
            made.extend(_by_key(judge, key, found))
            return True
        except GraphError as error:
            print(error)


def _by_key(judge: Judge, key: str, found: Judged) -> list[Decision]:
    verb = {"a": "accept", "r": "reject", "c": "correct", "l": "alias"}.get(key, key)
    value: Any = None
    if verb == "correct":
        value = changes(typer.prompt("名=值 (空格分开)").split())
    elif verb == "alias":
        value = _chosen(found, typer.prompt("候选序号或标识"))
    return decide(judge, verb, found, value)


def _chosen(found: Judged, answer: str) -> str:
    others = found.proposal.alternatives
    if answer.isdigit() and 1 <= int(answer) <= len(others):
        return str(others[int(answer) - 1]["id"])
    return answer


def _show(found: Judged, number: int, total: int) -> None:
    proposal = found.proposal
    print(
        f"\n[{number}/{total}] {proposal.type} {proposal.clause} ({proposal.grade}) {proposal.id}"
    )
    print(f"  {proposal.sentence}")
    print(f"  → {proposal.text}: {says(dict(proposal.attrs))}")
    for i, other in enumerate(proposal.alternatives, start=1):
        print(f"    {i}. {other['name']} ({other['id']})")


def says(attrs: dict[str, Any]) -> str:
    """A proposal's values in short."""
    left_out = ("rule", "grade", "verb", "level", "collective", "seq", "self", "number", "basis")
    shown: Iterator[str] = (
        f"{k}={v}" for k, v in attrs.items() if k not in left_out and v not in (None, "", [], {})
    )
    return " ".join(shown)


def _follow(file: DecisionFile) -> None:
    config = settings()
    with connect(config) as db:
        apply(db, config.data_dir, file.sync(db))


def _say(made: list[Decision], *, as_json: bool) -> None:
    if as_json:
        print(orjson.dumps([asdict(d) for d in made]).decode())
        return
    for decision in made[:20]:
        print(f"{decision.id} {decision.verb} {decision.left} {decision.right}".strip())
    print(f"{len(made)} decisions")
