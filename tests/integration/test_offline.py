"""A first load through the offline importer leaves what the usual loader leaves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from graph import embedded
from graph.db import Database, connect
from graph.errors import ImportWaiting, LoadFailed, OfflineImpossible, StoreBusy
from graph.loader import Loader, Progress
from graph.offline.load import OfflineLoader
from graph.offline.store import replace_store
from graph.settings import Settings
from graph.versions import read_state
from ingest.inputs import FolderInput
from tests.integration.crash_place import digest
from tests.integration.small_sources import (
    GOOD_USCC,
    MAJORS,
    TRANSFORM,
    Rows,
    changed,
    folder,
    majors_source,
)

FIGURES = """
from graph.ontology.entities import Indicator, Observation
from graph.ontology.relations import CountsTowards


def figures(row, emit):
    name = row.need("indicator")
    indicator = emit(Indicator(name=name))
    figure = emit(Observation(indicator=indicator, kind="实测", name=name,
                              period=row.text("period"), value=row.decimal("value")))
    emit.link(figure, CountsTowards(), indicator)
"""
LINES = [
    *MAJORS,
    {**MAJORS[0], "code": "469998", "name": '含"引号",与逗号', "posts": '一"二"|三,四;五'},
    {**MAJORS[0], "code": "469999", "name": "悬空", "occupation": "9-99-99"},
]
FIRMS: Rows = [
    {"name": "甲公司", "uscc": GOOD_USCC, "note": "a\\b 'c'", "staff": "12", "products": "泵|阀"},
    {"name": "乙公司", "uscc": "", "note": "", "staff": "", "products": ""},
]
VALUES: Rows = [
    {"indicator": "就业率", "period": "2024", "value": "97.35"},
    {"indicator": "就业率", "period": "2023", "value": "96"},
]


def sources(root: Path, majors: Rows = LINES) -> list[FolderInput]:
    """Texts with quotes, lists, numbers, a private source, a row whose edge leads to nothing."""
    return [
        majors_source(root, majors),
        folder(root, "figures", {"figures": VALUES}, transform=FIGURES),
        folder(root, "firms", {"firms": FIRMS}, visibility="private", transform=TRANSFORM),
    ]


@pytest.fixture(scope="module")
def usual(database: Database, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """The folder of the sources; digests after each of two loads by the usual loader."""
    from tests.conftest import wipe

    wipe(database)
    root = tmp_path_factory.mktemp("usual")
    found = []
    for majors in (LINES, changed(LINES, 1, posts="别的")):
        Loader(database, root / "load").load(sources(root, majors))
        found.append(digest(database))
    return root, found


def test_the_embedded_store_is_replaced_and_loads_go_on(
    usual: tuple[Path, list[str]], make_settings: Callable[..., Settings]
) -> None:
    (root, wanted), settings = usual, make_settings()
    with connect(settings) as db:
        loader = OfflineLoader(db, settings.data_dir / "load", settings)
        with connect(settings), pytest.raises(StoreBusy):
            loader.load(sources(root))
        with pytest.raises(LoadFailed):
            loader.load([folder(root, "few", {"firms": FIRMS}, minimum={"Enterprise": 3})])
        report = loader.load(sources(root))
        assert (report.version, report.published, report.why) == (1, True, {"edge_to_nothing": 1})
        assert digest(db) == wanted[0]
        names = {row["name"] for row in db.read("SHOW CONSTRAINTS YIELD name")}
        assert "id_major" in names
        assert not (settings.data_dir / "load" / "import").exists()

        again = Loader(db, settings.data_dir / "load").load(sources(root))
        assert (again.version, again.published) == (1, False)
        with pytest.raises(OfflineImpossible):
            loader.load(sources(root))
        other = Loader(db, settings.data_dir / "load").load(
            sources(root, changed(LINES, 1, posts="别的"))
        )
        assert other.version == 2
        assert digest(db) == wanted[1]


def test_a_server_is_imported_by_hand_and_a_crash_is_completed(
    usual: tuple[Path, list[str]], make_settings: Callable[..., Settings]
) -> None:
    (root, wanted), store, own = usual, make_settings(), make_settings()
    lease = embedded.lease(store)
    try:
        with connect(_reached(own, lease)) as db:
            with pytest.raises(ImportWaiting) as raised:
                OfflineLoader(db, own.data_dir / "load", own).load(sources(root))
            command = raised.value.fields["command"]
        files = own.data_dir / "load" / "import"
        assert command.endswith("neo4j-admin database import full neo4j @import.args")
        assert f"cd {files}" in command
        with lease.paused() as home:
            replace_store(store, home, files, lambda _: None)

        def stop(step: Progress) -> None:
            if step.phase == "publish":
                raise KeyboardInterrupt

        with connect(_reached(own, lease)) as db:
            with pytest.raises(KeyboardInterrupt):
                OfflineLoader(db, own.data_dir / "load", own, progress=stop).load(sources(root))
            state = read_state(db)
            assert state is not None
            assert (state.published, state.loading) == (0, 1)
            assert OfflineLoader(db, own.data_dir / "load", own).load(sources(root)).version == 1
            assert digest(db) == wanted[0]
    finally:
        lease.release()


def test_a_graph_with_something_else_in_it_is_refused(
    empty_database: Database, database_settings: Settings, tmp_path: Path
) -> None:
    with pytest.raises(OfflineImpossible):  # the marker of the tests is not ours to lose
        OfflineLoader(empty_database, tmp_path, database_settings).load([])
    routed = database_settings.model_copy(update={"neo4j_uri": "neo4j+s://example.org"})
    with pytest.raises(OfflineImpossible):
        OfflineLoader(empty_database, tmp_path, routed).load([])


def _reached(settings: Settings, lease: embedded.Lease) -> Settings:
    """Settings for a server that runs elsewhere, as far as the loader knows."""
    running = lease.running
    return Settings.model_validate(
        {**settings.model_dump(), "neo4j_uri": running.uri, "neo4j_password": running.password}
    )
