"""A grid of cells becomes a header and rows: shared by separated text, sheets and documents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ingest.readers import limits
from ingest.readers.model import BadRow, Opened
from ingest.rows import Row

Line = tuple[int, list[str]]
#: Cells that cannot be used, by (row number, column from 0): (code, message, hint).
Defect = tuple[str, str, str]
Defects = Mapping[tuple[int, int], Defect]

SHEET_ERRORS = {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#N/A!"}
_DATA = re.compile(
    r"[-+]?[\d,.]+%?|\d{4}[-/.年]\d{1,2}([-/.月]\d{1,2}日?)?.*|[0-9A-HJ-NPQRTUWXY]{18}|https?://.*"
    r"|true|false",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(19|20)\d\d")
_LABEL_CHARACTERS = 200
_BROKEN = re.compile("[\0\ud800-\udfff\ufffd]")


@dataclass(frozen=True, slots=True)
class Header:
    """Names of the columns, and how many lines of the grid stand above the first row."""

    names: list[str]
    lines: int
    #: What stands above it: titles, such as the school and year of a form.
    above: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """How rows below a header are read.

    ``exact``: each row must have as many cells as the header. ``place`` comes before the number
    in a locator.
    """

    names: list[str]
    place: str
    exact: bool = False
    suspicious: bool = True
    defects: Defects = field(default_factory=dict)

    def rows(self, lines: Iterable[Line | BadRow]) -> Iterator[Row | BadRow]:
        """A row for each line that is not blank."""
        names, width, place = self.names, len(self.names), self.place
        told = {number for number, _ in self.defects}
        row_of, plain = Row.of, not self.suspicious
        for line in lines:
            if isinstance(line, BadRow):
                yield line
                continue
            number, cells = line
            if plain and len(cells) == width and any(cells):  # nearly all rows of nearly all files
                yield row_of(dict(zip(names, cells)), place, number)  # noqa: B905
                continue
            if any(cells) or number in told:
                yield self._careful(number, cells)

    def _careful(self, number: int, cells: list[str]) -> Row | BadRow:
        width = len(self.names)
        if len(cells) > width and not any(cells[width:]):
            cells = cells[:width]
        elif len(cells) < width and not self.exact:
            cells = cells + [""] * (width - len(cells))
        if len(cells) != width:
            return self._wrong_count(number, cells)
        if self.suspicious and (bad := self._wrong_cell(number, cells)):
            return bad
        return Row.of(dict(zip(self.names, cells, strict=True)), self.place, number)

    def _wrong_count(self, number: int, cells: list[str]) -> BadRow:
        text = _shown(cells)
        if len(cells) > len(self.names):
            return BadRow(
                f"{self.place}{number}",
                code="too_many_cells",
                message=f"The row has {len(cells)} cells, the header {len(self.names)}.",
                hint="Put a cell that holds the separator in quotes, or name the column.",
                text=text,
            )
        return BadRow(
            f"{self.place}{number}",
            code="too_few_cells",
            message=f"The row has {len(cells)} cells, the header {len(self.names)}.",
            hint="See whether the file is cut off; write the separators of empty cells, too.",
            text=text,
        )

    def _wrong_cell(self, number: int, cells: list[str]) -> BadRow | None:
        for column, cell in enumerate(cells):
            found = self.defects.get((number, column)) or _defect_of(cell)
            if found is None:
                continue
            code, message, hint = found
            name = self.names[column] if column < len(self.names) else f"column {column + 1}"
            return BadRow(
                f"{self.place}{number}",
                code,
                f"'{name}': {message}",
                hint,
                _shown(cells),
                {"field": name},
            )
        return None


def _defect_of(cell: str) -> Defect | None:
    if cell in SHEET_ERRORS:
        return sheet_error(cell)
    if len(cell) > limits.CELL_CHARACTERS:
        return defect(
            code="cell_too_large",
            message=f"the cell has {len(cell)} characters.",
            hint="Shorten it.",
        )
    if not (found := _BROKEN.search(cell)):
        return None
    if found[0] == "\0":
        return defect(code="control_character", message="the cell has a NUL.", hint="Remove it.")
    return defect(
        code="encoding_broken",
        message="the cell has bytes that are no character.",
        hint="Correct the cell and save as UTF-8.",
    )


def defect(*, code: str, message: str, hint: str) -> Defect:
    """Why a cell cannot be used; ``message`` goes on after the name of the column."""
    return code, message, hint


def sheet_error(value: str) -> Defect:
    """The defect of a cell that shows an error value such as ``#N/A``."""
    return defect(
        code="spreadsheet_error",
        message=f"the cell shows the spreadsheet error {value}.",
        hint="Correct the formula, or write the value.",
    )


def _shown(cells: Sequence[str]) -> str:
    return "\x1f".join(c[:200] for c in cells[:50])[:1000]


# --- header --------------------------------------------------------------------------------------


