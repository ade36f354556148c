"""Tables: columns by name, links into pages, and a CSV that spreadsheets read safely."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import quote

import streamlit as st

from ui.parts.language import t
from ui.parts.links import to
from ui.shapes import Row

#: A cell that starts so is a formula to a spreadsheet.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
ROW_PX, HEAD_PX, MOST_ROWS = 35, 38, 14


@dataclass(frozen=True)
class Column:
    """One column. ``value`` is a key of the row or a function of it; a link goes to the page of
    the entity whose id is under ``id_key``."""

    label: str
    value: str | Callable[[Row], Any]
    kind: Literal["text", "link", "number", "check", "web"] = "text"
    id_key: str = "id"
    width: Literal["small", "medium", "large"] | None = None
    help: str | None = None

    def of(self, row: Row) -> Any:
        """The plain value, as the CSV has it."""
        found = row.get(self.value) if isinstance(self.value, str) else self.value(row)
        return "、".join(map(str, found)) if isinstance(found, list | tuple) else found

    def cell(self, row: Row) -> Any:
        """The value as the table draws it."""
        plain = self.of(row)
        if self.kind == "link" and plain and row.get(self.id_key):
            return f"{to(str(row[self.id_key]))}#{quote(str(plain))}"
        if self.kind in ("number", "check"):
            return plain
        return None if plain is None or plain == "" else str(plain)


def table(rows: Sequence[Row], columns: Sequence[Column], *, name: str) -> None:
    """A table with its CSV; an empty one says so.

    Args:
        rows: what to show.
        columns: which parts of a row, in order.
        name: file name of the CSV without ending, unique on the page.
    """
    if not rows:
        st.caption(t("table.empty"))
        return
    cells = {c.label: [c.cell(row) for row in rows] for c in columns}
    st.dataframe(
        cells,
        hide_index=True,
        column_config={c.label: _config(c) for c in columns},
        height=HEAD_PX + ROW_PX * min(len(rows), MOST_ROWS),
        row_height=ROW_PX,
        placeholder="–",
        key=f"table_{name}",
    )
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        st.caption(t("table.rows", n=len(rows)))
        st.download_button(
            t("table.csv"),
            csv_bytes(rows, columns),
            file_name=f"{name}.csv",
            mime="text/csv",
            key=f"csv_{name}",
            on_click="ignore",
            icon=":material/download:",
            type="tertiary",
        )


def _config(column: Column) -> Any:
    common: dict[str, Any] = {"width": column.width, "help": column.help}
    if column.kind == "link":
        return st.column_config.LinkColumn(**common, display_text=r"#(.*)$")
    if column.kind == "web":
        return st.column_config.LinkColumn(**common)
    if column.kind == "number":
        return st.column_config.NumberColumn(**common, format="localized")
    if column.kind == "check":
        return st.column_config.CheckboxColumn(**common)
    return st.column_config.TextColumn(**common)


def csv_bytes(rows: Sequence[Row], columns: Sequence[Column]) -> bytes:
    """The table as CSV with a byte order mark, which spreadsheets need for Chinese."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([guarded(c.label) for c in columns])
    writer.writerows([guarded(c.of(row)) for c in columns] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def guarded(value: Any) -> Any:
    """A value that no spreadsheet takes for a formula; numbers stay numbers."""
    if isinstance(value, str) and value.startswith(FORMULA):
        return "'" + value
    return "" if value is None else value
