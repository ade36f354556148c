"""The pages as people use them: find, read why, look at the graph, switch language, share."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import App

IOT, SCHOOL, MAJOR = "cluster:hz-eco-iot", "school:4133012872", "major:moe-510401"


def test_overview_says_what_is_loaded(app: App) -> None:
    app.open()
    page = app.page
    expect(page.get_by_role("heading", name="产教图谱")).to_be_visible()
    counts = page.get_by_test_id("counts").inner_text()
    found = {c: int(n.replace(",", "")) for n, c in re.findall(r"([\d,]+)\n([^\n\d]+)", counts)}
    assert found["产业集群"] >= 100
    assert found["专业"] >= 1480
    assert found["院校"] >= 68
    expect(page.get_by_role("heading", name=re.compile("来源（\\d+ 个）"))).to_be_visible()
    expect(page.get_by_text("数据版本 1")).to_be_visible()
    page.locator("a.cg-chip").first.click()
    page.wait_for_url("**/cluster?id=*")
    expect(page.locator(".cg-match").first).to_be_visible()


def test_search_finds_a_school_by_its_short_name(app: App) -> None:
    app.open()
    app.page.get_by_role("textbox", name="搜索").fill("杭职大")
    app.page.get_by_role("button", name="搜索", exact=True).click()
    app.page.locator(".cg-hits").wait_for()
    app.settle()
    app.page.locator(".cg-hits a", has_text="杭州职业技术大学").click()
    expect(app.page.get_by_role("heading", name="杭州职业技术大学")).to_be_visible()
    app.page.wait_for_url("**/school?id=school%3A4133012872")
    expect(app.page.get_by_text("曾用名")).to_be_visible()
    expect(app.page.get_by_text(re.compile("2026 年：\\d+ 个专业点"))).to_be_visible()


def test_unknown_name_says_so(app: App) -> None:
    app.open("search", q="没有这样的名称")
    expect(app.page.get_by_text("未收录：没有这样的名称")).to_be_visible()
    app.open("school", id="没有这样的学校")
    expect(app.page.get_by_text("未收录", exact=True)).to_be_visible()


def test_ambiguous_name_asks_which(app: App) -> None:
    app.open("major", id="护理")
    expect(app.page.get_by_text("有 3 个条目用这个名称")).to_be_visible()
    app.page.locator(".cg-list a").first.click()
    expect(app.page.get_by_role("heading", name="护理")).to_be_visible()


def test_cluster_gives_majors_with_reasons(app: App) -> None:
    app.open("cluster", id="智能物联")
    page = app.page
    expect(page.locator(".cg-match")).to_have_count(20)
    expect(page.get_by_text("官方文本").first).to_be_visible()
    second = page.locator(".st-key-why_2")
    second.get_by_text(re.compile("凭什么：\\d+ 条通路")).click()
    hop = second.locator(".cg-hop").first
    expect(hop).to_be_visible()
    expect(hop).to_contain_text(re.compile(r"(来源陈述|项目整理).*来源 [ABC] 级.*#row \d+"))
    shares = second.locator(".cg-shares .cg-num b").all_inner_texts()
    total = float(second.locator(".cg-total .cg-num").inner_text())
    assert abs(sum(map(float, shares)) - total) <= 0.03, "contributions add up to the score"


def test_level_filter_narrows(app: App) -> None:
    app.open("cluster", id=IOT)
    app.page.locator(".st-key-level").get_by_text("中职", exact=True).click()
    expect(app.page.locator(".cg-who small").first).to_contain_text("中职")
    app.settle()
    levels = app.page.locator(".cg-who small").all_inner_texts()
    assert levels and all("中职" in text for text in levels)


def test_firms_say_what_the_list_covers(app: App) -> None:
    app.open("cluster", id=IOT, tab="企业")
    expect(app.page.get_by_text(re.compile("按规则列出 \\d+ 家企业.*不是全部"))).to_be_visible()
    with app.page.expect_download() as download:
        app.page.get_by_role("button", name="下载 CSV").click()
    text = download.value.path().read_bytes()
    assert text.startswith(b"\xef\xbb\xbf"), "spreadsheets need the mark"
    assert len(text.decode("utf-8-sig").splitlines()) > 20


def test_graph_click_reaches_the_panel_and_expands_in_place(app: App) -> None:
    app.open("cluster", id=IOT, tab="图谱")
    page = app.page
    page.locator(".cy canvas").first.wait_for()
    page.wait_for_function(f"() => ({HOST_JS})?.__cy?.nodes().length > 10")
    node = page.evaluate(
        f"() => {{ const n = ({HOST_JS}).__cy.nodes('[id ^= \"industry:\"]')[0];"
        " return {id: n.id(), name: n.data('name'), at: n.renderedPosition()}; }"
    )
    page.locator(".cy").click(position={"x": node["at"]["x"], "y": node["at"]["y"]})
    picked = page.locator(".st-key-graph_panel .cg-picked")
    expect(picked).to_have_text(node["name"])
    app.settle()
    before = page.evaluate(POSITIONS_JS)
    page.get_by_role("button", name=re.compile("展开相邻")).click()
    page.wait_for_function(f"n => ({HOST_JS}).__cy.nodes().length > n", arg=len(before))
    app.settle()
    after = page.evaluate(POSITIONS_JS)
    moved = max(
        abs(after[k]["x"] - p["x"]) + abs(after[k]["y"] - p["y"]) for k, p in before.items()
    )
    assert moved < 1.0, "what was placed stays where it is"
    assert len(after) <= 150


def test_graph_as_table(app: App) -> None:
    app.open("cluster", id=IOT, tab="图谱")
    app.page.locator(".st-key-how").get_by_text("表", exact=True).click()
    expect(app.page.get_by_test_id("stDataFrame")).to_be_visible()


def test_language_switch_is_kept(app: App) -> None:
    app.open("cluster", id=IOT, tab="涵盖行业")
    app.page.get_by_role("button", name="English").click()
    expect(app.page.get_by_text("curated by the project")).to_be_visible()
    expect(app.page.get_by_text("Industry cluster", exact=True)).to_be_visible()
    app.page.wait_for_url("**lang=en**")
    app.page.get_by_role("link", name="Search").first.click()
    expect(app.page.get_by_role("heading", name="Search")).to_be_visible()
    app.page.get_by_role("button", name="中文").click()
    expect(app.page.get_by_role("heading", name="搜索")).to_be_visible()


def test_address_restores_the_page(app: App) -> None:
    app.open("major", id=MAJOR, tab="开设院校")
    expect(app.page.get_by_role("heading", name="集成电路技术")).to_be_visible()
    expect(app.page.get_by_text(re.compile("2026 年：\\d+ 个专业点"))).to_be_visible()
    app.open("entity", id="occupation:2-02-38-09", tab="属性与出处")
    expect(app.page.get_by_role("heading", name="集成电路工程技术人员")).to_be_visible()
    expect(app.page.get_by_test_id("stDataFrame").first).to_be_visible()


def test_ladder_keeps_its_cluster_in_the_address(app: App) -> None:
    app.open("analysis")
    expect(app.page.get_by_text("选一个产业集群").first).to_be_visible()
    app.open("analysis", cluster="智能物联 · hz-eco-iot")
    expect(app.page.locator(".cg-rung")).to_have_count(4)
    expect(app.page.locator(".cg-step")).to_have_count(3)
    expect(app.page.locator(".cg-missing")).to_contain_text("→")
    app.page.wait_for_url("**cluster=*hz-eco-iot*")
    app.page.reload()
    app.settle()
    expect(app.page.locator(".cg-rung")).to_have_count(4)


def test_analyses_say_what_is_missing(app: App) -> None:
    app.open("analysis", tab="供需缺口")
    expect(app.page.get_by_text(re.compile("合计：岗位 .*，计划数 [\\d,]+"))).to_be_visible()
    expect(app.page.get_by_text("缺什么、用哪个模板补")).to_be_visible()
    app.open("analysis", tab="共同体与联合体建议", cluster="智能物联 · hz-eco-iot")
    expect(app.page.get_by_text(re.compile("建议成员（\\d+ 个）"))).to_be_visible()


def test_what_if_shows_before_and_after(app: App) -> None:
    app.open("analysis", tab="开停专业测算", at="杭职大", subject="510401", number="80")
    expect(app.page.get_by_text("现状与之后")).to_be_visible()
    expect(app.page.locator(".cg-missing")).to_be_visible()
    app.open("analysis", tab="开停专业测算", at="杭职大", subject="510401", number="八十")
    expect(app.page.get_by_text("这个问题无法测算")).to_be_visible()


def test_phone(app: App) -> None:
    app.page.set_viewport_size({"width": 390, "height": 844})
    app.open("cluster", id=IOT)
    width = app.page.evaluate("() => document.documentElement.scrollWidth")
    assert width <= 390, "nothing sticks out"
    expect(app.page.locator(".cg-match").first).to_be_visible()


HOST_JS = (
    "[...document.querySelectorAll('*')].map(e => e.shadowRoot?.querySelector('.cy')).find(Boolean)"
)
POSITIONS_JS = (
    f"() => Object.fromEntries(({HOST_JS}).__cy.nodes().map(n => [n.id(), {{...n.position()}}]))"
)
