"""Every page on a fake API: it draws, in both languages, and failures are sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.unit.ui import fake
from ui import client, commands

Start = Callable[..., AppTest]


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Open a page as if by its address."""

    def clear() -> None:
        st.cache_data.clear()
        st.cache_resource.clear()

    def open_page(
        page: str | None = None,
        handler: Callable[[httpx.Request], httpx.Response] = fake.answer,
        **query: str,
    ) -> AppTest:
        clear()
        monkeypatch.setattr(client, "open_http", lambda: fake.client(handler))
        test = AppTest.from_file(str(commands.entry_file()), default_timeout=30)
        for name, value in query.items():
            test.query_params[name] = value
        if page is None:
            return test.run()
        test.run()
        test.switch_page(f"views/{page}.py")
        for name, value in query.items():
            test.query_params[name] = value
        return test.run()

    yield open_page
    clear()


def text_of(test: AppTest) -> str:
    """All that the page says."""
    parts: list[Any] = [*test.main.markdown, *test.caption, *test.title, *test.subheader]
    html = [e.proto.body for e in test.get("html")]
    return "\n".join([*(p.value for p in parts), *html])


CASES = [
    (None, {}, "1,234"),
    ("search", {"q": "丁"}, "仅见其名"),
    ("search", {"q": "无"}, "未收录"),
    ("search", {}, "写出名称或代码"),
    ("cluster", {}, "甲集群"),
    ("cluster", {"id": fake.CLUSTER}, "乙专业"),
    ("cluster", {"id": fake.CLUSTER, "tab": "企业"}, "不是全部"),
    ("cluster", {"id": fake.CLUSTER, "tab": "涵盖行业"}, "本项目整理"),
    ("cluster", {"id": fake.CLUSTER, "tab": "相关集群"}, "甲集群"),
    ("cluster", {"id": fake.CLUSTER, "tab": "产教融合平台"}, "列入规则"),
    ("cluster", {"id": fake.CLUSTER, "tab": "图谱"}, "甲集群"),
    ("major", {}, "写出专业名称或代码"),
    ("major", {"id": fake.MAJOR}, "国家控制布点"),
    ("major", {"id": "major:old"}, "乙专业"),
    ("major", {"id": fake.MAJOR, "tab": "开设院校"}, "2026 年：1 个专业点"),
    ("major", {"id": fake.MAJOR, "tab": "课程与能力"}, "岗位一"),
    ("major", {"id": fake.MAJOR, "tab": "证书"}, "没有收录"),
    ("school", {"q": "丁"}, "丁学院"),
    ("school", {"id": fake.SCHOOL}, "丁校"),
    ("school", {"id": fake.SCHOOL, "tab": "合作"}, "没有收录"),
    ("analysis", {}, "选一个产业集群"),
    ("analysis", {"cluster": "甲集群 · c1"}, "贯通断点"),
    ("analysis", {"tab": "供需缺口"}, "缺口 未知"),
    ("analysis", {"tab": "共同体与联合体建议", "cluster": "甲集群 · c1"}, "链条覆盖 0.5"),
    ("analysis", {"tab": "开停专业测算"}, "写出院校与专业"),
    ("entity", {"id": "industry:39"}, "制造业"),
    ("entity", {"id": "industry:39", "tab": "属性与出处"}, "另一名"),
    ("entity", {}, "请从搜索进入"),
    ("school", {"id": "school:nowhere"}, "未收录"),
]


@pytest.mark.parametrize(("page", "query", "said"), CASES)
def test_page_draws(start: Start, page: str | None, query: dict[str, str], said: str) -> None:
    test = start(page, **query)
    assert not test.exception
    assert said in text_of(test)


@pytest.mark.parametrize(
    "page", [None, "search", "cluster", "major", "school", "analysis", "entity"]
)
def test_page_draws_in_english(start: Start, page: str | None) -> None:
    ids = {"cluster": fake.CLUSTER, "major": fake.MAJOR, "school": fake.SCHOOL}
    query = {"id": ids.get(page or "", "industry:39")} if page not in (None, "search") else {}
    test = start(page, lang="en", **query)
    assert not test.exception
    assert "data version 3" in text_of(test)


