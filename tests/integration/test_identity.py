"""A credit code turns up: the firm takes it as its id, and the old id redirects."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from graph.db import Database
from graph.errors import Moved
from graph.loader import Loader
from graph.ontology.entities import Enterprise
from graph.queries.entities import entity, neighbours
from graph.settings import Settings
from graph.view import published_view
from ingest.inputs import FolderInput
from ingest.source import read_sources

CARD = """
card:
  id: {name}
  title: {{zh: 测试, en: test}}
  owner: test
  asserted_by: test
  licence: unknown
  grade: B
  retrieved: "2026-11"
  covers: {{zh: 测试, en: test}}
  missing: {{zh: 无, en: none}}
files:
  - {{path: rows.csv}}
after: [{after}]
"""
FIRMS = """
from graph.ontology.entities import Enterprise


def transform(row, emit):
    emit(Enterprise(name=row.need("name"), uscc=row.text("uscc"), titles=row.items("titles")))
"""
PARTNERS = """
from graph.ontology.entities import Enterprise, School
from graph.ontology.relations import CooperatesWith


def transform(row, emit):
    school = emit(School(name=row.need("school")))
    firm = emit.party(row.need("firm"), Enterprise)
    emit.link(school, CooperatesWith(kind="订单班"), firm)
"""
NAME = "浙江大华技术股份有限公司"
CODE = "91330000727215176K"


def put(root: Path, name: str, rows: str, code: str, after: str = "") -> None:
    """A source folder with one CSV file."""
    folder = root / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "source.yml").write_text(CARD.format(name=name, after=after), "utf-8")
    (folder / "transform.py").write_text(code, "utf-8")
    (folder / "rows.csv").write_text(rows, "utf-8")


@pytest.fixture
def moved(empty_database: Database, tmp_path: Path) -> tuple[Database, str, str]:
    """A graph in which a firm was known by name and then got its code: (db, old id, new id)."""
    root, state = tmp_path / "sources", tmp_path / "load"
    put(root, "list", f"name,uscc,titles\n{NAME},,专精特新\n", FIRMS)
    put(root, "partners", f"school,firm\n甲学院,{NAME}\n", PARTNERS, "list")
    load = lambda: Loader(empty_database, state).load(  # noqa: E731
        [FolderInput(s) for s in read_sources(root)]
    )
    assert load().quarantined == 0
    put(root, "register", f"name,uscc,titles\n{NAME},{CODE},\n", FIRMS)
    report = load()
    assert report.published and report.quarantined == 0
    assert load().published is False
    return empty_database, Enterprise.id_for(name=NAME), Enterprise.id_for(uscc=CODE)


def test_every_source_speaks_of_the_new_id(moved: tuple[Database, str, str]) -> None:
    database, _, new = moved
    view = published_view(database)
    shown = entity(view, new)
    assert shown["properties"]["titles"] == ["专精特新"]
    assert {r["source"] for r in shown["records"]} == {"list", "register"}
    around = neighbours(view, new)
    assert [n["relation"] for n in around["items"]] == ["COOPERATES_WITH"]


def test_the_old_id_redirects(moved: tuple[Database, str, str]) -> None:
    database, old, new = moved
    with pytest.raises(Moved) as caught:
        entity(published_view(database), old)
    assert caught.value.fields["to"] == new
    client = TestClient(create_app(Settings(), database), follow_redirects=False)
    with client:
        answer = client.get(f"/v1/entities/{old}")
        assert answer.status_code == 308
        assert answer.headers["location"].endswith(f"/v1/entities/{new}")
        assert client.get(answer.headers["location"]).json()["id"] == new


def test_the_old_version_reads_as_it_was(moved: tuple[Database, str, str]) -> None:
    database, old, _ = moved
    before = published_view(database, version=1)
    assert entity(before, old)["name"] == NAME
    assert neighbours(before, old)["total"] == 1
