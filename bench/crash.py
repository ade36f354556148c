"""Kill the loader and Neo4j at random moments of a load: ``python -m bench.crash [--kills 20]``.

One own embedded server. A first version is loaded; a second load runs in a process of its own and
is ended by SIGKILL, half of the times the loader, half of the times Neo4j, at moments drawn
evenly over the time that an undisturbed load takes. Then the same input is loaded again. The
digest of all nodes and relations with all their properties (times and random marks left out)
must equal that of an undisturbed load. Prints a table and ends with 1 where a digest differs.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from graph import embedded
from graph.db import Database, connect
from graph.versions import read_state
from tests.integration.crash_place import SMALL, Place, digest, kill_server

#: Share of the undisturbed time in which kills fall; a load that is over cannot be killed.
LATEST = 0.95
#: A kill that came too late is tried again, earlier.
TRIES = 5


def empty(db: Database) -> None:
    """Take everything out of the bench's own store."""
    while db.write("MATCH (n) WITH n LIMIT 5000 DETACH DELETE n RETURN count(*) AS n")[0]["n"]:
        pass


def begin(root: Path, name: str, number: int) -> Place:
    """An emptied store with the first version in it; every load has a folder of its own."""
    place = Place(root / f"{name}{number}")
    place.root.mkdir()
    place.settings = place.settings.model_copy(update={"data_dir": root / "db"})
    with connect(place.settings) as db:
        empty(db)
        place.load(db, "旧", SMALL)
    return place


class Child:
    """A load in another process; its lines are read as they come."""

    def __init__(self, place: Place, rows: int) -> None:
        self.process: subprocess.Popen[str] = place.start_child("新", rows)
        self.lines: list[str] = []
        self.first = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.strip())
            self.first.set()
        self.first.set()

    def end(self) -> str:
        """Wait for it; returns the last step that it reported before."""
        last = self.lines[-1] if self.lines else ""
        self.process.wait(timeout=120)
        self._reader.join(timeout=10)
        return last


def undisturbed(root: Path, rows: int) -> tuple[str, float]:
    """Digest, and the seconds from the first report to the end."""
    place = begin(root, "smooth", 0)
    child = Child(place, rows)
    child.first.wait()
    began = time.monotonic()
    child.end()
    took = time.monotonic() - began
    with connect(place.settings) as db:
        return digest(db), took


def one_kill(root: Path, number: int, victim: str, after_s: float, rows: int) -> dict[str, Any]:
    """Kill, load again, and take the digest."""
    place = begin(root, "kill", number)
    child = Child(place, rows)
    child.first.wait()
    time.sleep(after_s)
    step = child.lines[-1] if child.lines else ""
    over = child.process.poll() is not None
    if victim == "neo4j":
        kill_server(place.settings)
    else:
        child.process.send_signal(signal.SIGKILL)
    child.end()
    embedded.start(place.settings)
    with connect(place.settings) as db:
        state = read_state(db)
        assert state is not None
        found: dict[str, Any] = {"published": state.published, "loading": state.loading}
        place.load(db, "新", rows)
        found["digest"] = digest(db)
    return {"victim": victim, "after_s": round(after_s, 2), "step": step, "over": over, **found}


def main() -> None:
    """Run the kills and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--rows", type=int, default=6000)
    parser.add_argument("--seed", type=int, default=20261124)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    draw = random.Random(asked.seed)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        server = Place(root).settings
        embedded.start(server)
        try:
            wanted, took = undisturbed(root, asked.rows)
            moments = [draw.uniform(0, LATEST * took) for _ in range(asked.kills)]
            runs = []
            for number, moment in enumerate(moments):
                after_s = moment
                victim = ("loader", "neo4j")[number % 2]
                run = one_kill(root, number * TRIES, victim, after_s, asked.rows)
                for again in range(1, TRIES):  # a load that was over was not killed
                    if not run["over"]:
                        break
                    after_s *= 0.6
                    run = one_kill(root, number * TRIES + again, victim, after_s, asked.rows)
                run["equal"] = run.pop("digest") == wanted
                runs.append(run)
                if not asked.json:
                    print(line(number, run), flush=True)
        finally:
            embedded.stop(server)
    equal = sum(run["equal"] for run in runs)
    if asked.json:
        print(json.dumps({"undisturbed_s": round(took, 2), "equal": equal, "runs": runs}))
    else:
        print(
            f"{equal} of {len(runs)} equal the undisturbed load ({took:.1f} s, {asked.rows} rows)"
        )
    sys.exit(equal != len(runs))


def line(number: int, run: dict[str, Any]) -> str:
    """One row of the table."""
    state = "over" if run["over"] else f"version {run['published']} seen"
    result = "equal" if run["equal"] else "DIFFERENT"
    return (
        f"{number + 1:>3}  {run['victim']:<7} {run['after_s']:>6.2f} s  "
        f"{run['step']:<20} {state:<16} {result}"
    )


if __name__ == "__main__":
    main()
