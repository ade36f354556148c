"""The notebook view on the real server, and that py2neo stays in its one file."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import graph.py2neo_view
from graph.errors import ConfigurationError, NotFound, OntologyError
from graph.py2neo_view import ExtraMissing, Notebook
from graph.settings import Settings
from graph.view import View
from tests.integration.conftest import Loaded

ROOT = Path(graph.py2neo_view.__file__).resolve().parents[1]
CLUSTER = "cluster:hz-eco-iot"


@pytest.fixture(scope="module")
def book(loaded: Loaded) -> Iterator[Notebook]:
    with Notebook.open(loaded.settings) as book:
        yield book


def test_a_subgraph_is_the_entity_with_what_is_next_to_it(book: Notebook, view: View) -> None:
    found = book.subgraph(CLUSTER)
    expected = view.read(
        "MATCH (c:Cluster {id: $id})-[r]-(m) RETURN count(r) AS relations, "
        "count(DISTINCT m) AS nodes",
        id=CLUSTER,
    )[0]
    assert len(found.relationships) == expected["relations"] > 3
    assert len(found.nodes) == expected["nodes"] + 1
    centre = next(n for n in found.nodes if n["id"] == CLUSTER)
    assert set(centre.labels) == {"Cluster"}
    assert all(centre in r.nodes for r in found.relationships)


def test_depth_and_limit(book: Notebook) -> None:
    near = book.subgraph(CLUSTER)
    far = book.subgraph(CLUSTER, depth=2, limit=300)
    assert {n["id"] for n in near.nodes} < {n["id"] for n in far.nodes}
    assert len(book.subgraph(CLUSTER, depth=2, limit=3).relationships) == 3
    with pytest.raises(ConfigurationError):
        book.subgraph(CLUSTER, depth=5)


def test_an_unknown_entity(book: Notebook) -> None:
    with pytest.raises(NotFound):
        book.subgraph("cluster:no-such-cluster")


def test_a_frame_has_the_rows_of_the_view(book: Notebook, view: View) -> None:
    query = (
        "MATCH (m:Major) WHERE visible(m) AND m.level = $level "
        "RETURN m.code AS code, m.name AS name ORDER BY code"
    )
    frame = book.frame(query, level="高职专科")
    assert list(frame.columns) == ["code", "name"]
    assert len(frame) > 700
    none = book.frame(query, level="no such level")
    assert list(none.columns) == ["code", "name"]
    assert none.empty


def test_a_frame_needs_conditions_and_cannot_write(book: Notebook) -> None:
    with pytest.raises(OntologyError):
        book.frame("MATCH (m:Major) RETURN m.name AS name")
    with pytest.raises(Exception, match="read access mode"):
        book.frame("CREATE (x:Sneaked) RETURN x.id AS id")


def test_version_scopes_and_statuses_are_honoured(loaded: Loaded) -> None:
    count = "MATCH (:Cluster)-[r:COVERS]->(:Industry) WHERE visible(r) RETURN count(r) AS n"
    with pytest.raises(NotFound):
        Notebook.open(loaded.settings, version=99)
    with Notebook.open(loaded.settings, without=("curated",)) as book:
        assert book.frame(count)["n"][0] == 0
    with Notebook.open(loaded.settings, scopes=("private:nobody",)) as book:
        assert book.frame(count)["n"][0] == 0
        with pytest.raises(NotFound):
            book.subgraph(CLUSTER)


def test_without_the_extra_the_error_says_what_to_install(
    make_settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "py2neo", None)
    with pytest.raises(ExtraMissing) as raised:
        Notebook.open(Settings(neo4j_uri="bolt://127.0.0.1:1"))
    assert raised.value.code == "extra_missing"
    assert "notebook" in raised.value.hint


def test_no_other_file_imports_py2neo() -> None:
    importers = {
        str(path.relative_to(ROOT))
        for package in ("graph", "ingest", "api", "ui")
        for path in (ROOT / package).rglob("*.py")
        if "node_modules" not in path.parts and "py2neo" in _imported(path)
    }
    assert importers == {"graph/py2neo_view.py"}


def _imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


def test_the_lint_rule_catches_an_import_elsewhere() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--stdin-filename", "graph/planted.py", "-"],
        input="import py2neo\n\nprint(py2neo)\n",
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "TID251" in done.stdout
