"""Analyses on the bundled data: something to show for several clusters, and what is missing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from graph.analysis.communities import propose
from graph.analysis.gaps import GapRequest, gaps
from graph.analysis.indices import IndexRequest, concentration, quotient, structure
from graph.analysis.ladder import LadderRequest, ladder
from graph.analysis.pathways import paths_up
from graph.analysis.skills import SkillRequest, skills
from graph.analysis.supply import supply_of
from graph.view import View
from tests.integration.conftest import Command, Loaded

CLUSTERS = ("cluster:hz-eco-iot", "cluster:hz-eco-bio", "cluster:hz-296x-icv")


@pytest.fixture(scope="module")
def home(view: View) -> str:
    """The region that the bundle is at home in."""
    return f"region:{view.home_region}"


@pytest.mark.parametrize("cluster", CLUSTERS)
def test_a_cluster_has_a_platform_proposal_with_evidence(
    view: View, home: str, cluster: str
) -> None:
    answer = propose(view, cluster, region=home)
    roles = {m.role for m in answer.members}
    assert {"牵头企业", "牵头高校", "牵头职业学校"} <= roles
    assert answer.coverage
    assert all(m.reasons for m in answer.members)
    assert {c.verdict for c in answer.checks} <= {"pass", "fail", "unknown"}
    assert all(c.source and c.ground for c in answer.checks)
    assert answer.basis.records


@pytest.mark.parametrize("cluster", CLUSTERS)
def test_a_cluster_has_a_ladder(view: View, home: str, cluster: str) -> None:
    answer = ladder(view, LadderRequest(cluster=cluster, region=home))
    rungs = {r.level: r for r in answer.rungs}
    assert all(rungs[level].majors for level in ("中职", "高职专科", "职业本科"))
    assert rungs["高职专科"].schools
    assert rungs["高职专科"].places
    assert all(s.status for s in answer.steps)
    assert answer.basis.missing


def test_gaps_without_demand_name_the_numbers_that_are_missing(view: View, home: str) -> None:
    answer = gaps(view, GapRequest(by="major", region=home))
    assert answer.total.places
    if answer.total.openings is None:
        assert all(i.gap is None and "岗位数" in i.unknown for i in answer.items)
        assert any("needs" in m.settled_by for m in answer.basis.missing)


def test_indices_are_computed_or_refused_with_a_reason(view: View, home: str) -> None:
    some = supply_of(view).chosen(region=home, level="高职专科")[0].major
    one = concentration(view, IndexRequest(region=home, major=some))
    assert one.refused or (one.value and 0 < one.value <= 1)
    local = quotient(view, IndexRequest(region=home))
    assert local.value
    assert all(r.values["本地计划数"] for r in local.rows)
    refused = structure(view, IndexRequest(region=home, year=1999))
    assert refused.value is None
    assert refused.refused


def test_secondary_programmes_lead_up_or_say_why_not(view: View) -> None:
    points = [p for p in supply_of(view).points if p.level == "中职" and p.open]
    answers = [paths_up(view, major=p.major, school=p.school, limit=3) for p in points[:12]]
    assert any(a.total for a in answers)
    for answer in answers:
        assert answer.total or answer.basis.missing
        for path in answer.paths:
            assert path.steps[-1].end.level in ("职业本科", "普通本科")


def test_skills_without_postings_say_so(view: View) -> None:
    answer = skills(view, SkillRequest("major:moe-510401", "cluster:hz-eco-iot"))
    assert answer.covered or answer.missing or answer.basis.missing


def test_without_curated_facts_fewer_majors_match(view: View) -> None:
    asked = LadderRequest(cluster=CLUSTERS[0])
    plain = ladder(view.leaving_out(["curated"]), asked)
    both = [sum(len(r.majors) for r in a.rungs[:3]) for a in (ladder(view, asked), plain)]
    assert both[1] < both[0]
    assert "curated" in plain.basis.without


def test_the_command_prints_json_alone(chanjiao: Callable[..., Command], loaded: Loaded) -> None:
    done = chanjiao("analyse", "gaps", "--by", "level", "--json", settings=loaded.settings)
    assert done.code == 0, done.err
    assert done.json()["by"] == "level"
    shown = chanjiao("analyse", "ladder", "--class", "护理类", settings=loaded.settings)
    assert "中职 → 高职专科" in shown.out
    wrong = chanjiao("analyse", "indices", "x", "--json", settings=loaded.settings)
    assert wrong.code == 2
    assert wrong.json()["error"]["code"] == "analysis_invalid"
