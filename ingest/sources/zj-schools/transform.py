"""Schools of Zhejiang and their titles of the first national 双高 round."""

from graph.ontology.entities import MajorGroup, Region, School, Title
from graph.ontology.relations import HasGroup, HoldsTitle, LocatedIn
from ingest.rows import Row
from ingest.source import Emit


def transform(row: Row, emit: Emit) -> None:
    """State a school and where it is."""
    code = row.text("code")
    school = emit(
        School(
            name=row.need("name"),
            code=code,
            short_code=code[-5:] if code else None,
            exam_code=row.text("exam_code"),
            level=row.need("level"),
            kind=row.text("kind"),
            ownership=row.text("ownership"),
            affiliation=row.text("affiliation"),
            campus=row.text("campus"),
            students=row.text("students"),
            former_names=row.items("former_names"),
            aliases=row.items("aliases"),
            note=row.text("note"),
        )
    )
    # The code, not the name: districts of the same name exist in other cities.
    emit.link(school, LocatedIn(), emit.find(Region, row.need("region")))


def titles(row: Row, emit: Emit) -> None:
    """State that a school holds a title for a programme group, and that it has that group."""
    school, subject = emit.find(School, row.need("school")), row.need("subject")
    scheme, level, batch = row.need("scheme"), row.need("level"), row.need("round")
    title = emit(Title(scheme=scheme, level=level, round=batch, name=f"{scheme}({batch})"))
    held = HoldsTitle(
        subject=subject,
        grade_held=row.text("grade_held"),
        state=row.text("state"),
        year=row.text("year"),
    )
    emit.link(school, held, title)
    emit.link(school, HasGroup(), emit(MajorGroup(school=school, name=f"{subject}专业群")))
