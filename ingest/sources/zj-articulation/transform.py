"""Contracted routes from one level to the next: 中高职, 中本 and joint bachelor's programmes."""

from graph.evidence import RowRejected
from graph.ontology.entities import Intake, Major, Programme, School
from graph.ontology.relations import ArticulatesTo, HasIntake, Offers, OfMajor
from ingest.rows import Row
from ingest.source import Emit
from ingest.statements import major_id, school_of, state_observation


def routes(row: Row, emit: Emit) -> None:
    """State the programme a route starts from and, where it is named, what it leads to."""
    if doubt := row.text("doubt"):
        raise RowRejected("unclear_name", f"{row.locator}: {doubt}.", hint="Find the full name.")
    school, name = school_of(row, emit)
    route = ArticulatesTo(
        kind=row.need("type"),
        years=row.text("years"),
        year=row.integer("year"),
        places=row.integer("places"),
    )
    start = _start(row, emit, school, name, route)
    if end := _target(row, emit, joint=start is None, route=route):
        emit.link(start or school, route, end)


def _start(row: Row, emit: Emit, school: str, school_name: str, route: ArticulatesTo) -> str | None:
    """Id of the programme a route starts from and its intake; None where no major is named."""
    first, last = row.integer("first_year"), row.integer("last_year")
    major_name, admission = row.cells().get("major"), row.text("route")
    remark = _direction(row.text("variant"))
    if not major_name:
        return None
    major = major_id(row, emit)
    programme = emit(
        Programme(
            school=school,
            major=major,
            years=route.years,
            name=f"{school_name} {major_name}",
            type=route.kind,
            first_year=first,
            last_year=last,
            remark=remark,
        )
    )
    emit.link(programme, OfMajor(), major)
    emit.link(school, Offers(), programme)
    if route.places and route.year and admission:
        intake = Intake(
            programme=programme,
            year=route.year,
            route=admission,
            name=f"{route.year} {admission}",
            places=route.places,
        )
        emit.link(programme, HasIntake(), emit(intake))
    return programme


def _target(row: Row, emit: Emit, *, joint: bool, route: ArticulatesTo) -> str | None:
    """Id of what the route leads to. A joint programme starts from no programme of its own:
    school leads to school, and the programme of the target is stated beside it."""
    name, level = row.text("target"), row.text("target_level")
    major_name, remark = row.text("target_major"), _direction(row.text("target_variant"))
    if not name or not level:
        return None
    school = emit.party(name, School, level=level)
    if not major_name:
        return school
    major = emit(Major(name=major_name, level=level, named_only=True))
    programme = emit(
        Programme(
            school=school,
            major=major,
            years=route.years if joint else None,
            name=f"{name} {major_name}",
            type=route.kind if joint else None,
            first_year=route.year,
            last_year=route.year,
            remark=remark,
        )
    )
    emit.link(programme, OfMajor(), major)
    emit.link(school, Offers(), programme)
    return school if joint else programme


def _direction(variant: str | None) -> list[str]:
    return [f"方向: {variant}"] if variant else []


def schools(row: Row, emit: Emit) -> None:
    """State that a school stands in a published list of such routes, without majors."""
    name, code, level = row.need("school"), row.text("code"), row.text("school_level")
    note = row.need("note")
    if level:
        emit(School(name=name, level=level, named_only=True, note=note))
        return
    school = emit(School(name=name, code=code, note=note))
    if school != emit.find(School, name):
        raise RowRejected("unknown_name", f"{row.locator}: '{name}' is not the school of {code}.")


def totals(row: Row, emit: Emit) -> None:
    """State the places of such routes in a region."""
    state_observation(row, emit)
