"""National classification of occupations: one row, one occupation or group and its parent."""

from graph.ontology.entities import Occupation
from graph.ontology.relations import PartOf
from ingest.rows import Row
from ingest.source import Emit


def transform(row: Row, emit: Emit) -> None:
    """State an occupation or group with its marks, job-title aliases and parent group."""
    occupation = emit(
        Occupation(
            code=row.need("code"),
            name=row.need("name"),
            level=row.need("level"),
            digital=row.flag("digital"),
            green=row.flag("green"),
            aliases=row.items("aliases"),
            edition=row.need("edition"),
        )
    )
    if parent := row.text("parent"):
        emit.link(occupation, PartOf(), Occupation.id_for(code=parent))
