"""专精特新 firms of Hangzhou as proposed in 2025: names only."""

from graph.ontology.entities import Enterprise, Region
from graph.ontology.relations import LocatedIn
from ingest.rows import Row
from ingest.source import Emit


def transform(row: Row, emit: Emit) -> None:
    """State a firm with its title as published, and the city whose list it is on."""
    firm = emit(Enterprise(name=row.need("name"), titles=[row.need("title")]))
    emit.link(firm, LocatedIn(), emit.find(Region, row.need("region")))
