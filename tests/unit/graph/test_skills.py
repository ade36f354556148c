"""Skills in texts: exact names, spellings by rule, near names, unknown terms."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.resolve.gazetteer import Term
from graph.resolve.skills import SkillLinker
from graph.resolve.skills.candidates import candidates
from graph.resolve.skills.words import canonical

DATA = Path(__file__).parents[3] / "bench" / "data"
WORDS = [
    Term("1", "SKILL", "PLC编程"), Term("2", "SKILL", "触摸屏组态"),
    Term("3", "SKILL", "JavaScript"),
    Term("4", "SKILL", "Java"), Term("5", "SKILL", "Spring Boot"), Term("6", "SKILL", "短视频制作"),
    Term("7", "CERT", "焊工证"), Term("8", "MAJOR", "工业机器人技术"),
    Term("9", "OCC", "汽车维修工"),
    Term("10", "SKILL", "工业机器人编程"), Term("11", "CERT", "驾驶证C1"),
]  # fmt: skip
LINKER = SkillLinker(WORDS)


def ids(text: str) -> set[str]:
    """Ids of what a text names."""
    return {link.id for link in LINKER.read(text).links}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("熟悉PLC程序编写", {"1"}),
        ("可编程控制器编程", {"1"}),
        ("会HMI组态开发", {"2"}),
        ("精通JavaScript", {"3"}),
        ("熟悉JS和java", {"3", "4"}),
        ("SpringBoot框架", {"5"}),
        ("负责短视频拍摄与剪辑", {"6"}),
        ("持焊工操作证", {"7"}),
        ("工业机器人、电气等相关专业", {"8"}),
        ("负责工业机器人点检", set()),
        ("新能源汽车机电维修技师", {"9"}),
        ("有C1驾照", {"11"}),
        ("熟悉PLC程序編寫", {"1"}),
        ("不会JavaScripts", set()),
    ],
)
def test_what_a_text_names(text: str, found: set[str]) -> None:
    assert ids(text) == found


def test_offsets_are_those_of_the_text() -> None:
    text = "要求：熟悉 PLC程序编写，懂Java。"
    for link in LINKER.read(text).links:
        assert text[link.start : link.end] == link.text


def test_unknown_terms_are_told_apart() -> None:
    reading = LINKER.read("熟悉MyBatis、Java")
    assert [u.text for u in reading.unknown] == ["MyBatis"]
    assert reading.dictionary == LINKER.digest


def test_canonical_words() -> None:
    assert canonical("数控机床编程") == canonical("CNC程序设计")


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    for link in LINKER.read(text).links:
        assert 0 <= link.start < link.end <= len(text)
        assert 0 < link.score <= 1
    for found in candidates(text):
        assert text[found.start : found.end] == found.text


def test_time_is_linear_in_length() -> None:
    part = "熟悉PLC程序编写、掌握触摸屏组态和某某某某技术，" * 150

    def seconds(text: str) -> float:
        begin = time.process_time()
        LINKER.read(text)
        return time.process_time() - begin

    seconds(part)
    assert seconds(part * 8) < 40 * max(seconds(part), 0.01)


def test_documents_of_the_bench() -> None:
    documents = [json.loads(x) for x in (DATA / "skill_documents.jsonl").open(encoding="utf-8")]
    rows = [json.loads(x) for x in (DATA / "skill_vocabulary.jsonl").open(encoding="utf-8")]
    for aliases, bar in ((False, 0.85), (True, 0.97)):
        linker = SkillLinker(
            Term(r["id"], r["type"], r["name"], tuple(r["aliases"]) if aliases else ())
            for r in rows
        )
        right = got = gold = 0
        for d in documents:
            found = {k.id for k in linker.read(d["text"]).links}
            wanted = {g["kb"] for g in d["gold"]} - {"NIL"}
            right, got, gold = right + len(found & wanted), got + len(found), gold + len(wanted)
        assert 2 * right / (got + gold) >= bar
