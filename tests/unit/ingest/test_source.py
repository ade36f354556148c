"""Source folders: what makes one unusable, and the order in which they are read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

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
