"""Programmes that an earlier collection names, with the marks published for them."""

from graph.ontology.entities import Title
from graph.ontology.relations import HoldsTitle
from ingest.rows import Row
from ingest.source import Emit
from ingest.statements import state_programme


def transform(row: Row, emit: Emit) -> None:
    """State a programme with its mark as a remark, and the title where the mark is one."""
    # Ended, when unknown: nothing offers it as far as this row tells, its remark says why.
    programme = state_programme(row, emit, offered=not row.flag("ended"))
    scheme, level = row.text("title_scheme"), row.text("title_level")
    batch, state = row.text("title_round"), row.text("title_state")
    if scheme:
        title = emit(Title(scheme=scheme, level=level, round=batch, name=scheme))
        emit.link(programme, HoldsTitle(state=state), title)
