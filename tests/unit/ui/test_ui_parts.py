"""What the pages stand on: errors, CSV, words, settings, names that shadow nothing, links."""

from __future__ import annotations

import ast
import csv
import io
import re
import socket
import sys
from importlib.machinery import PathFinder
from pathlib import Path

import httpx
import pytest
import streamlit as st
from typer.testing import CliRunner

import ui
from tests.unit.ui.fake import NASTY, problem
from ui import client, commands
from ui.client import UiError, problem_of
from ui.config import Config, ConfigInvalid, read_config
from ui.parts import graph_view
from ui.parts.graph_data import MOST_NODES, Graph
from ui.parts.links import page_of
from ui.parts.markup import badge
from ui.parts.match import band
from ui.parts.page import KNOWN_ERRORS
from ui.parts.tables import Column, csv_bytes
from ui.words import GENERAL, WORDS
from ui.words_pages import PAGES

FOLDER = Path(ui.__file__).parent


def test_problem_documents_keep_code_and_candidates() -> None:
    error = problem_of(problem(409, "ambiguous_name", candidates=[{"id": "a:1", "name": "甲"}]))
    assert (error.code, error.title, error.detail) == ("ambiguous_name", "title", "detail")
    assert error.candidates == [{"id": "a:1", "name": "甲"}]
    assert problem_of(problem(404, "not_found", suggestions=["乙"])).candidates[0]["name"] == "乙"
    assert problem_of(httpx.Response(502, text="<html>")).code == "api_failed"


@pytest.mark.parametrize(
    ("raised", "code"),
    [(httpx.ConnectError("no"), "api_unreachable"), (httpx.ReadTimeout("slow"), "api_timeout")],
)
def test_no_answer_is_an_error_with_a_code(
    monkeypatch: pytest.MonkeyPatch, raised: Exception, code: str
) -> None:
    def fail(_: httpx.Request) -> httpx.Response:
        raise raised

    st.cache_resource.clear()
    monkeypatch.setattr(
        client,
        "open_http",
        lambda: httpx.Client(transport=httpx.MockTransport(fail), base_url="http://a"),
    )
    with pytest.raises(UiError) as caught:
        client.call("/readyz")
    assert caught.value.code == code
    st.cache_resource.clear()


def test_the_real_client_follows_moved_ids_and_sends_the_key(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CHANJIAO_API_KEY", "k")
    with client.open_http() as http:
        assert http.follow_redirects
        assert http.headers["X-API-Key"] == "k"


def test_every_known_error_has_words() -> None:
    for code in KNOWN_ERRORS:
        assert f"error.{code}" in WORDS
        assert f"error.{code}.do" in WORDS


def test_csv_is_safe_for_spreadsheets() -> None:
    rows = [
        {"a": "=1+1", "b": 3},
        {"a": "+86", "b": -2},
        {"a": "-x", "b": None},
        {"a": "@y", "b": ["甲", "乙"]},
    ]
    data = csv_bytes(rows, [Column("名", "a"), Column("数", "b", "number")])
    assert data.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert read == [["名", "数"], ["'=1+1", "3"], ["'+86", "-2"], ["'-x", ""], ["'@y", "甲、乙"]]


def test_words_are_complete() -> None:
    assert not GENERAL.keys() & PAGES.keys()
    for key, (zh, en) in WORDS.items():
        assert zh.strip() and en.strip(), key
        assert set(re.findall(r"{(\w+)}", zh)) == set(re.findall(r"{(\w+)}", en)), key


def test_every_word_that_is_asked_for_exists() -> None:
    asked = set()
    for path in FOLDER.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            named = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "t"
            if named and node.args and isinstance(node.args[0], ast.Constant):
                asked.add(node.args[0].value)
    assert len(asked) > 100
    assert asked <= WORDS.keys(), asked - WORDS.keys()


def test_no_module_shadows_another_package() -> None:
    elsewhere = [p for p in sys.path if p and Path(p).resolve() != FOLDER]
    for path in FOLDER.iterdir():
        name = path.stem
        if name.startswith(("_", ".")) or (path.is_file() and path.suffix != ".py"):
            continue
        if path.is_dir() and not (path / "__init__.py").is_file():
            continue
        assert name not in sys.stdlib_module_names, f"ui/{name} shadows the standard library"
        found = PathFinder.find_spec(name, elsewhere)
        assert found is None or found.origin is None, f"ui/{name} shadows {found}"


def test_settings_refuse_an_open_host() -> None:
    read_config({}).check_host()
    open_to_all = {"CHANJIAO_UI_HOST": "0.0.0.0"}
    with pytest.raises(ConfigInvalid, match="no sign-in"):
        read_config(open_to_all).check_host()
    read_config({**open_to_all, "CHANJIAO_UI_BEHIND_PROXY": "1"}).check_host()
    with pytest.raises(ConfigInvalid, match="is no port"):
        read_config({"CHANJIAO_UI_PORT": "http"})
    assert "secret" not in repr(read_config({"CHANJIAO_API_KEY": "secret"}))


def test_serve_names_a_taken_port() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = CliRunner().invoke(commands.app, ["serve", "--port", str(port)])
    assert result.exit_code == 2
    assert "port_taken" in result.output
    assert str(port) in result.output


def test_serve_refuses_an_open_host() -> None:
    result = CliRunner().invoke(commands.app, ["serve", "--host", "0.0.0.0"])
    assert result.exit_code == 2
    assert "configuration_invalid" in result.output


def test_command_line_needs_no_configuration_file() -> None:
    line = " ".join(commands.command_line(Config(port=9)))
    assert "--server.port=9" in line
    assert "--browser.gatherUsageStats=false" in line
    assert commands.entry_file().is_file()


def test_streamlit_sees_no_pages_folder() -> None:
    # It would list the files by itself and run them without the frame around them.
    assert not (FOLDER / "pages").exists()


def test_data_is_text() -> None:
    assert "<img" not in badge(NASTY)
    script = (FOLDER / "assets" / "graph.js").read_text()
    assert "innerHTML" not in script and "insertAdjacentHTML" not in script


def test_strength_in_words_follows_the_figure_shown() -> None:
    assert [band(s) for s in (0.8, 0.596, 0.594, 0.4, 0.39)] == [
        "high", "high", "middle", "middle", "low",
    ]  # fmt: skip


def test_graph_stops_growing_and_cuts_names() -> None:
    graph = Graph()
    graph.nodes = {str(n): {} for n in range(MOST_NODES)}
    assert not graph.node("industry:39", "某行业", "Industry")
    assert graph.left_out == 1
    graph.edge("0", "COVERS", "industry:39", "stated")
    assert graph.edges == {}


def test_pages_of_entities() -> None:
    assert page_of("cluster:x") == "cluster"
    assert page_of("industry:39") == "entity"


def test_lock_of_the_canvas_names_no_registry() -> None:
    lock = (FOLDER / "package-lock.json").read_text()
    assert "resolved" not in lock and "http" not in lock
    assert lock.count('"integrity"') == len(graph_view.BUNDLES)
