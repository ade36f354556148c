"""From what a person writes (id, code, name) to one entity of a view."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any, LiteralString

from graph.cypher.reads import compile_read
from graph.cypher.text import label as quote_label
from graph.cypher.text import literal, quote
from graph.errors import AmbiguousName, NotFound
from graph.identity import redirect_of
from graph.ontology import REGISTRY, Entity
from graph.ontology.entities import Major
from graph.ontology.ids import normalise_name
from graph.resolve import editions
from graph.resolve.memory import names_of_values
from graph.resolve.names import Candidate, choose
from graph.view import View

_BY_NAME = compile_read(
    "CALL db.index.fulltext.queryNodes('entity_names', $text, {limit: 200}) YIELD node AS n "
    "WHERE any(l IN labels(n) WHERE l IN $labels) AND visible(n) "
    "RETURN n.id AS id, labels(n)[0] AS label, properties(n) AS values, "
    "EXISTS { MATCH (n)-[r:LOCATED_IN]->(h:Region {id: $home}) WHERE visible(r, h) } AS at_home"
)
_BY_FORMER_CODE = compile_read(
    "MATCH (n:Major) WHERE any(c IN n.former_codes WHERE c STARTS WITH $code + ' ') "
    "AND visible(n) RETURN n.id AS id, n.name AS name, n.code AS code, n.level AS level"
)
SUGGESTIONS = 5


def resolve(view: View, kind: type[Entity], reference: str, **prefer: str | None) -> str:
    """Id of the entity that ``reference`` means: an id, a code, or a name.

    A name goes to the one current entity, else to the one in the home region.

    Raises:
        NotFound: nothing has this id, code or name; ``suggestions`` are the nearest names.
        AmbiguousName: several do; ``candidates`` lists them.
    """
    label = kind.label()
    if reference.startswith(f"{kind.prefix}:"):
        if view.read(by_key(label, "id"), key=reference):
            return reference
        to = redirect_of(view.db, reference)
        if to is not None and view.read(by_key(label, "id"), key=to):
            return to
        raise NotFound(f"There is no {label} '{reference}'.", id=reference)
    if "code" in kind.fields:
        coded = view.read(by_key(label, "code"), key=reference)
        if len(coded) == 1:
            return str(coded[0]["id"])
    if kind is Major and (found := _of_edition(view, reference)):
        return found
    rows = named(view, [label], reference)
    asked = {k: v for k, v in prefer.items() if v}
    candidates = [
        c for c in _exactly(reference, rows) if all(c.values.get(k) == v for k, v in asked.items())
    ]
    try:
        return choose(reference, candidates, prefer={"at_home": "yes"}).id
    except NotFound:
        raise NotFound(
            f"There is no {label} called '{reference}'.",
            hint="Did you mean one of the suggestions?" if rows else "Check the spelling.",
            name=reference,
            suggestions=[{"id": r["id"], "name": r["values"]["name"]} for r in rows[:SUGGESTIONS]],
        ) from None
    except AmbiguousName as error:
        _describe(error, rows)
        raise


def _of_edition(view: View, reference: str) -> str | None:
    """The major that a code with its name means, or a code that only earlier editions had.

    Raises:
        AmbiguousName: an earlier major became several.
    """
    pair = editions.pair_of(reference)
    if pair is None and not editions.is_code(reference):
        return None
    if pair is None:
        rows = view.read(_BY_FORMER_CODE, code=reference)
        found = [Candidate(row["id"], row["name"], row) for row in rows]
    else:
        code, name = pair
        found = editions.agreeing(code, name, _exactly(name, named(view, ["Major"], name)))
    if len(found) > 1:
        raise AmbiguousName(
            f"'{reference}' became {len(found)} majors.",
            hint="Give the code or the name of today.",
            name=reference,
            candidates=[{"id": c.id, "name": c.name, "code": c.values.get("code")} for c in found],
        )
    return found[0].id if found else None


@cache
def by_key(label: str, key: str) -> LiteralString:
    """Read of the nodes of one label by one property; the label is static text, since Neo4j
    would scan every node for a dynamic one."""
    return compile_read(
        literal(
            f"MATCH (n:{quote_label(label)}) WHERE n.{quote(key)} = $key AND visible(n) "
            "RETURN n.id AS id, n.name AS name"
        )
    )


def named(view: View, labels: list[str], text: str) -> list[dict[str, Any]]:
    """Entities of these labels whose names hold every word of ``text``, best first."""
    phrase = fulltext_phrase(text)
    if not phrase:
        return []
    home = f"region:{view.home_region}"
    return view.read(_BY_NAME, text=phrase, labels=labels, home=home)


def fulltext_phrase(text: str) -> str:
    """A Lucene query for a text: every word that is left after its operators were taken out."""
    cleaned = "".join(c if c.isalnum() else " " for c in text)
    words = cleaned.split()
    return " AND ".join(f'"{w}"' for w in words)


def _exactly(reference: str, rows: Iterable[dict[str, Any]]) -> list[Candidate]:
    wanted = normalise_name(reference)
    return [
        Candidate(
            row["id"],
            row["values"]["name"],
            {**row["values"], "at_home": "yes" if row["at_home"] else "no"},
        )
        for row in rows
        if wanted in set(names_of_values(row["label"], row["values"]))
    ]


def _describe(error: AmbiguousName, rows: list[dict[str, Any]]) -> None:
    known = {row["id"]: row["values"] for row in rows}
    for candidate in error.fields["candidates"]:
        values = known.get(candidate["id"], {})
        candidate.update({k: values[k] for k in ("code", "level", "tier") if k in values})


def label_of(entity_id: str) -> str:
    """Label that an id belongs to.

    Raises:
        NotFound: the prefix is no entity type.
    """
    prefix = entity_id.partition(":")[0]
    if prefix not in REGISTRY.prefixes:
        raise NotFound(
            f"'{entity_id}' is no id.", hint="Ids look like cluster:… or major:….", id=entity_id
        )
    return REGISTRY.prefixes[prefix].__name__
