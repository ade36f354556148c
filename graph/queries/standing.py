"""Where an indicator, a project or a department of the plan stands: targets and measurements."""

from __future__ import annotations

from typing import Any

from graph.cypher.reads import compile_read
from graph.queries.entities import entity, neighbours
from graph.view import View

_FIGURES = compile_read(
    "MATCH (x:Observation)-[c:COUNTS_TOWARDS]->(i:Indicator) WHERE visible(x, c, i) "
    "AND (i.id = $id OR EXISTS { MATCH (p {id: $id})-[k:COUNTS_TOWARDS]->(i) "
    "WHERE visible(p, k) }) "
    "RETURN i.id AS indicator, i.name AS name, x.kind AS kind, x.period AS period, "
    "x.value AS value, x.upper AS upper, x.text AS text, x.comparator AS comparator, "
    "x.grade AS grade, x.records AS records ORDER BY name, period, kind"
)


def standing_of(view: View, entity_id: str) -> dict[str, Any]:
    """Figures of an indicator, or of the indicators that a project counts towards, with what the
    thing is and what it is related to.

    Returns: ``{"about", "figures": [{"indicator", "name", "kind", "period", "value", "text",
    "records"}], "related", "measured", "data_version"}``; ``measured`` is how many figures are
    measurements: none means that nothing is known of the progress.
    """
    figures = view.read(_FIGURES, id=entity_id)
    return {
        "about": entity(view, entity_id),
        "figures": figures,
        "measured": sum(1 for f in figures if f["kind"] == "实测"),
        "related": neighbours(view, entity_id)["items"],
        "data_version": view.version,
    }
