"""``chanjiao ingest``: list, check and load sources."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.console import Console
from rich.table import Table

from graph.db import connect
from graph.loader import LoadReport
from graph.manifest import Manifest
from graph.rebuild import open_manifest
from graph.settings import settings
from graph.versions import read_state
from ingest.bundle import load_bundle
from ingest.dry_run import dry_run
from ingest.progress import load_progress
from ingest.source import SOURCES_DIR, read_sources
from ingest.uploads import commands as uploads
from ingest.version_commands import register as register_versions

app = typer.Typer(help="List, check and load sources.", no_args_is_help=True)
register_versions(app)
uploads.register(app)

#: Rows that say themselves that their source is unclear wait in quarantine; no mistake of ours.
WAITING = {"unclear_name"}
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Names = Annotated[
    list[str] | None,
    typer.Argument(help="Sources or files; all bundled sources where none is named."),
]
Root = Annotated[
    Path,
    typer.Option(
        "--sources", exists=True, file_okay=False, help="Folder that holds the source folders."
    ),
]

Offline = Annotated[
    bool,
    typer.Option("--offline", help="First load, through Neo4j's offline importer; empty graph."),
]


@app.command("list")
def list_sources(root: Root = SOURCES_DIR, as_json: Json = False) -> None:
    """The source folders with their cards."""
    cards = [s.spec.card.model_dump() for s in read_sources(root)]
    if as_json:
        print(orjson.dumps(cards).decode())
        return
    shown = Table("source", "名称", "grade", "status", "licence", "visibility")
    for card in cards:
        shown.add_row(*(str(card[k]) for k in ("id",)), card["title"]["zh"], card["grade"],
                      card["status"], card["licence"], card["visibility"])  # fmt: skip
    Console().print(shown)


@app.command()
def check(
    names: Names = None,
    root: Root = SOURCES_DIR,
    kind: uploads.Kind = None,
    source: uploads.SourceId = None,
    as_json: Json = False,
) -> None:
    """Run sources or files without a database: what they would state and what would be refused.

    Ends with 1 where a row is wrong or an edge leads to nothing.
    """
    if files := uploads.files_among(names or ()):
        uploads.check(files, uploads.Wishes(kind, source), as_json=as_json)
        return
    results = {k: v for k, v in dry_run(read_sources(root)).items() if not names or k in names}
    if as_json:
        print(orjson.dumps({
            k: {"read": v.read, "nodes": v.nodes, "relations": v.relations,
                "issues": v.issues,
                "dangling": v.dangling}
            for k, v in results.items()
        }, default=str).decode())  # fmt: skip
    else:
        for source, result in results.items():
            print(f"{source}: {result.read} rows, {dict(result.nodes)}, {dict(result.relations)}")
            for issue in result.issues:
                print(f"  {issue.locator} {issue.code}: {issue.message} {issue.hint}")
            for kind, start, end in result.dangling[:10]:
                print(f"  edge_to_nothing: {kind} {start} → {end}")
    refused = [i for r in results.values() for i in r.issues if i.code not in WAITING]
    if refused or any(r.dangling for r in results.values()):
        raise typer.Exit(1)


@app.command()
def load(  # noqa: PLR0913 - options of a command
    names: Names = None,
    root: Root = SOURCES_DIR,
    kind: uploads.Kind = None,
    source: uploads.SourceId = None,
    owner: uploads.Owner = "local",
    visibility: uploads.Seen = "private",
    grade: uploads.Good = None,
    licence: uploads.Licence = "unknown",
    offline: Offline = False,
    as_json: Json = False,
) -> None:
    """Load sources, or files of your own, as one new version; what did not change is passed over.

    A file's facts are private to its owner unless --visibility says otherwise.
    """
    config = settings()
    if files := uploads.files_among(names or ()):
        wishes = uploads.Wishes.of(
            kind=kind, source=source, owner=owner, visibility=visibility, grade=grade,
            licence=licence,
        )  # fmt: skip
        uploads.load(files, wishes, as_json=as_json, offline=offline)
        return
    if kept := uploads.kept_among(config, names or ()):
        uploads.load_again(kept, as_json=as_json)
        return
    with connect(config) as db, load_progress() as progress:
        report = load_bundle(
            db, config, only=names or (), root=root, progress=progress, offline=offline
        )
    if as_json:
        print(orjson.dumps(report).decode())
        return
    print(in_words(report))
    for warning in report.warnings:
        print(f"! {warning}")


@app.command()
def quarantine(as_json: Json = False) -> None:
    """Rows that were not accepted, where they stand, and why."""
    config = settings()
    with connect(config) as db:
        state = read_state(db)
        rows = []
        if state is not None:
            manifest = Manifest(open_manifest(db, state, config.data_dir / "load"))
            rows = list(manifest.quarantine())
            manifest.close()
    names = ("source", "locator", "code", "message")
    if as_json:
        print(orjson.dumps([dict(zip(names, r, strict=True)) for r in rows]).decode())
        return
    for source, locator, code, message in rows:
        print(f"{source} {locator} {code}: {message}")
    codes = Counter(row[2] for row in rows)
    print(f"{len(rows)} rows: {dict(codes)}" if rows else "Nothing is quarantined.")


def in_words(report: LoadReport) -> str:
    """A report in one line."""
    if not report.published:
        return f"Nothing changed; version {report.version} stays. {report.read} rows looked at."
    why = f" ({report.why})" if report.why else ""
    return (
        f"Version {report.version}: {report.new} new, {report.changed} changed, "
        f"{report.withdrawn} withdrawn, {report.unchanged} unchanged; "
        f"{report.read} rows read, {report.quarantined} quarantined{why}; {report.seconds} s."
    )
