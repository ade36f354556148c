"""One raw row, read strictly: what a transform does not take is an error, not a silence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from graph.evidence import RowRejected
from ingest.personal import without_personal

_TRUE = {"true", "1", "yes", "是", "y"}
_FALSE = {"false", "0", "no", "否", "n", ""}


class Row:
    """A row of a source file. Each accessor takes its column out; :meth:`leftovers` is what
    nobody took."""

    __slots__ = ("_place", "_values", "number")

    def __init__(self, values: Mapping[str, Any], *, file: str, number: int) -> None:
        self._values = dict(values)
        self._place = f"{file}#row "
        self.number = number

    @classmethod
    def of(cls, values: dict[str, Any], place: str, number: int) -> Row:
        """A row that keeps ``values`` itself; ``place`` is all of the locator but the number."""
        row = cls.__new__(cls)
        row._values, row._place, row.number = values, place, number
        return row

    @property
    def file(self) -> str:
        """The file, with sheet, page or table where it has several."""
        return self._place.rpartition("#")[0] or self._place

    @property
    def locator(self) -> str:
        """Place in the source, such as ``clusters.csv#row 14`` (the header is row 1)."""
        return f"{self._place}{self.number}"

    def cells(self) -> dict[str, Any]:
        """The cells that nobody took yet, as read."""
        return self._values

    def drop_personal(self) -> int:
        """Leave personal data out; returns how many cells lost something."""
        self._values, cut = without_personal(self._values)
        return cut

    def raw(self, column: str) -> Any:
        """The value as read, or None; takes the column out."""
        return self._values.pop(column, None)

    def text(self, column: str) -> str | None:
        """A trimmed text, or None where empty or absent."""
        value = self.raw(column)
        if value is None:
            return None
        return str(value).strip() or None

    def need(self, column: str) -> str:
        """A text that must be there; raises ``missing_field``."""
        value = self.text(column)
        if value is None:
            raise RowRejected(
                "missing_field",
                f"{self.locator}: '{column}' is empty.",
                hint="Fill it in and load again.",
                field=column,
            )
        return value

    def integer(self, column: str) -> int | None:
        """A whole number, or None; raises ``not_a_number``."""
        value = self.text(column)
        if value is None:
            return None
        try:
            return int(float(value))
        except ValueError:
            raise self._bad(column, value, "a whole number") from None

    def decimal(self, column: str) -> float | None:
        """A number, or None; raises ``not_a_number``."""
        value = self.text(column)
        if value is None:
            return None
        try:
            return float(value.replace(",", ""))
        except ValueError:
            raise self._bad(column, value, "a number") from None

    def flag(self, column: str) -> bool | None:
        """True for a set flag, None for an empty or false one."""
        value = (self.text(column) or "").lower()
        if value in _TRUE:
            return True
        if value in _FALSE:
            return None
        raise RowRejected(
            "not_a_flag", f"{self.locator}: '{column}' is neither yes nor no.", field=column
        )

    def items(self, column: str, separator: str = "|") -> list[str]:
        """The parts of a cell (or of a JSON list), trimmed, empty ones left out."""
        value = self.raw(column)
        if value is None:
            return []
        parts = value if isinstance(value, list) else re.split(re.escape(separator), str(value))
        return [str(p).strip() for p in parts if str(p).strip()]

    def ignore(self, *columns: str) -> None:
        """Take columns out that are known and not needed."""
        for column in columns:
            self._values.pop(column, None)

    def leftovers(self) -> list[str]:
        """Columns with a value that nobody took."""
        return [k for k, v in self._values.items() if v not in (None, "", [])]

    def _bad(self, column: str, value: str, wanted: str) -> RowRejected:
        return RowRejected(
            "not_a_number",
            f"{self.locator}: '{column}' is not {wanted}: '{value}'.",
            hint="Write digits only.",
            field=column,
        )
