"""Firms, schools and bodies that publications here name and no register here holds."""

from graph.evidence import RowRejected
from graph.ontology.base import Entity
from graph.ontology.entities import Enterprise, Organisation, Region, School
from graph.ontology.relations import LocatedIn, PartOf
from ingest.rows import Row
from ingest.source import Emit


def transform(row: Row, emit: Emit) -> None:
    """State an organisation as named only, its region where the name says so, its parent."""
    entity = _entity(row)
    organisation = emit(entity)
    if region := row.text("region"):
        emit.link(organisation, LocatedIn(), emit.find(Region, region))
    if parent := row.text("part_of"):
        kind = type(entity)
        stub = kind.model_validate({"name": parent, "named_only": True})
        emit.link(organisation, PartOf(), emit.seek(kind, parent) or emit(stub))


def _entity(row: Row) -> Entity:
    name, aliases, kind = row.need("name"), row.items("aliases"), row.need("kind")
    level, body = row.text("level"), row.text("organisation_kind")
    if kind == "school":
        return School(name=name, aliases=aliases, level=level, named_only=True)
    if kind == "enterprise":
        return Enterprise(name=name, aliases=aliases, named_only=True)
    if kind == "organisation":
        return Organisation(name=name, aliases=aliases, kind=body or "", named_only=True)
    raise RowRejected("unmapped_term", f"{row.locator}: '{kind}' is no kind of organisation.")
