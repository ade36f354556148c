"""Industry clusters of Hangzhou and Zhejiang and the published segments of their chains."""

from graph.ontology.entities import Cluster, Region, Segment
from graph.ontology.relations import LocatedIn, PartOf
from ingest.rows import Row
from ingest.source import Emit


def transform(row: Row, emit: Emit) -> None:
    """State a cluster, the system it belongs to and the regions published for it."""
    cluster = emit(
        Cluster(
            code=row.need("code"),
            name=row.need("name"),
            level=row.need("level"),
            tier=row.text("tier"),
            state=row.need("status"),
            reliability=row.need("reliability"),
            heading=row.flag("heading"),
            products=row.items("products"),
            note=row.text("note"),
        )
    )
    if parent := row.text("parent"):
        emit.link(cluster, PartOf(), Cluster.id_for(code=parent))
    for place in row.items("regions"):
        region, _, role = place.partition(":")
        emit.link(cluster, LocatedIn(role=role or None), emit.find(Region, region))


def segment(row: Row, emit: Emit) -> None:
    """State a segment of a cluster's chain in the wording of the publication."""
    cluster = row.need("cluster")
    found = emit(
        Segment(
            cluster=cluster,
            name=row.need("name"),
            wording=row.text("wording"),
            reliability=row.need("reliability"),
        )
    )
    emit.link(found, PartOf(), Cluster.id_for(code=cluster))
