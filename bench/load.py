"""The write path against its peers: same data, same constraints, same server, one run.

    python -m bench.load                      # 200,000 nodes, 600,000 relations, three runs
    python -m bench.load --quick              # 20,000 / 60,000, one run

Each side runs in a process of its own, so that its CPU time and memory are its own; the server is
one embedded Neo4j for all of them, emptied before each side, and the sides alternate. Everything
but the product path reads the same validated rows (one JSON list a line) and writes the same
values, evidence columns included. Prints a table and one JSON line; exits 0 whether the ratios
are met or not, and says which are.
"""

from __future__ import annotations

import argparse
import json
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import orjson
import psutil

from bench.generate import RELATIONS, SHARES, write_rows, write_source
from graph import embedded, versions
from graph.cypher.upsert import node_columns, relation_columns
from graph.db import Database, connect
from graph.ontology import OPEN_VERSION
from graph.settings import Settings

VERSION = 1
SAMPLE = 4000
#: Tried during the warm-up; each side then runs with its best one.
BATCHES = (5000, 10000)
SYSTEM = {"from_version": VERSION, "changed_version": VERSION, "to_version": OPEN_VERSION}
RELATION_SYSTEM = {"from_version": VERSION, "to_version": OPEN_VERSION}


def lines(path: Path) -> Iterator[list[Any]]:
    """Validated rows of one label or type."""
    with path.open("rb") as handle:
        for line in handle:
            yield orjson.loads(line)


def batched(rows: Iterator[Any], size: int) -> Iterator[list[Any]]:
    """Lists of ``size`` rows."""
    while batch := list(islice(rows, size)):
        yield batch


# --- the sides, each in its own process --------------------------------------------------------


def ours(args: argparse.Namespace) -> int:
    """graph.writer.Writer."""
    from graph.writer import Writer

    done = 0
    with open_db(args) as db:
        started(args)
        with Writer(db, VERSION, batch=args.batch) as writer:
            for label in SHARES:
                for row in lines(args.rows / f"{label}.jsonl"):
                    writer.node(label, row)
                    done += 1
            writer.flush()
            for kind in RELATIONS:
                for row in lines(args.rows / f"{kind}.jsonl"):
                    writer.relation(kind, row)
                    done += 1
        finished(args, done)
    return done


def py2neo(args: argparse.Namespace) -> int:
    """py2neo.bulk, rows as lists (its faster form)."""
    from py2neo import Graph
    from py2neo.bulk import merge_nodes, merge_relationships

    graph, done = Graph(args.uri, auth=("neo4j", args.password)), 0
    graph.run("RETURN 1").evaluate()
    started(args)
    for label in SHARES:
        keys = [*node_columns(label), *SYSTEM]
        tail = list(SYSTEM.values())
        for batch in batched(lines(args.rows / f"{label}.jsonl"), args.batch):
            data = [row + tail for row in batch]
            merge_nodes(graph.auto(), data, (label, "id"), keys=keys)
            done += len(batch)
    for kind, (start, end, _) in RELATIONS.items():
        keys = [*relation_columns(kind)[2:], *RELATION_SYSTEM]
        tail = list(RELATION_SYSTEM.values())
        for batch in batched(lines(args.rows / f"{kind}.jsonl"), args.batch):
            triples = [(row[0], row[2:] + tail, row[1]) for row in batch]
            merge_relationships(
                graph.auto(),
                triples,
                (kind, "key", "from_version"),
                start_node_key=(start, "id"),
                end_node_key=(end, "id"),
                keys=keys,
            )
            done += len(batch)
    finished(args, done)
    return done


def graphio(args: argparse.Namespace) -> int:
    """graphio, one set per label and type as its documentation has it."""
    from graphio import NodeSet, RelationshipSet

    done = 0
    with driver(args) as connection:
        connection.verify_connectivity()
        started(args)
        for label in SHARES:
            nodes = NodeSet([label], merge_keys=["id"])
            columns = node_columns(label)
            for row in lines(args.rows / f"{label}.jsonl"):
                nodes.add_node({**dict(zip(columns, row, strict=True)), **SYSTEM})
                done += 1
            nodes.merge(connection, batch_size=args.batch)
        for kind, (start, end, _) in RELATIONS.items():
            relations = RelationshipSet(kind, [start], [end], ["id"], ["id"])
            columns = relation_columns(kind)[2:]
            for row in lines(args.rows / f"{kind}.jsonl"):
                values = {**dict(zip(columns, row[2:], strict=True)), **RELATION_SYSTEM}
                relations.add_relationship({"id": row[0]}, {"id": row[1]}, values)
                done += 1
            relations.merge(connection, batch_size=args.batch)
        finished(args, done)
    return done


