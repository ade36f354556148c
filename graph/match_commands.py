"""``chanjiao match``: majors, clusters, partners and needs, and how good the rankings are."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from graph.ask_commands import AsOf, Json, Limit, Without, show
from graph.db import connect
from graph.match.answer import BadWeights, Request, clusters_of_major, majors_of_cluster
from graph.match.answer import explain_algorithms as explained
from graph.match.evaluate import evaluate as evaluated
from graph.match.evaluate import read_pairs
from graph.match.needs import answer_need
from graph.match.partners import PartnerRequest, partners_of_enterprise, partners_of_school
from graph.match.refresh import refresh as refreshed
from graph.match.rejections import reject as rejected
from graph.match.rejections import take_back
from graph.match.units import units_of_cluster
from graph.ontology.entities import Cluster, Enterprise, Major, Need, Region, School
from graph.resolve.lookup import resolve
from graph.settings import settings
from graph.view import View, published_view

app = typer.Typer(help="Match majors, clusters, schools and firms.", no_args_is_help=True)

Weights = Annotated[str | None, typer.Option(help='Weights as JSON, such as {"text": 0}.')]
Algorithm = Annotated[str, typer.Option(help="See `chanjiao match algorithms`.")]
Least = Annotated[float, typer.Option(min=0, max=1, help="Leave out scores below this.")]
LeaveOut = Annotated[list[str] | None, typer.Option(help="Ids that are left out.")]
InRegion = Annotated[str | None, typer.Option(help="Only what is in this region.")]


@app.command()
def majors(  # noqa: PLR0913 - options of a command
    cluster: Annotated[str, typer.Argument(help="Code, id or name of a cluster.")],
    limit: Limit = 20,
    level: Annotated[str | None, typer.Option(help="Level of the majors.")] = None,
    region: InRegion = None,
    unit: Annotated[str, typer.Option(help="major, class, group or programme.")] = "major",
    weights: Weights = None,
    algorithm: Algorithm = "evidence",
    least: Least = 0.0,
    leave_out: LeaveOut = None,
    without: Without = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Majors that serve a cluster, or classes, groups and programmes, best first."""
    with connect(settings()) as db:
        view = published_view(db, as_of=as_of).leaving_out(without or [])
        asked = Request(
            limit, level, _place(view, region), _weights(weights), algorithm, least,
            frozenset(leave_out or ()),
        )  # fmt: skip
        found = resolve(view, Cluster, cluster)
        if unit != "major":
            _print(units_of_cluster(view, found, unit, asked), as_json, _unit_line)  # type: ignore[arg-type]
            return
        answer = majors_of_cluster(view, found, asked)
    show(answer, "major", as_json=as_json)


