"""Occupations of an industry class, as the project reads them: one row, one EMPLOYS."""

from graph.ontology.entities import Industry, Occupation
from graph.ontology.relations import Employs
from ingest.rows import Row
from ingest.source import Emit


def transform(row: Row, emit: Emit) -> None:
    """State that firms of an industry class employ an occupation, with the reason."""
    emit.link(
        Industry.id_for(code=row.need("industry_code")),
        Employs(strength=row.need("strength"), reason=row.need("reason")),
        Occupation.id_for(code=row.need("occupation_code")),
    )
