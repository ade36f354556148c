"""Progress of a load on a terminal; one line per phase where there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from graph.loader import Progress

PHASES = {
    "stage": "读入 reading",
    "nodes": "写节点 nodes",
    "relations": "写关系 relations",
    "import": "导入 importing",
    "publish": "发布 publishing",
}


@contextmanager
def load_progress() -> Iterator[Callable[[Progress], None]]:
    """A callback for :class:`graph.loader.Loader` that draws bars on standard error."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[detail]}"),
    )
    tasks: dict[str, TaskID] = {}
    with Bars(*columns, console=console, transient=not console.is_terminal) as bars:

        def on_progress(step: Progress) -> None:
            if step.phase not in tasks:
                tasks[step.phase] = bars.add_task(PHASES[step.phase], total=None, detail="")
                if not console.is_terminal:
                    console.print(f"· {PHASES[step.phase]}")
            bars.update(
                tasks[step.phase],
                completed=step.done,
                total=step.total or None,
                detail=step.detail,
            )

        yield on_progress
