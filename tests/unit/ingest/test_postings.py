"""Postings: pay, education, months, contacts, the part that asks, and demand added up."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.resolve.gazetteer import Gazetteer, Term
from graph.resolve.occupations import fit
from graph.resolve.skills import SkillLinker
from ingest.postings.columns import posting_of
from ingest.postings.facts import Demand, Reader
from ingest.postings.reading import (
    Pay,
    education_of,
    month_of,
    pay_of,
    requirement_of,
    without_contacts,
)
from ingest.postings.tally import Tally


@pytest.mark.parametrize(
    ("text", "pay"),
    [
        ("15-25K·14薪", Pay(15000, 25000)),
        ("8K-12K", Pay(8000, 12000)),
        ("1-1.5万/月", Pay(10000, 15000)),
        ("8千-1.2万", Pay(8000, 12000)),
        ("计件6000-9000", Pay(6000, 9000)),
        ("6000-8000元/月", Pay(6000, 8000)),
        ("200元/天", Pay(4350, None)),
        ("12-18万/年", Pay(10000, 15000)),
        ("底薪5000+提成", Pay(5000, None)),
        ("面议", None),
        ("招3人，2年经验", None),
    ],
)
def test_pay(text: str, pay: Pay | None) -> None:
    assert pay_of(text) == pay


@given(st.text(alphabet="0123456789kK万元-~/月天年. ", max_size=60))
def test_pay_is_in_range(text: str) -> None:
    pay = pay_of(text)
    assert pay is None or (500 <= pay.low <= 500_000 and (pay.high or pay.low) >= pay.low)


def test_education_and_month() -> None:
    assert education_of("大专及以上学历，本科优先") == "大专"
    assert education_of("无", "中专以上") == "中专/中技"
    assert education_of("要求不高") is None
    assert [month_of(t) for t in ("2026-10-03", "2026/9", "202607", "2026年13月", "上周")] == [
        "2026-10", "2026-09", "2026-07", None, None,
    ]  # fmt: skip


def test_no_person_is_left() -> None:
    text = "联系人：张经理 13812345678；微信号：abc_123，邮箱 hr@x.com，"
    text += "QQ：123456，王女士 0571-88001234"
    kept, cut = without_contacts(text)
    for word in ("张", "138", "abc", "hr@", "123456", "王女士", "8800"):
        assert word not in kept
    assert cut >= 5


def test_the_part_that_asks() -> None:
    text = "岗位职责：做事。任职要求：1. 会Java。\n公司介绍：很好"
    assert requirement_of(text) == "1. 会Java。"
    assert requirement_of("会Java") == "会Java"


def reader() -> Reader:
    titles = [("Java开发", "2-02-10-03"), ("Java工程师", "2-02-10-03"), ("车工", "6-18-01-01"),
              ("数控车工", "6-18-01-01"), ("电工", "6-31-01-03"), ("前端", "2-02-10-04"),
              ("美容", "4-10-03-01"), ("店员", "4-01-02-03")] * 3  # fmt: skip
    return Reader(
        fit(titles, titles[:8], {}),
        SkillLinker([Term("skill:1", "Skill", "Java"), Term("major:1", "Major", "软件技术")]),
        Gazetteer.of([Term("region:1", "Region", "甲市"), Term("region:2", "Region", "乙区")]),
    )


def test_facts_and_demand() -> None:
    rows = [
        {"职位名称": "Java开发15-25K", "工作地点": "甲市乙区", "发布日期": "2026-10-03",
         "公司": "某公司",
         "职位描述": "任职要求：熟悉Java、MyBatis；软件技术专业，大专。电话13812345678"},
        {"职位名称": "车工"},
    ]  # fmt: skip
    facts = reader().read([posting_of(r, f"f#row {i}") for i, r in enumerate(rows)])
    first, second = facts
    assert first["occupation"]["code"] == "2-02-10-03"
    assert [s["id"] for s in first["skills"]] == ["skill:1"]
    assert [m["id"] for m in first["majors"]] == ["major:1"]
    assert first["unknown"] == ["MyBatis"]
    assert first["education"] == "大专" and first["month"] == "2026-10"
    assert first["region"]["id"] == "region:2"
    assert first["pay"] == {"low": 15000, "high": 25000, "unit": "CNY/month"}
    assert "138" not in str(first) and first["cut"] == 1
    assert second["skills"] == [] and second["region"] is None
    demand = Demand()
    demand.add(facts)
    told = demand.summary()
    assert told["postings"] == 2
    assert told["unread"]["skills"] == 0.5
    [row] = told["demand"]
    assert (row["skill"], row["region"], row["month"], row["postings"]) == (
        "skill:1", "region:2", "2026-10", 1,
    )  # fmt: skip
    [same] = list(demand.counting([facts]))
    assert same == facts
    assert demand.summary()["demand"][0]["postings"] == 2


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xy")), max_size=60))
def test_a_tally_on_disk_counts_as_one_in_memory(keys: list[tuple[str, str]]) -> None:
    small, plain = Tally(most_held=2), Counter(keys)
    for key in keys:
        small.add(key)
    assert len(small) == len(plain)
    assert small.most(3) == sorted(plain.items(), key=lambda p: (-p[1], p[0]))[:3]
    assert all(small.of(key) == number for key, number in plain.items())
    assert small.of(("none", "")) == 0
