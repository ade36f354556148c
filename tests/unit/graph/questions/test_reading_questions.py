"""Readings on a handful of names: slots, doubt, and what is not understood."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.questions.answers import ANSWERS
from graph.questions.folding import plain
from graph.questions.lexicon import Lexicon
from graph.questions.reading import read_text
from graph.questions.readings import READINGS
from graph.questions.scan import scan
from graph.questions.types import CONFIDENT, Named

NAMES = (
    Named("cluster:a", "Cluster", "智能物联", codes=("hz-a",), state="现行", home=True),
    Named("cluster:b", "Cluster", "智能物联", codes=("zj-b",), state="现行"),
    Named("cluster:c", "Cluster", "新材料", codes=("c1",), state="现行"),
    Named("cluster:d", "Cluster", "新材料", codes=("c2",), state="现行"),
    Named("cluster:e", "Cluster", "生物医药", codes=("c3",), state="现行"),
    Named("major:1", "Major", "护理", codes=("520201",), level="高职专科"),
    Named("major:2", "Major", "护理", codes=("720201",), level="中职"),
    Named("major:3", "Major", "工业机器人技术", codes=("460305",), level="高职专科"),
    Named("school:1", "School", "某市职业技术大学", ("某职大",), level="职业本科"),
    Named("enterprise:1", "Enterprise", "某市海康威视数字技术股份有限公司", ("海康威视",)),
    Named("concept:1", "Concept", "可编程控制器（PLC）控制技术"),
)
LEXICON = Lexicon.of(NAMES)


@pytest.mark.parametrize(
    ("text", "pattern", "slot", "wanted"),
    [
        ("哪些专业服务生物医药集群", "majors_of_cluster", "cluster", "cluster:e"),
        ("工业机器人技术专业服务哪些产业", "clusters_of_major", "major", "major:3"),
        ("海康威视可以和哪些学校合作", "partners_of_firm", "firm", "enterprise:1"),
        ("某职大可以和哪些企业合作", "partners_of_school_major", "school", "school:1"),
        ("工业机器人技术专业缺哪些技能", "skills_gap", "major", "major:3"),
        ("哪些学校开设工业机器人技术", "programmes_of_major", "major", "major:3"),
        ("生物医药的人才缺口有多大", "gap", "about", "cluster:e"),
        ("460305是什么专业", "what_is", "about", "major:3"),
        ("海康微视可以和哪些学校合作", "partners_of_firm", "firm", "enterprise:1"),
        ("哪些專業服務生物醫藥集群", "majors_of_cluster", "cluster", "cluster:e"),
    ],
)
def test_readings_and_entities(text: str, pattern: str, slot: str, wanted: str) -> None:
    reading = read_text(LEXICON, text)
    assert (reading.status, reading.pattern) == ("understood", pattern)
    assert reading.id_of(slot) == wanted
    assert reading.confidence >= CONFIDENT


def test_a_name_of_several_is_asked() -> None:
    reading = read_text(LEXICON, "新材料集群有哪些企业")
    assert (reading.status, reading.id_of("cluster")) == ("ask", None)
    assert {c["id"] for c in reading.entities[0].candidates} == {"cluster:c", "cluster:d"}


def test_home_settles_and_says_so() -> None:
    reading = read_text(LEXICON, "哪些专业服务智能物联集群")
    assert reading.id_of("cluster") == "cluster:a"
    assert {c["id"] for c in reading.entities[0].candidates} == {"cluster:a", "cluster:b"}
    assert "hz-a" in reading.said_back["zh"]


def test_a_level_settles_a_major() -> None:
    assert read_text(LEXICON, "护理专业有哪些学校").status == "ask"
    assert read_text(LEXICON, "中职护理专业有哪些学校").id_of("major") == "major:2"


def test_a_topic_has_its_synonym() -> None:
    reading = read_text(LEXICON, "谁能做PLC培训")
    assert (reading.pattern, reading.entities[0].type) == ("offers_of_skill", "Topic")
    assert set(LEXICON.topic_words("plc")) == {"plc", "可编程控制器"}


@pytest.mark.parametrize("text", ["某职大校长是谁", "护理专业学费多少钱", "明天天气怎么样"])
def test_what_the_model_does_not_have(text: str) -> None:
    reading = read_text(LEXICON, text)
    assert reading.pattern is None
    assert reading.what_was_not_understood


def test_an_unknown_name_comes_with_a_form() -> None:
    reading = read_text(LEXICON, "云深处科技可以和哪些学校合作")
    assert (reading.status, reading.pattern) == ("not_in_graph", None)
    assert reading.what_was_not_understood[0].add_with == "chanjiao ingest template enterprises"


def test_every_reading_has_its_answer() -> None:
    assert {r.name for r in READINGS} == set(ANSWERS)


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    reading = read_text(LEXICON, text)
    assert 0.0 <= reading.confidence <= 1.0
    assert len(plain(text)) == len(text)
    ends = [(p.start, p.end) for p in scan(LEXICON, text)]
    assert all(a[1] <= b[0] for a, b in pairwise(ends))
