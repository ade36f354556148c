"""Lists of any entity type: filtered, ordered, paged, counted by groups, with neighbours.

Cypher is generated from the checked question (:mod:`graph.queries.grammar`); values travel as
parameters. An earlier version is filtered and ordered by the values of that version.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from graph.cypher.reads import visible
from graph.cypher.text import label as quote_label
from graph.cypher.text import literal, quote, rel_type
from graph.errors import GraphError, NotFound
from graph.ontology import REGISTRY
from graph.queries.grammar import Clause, Key, Question, Value
from graph.resolve.lookup import resolve
from graph.view import View

MOST_GROUPS = 500
MOST_RELATED = 50
_DEEPEST = 12
#: What stands in the place of a missing value in the order; it comes after all others.
_BLANK = {"string": "''", "integer": "0", "number": "0.0", "boolean": "false"}


class CursorInvalid(GraphError):
    """A cursor that this list did not give, or that belongs to another question."""

    code = "cursor_invalid"


@dataclass
class _Text:
    """Conditions with their parameters, while a query is being made."""

    view: View
    #: The variable that carries the values: the node, or its earlier state.
    at: str
    params: dict[str, Any] = field(default_factory=dict)

    def param(self, value: Any) -> str:
        """A parameter with this value."""
        name = f"v{len(self.params)}"
        self.params[name] = value
        return f"${name}"


def page(
    view: View, asked: Question, *, limit: int = 50, cursor: str | None = None
) -> dict[str, Any]:
    """One page of a list.

    Returns: ``{"items": [{"id", "type", "name", "properties", "status", "grade"}], "total",
    "next"}``; ``next`` is the cursor of the page after, None on the last.

    Raises:
        NotFound, AmbiguousName: a neighbour that the filter names.
        CursorInvalid: see the class.
    """
    text = _Text(view, _at(view))
    where = _conditions(text, asked)
    head = _head(view, asked.label)
    number = _count(text, head, where)
    keys = _sort_keys(text.at, asked)
    after = _after(text, asked, keys, cursor)
    rows = view.read(
        literal(
            f"{head}{where}{after} WITH n, {text.at} AS p, "
            f"{', '.join(f'{k} AS k{i}' for i, (k, _) in enumerate(keys))} "
            f"ORDER BY {_order(keys)} "
            f"LIMIT $limit RETURN {_columns(asked)}, "
            f"[{', '.join(f'k{i}' for i in range(len(keys)))}] AS place"
        ),
        limit=limit + 1,
        **text.params,
    )
    more = len(rows) > limit
    kept = rows[:limit]
    return {
        "items": [_item(asked, row) for row in kept],
        "total": number,
        "next": _cursor(view, asked, kept[-1]["place"]) if more else None,
    }


def total(view: View, asked: Question) -> int:
    """How many a list has."""
    text = _Text(view, _at(view))
    where = _conditions(text, asked)
    return _count(text, _head(view, asked.label), where)


def _count(text: _Text, head: str, where: str) -> int:
    query = literal(f"{head}{where} RETURN count(*) AS total")
    return int(text.view.read(query, **text.params)[0]["total"])


def stream(view: View, asked: Question) -> Iterator[dict[str, Any]]:
    """Every item of a list in its order, as it comes from the database: for exports. Each has
    ``records`` too."""
    text = _Text(view, _at(view))
    where = _conditions(text, asked)
    keys = _sort_keys(text.at, asked)
    order = ", ".join(f"{k}{' DESC' if down else ''}" for k, down in keys)
    # In the order of its index nothing is collected for sorting, however many there are.
    by_index = "" if asked.sort else "AND n.id >= '' "
    query = literal(
        f"{_head(view, asked.label)}{by_index}{where} WITH n, {text.at} AS p ORDER BY {order} "
        f"RETURN {_columns(asked)}, p.records AS records"
    )
    for row in view.stream(query, **text.params):
        yield {**_item(asked, row), "records": row["records"]}


def groups(view: View, asked: Question, key: Key) -> dict[str, Any]:
    """How many of a list have each value of a property, or each neighbour.

    Returns: ``{"key", "groups": [{"value", "name", "count", "unknown"}], "total", "more"}``;
    largest first, what has none under ``unknown``; ``more`` is the number of groups beyond
    :data:`MOST_GROUPS`; one entity with several values counts in each of them.
    """
    text = _Text(view, _at(view))
    where = _conditions(text, asked)
    rows = view.read(
        literal(
            f"{_head(view, asked.label)}{where} {_grouped(text, key)} "
            "ORDER BY count DESC, value RETURN value, name, count"
        ),
        **text.params,
    )
    found = [{**row, "unknown": row["value"] is None} for row in rows]
    found.sort(key=lambda g: g["unknown"])
    return {
        "key": key.name,
        "groups": found[:MOST_GROUPS],
        "total": len(found),
        "more": max(0, len(found) - MOST_GROUPS),
    }


def related(view: View, label: str, ids: Sequence[str], key: Key) -> dict[str, dict[str, Any]]:
    """Entities at the end of a key, for each of these: ``{id: {"items": [{"id", "type", "name",
    "code"}], "total"}}``; at most :data:`MOST_RELATED` items each."""
    pattern, variables = _pattern(key)
    end = variables[-1]
    rows = view.read(
        literal(
            f"UNWIND $ids AS wanted MATCH (n:{quote_label(label)} {{id: wanted}}) "
            f"WHERE {visible('n')} MATCH (n){pattern} WHERE {visible(*variables)} "
            f"WITH DISTINCT n.id AS owner, {end} AS m ORDER BY m.name, m.id "
            "WITH owner, collect({id: m.id, type: labels(m)[0], name: m.name, code: m.code}) "
            "AS found RETURN owner, size(found) AS total, found[..$most] AS items"
        ),
        ids=list(ids),
        most=MOST_RELATED,
    )
    for row in rows:
        view.as_it_was(row["items"], "name", "code")
    return {row["owner"]: {"items": row["items"], "total": row["total"]} for row in rows}


# --- the parts of a query --------------------------------------------------------------------


def _at(view: View) -> str:
    return "s" if view.version < view.newest else "n"


def _head(view: View, label: str) -> str:
    head = f"MATCH (n:{quote_label(label)}) WHERE {visible('n')} "
    if _at(view) == "n":
        return head
    return (
        f"{head}OPTIONAL MATCH (h:`_History`) WHERE n.changed_version > $version "
        "AND h.key STARTS WITH n.id + '@' AND h.from_version <= $version < h.to_version "
        "AND any(x IN split(h.scope, '|') WHERE x IN $scopes) AND NOT h.status IN $without "
        "WITH n, coalesce(h, n) AS s WHERE true "
    )


def _conditions(text: _Text, asked: Question) -> str:
    return "".join(f"AND {_clause(text, clause)} " for clause in asked.clauses)


def _clause(text: _Text, clause: Clause) -> str:
    one = _property_condition if clause.key.field is not None else _neighbour_condition
    parts = " OR ".join(one(text, clause.key, value) for value in clause.values)
    return f"NOT coalesce({parts}, false)" if clause.negated else f"({parts})"


def _property_condition(text: _Text, key: Key, value: Value) -> str:
    assert key.field is not None
    name = f"{text.at}.{quote(key.field.name)}"
    is_list = key.field.kind == "list"
    if value.kind == "null":
        return f"{name} IS NULL" + (f" OR size({name}) = 0" if is_list else "")
    if value.kind == "part":
        part = text.param(value.value)
        return f"any(x IN {name} WHERE x CONTAINS {part})" if is_list else f"{name} CONTAINS {part}"
    if value.kind == "range":
        ends = [(value.low, ">", value.closed[0]), (value.high, "<", value.closed[1])]
        return " AND ".join(
            f"{name} {sign}{'=' if closed else ''} {text.param(bound)}"
            for bound, sign, closed in ends
            if bound is not None
        )
    wanted = text.param(value.value)
    if is_list:
        return f"{wanted} IN {name}"
    # A flag that is not set is a no: the model leaves false out.
    said = f"coalesce({name}, false)" if key.field.kind == "boolean" else name
    return f"{said} = {wanted}"


def _neighbour_condition(text: _Text, key: Key, value: Value) -> str:
    pattern, variables = _pattern(key)
    inside = f"EXISTS {{ MATCH (n){pattern} WHERE {visible(*variables)}"
    if value.kind == "null":
        return f"NOT {inside} }}"
    ids = text.param(_with_parts(text.view, _find(text.view, key, str(value.value))))
    return f"{inside} AND {variables[-1]}.id IN {ids} }}"


def _pattern(key: Key) -> tuple[str, list[str]]:
    """The path of a key from ``n`` on, and its variables."""
    text, variables = "", []
    for i, step in enumerate(key.steps):
        names = "|".join(rel_type(r) for r in step.relations)
        labels = "|".join(quote_label(t) for t in step.targets)
        left, right = {None: ("-", "-"), True: ("-", "->"), False: ("<-", "-")}[step.outgoing]
        text += f"{left}[r{i}:{names}]{right}(m{i}:{labels})"
        variables += [f"r{i}", f"m{i}"]
    return text, variables


def _find(view: View, key: Key, reference: str) -> str:
    """The entity that a filter's value means, among the types that the key leads to."""
    missing: NotFound | None = None
    for target in key.targets:
        try:
            return resolve(view, REGISTRY.entities[target], reference)
        except NotFound as error:
            missing = missing if missing and missing.fields.get("suggestions") else error
    assert missing is not None
    missing.fields["field"] = key.name
    raise missing


