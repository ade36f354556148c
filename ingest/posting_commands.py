"""``chanjiao extract postings``, ``chanjiao extract skills`` and ``chanjiao link occupations``."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import orjson
import typer
from rich.console import Console
from rich.table import Table

from graph.db import connect
from graph.settings import settings
from ingest.readers import BadRow, UnreadableFile, tables
from ingest.uploads import commands as uploads
from ingest.uploads.service import Wishes

if TYPE_CHECKING:
    from ingest.postings.columns import Posting
    from ingest.postings.facts import Demand, Fact

MOST_BAD = 1000
link = typer.Typer(help="Which entry of a register a list means.", no_args_is_help=True)
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@link.callback()
def linking() -> None:
    """Which entry of a register a list means."""


@link.command("occupations")
def occupations(
    file: Annotated[str, typer.Argument(help="Any file that can be read; - for standard input.")],
    column: Annotated[str, typer.Option(help="Column with the titles.")] = "title",
    top: Annotated[int, typer.Option(min=0, max=5, help="Most alternatives for a title.")] = 3,
    meaning: Annotated[
        bool, typer.Option("--meaning", help="With sentence vectors (extra); first use is slow.")
    ] = False,
    as_json: Json = False,
) -> None:
    """The occupation of each job title, with a probability."""
    from graph.resolve.occupations import cached_model
    from ingest.postings import running

    titles = column_of(file, column)
    embed = None
    if meaning:
        from graph.resolve.meaning import embedder

        embed = embedder()
    model = cached_model(settings().data_dir, running.occupations(), embed)
    answers = model.link(titles, top=top)
    if as_json:
        print(orjson.dumps(answers).decode())
        return
    shown = Table("岗位", "职业", "编码", "概率", "可用层级")
    for a in answers:
        level = "中类 " + (a["group"] or {"name": ""})["name"] if a["coarse_only"] else "职业"
        shown.add_row(a["title"], a["name"], a["code"], f"{a['probability']:.2f}", level)
    Console().print(shown)


def column_of(where: str, column: str) -> list[str]:
    """Values of one column of a file, blank ones in their place.

    Raises:
        UnreadableFile: it cannot be read, has no such column, or has a row that cannot be read.
    """
    values: list[str] = []
    headers: list[str] = []
    for table in tables(where):
        headers += table.header
        for row in table.rows:
            if isinstance(row, BadRow):
                raise UnreadableFile(f"{row.locator}: {row.message}", code=row.code, hint=row.hint)
            cells = row.cells()
            if column not in cells and column not in table.header:
                break
            values.append(str(cells.get(column) or "").strip())
    if column not in headers:
        raise UnreadableFile(
            f"{where} has no column '{column}'.", hint=f"It has: {', '.join(headers)}."
        )
    return values


def skills(
    file: Annotated[str, typer.Argument(help="Rows with a column text, or a TXT, DOCX, PDF file.")],
    words: Annotated[
        Path | None,
        typer.Option("--vocabulary", help="JSONL of {id, type, name, aliases}; else the bundled."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Skills that texts name, linked to a vocabulary; unknown terms apart."""
    from graph.resolve.skills import SkillLinker
    from ingest.postings import running

    terms = running.read_vocabulary(words) if words else running.vocabulary()
    linker = SkillLinker(terms)
    answers = []
    for number, text in enumerate(_texts(file), start=1):
        reading = linker.read(text)
        answers.append({"document": number, **asdict(reading)})
    if as_json:
        print(orjson.dumps(answers).decode())
        return
    shown = Table("文档", "原文", "对应", "类型", "方式", "得分")
    for answer in answers:
        for k in answer["links"]:
            cells = (k["text"], k["name"], k["label"], k["how"], f"{k['score']:.2f}")
            shown.add_row(str(answer["document"]), *cells)
        for u in answer["unknown"]:
            shown.add_row(str(answer["document"]), u["text"], "", "", "词表外", "")
    Console().print(shown)


def _texts(where: str) -> Iterator[str]:
    from ingest.nlp.files import text_of

    if Path(where).suffix.lower() in (".txt", ".docx", ".pdf"):
        yield text_of(where)
    else:
        yield from column_of(where, "text")