@app.command()
def clusters(  # noqa: PLR0913 - options of a command
    major: Annotated[str, typer.Argument(help="Code, id or name of a major.")],
    limit: Limit = 20,
    level: Annotated[str | None, typer.Option(help="Level, where a name has several.")] = None,
    weights: Weights = None,
    algorithm: Algorithm = "evidence",
    least: Least = 0.0,
    leave_out: LeaveOut = None,
    without: Without = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Clusters that a major serves, best first."""
    with connect(settings()) as db:
        view = published_view(db, as_of=as_of).leaving_out(without or [])
        asked = Request(
            limit, None, None, _weights(weights), algorithm, least, frozenset(leave_out or ())
        )
        answer = clusters_of_major(view, resolve(view, Major, major, level=level), asked)
    show(answer, "cluster", as_json=as_json)


@app.command()
def partners(  # noqa: PLR0913 - options of a command
    name: Annotated[str, typer.Argument(help="A school; with --firm a firm.")],
    limit: Limit = 20,
    firm: Annotated[bool, typer.Option(help="The name is a firm's: find schools.")] = False,
    major: Annotated[str | None, typer.Option(help="One major of the school.")] = None,
    level: Annotated[str | None, typer.Option(help="Level of the major.")] = None,
    region: InRegion = None,
    standing: Annotated[str | None, typer.Option(help="new, acquainted or existing.")] = None,
    weights: Weights = None,
    without: Without = None,
    as_json: Json = False,
) -> None:
    """Firms that a school could work with, or schools for a firm, with reasons for both."""
    with connect(settings()) as db:
        view = published_view(db).leaving_out(without or [])
        one = resolve(view, Major, major, level=level) if major else None
        asked = PartnerRequest(limit, _place(view, region), one, standing, _weights(weights))  # type: ignore[arg-type]
        if firm:
            answer = partners_of_enterprise(view, resolve(view, Enterprise, name), asked)
        else:
            answer = partners_of_school(view, resolve(view, School, name), asked)
    _print(answer, as_json, _partner_line)


@app.command()
def need(
    name: Annotated[str, typer.Argument(help="Id or name of a need.")],
    limit: Limit = 20,
    as_json: Json = False,
) -> None:
    """What answers a need: offers, else programmes whose courses teach it, else nothing."""
    with connect(settings()) as db:
        view = published_view(db)
        answer = answer_need(view, resolve(view, Need, name), limit)
    if not as_json:
        print(f"{answer['need']['name']}: {answer['answered_by']}")
    _print(answer, as_json, lambda i: f"  {i['school_name']} {i['name']}: {'、'.join(i['meets'])}")


@app.command()
def algorithms(as_json: Json = False) -> None:
    """The algorithms with their features, weights and what each means."""
    _print({"items": explained()}, as_json, _algorithm_line)


@app.command("eval")
def evaluate(
    pairs: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV of pairs.")],
    as_json: Json = False,
) -> None:
    """Rank the whole catalogue for each pair of a file (left_type, left_name, right_type,
    right_name): Recall@10, Recall@20, MRR, nDCG@20, and the names that did not resolve."""
    with connect(settings()) as db:
        answer = evaluated(published_view(db), read_pairs(pairs))
    if as_json:
        print(orjson.dumps(answer).decode())
        return
    shown = ("recall@10", "recall@20", "mrr", "ndcg@20", "n")
    print(" ".join(["algorithm".ljust(12), *(s.rjust(10) for s in shown)]))
    for name, found in answer["algorithms"].items():
        print(" ".join([name.ljust(12), *(str(found[s]).rjust(10) for s in shown)]))
    print(f"unresolved {answer['unresolved']['share']:.0%}: ", end="")
    print("、".join(answer["unresolved"]["names"]))


@app.command()
def refresh(
    everything: Annotated[bool, typer.Option("--all", help="Compute unchanged ones, too.")] = False,
    as_json: Json = False,
) -> None:
    """Compute the best majors of each cluster anew where facts changed, and publish them."""
    with connect(settings()) as db:
        done = refreshed(db, settings().data_dir / "load", only_changed=not everything)
    _print({"items": [asdict(done)]}, as_json, str)


@app.command()
def reject(
    major: Annotated[str, typer.Argument(help="Code, id or name of a major.")],
    cluster: Annotated[str, typer.Argument(help="Code, id or name of a cluster.")],
    who: Annotated[str, typer.Option(help="Role or account that decides, no person.")],
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    undo: Annotated[bool, typer.Option(help="Take the rejection back.")] = False,
) -> None:
    """Leave a pair out of every answer from now on."""
    with connect(settings()) as db:
        view = published_view(db)
        pair = resolve(view, Major, major), resolve(view, Cluster, cluster)
        if undo:
            print("taken back" if take_back(db, *pair) else "there was none")
            return
        rejected(db, *pair, reason, who)
    print(f"{pair[0]} × {pair[1]}")


def _place(view: View, region: str | None) -> str | None:
    return resolve(view, Region, region) if region else None


def _weights(text: str | None) -> dict[str, float]:
    try:
        return {str(k): float(v) for k, v in orjson.loads(text or "{}").items()}
    except (orjson.JSONDecodeError, AttributeError, TypeError, ValueError):
        raise BadWeights(
            "weights is not a JSON object of numbers.", hint='Write {"text": 0.2}.', field="weights"
        ) from None


def _print(answer: dict[str, Any], as_json: bool, line: Any) -> None:
    if as_json:
        print(orjson.dumps(answer).decode())
        return
    for item in answer["items"]:
        print(line(item))


def _unit_line(item: dict[str, Any]) -> str:
    majors = "、".join(m["name"] for m in item["majors"])
    return f"{item['score']:.2f} {item['unit']['name']}: {majors}"


def _partner_line(item: dict[str, Any]) -> str:
    other = item.get("enterprise") or item["school"]
    numbers = " ".join(
        f"{item[n]['value']:.2f}" if item[n]["value"] is not None else "未知"
        for n in ("complementarity", "feasibility", "novelty")
    )
    refusals = "".join(f"；曾终止：{r['reason']}" for r in item["refusals"])
    return f"{item['score']:.2f} [{numbers}] {other['name']}: {item['for_enterprise']}{refusals}"


def _algorithm_line(item: dict[str, Any]) -> str:
    lines = [f"{item['name']} {item['caption']}"]
    for feature in item["features"]:
        meaning = feature["explanation"].replace("\n", " ")
        lines.append(f"  {feature['weight']:.2f} {feature['name']}: {meaning}")
    return "\n".join(lines)
