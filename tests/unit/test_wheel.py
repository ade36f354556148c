"""The wheel, installed elsewhere, holds all that the product reads at run time."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from ui.parts.graph_view import BUNDLES

ROOT = Path(__file__).resolve().parents[2]
#: Git-ignored or not, each of these is read at run time; hatchling drops what git ignores.
DATA = {".csv", ".jsonl", ".yml", ".lock", ".js", ".css", ".html", ".svg", ".json", ".toml"}
PROBE = """
import json, graph, ingest, api, ui
from ingest.bundle import read_home
from ingest.readers import read_rows
from ingest.source import SOURCES_DIR, read_sources
sources = read_sources()
rows = {s.id: sum(1 for f in s.spec.files for _ in read_rows(s.folder / f.path)) for s in sources}
from graph import jars  # reads its lock from beside it
print(json.dumps({"at": graph.__file__, "rows": rows, "question": read_home().question}))
"""


def builder() -> list[str]:
    """The command that builds: uv, which ``./run`` brings."""
    beside = Path(sys.executable).with_name("uv")
    found = str(beside) if beside.is_file() else shutil.which("uv")
    assert found, "uv is missing; `./run setup dev` brings it"
    return [found, "build", "--wheel", "--build-constraints", "locks/build.txt"]


def run(command: list[str], cwd: Path) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run([*builder(), "--python", sys.executable, "--out-dir", str(folder)], ROOT)
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_every_file_that_git_keeps_is_in_it(names: set[str]) -> None:
    tracked = run(
        ["git", "ls-files", "-co", "--exclude-standard", "graph", "ingest", "api", "ui"], ROOT
    )
    wanted = {p for p in tracked.splitlines() if (ROOT / p).is_file()}
    assert len({p for p in wanted if Path(p).suffix in DATA}) > 50
    assert wanted - names == set()


def test_the_javascript_of_the_lock_is_in_it(names: set[str]) -> None:
    assert {f"ui/node_modules/{path}" for path in BUNDLES.values()} <= names
    assert "ui/node_modules/cytoscape/LICENSE" in names
    modules = [n for n in names if n.startswith("ui/node_modules/")]
    assert len(modules) <= 2 * len(BUNDLES), "only what is read, with its licences"


def test_nothing_else_comes_along(names: set[str]) -> None:
    tops = {name.partition("/")[0] for name in names}
    assert {t for t in tops if not t.endswith(".dist-info")} == {"graph", "ingest", "api", "ui"}
    assert not [n for n in names if "__pycache__" in n or n.endswith(".pyc")]


def test_the_command_and_its_words_are_registered(wheel: Path, names: set[str]) -> None:
    (listed,) = [n for n in names if n.endswith(".dist-info/entry_points.txt")]
    with zipfile.ZipFile(wheel) as archive:
        text = archive.read(listed).decode()
    assert "chanjiao = graph.cli:main" in text
    for word in ("api", "ask", "db", "demo", "ingest", "ontology", "ui"):
        assert f"\n{word} = " in text


def test_it_reads_its_sources_from_elsewhere(wheel: Path, tmp_path: Path) -> None:
    target, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    elsewhere.mkdir()
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)  # what installing a pure wheel into a folder does
    code = f"import sys; sys.path.insert(0, {str(target)!r})\n{PROBE}"
    found = json.loads(run([sys.executable, "-c", code], elsewhere))
    assert Path(found["at"]).is_relative_to(target)
    here = {f.name for f in (ROOT / "ingest" / "sources").iterdir() if (f / "source.yml").is_file()}
    assert found["rows"].keys() == here
    assert all(number > 0 for number in found["rows"].values())
    assert found["question"]
