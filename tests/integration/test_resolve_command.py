"""``chanjiao resolve`` and ``chanjiao review`` against a small loaded graph."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from graph.db import Database
from graph.resolve.decisions import FILE, DecisionFile
from graph.resolve.reading import read_register
from graph.settings import Settings
from graph.view import published_view
from tests.integration.conftest import Command
from tests.integration.small_sources import folder, load

Run = Callable[..., Command]
TRANSFORM = """
from graph.ontology.entities import Enterprise, Region
from graph.ontology.relations import LocatedIn


def firms(row, emit):
    firm = emit(Enterprise(name=row.need("name"), aliases=row.items("aliases"),
                           listed_code=row.text("code"), named_only=row.flag("bare")))
    if place := row.text("place"):
        emit.link(firm, LocatedIn(), emit(Region(code=place, name="乙山市", level="市")))
"""
ROWS = [
    {"name": "乙山天地电子股份有限公司", "aliases": "天电", "code": "600000.SH", "place": "110100"},
    {"name": "丙海天地机械有限公司", "aliases": "", "code": "", "place": ""},
    {"name": "大华石化集团股份有限公司", "aliases": "", "code": "", "place": ""},
    {"name": "大华石化", "aliases": "", "code": "", "place": "", "bare": "是"},
]
SECRET = [{"name": "丁河秘密科技有限公司", "aliases": "", "code": "", "place": ""}]


@pytest.fixture
def small(empty_database: Database, tmp_path: Path) -> Database:
    """Four firms for all, one of them a bare name, and one that only its owner sees."""
    public = [{"bare": "", **row} for row in ROWS]
    hidden = [{"bare": "", **row} for row in SECRET]
    sources = tmp_path / "sources"
    load(
        empty_database,
        tmp_path,
        folder(sources, "open-firms", {"firms": public}, transform=TRANSFORM),
        folder(sources, "own-firms", {"firms": hidden}, transform=TRANSFORM, visibility="private"),
    )
    return empty_database


def test_a_list_is_resolved_and_reviewed(
    small: Database, database_settings: Settings, chanjiao: Run, tmp_path: Path
) -> None:
    ledger = database_settings.data_dir / FILE
    ledger.unlink(missing_ok=True)
    names = ["天电", "600000", "天地", "天地股份", "丁河秘密科技有限公司", "", "大华石化"]
    file = tmp_path / "list.csv"
    file.write_bytes("\n".join(["单位名称,备注", *(f"{n},x" for n in names)]).encode("gb18030"))

    def resolved() -> dict[str, tuple[str, str | None]]:
        done = chanjiao(
            "resolve", str(file), "--column", "单位名称", "--json", settings=database_settings
        )
        assert done.code == 0, done.err
        answers = done.json()
        assert [a["mention"] for a in answers] == names
        keys = {"mention", "decision", "id", "name", "score", "candidates"}
        assert all(set(a) == keys for a in answers)
        assert all(
            set(c) == {"id", "name", "score", "why"} for a in answers for c in a["candidates"]
        )
        return {a["mention"]: (a["decision"], a["name"]) for a in answers}

    before = resolved()
    listed = "乙山天地电子股份有限公司"
    for mention in ("天电", "600000", "天地股份"):
        assert before[mention] == ("auto", listed)
    assert before["天地"] == ("review", None)
    assert before["丁河秘密科技有限公司"] == ("nil", None), "what is not public is not told"
    assert before[""] == ("nil", None)
    assert before["大华石化"] == ("review", None)

    waiting = chanjiao("review", "list", "--json", settings=database_settings).json()
    assert [row["name"] for row in waiting] == ["大华石化"]
    target = waiting[0]["candidates"][0]
    assert target["name"] == "大华石化集团股份有限公司"
    accept = ("review", "accept", "大华石化", target["id"], "--who", "officer", "--json")
    made = chanjiao(*accept, settings=database_settings).json()
    assert resolved()["大华石化"] == ("auto", "大华石化集团股份有限公司")
    assert chanjiao("review", "list", "--json", settings=database_settings).json() == []
    count = "MATCH (d:_Decision) RETURN count(d) AS n"
    assert small.read(count) == [{"n": 1}]

    reject = ("review", "reject", "大华石化", target["id"], "--who", "officer", "--json")
    refused = chanjiao(*reject, settings=database_settings)
    assert refused.code == 2
    assert json.loads(refused.out)["error"]["code"] == "decision_conflict"
    undone = chanjiao(
        "review", "undo", made["id"], "--who", "officer", "--json", settings=database_settings
    )
    assert undone.json()["verb"] == "undo"
    assert resolved()["大华石化"] == ("review", None)
    assert small.read(count) == [{"n": 2}]

    lines = ledger.read_bytes()
    ledger.unlink()
    DecisionFile(database_settings.data_dir).sync(small)
    assert ledger.read_bytes() == lines, "a lost file comes back from the graph"
    ledger.write_bytes(lines.splitlines(keepends=True)[0])
    DecisionFile(database_settings.data_dir).sync(small)
    assert small.read(count) == [{"n": 1}], "the file wins"
    assert orjson.loads(lines.splitlines()[0])["who"] == "officer"
    ledger.unlink()


def test_a_column_that_is_not_there(
    small: Database, database_settings: Settings, chanjiao: Run, tmp_path: Path
) -> None:
    file = tmp_path / "list.csv"
    file.write_text("firm\n天电\n", "utf-8")
    done = chanjiao("resolve", str(file), settings=database_settings)
    assert done.code == 2
    assert "[unreadable_file]" in done.err


def test_a_register_without_bare_names(small: Database) -> None:
    view = published_view(small)
    assert len(read_register(view, "enterprise").entries) == 4
    assert len(read_register(view, "enterprise", named_only=False).entries) == 3
    assert read_register(view, "school").entries == []
