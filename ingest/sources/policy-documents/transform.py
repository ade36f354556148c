"""Policy documents: title, number, issuer, date."""

from graph.ontology.entities import Policy, Region
from graph.ontology.relations import About
from ingest.rows import Row
from ingest.source import Emit


def transform(row: Row, emit: Emit) -> None:
    """State a document and the region it is for, where the register holds that region."""
    policy = emit(
        Policy(
            name=row.need("name"),
            number=row.text("number"),
            issuer=row.text("issuer"),
            issued=row.text("issued"),
            url=row.text("url"),
        )
    )
    if region := row.text("region"):
        emit.link(policy, About(), emit.find(Region, region))
