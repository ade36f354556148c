"""The sides of the load bench, each run in a process of its own by :mod:`bench.load`.

Everything but the product path reads the same validated rows (one JSON list a line) and writes
the same values, evidence columns included.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import orjson
import psutil

from bench.generate import RELATIONS, SHARES
from graph.cypher.upsert import node_columns, relation_columns
from graph.db import Database, connect
from graph.ontology import OPEN_VERSION
from graph.settings import Settings

VERSION = 1
SAMPLE = 4000
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