def postings(  # noqa: PLR0913 - options of a command
    file: Annotated[str, typer.Argument(help="CSV, XLSX, JSONL … of postings, or one as TXT.")],
    processes: Annotated[int, typer.Option(min=1, help="Processes.")] = 1,
    out: Annotated[
        Path | None, typer.Option(help="Write the facts of each posting to this JSONL file.")
    ] = None,
    summary: Annotated[
        bool, typer.Option("--summary", help="Only the summary, not each posting.")
    ] = False,
    graph: Annotated[
        bool | None,
        typer.Option("--graph/--no-graph", help="Link firms; if not given, where a graph runs."),
    ] = None,
    load: Annotated[
        bool, typer.Option("--load", help="Keep the postings in the graph, as suggested.")
    ] = False,
    owner: uploads.Owner = "local",
    visibility: uploads.Seen = "private",
    grade: uploads.Good = "B",
    licence: uploads.Licence = "unknown",
    as_json: Json = False,
) -> None:
    """Occupation, skills, pay … of each posting, and the demand they add up to."""
    from ingest.postings import running
    from ingest.postings.facts import Demand

    demand, bad, told = Demand(), list[dict[str, Any]](), dict[str, Any]()
    wishes = Wishes.of(kind=None, source=None, owner=owner, visibility=visibility, grade=grade,
                       licence=licence)  # fmt: skip
    with _bar() as progress:
        good = _good(running.postings_of(file), bad)
        read = running.read_all(good, settings(), processes=processes, progress=progress)
        read = demand.counting(_with_firms(read, graph=True if load else graph))
        if load:
            told = {"loaded": _load(read, Path(file).name, wishes)}
        elif out:
            _to_file(read, out)
        elif as_json and not summary:
            _to_stdout(read, demand, bad)
            return
        else:
            deque(read, maxlen=0)
    if as_json:
        print(orjson.dumps({**told, "summary": demand.summary(), "bad_rows": bad}).decode())
    else:
        _show(demand)
        _say_loaded(told)


def _with_firms(read: Iterator[list[Fact]], *, graph: bool | None) -> Iterator[list[Fact]]:
    """The facts with their firms linked, where the graph is asked."""
    from ingest.nlp.dictionary import firm_resolver, graph_runs
    from ingest.postings.firms import FirmLinks

    config = settings()
    if graph or (graph is None and graph_runs(config)):
        return FirmLinks(firm_resolver(config)).fill(read)
    return read


def _load(read: Iterator[list[Fact]], name: str, wishes: Wishes) -> dict[str, Any]:
    from ingest.postings.loading import load
    from ingest.postings.proposing import card_of

    given = {k: getattr(wishes, k) for k in ("owner", "visibility", "grade", "licence")}
    with connect(settings()) as db:
        return load(db, settings(), card_of(name, given), read)


def _say_loaded(told: dict[str, Any]) -> None:
    if told:
        loaded = told["loaded"]
        print(f"{loaded}\nchanjiao review walk --source {loaded['source']}")


def _good(found: Iterator[Posting | BadRow], bad: list[dict[str, Any]]) -> Iterator[Posting]:
    """The postings; rows that cannot be read go to ``bad``, up to a thousand."""
    for row in found:
        if not isinstance(row, BadRow):
            yield row
        elif len(bad) < MOST_BAD:
            bad.append({"locator": row.locator, "code": row.code, "message": row.message})


def _to_file(read: Iterator[list[Fact]], out: Path) -> None:
    with out.open("wb") as handle:
        for facts in read:
            handle.writelines(orjson.dumps(f) + b"\n" for f in facts)


def _to_stdout(read: Iterator[list[Fact]], demand: Demand, bad: list[dict[str, Any]]) -> None:
    """One JSON object, written as it comes."""
    write, comma = sys.stdout.write, ""
    write('{"postings":[')
    for facts in read:
        for fact in facts:
            write(comma + orjson.dumps(fact).decode())
            comma = ","
    tail = orjson.dumps({"summary": demand.summary(), "bad_rows": bad}).decode()
    write("]," + tail[1:] + "\n")


@contextmanager
def _bar() -> Iterator[Callable[[int], None]]:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (TextColumn("招聘岗位"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=not console.is_terminal) as bars:
        task = bars.add_task("", total=None)
        yield lambda number: bars.advance(task, number)


def _show(demand: Demand) -> None:
    told = demand.summary(30)
    console = Console()
    console.print(f"岗位 {told['postings']}，隐去个人信息 {told['cut']} 处")
    unread = "，".join(f"{name} {share:.0%}" for name, share in told["unread"].items())
    console.print(f"未能识别的比例：{unread}")
    shown = Table("职业", "技能", "地区", "月份", "岗位数", "占比")
    for row in told["demand"]:
        name, skill = row["occupation_name"] or "未识别", row["skill_name"]
        region, month = row["region_name"] or "未识别", row["month"] or "未识别"
        shown.add_row(name, skill, region, month, str(row["postings"]), f"{row['share']:.0%}")
    console.print(shown)
