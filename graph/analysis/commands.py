"""``chanjiao analyse``: gaps, the ladder, indices, what-if, platforms, skills."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, cast

import typer

from graph.analysis import showing
from graph.analysis.changes import OPS
from graph.analysis.communities import propose
from graph.analysis.formulas import Weighting
from graph.analysis.gaps import By, GapRequest, gaps
from graph.analysis.indices import (
    CouplingRequest,
    IndexAnswer,
    IndexRequest,
    concentration,
    coupled,
    quotient,
    structure,
)
from graph.analysis.ladder import LadderRequest, ladder
from graph.analysis.pathways import paths_up
from graph.analysis.platform_rules import COMMUNITY
from graph.analysis.scenarios import (
    compare,
    delete_scenario,
    read_scenario,
    save,
    saved_scenarios,
)
from graph.analysis.skills import SkillRequest, skills
from graph.analysis.types import AnalysisInvalid
from graph.analysis.whatif import Scenario, what_if
from graph.analysis.wishes import FORMS, changes_of
from graph.db import connect
from graph.ontology.entities import Cluster, Major, Region, School
from graph.resolve.lookup import resolve
from graph.settings import settings
from graph.view import View, published_view

app = typer.Typer(help="Analyses: gaps, ladder, indices, what-if …", no_args_is_help=True)
scenarios = typer.Typer(help="Saved scenarios.", no_args_is_help=True)
app.add_typer(scenarios, name="scenarios")

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Without = Annotated[
    list[str] | None, typer.Option(help="Leave out facts of a status, such as curated.")
]
AsOf = Annotated[str | None, typer.Option(help="Read an earlier version: number, date or time.")]
Where = Annotated[str | None, typer.Option("--region", help="Code or name of a region.")]
Year = Annotated[int | None, typer.Option(help="Year of the places; newest where left out.")]
Level = Annotated[str | None, typer.Option(help="Level of the majors, 高职专科 …")]
Limit = Annotated[int, typer.Option(min=1, max=500, help="Most items.")]
MajorName = Annotated[str | None, typer.Option("--major", help="Code, id or name of a major.")]
ClassName = Annotated[str | None, typer.Option("--class", help="专业类, such as 护理类.")]
SchoolName = Annotated[str | None, typer.Option("--school", help="Code, id or name of a school.")]


@contextmanager
def _view(without: list[str] | None, as_of: str | None) -> Iterator[View]:
    with connect(settings()) as db:
        yield published_view(db, as_of=as_of).leaving_out(without or [])


def _region(view: View, name: str | None) -> str | None:
    return resolve(view, Region, name) if name else None


def _major(view: View, name: str | None, level: str | None = None) -> str | None:
    return resolve(view, Major, name, level=level) if name else None


def _school(view: View, name: str | None) -> str | None:
    return resolve(view, School, name) if name else None


@app.command("gaps")
def gaps_command(  # noqa: PLR0913 - options of a command
    by: Annotated[str, typer.Option(help="occupation, major, cluster, level or region.")] = "major",
    region: Where = None,
    level: Level = None,
    year: Year = None,
    all_routes: Annotated[
        bool, typer.Option(help="All admission routes are loaded: places are complete.")
    ] = False,
    all_demand: Annotated[
        bool, typer.Option(help="All demand is loaded: openings are complete.")
    ] = False,
    limit: Limit = 30,
    without: Without = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Openings against places: gaps as intervals, or which numbers are missing."""
    with _view(without, as_of) as view:
        asked = GapRequest(
            cast(By, by), _region(view, region), level, year, all_routes, all_demand, limit
        )
        answer = gaps(view, asked)
    showing.show(answer, showing.gap_tables(answer), as_json=as_json)


