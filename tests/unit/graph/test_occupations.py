"""Titles to occupations: codes, what is cut from a title, and a model fitted on a few."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.resolve.occupations import Labelled, TitleModel, fit, read_titles, training
from graph.resolve.occupations.codes import covers, group_covers, stem
from graph.resolve.occupations.titles import core

TITLES = [
    ("Java开发工程师", "2-02-10-03"), ("后端开发Java", "2-02-10-03"),
    ("软件开发工程师", "2-02-10-03"),
    ("数控车工", "6-18-01-01"), ("CNC车工", "6-18-01-01"), ("车工学徒", "6-18-01-01"),
    ("美容师", "4-10-03-01"), ("高级美容师", "4-10-03-01"), ("美容顾问", "4-10-03-01"),
    ("销售", "4-01-02-00"), ("销售员", "4-01-02-01"), ("电话销售员", "4-01-02-01"),
] * 3  # fmt: skip
OCCUPATIONS = [
    Labelled("2-02-10-03", "计算机软件工程技术人员"), Labelled("6-18-01-01", "车工", ("数控车工",)),
    Labelled("4-10-03-01", "美容师"), Labelled("4-01-02-01", "营销员"),
    Labelled("4-01-02-00", "销售人员"),
    Labelled("4-01-02-03", "商品营业员"), Labelled("4-01-00-00", "批发与零售服务人员"),
    Labelled("6-31-01-01", "设备点检员"),
]  # fmt: skip


@pytest.fixture(scope="module")
def model() -> TitleModel:
    """Fitted on a few titles."""
    called = {o.code: o.name for o in OCCUPATIONS}
    return fit(TITLES, training.names_of(OCCUPATIONS), called)


def test_a_finer_answer_is_right_under_a_coarse_label() -> None:
    assert covers("4-01-02-00", "4-01-02-01")
    assert not covers("4-01-02-01", "4-01-02-00")
    assert not covers("4-01-02-00", "4-01-03-01")
    assert group_covers("6-00-00-00", "6-18-01-01")
    assert stem("8-00-00-00") == "8"


def test_what_is_no_part_of_the_trade_is_cut() -> None:
    assert core("【急聘】Java开发工程师（双休+五险一金）15-25K") == "java开发工程师"
    assert core("（美容师）") == "美容师"
    assert core("8000元") != ""


@given(st.text(max_size=60))
def test_any_title_has_a_core(title: str) -> None:
    assert core(title) or not title.strip()


def test_titles_find_their_occupation(model: TitleModel) -> None:
    found = {
        a["title"]: a["code"] for a in model.link(["Java工程师（双休）", "数控 车工 8K", "美容"])
    }
    assert found == {
        "Java工程师（双休）": "2-02-10-03",
        "数控 车工 8K": "6-18-01-01",
        "美容": "4-10-03-01",
    }


def test_a_coarse_code_with_finer_ones_is_never_the_answer(model: TitleModel) -> None:
    assert model.link(["销售"])[0]["code"] == "4-01-02-01"


def test_a_title_without_words_has_no_answer(model: TitleModel) -> None:
    answer = model.link(["", "12345", "!!"])
    assert [a["code"] for a in answer] == [None] * 3
    assert answer[0]["probability"] == 0


@given(st.lists(st.text(max_size=40), max_size=5))
def test_probabilities_are_probabilities(model: TitleModel, titles: list[str]) -> None:
    for answer in model.link(titles):
        assert 0 <= answer["probability"] <= 1
        assert answer["group"] is None or answer["group"]["probability"] >= answer["probability"]


def test_a_kept_model_answers_as_the_fitted_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training, "read_titles", lambda: TITLES)
    first = training.cached_model(tmp_path, OCCUPATIONS)
    assert len(list((tmp_path / "models").iterdir())) == 1
    again = training.cached_model(tmp_path, OCCUPATIONS)
    asked = ["车工", "Java", "没见过的岗位"]
    assert first.link(asked) == again.link(asked)
    assert np.array_equal(first.dual, again.dual)


def test_the_labelled_titles_are_there() -> None:
    titles = read_titles()
    assert len(titles) == 3520
    assert all(len(code) == 10 for _, code in titles)
