"""The bundled sources, loaded as one: what ``chanjiao ingest load`` and the demo do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from graph import versions
from graph.db import Database
from graph.loader import LoadReport, Progress
from graph.offline.load import loader_for
from graph.settings import Settings
from ingest.inputs import FolderInput
from ingest.source import SOURCES_DIR, Source, SourceInvalid, read_sources

HOME_FILE = "_home.yml"


@dataclass(frozen=True)
class Home:
    """Where a bundle is at home: the region that bare names mean first, and a first question."""

    region: str | None = None
    question: str | None = None


def read_home(root: Path = SOURCES_DIR) -> Home:
    """The bundle's home; all unknown where the file is missing."""
    path = root / HOME_FILE
    if not path.is_file():
        return Home()
    try:
        return Home(**yaml.safe_load(path.read_text("utf-8")))
    except (TypeError, yaml.YAMLError) as error:
        raise SourceInvalid(f"{HOME_FILE} is not valid: {error}.") from None


def load_bundle(
    db: Database,
    settings: Settings,
    *,
    only: Sequence[str] = (),
    root: Path = SOURCES_DIR,
    progress: Callable[[Progress], None] = lambda _: None,
    offline: bool = False,
) -> LoadReport:
    """Load the source folders under ``root``, or those named in ``only``.

    Raises:
        SourceInvalid: a bad folder, or a name in ``only`` that does not exist.
        LoadFailed, GraphUnavailable: see :class:`graph.loader.Loader`.
        OfflineImpossible, ImportWaiting: see :class:`graph.offline.load.OfflineLoader`.
    """
    sources = chosen(read_sources(root), only)
    loader = loader_for(db, settings, progress, offline=offline)
    report = loader.load([FolderInput(s) for s in sources])
    home = settings.home_region or read_home(root).region
    state = versions.read_state(db)
    if state is not None and home is not None and state.home_region != home:
        versions.set_home_region(db, home)
    return report


def chosen(sources: list[Source], only: Sequence[str]) -> list[Source]:
    """Those of the sources that are named; all where none is.

    Raises:
        SourceInvalid: a name that does not exist.
    """
    known = {s.id for s in sources}
    for name in only:
        if name not in known:
            raise SourceInvalid(
                f"There is no source '{name}'.", hint=f"Known: {', '.join(sorted(known))}."
            )
    return [s for s in sources if not only or s.id in only]
