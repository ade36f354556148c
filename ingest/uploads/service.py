"""Check, load and correct files: what ``chanjiao ingest load FILE`` and its kin do."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Literal

from graph.db import Database
from graph.errors import ConfigurationError
from graph.evidence import Caption, Issue, SourceCard
from graph.loader import Progress
from graph.manifest import Manifest
from graph.offline.load import loader_for
from graph.ontology.ids import digest12
from graph.rebuild import open_manifest
from graph.resolve.decisions import DecisionFile
from graph.settings import Settings
from graph.staging import SourceResult
from graph.versions import read_state
from ingest.layouts import LAYOUTS
from ingest.source import SourceInvalid
from ingest.templates import TEMPLATES
from ingest.uploads import store
from ingest.uploads.input import UploadInput
from ingest.uploads.preview import SHOWN, preview
from ingest.uploads.store import Upload

#: Rows that one workbook of errors holds.
EXPORTED = 50_000
Issues = list[tuple[int, Issue]]
Visibility = Literal["public", "organisation", "private"]


CHOICES = {"visibility": ("public", "organisation", "private"), "grade": ("A", "B", "C")}
_SOURCE_ID = re.compile(r"^[a-z0-9][a-z0-9-]*$")


@dataclass(frozen=True)
class Wishes:
    """What the person who brings a file says about it."""

    kind: str | None = None
    source: str | None = None
    owner: str = "local"
    visibility: Visibility = "private"
    #: Not said: B, and what the layout of an official document says.
    grade: Literal["A", "B", "C"] | None = None
    licence: str = "unknown"

    def __post_init__(self) -> None:
        if self.kind is not None and self.kind not in TEMPLATES | LAYOUTS:
            raise SourceInvalid(
                f"There is no template '{self.kind}'.",
                hint=f"Known: {', '.join((*TEMPLATES, *LAYOUTS))}.",
            )

    @classmethod
    def of(cls, **values: Any) -> Wishes:
        """Wishes as given on a command line.

        Raises:
            ConfigurationError: a value that is none of the choices, or a source id that cannot be.
        """
        for name, choices in CHOICES.items():
            if values[name] is not None and values[name] not in choices:
                raise ConfigurationError(
                    f"--{name} is '{values[name]}'.", hint=f"Use one of {', '.join(choices)}."
                )
        if values["source"] and not _SOURCE_ID.match(values["source"]):
            raise ConfigurationError(
                f"--source is '{values['source']}'.",
                hint="Use lower-case letters, digits and '-'.",
            )
        return cls(**values)

    def card(self, files: Sequence[str]) -> SourceCard:
        """The card of an upload. Its id follows from the files' names, so that a corrected file
        of the same name replaces what it stated before."""
        called = [store.name_of(f) for f in files]
        names = "、".join(called)
        text = Caption(zh=names, en=names)
        return SourceCard(
            id=self.source or f"upload-{digest12(*sorted(called))}",
            title=text,
            owner=self.owner,
            asserted_by=self.owner,
            licence=self.licence,
            visibility=self.visibility,
            grade=self.grade or "B",
            retrieved=datetime.now(UTC).date().isoformat(),
            covers=text,
            missing=Caption(zh="未说明", en="not stated"),
        )


def check_files(settings: Settings, files: Sequence[str], wishes: Wishes) -> dict[str, Any]:
    """What loading the files would do; nothing is written beside a temporary folder."""
    with tempfile.TemporaryDirectory() as place:
        upload = keep(Path(place), files, wishes)
        source = UploadInput(upload)
        seen = preview([source], settings.data_dir / "load", DecisionFile(settings.data_dir).read())
        name = source.card.id
        changes = (seen.changes.new, seen.changes.changed, seen.changes.withdrawn)
        refused = seen.codes[name], seen.issues[name]
        return told(upload, seen.results[name], changes, refused, version=0)


def load_files(
    db: Database,
    settings: Settings,
    files: Sequence[str],
    wishes: Wishes,
    progress: Callable[[Progress], None] = lambda _: None,
    *,
    offline: bool = False,
) -> dict[str, Any]:
    """Keep the files' rows as one source and load it."""
    upload = keep(store.uploads_dir(settings.data_dir), files, wishes)
    return load_upload(db, settings, upload, progress, offline=offline)


