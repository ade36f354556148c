"""The write path against its peers: same data, same constraints, same server, one run.

    python -m bench.load                      # 200,000 nodes, 600,000 relations, three runs
    python -m bench.load --quick              # 20,000 / 60,000, one run
    python -m bench.load --bulk               # 1,000,000 / 3,000,000, through the offline importer

Each side (:mod:`bench.sides`) runs in a process of its own, so that its CPU time and memory are
its own; the server is one embedded Neo4j for all of them, emptied before each side, and the sides
alternate. Prints a table and one JSON line; exits 0 whether the ratios are met or not, and says
which are.
"""

from __future__ import annotations

import argparse
import json
import shutil
import signal
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

import psutil

from bench import bulk
from bench.generate import write_rows, write_source
from bench.server import Bench
from bench.sides import SIDES
from graph.db import connect
from graph.settings import Settings

#: Tried during the warm-up; each side then runs with its best one.
BATCHES = (5000, 10000)
SIZES = {"load": (200_000, 600_000), "bulk": (1_000_000, 3_000_000)}


def measure(bench: Bench, runs: int, expected: tuple[int, int]) -> dict[str, list[dict[str, Any]]]:
    """All sides, alternating; the first round's order is turned round in the second."""
    found: dict[str, list[dict[str, Any]]] = {}
    order = ["ours", "py2neo", "graphio", "rows", "product"]
    for turn in range(runs):
        print(f"run {turn + 1} of {runs}", file=sys.stderr)
        try:
            for side in order if turn % 2 == 0 else reversed(order):
                _one(bench, side, found, expected)
        except KeyboardInterrupt:
            if not turn:
                raise
            print("stopped: the numbers are of the runs so far", file=sys.stderr)
            break
    return found


def _one(
    bench: Bench, side: str, found: dict[str, list[dict[str, Any]]], expected: tuple[int, int]
) -> None:
    """One side, and what belongs after it on the graph that it left."""
    bench.empty()
    found.setdefault(side, []).append(bench.run(side))
    if side != "rows" and bench.counted() != expected:  # a sample of 4,000 rows
        raise SystemExit(f"{side} wrote {bench.counted()}, not {expected}")
    if side == "ours":
        found.setdefault("merge_all_again", []).append(bench.run("ours"))
    if side == "product":
        _again(bench, found)


def _again(bench: Bench, found: dict[str, list[dict[str, Any]]]) -> None:
    state, changed = bench.folder / "load", bench.folder / "changed" / "bench-data"
    found.setdefault("again_file", []).append(bench.run("product"))
    found.setdefault("again_rows", []).append(bench.run("product", ignore_file_digest=True))
    found.setdefault("one_percent", []).append(bench.run("product", source=changed, state=state))


def median(results: list[dict[str, Any]]) -> dict[str, Any]:
    """The run with the median rate."""
    middle = statistics.median_low(r["rate"] for r in results)
    return next(r for r in results if r["rate"] == middle)


def ratios(middle: dict[str, dict[str, Any]]) -> list[tuple[str, float, float, bool]]:
    """(what, value, limit, whether it is met); CPU is below its limit, all else above."""

    def cpu(side: str) -> float:
        row = middle[side]
        return float(row["client_cpu"] + row["server_cpu"]) / row["rows"]

    def rate(side: str) -> float:
        return float(middle[side]["rate"])

    seconds = {side: row["seconds"] for side, row in middle.items()}
    merge_all = seconds["merge_all_again"]
    wanted = [
        ("ours / py2neo.bulk, rows/s", rate("ours") / rate("py2neo"), 1.0),
        ("ours / py2neo.bulk, CPU (at most)", cpu("ours") / cpu("py2neo"), 0.9),
        ("ours / graphio, rows/s", rate("ours") / rate("graphio"), 1.3),
        ("ours / row by row, rows/s", rate("ours") / rate("rows"), 25.0),
        ("product path / py2neo.bulk, rows/s", rate("product") / rate("py2neo"), 0.5),
        ("same again (file digest) / merge all", merge_all / seconds["again_file"], 10.0),
        ("same again (row digests) / merge all", merge_all / seconds["again_rows"], 1.0),
        ("1 % changed / merge all", merge_all / seconds["one_percent"], 2.5),
    ]
    return [
        (name, round(value, 2), limit, value <= limit if "most" in name else value >= limit)
        for name, value, limit in wanted
    ]


