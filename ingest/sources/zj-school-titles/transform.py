"""Titles that schools hold, their programme groups, and totals of titles by region."""

from graph.ontology.entities import MajorGroup, School, Title
from graph.ontology.relations import HasGroup, HoldsTitle
from ingest.rows import Row
from ingest.source import Emit
from ingest.statements import state_observation


def titles(row: Row, emit: Emit) -> None:
    """State that a school holds a title, for the majors or groups that the source names."""
    scheme, batch = row.need("scheme"), row.text("round")
    name = f"{scheme}({batch})" if batch else scheme
    title = emit(Title(scheme=scheme, level=row.text("level"), round=batch, name=name))
    held = HoldsTitle(
        subject=row.text("subject"),
        grade_held=row.text("grade_held"),
        state=row.text("state"),
        document=row.text("document"),
        year=row.text("year"),
    )
    emit.link(emit.find(School, row.need("school")), held, title)


def groups(row: Row, emit: Emit) -> None:
    """State a programme group that a school names itself: no title."""
    school = emit.find(School, row.need("school"))
    group = MajorGroup(school=school, name=row.need("group"), note=row.text("note"))
    emit.link(school, HasGroup(), emit(group))


def totals(row: Row, emit: Emit) -> None:
    """State how many schools or majors of a region hold a title."""
    state_observation(row, emit)
