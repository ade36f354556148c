"""Analyses of the synthetic pack find what was planted in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graph.analysis.changes import Change
from graph.analysis.communities import propose
from graph.analysis.flow import Range
from graph.analysis.gaps import GapItem, GapRequest, gaps
from graph.analysis.indices import (
    CouplingRequest,
    IndexRequest,
    concentration,
    coupled,
    quotient,
    structure,
)
from graph.analysis.ladder import LadderRequest, ladder
from graph.analysis.pathways import paths_up
from graph.analysis.platform_rules import CONSORTIUM
from graph.analysis.scenarios import (
    compare,
    delete_scenario,
    read_scenario,
    save,
    saved_scenarios,
)
from graph.analysis.skills import SkillRequest, skills
from graph.analysis.types import AnalysisInvalid
from graph.analysis.whatif import Scenario, WhatIfAnswer, what_if
from graph.db import Database
from graph.errors import NotFound
from graph.ontology.entities import Major, School
from graph.queries.overview import counts
from graph.view import View, published_view
from ingest.source import SOURCES_DIR
from tests.conftest import wipe
from tests.integration.small_sources import load
from tests.integration.synthetic_pack import CITY, PROVINCE, synthetic_source

HERE, ABOVE = f"region:{CITY}", f"region:{PROVINCE}"
WELDING = Major.id_for(catalogue="moe", code="990001")
FITTING = Major.id_for(catalogue="moe", code="990002")
SECONDARY = Major.id_for(catalogue="moe", code="790001")
ENGINEERING = Major.id_for(catalogue="moe", code="390001")
COLLEGE = School.id_for(code=None, name="示例职业技术学院")
VOCATIONAL = School.id_for(code=None, name="示例中等专业学校")
CLUSTER = "cluster:syn-c"


@pytest.fixture(scope="module")
def view(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[View]:
    """The pack alone in the session's database."""
    wipe(database)
    root = tmp_path_factory.mktemp("synthetic")
    report = load(database, root, synthetic_source(root))
    assert not report.quarantined
    yield published_view(database)
    wipe(database)


def by_name(items: tuple[GapItem, ...]) -> dict[str, GapItem]:
    return {i.about.name: i for i in items}


def test_the_pack_is_no_part_of_the_bundle() -> None:
    assert not (SOURCES_DIR / "synthetic").exists()


def test_gaps_by_occupation_are_the_planted_ones(view: View) -> None:
    answer = gaps(view, GapRequest(by="occupation", supply_complete=True))
    found = by_name(answer.items)
    first = found["示例职业一"]
    # 140 + 4 openings; 焊接 40 and 工程 30 have no other, 装配 60 may go to 职业二 instead.
    assert (first.openings, first.places) == (144, 130)
    assert first.gap is not None
    assert (first.gap.low, first.gap.high) == (14, 74)
    # 职业二 is filled by 中职装配 whatever happens, so a fullest assignment sends all 130 here.
    assert first.unfilled == Range(14, 14)
    assert not first.open_below
    third = found["示例职业三"]
    assert (third.openings, third.places, third.unfilled) == (5, 0, Range(5, 5))
    assert answer.basis.n["demands_without_number"] == 1
    assert answer.basis.n["places_without_occupation"] == 45
    assert any("人数" in m.what for m in answer.basis.missing)
    assert answer.basis.records


def test_gaps_by_major_share_openings_in_proportion(view: View) -> None:
    found = by_name(gaps(view, GapRequest(by="major")).items)
    welding = found["焊接"].gap
    assert welding is not None
    assert welding.middle == pytest.approx(144 * 40 / 130 - 40)
    assert (welding.low, welding.high) == (-40, 104)
    middles = [i.gap.middle for i in found.values() if i.gap]
    assert sum(m for m in middles if m is not None) == pytest.approx(176 - 225)
    assert found["中职装配"].unplaced == Range(30, 30)
    # Of the figures of two years the newest counts; it names the major, so nothing is shared.
    assert found["孤立高职"].gap == Range(-8, -8, -8)


def test_gaps_of_region_level_and_cluster(view: View) -> None:
    places = by_name(gaps(view, GapRequest(by="region")).items)
    assert (places["示例甲市"].openings, places["示例甲市"].places) == (181, 195)
    assert (places["示例乙市"].openings, places["示例乙市"].gap) == (None, None)
    assert places["示例乙市"].unknown == ("岗位数",)
    levels = by_name(gaps(view, GapRequest(by="level", region=HERE)).items)
    assert levels["中职"].places == 75
    clusters = by_name(gaps(view, GapRequest(by="cluster")).items)
    assert clusters["示例装备集群"].openings == 164
    with pytest.raises(AnalysisInvalid):
        gaps(view, GapRequest(by="nothing"))  # type: ignore[arg-type]


