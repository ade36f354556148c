"""Industry classes of a cluster, as the project reads them: one row, one COVERS."""

from graph.ontology.entities import Cluster, Industry
from graph.ontology.relations import Covers
from ingest.rows import Row
from ingest.source import Emit


def transform(row: Row, emit: Emit) -> None:
    """State that a cluster covers an industry class, with the reason."""
    emit.link(
        Cluster.id_for(code=row.need("cluster_code")),
        Covers(strength=row.need("strength"), reason=row.need("reason")),
        Industry.id_for(code=row.need("industry_code")),
    )
