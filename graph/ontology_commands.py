"""``chanjiao ontology``: write or check what is generated from the model."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graph.ontology import docs

app = typer.Typer(help="Files generated from the model.", no_args_is_help=True)
Root = Annotated[Path, typer.Option(help="The repository.")]


@app.command()
def write(root: Root = Path()) -> None:
    """Write the generated files that changed."""
    for path in docs.write(root) or ["nothing changed"]:
        print(path)


@app.command()
def check(root: Root = Path()) -> None:
    """Fail when a generated file differs from the model."""
    if stale := docs.stale(root):
        raise docs.StaleFiles(
            f"Stale: {', '.join(stale)}.", hint="Run `chanjiao ontology write` and commit."
        )
    print(f"{len(docs.generated())} generated files agree with the model.")
