"""National classification of industries: one row, one class and the class above it."""

from graph.ontology.entities import Industry
from graph.ontology.relations import PartOf
from ingest.rows import Row
from ingest.source import Emit


def transform(row: Row, emit: Emit) -> None:
    """State a class of GB/T 4754 and its place in the tree; a 大类 belongs to its letter."""
    industry = emit(Industry(code=row.need("code"), name=row.need("name"), level=row.need("level")))
    if parent := row.text("parent"):
        emit.link(industry, PartOf(), Industry.id_for(code=parent))
