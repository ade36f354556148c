"""``chanjiao db``: start, stop and look at the database, and talk to it in Cypher."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any

import typer

from graph import embedded
from graph.embedded_server import LOG
from graph.errors import ConfigurationError, StoreBusy
from graph.settings import Settings, settings

app = typer.Typer(help="Start, stop and look at the database.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
STOP_TIMEOUT_S = 30.0


def say(line: str) -> None:
    """Progress goes to standard error, so that standard output stays readable by machines."""
    print(line, file=sys.stderr, flush=True)


def emit(values: Mapping[str, Any], *, as_json: bool, text: str) -> None:
    """Print an answer: JSON for machines, a sentence for people."""
    print(json.dumps(values, ensure_ascii=False, default=str) if as_json else text)


def _needs_embedded(config: Settings) -> None:
    if not config.embedded:
        raise ConfigurationError(
            "CHANJIAO_NEO4J_URI names a server that this command does not run.",
            hint="Start and stop it where it runs, or unset the variable.",
        )


@app.command()
def start(as_json: Json = False) -> None:
    """Start the embedded server and leave it running."""
    config = settings()
    _needs_embedded(config)
    running = embedded.start(config, say)
    values = {"uri": running.uri, "pid": running.pid, "joined": running.joined}
    word = "already runs" if running.joined else "runs"
    emit(values, as_json=as_json, text=f"Neo4j {word} at {running.uri} (process {running.pid}).")


@app.command()
def stop(as_json: Json = False) -> None:
    """Stop the embedded server, whoever uses it."""
    config = settings()
    _needs_embedded(config)
    was_running = embedded.status(config).pid is not None
    if not embedded.stop(config, STOP_TIMEOUT_S):
        raise StoreBusy(
            f"The server did not stop within {STOP_TIMEOUT_S:.0f} s.",
            hint=f"See {config.data_dir / LOG}.",
        )
    text = "Neo4j stopped." if was_running else "Neo4j was not running."
    emit({"stopped": was_running}, as_json=as_json, text=text)


@app.command()
def status(as_json: Json = False) -> None:
    """Say where the database is and whether it answers."""
    config = settings()
    if config.embedded:
        found = embedded.status(config)
        emit(asdict(found), as_json=as_json, text=_status_text(found))
        return
    from graph.db import connect  # see shell

    with connect(config) as db:
        values = {"running": True, "uri": config.neo4j_uri, "answer_s": round(db.ping(), 4)}
    emit(values, as_json=as_json, text=f"Neo4j answers at {config.neo4j_uri}.")


def _status_text(found: embedded.Status) -> str:
    if not found.running or found.started is None:
        return f"Neo4j is not running on {found.data_dir}."
    since = datetime.fromtimestamp(found.started).astimezone().isoformat(" ", "seconds")
    return f"Neo4j runs at {found.uri} (process {found.pid}, since {since}) on {found.data_dir}."


@app.command()
def shell(
    query: Annotated[
        str | None, typer.Option("-c", "--command", help="Run one query and leave.")
    ] = None,
    write: Annotated[bool, typer.Option(help="Allow queries that change data.")] = False,
    as_json: Json = False,
) -> None:
    """Run Cypher: one query with -c, else line by line (end a query with ;)."""
    # The driver takes a second to import; start, stop and status do without it.
    from graph import shell as cypher
    from graph.db import connect

    with connect(settings(), say) as db:
        if query is None:
            cypher.loop(db, write=write, as_json=as_json)
        else:
            cypher.answer(db, query, write=write, as_json=as_json)
