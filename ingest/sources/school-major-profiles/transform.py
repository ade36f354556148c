"""Majors as single schools describe them: one line, one school's text on one major.

They speak for one school. Where the ministry has a profile, only occupations and certificates
are stated, as weaker links; where it has none, the school's text stands in and is marked so.
"""

from graph.ontology.entities import Certificate, Concept, Course, Major, Occupation
from graph.ontology.relations import HasCourse, InstanceOf, LeadsToCertificate, PreparesFor
from ingest.rows import Row
from ingest.source import Emit

_COURSE_COLUMNS = (("foundation_courses", "基础"), ("core_courses", "核心"))


def transform(row: Row, emit: Emit) -> None:
    """State what one school says of a major of the catalogue."""
    row.ignore("school", "document")  # whose text it is: kept in the row for the reader
    posts, courses = row.items("posts"), {k: row.items(c) for c, k in _COURSE_COLUMNS}
    stands_in = bool(posts) or any(courses.values())
    major = emit(
        Major(
            catalogue="moe",
            code=row.need("code"),
            name=row.need("name"),
            level=row.need("level"),
            years=row.text("years"),
            profile="学校培养方案" if stands_in else None,
            posts=posts,
            competences=row.items("competences"),
            practice=row.items("practice"),
        )
    )
    for kind, names in courses.items():
        for name in names:
            course = emit(Course(owner=major, name=name, kind=kind))
            emit.link(major, HasCourse(), course)
            emit.link(course, InstanceOf(), emit(Concept(name=name)))
    for item in row.raw("certificates") or []:
        certificate = emit(Certificate(name=item["name"], system=item["system"]))
        emit.link(major, LeadsToCertificate(), certificate)
    for item in row.raw("occupations") or []:
        if code := item.get("code"):
            relation = PreparesFor(strength="related", named_as=item["name"])
            emit.link(major, relation, Occupation.id_for(code=code))
