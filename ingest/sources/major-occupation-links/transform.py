"""Links from majors to occupations that other publications state: one row, one PREPARES_FOR."""

from graph.evidence import RowRejected
from graph.ontology.entities import Major, Occupation
from graph.ontology.relations import PreparesFor
from ingest.rows import Row
from ingest.source import Emit

#: 本专业 is the occupation's own major; 本专业或相关专业 does not tell the two apart.
_STRENGTH = {
    "国家职业技能标准 本专业": "core",
    "国家职业技能标准 本专业或相关专业": "related",
    "第三方看板": "related",
}


def transform(row: Row, emit: Emit) -> None:
    """State that a major prepares for an occupation, as strongly as the basis allows."""
    basis = row.need("basis")
    if basis not in _STRENGTH:
        raise RowRejected("unmapped_term", f"'{basis}' is no known basis of a link.")
    row.ignore("major_name")  # the code was found by it
    emit.link(
        Major.id_for(catalogue="moe", code=row.need("major_code")),
        PreparesFor(strength=_STRENGTH[basis], named_as=row.need("occupation_name"), reason=basis),
        Occupation.id_for(code=row.need("occupation_code")),
    )
