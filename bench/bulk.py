"""A first load through the offline importer: ``python -m bench.load --bulk``.

From rows that are already written as importer CSV (how long that took is printed apart), in turn:
the bare importer on a home of its own, and the product's path on the embedded store: stop, import,
swap, start, constraints and indexes, counts checked. ``py2neo.bulk`` sends the same kind of rows
into the same server; at a twentieth and a tenth of the size, whose rates tell whether it may be
taken for the whole, unless ``--whole`` asks for all of it.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil

from bench.generate import RELATIONS, SHARES, write_rows
from bench.server import Bench
from bench.sides import VERSION, lines
from graph import versions
from graph.db import Database, connect
from graph.offline.files import ImportFiles
from graph.offline.load import finish, read_pointer
from graph.offline.store import replace_store, run_importer
from graph.settings import Settings

#: Shares of the size at which py2neo is measured instead of the whole.
PARTS = (0.05, 0.1)
#: Rates further apart than this are not flat.
FLAT = 1.25


def measure(args: argparse.Namespace) -> None:
    """Generate, measure in turn, print."""
    folder = Path(tempfile.mkdtemp(prefix="chanjiao-bulk-"))
    settings = Settings(data_dir=folder / "server", neo4j_uri=None, heap_mb=1024, page_cache_mb=512)
    try:
        with connect(settings) as db:
            rates = py2neo(db, folder, settings, args)
            files, written_s = write_files(db, folder, args)
            rows = sum(files.counts.values())
            say(f"{rows} rows written as importer CSV in {written_s:.1f} s, not counted below")
            seconds: dict[str, list[float]] = {"bare": [], "bulk": []}
            sides: list[tuple[str, Callable[[], None]]] = [
                ("bare", lambda: bare(settings, folder, files)),
                ("bulk", lambda: whole_path(db, settings, files)),
            ]
            for turn in range(args.runs):
                for name, side in sides if turn % 2 == 0 else reversed(sides):
                    began = time.perf_counter()
                    side()
                    seconds[name].append(round(time.perf_counter() - began, 2))
                    say(f"  {name:<6}{seconds[name][-1]} s")
        show(rows, seconds, rates, {"csv_s": round(written_s, 1), "runs": args.runs})
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def py2neo(
    db: Database, folder: Path, settings: Settings, args: argparse.Namespace
) -> dict[int, int]:
    """Rows → rows a second of ``py2neo.bulk``, warmed up, its better batch size each."""
    assert db.lease is not None
    found: dict[int, int] = {}
    for part in (1.0,) if args.whole else PARTS:
        bench = Bench(folder / f"part{part}", settings, db.lease.running)
        made = write_rows(bench.folder / "rows", int(args.nodes * part), int(args.relations * part))
        if not found:
            bench.empty()
            bench.run("py2neo")
        rates = []
        for batch in (5000, 10000):
            bench.empty()
            rates.append(bench.run("py2neo", batch=batch)["rate"])
        found[sum(made)] = max(rates)
        shutil.rmtree(bench.folder)
    return found


def write_files(db: Database, folder: Path, args: argparse.Namespace) -> tuple[ImportFiles, float]:
    """Validated rows as importer CSV; the seconds that writing (and reading them) took."""
    say(f"generating {args.nodes} nodes, {args.relations} relations")
    write_rows(folder / "rows", args.nodes, args.relations)
    versions.prepare(db)
    began = time.perf_counter()
    with ImportFiles(folder / "files", VERSION) as files:
        for label in SHARES:
            for row in lines(folder / "rows" / f"{label}.jsonl"):
                files.node(label, row)
        for kind in RELATIONS:
            for row in lines(folder / "rows" / f"{kind}.jsonl"):
                files.relation(kind, row)
        files.pointer(read_pointer(db))
    shutil.rmtree(folder / "rows")
    return files, time.perf_counter() - began


def bare(settings: Settings, folder: Path, files: ImportFiles) -> None:
    """The importer alone, into a home of its own."""
    home = folder / "bare"
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(settings.data_dir / "neo4j" / "conf", home / "conf")
    run_importer(settings, home, files.folder, say)


def whole_path(db: Database, settings: Settings, files: ImportFiles) -> None:
    """What the product does once the files are there."""
    with db.paused() as home:
        replace_store(settings, home, files.folder, say)
    finish(db, files)


def show(
    rows: int, seconds: dict[str, list[float]], rates: dict[int, int], more: dict[str, Any]
) -> None:
    """Print the table and one JSON line."""
    rate = {name: rows / statistics.median(taken) for name, taken in seconds.items()}
    print(f"\n{'side':<26}{'rows':>10}{'rows/s':>9}  s")
    for name, taken in seconds.items():
        print(f"{name:<26}{rows:>10}{rate[name]:>9.0f}  {taken}")
    for size, found in rates.items():
        print(f"{'py2neo.bulk':<26}{size:>10}{found:>9}")
    peer = rates[max(rates)]
    flat = max(rates.values()) / min(rates.values()) <= FLAT
    if max(rates) < rows * 0.9:
        how = "flat, taken for the whole" if flat else "NOT flat: use --whole"
        print(f"py2neo.bulk was measured at {sorted(rates)} rows: {how}")
    wanted = [
        ("bulk path / py2neo.bulk, rows/s", rate["bulk"] / peer, 4.0),
        ("bulk path / bare importer, rows/s", rate["bulk"] / rate["bare"], 0.7),
    ]
    for name, value, limit in wanted:
        met = "met" if value >= limit else "NOT MET"
        print(f"{name:<40}{value:>8.2f}  (wanted {limit})  {met}")
    ratios = [{"what": n, "value": round(v, 2), "limit": x, "met": v >= x} for n, v, x in wanted]
    result = {"rows": rows, "seconds": seconds, "py2neo": rates, "flat": flat, "ratios": ratios}
    machine = {"cpus": psutil.cpu_count(), "load": psutil.getloadavg()}
    print(json.dumps({**result, **more, "machine": machine}))


def say(line: str) -> None:
    """Progress, apart from the result."""
    print(line, file=sys.stderr, flush=True)
