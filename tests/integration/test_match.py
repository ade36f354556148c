"""Partners, faithfulness of explanations, stored matches, rejections and needs on a real Neo4j."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from graph.db import Database
from graph.errors import AmbiguousName
from graph.match.answer import Request, clusters_of_major, majors_of_cluster
from graph.match.needs import answer_need
from graph.match.partners import PartnerRequest, partners_of_enterprise, partners_of_school
from graph.match.refresh import refresh
from graph.match.rejections import reject, rejections, take_back
from graph.match.units import units_of_cluster
from graph.ontology.entities import Cluster, School
from graph.resolve.lookup import resolve
from graph.view import View, published_view
from tests.integration.small_sources import Rows, folder, load

Answer = dict[str, Any]
CITED = ("COVERS", "EMPLOYS", "PREPARES_FOR")


@pytest.fixture(scope="module")
def school(view: View) -> str:
    return resolve(view, School, "浙江机电职业技术大学")


@pytest.fixture(scope="module")
def partners(view: View, school: str) -> Answer:
    return partners_of_school(view, school, PartnerRequest(30))


def test_partners_add_up_and_cite_sources(partners: Answer) -> None:
    assert len(partners["items"]) == 30
    for item in partners["items"]:
        total = sum(f["contribution"] for f in item["features"]) + item["refused"]
        assert total == pytest.approx(item["score"], abs=1e-9)
        assert item["for_school"]
        assert item["for_enterprise"]
        assert item["internship"]["most"] is None  # the pack knows no numbers of staff
        for path in item["paths"]:
            assert path["hops"]
            assert all(hop["source"] and hop["records"] for hop in path["hops"])


def test_both_sides_read_the_same_score(view: View, school: str, partners: Answer) -> None:
    for item in partners["items"][:3]:
        back = partners_of_enterprise(view, item["enterprise"]["id"], PartnerRequest(500))
        there = next(i for i in back["items"] if i["school"]["id"] == school)
        for part in ("score", "complementarity", "feasibility", "novelty", "grade"):
            assert there[part] == item[part]


def test_new_and_existing_partners_are_told_apart(view: View, school: str) -> None:
    for standing, novelty in (("new", 1.0), ("existing", 0.0)):
        found = partners_of_school(view, school, PartnerRequest(5, standing=standing))  # type: ignore[arg-type]
        assert found["items"]
        assert {i["standing"] for i in found["items"]} == {standing}
        assert {i["novelty"]["value"] for i in found["items"]} == {novelty}


@pytest.mark.parametrize("unit", ["class", "programme"])
def test_other_levels(view: View, unit: Any) -> None:
    cluster = resolve(view, Cluster, "智能机器人")
    found = units_of_cluster(view, cluster, unit, Request(10, region="region:330100"))
    assert found["items"]
    scores = [i["score"] for i in found["items"]]
    assert scores == sorted(scores, reverse=True)
    assert all(i["majors"] for i in found["items"])


def test_a_major_without_a_profile_borrows_and_is_graded_lower(view: View) -> None:
    cluster = resolve(view, Cluster, "智能机器人")
    items = majors_of_cluster(view, cluster, Request(400))["items"]
    lent = [i for i in items if i["borrowed"]]
    assert lent
    for item in lent:
        assert item["score"] > 0
        assert item["grade"] in ("published", "text", "insufficient")
        assert any("借用" in f["detail"] for f in item["features"])


# --- explanations are faithful --------------------------------------------------------------------


class _Inside:
    """What a view reads from, inside an open transaction."""

    def __init__(self, transaction: Any) -> None:
        self._transaction = transaction

    def read(self, query: str, /, **params: Any) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._transaction.run(query, **params)
        return found


class _Back(Exception):
    """Rolls a transaction back."""


@contextmanager
def inside(view: View) -> Iterator[tuple[View, Any]]:
    """A view inside a transaction that is rolled back."""
    try:
        with view.db.transaction() as transaction:
            other: Any = _Inside(transaction)
            yield replace(view, db=other), transaction
            raise _Back
    except _Back:
        pass


def test_a_cited_fact_that_goes_changes_the_answer(view: View) -> None:
    rng = random.Random(6)
    names = ["智能机器人", "智能光伏", "智能网联汽车", "文体用品", "低空经济"]
    clusters = {}
    for name in names:
        try:
            clusters[name] = resolve(view, Cluster, name)
        except AmbiguousName:
            continue
    before = {c: majors_of_cluster(view, c, Request(20)) for c in clusters.values()}
    with inside(view) as (other, transaction):
        chosen = {}
        for cluster, answer in before.items():
            items = [i for i in answer["items"] if i["paths"]]
            item = rng.choice(items)
            hop = rng.choice([h for h in item["paths"][0]["hops"] if h["relation"] in CITED])
            ends = (hop["from"], hop["to"]) if hop["forward"] else (hop["to"], hop["from"])
            done = transaction.run(
                "MATCH (a {id: $a})-[r]->(b {id: $b}) WHERE type(r) = $kind "
                "AND r.to_version > $version DELETE r RETURN count(*) AS n",
                a=ends[0], b=ends[1], kind=hop["relation"], version=view.version,
            )  # fmt: skip
            assert done[0]["n"] >= 1
            chosen[cluster] = item
        for cluster, item in chosen.items():
            after = majors_of_cluster(other, cluster, Request(2000))
            again = next(i for i in after["items"] if i["major"]["id"] == item["major"]["id"])
            assert (again["score"], again["paths"]) != (item["score"], item["paths"])
    same = majors_of_cluster(view, cluster, Request(20))
    assert same["items"] == before[cluster]["items"]


# --- stored matches, rejections, needs: a small graph of its own ----------------------------------

TRANSFORM = """
from graph.ontology.entities import (
    Cluster, Course, Industry, Major, Need, Occupation, Offer, Programme, School, Skill,
)
from graph.ontology.relations import (
    About, Covers, Employs, HasCourse, OfMajor, Offers, PartyTo, PreparesFor, Requires, Teaches,
)


