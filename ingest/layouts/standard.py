"""专业教学标准 of 2025: numbered sections, a table of what the major faces, one of core courses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.layouts import words
from ingest.layouts.major import Said, Section
from ingest.layouts.model import Document, Grid, Layout, Line, Statement, TableRow, bare

BASIS = "2025标准"
_HEADINGS = (
    "概述", "适用专业", "专业名称(专业代码)", "专业名称", "入学基本要求", "基本修业年限",
    "职业面向", "培养目标",
    "培养规格", "课程设置及学时安排", "课程设置", "公共基础课程", "专业课程", "专业基础课程",
    "专业核心课程", "专业拓展课程", "实践性教学环节", "实训", "实习", "学时安排", "师资队伍",
    "教学条件", "教学设施", "实习场所", "实习场所基本要求", "教学资源", "质量保障和毕业要求",
    "质量保障", "毕业要求", "相关要求",
)  # fmt: skip
_CORE = ("课程涉及的主要领域", "核心课程", "专业核心课程", "课程名称")
_COURSE_SECTIONS = (("专业基础课程", "基础"), ("专业拓展课程", "拓展"))
_MAINLY = re.compile(
    r"主要包括[:：]?(?P<names>[^。]+?)等?(?:领域)?(?:的内容|方面)?(?:[,，]具体|。|$)"
)
_PLACES = re.compile(r"在(?P<where>[^。]+?)等?(?:单位或场所|单位|场所)(?:进行|开展)[^。]*?实习")
_OFFERED = re.compile(r"提供(?P<what>[^。]+?)等")
_PRACTICE = re.compile(r"(?:进行|开展)(?P<what>[^。]+?)等?(?:综合|单项|专业)?(?:能力)?实训")


def fits(document: Document) -> bool:
    """Its title, and the table of industries and occupations with their codes."""
    titled = "专业教学标准" in document.titles
    return bool(document.lines) and titled and any(map(_facing, document.tables))


def _facing(table: Grid) -> bool:
    """职业面向: two columns, no header; the reader took the first line for one."""
    return bool(table.header) and bare(table.header[0]).startswith("所属专业大类")


def read(document: Document) -> Iterator[Statement]:
    """The major, what it faces, then its courses, row by row and paragraph by paragraph."""
    sections = _sections(document.lines)
    code, name = _named(document, sections)
    level = words.level_in(document.titles) or words.level_of(code)
    place = next((line.locator for line in document.lines if name and name in line.text), "")
    said = Said(BASIS, code, name, level, place)
    facing = next(t for t in document.tables if _facing(t))
    lines = list(_pairs(facing))
    yield said.about(sections["基本修业年限"].text, _lists(sections, lines))
    for label, text, locator in lines:
        yield from _target(said, label, text, locator)
    yield from _courses(said, document, sections)


def _sections(lines: list[Line]) -> dict[str, Section]:
    """Section by heading, empty where the document has none. A heading may be followed by its
    text on the same line."""
    found = {heading: Section() for heading in _HEADINGS}
    section: Section | None = None
    for line in lines:
        text = words.unnumbered(line.text).replace("（", "(").replace("）", ")")
        heading = "".join(text.split()).rstrip(":：")
        if heading in found:
            section = found[heading]
        elif section is not None and line.text.strip():
            section.lines.append(line)
    return found


def _named(document: Document, sections: dict[str, Section]) -> tuple[str, str]:
    """Code and name, from their section or from the title."""
    own = ("专业名称(专业代码)", "专业名称", "适用专业")
    for line in [*(one for h in own for one in sections[h].lines), *document.lines]:
        if all(pair := words.major_in(words.unnumbered(line.text))):
            return pair
    return "", ""


def _pairs(table: Grid) -> Iterator[tuple[str, str, str]]:
    """(label, text, locator) of each line of the table, the one taken for a header included."""
    first = [h for h in table.header if not re.fullmatch(r"column \d+", h)]
    yield bare(first[0]), first[-1], f"{table.locator} row 1"
    for row in table.rows:
        cells = [c for c in row.cells.values() if c]
        if len(cells) >= 2:
            yield bare(cells[0]), cells[-1], row.locator


def _target(said: Said, label: str, text: str, locator: str) -> Iterator[Statement]:
    if label.startswith("对应行业"):
        yield from said.coded(locator, text, "行业名称", "行业代码")
    elif label.startswith("主要职业类别"):
        yield from said.coded(locator, text, "职业名称", "职业编码")
    elif "证书" in label:
        yield from said.certificates(locator, text, "职业技能等级")


def _lists(
    sections: dict[str, Section], facing: list[tuple[str, str, str]]
) -> dict[str, list[str]]:
    posts = next((text for label, text, _ in facing if label.startswith("主要岗位")), "")
    points = words.numbered([line.text for line in sections["培养规格"].lines])
    practice, stay = sections["实践性教学环节"], sections["实习"]
    work = practice.text + sections["实训"].text
    rooms = sections["实习场所"].text + sections["实习场所基本要求"].text
    done, where = _PRACTICE.search(work), _PLACES.search(stay.text + practice.text + rooms)
    offered = None if where else _OFFERED.search(rooms)
    places = where["where"] if where else offered["what"] if offered else ""
    return {
        "面向岗位": words.items(posts),
        "专业能力": [c for c in map(words.competence, points) if c],
        "实习实训": words.items(done["what"]) if done else [],
        "实习场所": words.items(places),
    }


def _courses(said: Said, document: Document, sections: dict[str, Section]) -> Iterator[Statement]:
    core = [t for t in document.tables if not _facing(t) and t.column(*_CORE)]
    for heading, kind in _COURSE_SECTIONS:
        section = sections[heading]
        if found := _MAINLY.search(section.text):
            names = words.items(found["names"])
            yield from said.courses(kind, ((n, section.locator) for n in names))
    if not core:
        section = sections["专业核心课程"]
        if found := _MAINLY.search(section.text):
            names = words.items(found["names"])
            yield from said.courses("核心", ((n, section.locator) for n in names))
    for table in core:
        for row in table.rows:
            yield from _core(said, row, table.column(*_CORE))


def _core(said: Said, row: TableRow, column: str) -> Iterator[Statement]:
    if row.code:
        yield Statement("courses", row.locator, {}, row.code, row.message)
    elif name := row.cells.get(column, "").strip():
        yield from said.courses("核心", [(name, row.locator)])


LAYOUT = Layout(
    "moe-standard",
    "专业教学标准",
    "Teaching standards of majors",
    fits,
    read,
    priority=5,
    grade="A",
)
