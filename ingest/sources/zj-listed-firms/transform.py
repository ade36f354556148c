"""Listed firms of Zhejiang and some others: one row, one firm and where it is."""

from graph.evidence import RowRejected
from graph.ontology.entities import Enterprise, Region
from graph.ontology.ids import uscc_is_valid
from graph.ontology.relations import LocatedIn
from ingest.rows import Row
from ingest.source import Emit


def transform(row: Row, emit: Emit) -> None:
    """State a firm; its region only where the source places it."""
    # The classification of 2021 goes first: it is the finer of the two published words.
    terms = [term for term in (row.text("sw_industry"), row.text("industry")) if term]
    firm = emit(
        Enterprise(
            name=row.need("name"),
            uscc=_uscc(row),
            short_name=row.text("short_name"),
            aliases=row.items("aliases"),
            former_names=row.items("former_names"),
            listed_code=row.text("listed_code"),
            products=row.items("products"),
            industry_terms=list(dict.fromkeys(terms)),
            name_as_of=row.text("name_as_of"),
            note=row.text("note"),
        )
    )
    if region := row.text("region"):
        emit.link(firm, LocatedIn(), emit.find(Region, region))


def _uscc(row: Row) -> str | None:
    code = row.text("uscc")
    if code and not uscc_is_valid(code):
        raise RowRejected(
            "invalid_uscc",
            f"{row.locator}: '{code}' fails the check digit of GB 32100.",
            hint="Correct the code, or leave it empty.",
            field="uscc",
        )
    return code
