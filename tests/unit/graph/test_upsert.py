"""Golden Cypher: a change of what is sent to Neo4j shows up as a change of a file.

``UPDATE_GOLDEN=1 pytest tests/unit/graph/test_upsert.py`` writes the files anew.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.cypher import upsert
from graph.cypher.ddl import constraints, fulltext_index, fulltext_properties, indexes, statements
from graph.cypher.text import label, quote, rel_type
from graph.errors import OntologyError
from graph.ontology import OPEN_VERSION, REGISTRY, SYSTEM_FIELDS

GOLDEN = Path(__file__).parents[2] / "golden" / "cypher"
STATEMENTS: dict[str, Callable[[], str]] = {
    "upsert_node_industry": lambda: upsert.upsert_node("Industry"),
    "change_node_industry": lambda: upsert.change_node("Industry"),
    "close_node_industry": lambda: upsert.close_node("Industry"),
    "upsert_relation_covers": lambda: upsert.upsert_relation("COVERS", "Cluster", "Industry"),
    "close_relation_covers": lambda: upsert.close_relation("COVERS", "Cluster", "Industry"),
    "ddl": lambda: "\n".join(statements()),
}


@pytest.mark.parametrize("name", STATEMENTS)
def test_golden(name: str) -> None:
    path, made = GOLDEN / f"{name}.cypher", STATEMENTS[name]() + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(made, "utf-8")
    assert made == path.read_text("utf-8")


def test_no_golden_file_is_left_over() -> None:
    assert {p.stem for p in GOLDEN.glob("*.cypher")} == set(STATEMENTS)


@pytest.mark.parametrize("name", sorted(REGISTRY.entities))
def test_every_label_has_its_constraint_and_writes_every_property(name: str) -> None:
    assert any(f"FOR (n:`{name}`) REQUIRE n.id IS UNIQUE" in c for c in constraints())
    columns = upsert.node_columns(name)
    assert len(columns) == len(set(columns))
    text = upsert.upsert_node(name)
    for place, column in enumerate(columns[1:], start=1):
        assert f"n.`{column}` = row[{place}]" in text
    assert f"n.to_version = {OPEN_VERSION}" in text


@pytest.mark.parametrize("name", sorted(REGISTRY.relations))
def test_every_relation_writes_every_property_for_all_its_ends(name: str) -> None:
    columns = upsert.relation_columns(name)
    for start, end in REGISTRY.relations[name].ends:
        text = upsert.upsert_relation(name, start.__name__, end.__name__)
        assert f"MATCH (a:`{start.__name__}` {{id: row[0]}})" in text
        for place, column in enumerate(columns[3:], start=3):
            assert f"r.`{column}` = row[{place}]" in text


def test_evidence_is_part_of_every_row() -> None:
    assert set(upsert.EVIDENCE) <= set(SYSTEM_FIELDS)
    assert upsert.node_columns("Major")[1:5] == upsert.EVIDENCE
    assert upsert.relation_columns("COVERS")[3:7] == upsert.EVIDENCE


def test_constraints_come_first_and_names_are_their_own() -> None:
    assert statements() == [*constraints(), *indexes()]
    names = [s.split("`")[1] for s in statements()]
    assert len(names) == len(set(names))


def test_names_and_aliases_are_in_the_full_text_index() -> None:
    assert {"name", "aliases", "former_names", "short_name"} <= set(fulltext_properties())
    assert "'cjk'" in fulltext_index()


@pytest.mark.parametrize("name", ["Major`) DETACH DELETE n //", "", "a b", "x-y"])
def test_input_cannot_become_cypher(name: str) -> None:
    for function in (quote, label, rel_type):
        with pytest.raises(OntologyError):
            function(name)


def test_only_declared_names_become_labels() -> None:
    assert label("Major") == "`Major`"
    assert rel_type("COVERS") == "`COVERS`"
    for function in (label, rel_type):
        with pytest.raises(OntologyError):
            function("Person")
