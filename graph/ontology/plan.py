"""The plan as data: what is asked, by whom, how much, by when, and what was measured."""

from __future__ import annotations

from typing import Annotated

from graph.ontology import lists
from graph.ontology.base import Entity, Prop
from graph.ontology.fields import Aliases, Name, Note, Since, Until
from graph.ontology.vocabulary import Closed


class Policy(
    Entity,
    prefix="policy",
    zh="政策文件",
    en="Policy",
    key=("number",),
    key_else=("name", "issued"),
    opaque=True,
    term="schema:Legislation",
):
    """A policy document: title, issuer, number, dates."""

    name: Name
    number: Annotated[str | None, Prop("文号", "Document number", index="range")] = None
    issuer: Annotated[str | None, Prop("发文机关", "Issuer")] = None
    issued: Annotated[str | None, Prop("成文日期", "Date (ISO)")] = None
    since: Since = None
    until: Until = None
    url: Annotated[str | None, Prop("网址", "Address", term="schema:url")] = None


class Clause(
    Entity,
    prefix="clause",
    zh="条款",
    en="Clause",
    key=("policy", "path"),
    opaque=True,
    searched=False,
):
    """One clause of a policy, by its path such as 2.1.4; a caption, not its text."""

    policy: Annotated[str, Prop("政策文件", "Id of the policy")]
    path: Annotated[str, Prop("条款号", "Path", index="range")]
    name: Name
    kind: Annotated[str, Prop("层级", "Kind"), Closed(lists.CLAUSE_KIND)]


class Project(
    Entity, prefix="project", zh="工程项目", en="Project", key=("policy", "number"), opaque=True
):
    """A project of a plan that is to be tracked."""

    policy: Annotated[str, Prop("政策文件", "Id of the policy")]
    number: Annotated[str, Prop("编号", "Number, such as 1.4", index="range")]
    name: Name
    action: Annotated[str | None, Prop("所属行动", "Action")] = None


class Indicator(Entity, prefix="indicator", zh="指标", en="Indicator", key=("name",), opaque=True):
    """What is counted or measured; its figures are observations."""

    name: Name
    unit: Annotated[str | None, Prop("单位", "Unit")] = None
    numerator: Annotated[str | None, Prop("分子", "Numerator")] = None
    denominator: Annotated[str | None, Prop("分母", "Denominator")] = None
    note: Note = None


class Observation(
    Entity,
    prefix="observation",
    zh="观测值",
    en="Observation",
    key=("indicator", "subject", "period", "kind"),
    opaque=True,
    term="schema:Observation",
    searched=False,
):
    """One figure of an indicator: a target, a rule, a baseline or a measurement, never mixed."""

    indicator: Annotated[str, Prop("指标", "Id of the indicator")]
    subject: Annotated[str | None, Prop("对象", "Region, school or project it is about")] = None
    period: Annotated[str | None, Prop("时期(原文)", "Period as published")] = None
    kind: Annotated[str, Prop("性质", "Kind", index="range"), Closed(lists.OBSERVATION_KIND)]
    name: Name
    value: Annotated[float | None, Prop("数值", "Value", term="schema:value")] = None
    upper: Annotated[float | None, Prop("上限", "Upper value of a range")] = None
    text: Annotated[str | None, Prop("原文数值", "Value as published")] = None
    unit: Annotated[str | None, Prop("单位", "Unit")] = None
    comparator: Annotated[str | None, Prop("比较方式", "Comparator"), Closed(lists.COMPARATOR)] = (
        None
    )


class Department(
    Entity, prefix="department", zh="部门", en="Department", key=("name",), opaque=True
):
    """A government department that a policy names."""

    name: Name
    aliases: Aliases = []
