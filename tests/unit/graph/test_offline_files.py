"""Importer CSV: headers that the model gives, and cells that come back as they were."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.cypher.upsert import node_columns, relation_columns
from graph.errors import OfflineImpossible
from graph.offline.files import ARGUMENTS, ImportFiles, node_header, relation_header
from graph.ontology import REGISTRY

EVIDENCE = ["stated", "A", "public", [1, 2]]
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"))


def concept(folder: Path, *names: str | list[Any]) -> list[str]:
    """The lines of a file of concepts with these names."""
    with ImportFiles(folder, 1) as files:
        for number, name in enumerate(names):
            tail = [None] * (len(node_columns("Concept")) - 6)
            files.node("Concept", [f"concept:{number}", *EVIDENCE, name, *tail])
    text = (folder / "Concept.csv").read_text("utf-8")
    return [*csv.reader(io.StringIO(text, newline=""), strict=True)]  # type: ignore[list-item]


@pytest.mark.parametrize("label", sorted(REGISTRY.entities))
def test_a_node_header_names_every_column_with_its_type(label: str) -> None:
    names = [part.partition(":")[0] for part in node_header(label).split(",")]
    assert names == [*node_columns(label), "from_version", "changed_version", "to_version"]
    assert node_header(label).startswith("id:ID,status:string,grade:string,scope:string,")


@pytest.mark.parametrize("kind", sorted(REGISTRY.relations))
def test_a_relation_header_names_every_column_with_its_type(kind: str) -> None:
    parts = relation_header(kind).split(",")
    assert parts[:3] == [":START_ID", ":END_ID", "key:string"]
    assert len(parts) == len(relation_columns(kind)) + 2


def test_types_follow_the_model() -> None:
    header = node_header("Observation").split(",") + node_header("Major").split(",")
    assert {"value:double", "records:long[]", "posts:string[]", "to_version:long"} <= set(header)
    assert "named_only:boolean" in node_header("Enterprise").split(",")


@given(name=TEXT)
def test_a_text_comes_back_as_it_was(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    header, row = concept(tmp_path_factory.mktemp("files"), name)
    assert dict(zip(header, row, strict=True))["name:string"] == name


def test_an_empty_text_is_not_a_missing_one(tmp_path: Path) -> None:
    concept(tmp_path, "")
    line = (tmp_path / "Concept.csv").read_text("utf-8").splitlines()[1]
    assert line.startswith('"concept:0","stated","A","public",1\x1f2,"",')
    assert ",," in f"{line.removesuffix(',1,1,2147483647')},,"  # what is missing has no quotes


@pytest.mark.parametrize(
    ("name", "said"), [("一行", "false"), ("两\n行", "true"), ("a\rb", "true")]
)
def test_the_importer_is_told_of_fields_over_several_lines(
    tmp_path: Path, name: str, said: str
) -> None:
    concept(tmp_path, name)
    words = (tmp_path / ARGUMENTS).read_text("utf-8").splitlines()
    assert f"--multiline-fields={said}" in words
    assert "--nodes=Concept=Concept.csv" in words
    assert "--bad-tolerance=0" in words


@pytest.mark.parametrize("listed", [["a", ""], [""], ["a\x1fb"]])
def test_a_list_that_the_importer_would_change_is_refused(
    tmp_path: Path, listed: list[str]
) -> None:
    with pytest.raises(OfflineImpossible):
        concept(tmp_path, listed)
