"""A place whose server or loader may be killed: helpers of the crash tests and the crash bench."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson

from graph import embedded
from graph.db import Database
from graph.loader import Loader
from graph.settings import Settings
from tests.integration.small_sources import Rows, folder

ROWS = 1500  # majors in the version that is being loaded
SMALL = 400  # majors in the version that readers see
BATCH = 200
_CHILD = """
import sys
from pathlib import Path
from graph.db import connect
from graph.loader import Loader
from graph.settings import Settings
from ingest.inputs import FolderInput
from ingest.source import read_source

state, source, data = map(Path, sys.argv[1:4])
with connect(Settings(data_dir=data, neo4j_uri=None, reconnect_s=0.5)) as db:
    said = lambda p: print(p.phase, p.done, flush=True)
    report = Loader(db, state / "load", progress=said, batch=int(sys.argv[4])).load(
        [FolderInput(read_source(source))])
    print("published", report.version, flush=True)
"""


def rows(mark: str, count: int = ROWS) -> dict[str, Rows]:
    """Occupations, and majors that each prepare for one of them; ``mark`` changes every major."""
    occupations = [
        {"code": f"2-{i:04d}", "name": f"职业{i}", "level": "职业"} for i in range(count // 10)
    ]
    majors = [
        {"code": f"{400000 + i}", "name": f"专业{i}", "level": "高职专科", "posts": mark,
         "occupation": f"2-{i % (count // 10):04d}", "reason": mark}
        for i in range(count)
    ]  # fmt: skip
    return {"occupations": occupations, "majors": majors}


def digest(db: Database) -> str:
    """Digest of all nodes and relations with all properties but times and random marks."""
    whole = hashlib.sha256()
    for query in (
        "MATCH (n) WHERE NOT n:_Graph AND NOT n:_TestMarker "
        "RETURN labels(n)[0] AS l, properties(n) AS p "
        "ORDER BY l, toString(n.id), n.key, n.number",
        "MATCH (a)-[r]->(b) RETURN type(r) AS t, a.id AS a, b.id AS b, properties(r) AS p "
        "ORDER BY t, a, b, r.from_version",
    ):
        for row in db.stream(query):
            for name in ("loaded_at", "published_at"):
                row["p"].pop(name, None)
            whole.update(orjson.dumps(row, default=bytes.hex, option=orjson.OPT_SORT_KEYS))
    return whole.hexdigest()


class Place:
    """An own server and load folder, loaded with a first version; sources stand beside it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.settings = Settings.model_validate(
            {"data_dir": root / "db", "neo4j_uri": None, "reconnect_s": 0.5}
        )

    def source(self, mark: str, count: int = ROWS) -> Any:
        """The source folder, written anew."""
        return folder(self.root, "majors", rows(mark, count))

    def load(self, db: Database, mark: str, count: int = ROWS) -> Any:
        """Load in this process."""
        return Loader(db, self.root / "load", batch=BATCH).load([self.source(mark, count)])

    def start_child(self, mark: str, count: int = ROWS) -> subprocess.Popen[str]:
        """Load in another process."""
        self.source(mark, count)
        folders = [self.root, self.root / "majors", self.settings.data_dir]
        return subprocess.Popen(
            [sys.executable, "-c", _CHILD, *map(str, folders), str(BATCH)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=Path(__file__).parents[2],
        )


def wait_for(child: subprocess.Popen[str], reached: Callable[[str, int], bool]) -> list[str]:
    """Read the child's progress until it is far enough; returns what it said."""
    assert child.stdout is not None
    said = []
    for line in child.stdout:
        said.append(line)
        phase, _, done = line.strip().partition(" ")
        if done.isdigit() and reached(phase, int(done)):
            return said
    raise AssertionError("the child ended before it could be killed: " + "".join(said))


def kill_server(settings: Settings) -> None:
    """SIGKILL, as a crash or the kernel's memory killer does it."""
    pid = embedded.status(settings).pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 10
    while embedded.status(settings).running and time.monotonic() < deadline:
        time.sleep(0.05)
