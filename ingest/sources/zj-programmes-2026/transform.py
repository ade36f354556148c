"""专业点 of Zhejiang and their intakes by year, route and variant."""

from graph.ontology.entities import Intake, Programme
from graph.ontology.relations import HasIntake
from ingest.rows import Row
from ingest.source import Emit
from ingest.statements import major_id, school_of, state_programme


def programmes(row: Row, emit: Emit) -> None:
    """State a programme: one row per school, major and length."""
    state_programme(row, emit)


def intakes(row: Row, emit: Emit) -> None:
    """State one intake of a programme of the first file."""
    school, _ = school_of(row, emit)
    programme = Programme.id_for(school=school, major=major_id(row, emit), years=row.text("years"))
    year, route = row.integer("year"), row.need("route")
    variant, category = row.text("variant"), row.text("category")
    stated = [str(year), f"{route}({category})" if category else route, variant]
    intake = emit(
        Intake(
            programme=programme,
            year=year,
            route=route,
            variant=variant,
            name=" ".join(s for s in stated if s),
            places=row.integer("places"),
            lowest_score=row.integer("lowest_score"),
        )
    )
    emit.link(programme, HasIntake(), intake)
