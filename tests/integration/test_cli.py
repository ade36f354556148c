"""The words ``ask``, ``ingest`` and ``demo`` as a person or a script calls them."""

from __future__ import annotations

import socket
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from graph.ask_commands import table
from graph.match.answer import Request, clusters_of_major
from graph.ontology.entities import Major
from graph.resolve.lookup import resolve
from graph.settings import Settings
from graph.view import View
from tests.integration.conftest import Command, Loaded

Run = Callable[..., Command]
FEATURE = {"name", "value", "weight", "contribution", "detail"}
HOP = {"from", "relation", "to", "status", "source_grade", "source", "locator"}


def test_ask_prints_the_answer_as_json(loaded: Loaded, chanjiao: Run) -> None:
    done = chanjiao(
        "ask", "cluster", "智能物联", "--limit", "20", "--json", settings=loaded.settings
    )
    assert done.code == 0, done.err
    answer = done.json()
    assert answer["cluster"]["name"] == "智能物联"
    assert answer["cluster"]["reliability"] in ("官方文本", "待核实")
    assert answer["data_version"] == loaded.report.version
    assert len(answer["items"]) == 20
    for item in answer["items"]:
        assert {"id", "code", "name", "level"} <= item["major"].keys()
        assert {"score", "grade"} <= item.keys()
        assert all(f.keys() >= FEATURE for f in item["features"])
        assert all(h.keys() >= HOP for p in item["paths"] for h in p["hops"])
    assert loaded.db.ping() > 0, "a second process must leave the server running"


def test_an_answer_in_words(view: View) -> None:
    answer = clusters_of_major(view, resolve(view, Major, "510401"), Request(3))
    console = Console(file=StringIO(), width=300)
    console.print(table(answer, "cluster"))
    assert isinstance(console.file, StringIO)
    text = console.file.getvalue()
    assert "集成电路技术" in text
    assert "—涵盖行业→" in text
    assert "curated-cluster-industries:row " in text


def test_an_ambiguous_name_under_json(loaded: Loaded, chanjiao: Run) -> None:
    done = chanjiao("ask", "cluster", "新材料", "--json", settings=loaded.settings)
    assert done.code == 2
    error = done.json()["error"]
    assert error["code"] == "ambiguous_name"
    assert len(error["candidates"]) >= 2
    assert done.err == ""


def test_the_bundle_is_in_order(chanjiao: Run, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "unused")
    done = chanjiao("ingest", "check", "--json", settings=settings)
    assert done.code == 0, done.out[-2000:]
    found = done.json()
    assert len(found) >= 25
    assert not [name for name, result in found.items() if result["dangling"]]
    codes = {i["code"] for result in found.values() for i in result["issues"]}
    assert codes <= {"unclear_name"}, "only rows that their own source leaves unclear wait"
    assert not settings.data_dir.exists(), "a check needs no database"


def test_a_folder_without_a_card(loaded: Loaded, chanjiao: Run, tmp_path: Path) -> None:
    (tmp_path / "no-card").mkdir()
    done = chanjiao(
        "ingest", "load", "--sources", str(tmp_path), "--json", settings=loaded.settings
    )
    assert done.code == 2
    error = done.json()["error"]
    assert error["code"] == "source_invalid"
    assert "source.yml" in error["message"]
    assert error["hint"]


def test_a_source_that_does_not_exist(loaded: Loaded, chanjiao: Run) -> None:
    done = chanjiao("ingest", "load", "no-such-source", settings=loaded.settings)
    assert done.code == 2
    assert "[source_invalid]" in done.err
    assert "no-such-source" in done.err


@pytest.mark.parametrize("option", ["--port", "--ui-port"])
def test_a_taken_port_is_named(chanjiao: Run, tmp_path: Path, option: str) -> None:
    with socket.socket() as taken, socket.socket() as other:
        for each in (taken, other):
            each.bind(("127.0.0.1", 0))
        taken.listen()
        port, free = taken.getsockname()[1], other.getsockname()[1]
        other.close()
        settings = Settings(data_dir=tmp_path / "unused")
        ports = {"CHANJIAO_API_PORT": str(free), "CHANJIAO_UI_PORT": str(free)}
        done = chanjiao("demo", option, str(port), settings=settings, **ports)
    assert done.code == 2
    assert done.err.startswith("[port_taken]")
    assert str(port) in done.err
    assert not settings.data_dir.exists()
