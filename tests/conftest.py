"""Fixtures that all tests share: one real Neo4j for the whole session, in a folder of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import hypothesis
import pytest

from graph import embedded
from graph.db import Database, connect
from graph.settings import Settings

MARKER = "_TestMarker"

# How long an example takes says how busy the machine is, not whether the code is right.
hypothesis.settings.register_profile(
    "patient",
    deadline=None,
    suppress_health_check=[
        hypothesis.HealthCheck.too_slow,
        hypothesis.HealthCheck.filter_too_much,
    ],
)
hypothesis.settings.load_profile("patient")


def wipe(database: Database) -> None:
    """Delete everything but the marker.

    Raises:
        AssertionError: the database carries no test marker, so it may be somebody's own.
    """
    marked = database.read(f"MATCH (m:{MARKER}) RETURN count(m) AS n")
    assert marked == [{"n": 1}], "refusing to wipe a database without a test marker"
    database.write(f"MATCH (n) WHERE NOT n:{MARKER} DETACH DELETE n")


@pytest.fixture(scope="session")
def make_settings(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Settings]:
    """Settings with an embedded server in a new folder; only the jar cache is the real one."""

    def make(**values: object) -> Settings:
        folder = tmp_path_factory.mktemp("state") / "data"
        own = {"data_dir": folder, "neo4j_uri": None, "neo4j_password": None, "bolt_port": None}
        return Settings.model_validate({**own, **values})

    return make


@pytest.fixture(scope="session")
def database_settings(make_settings: Callable[..., Settings]) -> Settings:
    """Settings of the session's database."""
    return make_settings()


@pytest.fixture(scope="session")
def database(database_settings: Settings) -> Iterator[Database]:
    """A marked database on an embedded server; started once, stopped at the end."""
    with connect(database_settings) as db:
        db.write(f"CREATE (:{MARKER})")
        yield db
    assert not embedded.status(database_settings).running


@pytest.fixture
def empty_database(database: Database) -> Database:
    """The session's database without any data in it."""
    wipe(database)
    return database