def things(row, emit):
    emit(Occupation(code="2-02-01", name=row.need("occupation"), level="职业"))
    emit(Industry(code="3491", name="工业机器人制造", level="小类"))
    emit.link("industry:3491", Employs(strength="core", reason="操作"), "occupation:2-02-01")


def clusters(row, emit):
    one = emit(Cluster(code=row.need("code"), name=row.need("name"), level="市", tier="x",
                       state="现行", reliability="官方文本"))
    emit.link(one, Covers(strength="core", reason=row.text("reason")), "industry:3491")


def majors(row, emit):
    name = row.need("name")
    major = emit(Major(catalogue="moe", code=row.need("code"), name=name,
                       level="高职专科", class_name="自动化类", class_code="4603",
                       profile="x", posts=row.items("posts")))
    emit.link(major, PreparesFor(strength="core"), "occupation:2-02-01")
    school = emit(School(code="4133012345", name="某校", level="高职专科"))
    programme = emit(Programme(school=school, major=major, name="某校 " + name, years="3"))
    emit.link(school, Offers(), programme)
    emit.link(programme, OfMajor(), major)
    course = emit(Course(owner=major, name="可编程控制器应用", kind="核心"))
    emit.link(major, HasCourse(), course)
    skill = emit(Skill(name="可编程控制器", aliases=["PLC"]))
    emit.link(course, Teaches(), skill)


def needs(row, emit):
    number, skill, major = row.need("number"), row.text("skill"), row.text("major")
    need = emit(Need(owner="o", number=number, name=number, kind="人才"))
    if skill:
        emit.link(need, Requires(), emit(Skill(name=skill, aliases=row.items("aliases"))))
    if major:
        emit.link(need, About(), major)


def offers(row, emit):
    offer = emit(Offer(owner="school:4133012345", number="1", name="毕业生", kind="毕业生"))
    emit.link("school:4133012345", PartyTo(), offer)
    emit.link(offer, About(), row.need("major"))
