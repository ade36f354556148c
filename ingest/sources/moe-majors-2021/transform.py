"""The ministry's catalogue of vocational majors: one row, one major."""

from graph.ontology.entities import Major
from ingest.rows import Row
from ingest.source import Emit


def transform(row: Row, emit: Emit) -> None:
    """State a major with its class and category. Codes are those of the 2021 edition."""
    emit(
        Major(
            catalogue="moe",
            code=row.need("code"),
            name=row.need("name"),
            level=row.need("level"),
            edition="2021",
            class_code=row.need("class_code"),
            class_name=row.text("class_name"),
            category_code=row.need("category_code"),
            category_name=row.text("category_name"),
            years=row.text("years"),
            state_controlled=row.flag("state_controlled"),
            added=row.text("added"),
        )
    )
