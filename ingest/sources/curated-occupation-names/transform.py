"""Occupation names of the ministry's profiles that carry no code, matched by the project.

``occupation_names.csv`` is the mapping from name to code; ``major_occupation_names.csv`` is that
mapping joined to the majors whose profile has the name, and the file that is loaded.
"""

from graph.ontology.entities import Major, Occupation
from graph.ontology.relations import PreparesFor
from ingest.rows import Row
from ingest.source import Emit

#: How exactly the code answers to the name. An equal or renamed occupation is what the profile
#: says; a narrower one is one of several it may mean; a group is wider than any occupation.
_STRENGTH = {"exact": "core", "renamed": "core", "narrower": "related", "group": "group"}


def transform(row: Row, emit: Emit) -> None:
    """State that a major prepares for an occupation that its profile names in other words."""
    precision = row.need("precision")
    relation = PreparesFor(
        strength=_STRENGTH.get(precision, precision),
        named_as=row.need("name"),
        reason=row.need("reason"),
        basis="2022简介",
    )
    emit.link(
        Major.id_for(catalogue="moe", code=row.need("major_code")),
        relation,
        Occupation.id_for(code=row.need("occupation_code")),
    )