def test_the_ladder_tells_contracted_open_and_broken_apart(view: View) -> None:
    answer = ladder(view, LadderRequest(cluster=CLUSTER))
    rungs = {r.level: r for r in answer.rungs}
    assert (rungs["中职"].places, rungs["高职专科"].places, rungs["职业本科"].places) == (
        50,
        100,
        30,
    )
    steps = {s.name: s for s in answer.steps}
    up = steps["中职 → 高职专科"]
    assert (up.status, up.contracted_total) == ("贯通", 1)
    assert up.contracted[0].places == 50
    assert up.open[0].kind == "接续专业"
    assert steps["高职专科 → 本科"].status == "缺少贯通项目"
    alone = ladder(view, LadderRequest(class_name="孤立类"))
    assert [s.status for s in alone.steps][:2] == ["贯通断点", "贯通断点"]
    with pytest.raises(AnalysisInvalid):
        ladder(view, LadderRequest())


def test_paths_lead_over_the_contract_to_a_bachelors_degree(view: View) -> None:
    answer = paths_up(view, major=SECONDARY, school=VOCATIONAL)
    best = answer.paths[0]
    assert [s.kind for s in best.steps] == ["中高职一体化(3+2)", "接续专业"]
    assert [s.contracted for s in best.steps] == [True, False]
    assert best.steps[-1].schools[0].name == "示例职业技术大学"
    with pytest.raises(NotFound):
        paths_up(view, major=ENGINEERING, school=VOCATIONAL)


def test_indices_of_planted_numbers(view: View) -> None:
    answer = structure(view, IndexRequest(region=HERE, year=2026))
    rows = {r.about.name: r.values for r in answer.rows}
    # 150 of 195 places serve the second sector, which makes 60 of 100.
    assert rows["第二产业"]["偏离度"] == pytest.approx(150 / 195 / 0.6 - 1, abs=1e-6)
    assert rows["吻合度"]["吻合度"] == pytest.approx(1 - (150 / 195 - 0.6), abs=1e-6)
    assert structure(view, IndexRequest(region=ABOVE)).refused
    one = concentration(view, IndexRequest(region=ABOVE, class_name="示例类"))
    assert one.value == pytest.approx((100**2 + 50**2 + 30**2) / 180**2, abs=1e-6)
    local = {r.about.name: r.values for r in quotient(view, IndexRequest(region=HERE)).rows}
    assert local["孤立类"]["区位商"] == pytest.approx((45 / 195) / (45 / 225), abs=1e-4)


def test_coupling_prints_inputs_and_refuses_what_it_cannot_support(view: View) -> None:
    asked = CouplingRequest(("示例教育1", "示例教育2"), ("示例产业1", "示例产业2"))
    answer = coupled(view, asked)
    assert answer.refused is None
    assert [r.about.name for r in answer.rows] == [
        "示例甲市 2024",
        "示例甲市 2025",
        "示例甲市 2026",
    ]
    middle = answer.rows[1].values
    first, second = 2 / 3, 3 / 7
    assert middle["U₁"] == pytest.approx(first, abs=1e-6)
    degree = 2 * (first * second) ** 0.5 / (first + second)
    assert middle["协调度 D"] == pytest.approx((degree * (first + second) / 2) ** 0.5, abs=1e-6)
    assert middle["示例教育1"] == 7
    alone = coupled(view, CouplingRequest(("示例教育1",), ("示例产业1", "示例产业2")))
    assert alone.value is None
    assert alone.refused


def measures(answer: WhatIfAnswer) -> dict[str, tuple[object, object]]:
    return {m.key: (m.before, m.after) for m in answer.measures}


def test_what_if_of_nothing_changes_nothing(view: View) -> None:
    answer = what_if(view, Scenario("空", (), HERE))
    assert answer.measures
    assert not [m for m in answer.measures if m.changed]
    assert not answer.affected


