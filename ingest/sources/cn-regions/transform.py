"""Administrative divisions: one row, one region and its parent."""

from graph.ontology.entities import Region
from graph.ontology.relations import PartOf
from ingest.rows import Row
from ingest.source import Emit


def transform(row: Row, emit: Emit) -> None:
    """State a region and the region it is part of."""
    name = row.need("name")
    short = name.removesuffix("市").removesuffix("省") if len(name) > 2 else name
    region = emit(
        Region(
            code=row.need("code"),
            name=name,
            level=row.need("level"),
            aliases=[short] if short != name else [],
        )
    )
    if parent := row.text("parent"):
        emit.link(region, PartOf(), Region.id_for(code=parent))
