"""Source folders: what makes one unusable, and the order in which they are read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from openpyxl import Workbook

from ingest.dry_run import dry_run
from ingest.source import SourceInvalid, read_source, read_sources
from tests.integration.small_sources import folder, majors_source

BREAK: dict[str, Callable[[Path], None]] = {
    "no card": lambda p: (p / "source.yml").unlink(),
    "bad yaml": lambda p: (p / "source.yml").write_text("card: [", "utf-8") and None,
    "no licence": lambda p: _replace(p / "source.yml", "licence: none", "rights: none"),
    "other id": lambda p: _replace(p / "source.yml", "id: majors", "id: others"),
    "private without licence word": lambda p: _replace(p / "source.yml", "grade: A", "grade: Z"),
    "no data": lambda p: (p / "majors.csv").unlink(),
    "no transform": lambda p: (p / "transform.py").unlink(),
    "no function": lambda p: _replace(p / "transform.py", "def majors", "def other"),
}


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


@pytest.mark.parametrize("how", BREAK)
def test_an_unusable_folder(tmp_path: Path, how: str) -> None:
    majors_source(tmp_path)
    BREAK[how](tmp_path / "majors")
    with pytest.raises(SourceInvalid) as raised:
        read_source(tmp_path / "majors")
    assert raised.value.code == "source_invalid"


def test_sources_come_after_those_they_refer_to(tmp_path: Path) -> None:
    for name, after in (("a", ["c"]), ("b", []), ("c", ["b"])):
        folder(tmp_path, name, {"firms": []}, after=after)
    assert [s.id for s in read_sources(tmp_path)] == ["b", "c", "a"]


@pytest.mark.parametrize("after", [["a"], ["nowhere"]])
def test_a_cycle_or_an_unknown_source(tmp_path: Path, after: list[str]) -> None:
    folder(tmp_path, "a", {"firms": []}, after=after)
    with pytest.raises(SourceInvalid):
        read_sources(tmp_path)


def test_a_source_of_any_format_and_of_one_sheet(tmp_path: Path) -> None:
    folder = tmp_path / "example"
    folder.mkdir()
    book = Workbook()
    book.worksheets[0].title = "说明"
    book.worksheets[0].append(["只是说明", "别的"])
    book.worksheets[0].append(["甲", "乙"])
    sheet = book.create_sheet("地区")
    for row in (["代码", "名称"], [990100, "示例市"], ["990101", "示例区"]):
        sheet.append(row)
    book.save(folder / "regions.xlsx")
    (folder / "more.csv").write_bytes("代码;名称\n990102;另一区\n".encode("gb18030"))
    (folder / "last.csv").write_text("代码,名称\n990103,末区\n", "utf-8")
    (folder / "transform.py").write_text(
        "from graph.ontology.entities import Region\n"
        "def transform(row, emit):\n"
        "    emit(Region(code=row.need('代码'), name=row.need('名称'), level='县级'))\n",
        "utf-8",
    )
    text = {"zh": "例", "en": "example"}
    card = {
        "card": {
            "id": "example", "title": text, "owner": "o", "asserted_by": "o", "licence": "none",
            "grade": "B", "retrieved": "2026-11", "covers": text, "missing": text,
        },
        "files": [
            {"path": "regions.xlsx", "sheet": "地区"}, {"path": "more.csv"}, {"path": "last.csv"}
        ],
    }  # fmt: skip
    (folder / "source.yml").write_text(yaml.safe_dump(card, allow_unicode=True), "utf-8")
    result = dry_run([read_source(folder)])["example"]
    assert (result.read, dict(result.nodes), result.issues) == (4, {"Region": 4}, [])