def test_what_if_moves_what_it_should(view: View) -> None:
    grown = measures(what_if(view, Scenario("增", (Change("grow", COLLEGE, WELDING, 30),), HERE)))
    assert grown["places"] == (195, 225)
    before, after = grown[f"gap:{WELDING}"]
    assert isinstance(before, Range) and isinstance(after, Range)
    assert (before.high, after.high) == (104, 74)
    new = what_if(view, Scenario("开", (Change("open", VOCATIONAL, WELDING, 40),), HERE))
    assert measures(new)[f"hhi:{WELDING}"] == (1.0, 0.5)
    assert [(p.before, p.after, p.controlled) for p in new.points] == [
        (None, 40, True),
        (40, 40, True),
    ]
    assert any(a.kind == "同专业院校" for a in new.affected)
    closed = what_if(view, Scenario("撤", (Change("close", COLLEGE, WELDING),), HERE))
    assert measures(closed)["points"] == (5, 4)
    assert any(a.kind == "贯通项目" for a in closed.affected)
    coverage = measures(closed)[f"coverage:{CLUSTER}"]
    stopped = measures(what_if(view, Scenario("停", (Change("stop", COLLEGE, WELDING),), HERE)))
    assert stopped["points"] == (5, 5)
    assert stopped[f"coverage:{CLUSTER}"] == coverage
    assert coverage[0] > coverage[1]  # type: ignore[operator]
    renamed = what_if(
        view, Scenario("改", (Change("rename", COLLEGE, WELDING, to=ENGINEERING),), HERE)
    )
    assert measures(renamed)["places"] == (195, 195)


@pytest.mark.parametrize(
    "change",
    [
        Change("open", COLLEGE, WELDING, 10),
        Change("close", VOCATIONAL, WELDING),
        Change("grow", COLLEGE, WELDING, -41),
        Change("open", VOCATIONAL, WELDING),
        Change("rename", COLLEGE, WELDING),
        Change("open", "school:none", WELDING, 1),
    ],
)
def test_changes_that_cannot_be_made_are_refused(view: View, change: Change) -> None:
    with pytest.raises(AnalysisInvalid):
        what_if(view, Scenario("错", (change,), HERE))


def test_scenarios_are_saved_compared_deleted_and_never_facts(view: View) -> None:
    before = counts(view)
    first = Scenario("甲", (Change("grow", COLLEGE, WELDING, 30),), HERE)
    second = Scenario("乙", (Change("open", VOCATIONAL, WELDING, 40),), HERE)
    for one in (first, second):
        save(view, one)
    assert read_scenario(view.db, "甲") == first
    assert [s.scenario.name for s in saved_scenarios(view.db)] == ["乙", "甲"]
    table = {r.key: (r.facts, *r.scenarios) for r in compare(view, ["甲", "乙"]).rows}
    assert table["places"] == (195, 225, 235)
    assert counts(view) == before
    assert published_view(view.db).version == view.version
    for name in ("甲", "乙"):
        delete_scenario(view.db, name)
    assert not saved_scenarios(view.db)
    with pytest.raises(NotFound):
        read_scenario(view.db, "甲")


def test_a_platform_covers_the_segments_that_firms_are_in(view: View) -> None:
    answer = propose(view, CLUSTER, region=HERE)
    assert [r.name for r in answer.uncovered] == ["氢能装备"]
    assert answer.members[0].who.name == "示例数控有限公司"
    values = [m.value for m in answer.members]
    assert values == sorted(values)
    verdicts = {c.asks: c.verdict for c in answer.checks}
    assert verdicts["成员跨区域"] == "pass"
    assert verdicts["牵头高校有硕士、博士学位授予权"] == "unknown"
    smaller = propose(view, CLUSTER, region=HERE, size=3)
    assert smaller.members == answer.members[: len(smaller.members)]
    local = propose(view, CLUSTER, CONSORTIUM, region=HERE)
    assert {m.who.name for m in local.members}.isdisjoint(
        {"示例机器人有限公司", "示例职业技术大学"}
    )
    assert {c.asks: c.verdict for c in local.checks}["有人才需求清单"] == "pass"
    with pytest.raises(AnalysisInvalid):
        propose(view, CLUSTER, CONSORTIUM)


def test_skills_asked_and_not_taught_come_with_the_smallest_fix(view: View) -> None:
    answer = skills(view, SkillRequest(WELDING, CLUSTER))
    assert {r.skill.name for r in answer.covered} == {"测绘"}
    fixes = {f.asked.skill.name: f for f in answer.missing}
    coding = fixes["编程"]
    assert coding.course is not None
    assert coding.course.course.name == "电气控制"
    assert [s.name for s in coding.schools] == ["示例职业技术大学"]
    assert [c.name for c in coding.certificates] == ["编程证书"]
    assert fixes["调试"].course is not None
    assert fixes["调试"].course.course.name == "机械测绘"
    assert [r.name for r in answer.not_asked] == ["插花"]
    assert {c.name: names for c, names in answer.plan}["电气控制"] == ("编程",)