def test_reasons_are_hop_by_hop_and_escaped(start: Start) -> None:
    said = text_of(start("cluster", id=fake.CLUSTER))
    assert "—涵盖→" in said
    assert "b.csv#row 5" in said
    assert "来源一" in said, "the source has its title, not its id"
    assert "0.80 × 0.50" in said
    assert "<img" not in said
    assert "&lt;img" in said


def test_answers_say_what_their_lists_cover(start: Start) -> None:
    for query in ({}, {"tab": "企业"}):
        test = start("cluster", id=fake.CLUSTER, **query)
        assert "所用名单收录了什么、截至何时、缺什么" in [e.label for e in test.expander]


def test_filters_reach_the_api(start: Start) -> None:
    seen: list[httpx.URL] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request.url)
        return fake.answer(request)

    test = start("cluster", handler, id=fake.CLUSTER)
    test.toggle(key="stated").set_value(True).run()
    test.slider(key="weight_text").set_value(0.1).run()
    last = [u for u in seen if u.path.endswith("/majors")][-1]
    assert last.params["without"] == "curated"
    assert last.params["weights"] == '{"text": 0.1}'


def test_analyses_show_what_they_rest_on(start: Start) -> None:
    test = start("analysis", cluster="甲集群 · c1", tab="贯通图")
    said = text_of(test)
    assert "注意一" in said
    assert "招生计划（intakes）" in said
    assert "数据版本 3；依据 108 条记录" in said
    assert "<img" not in said
    assert "先列 1 条，共 9 条" in said, "a cut list says so"
    assert "计划数未知" in said, "no number is invented for a rung without places"
    gaps = start("analysis", tab="供需缺口").dataframe[0].value
    assert list(gaps["缺口（区间）"]) == ["14 … 74", "未知"]
    assert gaps["名称"][1] is None or "?" not in str(gaps["名称"][1]), "a level has no page"


def test_a_change_is_asked_when_it_is_whole(start: Start) -> None:
    seen: list[httpx.URL] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request.url)
        return fake.answer(request)

    part = {"tab": "开停专业测算", "at": "丁学院", "subject": "510401"}
    start("analysis", handler, **part)
    assert not [u for u in seen if u.path.endswith("/whatif")], "places are not given yet"
    test = start("analysis", handler, **part, number="80")
    asked = [u for u in seen if u.path.endswith("/whatif")]
    assert [dict(u.params) for u in asked] == [{"open": "丁学院/510401/80"}]
    assert list(test.dataframe[0].value["之后"]) == ["90", "未知"]

    def refused(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/whatif"):
            return fake.problem(422, "analysis_invalid")
        return fake.answer(request)

    assert "这个问题无法测算" in text_of(start("analysis", refused, **part, number="80"))


def test_api_down_says_how_to_start_it(start: Start) -> None:
    def down(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    test = start(None, down)
    assert not test.exception
    assert "连不上数据接口" in text_of(test)
    assert "chanjiao api serve" in test.code[0].value


def test_ambiguous_name_lists_candidates(start: Start) -> None:
    def two(request: httpx.Request) -> httpx.Response:
        if request.url.path.startswith("/v1/majors/"):
            both = [{"id": f"major:{n}", "name": "护理", "code": n} for n in ("520201", "720201")]
            return fake.problem(409, "ambiguous_name", candidates=both)
        return fake.answer(request)

    said = text_of(start("major", two, id="护理"))
    assert "有 2 个条目用这个名称" in said
    assert "720201" in said


def test_other_failures_have_a_sentence_and_the_code(start: Start) -> None:
    def busy(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/v1/status":
            return fake.problem(500, "graph_exploded")
        return fake.answer(request)

    test = start(None, busy)
    assert "数据接口出错" in text_of(test)
    assert "graph_exploded" in text_of(test)


def test_without_javascript_the_table_is_shown(
    start: Start, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setattr("ui.parts.graph_view.MODULES", tmp_path)
    test = start("cluster", id=fake.CLUSTER, tab="图谱")
    assert not test.exception
    assert len(test.dataframe) == 1
