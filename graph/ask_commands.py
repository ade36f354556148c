"""``chanjiao ask``: the main question on the command line."""

from __future__ import annotations

from typing import Annotated, Any

import orjson
import typer
from rich.console import Console
from rich.table import Table

from graph.db import connect
from graph.match.answer import Request, clusters_of_major, majors_of_cluster
from graph.ontology import REGISTRY
from graph.ontology.entities import Cluster, Major, Region
from graph.queries.entities import entity
from graph.resolve.lookup import resolve
from graph.settings import settings
from graph.view import View, published_view

app = typer.Typer(help="Ask which majors serve which cluster.", no_args_is_help=True)

Limit = Annotated[int, typer.Option(min=1, max=200, help="Most items in the answer.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Without = Annotated[
    list[str] | None, typer.Option(help="Leave out facts of a status, such as curated.")
]
AsOf = Annotated[
    str | None,
    typer.Option(
        help="Read an earlier version: its number, a date, or a time (UTC or with offset)."
    ),
]
GRADES = {"published": "公开发布", "path": "有通路", "text": "仅文本", "insufficient": "依据不足"}


@app.command()
def cluster(  # noqa: PLR0913 - options of a command
    name: Annotated[str, typer.Argument(help="Code, id or name of a cluster.")],
    limit: Limit = 20,
    level: Annotated[str | None, typer.Option(help="Level of the majors, 高职专科 …")] = None,
    region: Annotated[str | None, typer.Option(help="Only majors offered in this region.")] = None,
    without: Without = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Majors that serve a cluster, best first, with reasons."""
    with connect(settings()) as db:
        view = published_view(db, as_of=as_of).leaving_out(without or [])
        place = resolve(view, Region, region) if region else None
        answer = majors_of_cluster(view, resolve(view, Cluster, name), Request(limit, level, place))
    show(answer, "major", as_json=as_json)


@app.command()
def major(
    name: Annotated[str, typer.Argument(help="Code, id or name of a major.")],
    limit: Limit = 20,
    level: Annotated[str | None, typer.Option(help="Level, where a name has several.")] = None,
    without: Without = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Clusters that a major serves, best first, with reasons."""
    with connect(settings()) as db:
        view: View = published_view(db, as_of=as_of).leaving_out(without or [])
        answer = clusters_of_major(view, resolve(view, Major, name, level=level), Request(limit))
    show(answer, "cluster", as_json=as_json)


@app.command("question")
def free_question(
    text: Annotated[str, typer.Argument(help="A question in Chinese.")],
    limit: Limit = 20,
    without: Without = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """What a question asks, of which entities, how surely, and the answer."""
    from graph.questions import answer_question, read_question

    with connect(settings()) as db:
        view = published_view(db, as_of=as_of).leaving_out(without or [])
        reading = read_question(view, text)
        found = answer_question(view, reading, limit=limit)
    if as_json:
        print(orjson.dumps(found).decode())
        return
    print(f"{reading.said_back['zh']}  [{reading.status} {reading.confidence:.2f}]")
    for entity_ in reading.entities:
        print(f"  {entity_.slot}: {entity_.text} → {entity_.name} ({entity_.id or '?'})")
        for other in entity_.candidates:
            print(
                f"      {other['name']} {other['code'] or ''} {other['level'] or ''} {other['id']}"
            )
    for part in reading.what_was_not_understood:
        print(f"  ? {part.text}: {part.why} {part.add_with or ''}")
    for line in filter(None, (found["message"], *reading.suggestions)):
        print(f"  {line}")
    if found["answer"] is not None:
        print(orjson.dumps(found["answer"], option=orjson.OPT_INDENT_2).decode())


@app.command("entity")
def entity_with_records(
    entity_id: Annotated[str, typer.Argument(help="Id, such as major:moe-460305.")],
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """One entity: each value with the rows that state it, conflicts and ties."""
    with connect(settings()) as db:
        found = entity(published_view(db, as_of=as_of), entity_id)
    if as_json:
        print(orjson.dumps(found).decode())
        return
    print(f"{found['name']} ({found['id']}) {found['status']} {found['grade']}")
    places = {r["id"]: f"[{r['source']}:{r['locator']} {r['grade']}]" for r in found["records"]}
    for name, value in found["properties"].items():
        print(f"  {name}: {value} {' '.join(places[r] for r in found['evidence'][name])}")
        for other in found["conflicts"].get(name, ()):
            tie = " (tie)" if other["tie"] else ""
            print(f"    ≠ {other['value']} {places[other['record']]}{tie}")
    for place, record in zip(places.values(), found["records"], strict=True):
        seen = f"{record['first_version']}–{record['last_version']}"
        print(
            f"  {place} seen in {seen} {record['origin']} {(record['source_version'] or '')[:12]}"
        )


def show(answer: dict[str, Any], what: str, *, as_json: bool) -> None:
    """Print an answer: JSON, or a table with the best path of each item in words."""
    if as_json:
        print(orjson.dumps(answer).decode())
        return
    Console().print(table(answer, what))


def table(answer: dict[str, Any], what: str) -> Table:
    """An answer as a table."""
    asked = answer["cluster" if what == "major" else "major"]
    standing = f" · {asked['reliability']}" if "reliability" in asked else ""
    shown = Table(title=f"{asked['name']} ({asked['code']}{standing})", title_justify="left")
    for heading in ("代码", "名称", "层次", "得分", "依据", "理由"):
        shown.add_column(heading, no_wrap=heading != "理由")
    for item in answer["items"]:
        thing = item[what]
        shown.add_row(
            thing["code"] or "—",
            thing["name"],
            thing["level"],
            f"{item['score']:.2f}",
            GRADES[item["grade"]],
            reason(item),
        )
    return shown


def reason(item: dict[str, Any]) -> str:
    """The best evidence path in words, else the strongest feature's detail."""
    if item["paths"]:
        return path_in_words(item["paths"][0]["hops"])
    best = max(item["features"], key=lambda f: f["contribution"])
    return str(best["detail"])


def path_in_words(hops: list[dict[str, Any]]) -> str:
    """``甲 —涵盖行业→ 乙 ←面向职业— 丙 [source locator]``."""
    words = [hops[0]["from_name"]]
    for hop in hops:
        caption = REGISTRY.relations[hop["relation"]].zh
        arrow = f"—{caption}→" if hop["forward"] else f"←{caption}—"
        words.append(f"{arrow} {hop['to_name']}")
    places = " ".join(f"{h['source']}:{(h['locator'] or '').rpartition('#')[2]}" for h in hops)
    return " ".join(words) + f" [dim]\\[{places}][/dim]"