def load_upload(
    db: Database,
    settings: Settings,
    upload: Upload,
    progress: Callable[[Progress], None] = lambda _: None,
    *,
    offline: bool = False,
) -> dict[str, Any]:
    """Load an upload that is kept."""
    source, name = UploadInput(upload, _salt(db, settings, upload)), upload.card.id
    report = loader_for(db, settings, progress, offline=offline).load([source])
    result = SourceResult(**report.sources[name])
    manifest = _manifest(db, settings)
    try:
        result.kinds = manifest.count_kinds(name)
        codes = manifest.quarantine_codes(name)
        issues = [issue for _, issue in islice(manifest.quarantined_rows(name), SHOWN)]
    finally:
        manifest.close()
    changes = (report.new, report.changed, report.withdrawn)
    return told(upload, result, changes, (codes, issues), version=report.version)


def _salt(db: Database, settings: Settings, upload: Upload) -> str:
    """What the other sources are now, where rows of the upload wait for them."""
    if read_state(db) is None:
        return ""
    manifest = _manifest(db, settings)
    try:
        name = upload.card.id
        return manifest.others_digest(name) if manifest.waits(name) else ""
    finally:
        manifest.close()


def quarantined(db: Database, settings: Settings, upload: Upload) -> Issues:
    """(digest, issue) of an upload's refused rows, up to :data:`EXPORTED`."""
    if read_state(db) is None:
        return []
    manifest = _manifest(db, settings)
    try:
        return list(islice(manifest.quarantined_rows(upload.card.id), EXPORTED))
    finally:
        manifest.close()


def retry(
    db: Database,
    settings: Settings,
    corrected: Mapping[str, Mapping[int, Mapping[str, str]]],
    progress: Callable[[Progress], None] = lambda _: None,
) -> list[dict[str, Any]]:
    """Put corrected rows in the place of those that were refused, and load their sources."""
    known, reports = store.kept(settings.data_dir), []
    for name, rows in corrected.items():
        upload = find_upload(known, name)
        done = upload.correct(rows)
        reports.append({**load_upload(db, settings, upload, progress), "corrected": done})
    return reports


def find_upload(known: Mapping[str, Upload], name: str) -> Upload:
    """An upload by its source id.

    Raises:
        SourceInvalid: there is none.
    """
    if name not in known:
        raise SourceInvalid(
            f"There is no upload '{name}'.", hint=f"Known: {', '.join(known) or 'none'}."
        )
    return known[name]


def told(
    upload: Upload,
    result: SourceResult,
    changes: tuple[int, int, int],
    refused: tuple[dict[str, int], list[Issue]],
    *,
    version: int,
) -> dict[str, Any]:
    """The answer of a load or check.

    Shape: ``{"source", "version", "kinds", "scope", "rows", "facts", "by_code", "personal",
    "issues"}``; of the rows read, each stands in one of the other four counts.
    """
    (new, changed, withdrawn), (codes, issues) = changes, refused
    rows = {
        "read": result.read,
        "new": result.rows_new,
        "changed": result.rows_changed,
        "unchanged": result.rows_unchanged,
        "quarantined": result.quarantined,
    }
    if (
        rows["read"] != sum(rows.values()) - rows["read"]
        or sum(codes.values()) != result.quarantined
    ):
        raise ValueError(f"rows were lost or counted twice: {rows}, {codes}")
    stated = sum(result.kinds.values())
    return {
        "source": upload.card.id,
        "version": version,
        "kinds": upload.kinds,
        "scope": upload.card.scope,
        "rows": rows,
        "facts": {
            "new": new,
            "changed": changed,
            "unchanged": max(0, stated - new - changed),
            "withdrawn": withdrawn,
        },
        "by_code": codes,
        "personal": upload.personal,
        "issues": [as_dict(issue) for issue in issues],
    }


def as_dict(issue: Issue) -> dict[str, Any]:
    """Shape: ``{"locator", "code", "message", "hint", "file", "sheet", "row", "column", "value",
    "suggestion", …}``."""
    told = {"locator": issue.locator, "code": issue.code, "message": issue.message}
    return {**told, "hint": issue.hint, **issue.fields}


def keep(place: Path, files: Sequence[str], wishes: Wishes) -> Upload:
    """Read files into a folder of uploads."""
    card = wishes.card(files)
    graded = wishes.grade is not None
    return store.keep(place / card.id, files, card, wishes.kind, graded=graded)


def _manifest(db: Database, settings: Settings) -> Manifest:
    state = read_state(db)
    if state is None:
        raise SourceInvalid("Nothing was loaded yet.")
    return Manifest(open_manifest(db, state, settings.data_dir / "load"))
