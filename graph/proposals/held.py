"""What a proposal may refer to: a row that names something else would be refused whole."""

from __future__ import annotations

from graph.cypher.reads import compile_read
from graph.view import View

_HELD = compile_read(
    "MATCH (n:Occupation|Skill|Certificate|Region) WHERE visible(n) RETURN n.id AS id"
)


def held(view: View) -> frozenset[str]:
    """Ids of occupations, skills, certificates and regions that the view's caller may see."""
    return frozenset(row["id"] for row in view.read(_HELD))
