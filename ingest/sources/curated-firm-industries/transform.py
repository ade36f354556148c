"""Firms to classes of GB/T 4754 by their published industry words, with a reason each."""

from graph.ontology.entities import Enterprise, Industry
from graph.ontology.relations import EngagedIn
from ingest.rows import Row
from ingest.source import Emit


def transform(row: Row, emit: Emit) -> None:
    """State that a firm is engaged in a class; the row names the word it was read from."""
    row.ignore("firm_name")  # for the reader of the file; ``firm`` is a code or that same name
    because = f"{row.need('scheme')}“{row.need('term')}”：{row.need('reason')}"
    engaged = EngagedIn(strength=row.need("strength"), reason=because)
    industry = Industry.id_for(code=row.need("industry_code"))
    emit.link(emit.find(Enterprise, row.need("firm")), engaged, industry)
