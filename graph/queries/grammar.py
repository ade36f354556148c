"""One grammar for all lists: ``filter=level:高职专科,industry:39&sort=-name``.

    clause   = key ":" ["!"] value *("|" value)        clauses are joined by ","
    key      = property | "status" | "grade" | relation | entity type | key "." key
    value    = word | '"' words '"' | "null" | "~" part | a ".." b | ">" a | ">=" a | "<" a | "<=" a

A property is compared as it stands; a relation (``located_in``) or entity type (``region``) asks
for what lies at its other end, given by id, code or name, and counts what is part of that. Words
are checked against the model here, once; what runs is generated from the model with parameters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from math import isfinite
from typing import Any

from graph.errors import GraphError
from graph.ontology import REGISTRY
from graph.ontology.base import Field, Prop

LONGEST, MOST_CLAUSES, MOST_VALUES, MOST_STEPS = 2000, 20, 50, 3
_LARGEST = 2**63 - 1
_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"|([^",|]+)|([,|])')
_COMPARE = re.compile(r"^(>=|<=|>|<)(.+)$", re.S)


class FilterInvalid(GraphError):
    """A filter, sort or field that the model does not have, or a value that does not fit it;
    ``field`` names it and ``suggestions`` are the nearest words."""

    code = "filter_invalid"


#: What every fact carries and may be asked for.
FACT_FIELDS: dict[str, Field] = {
    name: Field(name, "string", True, Prop(zh, en))
    for name, zh, en in (
        ("id", "标识", "Id"),
        ("status", "事实状态", "Status of the fact"),
        ("grade", "来源等级", "Grade of the source"),
    )
}


@dataclass(frozen=True)
class Step:
    """One relation, or any of several, from here: ``outgoing`` is None for either direction."""

    relations: tuple[str, ...]
    outgoing: bool | None
    targets: tuple[str, ...]


@dataclass(frozen=True)
class Key:
    """What a clause speaks of: a property (``field``) or what lies at the end of ``steps``."""

    name: str
    field: Field | None = None
    steps: tuple[Step, ...] = ()

    @property
    def targets(self) -> tuple[str, ...]:
        """Labels at the end of the path."""
        return self.steps[-1].targets

    def caption(self, lang: str) -> str:
        """The key in words."""
        if self.field is not None:
            return self.field.prop.zh if lang == "zh" else self.field.prop.en
        labels = [REGISTRY.entities[t] for t in self.targets]
        if len(self.steps[-1].relations) == 1 and len(labels) > 1:
            relation = REGISTRY.relations[self.steps[-1].relations[0]]
            return relation.zh if lang == "zh" else relation.en
        return "/".join(e.zh if lang == "zh" else e.en for e in labels)


@dataclass(frozen=True)
class Value:
    """One alternative of a clause. ``kind``: is, null, part, range; a range has ``low``, ``high``
    and whether each end is part of it."""

    kind: str
    value: Any = None
    low: Any = None
    high: Any = None
    closed: tuple[bool, bool] = (True, True)


@dataclass(frozen=True)
class Clause:
    """A key with its alternatives."""

    key: Key
    values: tuple[Value, ...]
    negated: bool = False


@dataclass(frozen=True)
class Question:
    """What is asked of one entity type; checked against the model."""

    label: str
    clauses: tuple[Clause, ...] = ()
    sort: tuple[tuple[Field, bool], ...] = ()
    fields: tuple[str, ...] = ()


def question(
    label: str, filter_: str | None = None, sort: str | None = None, fields: str | None = None
) -> Question:
    """Read what was asked of the entities of ``label``.

    Raises:
        FilterInvalid: a word that the model does not have, or a value that does not fit.
    """
    return Question(
        label,
        tuple(_clauses(label, filter_ or "")),
        tuple(_sorts(label, sort)),
        tuple(_property(label, name, "fields").name for name in listed(fields)),
    )


def listed(text: str | None) -> list[str]:
    """Words between commas, each once."""
    return list(dict.fromkeys(w for w in ((text or "").split(",")) if w.strip()))


def key_of(label: str, name: str, where: str = "filter") -> Key:
    """The key of this name.

    Raises:
        FilterInvalid: the model has none; ``suggestions`` are the nearest.
    """
    name = name.strip()
    fields = {**REGISTRY.entities[label].fields, **FACT_FIELDS}
    if name in fields:
        return Key(name, fields[name])
    labels: tuple[str, ...] = (label,)
    steps: list[Step] = []
    parts = name.split(".")
    if len(parts) > MOST_STEPS:
        raise FilterInvalid(f"'{name[:80]}' has more than {MOST_STEPS} steps.", field=where)
    for part in parts:
        step = _step(labels, part)
        if step is None:
            raise unknown(name, [*fields, *neighbour_keys(label)], where, label)
        steps.append(step)
        labels = step.targets
    return Key(name, steps=tuple(steps))


def neighbour_keys(label: str) -> list[str]:
    """Relations and entity types that are one step away, as keys."""
    found: dict[str, None] = {}
    for name, relation in REGISTRY.relations.items():
        for a, b in relation.ends:
            if label in (a.__name__, b.__name__):
                found[name.lower()] = None
                found[(b if a.__name__ == label else a).prefix] = None
    return list(found)


def _step(labels: tuple[str, ...], part: str) -> Step | None:
    relation = REGISTRY.relations.get(part.upper()) if part.islower() else None
    if relation is not None:
        pairs = [(a.__name__, b.__name__) for a, b in relation.ends]
        out = tuple(dict.fromkeys(b for a, b in pairs if a in labels))
        into = tuple(dict.fromkeys(a for a, b in pairs if b in labels))
        if out or into:
            return Step((relation.rel_type,), bool(out), out or into)
    wanted = REGISTRY.prefixes.get(part)
    if wanted is None:
        return None
    target = wanted.__name__
    relations = [
        name
        for name, declared in REGISTRY.relations.items()
        if any(
            (a.__name__ in labels and b.__name__ == target)
            or (b.__name__ in labels and a.__name__ == target)
            for a, b in declared.ends
        )
    ]
    return Step(tuple(relations), None, (target,)) if relations else None


def unknown(name: str, known: Iterable[str], where: str, label: str) -> FilterInvalid:
    """There is nothing of this name; the nearest names are offered."""
    names = list(known)
    near = get_close_matches(name, names, n=3, cutoff=0.5)
    return FilterInvalid(
        f"{label} has nothing called '{name[:80]}'.",
        hint=f"Did you mean {', '.join(near)}?" if near else f"Known: {', '.join(names)}.",
        field=where,
        suggestions=near,
    )


def _property(label: str, name: str, where: str) -> Field:
    fields = {**REGISTRY.entities[label].fields, **FACT_FIELDS}
    if name.strip() not in fields:
        raise unknown(name.strip(), fields, where, label)
    return fields[name.strip()]


def _sorts(label: str, text: str | None) -> Iterable[tuple[Field, bool]]:
    for word in listed(text):
        field = _property(label, word.strip().removeprefix("-"), "sort")
        if field.kind == "list":
            raise FilterInvalid(f"'{field.name}' is a list and has no order.", field="sort")
        yield field, word.strip().startswith("-")


def _clauses(label: str, text: str) -> Iterable[Clause]:
    if len(text) > LONGEST:
        raise FilterInvalid(f"The filter is longer than {LONGEST} characters.", field="filter")
    parts = _split(text)
    if len(parts) > MOST_CLAUSES:
        raise FilterInvalid(f"The filter has more than {MOST_CLAUSES} clauses.", field="filter")
    for words in parts:
        first, quoted = words[0]
        name, colon, rest = first.partition(":")
        if quoted or not colon:
            raise FilterInvalid(
                f"'{first[:80]}' is no clause.", hint="Write key:value,key:value.", field="filter"
            )
        key = key_of(label, name)
        negated = rest.startswith("!")
        rest = rest.removeprefix("!")
        given = [(rest, False), *words[1:]] if rest.strip() else words[1:]
        if not given or len(given) > MOST_VALUES:
            raise FilterInvalid(
                f"'{key.name}' needs 1 to {MOST_VALUES} values.", field=key.name, where="filter"
            )
        yield Clause(key, tuple(_value(key, w, q) for w, q in given), negated)


def _split(text: str) -> list[list[tuple[str, bool]]]:
    """Clauses as lists of (word, was quoted)."""
    clauses: list[list[tuple[str, bool]]] = [[]]
    end = 0
    for match in _TOKEN.finditer(text):
        if match.start() != end:
            break
        end = match.end()
        quoted, word, mark = match.groups()
        if mark == ",":
            clauses.append([])
        elif quoted is not None:
            clauses[-1].append((re.sub(r"\\(.)", r"\1", quoted), True))
        elif word is not None:
            clauses[-1].append((word, False))
    if end != len(text):
        raise FilterInvalid("A quote in the filter is never closed.", field="filter")
    return [c for c in clauses if c]


def _value(key: Key, text: str, quoted: bool) -> Value:
    word = text if quoted else text.strip()
    if quoted:
        return Value("is", _typed(key, word))
    if word == "null":
        return Value("null")
    if word.startswith("~"):
        if key.field is None or key.field.kind not in ("string", "list") or len(word) < 2:
            raise FilterInvalid(f"'{key.name}' cannot hold a part of a text.", field=key.name)
        return Value("part", word[1:])
    compared = _COMPARE.match(word)
    if compared:
        bound = _bound(key, compared[2])
        closed = len(compared[1]) == 2
        up = compared[1][0] == ">"
        return Value(
            "range",
            low=bound if up else None,
            high=None if up else bound,
            closed=(closed, closed),
        )
    if ".." in word and key.field is not None and key.field.vocabulary is None:
        low, _, high = word.partition("..")
        if low or high:
            return Value("range", low=_bound(key, low), high=_bound(key, high))
    return Value("is", _typed(key, word))


def _bound(key: Key, text: str) -> Any:
    if key.field is None or key.field.kind in ("list", "boolean") or key.field.vocabulary:
        raise FilterInvalid(f"'{key.name}' has no order, so no range.", field=key.name)
    return _typed(key, text) if text.strip() else None


def _typed(key: Key, word: str) -> Any:
    """A word as the property's type; a neighbour's word stays as it is."""
    field = key.field
    if field is None or (field.kind in ("string", "list") and field.vocabulary is None):
        return word
    if field.vocabulary is not None:
        found = field.vocabulary.canonical(word)
        if found is None:
            codes = [t.code for t in field.vocabulary.terms]
            near = get_close_matches(word, codes, n=3, cutoff=0.3)
            raise FilterInvalid(
                f"'{word[:80]}' is not in the list of {field.name}.",
                hint=f"Known: {', '.join(codes)}.",
                field=field.name,
                suggestions=near or codes[:5],
            )
        return found
    number = _boolean(word) if field.kind == "boolean" else _number(word, field.kind)
    if number is None:
        raise FilterInvalid(
            f"'{word[:80]}' is no {field.kind}, which {field.name} is.", field=field.name
        )
    return number


def _boolean(word: str) -> bool | None:
    return {"true": True, "false": False, "是": True, "否": False}.get(word.lower())


def _number(word: str, kind: str) -> float | int | None:
    try:
        value = int(word) if kind == "integer" else float(word)
    except ValueError:
        return None
    return value if isfinite(value) and abs(value) <= _LARGEST else None


# --- said back in words ----------------------------------------------------------------------


def in_words(asked: Question, lang: str = "zh", grouped: Sequence[Key] = ()) -> str:
    """The question as a sentence, so that a reader sees what was understood."""
    kind = REGISTRY.entities[asked.label]
    zh = lang == "zh"
    said = kind.zh if zh else f"{kind.en}: all"
    if asked.clauses:
        parts = [_clause_words(c, lang) for c in asked.clauses]
        said = (
            f"{kind.zh}，其中{'，且'.join(parts)}"
            if zh
            else f"{kind.en} where " + " and ".join(parts)
        )
    if grouped:
        names = ("、" if zh else ", ").join(k.caption(lang) for k in grouped)
        said += f"；按{names}计数" if zh else f"; counted by {names}"
    if asked.sort:
        orders = [_sort_words(f, down, lang) for f, down in asked.sort]
        said += f"；按{'、'.join(orders)}排列" if zh else f"; ordered by {', '.join(orders)}"
    return said


def _sort_words(field: Field, down: bool, lang: str) -> str:
    if lang == "zh":
        return field.prop.zh + ("从大到小" if down else "")
    return field.prop.en + (" descending" if down else "")


def _clause_words(clause: Clause, lang: str) -> str:
    values = [_value_words(v, lang) for v in clause.values]
    name = clause.key.caption(lang)
    if lang == "zh":
        return f"{name}{'不' if clause.negated else ''}{'或'.join(values)}"
    return f"{name} {'not ' if clause.negated else ''}{' or '.join(values)}"


def _value_words(value: Value, lang: str) -> str:
    zh = lang == "zh"
    if value.kind == "null":
        return "为未知" if zh else "unknown"
    if value.kind == "part":
        return f"含“{value.value}”" if zh else f'containing "{value.value}"'
    if value.kind == "range":
        ends = []
        if value.low is not None:
            word = (
                ("不小于" if value.closed[0] else "大于")
                if zh
                else (">=" if value.closed[0] else ">")
            )
            ends.append(f"{word} {value.low}")
        if value.high is not None:
            word = (
                ("不大于" if value.closed[1] else "小于")
                if zh
                else ("<=" if value.closed[1] else "<")
            )
            ends.append(f"{word} {value.high}")
        return ("且" if zh else " and ").join(ends)
    return f"为“{value.value}”" if zh else f'"{value.value}"'
