"""What a stored answer costs beside a card, on graphs of several sizes: through one driver, in one
run.

``python -m bench.query [--sizes 20000 200000 1000000]``: makes a graph of its own in a temporary
folder with one cluster, fifty stored matches with explanations, fifty covered industries, and as
many firms as the size asks for. Prints the median time of a top-20 answer from stored matches, of
the card of the cluster with fifty neighbours, their ratio, the live path on the small model, and
how the stored answer grows from the smallest to the largest size.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from graph import versions
from graph.cypher.text import literal
from graph.db import Database, connect
from graph.match import stored
from graph.match.answer import Request, majors_of_cluster
from graph.queries import entities, pages
from graph.settings import Settings
from graph.view import View, published_view

SIZES = (20_000, 200_000, 1_000_000)
TIMES = 40
CLUSTER = "cluster:c"
_FIELDS = (
    "status: 'stated', grade: 'A', scope: 'public', records: [1], from_version: 1, "
    "to_version: 9223372036854775807, changed_version: 1"
)
FACTS = [
    f"CREATE (:Cluster {{id: '{CLUSTER}', code: 'c', name: '工业机器人', level: '市', tier: 'x', "
    f"state: '现行', reliability: '官方文本', {_FIELDS}}})",
    "UNWIND range(1, 50) AS i CREATE (:Industry {id: 'industry:' + i, code: '' + i, "
    f"name: '行业' + i, level: '小类', {_FIELDS}}})",
    "UNWIND range(1, 1500) AS i CREATE (:Major {id: 'major:' + i, code: '' + i, "
    "name: '专业' + i + '技术', level: '高职专科', class_name: '类' + (i % 90), profile: 'x', "
    f"class_code: '' + (i % 90), posts: ['岗位' + i], {_FIELDS}}})",
    f"MATCH (c:Cluster {{id: '{CLUSTER}'}}), (i:Industry) CREATE (c)-[:COVERS {{strength: 'core', "
    f"reason: '制造' + i.code, key: '', {_FIELDS}}}]->(i)",
    f"MATCH (c:Cluster {{id: '{CLUSTER}'}}), (m:Major) WHERE toInteger(m.code) <= 50 "
    "CREATE (m)-[:MATCHES {algorithm: 'evidence', score: 0.9, rank: toInteger(m.code), "
    "match_grade: 'path', explanation: $explanation, computed_from: 1, inputs: '', "
    f"key: 'evidence', {_FIELDS}}}]->(c)",
    "CREATE (:_Matches {id: 'evidence', version: 1, top: 50, considered: 1500, coverage: '[]'})",
]
MORE = (
    "UNWIND range($start, $end) AS i CREATE (e:Enterprise {id: 'enterprise:' + i, "
    f"name: '企业' + i, {_FIELDS}}}) WITH e, i "
    "MATCH (d:Industry {id: 'industry:' + (i % 50 + 1)}) "
    f"CREATE (e)-[:ENGAGED_IN {{strength: 'core', key: '', {_FIELDS}}}]->(d)"
)


def explanation() -> str:
    """Of the size of a real one: eight features, six paths of four hops."""
    feature = {
        "name": "occupation_path", "caption": "职业通路", "value": 0.123456789012,
        "weight": 0.1, "contribution": 0.0123456789, "detail": "面向的 8 个职业中 3 个为其所用" * 2,
    }  # fmt: skip
    hop = {
        "from": CLUSTER, "from_name": "工业机器人", "relation": "COVERS", "forward": True,
        "to": "industry:1", "to_name": "行业1", "status": "curated", "source_grade": "B",
        "reason": "制造", "source": "curated", "locator": "a.csv#row 1", "origin": "",
        "records": [1],
    }  # fmt: skip
    paths = [{"feature": "occupation_path", "hops": [hop] * 4}] * 6
    found = {"score": 0.9, "borrowed": [], "grade": "path", "features": [feature] * 8}
    return json.dumps({**found, "paths": paths, "missing": []}, ensure_ascii=False)


def fill(db: Database, size: int, have: int) -> int:
    """Grow the graph to about ``size`` nodes; returns how many firms it has."""
    while have < size - 1551:
        end = min(have + 20_000, size - 1551)
        db.write(literal(MORE), start=have + 1, end=end)
        have = end
    return have


def cost(work: Callable[[], Any]) -> float:
    """Median time of a call in milliseconds, after some that warm the caches."""
    times = []
    for turn in range(TIMES + 10):
        began = perf_counter()
        work()
        if turn >= 10:
            times.append((perf_counter() - began) * 1000)
    return round(median(times), 3)


def card(view: View) -> None:
    """The page of the cluster with fifty neighbours."""
    pages.cluster_page(view, CLUSTER)
    entities.neighbours(view, CLUSTER, limit=50)


def measure(view: View, size: int) -> dict[str, Any]:
    """The figures of one size."""
    answer = stored.majors_of_cluster(view, CLUSTER, 20, frozenset())
    if answer is None or len(answer["items"]) != 20:
        raise SystemExit("The stored answer is not what was written.")
    kept = cost(lambda: majors_of_cluster(view, CLUSTER, Request(20)))
    beside = cost(lambda: card(view))
    return {"nodes": size, "stored_ms": kept, "card_ms": beside, "ratio": round(kept / beside, 2)}


def main() -> None:
    """One JSON line per size, then the growth."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    sizes = sorted(parser.parse_args().sizes)
    folder = Path(tempfile.mkdtemp(prefix="bench-query-"))
    found = []
    try:
        with connect(Settings(data_dir=folder, heap_mb=1024, page_cache_mb=512)) as db:
            versions.prepare(db)
            for statement in FACTS:
                db.write(literal(statement), explanation=explanation())
            db.write("MATCH (g:_Graph) SET g.published = 1")
            firms = 0
            for size in sizes:
                firms = fill(db, size, firms)
                view = published_view(db)
                found.append(measure(view, size))
                print(json.dumps(found[-1]), flush=True)
            live = Request(20, least=1e-9)
            first = perf_counter()
            majors_of_cluster(view, CLUSTER, live)
            cold = round((perf_counter() - first) * 1000, 1)
            warm = cost(lambda: majors_of_cluster(view, CLUSTER, live))
            print(json.dumps({"live_first_ms": cold, "live_ms": warm}))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    growth = found[-1]["stored_ms"] / found[0]["stored_ms"]
    print(json.dumps({"growth": round(growth, 2), "from": sizes[0], "to": sizes[-1]}))


if __name__ == "__main__":
    main()
