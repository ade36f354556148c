"""Which version a time names, and rows of nodes as an earlier version had them."""

from __future__ import annotations

from typing import Any

import pytest

from graph.errors import AsOfInvalid, NotFound
from graph.versions import version_at
from graph.view import View, restore


class Database:
    """Stands for a database: answers with these rows, keeps the parameters."""

    def __init__(self, *rows: dict[str, Any]) -> None:
        self.rows, self.asked = list(rows), list[dict[str, Any]]()

    def read(self, query: str, /, **params: Any) -> list[dict[str, Any]]:
        self.asked.append({"query": query, **params})
        return self.rows


def asked(as_of: str) -> str:
    """The moment that the database is asked for."""
    database: Any = Database({"number": 4})
    assert version_at(database, as_of) == 4
    moment: str = database.asked[0]["moment"]
    return moment


def test_a_number_is_a_version() -> None:
    nothing: Any = Database()
    assert version_at(nothing, " 12 ") == 12
    assert nothing.asked == []


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-11-24", "2026-11-24T23:59:59.999999+00:00"),
        ("2026-11-24T09:00", "2026-11-24T09:00:00.000001+00:00"),
        ("2026-11-24 09:00", "2026-11-24T09:00:00.000001+00:00"),
        ("2026-11-24T09:00+08:00", "2026-11-24T09:00:00.000001+08:00"),
        ("2026-11-24T09:00 08:00", "2026-11-24T09:00:00.000001+08:00"),  # a plus in an address
        ("2026-11-24T09:00:00.123456789Z", "2026-11-24T09:00:00.123457+00:00"),
    ],
)
def test_a_date_is_its_end_and_a_time_without_offset_is_utc(written: str, moment: str) -> None:
    assert asked(written) == moment


@pytest.mark.parametrize("written", ["", "soon", "2026-13-01", "-1", "1.5", "2026-11-24T25:00"])
def test_anything_else_is_refused(written: str) -> None:
    nothing: Any = Database()
    with pytest.raises(AsOfInvalid) as raised:
        version_at(nothing, written)
    assert raised.value.code == "as_of_invalid"


def test_nothing_was_published_by_then() -> None:
    early: Any = Database({"number": None})
    with pytest.raises(NotFound, match="2001-01-01"):
        version_at(early, "2001-01-01")


def test_rows_get_their_earlier_values_back() -> None:
    rows = [{"id": "a", "name": "新", "posts": ["x"], "heading": True, "other": 1},
            {"id": "b", "name": "同", "posts": [], "heading": False, "other": 2}
    ]  # fmt: skip
    restore(rows, ("name", "posts", "heading"), {"a": {"name": "旧", "other": 9}})
    assert rows == [{"id": "a", "name": "旧", "posts": [], "heading": False, "other": 1},
                    {"id": "b", "name": "同", "posts": [], "heading": False, "other": 2}
    ]  # fmt: skip


def test_the_newest_version_costs_no_further_read() -> None:
    database: Any = Database({"id": "a", "properties": {"name": "旧"}})
    rows = [{"major": "a", "name": "新"}]
    assert View(database, 3, newest=3).as_it_was(rows, "name", key="major") == rows
    assert database.asked == []
    earlier = View(database, 2, newest=3).as_it_was(rows, "name", key="major")
    assert earlier == [{"major": "a", "name": "旧"}]
    assert database.asked[0]["ids"] == ["a"]