@app.command("ladder")
def ladder_command(  # noqa: PLR0913 - options of a command
    cluster: Annotated[str | None, typer.Option(help="Code, id or name of a cluster.")] = None,
    class_name: Annotated[
        str | None, typer.Option("--class", help="专业类, such as 护理类.")
    ] = None,
    major: MajorName = None,
    level: Level = None,
    region: Where = None,
    without: Without = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Majors, schools and places from 中职 to bachelor's level, and the ways between."""
    with _view(without, as_of) as view:
        asked = LadderRequest(
            cluster=resolve(view, Cluster, cluster) if cluster else None,
            class_name=class_name,
            major=_major(view, major, level),
            region=_region(view, region),
        )
        answer = ladder(view, asked)
    showing.show(answer, showing.ladder_tables(answer), as_json=as_json)


@app.command("paths")
def paths_command(  # noqa: PLR0913 - options of a command
    major: MajorName = None,
    school: SchoolName = None,
    level: Level = None,
    limit: Limit = 20,
    without: Without = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Ways from a programme up to a bachelor's degree, with their schools."""
    with _view(without, as_of) as view:
        mine, theirs = _major(view, major, level), _school(view, school)
        answer = paths_up(view, major=mine, school=theirs, limit=limit)
    showing.show(answer, showing.path_tables(answer), as_json=as_json)


@app.command("indices")
def indices_command(  # noqa: PLR0913 - options of a command
    name: Annotated[str, typer.Argument(help="structure, quotient or concentration.")],
    region: Where = None,
    reference: Annotated[str | None, typer.Option(help="Wider region of a quotient.")] = None,
    major: MajorName = None,
    class_name: ClassName = None,
    level: Level = None,
    year: Year = None,
    measure: Annotated[str, typer.Option(help="增加值 or 从业人员.")] = "增加值",
    limit: Limit = 30,
    without: Without = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Structural deviation and fit, location quotients, concentration of places."""
    known = {"structure": structure, "quotient": quotient, "concentration": concentration}
    if name not in known:
        raise AnalysisInvalid(f"There is no index '{name}'.", field="name", known=list(known))
    with _view(without, as_of) as view:
        asked = IndexRequest(
            region=_region(view, region),
            year=year,
            level=level,
            major=_major(view, major, level),
            class_name=class_name,
            reference=_region(view, reference),
            measure=measure,
            limit=limit,
        )
        answer: IndexAnswer = known[name](view, asked)
    showing.show(answer, showing.index_tables(answer), as_json=as_json)


@app.command("coupling")
def coupling_command(  # noqa: PLR0913 - options of a command
    education: Annotated[list[str], typer.Option(help="Indicator of education; twice or more.")],
    industry: Annotated[list[str], typer.Option(help="Indicator of industry; twice or more.")],
    region: Annotated[list[str] | None, typer.Option(help="Regions; all where left out.")] = None,
    year: Annotated[list[int] | None, typer.Option(help="Years; all where left out.")] = None,
    weighting: Annotated[str, typer.Option(help="equal or entropy.")] = "equal",
    negative: Annotated[list[str] | None, typer.Option(help="Smaller is better.")] = None,
    without: Without = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Coupling coordination of education and industry, with every input."""
    if weighting not in ("equal", "entropy"):
        raise AnalysisInvalid(f"There is no weighting '{weighting}'.", field="weighting")
    with _view(without, as_of) as view:
        asked = CouplingRequest(
            education=tuple(education),
            industry=tuple(industry),
            regions=tuple(resolve(view, Region, r) for r in region or ()),
            years=tuple(year or ()),
            weighting=cast(Weighting, weighting),
            negative=tuple(negative or ()),
        )
        answer = coupled(view, asked)
    showing.show(answer, showing.index_tables(answer), as_json=as_json)


@app.command("whatif")
def whatif_command(  # noqa: PLR0913 - options of a command
    opened: Annotated[list[str] | None, typer.Option("--open", help=FORMS["open"])] = None,
    grow: Annotated[list[str] | None, typer.Option(help=FORMS["grow"])] = None,
    rename: Annotated[list[str] | None, typer.Option(help=FORMS["rename"])] = None,
    stop: Annotated[list[str] | None, typer.Option(help=FORMS["stop"])] = None,
    close: Annotated[list[str] | None, typer.Option(help=FORMS["close"])] = None,
    region: Where = None,
    level: Level = None,
    year: Year = None,
    name: Annotated[str, typer.Option(help="Name of the scenario.")] = "未命名",
    keep: Annotated[bool, typer.Option("--save", help="Save it under its name.")] = False,
    scenario: Annotated[str | None, typer.Option(help="Run a saved one instead.")] = None,
    without: Without = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Open, grow, rename, stop or close a major at a school: before and after."""
    wishes = {"open": opened, "grow": grow, "rename": rename, "stop": stop, "close": close}
    with _view(without, as_of) as view:
        asked = (
            read_scenario(view.db, scenario)
            if scenario
            else Scenario(name, changes_of(view, wishes, level), _region(view, region), year)
        )
        answer = what_if(view, asked)
        if keep:
            save(view, asked)
    showing.show(answer, showing.whatif_tables(answer), as_json=as_json)


@scenarios.command("list")
def scenarios_list(as_json: Json = False) -> None:
    """Saved scenarios."""
    with connect(settings()) as db:
        found = saved_scenarios(db)
    if as_json:
        showing.show(found, (), as_json=True)
        return
    for one in found:
        changes = "；".join(f"{OPS[c.op]} {c.school} {c.major}" for c in one.scenario.changes)
        print(f"{one.scenario.name}  {one.saved_at}  {changes}")


@scenarios.command("compare")
def scenarios_compare(
    names: Annotated[list[str], typer.Argument(help="Names of saved scenarios.")],
    without: Without = None,
    as_json: Json = False,
) -> None:
    """Saved scenarios side by side."""
    with _view(without, None) as view:
        answer = compare(view, names)
    showing.show(answer, showing.comparison_tables(answer), as_json=as_json)


@scenarios.command("delete")
def scenarios_delete(name: Annotated[str, typer.Argument(help="Name of a scenario.")]) -> None:
    """Forget a scenario."""
    with connect(settings()) as db:
        delete_scenario(db, name)


@app.command("communities")
def communities_command(  # noqa: PLR0913 - options of a command
    cluster: Annotated[str, typer.Argument(help="Code, id or name of a cluster.")],
    kind: Annotated[str, typer.Option(help="行业产教融合共同体 or 市域产教联合体.")] = COMMUNITY,
    region: Where = None,
    size: Annotated[int, typer.Option(min=1, max=100, help="Most members.")] = 20,
    include: Annotated[list[str] | None, typer.Option(help="Id that must be a member.")] = None,
    without: Without = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Members for a platform of a cluster, checked against its published rules."""
    with _view(without, as_of) as view:
        place = _region(view, region)
        found = resolve(view, Cluster, cluster)
        answer = propose(view, found, kind, region=place, size=size, include=include or ())
    showing.show(answer, showing.proposal_tables(answer), as_json=as_json)


@app.command("skills")
def skills_command(  # noqa: PLR0913 - options of a command
    subject: Annotated[str, typer.Argument(help="Major (code, id, name) or id of a programme.")],
    cluster: Annotated[str | None, typer.Option(help="Code, id or name of a cluster.")] = None,
    posting: Annotated[list[str] | None, typer.Option(help="Ids of postings or needs.")] = None,
    level: Level = None,
    limit: Limit = 50,
    without: Without = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Skills asked and not taught, with the smallest fix; taught and not asked."""
    with _view(without, as_of) as view:
        programme = subject.startswith("programme:")
        asked = SkillRequest(
            subject if programme else resolve(view, Major, subject, level=level),
            resolve(view, Cluster, cluster) if cluster else None,
            tuple(posting or ()),
            limit,
        )
        answer = skills(view, asked)
    showing.show(answer, showing.skill_tables(answer), as_json=as_json)
