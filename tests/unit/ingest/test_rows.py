"""A row is read strictly: what nobody takes is found, what is wrong says where."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from graph.evidence import RowRejected
from ingest.rows import Row


def row(**values: Any) -> Row:
    """Row 7 of a file."""
    return Row(values, file="f.csv", number=7)


def test_each_accessor_takes_its_column_out() -> None:
    read = row(a=" x ", b="1.0", c="1,200.5", d="是", e="甲| 乙 |", f="", g="left")
    assert (read.text("a"), read.integer("b"), read.decimal("c")) == ("x", 1, 1200.5)
    assert (read.flag("d"), read.items("e"), read.text("f")) == (True, ["甲", "乙"], None)
    assert read.leftovers() == ["g"]
    read.ignore("g", "absent")
    assert read.leftovers() == []


@pytest.mark.parametrize(
    ("code", "ask"),
    [
        ("missing_field", lambda r: r.need("empty")),
        ("missing_field", lambda r: r.need("absent")),
        ("not_a_number", lambda r: r.integer("word")),
        ("not_a_number", lambda r: r.decimal("word")),
        ("not_a_flag", lambda r: r.flag("word")),
    ],
)
def test_what_is_wrong_has_a_code_and_a_place(code: str, ask: Callable[[Row], Any]) -> None:
    with pytest.raises(RowRejected) as raised:
        ask(row(empty=" ", word="许多"))
    assert raised.value.code == code
    assert "f.csv#row 7" in raised.value.message


@pytest.mark.parametrize("value", ["", "0", "否", None])
def test_a_flag_that_is_not_set_is_none(value: str | None) -> None:
    assert row(a=value).flag("a") is None
