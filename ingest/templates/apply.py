"""One row of a template becomes facts: the steps of its declaration, carried out with ``Emit``.

Every refusal names the column and the value that are wrong (``fields["column"]``, ``["value"]``)
and, where there is one, the nearest word that would be right (``["suggestion"]``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import ValidationError

from graph.errors import GraphError
from graph.evidence import RowRejected
from graph.ontology import Entity, Relation
from graph.ontology.entities import Enterprise, Major, Organisation, School
from graph.ontology.ids import normalise_name
from graph.resolve import editions
from graph.resolve.names import Candidate, NameIndex
from ingest.source import Emit
from ingest.templates import cells, suggest
from ingest.templates.model import (
    PARTY_KIND,
    CheckMajor,
    Const,
    Find,
    FindCoded,
    FindMajor,
    First,
    Link,
    Make,
    Party,
    Ref,
    Step,
    Template,
    Text,
    Value,
)

T = TypeVar("T", Entity, Relation)
_CODES = {"missing": "missing_field", "extra_forbidden": "unknown_field"}
PARTIES: dict[str, type[Entity]] = {"企业": Enterprise, "院校": School, "机构": Organisation}
_OWN = {"unmapped_term", "invalid_uscc"}


def state(template: Template, row: Mapping[str, str], emit: Emit, names: NameIndex) -> None:
    """State what a row says; ``row`` holds the cells by column name.

    Raises:
        RowRejected: with code, column, value and suggestion.
    """
    run = _Run(template, cells.read(template, row), emit, names)
    for step in template.steps:
        run.do(step)
    run.put_primary_first()


@dataclass
class _Run:
    template: Template
    row: dict[str, Any]
    emit: Emit
    names: NameIndex
    ids: dict[str, list[str]] = field(default_factory=dict)

    def do(self, step: Step) -> None:
        match step:
            case Make():
                self.ids[step.alias] = self._make(step)
            case Find():
                self.ids[step.alias] = [self._find(step, v) for v in self._many(step.column)]
            case FindCoded():
                self.ids[step.alias] = self._coded(step)
            case Party():
                self.ids[step.alias] = self._party(step)
            case FindMajor():
                self.ids[step.alias] = self._majors(step)
            case CheckMajor():
                self._check_major(step)
            case Link():
                self._link(step)

    def put_primary_first(self) -> None:
        """The loader tells a changed row from a new one by the first fact."""
        primary = self.template.primary
        if isinstance(primary, str):
            wanted = set(self.ids[primary])
            self.emit.facts.sort(key=lambda f: f.start is not None or f.key not in wanted)
        else:
            self.emit.facts.sort(key=lambda f: f.kind != primary.rel_type)

    # --- values -----------------------------------------------------------------------------

    def _many(self, column: str) -> list[str]:
        value = self.row.get(column)
        if value is None:
            return []
        return value if isinstance(value, list) else [str(value)]

    def _value(self, how: Value) -> Any:
        match how:
            case str():
                return self.row.get(how)
            case Ref():
                return next(iter(self.ids.get(how.alias, ())), None)
            case Const():
                return how.value
            case Text():
                filled = {c.name: _shown(self.row.get(c.name)) for c in self.template.columns}
                return " ".join(how.pattern.format_map(filled).replace("()", "").split()) or None
            case First():
                return next((v for v in map(self._value, how.choices) if v is not None), None)

    def _values(self, props: str, values: Mapping[str, Value]) -> dict[str, Any]:
        given = {name: self.row.get(name) for name in props.split()}
        given |= {name: self._value(how) for name, how in values.items()}
        return {name: value for name, value in given.items() if value is not None}

    def _build(self, kind: type[T], given: dict[str, Any], values: Mapping[str, Value]) -> T:
        try:
            return kind.model_validate(given)
        except ValidationError as error:
            first = error.errors()[0]
            prop = str(first["loc"][0])
            how = values.get(prop, prop)
            raise self._of_model(kind, first, how if isinstance(how, str) else prop) from None

    def _of_model(
        self, kind: type[Entity] | type[Relation], error: Any, column: str
    ) -> RowRejected:
        code = error["type"] if error["type"] in _OWN else _CODES.get(error["type"], "")
        value = _shown(self.row.get(column))
        message = str(error["msg"]) or f"{kind.zh} refuses '{value}'"
        fld = kind.fields.get(str(error["loc"][0]))
        hint = suggest.of_list(fld.vocabulary, value) if fld and fld.vocabulary else ""
        return self.refusal(code or "invalid_value", f"{message}.", column, hint)

    def refusal(
        self, code: str, message: str, column: str, suggestion: str = "", **more: Any
    ) -> RowRejected:
        """A refusal that points at a column."""
        return RowRejected(
            code,
            message,
            hint=suggest.in_words(suggestion),
            column=column,
            value=_shown(self.row.get(column)),
            suggestion=suggestion,
            **more,
        )

    # --- steps ------------------------------------------------------------------------------

    def _make(self, step: Make) -> list[str]:
        if step.each:
            given = self._values("", step.values)
            rows = [{"name": name, **given} for name in self._many(step.each)]
        else:
            if step.when and not self._many(step.when):
                return []
            rows = [self._values(step.props, step.values)]
        try:
            return [self.emit(self._build(step.entity, row, step.values)) for row in rows]
        except RowRejected:
            raise
        except GraphError as error:
            column = step.entity.key[0]
            raise self.refusal(error.code, error.message, column) from None

    def _party(self, step: Party) -> list[str]:
        entity = step.entity
        if word := self.row.get(step.by):
            entity = PARTIES.get(PARTY_KIND.canonical(word) or "", Entity)
        if entity is Entity:
            near = suggest.of_list(PARTY_KIND, str(word))
            message = f"'{word}' is no kind of organisation."
            raise self.refusal("unmapped_term", message, step.by, near)
        values = {"kind": "其他"} if entity is Organisation else {}
        return [self.emit.party(name, entity, **values) for name in self._many(step.column)]

    def _find(self, step: Find, name: str) -> str:
        prefer = {prop: self._value(column) for prop, column in step.prefer.items()}
        refused: RowRejected | None = None
        for entity in step.entities:
            try:
                return self.emit.find(entity, name, **prefer)
            except RowRejected as error:
                if error.code != "unknown_name":
                    raise self._of_name(error, step.column) from None
                refused = refused or error
        near = suggest.of_names(self.names, step.entities, name)
        kinds = " or ".join(e.zh for e in step.entities)
        message = f"No {kinds} is called '{name}'."
        raise self.refusal("unknown_name", message, step.column, near) from refused

    def _coded(self, step: FindCoded) -> list[str]:
        code, name = self.row.get(step.coded), self.row.get(step.name)
        if code is None:
            return [self._find(Find("", (step.entity,), step.name), name)] if name else []
        label = step.entity.label()
        known = self.names.lookup(label, normalise_name(str(code)))
        coded = {c.id: c for c in known if c.values.get("code") == code}
        if not coded:
            near = suggest.of_names(self.names, (step.entity,), str(name or code))
            message = f"No {step.entity.zh} has the code {code}."
            raise self.refusal("unknown_name", message, step.coded, near)
        called = {c.id: c for c in self.names.lookup(label, normalise_name(str(name or "")))}
        if called and not called.keys() & coded.keys():
            readings = [f"{c.values['code']} {c.name}" for c in (coded | called).values()]
            raise self.refusal(
                code="code_name_disagree",
                message=f"{code} and '{name}' are two entries of the classification.",
                column=step.coded,
                suggestion=" / ".join(readings),
                readings=readings,
            )
        return list(coded)

    def _of_name(self, error: RowRejected, column: str) -> RowRejected:
        choices = error.fields.get("candidates", [])
        words = "、".join(f"{c['name']} ({c['id']})" for c in choices[:5])
        return self.refusal(error.code, error.message, column, words, candidates=choices)

    def _link(self, step: Link) -> None:
        for start in self.ids.get(step.start, ()):
            for end in self.ids.get(step.end, ()):
                given = self._values(step.props, step.values)
                relation = self._build(step.relation, given, step.values)
                try:
                    self.emit.link(start, relation, end)
                except RowRejected as error:
                    raise self._of_ends(error, step) from None

    def _of_ends(self, error: RowRejected, step: Link) -> RowRejected:
        """A name led to another kind of thing: point at the column where it stands."""
        named = [
            s.column
            for s in self.template.steps
            if isinstance(s, Party | Find) and s.alias in (step.start, step.end)
        ]
        return self.refusal(error.code, error.message, named[-1] if named else "")

    # --- majors -----------------------------------------------------------------------------

    def _majors(self, step: FindMajor) -> list[str]:
        names, code = self._many(step.name), self.row.get(step.coded)
        level = self.row.get(step.level)
        if code:
            return [self._by_code(step, names[0] if names else None, str(code))]
        return [self._by_name(step, name, level) for name in names]

    def _by_code(self, step: FindMajor, name: str | None, code: str) -> str:
        coded = [c for c in self._known(code) if c.values.get("code") == code]
        called = {c.id: c for c in self._known(name)} if name else {c.id: c for c in coded}
        both = editions.agreeing(code, name, called.values()) if name else coded
        if len(both) == 1:
            return both[0].id
        if name is None or not (coded or called):
            near = suggest.of_names(self.names, (Major,), name or code)
            raise self.refusal("unknown_name", f"No major has the code {code}.", step.coded, near)
        raise self._two_readings(step.coded, code, name, coded, list(called.values()))

    def _by_name(self, step: FindMajor, name: str, level: str | None) -> str:
        found = [c for c in self._known(name) if level in (None, c.values.get("level"))]
        exact = [c for c in found if normalise_name(c.name) == normalise_name(name)]
        found = exact or found
        if len(found) == 1:
            return found[0].id
        if not found and step.stub and level:
            return self.emit(self._build(Major, {"name": name, "level": level,
                                                 "named_only": True}, {}))  # fmt: skip
        if not found:
            near = suggest.of_names(self.names, (Major,), name)
            at = f" at the level {level}" if level else ""
            raise self.refusal("unknown_name", f"No major is called '{name}'{at}.", step.name, near)
        code = "major_level_ambiguous" if level is None else "ambiguous_name"
        words = "、".join(_reading(c) for c in found)
        raise self.refusal(
            code,
            f"'{name}' stands for {len(found)} majors. Give the code or the level.",
            step.name,
            words,
            candidates=[{"id": c.id, "name": c.name} for c in found],
        )

    def _check_major(self, step: CheckMajor) -> None:
        code, name = self.row.get(step.coded), str(self.row.get(step.name))
        coded = [c for c in self._known(code) if c.values.get("code") == code] if code else []
        if coded and normalise_name(name) not in {normalise_name(c.name) for c in coded}:
            raise self._two_readings(step.coded, str(code), name, coded, self._known(name))

    def _known(self, word: str) -> list[Candidate]:
        found = self.names.lookup(Major.label(), normalise_name(word))
        return [c for c in {c.id: c for c in found}.values() if not c.values.get("named_only")]

    def _two_readings(
        self, column: str, code: str, name: str, coded: list[Candidate], called: list[Candidate]
    ) -> RowRejected:
        readings = [_reading(c) for c in (*coded, *called)]
        return self.refusal(
            "major_code_edition",
            f"{code} and '{name}' are not of one entry of the catalogue. "
            "Numbers were reused between the editions of 2015 and 2021.",
            column,
            " / ".join(readings),
            readings=readings,
        )


def _reading(candidate: Candidate) -> str:
    values = candidate.values
    words = (values.get("code"), candidate.name, values.get("level"))
    return " ".join(str(w) for w in words if w)


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)