"""
FACTS: dict[str, Rows] = {
    "things": [{"occupation": "机器人操作员"}],
    "clusters": [
        {"code": "a", "name": "工业机器人", "reason": "机器人本体"},
        {"code": "b", "name": "数控机床", "reason": "机床整机"},
    ],
    "majors": [
        {"code": "460305", "name": "工业机器人技术", "posts": "机器人调试"},
        {"code": "460303", "name": "数控技术", "posts": "数控编程"},
    ],
    "needs": [
        {"number": "n1", "skill": "", "aliases": "", "major": "major:moe-460305"},
        {"number": "n2", "skill": "PLC", "aliases": "", "major": ""},
        {"number": "n3", "skill": "", "aliases": "", "major": ""},
    ],
    "offers": [{"major": "major:moe-460305"}],
}


@pytest.fixture
def small(empty_database: Database, tmp_path: Path) -> tuple[Database, Path]:
    report = load(empty_database, tmp_path, folder(tmp_path, "facts", FACTS, transform=TRANSFORM))
    assert not report.quarantined, report.why
    return empty_database, tmp_path


def test_stored_answers_are_the_live_ones_and_follow_the_facts(
    small: tuple[Database, Path],
) -> None:
    db, root = small
    live = majors_of_cluster(published_view(db), "cluster:a")
    done = refresh(db, root / "load")
    assert (done.clusters, done.computed) == (2, 2)
    view = published_view(db)
    kept = majors_of_cluster(view, "cluster:a")
    assert kept["stored"]
    assert [i["major"] for i in kept["items"]] == [i["major"] for i in live["items"]]
    for item, there in zip(kept["items"], live["items"], strict=True):
        assert item.pop("computed_from") == 1
        assert item == there
    assert "stored" not in majors_of_cluster(view, "cluster:a", Request(weights={"text": 0.0}))
    # Only the cluster whose facts changed is computed anew.
    rows = [FACTS["clusters"][0], {**FACTS["clusters"][1], "reason": "加工中心"}]
    load(db, root, folder(root, "facts", {**FACTS, "clusters": rows}, transform=TRANSFORM))
    assert "stored" not in majors_of_cluster(published_view(db), "cluster:a")
    again = refresh(db, root / "load")
    assert (again.clusters, again.computed) == (2, 1)
    items = majors_of_cluster(published_view(db), "cluster:b")["items"]
    assert {i["computed_from"] for i in items} == {3}


def test_a_rejected_pair_is_in_no_answer(small: tuple[Database, Path]) -> None:
    db, root = small
    refresh(db, root / "load")
    view = published_view(db)
    robots = majors_of_cluster(view, "cluster:a")["items"][0]["major"]["id"]
    reject(db, robots, "cluster:a", "不对口", "bureau")
    try:
        assert [r["reason"] for r in rejections(db)] == ["不对口"]
        for request in (Request(), Request(least=0.001)):
            found = majors_of_cluster(view, "cluster:a", request)
            assert robots not in {i["major"]["id"] for i in found["items"]}
        back = clusters_of_major(view, robots)
        assert "cluster:a" not in {i["cluster"]["id"] for i in back["items"]}
    finally:
        assert take_back(db, robots, "cluster:a")


def test_a_need_is_answered_by_offers_then_programmes_then_nothing(
    small: tuple[Database, Path],
) -> None:
    view = published_view(small[0])
    needs = {
        r["name"]: r["id"] for r in view.read("MATCH (n:Need) RETURN n.id AS id, n.name AS name")
    }
    found = {name: answer_need(view, need) for name, need in needs.items()}
    assert {n: a["answered_by"] for n, a in found.items()} == {
        "n1": "offers", "n2": "programmes", "n3": "nothing",
    }  # fmt: skip
    assert found["n1"]["items"][0]["school_name"] == "某校"
    assert found["n2"]["items"][0]["meets"] == ["可编程控制器"]
    assert found["n3"]["missing"]
