"""CSV rows by their bytes."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.rawlines import BrokenLine, lines_of

CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\r\x00"), max_size=8)


def written(folder: Path, rows: list[list[str]]) -> Path:
    """A CSV file with these rows under the header a,b."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([["a", "b"], *rows])
    path = folder / "f.csv"
    path.write_text(text.getvalue(), "utf-8")
    return path


@given(rows=st.lists(st.tuples(CELLS.filter(str.strip), CELLS), max_size=6))
def test_rows_read_as_the_csv_module_reads_them(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    path = written(tmp_path_factory.mktemp("csv"), [list(r) for r in rows])
    read = [read().cells() for _, read in lines_of(path, "f.csv")]
    assert read == [{"a": a, "b": b} for a, b in rows]


def test_equal_rows_have_equal_digests_wherever_they_stand(tmp_path: Path) -> None:
    path = written(tmp_path, [["1", "x"], ["2", "y"], ["1", "x"]])
    one, two, again = [digest for digest, _ in lines_of(path, "f.csv")]
    assert one == again != two
    assert next(digest for digest, _ in lines_of(path, "g.csv")) != one


def test_rows_are_numbered_as_an_editor_shows_them(tmp_path: Path) -> None:
    path = written(tmp_path, [["1", "x"], ["2", "y"]])
    assert [read().locator for _, read in lines_of(path, "f.csv")] == [
        "f.csv#row 2",
        "f.csv#row 3",
    ]


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(b"a,b\n1,2,3\n" + "名,称\n".encode("gb18030") + b"1,2\n")
    lines = [read for _, read in lines_of(path, "f.csv")]
    for read, place in zip(lines[:2], ("f.csv#row 2", "f.csv#row 3"), strict=True):
        with pytest.raises(BrokenLine) as caught:
            read()
        assert caught.value.fields["locator"] == place
    assert lines[2]().cells() == {"a": "1", "b": "2"}
