"""How two entities hang together: the shortest chains of relations between them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, LiteralString

from graph.cypher.reads import visible
from graph.cypher.text import label as quote_label
from graph.cypher.text import literal, rel_type
from graph.errors import NotFound
from graph.ontology import REGISTRY
from graph.queries.entities import missing
from graph.resolve.lookup import by_key, label_of
from graph.view import View

LONGEST, MOST = 6, 50


@cache
def _query(labels: tuple[str, str], relations: tuple[str, ...], longest: int) -> LiteralString:
    start, end = (quote_label(x) for x in labels)
    types = "|".join(rel_type(r) for r in relations)
    return literal(
        f"MATCH (a:{start} {{id: $start}}), (b:{end} {{id: $end}}) "
        f"MATCH p = allShortestPaths((a)-[:{types}*1..{longest}]-(b)) "
        f"WHERE all(r IN relationships(p) WHERE {visible('r')}) "
        f"AND all(n IN nodes(p) WHERE {visible('n')}) "
        "WITH p LIMIT $most RETURN [n IN nodes(p) | {id: n.id, type: labels(n)[0], name: n.name}] "
        "AS nodes, [r IN relationships(p) | {relation: type(r), start: startNode(r).id, "
        "status: r.status, grade: r.grade, records: r.records}] AS hops"
    )


def ways(
    view: View,
    start: str,
    end: str,
    *,
    relations: Sequence[str] = (),
    longest: int = 4,
    most: int = 10,
) -> dict[str, Any]:
    """The shortest chains of relations between two entities, in any direction.

    Args:
        view: what the caller reads.
        start: id of one.
        end: id of the other.
        relations: types that may be part of a chain; empty: all.
        longest: most relations in a chain, at most :data:`LONGEST`.
        most: most chains, at most :data:`MOST`.

    Returns: ``{"items": [{"length", "nodes": [{"id", "type", "name"}], "hops": [{"relation",
    "forward", "status", "grade", "records"}]}], "data_version"}``.

    Raises:
        NotFound, Moved: one of the ends, or a relation that the model does not have.
    """
    for name in relations:
        if name not in REGISTRY.relations:
            raise NotFound(f"There is no relation '{name[:60]}'.", hint="See /v1/ontology.")
    labels = (label_of(start), label_of(end))
    for label, reference in zip(labels, (start, end), strict=True):
        if not view.read(by_key(label, "id"), key=reference):
            raise missing(view, reference)
    rows: list[dict[str, Any]] = []
    if start != end:
        chosen = tuple(sorted(set(relations))) or tuple(REGISTRY.relations)
        query = _query(labels, chosen, min(longest, LONGEST))
        rows = view.read(query, start=start, end=end, most=min(most, MOST))
    for row in rows:
        view.as_it_was(row["nodes"], "name")
    return {"items": [_way(row) for row in rows], "data_version": view.version}


def _way(row: dict[str, Any]) -> dict[str, Any]:
    hops = [
        {
            "relation": hop["relation"],
            "forward": hop["start"] == node["id"],
            **{k: hop[k] for k in ("status", "grade", "records")},
        }
        for node, hop in zip(row["nodes"], row["hops"], strict=False)
    ]
    return {"length": len(hops), "nodes": row["nodes"], "hops": hops}