def find_header(
    file: Opened, lines: Sequence[Line], filled: Sequence[Line] | None = None, **where: Any
) -> Header:
    """The header among the first lines: below titles, one or two lines.

    Args:
        file: for messages.
        lines: the first lines as they stand.
        filled: the same with merged cells filled, where the format knows merged cells.
        where: fields of the error, such as ``sheet``.

    Raises:
        UnreadableFile: ``header_missing``, ``duplicate_header``, ``too_many_columns``.
    """
    known = filled if filled is not None else lines
    width = max((_filled_count(cells) for _, cells in known), default=0)
    at = next(
        (i for i, (_, c) in enumerate(known) if _is_header(lines[i][1], c, width)), len(known)
    )
    if at == len(known) or any(_is_data(cells, width) for _, cells in known[:at]):
        raise _no_header(file, where)
    names, count = _joined(lines, known, at, merges_known=filled is not None)
    titles = dict.fromkeys(c.strip() for _, cells in lines[:at] for c in cells if c.strip())
    return Header(_checked(file, names, where), at + count, "\n".join(titles))


def _no_header(file: Opened, where: dict[str, Any]) -> Exception:
    return file.refuse(
        code="header_missing",
        message="no line names the columns.",
        hint="Write a header line.",
        **where,
    )


def _filled_count(cells: Sequence[str]) -> int:
    return sum(1 for c in cells if c.strip())


def _is_header(bare: Sequence[str], cells: Sequence[str], width: int) -> bool:
    """Most columns named, by short words that are no values; a title is one merged cell."""
    words = [c.strip() for c in cells if c.strip()]
    if not words or len(words) * 2 < width or (width > 1 and _filled_count(bare) < 2):
        return False
    labels = sum(1 for w in words if _is_label(w))
    return labels * 2 > len(words) or labels == len(words)


def _is_data(cells: Sequence[str], width: int) -> bool:
    """A line as wide as the table that is no header: the rows begin, and no header came."""
    words = [c.strip() for c in cells if c.strip()]
    values = [w for w in words if not _is_label(w) and not _YEAR.fullmatch(w)]
    return len(words) * 2 >= width and len(values) * 2 >= len(words) > 0


def _is_label(word: str) -> bool:
    return len(word) <= _LABEL_CHARACTERS and not _DATA.fullmatch(word)


def _joined(
    lines: Sequence[Line], known: Sequence[Line], at: int, *, merges_known: bool
) -> tuple[list[str], int]:
    first = [_name(c) for c in known[at][1]]
    below = known[at + 1][1] if at + 1 < len(known) else []
    if not _has_second_line(lines, known, at, merges_known=merges_known):
        return first, 1
    if not merges_known:
        first = _fill_right(first, below)
    second = [_name(c) for c in below] + [""] * (len(first) - len(below))
    pairs = zip(first, second, strict=False)
    return [a if b in ("", a) else f"{a}/{b}" if a else b for a, b in pairs], 2


def _has_second_line(
    lines: Sequence[Line], known: Sequence[Line], at: int, *, merges_known: bool
) -> bool:
    """Whether the next line names parts of the columns of this one."""
    if at + 1 >= len(known):
        return False
    above, below = lines[at][1], lines[at + 1][1]
    words = [c.strip() for c in below if c.strip()]
    if not words or not all(_is_label(w) for w in words):
        return False
    wide = max(len(above), len(below))
    gaps = [i for i in range(wide) if not _at(above, i)]
    if merges_known:
        # Merged sideways: the cell under the gap has a word of its own.
        gaps = [i for i in gaps if _at(known[at][1], i) and _at(below, i)]
        return bool(gaps)
    inner = [i for i in gaps if any(_at(above, j) for j in range(i))]
    under = [i for i in range(wide) if _at(above, i) and not _at(below, i)]
    return bool(inner) and bool(under) and all(_at(below, i) for i in inner)


def _at(cells: Sequence[str], place: int) -> str:
    return cells[place].strip() if place < len(cells) else ""


def _fill_right(first: list[str], below: Sequence[str]) -> list[str]:
    filled, last = [], ""
    for i in range(max(len(first), len(below))):
        word = first[i] if i < len(first) else ""
        last = word or (last if _at(below, i) else "")
        filled.append(last)
    return filled


def _name(cell: str) -> str:
    return re.sub(r"\s*\n\s*", "", cell.replace("\ufeff", "").strip().replace("\r", "\n"))


def _checked(file: Opened, names: list[str], where: dict[str, Any]) -> list[str]:
    while names and not names[-1]:
        names.pop()
    if len(names) > limits.COLUMNS:
        raise file.refuse(
            code="too_many_columns",
            message=f"has {len(names)} columns; {limits.COLUMNS} are read.",
            hint="Remove columns, or turn columns into rows.",
            **where,
        )
    if any(_BROKEN.search(n) for n in names):
        raise file.refuse(
            code="encoding_broken",
            message="the header has bytes that are no character.",
            hint="Correct it and save as UTF-8.",
            **where,
        )
    twice = [n for n, count in Counter(n for n in names if n).items() if count > 1]
    if twice:
        raise file.refuse(
            code="duplicate_header",
            message=f"several columns are called '{twice[0][:100]}'.",
            hint="Give each column a name of its own.",
            **where,
        )
    return [n or f"column {i}" for i, n in enumerate(names, start=1)]