def show(found: dict[str, list[dict[str, Any]]], small: dict[str, float]) -> dict[str, Any]:
    """Print the table; returns what goes into the JSON line."""
    middle = {side: median(results) for side, results in found.items()}
    print(
        f"\n{'side':<17}{'rows/s':>9}{'s':>9}{'client s':>10}{'server s':>10}{'+MB':>7}  all rows/s"
    )
    for side, row in middle.items():
        every = " ".join(str(r["rate"]) for r in found[side])
        print(
            f"{side:<17}{row['rate']:>9}{row['seconds']:>9}{row['client_cpu']:>10}"
            f"{row['server_cpu']:>10}{row['rss_growth_mb']:>7}  {every}"
        )
    print()
    checked = ratios(middle)
    for side in small:
        growth = middle[side]["rss_growth_mb"] - small[side]
        checked.append(
            (
                f"{side}: MB more at full size than at a tenth (at most)",
                round(growth, 1),
                40.0,
                growth <= 40.0,
            )
        )
    for name, value, limit, met in checked:
        print(f"{name:<58}{value:>8}  (wanted {limit})  {'met' if met else 'NOT MET'}")
    return {
        "median": middle,
        "runs": found,
        "memory_small_mb": small,
        "ratios": [{"what": n, "value": v, "limit": x, "met": m} for n, v, x, m in checked],
    }


def prepare_data(folder: Path, nodes: int, relations: int) -> tuple[int, int]:
    """Rows, source folder and its changed twin."""
    made = write_rows(folder / "rows", nodes, relations)
    write_source(folder / "bench-data", nodes, relations)
    write_source(folder / "changed" / "bench-data", nodes, relations, changed_share=0.01)
    return made


def warm_up(small: Bench) -> tuple[dict[str, int], dict[str, float]]:
    """Run every side on the small data until the server is warm; (best batch of each side, client
    memory of each side on the small data)."""
    rates: dict[tuple[str, int], list[int]] = {}
    memory: dict[str, float] = {}
    for batch in (*BATCHES, *BATCHES[:1]):  # the first was on a cold server
        for side in ("ours", "py2neo", "graphio"):
            small.empty()
            found = small.run(side, batch=batch)
            rates.setdefault((side, batch), []).append(found["rate"])
            if batch == 5000:
                memory[side] = found["rss_growth_mb"]
    small.empty()
    memory["product"] = small.run("product")["rss_growth_mb"]
    sides = ("ours", "py2neo", "graphio")
    best = {s: max(BATCHES, key=lambda b, s=s: max(rates[s, b])) for s in sides}  # type: ignore[misc]
    return best, memory


def parent(args: argparse.Namespace) -> None:
    """Generate, start the server, warm up, measure, print."""
    # Ctrl-C or a TERM ends the measuring; what complete runs there are is still shown.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    folder = Path(tempfile.mkdtemp(prefix="chanjiao-bench-"))
    settings = Settings(data_dir=folder / "server", neo4j_uri=None, heap_mb=1024, page_cache_mb=512)
    try:
        with connect(settings) as db:
            assert db.lease is not None
            bench = Bench(folder, settings, db.lease.running)
            small = Bench(folder / "small", settings, db.lease.running)
            sizes = (max(args.nodes // 10, 5000), max(args.relations // 10, 15000))
            expected = prepare_data(small.folder, *sizes)
            print(f"warm-up with {expected[0]} nodes, {expected[1]} relations", file=sys.stderr)
            bench.best, memory = warm_up(small)
            print(f"best batches {bench.best}", file=sys.stderr)
            expected = prepare_data(folder, args.nodes, args.relations)
            print(f"{expected[0]} nodes, {expected[1]} relations", file=sys.stderr)
            found = measure(bench, args.runs, expected)
        flat = {side: memory[side] for side in ("ours", "product")}
        result = show(found, flat)
        result |= {"nodes": expected[0], "relations": expected[1], "batches": bench.best}
        result["machine"] = {"cpus": psutil.cpu_count(), "load": psutil.getloadavg()}
        print(json.dumps(result, ensure_ascii=False))
    finally:
        if args.keep:
            print(folder, file=sys.stderr)
        else:
            shutil.rmtree(folder, ignore_errors=True)


def main() -> None:
    """Parse arguments; a side runs when one is named."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--nodes", type=int)
    parser.add_argument("--relations", type=int)
    parser.add_argument("--bulk", action="store_true", help="the offline importer instead")
    parser.add_argument("--whole", action="store_true", help="with --bulk: py2neo at full size too")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="20,000 / 60,000, one run")
    parser.add_argument("--keep", action="store_true", help="keep the generated data")
    hidden = {"help": argparse.SUPPRESS}
    parser.add_argument("--side", choices=sorted(SIDES), **hidden)
    parser.add_argument("--uri", **hidden)
    parser.add_argument("--password", **hidden)
    parser.add_argument("--pid", type=int, **hidden)
    parser.add_argument("--batch", type=int, **hidden)
    parser.add_argument("--ignore-file-digest", action="store_true", **hidden)
    for name in ("rows", "source", "state"):
        parser.add_argument(f"--{name}", type=Path, **hidden)
    args = parser.parse_args()
    if args.side:
        SIDES[args.side](args)
        return
    sizes = SIZES["bulk" if args.bulk else "load"]
    if args.quick:
        sizes, args.runs = (20_000, 60_000), 1
    args.nodes, args.relations = args.nodes or sizes[0], args.relations or sizes[1]
    (bulk.measure if args.bulk else parent)(args)


if __name__ == "__main__":
    main()
