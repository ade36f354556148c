"""How clusters relate, as the project reads them: one row, one RELATES_TO."""

from graph.evidence import RowRejected
from graph.ontology.entities import Cluster
from graph.ontology.relations import RelatesTo
from ingest.rows import Row
from ingest.source import Emit

_KINDS = frozenset({"same_field", "contains", "overlaps", "successor"})


def transform(row: Row, emit: Emit) -> None:
    """State that two clusters speak of related fields, with the reason."""
    kind = row.need("kind")
    if kind not in _KINDS:
        raise RowRejected("unmapped_term", f"'{kind}' is no kind of relation between clusters.")
    emit.link(
        Cluster.id_for(code=row.need("from_code")),
        RelatesTo(kind=kind, reason=row.need("reason")),
        Cluster.id_for(code=row.need("to_code")),
    )
