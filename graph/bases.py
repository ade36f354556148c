"""Which of several official documents of one major is in force.

A relation may name the document that says it (``basis``), which begins with its year. Of the
relations of one kind that a major has, those of an older document are superseded where a newer
one says something of that kind. What names no document stands beside both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

Row = dict[str, Any]


def marked(rows: Iterable[Row], *, of: str = "") -> list[Row]:
    """Rows with ``superseded`` set, those in force first.

    Args:
        rows: each with ``basis``.
        of: the key that says which major a row is of; all are of one where it is empty.
    """
    listed = list(rows)
    newest: dict[Any, str] = defaultdict(str)
    for row in listed:
        key = row.get(of)
        newest[key] = max(newest[key], _year(row))
    for row in listed:
        row["superseded"] = bool(_year(row)) and _year(row) < newest[row.get(of)]
    return sorted(listed, key=lambda row: bool(row["superseded"]))


def in_force(rows: Iterable[Row], *, of: str) -> list[Row]:
    """Rows without those that a newer document of the same major supersedes."""
    return [row for row in marked(rows, of=of) if not row["superseded"]]


def _year(row: Row) -> str:
    year = str(row.get("basis") or "")[:4]
    return year if year.isdigit() else ""
