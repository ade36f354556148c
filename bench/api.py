"""How fast the API answers, beside the raw driver and a plain service over it.

``python -m bench.api [--seconds 60] [--clients 64] [--rows 1000000] [--cases 5000] [--json]``:
needs a loaded data directory (``CHANJIAO_DATA_DIR``). It starts servers of its own and stops them.

- **cached**: one aggregating question, asked again and again over HTTP, against the same query
  through the driver; **plain** is a service that runs that query at every request.
- **uncached**: the same list with the cache off, against its two reads through the driver.
- **many**: ``clients`` at once for ``seconds``, mixed questions, cache off.
- **export**: ``rows`` entities as NDJSON, and the memory of the server meanwhile.
- **names**: 500 names of firms as tables write them, through the reconciliation service.
- **cases**: schemathesis over the whole description.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import psutil

from graph.db import Database, connect
from graph.queries.grammar import key_of, question
from graph.queries.lists import groups, page
from graph.settings import settings
from graph.versions import prepare
from graph.view import View, published_view

GROUPED = "/v1/courses?group_by=kind"
LISTED = "/v1/schools?filter=level:高职专科&sort=name&limit=20"
MIXED = [
    LISTED, GROUPED, "/v1/search?q=物联网&limit=10", "/v1/entities/major:moe-510401",
    "/v1/majors/510401/schools", "/v1/enterprises?limit=20&facets=grade",
]  # fmt: skip
MAIN = "from graph.cli import main; main()"
PLAIN = """
import uvicorn, orjson
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route
from graph.db import connect
from graph.settings import settings
from graph.view import published_view
from graph.queries.grammar import key_of, question
from graph.queries.lists import groups
view = published_view(connect(settings()))
def answer(request):
    found = groups(view, question("Course"), key_of("Course", "kind"))
    return Response(orjson.dumps(found), media_type="application/json")
uvicorn.run(Starlette(routes=[Route("/v1/courses", answer), Route("/readyz", answer)]),
            port=int(__import__("sys").argv[1]), log_level="error")
"""


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def served(*command: str, port: int, **environment: str) -> Iterator[tuple[str, int]]:
    """A server process until the block ends: its address and process id."""
    process = subprocess.Popen(
        [sys.executable, "-c", *command], env=os.environ | environment, stdout=subprocess.DEVNULL
    )
    base = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                if httpx.get(f"{base}/readyz", trust_env=False, timeout=60).status_code == 200:
                    break
            except httpx.HTTPError:
                time.sleep(0.2)
        yield base, process.pid
    finally:
        process.terminate()
        process.wait(30)


@contextmanager
def api(**environment: str) -> Iterator[tuple[str, int]]:
    """The product's server."""
    port = free_port()
    with served(MAIN, "api", "serve", "--port", str(port), port=port, **environment) as found:
        yield found


def times(work: Callable[[], Any], seconds: float) -> list[float]:
    """Seconds that each call took, for as long as said; the first calls are left out."""
    for _ in range(20):
        work()
    taken, end = [], time.perf_counter() + seconds
    while (began := time.perf_counter()) < end:
        work()
        taken.append(time.perf_counter() - began)
    return taken


def shown(taken: Sequence[float]) -> dict[str, float]:
    """Rate per second, p50 and p99 in milliseconds."""
    ordered = sorted(taken)
    return {
        "rate": round(len(ordered) / sum(ordered), 1),
        "p50_ms": round(statistics.median(ordered) * 1000, 3),
        "p99_ms": round(ordered[int(len(ordered) * 0.99)] * 1000, 3),
    }


def asking(base: str, address: str) -> Callable[[], Any]:
    """A client that asks one thing over one connection."""
    # A plain client: a rich one takes longer than the answer.
    client = HTTPConnection(base.removeprefix("http://"), timeout=60)
    target = quote(address, safe="/:?=&,")

    def ask() -> None:
        client.request("GET", target)
        answer = client.getresponse()
        assert answer.status == 200
        answer.read()

    return ask


