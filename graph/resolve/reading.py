"""The register of a view: all organisations of a type that its caller may see."""

from __future__ import annotations

from typing import Any, Final, LiteralString

from graph.cypher.reads import compile_read
from graph.ontology import Entity
from graph.ontology.entities import Enterprise, Organisation, School
from graph.resolve.parts import Regions
from graph.resolve.register import Entry, Register
from graph.view import View

_REGIONS = compile_read(
    "MATCH (h:Region) WHERE visible(h) RETURN h.code AS code, h.name AS name, h.aliases AS aliases"
)
_FIRMS = compile_read(
    "MATCH (n:Enterprise) WHERE visible(n) "
    "OPTIONAL MATCH (n)-[r:LOCATED_IN]->(h:Region) WHERE visible(r, h) "
    "RETURN n.id AS id, n.name AS name, [n.short_name] + coalesce(n.aliases, []) "
    "+ coalesce(n.former_names, []) AS others, [n.uscc, n.listed_code] AS codes, "
    "n.named_only AS named_only, collect(h.code) AS places"
)
_SCHOOLS = compile_read(
    "MATCH (n:School) WHERE visible(n) "
    "OPTIONAL MATCH (n)-[r:LOCATED_IN]->(h:Region) WHERE visible(r, h) "
    "RETURN n.id AS id, n.name AS name, coalesce(n.aliases, []) "
    "+ coalesce(n.former_names, []) AS others, [n.code, n.short_code] AS codes, "
    "n.named_only AS named_only, collect(h.code) AS places"
)
_ORGANISATIONS = compile_read(
    "MATCH (n:Organisation) WHERE visible(n) "
    "OPTIONAL MATCH (n)-[r:LOCATED_IN]->(h:Region) WHERE visible(r, h) "
    "RETURN n.id AS id, n.name AS name, coalesce(n.aliases, []) AS others, [] AS codes, "
    "n.named_only AS named_only, collect(h.code) AS places"
)
KINDS: Final[dict[str, tuple[type[Entity], LiteralString]]] = {
    "enterprise": (Enterprise, _FIRMS),
    "school": (School, _SCHOOLS),
    "organisation": (Organisation, _ORGANISATIONS),
}


def read_register(view: View, kind: str, *, named_only: bool = True) -> Register:
    """The register of one type (a key of ``KINDS``).

    Args:
        view: version and scopes: what the caller may not see is in no candidate.
        kind: a key of ``KINDS``.
        named_only: whether organisations are in that a source only names.
    """
    regions = Regions.of(
        (r["code"], [r["name"], *(r["aliases"] or ())]) for r in view.read(_REGIONS)
    )
    entries = [_entry(row) for row in view.read(KINDS[kind][1])]
    return Register([e for e in entries if named_only or not e.named_only], regions, kind)


def _entry(row: dict[str, Any]) -> Entry:
    codes = [str(c) for c in row["codes"] if c]
    # 600000 is written with and without the exchange.
    codes += [c.partition(".")[0] for c in codes if "." in c]
    return Entry(
        row["id"],
        row["name"],
        tuple(n for n in row["others"] if n and n != row["name"]),
        (row["id"], *codes),
        tuple(row["places"]),
        bool(row["named_only"]),
    )
