"""高基: students by major of one school, as the forms of the education statistics have them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.layouts import words
from ingest.layouts.model import Document, Grid, Layout, Statement, bare
from ingest.layouts.plan import bare_path

_NAME, _CODE = ("专业名称", "专业"), ("专业代码",)
_YEARS = ("年制", "学制", "修业年限")
#: The column that counts all, alone or as the sum of those below it.
_FIGURE = re.compile(r"^(毕业生数|招生数|在校生数)(?:/(?:合计|计|小计|总计|其中：?合计))?$")
_SUM = re.compile(r"^(?:总计|合计|小计|女|其中.*)$")
_YEAR = re.compile(r"20\d\d(?:\s*[/／—–-]\s*20\d\d)?\s*(?:学年度?|年)?")


def fits(document: Document) -> bool:
    """A table by major that counts at least two of graduates, entrants and students."""
    return bool(document.tables) and all(map(_counts, document.tables))


def _counts(table: Grid) -> bool:
    figures = {m[1] for h in table.header if (m := _FIGURE.match(bare_path(h)))}
    return bool(table.column(*_NAME)) and len(figures) >= 2


def read(document: Document) -> Iterator[Statement]:
    """A row of ``major-figures`` for each figure that is filled in."""
    for table in document.tables:
        titles = f"{table.above}\n{table.name}" if table.above else document.titles
        year = _YEAR.search(titles)
        about = {
            "院校名称": words.school_in(titles),
            "层次": words.level_in(titles),
            "时期": "".join(year[0].split()) if year else "",
        }
        yield from _rows(table, about)


def _rows(table: Grid, about: dict[str, str]) -> Iterator[Statement]:
    columns = {h: m[1] for h in table.header if (m := _FIGURE.match(bare_path(h)))}
    school = table.column("学校名称", "院校名称", "学校")
    for row in table.rows:
        if row.code:
            yield Statement("major-figures", row.locator, {}, row.code, row.message)
            continue
        name = row.cells.get(table.column(*_NAME), "").strip()
        if not name or _SUM.match(name):
            continue
        code = row.cells.get(table.column(*_CODE), "").strip()
        own = about | {"专业名称": name, "专业代码": code}
        own["层次"] = about["层次"] or words.level_of(code)
        own["学制"] = row.cells.get(table.column(*_YEARS), "").strip()
        own["院校名称"] = row.cells.get(school, "").strip() or about["院校名称"]
        for header, indicator in columns.items():
            if value := row.cells.get(header, "").strip():
                cells = own | {"指标名称": indicator, "数值": value}
                yield Statement("major-figures", f"{row.locator} {bare(header)}", cells)


LAYOUT = Layout("student-figures", "高基分专业学生数", "Students by major", fits, read)
