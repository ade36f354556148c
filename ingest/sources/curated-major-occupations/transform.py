"""Occupations of a major, as the project reads them: one row, one PREPARES_FOR."""

from graph.ontology.entities import Major, Occupation
from graph.ontology.relations import PreparesFor
from ingest.rows import Row
from ingest.source import Emit


def transform(row: Row, emit: Emit) -> None:
    """State that a major prepares for an occupation, with the reason."""
    emit.link(
        Major.id_for(catalogue="moe", code=row.need("major_code")),
        PreparesFor(strength=row.need("strength"), reason=row.need("reason")),
        Occupation.id_for(code=row.need("occupation_code")),
    )
