"""Ministry profiles of majors: one line, one major with its courses and where it leads."""

from graph.ontology.entities import Certificate, Concept, Course, Major, Occupation
from graph.ontology.relations import (
    ContinuesTo,
    HasCourse,
    InstanceOf,
    LeadsToCertificate,
    PreparesFor,
)
from ingest.rows import Row
from ingest.source import Emit

_COURSE_COLUMNS = (("foundation_courses", "基础"), ("core_courses", "核心"))
_BASIS = "2022简介"


def transform(row: Row, emit: Emit) -> None:
    """State what a profile says of a major of the catalogue."""
    major = emit(
        Major(
            catalogue="moe",
            code=row.need("code"),
            name=row.need("name"),
            level=row.need("level"),
            years=row.text("years"),
            profile=_BASIS,
            posts=row.items("posts"),
            competences=row.items("competences"),
            practice=row.items("practice"),
            internship_places=row.items("internship_places"),
        )
    )
    for column, kind in _COURSE_COLUMNS:
        for name in row.items(column):
            _course(emit, major, name, kind)
    for item in row.raw("certificates") or []:
        certificate = emit(Certificate(name=item["name"], system=item["system"]))
        emit.link(major, LeadsToCertificate(basis=_BASIS), certificate)
    for item in row.raw("occupations") or []:
        _occupation(emit, major, item)
    for item in row.raw("continues_to") or []:
        emit.link(major, ContinuesTo(basis=_BASIS), _next_major(emit, item))


def _course(emit: Emit, major: str, name: str, kind: str) -> None:
    course = emit(Course(owner=major, name=name, kind=kind))
    emit.link(major, HasCourse(basis=_BASIS), course)
    emit.link(course, InstanceOf(), emit(Concept(name=name)))


def _occupation(emit: Emit, major: str, item: dict[str, str]) -> None:
    """Names that equal one of the classification carry its code. Those without one are the
    business of ``curated-occupation-names``: nothing is guessed here."""
    if code := item.get("code"):
        relation = PreparesFor(strength="core", named_as=item["name"], basis=_BASIS)
        emit.link(major, relation, Occupation.id_for(code=code))


def _next_major(emit: Emit, item: dict[str, str]) -> str:
    """The major named for further study. The profile says its level, and name with level is
    unique in the catalogue, hence a code; what the catalogue lacks stays a name."""
    if code := item.get("code"):
        return Major.id_for(catalogue="moe", code=code)
    return emit(Major(name=item["name"], level=item["level"], named_only=True))
