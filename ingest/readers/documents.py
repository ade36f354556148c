"""What DOCX and PDF have in common: grids of text among other text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest.readers import limits
from ingest.readers.grid import Body, Header, Line, find_header
from ingest.readers.model import BadRow, Opened, Table, UnreadableFile
from ingest.rows import Row


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of a document as it stands there.

    ``filled`` are the lines with merged cells filled, where those are known. ``continues``: it
    goes on where the table before it met the end of a page, perhaps with the same header again.
    """

    name: str
    locator: str
    lines: list[Line]
    filled: list[Line] | None = None
    continues: bool = False


def grids_as_tables(file: Opened, grids: list[Grid], *, alone: bool) -> Iterator[Table]:
    """Tables with their headers; those without come last, all their rows bad.

    Args:
        file: for messages.
        grids: the grids in order.
        alone: nothing else of the document is given, so that having no table is an error.

    Raises:
        UnreadableFile: ``no_table_found``, or of the header where no grid has one.
    """
    failed: list[tuple[Grid, UnreadableFile]] = []
    good, names, top, above = 0, list[str](), list[list[str]](), ""
    for grid in grids:
        usable = [line for line in grid.lines if any(line[1])]
        if names and grid.continues:
            repeated = [cells for _, cells in usable[: len(top)]] == top
            skip = len(top) if repeated else 0
        else:
            try:
                header = _header(file, grid, usable)
            except UnreadableFile as error:
                failed.append((grid, error))
                names = []
                continue
            names, skip, above = header.names, header.lines, header.above
            top = [cells for _, cells in usable[:skip]]
        good += 1
        rows = Body(names, f"{grid.locator} row ").rows(usable[skip:])
        yield Table(grid.name, grid.locator, names, rows, above=above)
    if alone and not good:
        if failed:
            raise failed[0][1]
        raise file.refuse(
            code="no_table_found",
            message="holds no table.",
            hint="Put the rows in a table; a scanned page holds only a picture of one.",
        )
    for grid, why in failed:
        yield Table(grid.name, grid.locator, [], _refused(grid, why))


def _header(file: Opened, grid: Grid, usable: list[Line]) -> Header:
    first = usable[: limits.HEADER_WITHIN]
    filled = None
    if grid.filled is not None:
        by_number = dict(grid.filled)
        filled = [(number, by_number[number]) for number, _ in first]
    return find_header(file, first, filled, table=grid.name)


def _refused(grid: Grid, error: UnreadableFile) -> Iterator[Row | BadRow]:
    for number, cells in grid.lines:
        if any(cells):
            yield BadRow(f"{grid.locator} row {number}", error.code, error.message, error.hint)


def text_table(file: Opened, unit: str, blocks: Iterable[str]) -> Table:
    """The text of a document: one column ``text``, one row a paragraph or page."""
    place = f"{file.name}#{unit} "
    body = Body(["text"], place)
    lines = ((number, [block]) for number, block in enumerate(blocks, start=1))
    return Table("text", f"{file.name}#text", ["text"], body.rows(lines), kind="text")
