"""Skills that profiles of majors name, and the courses that teach them by name."""

from graph.evidence import RowRejected
from graph.ontology.entities import Course, Major, Skill
from graph.ontology.relations import Teaches
from ingest.rows import Row
from ingest.source import Emit


def transform(row: Row, emit: Emit) -> None:
    """State a skill with its synonyms; each row has its reason."""
    row.need("reason")
    emit(Skill(name=row.need("name"), aliases=row.items("aliases"), kind=row.need("kind")))


def taught(row: Row, emit: Emit) -> None:
    """State, as computed, that a course of some majors teaches a skill."""
    row.need("reason")
    name, skill = row.need("course"), Skill.id_for(name=row.need("skill"))
    if row.need("how") not in ("name", "spelling"):
        raise RowRejected("unmapped_term", f"{row.locator}: 'how' is neither name nor spelling.")
    for code in row.items("majors"):
        course = Course.id_for(owner=Major.id_for(catalogue="moe", code=code), name=name)
        emit.link(course, Teaches(), skill, status="computed")
