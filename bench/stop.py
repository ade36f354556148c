"""How long the embedded server takes to start and to stop: ``python -m bench.stop [rounds]``.

The first round makes a new store; the jars are fetched before the clock runs. The bound for a
stop is 2 seconds.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

from graph import embedded
from graph.jars import class_path
from graph.settings import Settings

BOUND_S = 2.0


def say(line: str) -> None:
    """Progress, apart from the result."""
    print(line, file=sys.stderr)


def one_round(settings: Settings) -> dict[str, float]:
    """Start and stop once; shape ``{"start_s", "stop_s"}``."""
    began = time.perf_counter()
    embedded.start(settings)
    started = time.perf_counter()
    if not embedded.stop(settings):
        raise SystemExit("the server did not stop")
    stopped = time.perf_counter()
    return {"start_s": round(started - began, 2), "stop_s": round(stopped - started, 2)}


def main() -> None:
    """Print one JSON object; exit code 1 when a stop took longer than the bound."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    class_path(Settings(), say)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder) / "data", neo4j_uri=None)
        measured = [one_round(settings) for _ in range(rounds)]
    slowest = max(one["stop_s"] for one in measured)
    print(json.dumps({"rounds": measured, "slowest_stop_s": slowest, "bound_s": BOUND_S}))
    sys.exit(slowest > BOUND_S)


if __name__ == "__main__":
    main()
