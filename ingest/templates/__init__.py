"""Templates: tables that people fill in, each one declaration derived from the ontology."""

from __future__ import annotations

from ingest.templates import industry, official, schools, together
from ingest.templates.model import Column, Template

TEMPLATES: dict[str, Template] = {
    template.kind: template
    for template in (
        industry.ENTERPRISES,
        industry.CLUSTERS,
        schools.MAJORS,
        schools.PROGRAMMES,
        schools.INTAKES,
        schools.MAJOR_GROUPS,
        schools.COURSES,
        together.COMMUNITIES,
        together.MEMBERS,
        industry.POSTINGS,
        together.COOPERATIONS,
        industry.NEEDS,
        schools.OFFERS,
        together.AGREEMENTS,
        industry.INTERNSHIP_PLACES,
        industry.SURVEYS,
        schools.TITLES,
        together.INDICATORS,
        together.OBSERVATIONS,
    )
}

#: These and the tables that official layouts are read into; nobody fills in the latter.
KINDS: dict[str, Template] = TEMPLATES | {t.kind: t for t in official.TABLES}

__all__ = ["KINDS", "TEMPLATES", "Column", "Template"]
