"""Whatever is done to a file: a code for the file, or a row or a code for each of its rows."""

from __future__ import annotations

import csv
import io
import string
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.readers import read_rows
from ingest.rows import Row
from tests.unit.ingest.readers.mutating import MUTATIONS, SEEDS, mutated, read_whole


@pytest.mark.parametrize("number", range(0, 65 * 13, 13 + 1))
def test_a_damaged_file(tmp_path: Path, number: int) -> None:
    name, content = mutated(number)
    path = tmp_path / name
    path.write_bytes(content)
    assert read_whole(path).total() >= 0


def test_a_sheet_that_broke_the_reader_once(tmp_path: Path) -> None:
    test_a_damaged_file(tmp_path, 346)  # its second sheet is no XML


@pytest.mark.parametrize("name", sorted(SEEDS))
def test_an_undamaged_file_is_read_whole(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(SEEDS[name])
    counts = read_whole(path)
    assert set(counts) == {"good"}
    assert counts["good"] >= 24


def test_damage_is_done() -> None:
    changed = sum(1 for n in range(130) if mutated(n)[1] != SEEDS[mutated(n)[0]])
    assert changed > 115
    assert len(MUTATIONS) >= 10


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0\ufffd"), max_size=12)
#: A header that no cell can be taken for.
NAMES = [f"列{c}" for c in string.ascii_lowercase[:4]]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    rows=st.lists(st.lists(CELL, min_size=4, max_size=4), max_size=6),
    separator=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_is_written_is_read(
    tmp_path: Path, rows: list[list[str]], separator: str, encoding: str
) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, quoting=csv.QUOTE_ALL)
    writer.writerow(NAMES)
    # The second column keeps a second line from being taken for a part of the header.
    wanted = [[a, "1", b, c] for a, _, b, c in rows]
    writer.writerows(wanted)
    path = tmp_path / "f.csv"
    path.write_bytes(out.getvalue().encode(encoding))
    read = list(read_rows(path))
    assert [list(r.cells().values()) if isinstance(r, Row) else r for r in read] == wanted
