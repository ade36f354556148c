"""``chanjiao sync``: changes out to a folder, and in from one."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from graph.db import connect
from graph.db_commands import Json, emit, say
from graph.settings import settings
from graph.sync import export_changes, import_changes
from graph.view import published_view

app = typer.Typer(help="Changes as files, from one graph to another.", no_args_is_help=True)
Folder = Annotated[Path, typer.Argument(help="Folder with the changes and their manifest.")]


@app.command("export")
def export(
    folder: Folder,
    since: Annotated[int, typer.Option(min=0, help="The last number the other side has.")] = 0,
    as_json: Json = False,
) -> None:
    """Write public changes after a number into a folder."""
    with connect(settings(), say) as db:
        written = export_changes(published_view(db), folder, since)
    emit(
        asdict(written),
        as_json=as_json,
        text=f"{written.lines} changes, {written.first} to {written.last}, in {folder}",
    )


@app.command("import")
def import_(folder: Folder, as_json: Json = False) -> None:
    """Take such a folder in, and load it."""
    config = settings()
    with connect(config, say) as db:
        taken = import_changes(db, folder, config.data_dir / "sync", config.data_dir)
    counts = {k: getattr(taken.report, k) for k in ("new", "changed", "withdrawn", "version")}
    emit(
        {"graph": taken.graph, "last": taken.last, "lines": taken.lines, **counts},
        as_json=as_json,
        text=f"up to {taken.last}: {counts['new']} new, {counts['changed']} changed, "
        f"{counts['withdrawn']} withdrawn, version {counts['version']}",
    )
