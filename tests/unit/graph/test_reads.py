"""A read that forgets a condition, or names what is not there, cannot be compiled."""

from __future__ import annotations

from typing import Any

import pytest

from graph.cypher.reads import compile_read, visible
from graph.errors import OntologyError

# A variable keeps mypy from asking for literals where a test wants wrong ones.
READ: Any = compile_read


def test_the_macro_becomes_the_conditions() -> None:
    text = READ("MATCH (m:Major)-[r:PREPARES_FOR]->(o:Occupation) WHERE visible(m, r, o) RETURN m")
    assert "visible" not in text
    for name in "mro":
        assert f"{name}.from_version <= $version < {name}.to_version" in text
        assert f"{name}.scope IN $scopes" in text
        assert f"NOT {name}.status IN $without" in text
    assert visible("m", "r", "o") in text


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (m:Major) RETURN m",
        "MATCH (m:Major)-[r:PREPARES_FOR]->(o:Occupation) WHERE visible(m, o) RETURN m",
        "MATCH (m:Major) WHERE visible(m) OPTIONAL MATCH (m)-[:FACES_INDUSTRY]->(i:Industry) "
        "RETURN i",
        "MATCH (m:Major {id: $id}) RETURN m",
        "MATCH (n) RETURN n",
        "MATCH (m:Major|School) RETURN m",
        "MATCH (a:Cluster)-[r:COVERS*1..3]->(b:Industry) WHERE visible(a, b) RETURN a",
    ],
)
def test_a_variable_without_condition_is_refused(text: str) -> None:
    with pytest.raises(OntologyError, match="does not condition"):
        READ(text)


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (m:Person) WHERE visible(m) RETURN m",
        "MATCH (m:Major|Persn) WHERE visible(m) RETURN m",
        "MATCH (m:Major)-[r:PREPARES]->(o:Occupation) WHERE visible(m, r, o) RETURN m",
        "MATCH (m:Major)-[:PREPARES_FOR|TEACHS]->(o) WHERE visible(m, o) RETURN m",
    ],
)
def test_a_name_that_the_model_lacks_is_refused(text: str) -> None:
    with pytest.raises(OntologyError, match="does not have"):
        READ(text)


def test_what_was_filtered_before_need_not_be_again() -> None:
    text = "CALL db.index.fulltext.queryNodes('n', $q) YIELD node MATCH (node) RETURN node"
    with pytest.raises(OntologyError):
        READ(text)
    assert READ(text, unconditioned=("node",)) == text


def test_the_applications_own_state_has_no_versions() -> None:
    text = "MATCH (s:_Source {id: $id}) RETURN s.card AS card"
    assert READ(text) == text
