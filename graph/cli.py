"""The one command ``chanjiao``: gathers what each package registers as an entry point.

A package adds a word by naming a ``typer.Typer`` or a function in the group ``chanjiao.commands``;
nothing here knows any of them, and only the word that is called gets imported.
"""

from __future__ import annotations

import json
import logging
import sys
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

import typer
from rich.console import Console
from rich.text import Text
from typer.core import TyperGroup
from typer.main import get_command

from graph.errors import GraphError

GROUP = "chanjiao.commands"
EXIT_ERROR = 2


@cache
def registered() -> dict[str, EntryPoint]:
    """The words of the command line and where each is."""
    return {point.name: point for point in sorted(entry_points(group=GROUP))}


def load(point: EntryPoint) -> Any:
    """The click command behind an entry point."""
    found = point.load()
    if isinstance(found, typer.Typer):
        command = get_command(found)
    else:
        single = typer.Typer(add_completion=False)
        single.command(point.name)(found)
        command = get_command(single)
    command.name = point.name
    return command


class Words(TyperGroup):
    """A group whose words come from entry points, each loaded when it is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        """All words, sorted."""
        return sorted(registered())

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of one word, None when there is no such word."""
        point = registered().get(cmd_name)
        return None if point is None else load(point)


def build() -> typer.Typer:
    """The root application."""
    app = typer.Typer(
        cls=Words,
        name="chanjiao",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_show_locals=False,
    )

    @app.callback()
    def root() -> None:
        """产教图谱 · Chanjiao Graph: match industry clusters with vocational education."""

    return app


def report(error: GraphError, *, as_json: bool) -> None:
    """Say what went wrong: JSON on standard output, or one line on standard error."""
    if as_json:
        print(json.dumps({"error": error.as_dict()}, ensure_ascii=False, default=str))
        return
    console = Console(stderr=True, soft_wrap=True)
    console.print(Text(" ".join(str(error).split()), style="bold red"))
    for choice in error.fields.get("candidates") or error.fields.get("suggestions") or ():
        rest = " ".join(str(v) for k, v in choice.items() if k not in ("id", "name"))
        console.print(Text(f"  {choice['id']}  {choice['name']}  {rest}"))


def main() -> None:
    """Entry point: an expected failure is one clear line and exit code 2, never a traceback."""
    logging.getLogger("neo4j").addHandler(logging.NullHandler())  # its errors are reported once
    try:
        build()()
    except GraphError as error:
        report(error, as_json="--json" in sys.argv)
        sys.exit(EXIT_ERROR)


if __name__ == "__main__":
    main()
