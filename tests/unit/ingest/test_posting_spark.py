"""Postings over Arrow batches, with Spark and without it, give what one process reads."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pytest

from graph.py2neo_view import ExtraMissing
from graph.resolve.gazetteer import Gazetteer, Term
from graph.resolve.occupations import fit
from graph.resolve.skills import SkillLinker
from ingest.postings import spark
from ingest.postings.columns import posting_of
from ingest.postings.facts import Demand, Fact, Reader

ROOT = Path(__file__).parents[3]
ROWS = [
    {"职位名称": "数控车工" if i % 2 else "前端", "工作地点": "甲市" if i % 3 else "",
     "薪资": "6-8K", "发布日期": "2026-10-03", "职位描述": "任职要求：会数控编程、Java"}
    for i in range(12)
]  # fmt: skip


def reader() -> Reader:
    titles = [("数控车工", "6-18-01-01"), ("车工", "6-18-01-01"), ("前端", "2-02-10-04"),
              ("店员", "4-01-02-03")] * 4  # fmt: skip
    skills = [Term(f"skill:{n}", "Skill", n) for n in ("数控编程", "Java")]
    regions = Gazetteer.of([Term("region:1", "Region", "甲市")])
    return Reader(fit(titles, titles[:4], {}), SkillLinker(skills), regions)


def expected() -> list[Fact]:
    return reader().read([posting_of(row, "") for row in ROWS])


def test_arrow_batches_need_no_spark() -> None:
    batches = pa.Table.from_pylist(ROWS).to_batches(max_chunksize=5)
    found = [r for b in spark.read_batches(reader, batches) for r in b.to_pylist()]
    assert [orjson.loads(row["fact"]) for row in found] == expected()
    assert {row["pay_low"] for row in found} == {6000.0}


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    made = spark.session("local[1]")
    yield made
    made.stop()


def test_spark_reads_what_one_process_reads(session: Any, tmp_path: Path) -> None:
    made = reader()  # travels as it is: workers do not find this module
    facts = spark.read(session.createDataFrame(ROWS), tmp_path, lambda: made).cache()
    found = [orjson.loads(row.fact) for row in facts.collect()]
    assert sorted(map(orjson.dumps, found)) == sorted(map(orjson.dumps, expected()))
    demand = Demand()
    demand.add(expected())
    mine = {
        (r["occupation"], r["skill"], r["region"], r["month"]): (r["postings"], r["share"])
        for r in demand.summary()["demand"]
    }
    rows = spark.demand(facts).collect()
    assert {(r.occupation, r.skill, r.region, r.month): (r.postings, r.share) for r in rows} == mine


def test_a_java_that_is_none_is_told(tmp_path: Path) -> None:
    told = subprocess.run(  # a process of its own: pyspark keeps the Java that it started first
        [sys.executable, "-c", "from ingest.postings import spark; spark.session('local[1]')"],
        env={**os.environ, "JAVA_HOME": str(tmp_path)}, cwd=ROOT,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 1
    assert ExtraMissing.__name__ in told.stderr and "JAVA_HOME" in told.stderr
