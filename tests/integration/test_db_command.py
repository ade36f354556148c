"""``chanjiao db`` as a person or a script calls it, in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from graph.db import Database
from graph.settings import Settings

MAIN = "from graph.cli import main; main()"


def chanjiao(
    *words: str, settings: Settings, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command line on the session's server."""
    own = {"CHANJIAO_DATA_DIR": str(settings.data_dir), "CHANJIAO_NEO4J_URI": ""}
    return subprocess.run(
        [sys.executable, "-c", MAIN, *words],
        env=os.environ | own | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture(scope="module")
def settings(database: Database, database_settings: Settings) -> Settings:
    """Settings of the running session server."""
    return database_settings


def test_status_as_json(settings: Settings) -> None:
    done = chanjiao("db", "status", "--json", settings=settings)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["running"] is True
    assert found["data_dir"] == str(settings.data_dir)


def test_one_query_joins_and_leaves_the_server_running(
    settings: Settings, database: Database
) -> None:
    query = "UNWIND ['杭州', '[x]'] AS 名 RETURN 名"
    done = chanjiao("db", "shell", "--json", "-c", query, settings=settings)
    assert json.loads(done.stdout) == [{"名": "杭州"}, {"名": "[x]"}]
    assert database.ping() > 0


def test_a_failure_is_one_line_and_code_2(settings: Settings) -> None:
    done = chanjiao("db", "shell", "-c", "CREATE (:Sneaked)", settings=settings)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("[query_invalid]")
    assert done.stderr.count("\n") == 1
    assert "--write" in done.stderr


def test_a_failure_as_json_goes_to_standard_output(settings: Settings) -> None:
    elsewhere = {
        "CHANJIAO_NEO4J_URI": "bolt://127.0.0.1:1",
        "CHANJIAO_NEO4J_PASSWORD": "x",
    }
    done = chanjiao("db", "status", "--json", settings=settings, **elsewhere)
    assert done.returncode == 2
    assert json.loads(done.stdout)["error"]["code"] == "graph_unavailable"
    assert done.stderr == ""