def _with_parts(view: View, entity_id: str) -> list[str]:
    """An entity and what is part of it, of its own type: a city's districts, a division's
    classes."""
    kind = REGISTRY.entity_of(entity_id)
    if (kind, kind) not in REGISTRY.relations["PART_OF"].ends:
        return [entity_id]
    name = quote_label(kind.__name__)
    query = literal(
        f"UNWIND $ids AS id MATCH (t:{name} {{id: id}})<-[r:PART_OF]-(b:{name}) "
        f"WHERE {visible('r', 'b')} RETURN DISTINCT b.id AS id"
    )
    found, fresh = [entity_id], [entity_id]
    for _ in range(_DEEPEST):
        fresh = [r["id"] for r in view.read(query, ids=fresh) if r["id"] not in set(found)]
        if not fresh:
            break
        found += fresh
    return found


def _grouped(text: _Text, key: Key) -> str:
    if key.field is None:
        pattern, variables = _pattern(key)
        return (
            f"OPTIONAL MATCH (n){pattern} WHERE {visible(*variables)} "
            f"WITH DISTINCT n, {variables[-1]} AS m "
            "WITH m.id AS value, m.name AS name, count(*) AS count"
        )
    name = f"{text.at}.{quote(key.field.name)}"
    if key.field.kind == "list":
        return (
            f"UNWIND CASE WHEN {name} IS NULL OR size({name}) = 0 THEN [null] ELSE {name} END "
            "AS value WITH value, value AS name, count(*) AS count"
        )
    return f"WITH {name} AS value, count(*) AS count WITH value, value AS name, count"