def cached(view: View, seconds: float) -> dict[str, Any]:
    """An answer that is kept against the same query through the driver, and a plain service."""
    asked, key = question("Course"), key_of("Course", "kind")
    driver = shown(times(lambda: groups(view, asked, key), seconds))
    with api() as (base, _):
        ours = shown(times(asking(base, GROUPED), seconds))
    port = free_port()
    with served(PLAIN, str(port), port=port) as (base, _):
        plain = shown(times(asking(base, GROUPED), seconds))
    return {
        "driver": driver, "ours": ours, "plain": plain,
        "times_driver": round(ours["rate"] / driver["rate"], 1),
        "times_plain": round(ours["rate"] / plain["rate"], 1),
    }  # fmt: skip


def uncached(view: View, seconds: float) -> dict[str, Any]:
    """A list with the cache off against its reads through the driver."""
    asked = question("School", "level:高职专科", "name")
    driver = shown(times(lambda: page(view, asked, limit=20), seconds))
    with api(CHANJIAO_API_CACHE_MB="0") as (base, _):
        ours = shown(times(asking(base, LISTED), seconds))
    more = round(ours["p50_ms"] - driver["p50_ms"], 3)
    return {
        "driver": driver, "ours": ours, "more_ms": more,
        "times_driver": round(ours["p50_ms"] / driver["p50_ms"], 2),
    }  # fmt: skip


def many(clients: int, seconds: float) -> dict[str, Any]:
    """Many clients at once, each asking one thing after another."""
    with api(CHANJIAO_API_CACHE_MB="0") as (base, _):
        for address in MIXED:
            asking(base, address)()
        end = time.perf_counter() + seconds

        def one(number: int) -> tuple[list[float], int]:
            taken, failed, chance = [], 0, random.Random(number)
            with httpx.Client(base_url=base, trust_env=False, timeout=120) as client:
                while (began := time.perf_counter()) < end:
                    try:
                        failed += client.get(chance.choice(MIXED)).status_code != 200
                    except httpx.HTTPError:
                        failed += 1
                    taken.append(time.perf_counter() - began)
            return taken, failed

        with ThreadPoolExecutor(clients) as pool:
            found = list(pool.map(one, range(clients)))
    every = [t for taken, _ in found for t in taken]
    result = shown(every)
    return {
        **result, "rate": round(len(every) / seconds, 1), "asked": len(every),
        "failed": sum(f for _, f in found),
        "p99_by_p50": round(result["p99_ms"] / result["p50_ms"], 2),
    }  # fmt: skip


def export(rows: int) -> dict[str, Any]:
    """A long list as NDJSON: time, and the most memory of the server while it is written."""
    folder = Path(tempfile.mkdtemp(prefix="bench-api-"))
    environment = {"CHANJIAO_DATA_DIR": str(folder), "CHANJIAO_HEAP_MB": "1024"}
    try:
        config = settings().model_copy(update={"data_dir": folder, "heap_mb": 1024})
        with connect(config) as db:
            _fill(db, rows)
            with api(**environment) as (base, pid):
                return _exported(base, pid, rows)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _fill(db: Database, rows: int) -> None:
    prepare(db)
    db.write("MATCH (g:_Graph {id: 'graph'}) SET g.published = 1")
    for start in range(0, rows, 20_000):
        db.write(
            "UNWIND range($a, $b) AS i CREATE (:Course {id: 'course:' + toString(i), major: 'm', "
            "name: '课程' + toString(i), kind: '核心', status: 'stated', grade: 'B', "
            "scope: 'public', records: [i], from_version: 1, changed_version: 1, "
            "to_version: 2147483647})",
            a=start, b=min(start + 20_000, rows) - 1,
        )  # fmt: skip


def _exported(base: str, pid: int, rows: int) -> dict[str, Any]:
    server = psutil.Process(pid)
    before = most = server.memory_info().rss
    lines, size, began = 0, 0, time.perf_counter()
    address = f"{base}/v1/courses/export?format=ndjson"
    with httpx.stream("GET", address, trust_env=False, timeout=600) as answer:
        for piece in answer.iter_raw():
            lines, size = lines + piece.count(b"\n"), size + len(piece)
            most = max(most, server.memory_info().rss)
    took = time.perf_counter() - began
    return {
        "rows": lines - 1, "whole": lines == rows + 1, "seconds": round(took, 1),
        "rows_per_s": round(lines / took), "mb": round(size / 2**20),
        "server_before_mb": before >> 20, "server_most_mb": most >> 20,
    }  # fmt: skip


