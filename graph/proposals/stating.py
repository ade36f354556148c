"""What a proposal states in the graph: its document, its clause, and the fact itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from graph.evidence import Fact
from graph.ontology import Entity, Relation
from graph.ontology.entities import (
    Clause,
    Department,
    Indicator,
    JobPosting,
    Observation,
    Policy,
    Project,
)
from graph.ontology.relations import (
    Cites,
    CountsTowards,
    ForOccupation,
    LocatedIn,
    Names,
    PartOf,
    Posted,
    Requires,
    ResponsibleFor,
)
from graph.proposals.model import POSTING, Proposal

_OPS: Final = {"=", ">=", "<=", "~", "range"}
#: A proposal whose thing the graph holds under another key than its name.
_NAMED: Final = ("school", "cluster", "title", "region")
_DUTIES: Final = ("牵头", "责任", "配合", "印发")


class _Stating:
    """Collects facts of one status."""

    def __init__(self, status: str) -> None:
        self.facts: list[Fact] = []
        self._status = status

    def node(self, entity: Entity) -> str:
        self.facts.append(Fact(entity.label(), entity.id, entity.values(), self._status))
        return entity.id

    def link(self, start: str, relation: Relation, end: str) -> None:
        key = relation.discriminator()
        self.facts.append(Fact(relation.rel_type, key, relation.values(), self._status, start, end))


def facts_of(proposal: Proposal, status: str) -> list[Fact]:
    """Facts of a proposal, all of one status (``suggested``, or ``stated`` once accepted)."""
    state = _Stating(status)
    if proposal.type == POSTING:
        _posting(state, proposal)
        return state.facts
    plan = state.node(Policy(**_policy_values(proposal.policy)))
    clause = _clause(state, proposal, plan)
    stating = _BY_TYPE.get(proposal.type)
    if stating is not None:
        stating(state, proposal, plan, clause)
    return state.facts


def _posting(state: _Stating, proposal: Proposal) -> None:
    attrs = proposal.attrs
    shown = {k: attrs.get(k) for k in ("name", "pay", "requirement", "month")}
    number = str(attrs["posting"])
    posting = state.node(JobPosting(source=proposal.source, number=number, **shown))
    occupation = attrs.get("id") or attrs.get("occupation")
    if occupation:
        # A probability is that of the machine's answer, not of a person's.
        chance = attrs.get("probability") if occupation == attrs.get("guess") else None
        state.link(posting, ForOccupation(probability=chance), str(occupation))
    for thing in attrs.get("requires", ()):
        state.link(posting, Requires(), str(thing))
    if attrs.get("region"):
        state.link(posting, LocatedIn(), str(attrs["region"]))
    if attrs.get("firm"):
        state.link(str(attrs["firm"]), Posted(), posting)


def _policy_values(values: Mapping[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in values.items() if k in Policy.fields and v}


def _clause(state: _Stating, proposal: Proposal, plan: str) -> str:
    """The clause of a proposal and those above it; text before the first clause is the plan."""
    if not proposal.clause or proposal.clause.startswith("0"):
        return plan
    path = proposal.clause.replace(".p", ".")
    kind = {"PROJECT": "工程"}.get(proposal.type, "措施" if "." in path else "部分")
    found = state.node(Clause(policy=plan, path=path, name=proposal.head or path, kind=kind))
    state.link(found, PartOf(), plan)
    return found


def _department(state: _Stating, attrs: Mapping[str, Any]) -> str:
    if attrs.get("id"):
        return str(attrs["id"])
    return state.node(Department(name=str(attrs["canonical"])))


def _duty(state: _Stating, proposal: Proposal, plan: str, clause: str) -> None:
    attrs = proposal.attrs
    if attrs["role"] in _DUTIES:
        relation = ResponsibleFor(role=str(attrs["role"]), basis="明文")
        end = plan if attrs["role"] == "印发" else clause
        state.link(_department(state, attrs), relation, end)


def _project(state: _Stating, proposal: Proposal, plan: str, clause: str) -> None:
    attrs = proposal.attrs
    found = state.node(
        Project(
            policy=plan,
            number=str(attrs["number"]),
            name=str(attrs["name"]),
            action=attrs.get("action"),
        )
    )
    state.link(found, PartOf(), plan)
    if clause != plan:
        state.link(found, PartOf(), clause)


def _inherited(state: _Stating, proposal: Proposal, plan: str, clause: str) -> None:
    _project(state, proposal, plan, clause)
    project = Project.id_for(policy=plan, number=str(proposal.attrs["number"]))
    relation = ResponsibleFor(role="牵头", basis="继承")
    state.link(_department(state, proposal.attrs["department"]), relation, project)


def _target(state: _Stating, proposal: Proposal, plan: str, clause: str) -> None:
    attrs = proposal.attrs
    name = str(attrs.get("indicator") or proposal.text)[:120]
    numeric = proposal.type == "TARGET_NUM"
    unit = attrs.get("unit") if numeric else None
    indicator = state.node(Indicator(name=name, unit=unit))
    year = attrs.get("year") or attrs.get("year_inherited")
    period = str(year) if year else None
    op = str(attrs.get("op", "方向"))
    observation = state.node(
        Observation(
            indicator=indicator,
            subject=plan,
            period=period,
            kind="目标",
            name=f"{name}（{period or '未注明年份'} 目标）",
            value=attrs.get("value"),
            upper=attrs.get("upper"),
            text=proposal.text,
            unit=unit,
            comparator=op if op in _OPS else "方向",
        )
    )
    state.link(observation, CountsTowards(), indicator)
    if clause != plan:
        state.link(clause, CountsTowards(), indicator)


def _reference(state: _Stating, proposal: Proposal, plan: str, clause: str) -> None:
    name, number = str(proposal.attrs["name"]), proposal.attrs.get("number")
    state.link(plan, Cites(), state.node(Policy(name=name, number=number)))


def _named(state: _Stating, proposal: Proposal, plan: str, clause: str) -> None:
    thing = str(proposal.attrs.get("id") or "")
    if clause != plan and thing.partition(":")[0] in _NAMED:
        state.link(clause, Names(published=proposal.text), thing)


_BY_TYPE: Final[dict[str, Callable[[_Stating, Proposal, str, str], None]]] = {
    "DEPT": _duty,
    "PROJECT": _project,
    "INHERITED": _inherited,
    "TARGET_NUM": _target,
    "TARGET_VAGUE": _target,
    "TARGET_QUAL": _target,
    "POLICY_REF": _reference,
    "NAMES": _named,
}


def types() -> Iterator[str]:
    """Types of proposals that state something beside their document."""
    yield from (*_BY_TYPE, POSTING)
