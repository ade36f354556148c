"""``chanjiao keys``: who may ask the API."""

from __future__ import annotations

from typing import Annotated

import typer

from graph.access import NewKey, create_key, list_keys, revoke_key
from graph.db import connect
from graph.db_commands import Json, emit, say
from graph.settings import settings

app = typer.Typer(help="Keys of the API.", no_args_is_help=True)
BY = "command-line"


@app.command()
def create(  # noqa: PLR0913 - what a command may be told
    name: Annotated[str, typer.Argument(help="Account word of who will use it.")],
    role: Annotated[str, typer.Option(help="reader, contributor, reviewer, admin.")] = "reader",
    organisation: Annotated[
        str | None, typer.Option(help="Owner whose closed facts it may read.")
    ] = None,
    scope: Annotated[
        list[str] | None, typer.Option(help="organisation:OWNER or private:OWNER; instead.")
    ] = None,
    days: Annotated[int | None, typer.Option(min=0, help="Days until it expires.")] = None,
    rate: Annotated[int | None, typer.Option(min=0, help="Requests a minute of its own.")] = None,
    as_json: Json = False,
) -> None:
    """Make a key. It is shown once."""
    new = NewKey(name, role, organisation, tuple(scope or ()), days, rate)
    with connect(settings(), say) as db:
        secret, stored = create_key(db, new, by=BY)
    emit(
        {**stored, "key": secret},
        as_json=as_json,
        text=f"{secret}\n(id {stored['id']}, shown once)",
    )


@app.command("list")
def list_(as_json: Json = False) -> None:
    """All keys, without what is secret."""
    with connect(settings(), say) as db:
        keys = list_keys(db)
    lines = [
        f"{k['id']}  {k['state']:8} {k['role']:12} {k['name']}  {' '.join(k['scopes'])}"
        for k in keys
    ]
    emit({"items": keys}, as_json=as_json, text="\n".join(lines) or "no keys")


@app.command()
def revoke(key_id: Annotated[str, typer.Argument(metavar="ID")], as_json: Json = False) -> None:
    """Refuse a key from now on."""
    with connect(settings(), say) as db:
        revoke_key(db, key_id, by=BY)
    emit({"id": key_id, "state": "revoked"}, as_json=as_json, text=f"{key_id} is revoked")
