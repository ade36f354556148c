"""Many postings end to end: rate and memory.

``python -m bench.text_postings [--rows 1000000] [--processes 1] [--json]``. Rows are generated from
the labelled titles, the bundled skills and regions (same seed, same rows), written to a CSV file
and read by ``chanjiao extract postings --summary``. Prints rows per second and the peak memory of
the processes, once after a tenth and once after all: it should be flat.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import resource
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.text import Options, Report, Score
from graph.resolve.occupations import read_titles
from graph.settings import settings
from ingest.nlp.dictionary import bundled_terms
from ingest.postings import running
from ingest.postings.facts import Demand
from ingest.readers import BadRow

HEADER = ("编号", "职位名称", "公司名称", "薪资", "工作地点", "发布日期", "职位描述")
LEVELS = ("大专", "本科", "中专", "学历不限")
MARKS = ("", "（双休）", "【急聘】", "-五险一金", "/包吃住")


def generate(path: Path, rows: int, seed: int = 20261124) -> None:
    """Write postings that no person wrote."""
    rng = random.Random(seed)
    titles = [t for t, _ in read_titles()]
    skills = [t.name for t in running.vocabulary() if t.label == "Skill"]
    regions = [t.name for t in bundled_terms() if t.label == "Region"]
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(HEADER)
        for number in range(rows):
            low = rng.randrange(4, 20)
            asked = "、".join(rng.sample(skills, 4))
            phone = f"联系电话13{rng.randrange(10**8, 10**9)}"
            text = f"任职要求：{rng.choice(LEVELS)}，熟悉{asked}；{phone}"
            writer.writerow(
                (number, rng.choice(titles) + rng.choice(MARKS), f"公司{rng.randrange(5000)}",
                 f"{low}-{low + 4}K", rng.choice(regions), f"2026-{rng.randrange(1, 13):02d}-01",
                 text)
            )  # fmt: skip


def peak_mb() -> float:
    """Peak memory of this process and the largest child, in MB."""
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(resource.getrusage(w).ru_maxrss for w in who) / 1024


def run(options: Options) -> Report:
    """Rate and memory at a small size."""
    told = measure(1000 if options.quick else 5000)
    sizes = {"rows_per_second": "postings/s", "peak_mb": "MB"}
    task = f"postings, {told['rows']:,} rows"
    return Report([Score(task, "ours", value=told[k], unit=u) for k, u in sizes.items()])


def measure(rows: int, processes: int = 1) -> dict[str, Any]:
    """Read generated postings end to end."""
    running.reader_of(settings())  # fitting is not what is measured
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "postings.csv"
        generate(path, rows)
        begin, demand, after_tenth = time.perf_counter(), Demand(), 0.0
        good = (p for p in running.postings_of(str(path)) if not isinstance(p, BadRow))
        for facts in running.read_all(good, settings(), processes=processes):
            demand.add(facts)
            if not after_tenth and demand.postings * 10 >= rows:
                after_tenth = peak_mb()
        seconds = time.perf_counter() - begin
    return {
        "rows": demand.postings, "seconds": round(seconds, 1),
        "rows_per_second": round(demand.postings / seconds), "combinations": len(demand.cells),
        "peak_mb_after_a_tenth": round(after_tenth), "peak_mb": round(peak_mb()),
        "unread": demand.summary(1)["unread"],
    }  # fmt: skip


def main() -> None:
    """Print a line, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    told = measure(options.rows, options.processes)
    print(
        json.dumps(told, ensure_ascii=False)
        if options.json
        else "\n".join(f"{k}: {v}" for k, v in told.items())
    )


if __name__ == "__main__":
    main()
