"""The plan 杭政办函〔2025〕61号 as structured facts; every row names its clause."""

from graph.evidence import RowRejected
from graph.ontology.entities import (
    Clause,
    Cluster,
    Department,
    Indicator,
    Observation,
    Policy,
    Project,
    Region,
    School,
    Title,
)
from graph.ontology.relations import (
    About,
    Cites,
    CountsTowards,
    Names,
    PartOf,
    ResponsibleFor,
)
from ingest.rows import Row
from ingest.source import Emit

_REGION = "330100"


def policy(row: Row, emit: Emit) -> None:
    """State the plan, or a document it cites."""
    document = emit(
        Policy(
            name=row.need("name"),
            number=row.text("number"),
            issuer=row.text("issuer"),
            issued=row.text("issued"),
            since=row.text("since"),
            until=row.text("until"),
        )
    )
    if region := row.text("region"):
        emit.link(document, About(), emit.find(Region, region))
    if citing := row.text("cited_by"):
        emit.link(Policy.id_for(number=citing), Cites(), document)


def clause(row: Row, emit: Emit) -> None:
    """State a clause with a caption in our words, under its parent."""
    plan = _plan(row)
    found = emit(
        Clause(policy=plan, path=row.need("path"), name=row.need("name"), kind=row.need("kind"))
    )
    parent = row.text("parent")
    emit.link(found, PartOf(), _clause(plan, parent) if parent else plan)


def project(row: Row, emit: Emit) -> None:
    """State one of the twelve projects, part of the plan and of its clause."""
    plan = _plan(row)
    found = emit(
        Project(
            policy=plan,
            number=row.need("number"),
            name=row.need("name"),
            action=row.need("action"),
        )
    )
    emit.link(found, PartOf(), plan)
    emit.link(found, PartOf(), _clause(plan, row.need("clause")))


def target(row: Row, emit: Emit) -> None:
    """State a target; one without a figure is a direction, never a number."""
    plan, name, period = _plan(row), row.need("indicator"), row.need("period")
    unit, number = row.text("unit"), row.text("project")
    denominator = row.text("denominator")
    indicator = emit(
        Indicator(
            name=name,
            unit=unit,
            numerator=row.text("numerator"),
            denominator=denominator,
            note=row.text("note"),
        )
    )
    region = Region.id_for(code=_REGION)
    observation = emit(
        Observation(
            indicator=indicator,
            subject=region,
            period=period,
            kind="目标",
            name=f"{name}（{period} 目标）",
            value=row.decimal("value"),
            text=row.need("text"),
            unit=unit,
            comparator=row.need("comparator"),
        )
    )
    emit.link(observation, About(), region)
    emit.link(observation, CountsTowards(), indicator)
    emit.link(_clause(plan, row.need("clause")), CountsTowards(), indicator)
    if number:
        emit.link(Project.id_for(policy=plan, number=number), CountsTowards(), indicator)


def duty(row: Row, emit: Emit) -> None:
    """State who is responsible for what, in words of the plan or inherited from the whole."""
    plan, kind, target_key = _plan(row), row.need("target_kind"), row.need("target")
    department = emit(Department(name=row.need("department"), aliases=row.items("aliases")))
    ends = {
        "policy": plan,
        "clause": _clause(plan, target_key),
        "project": Project.id_for(policy=plan, number=target_key),
    }
    if kind not in ends:
        raise RowRejected(
            "unmapped_term", f"{row.locator}: nobody can be responsible for '{kind}'."
        )
    relation = ResponsibleFor(role=row.need("role"), basis=row.need("basis"))
    emit.link(department, relation, ends[kind])


def names(row: Row, emit: Emit) -> None:
    """State that a clause names a school, a cluster or a title."""
    plan, kind, name = _plan(row), row.need("kind"), row.need("name")
    scheme, level, part = row.text("scheme"), row.text("level"), row.text("round")
    if kind == "school":
        named = emit.find(School, name)
    elif kind == "cluster":
        named = Cluster.id_for(code=name)
    else:
        named = emit(Title(scheme=scheme or "", level=level, round=part, name=name))
    emit.link(_clause(plan, row.need("clause")), Names(published=row.text("published")), named)


def _plan(row: Row) -> str:
    return Policy.id_for(number=row.need("policy"))


def _clause(plan: str, path: str) -> str:
    return Clause.id_for(policy=plan, path=path)
