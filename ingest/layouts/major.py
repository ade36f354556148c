"""What a document says of one major, as statements: shared by 专业简介 and 专业教学标准."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ingest.layouts import words
from ingest.layouts.model import Line, Statement

LISTS = ("面向岗位", "专业能力", "实习实训", "实习场所")


@dataclass
class Section:
    """The lines below one heading."""

    lines: list[Line] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All lines as one; a line of a page ends anywhere."""
        return "".join(line.text.strip() for line in self.lines)

    @property
    def locator(self) -> str:
        """Place of its first line."""
        return self.lines[0].locator if self.lines else ""


@dataclass
class Said:
    """One major and what one document (``basis``) says of it."""

    basis: str
    code: str
    name: str
    level: str
    locator: str

    @property
    def _key(self) -> dict[str, str]:
        return {"专业名称": self.name, "专业代码": self.code}

    def about(self, years: str, lists: dict[str, list[str]]) -> Statement:
        """The major itself; ``lists`` by :data:`LISTS`."""
        own = {name: words.listed(lists.get(name, [])) for name in LISTS}
        cells = self._key | {"层次": self.level, "修业年限": years, "依据": self.basis} | own
        return Statement("majors", self.locator, cells)

    def courses(self, kind: str, found: Iterable[tuple[str, str]]) -> Iterator[Statement]:
        """Courses as (name, locator)."""
        for name, locator in found:
            cells = {"课程名称": name, "课程类别": kind, "依据文件": self.basis}
            yield Statement("courses", locator, self._key | {"层次": self.level} | cells)

    def target(self, locator: str, **cells: str) -> Statement:
        """An occupation, industry, certificate or continuing major."""
        return Statement(
            "major-targets",
            locator,
            self._key | {"层次": self.level, "依据文件": self.basis} | cells,
        )

    def coded(self, locator: str, text: str, name: str, code: str) -> Iterator[Statement]:
        """A target for each item of an enumeration of names with codes; ``name`` and ``code`` are
        the captions that they go under."""
        for called, number in words.coded_items(text):
            yield self.target(locator, **{name: called, code: number})

    def certificates(self, locator: str, text: str, system: str) -> Iterator[Statement]:
        """Certificates of one system."""
        for name in words.items(text):
            yield self.target(locator, 证书名称=name, 证书体系=system)