def _columns(asked: Question) -> str:
    wanted = set(asked.fields or REGISTRY.entities[asked.label].fields) - {"id"}
    fields = [f for f in REGISTRY.entities[asked.label].fields if f in wanted or f == "name"]
    shown = ", ".join(f".{quote(f)}" for f in fields)
    return f"n.id AS id, p {{{shown}}} AS properties, p.status AS status, p.grade AS grade"


def _item(asked: Question, row: dict[str, Any]) -> dict[str, Any]:
    wanted = set(asked.fields or row["properties"])
    values = {k: v for k, v in row["properties"].items() if v is not None and k in wanted}
    return {
        "id": row["id"],
        "type": asked.label,
        "name": row["properties"]["name"],
        "properties": values,
        "status": row["status"],
        "grade": row["grade"],
    }


# --- order and cursors -----------------------------------------------------------------------


def _sort_keys(at: str, asked: Question) -> list[tuple[str, bool]]:
    """Expressions and their direction; missing values last, the id settles ties."""
    keys: list[tuple[str, bool]] = []
    for fld, down in asked.sort:
        name = f"{at}.{quote(fld.name)}"
        keys += [(f"({name} IS NULL)", False), (f"coalesce({name}, {_BLANK[fld.kind]})", down)]
    return [*keys, ("n.id", False)]


def _order(keys: list[tuple[str, bool]]) -> str:
    return ", ".join(f"k{i} DESC" if down else f"k{i}" for i, (_, down) in enumerate(keys))


def _after(text: _Text, asked: Question, keys: list[tuple[str, bool]], cursor: str | None) -> str:
    """Condition of the items after a cursor: greater in the first key that differs."""
    if cursor is None:
        return ""
    place = _opened(text.view, asked, cursor)
    if len(place) != len(keys):
        raise _bad_cursor()
    said = ""
    for (expression, down), value in reversed(list(zip(keys, place, strict=True))):
        at = text.param(value)
        beyond = f"{expression} {'<' if down else '>'} {at}"
        said = f"({beyond} OR ({expression} = {at} AND {said}))" if said else beyond
    return f"AND {said} "


def _cursor(view: View, asked: Question, place: list[Any]) -> str:
    body = [_mark(view, asked), *place]
    return urlsafe_b64encode(orjson.dumps(body)).decode().rstrip("=")


def _opened(view: View, asked: Question, cursor: str) -> list[Any]:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        mark, *place = orjson.loads(urlsafe_b64decode(padded.encode("ascii")))
    except (ValueError, TypeError):
        raise _bad_cursor() from None
    scalars = all(isinstance(v, str | int | float | bool) for v in place)
    if mark != _mark(view, asked) or not scalars:
        raise _bad_cursor()
    return list(place)


def _mark(view: View, asked: Question) -> list[Any]:
    return [view.version, asked.label, [[f.name, down] for f, down in asked.sort]]


def _bad_cursor() -> CursorInvalid:
    return CursorInvalid(
        "The cursor does not belong to this list.",
        hint="Begin without a cursor; the data may have a new version.",
        field="cursor",
    )