def names(view: View, base: str, number: int = 500, seed: int = 20261124) -> dict[str, Any]:
    """Names as tables write them: short ones, slips of the pen, brackets, and firms that are not
    there. ``precision`` is of those called a match, ``recall`` of those that are there."""
    chance = random.Random(seed)
    firms = [
        (i["id"], i["name"], i["properties"].get("short_name"))
        for i in page(view, question("Enterprise", "named_only:false", "id"), limit=5000)["items"]
    ]
    asked: list[tuple[str, str | None, str]] = []
    for firm, name, short in chance.sample(firms, min(number * 4 // 5, len(firms))):
        way = chance.choice(["short", "slip", "bracket", "whole"])
        if way == "short" and short is None:
            way = "slip"
        asked.append((_written(name, short, way, chance), firm, way))
    cores = [n for _, n, _ in firms]
    while len(asked) < number:
        one, other = chance.sample(cores, 2)
        asked.append((one[:3] + other[4:7] + "贸易有限公司", None, "absent"))
    found: dict[str, str | None] = {}
    first: dict[str, str] = {}
    for start in range(0, len(asked), 50):
        queries = {
            str(i): {"query": asked[i][0], "type": "enterprise"}
            for i in range(start, min(start + 50, len(asked)))
        }
        answer = httpx.post(
            f"{base}/v1/reconcile",
            data={"queries": json.dumps(queries)},
            trust_env=False,
            timeout=120,
        ).json()
        for key, value in answer.items():
            found[key] = next((c["id"] for c in value["result"] if c["match"]), None)
            first[key] = value["result"][0]["id"] if value["result"] else ""
    return _judged(asked, found, first)


def _written(name: str, short: str | None, way: str, chance: random.Random) -> str:
    if way == "short":
        return str(short)
    place = chance.randrange(2, max(3, len(name) - 4))
    if way == "slip":
        return name[:place] + name[place + 1 :]
    return f"{name[:2]}（{name[2:4]}）{name[4:]}" if way == "bracket" else name


def _judged(
    asked: Sequence[tuple[str, str | None, str]],
    found: dict[str, str | None],
    first: dict[str, str],
) -> dict[str, Any]:
    right = sum(1 for i, (_, firm, _) in enumerate(asked) if firm and found[str(i)] == firm)
    called = sum(1 for f in found.values() if f)
    there = sum(1 for _, firm, _ in asked if firm)
    ways = Counter(way for _, firm, way in asked if firm)
    good = Counter(w for i, (_, firm, w) in enumerate(asked) if firm and first[str(i)] == firm)
    return {
        "names": len(asked), "matched": called,
        "precision": round(right / called, 4) if called else None,
        "recall": round(right / there, 4),
        "first": {w: f"{good[w]}/{n}" for w, n in sorted(ways.items())},
    }  # fmt: skip


def cases(base: str, number: int) -> dict[str, Any]:
    """schemathesis over the whole description with all checks; 0 as ``exit`` means no failure."""
    operations = sum(len(m) for m in httpx.get(f"{base}/openapi.json").json()["paths"].values())
    done = subprocess.run(
        [
            str(Path(sys.executable).parent / "schemathesis"), "run", f"{base}/openapi.json",
            "--checks", "all", "--max-examples", str(max(1, number // operations)),
            "--continue-on-failure", "--no-color", "--phases", "examples,coverage,fuzzing",
        ],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return {"exit": done.returncode, "tail": done.stdout.splitlines()[-40:]}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--cases", type=int, default=5000)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    short = min(10.0, asked.seconds)
    with connect(settings()) as db:
        view = published_view(db)
        parts: dict[str, Callable[[], Any]] = {
            "cached": lambda: cached(view, short),
            "uncached": lambda: uncached(view, short),
            "many": lambda: many(asked.clients, asked.seconds),
            "export": lambda: export(asked.rows),
            "names": lambda: _with_server(lambda base: names(view, base)),
            "cases": lambda: _with_server(lambda base: cases(base, asked.cases)),
        }
        found = {n: work() for n, work in parts.items() if not asked.only or n in asked.only}
    found["machine"] = {
        "cores": os.cpu_count(), "load": os.getloadavg()[0],
        "own_peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10,
    }  # fmt: skip
    print(json.dumps(found, ensure_ascii=False, indent=None if asked.json else 2))


def _with_server(work: Callable[[str], Any]) -> Any:
    with api() as (base, _):
        return work(base)


if __name__ == "__main__":
    main()
