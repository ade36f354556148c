"""专业简介: one block of fixed headings for each major, in running text or as columns."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.layouts import words
from ingest.layouts.major import Said, Section
from ingest.layouts.model import Document, Grid, Layout, Line, Statement, bare

BASIS = "2022简介"
HEADINGS = (
    "专业代码", "专业名称", "基本修业年限", "职业面向", "培养目标定位", "主要专业能力要求",
    "主要专业课程与实习实训", "职业类证书举例", "接续专业举例",
)  # fmt: skip
_HEADING = re.compile(rf"^({'|'.join(HEADINGS)})[:：\s]*(.*)$")
#: Between the blocks: 4601 机械设计制造类, page numbers.
_BETWEEN = re.compile(r"^(?:\d{2,4}\s*\S{2,20}类|[-—\s]*\d{1,4}[-—\s]*|第\s*\d+\s*页)$")
_FACING = re.compile(r"面向(?P<jobs>.+?)等?职业(?:[,，;；、。]|$)")
_POSTS = re.compile(r"(?:^|[,，;；。]|面向)(?P<posts>[^,，;；。]+?)等?(?:岗位|技术领域)")
_COURSES = re.compile(r"(?P<kind>专业基础课程|专业核心课程|专业课程)[:：](?P<names>[^。]+)")
_KINDS = {"专业基础课程": "基础", "专业核心课程": "核心", "专业课程": "核心"}
_PRACTICE = re.compile(r"(?:进行|开展)(?P<what>[^。]+?)等?(?:综合)?实训")
_PLACES = re.compile(r"在(?P<where>[^。]+?)等?(?:单位|场所|单位或场所)(?:进行|开展)[^。]*?实习")
_SYSTEM = re.compile(r"(?P<system>[^。:：;；\n]{2,12}证书?)[:：](?P<names>[^。]+)")
_NEXT = re.compile(r"接续(?P<level>[^:：。]+?)专业举例[:：](?P<names>[^。]*?)(?=接续|$|。)")


def fits(document: Document) -> bool:
    """Its headings, as lines or as the header of a table."""
    if document.lines:
        seen = {m[1] for line in document.lines if (m := _HEADING.match(line.text.strip()))}
        return {"专业代码", "专业名称", "培养目标定位"} <= seen
    return bool(document.tables) and all(_columns(t) for t in document.tables)


def _columns(table: Grid) -> bool:
    found = {bare(h) for h in table.header}
    return {"专业代码", "专业名称", "职业面向"} <= found and len(found & set(HEADINGS)) >= 5


def read(document: Document) -> Iterator[Statement]:
    """For each major: itself, then its courses, occupations, certificates, continuing majors."""
    level = words.level_in(document.titles)
    for block in _blocks(document.lines):
        yield from _major(block, level)
    for table in document.tables if not document.lines else ():
        for row in table.rows:
            if row.code:
                yield Statement("majors", row.locator, {}, row.code, row.message)
                continue
            lines = {bare(h): [Line(c, row.locator)] for h, c in row.cells.items() if c}
            yield from _major({h: Section(own) for h, own in lines.items()}, level)


def _blocks(lines: list[Line]) -> Iterator[dict[str, Section]]:
    """The sections of each major; a block begins with its code."""
    block: dict[str, Section] = {}
    section: Section | None = None
    for line in lines:
        text = line.text.strip()
        found = _HEADING.match(text)
        if found:
            if found[1] == "专业代码" and block:
                yield block
                block = {}
            section = block[found[1]] = Section()
            text = found[2].strip()
        if section is not None and text and not _BETWEEN.match(text):
            section.lines.append(Line(text, line.locator))
    if block:
        yield block


def _major(block: dict[str, Section], level: str) -> Iterator[Statement]:
    parts = {heading: block.get(heading, Section()) for heading in HEADINGS}
    code, name = parts["专业代码"].text, parts["专业名称"].text
    place = parts["专业代码"].locator or parts["专业名称"].locator
    said = Said(BASIS, code, name, level or words.level_of(code), place)
    yield said.about(parts["基本修业年限"].text, _lists(parts))
    yield from _courses(said, parts["主要专业课程与实习实训"])
    facing = parts["职业面向"]
    if jobs := _FACING.search(facing.text):
        yield from said.coded(facing.locator, jobs["jobs"], "职业名称", "职业编码")
    yield from _certificates(said, parts["职业类证书举例"])
    onward = parts["接续专业举例"]
    for found in _NEXT.finditer(onward.text):
        for item in words.items(found["names"]):
            higher = words.level_in(found["level"]) or found["level"]
            yield said.target(onward.locator, 接续专业=item, 接续专业层次=higher)


def _lists(parts: dict[str, Section]) -> dict[str, list[str]]:
    facing, work = parts["职业面向"].text, parts["主要专业课程与实习实训"].text
    rest = _FACING.sub("", facing)
    posts, practice, places = _POSTS.search(rest), _PRACTICE.search(work), _PLACES.search(work)
    points = words.numbered([line.text for line in parts["主要专业能力要求"].lines])
    return {
        "面向岗位": words.items(posts["posts"]) if posts else [],
        "专业能力": [c for c in map(words.competence, points) if c],
        "实习实训": words.items(practice["what"]) if practice else [],
        "实习场所": words.items(places["where"]) if places else [],
    }


def _courses(said: Said, section: Section) -> Iterator[Statement]:
    for found in _COURSES.finditer(section.text):
        names = words.items(found["names"])
        place = next(
            (line.locator for line in section.lines if found["kind"] in line.text), section.locator
        )
        yield from said.courses(_KINDS[found["kind"]], ((n, place) for n in names))


def _certificates(said: Said, section: Section) -> Iterator[Statement]:
    for line in section.lines:
        for found in _SYSTEM.finditer(line.text):
            yield from said.certificates(line.locator, found["names"], found["system"])


LAYOUT = Layout("moe-profile", "专业简介", "Profiles of majors", fits, read, priority=20)