def rows(args: argparse.Namespace) -> int:
    """One auto-commit statement per row, on a sample of a quarter nodes, the rest relations;
    runs into a loaded graph, so that the ends are there."""
    done = 0
    with driver(args) as connection, connection.session() as session:
        session.run("RETURN 1").consume()
        started(args)
        for label, share in SHARES.items():
            text = (
                f"MERGE (n:{label} {{id: $id}}) SET n += $values, n.from_version = $version, "
                "n.changed_version = $version, n.to_version = $open"
            )
            columns = node_columns(label)
            for row in islice(lines(args.rows / f"{label}.jsonl"), int(SAMPLE / 4 * share)):
                values = dict(zip(columns, row, strict=True))
                session.run(
                    text, id=row[0], values=values, version=VERSION, open=OPEN_VERSION
                ).consume()
                done += 1
        for kind, (start, end, share) in RELATIONS.items():
            text = (
                f"MATCH (a:{start} {{id: $start}}) MATCH (b:{end} {{id: $end}}) "
                f"MERGE (a)-[r:{kind} {{key: $key, from_version: $version}}]->(b) "
                "SET r += $values, r.to_version = $open"
            )
            columns = relation_columns(kind)
            for row in islice(lines(args.rows / f"{kind}.jsonl"), int(SAMPLE * 3 / 4 * share)):
                values = dict(zip(columns[2:], row[2:], strict=True))
                session.run(
                    text,
                    start=row[0],
                    end=row[1],
                    key=row[2],
                    values=values,
                    version=VERSION,
                    open=OPEN_VERSION,
                ).consume()
                done += 1
        finished(args, done)
    return done


def product(args: argparse.Namespace) -> int:
    """The whole path: CSV, validation by the model, hash, records, manifest, publish."""
    from graph.loader import Loader
    from ingest.inputs import FolderInput
    from ingest.source import read_source

    class Again(FolderInput):
        """The same rows under another file digest, so that every row is looked at."""

        @property
        def content_digest(self) -> str:  # type: ignore[override]
            return super().content_digest + "again"

    source = read_source(args.source)
    with open_db(args) as db:
        started(args)
        chosen = (Again if args.ignore_file_digest else FolderInput)(source)
        report = Loader(db, args.state).load([chosen])
        finished(args, report.read, **report.summary())
        print(report.warnings, report.why, file=sys.stderr) if report.why else None
    return report.read


SIDES = {"ours": ours, "py2neo": py2neo, "graphio": graphio, "rows": rows, "product": product}


def open_db(args: argparse.Namespace) -> Database:
    """Our own database over the benchmark's server."""
    return connect(Settings(neo4j_uri=args.uri, neo4j_password=args.password, data_dir=args.state))


def driver(args: argparse.Namespace) -> Any:
    """The official driver."""
    from neo4j import GraphDatabase

    auth = ("neo4j", args.password)
    return GraphDatabase.driver(args.uri, auth=auth, notifications_min_severity="OFF")


def started(args: argparse.Namespace) -> None:
    """Note clock, CPU times and memory before the first row is read."""
    args.began = (time.perf_counter(), client_cpu(), _server_cpu(args), _peak_mb())


def finished(args: argparse.Namespace, done: int, **more: Any) -> None:
    """Print what it took, as one JSON line for the parent."""
    began, client, server, base = args.began
    seconds = time.perf_counter() - began
    print(
        json.dumps(
            {
                "rows": done,
                "seconds": round(seconds, 3),
                "rate": round(done / seconds),
                "client_cpu": round(client_cpu() - client, 2),
                "server_cpu": round(_server_cpu(args) - server, 2),
                "rss_growth_mb": round(_peak_mb() - base, 1),
                **more,
            }
        )
    )


def client_cpu() -> float:
    times = psutil.Process().cpu_times()
    return times.user + times.system


def _server_cpu(args: argparse.Namespace) -> float:
    times = psutil.Process(args.pid).cpu_times()
    return times.user + times.system


def _peak_mb() -> float:
    """Peak memory of this process; VmHWM starts anew with exec, ru_maxrss does not."""
    text = Path("/proc/self/status").read_text("utf-8")
    line = next(x for x in text.splitlines() if x.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


# --- the parent --------------------------------------------------------------------------------


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
        command += ["--uri", self.running.uri, "--password", self.running.password]
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
    parser.add_argument("--nodes", type=int, default=200_000)
    parser.add_argument("--relations", type=int, default=600_000)
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
    if args.quick:
        args.nodes, args.relations, args.runs = 20_000, 60_000, 1
    parent(args)


if __name__ == "__main__":
    main()
