"""What a template is: columns that derive from the ontology, and steps that say what a row states.

A column takes its caption, kind, closed list and whether it is required from the property it
fills. The steps are few and general (:mod:`ingest.templates.apply` carries them out), so adding a
template is adding one declaration.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graph.ontology import Entity, Relation
from graph.ontology.vocabulary import Term, Vocabulary


@dataclass(frozen=True)
class Column:
    """One column. ``kind`` is a JSON type, ``"list"``, or ``"date"`` for from–to; ``also`` are
    further headers that mean it; ``note`` goes on the sheet of instructions."""

    name: str
    zh: str
    en: str
    kind: str = "string"
    required: bool = False
    vocabulary: Vocabulary | None = None
    also: tuple[str, ...] = ()
    example: str = ""
    note: str = ""


def of(
    declared: type[Entity] | type[Relation],
    prop: str,
    example: str = "",
    *also: str,
    name: str = "",
    zh: str = "",
    required: bool | None = None,
) -> Column:
    """A column that fills a property; caption, kind and closed list come from the ontology."""
    fld = declared.fields[prop]
    return Column(
        name=name or prop,
        zh=zh or fld.prop.zh.removesuffix("(原文)"),
        en=fld.prop.en,
        kind="date" if prop in ("since", "until") else fld.kind,
        required=fld.required if required is None else required,
        vocabulary=fld.vocabulary,
        also=also,
        example=example,
        note=f"单位 {fld.prop.unit}" if fld.prop.unit else "",
    )


def named(
    entity: type[Entity],
    name: str,
    example: str,
    *also: str,
    zh: str = "",
    required: bool = False,
    many: bool = False,
) -> Column:
    """A column that refers to an entity by its name or code."""
    return Column(
        name=name,
        zh=zh or entity.zh,
        en=entity.en,
        kind="list" if many else "string",
        required=required,
        also=also,
        example=example,
        note="名称或代码" + ("，多个用顿号或分号隔开" if many else ""),
    )


@dataclass(frozen=True)
class Ref:
    """The id that an earlier step found."""

    alias: str


@dataclass(frozen=True)
class Const:
    """A value that no column carries."""

    value: Any


@dataclass(frozen=True)
class Text:
    """A text made of columns, such as ``"{scheme} {round}"``; empty columns leave nothing."""

    pattern: str


@dataclass(frozen=True)
class First:
    """The first of several that is not empty."""

    choices: tuple[Value, ...]


Value = str | Ref | Const | Text | First


@dataclass(frozen=True)
class Make:
    """State an entity. ``props`` are filled by the columns of the same names, ``values`` by what
    is said here. Nothing is stated where ``when`` names a column that is empty."""

    alias: str
    entity: type[Entity]
    props: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)
    when: str = ""
    #: One entity for each item of this list column, under its name.
    each: str = ""


@dataclass(frozen=True)
class Find:
    """Refer to a loaded entity by name or code; the first of ``entities`` that has one wins.
    ``prefer`` settles between several: property → column."""

    alias: str
    entities: tuple[type[Entity], ...]
    column: str
    prefer: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Party:
    """Refer to an organisation; one that no register holds is stated by name. ``by`` is the
    column that says what kind it is (:data:`PARTY_KIND`), where several kinds may stand."""

    alias: str
    entity: type[Entity]
    column: str
    by: str = ""


PARTY_KIND = Vocabulary(
    "party_kind",
    "单位类型",
    "Kind of organisation",
    (
        Term("企业", "enterprise", ("公司",)),
        Term("院校", "school", ("学校", "高校")),
        Term("机构", "other organisation", ("协会", "政府", "科研院所", "行业协会", "其他")),
    ),
)


@dataclass(frozen=True)
class FindCoded:
    """Refer to an entry of an official classification by its code, its name, or both; where both
    stand and belong to two entries, the row is refused."""

    alias: str
    entity: type[Entity]
    name: str
    coded: str


@dataclass(frozen=True)
class FindMajor:
    """Refer to a major by name, code or both; they must be of one entry of the catalogue.

    ``stub``: a name with a level that the catalogue lacks is stated as ``named_only``.
    """

    alias: str
    name: str = "major"
    coded: str = "major_code"
    level: str = "level"
    stub: bool = False


@dataclass(frozen=True)
class CheckMajor:
    """Refuse a row whose code belongs to another major of the catalogue."""

    name: str = "name"
    coded: str = "code"


@dataclass(frozen=True)
class Link:
    """Join what two steps found or made; nothing where one of them is empty."""

    start: str
    relation: type[Relation]
    end: str
    props: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)


Step = Make | Find | FindCoded | Party | FindMajor | CheckMajor | Link


@dataclass(frozen=True)
class Template:
    """One kind of table. ``primary`` is the alias of the entity (or the relation) that the row is
    about: it tells a changed row from a new one."""

    kind: str
    zh: str
    en: str
    columns: tuple[Column, ...]
    steps: tuple[Step, ...]
    primary: str | type[Relation]
    about: str = ""

    def column(self, name: str) -> Column:
        """A column by name."""
        return next(c for c in self.columns if c.name == name)


#: Columns that every template has: what the row was copied from, and how good that is.
GRADE = Column("source_grade", "来源等级", "Source grade", also=("证据等级",), note="A、B 或 C")
EVIDENCE = (Column("source", "来源", "Source", also=("出处", "资料来源", "数据来源")), GRADE)
#: Headers that number the rows and say nothing.
COUNTERS = ("序号", "行号", "no", "no.", "#")
