"""One embedded server for all sides of a bench, emptied and at rest before each."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil

from bench.generate import SHARES
from graph import embedded, versions
from graph.db import connect
from graph.settings import Settings


class Bench:
    """One server, one set of data, sides run one after the other."""

    def __init__(self, folder: Path, settings: Settings, running: embedded.Running) -> None:
        self.folder, self.settings, self.running = folder, settings, running
        self.best: dict[str, int] = {}

    def run(self, side: str, **more: Any) -> dict[str, Any]:
        """Run a side in a process of its own."""
        options: dict[str, Any] = {
            "rows": self.folder / "rows",
            "source": self.folder / "bench-data",
            "state": self.folder / "load",
            "batch": self.best.get(side, 5000),
        } | more
        command = [sys.executable, "-m", "bench.load", "--side", side]
        # In one word: a random password may begin with a dash.
        command += ["--uri", self.running.uri, f"--password={self.running.password}"]
        command += ["--pid", str(self.running.pid)]
        for name, value in options.items():
            flag = f"--{name.replace('_', '-')}"
            command += [flag] if value is True else [] if value is False else [flag, str(value)]
        output = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
        found: dict[str, Any] = json.loads(output.splitlines()[-1])
        print(f"  {side:<10}{found}", file=sys.stderr, flush=True)
        return found

    def empty(self) -> None:
        """Delete everything, lay the constraints again."""
        shutil.rmtree(self.folder / "load", ignore_errors=True)
        with connect(self.settings) as db:
            for kind in ("()-[x]->()", "(x)"):
                while db.write(f"MATCH {kind} WITH x LIMIT 20000 DELETE x RETURN count(*) AS n")[0][
                    "n"
                ]:
                    pass
            versions.prepare(db)
        self.rest()

    def rest(self, longest: float = 6.0) -> None:
        """Until the server is idle: index work of the last side is not the next one's."""
        server, deadline = psutil.Process(self.running.pid), time.monotonic() + longest
        while server.cpu_percent(0.5) > 15 and time.monotonic() < deadline:
            pass

    def counted(self) -> tuple[int, int]:
        """Nodes of the data and relations that are there."""
        with connect(self.settings) as db:
            labels = "|".join(SHARES)
            nodes = db.read(f"MATCH (n:{labels}) RETURN count(n) AS n")[0]["n"]
            return nodes, db.read("MATCH ()-[r]->() RETURN count(r) AS n")[0]["n"]
