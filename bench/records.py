"""Where records live, measured: a node per record against blocks of 512.

``python -m bench.records [--nodes N --relations M]``: load time, CPU, size of the store, and time
to read the evidence of 1 and of 20 scattered records (docs/decisions/0002-records.md).
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import orjson
import psutil

from bench.generate import RELATIONS, SHARES, write_rows
from bench.sides import client_cpu, lines
from graph import versions
from graph.cypher.upsert import node_columns, relation_columns
from graph.db import Database, connect
from graph.evidence import Fact, Record
from graph.records import BLOCK_BITS, BLOCK_SIZE, WRITE_BLOCKS, encode, pack, read_records
from graph.settings import Settings


def records(args: argparse.Namespace) -> None:
    """One node per record against blocks of 512: load time, disk, time to read one's evidence."""
    folder = Path(tempfile.mkdtemp(prefix="chanjiao-records-"))
    write_rows(folder / "rows", args.nodes, args.relations)
    made = [
        Record("bench-data", f"{kind}.csv#row {i + 2}", "https://example.org/list", "A", i, [fact])
        for kind in (*SHARES, *RELATIONS)
        for i, fact in enumerate(_facts(kind, folder / "rows" / f"{kind}.jsonl"))
    ]
    for name in ("empty", "node each", "blocks"):
        settings = Settings(data_dir=folder / name.replace(" ", "-"), neo4j_uri=None)
        found: dict[str, Any] = {"records": len(made)}
        with connect(settings) as db:
            versions.prepare(db)
            db.schema(["CREATE CONSTRAINT b IF NOT EXISTS FOR (r:_Each) REQUIRE r.id IS UNIQUE"])
            if name != "empty":
                _write_records(db, name, made[: len(made) // 4], first=10_000_000)  # warm-up
                server = psutil.Process(db.lease.running.pid)  # type: ignore[union-attr]
                before = sum(server.cpu_times()[:2]) + client_cpu()
                found["load_s"] = round(_timed(partial(_write_records, db, name, made)), 2)
                spent = sum(server.cpu_times()[:2]) + client_cpu() - before
                found["load_cpu_s"] = round(spent, 2)
                found |= _read_times(db, name, len(made))
        used = sum(
            f.stat().st_size
            for f in (settings.data_dir / "neo4j" / "data" / "databases" / "neo4j").rglob("*")
            if f.is_file()
        )
        found["store_mb"] = round(used / 2**20, 1)
        print(name, json.dumps(found), flush=True)
    shutil.rmtree(folder)


def _facts(kind: str, path: Path) -> Iterator[Fact]:
    if kind in SHARES:
        for row in lines(path):
            values = dict(zip(node_columns(kind)[5:], row[5:], strict=True))
            yield Fact(kind, row[0], {k: v for k, v in values.items() if v}, "stated")
        return
    for row in lines(path):
        values = dict(zip(relation_columns(kind)[7:], row[7:], strict=True))
        yield Fact(kind, row[2], {k: v for k, v in values.items() if v}, "stated", row[0], row[1])


def _write_records(db: Database, how: str, made: list[Record], first: int = 0) -> None:
    for start in range(0, len(made), 10_240):
        part = made[start : start + 10_240]
        encoded = [
            encode(first + start + i, r, [orjson.dumps(f.values) for f in r.facts])
            for i, r in enumerate(part)
        ]
        if how == "blocks":
            bunches = [encoded[i : i + BLOCK_SIZE] for i in range(0, len(encoded), BLOCK_SIZE)]
            rows_ = [[b[0][0] >> BLOCK_BITS, "bench-data", "public", pack(b)] for b in bunches]
            db.write_batch(WRITE_BLOCKS, rows_, version=1)
            continue
        for i in range(0, len(encoded), 5120):
            each = [[*row[:5], orjson.dumps(row[5]).decode()] for row in encoded[i : i + 5120]]
            db.write_batch(_EACH, each, version=1)


_EACH = (
    "UNWIND $rows AS row MERGE (r:_Each {id: row[0]}) SET r.locator = row[1], r.origin = row[2], "
    "r.grade = row[3], r.digest = row[4], r.facts = row[5], r.version = $version, "
    "r.source = 'bench-data', r.scope = 'public'"
)


def _timed(work: Any) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _read_times(db: Database, how: str, count: int) -> dict[str, float]:
    """Median milliseconds to read the evidence of 1 and of 20 scattered records."""
    found = {}
    for size in (1, 20):
        times = []
        for turn in range(200):
            ids = [(turn * 7919 + i * 104_729) % count for i in range(size)]
            if how == "blocks":
                took = _timed(lambda i=ids: read_records(db, i, version=1, scopes=["public"]))
            else:
                took = _timed(
                    lambda i=ids: [
                        orjson.loads(r["r"]["facts"])
                        for r in db.read(
                            "UNWIND $ids AS id MATCH (r:_Each {id: id}) WHERE r.version <= 1 AND "
                            "r.scope IN ['public'] RETURN properties(r) AS r",
                            ids=i,
                        )
                    ]
                )
            times.append(took)
        found[f"read_{size}_ms"] = round(statistics.median(times[50:]) * 1000, 2)
    return found


def main() -> None:
    """Parse arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nodes", type=int, default=20_000)
    parser.add_argument("--relations", type=int, default=60_000)
    records(parser.parse_args())


if __name__ == "__main__":
    main()
