"""A second database with all bundled sources in it. Nothing here wipes or changes it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from graph.db import Database, connect
from graph.loader import LoadReport
from graph.queries import lists
from graph.queries.grammar import question
from graph.settings import Settings
from graph.view import View, published_view
from ingest.bundle import load_bundle

MAIN = "from graph.cli import main; main()"


class Loaded(NamedTuple):
    """The database, its settings, and what the load reported."""

    db: Database
    settings: Settings
    report: LoadReport


@pytest.fixture(scope="session")
def loaded_settings(make_settings: Callable[..., Settings]) -> Settings:
    """Settings of the loaded database: a server of its own, since other tests wipe theirs."""
    return make_settings()


@pytest.fixture(scope="session")
def loaded(loaded_settings: Settings) -> Iterator[Loaded]:
    """All bundled sources, loaded once, at the first test that asks."""
    with connect(loaded_settings) as db:
        yield Loaded(db, loaded_settings, load_bundle(db, loaded_settings))


@pytest.fixture(scope="session")
def view(loaded: Loaded) -> View:
    """What the public sees of the loaded database."""
    return published_view(loaded.db)


@pytest.fixture(scope="session")
def client(loaded: Loaded) -> Iterator[TestClient]:
    """The API on the loaded database."""
    with TestClient(create_app(loaded.settings, loaded.db)) as client:
        yield client


def clusters_of(view: View) -> list[dict[str, Any]]:
    """Every cluster with its properties; ``heading`` is set on all."""
    rows = lists.stream(view, question("Cluster"))
    return [{"heading": False, "tier": None, **r["properties"], "id": r["id"]} for r in rows]


class Command(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """Its standard output, which must be one JSON document."""
        return json.loads(self.out)


@pytest.fixture(scope="session")
def chanjiao() -> Callable[..., Command]:
    """Runs the command line in a process of its own."""

    def run(*words: str, settings: Settings, **environment: str) -> Command:
        own = {"CHANJIAO_DATA_DIR": str(settings.data_dir), "CHANJIAO_NEO4J_URI": ""}
        done = subprocess.run(
            [sys.executable, "-c", MAIN, *words],
            env=os.environ | own | environment,
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )
        return Command(done.returncode, done.stdout, done.stderr)

    return run
