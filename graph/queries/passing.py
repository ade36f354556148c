"""What may be passed on: a source whose card forbids it stays out of every export.

A thing that only such sources state is left out; of one that others state as well, only what the
others say is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from typing import Any

import orjson

from graph.cypher.reads import compile_read, visible
from graph.cypher.text import literal, rel_type
from graph.evidence import GRADE_ORDER
from graph.ontology import REGISTRY
from graph.queries.grammar import Question, question
from graph.queries.lists import stream
from graph.records import BLOCK_BITS, StoredRecord, read_records
from graph.view import View

CHUNK = 500
_CARDS = compile_read("MATCH (s:_Source) RETURN s.id AS id, s.card AS card")
_BLOCKS = compile_read("MATCH (b:_RecordBlock) WHERE b.source IN $sources RETURN b.id AS id")
Item = dict[str, Any]


class Passing:
    """Decides for one view. Things have ``records``, ``properties`` and ``id``; relations also
    ``type``, ``start``, ``end``, ``key``."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._closed = frozenset(
            row["id"]
            for row in view.read(_CARDS)
            if orjson.loads(row["card"]).get("may_redistribute") is False
        )
        rows = view.read(_BLOCKS, sources=sorted(self._closed)) if self._closed else []
        self._blocks = frozenset(row["id"] for row in rows)

    def filtered(self, items: Iterable[Item]) -> Iterator[Item]:
        """The things that may be passed on, with what may be said of them."""
        if not self._blocks:
            yield from items
            return
        them = iter(items)
        while chunk := list(islice(them, CHUNK)):
            mixed = [i for i in chunk if self._some_closed(i)]
            asked = {r for i in mixed for r in i["records"] if not self._is_closed(r)}
            view = self._view
            known = read_records(view.db, asked, version=view.version, scopes=view.scopes)
            for item in chunk:
                kept = self._kept(item, known) if self._some_closed(item) else item
                if kept is not None:
                    yield kept

    def _is_closed(self, record: int) -> bool:
        return record >> BLOCK_BITS in self._blocks

    def _some_closed(self, item: Item) -> bool:
        return any(self._is_closed(r) for r in item["records"])

    def _kept(self, item: Item, known: dict[int, StoredRecord]) -> Item | None:
        open_records = [r for r in item["records"] if not self._is_closed(r)]
        facts = [
            fact.values
            for record in sorted((known[r] for r in open_records if r in known), key=_rank)
            for fact in record.facts
            if _about(fact.kind, (fact.start, fact.end), fact.key) == _identity(item)
        ]
        if not facts:
            return None
        said = {n: _left(v, [f[n] for f in facts if n in f]) for n, v in item["properties"].items()}
        values = {n: v for n, v in said.items() if v is not None}
        named = {"name": facts[0]["name"]} if "name" in facts[0] else {}
        if named and item["name"] in [f.get("name") for f in facts]:
            named = {"name": item["name"]}
        return {**item, **named, "properties": values, "records": open_records}


def _about(kind: str, ends: tuple[str | None, str | None], key: str) -> tuple[Any, ...]:
    return (kind, *ends, key) if ends[0] is not None else (None, None, key)


def _identity(item: Item) -> tuple[Any, ...]:
    if "start" in item:
        return (item["type"], item["start"], item["end"], item["key"])
    return (None, None, item["id"])


def _left(value: Any, said: Sequence[Any]) -> Any:
    """What others say in the place of a value, the best of them first; None where none does."""
    if not said or value in said:
        return value if said else None
    if not isinstance(value, list):
        return said[0]
    # A list that is joined of several keeps what others say of it.
    joined = [x for x in value if any(x in listed for listed in said)]
    return joined if all(set(listed) <= set(joined) for listed in said) else said[0]


def _rank(record: StoredRecord) -> tuple[int, int]:
    return (GRADE_ORDER[record.grade], -record.id)


def entities_to_pass(view: View, asked: Question, passing: Passing | None = None) -> Iterator[Item]:
    """Every item of a list that may be passed on; see :func:`graph.queries.lists.stream`."""
    return (passing or Passing(view)).filtered(stream(view, asked))


def relations_to_pass(
    view: View, kind: str, labels: frozenset[str], passing: Passing
) -> Iterator[Item]:
    """Every relation of a type between these labels: ``{"id", "type", "start", "end", "key",
    "properties", "status", "grade", "records"}``."""
    for start, end in REGISTRY.relations[kind].ends:
        if {start.__name__, end.__name__} <= labels:
            rows = view.stream(_relations_query(kind, start.__name__, end.__name__))
            yield from passing.filtered(_relation(kind, row) for row in rows)


def graph_to_pass(view: View, labels: Sequence[str], relations: Sequence[str]) -> Iterator[Item]:
    """A whole graph: every entity of these labels, then the relations between them."""
    passing = Passing(view)
    for label in labels:
        yield from entities_to_pass(view, question(label), passing)
    for kind in relations:
        yield from relations_to_pass(view, kind, frozenset(labels), passing)


@cache
def _relations_query(kind: str, start: str, end: str) -> str:
    return literal(
        f"MATCH (a:`{start}`)-[r:{rel_type(kind)}]->(b:`{end}`) WHERE {visible('a', 'r', 'b')} "
        "RETURN a.id AS start, b.id AS end, r.key AS key, properties(r) AS stored"
    )


def _relation(kind: str, row: dict[str, Any]) -> Item:
    stored = row["stored"]
    return {
        "id": f"{row['start']}|{kind}|{row['end']}|{row['key']}",
        "type": kind,
        "start": row["start"],
        "end": row["end"],
        "key": row["key"],
        "properties": {k: stored[k] for k in REGISTRY.relations[kind].fields if k in stored},
        "status": stored["status"],
        "grade": stored["grade"],
        "records": list(stored["records"]),
    }
