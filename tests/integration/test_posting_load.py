"""Postings read, kept as suggestions, accepted, and then counted as demand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from graph.analysis.demand import Opening, demand_of
from graph.db import Database
from graph.ontology.entities import Occupation, Region, Skill
from graph.proposals.judging import Judge, Wanted, apply, queue
from graph.resolve.decisions import DecisionFile
from graph.resolve.gazetteer import Gazetteer, Term
from graph.resolve.linking import Resolver
from graph.resolve.occupations import fit
from graph.resolve.reading import read_register
from graph.resolve.skills import SkillLinker
from graph.settings import Settings
from graph.view import View, published_view
from ingest.postings.columns import posting_of
from ingest.postings.facts import Fact, Reader
from ingest.postings.firms import FirmLinks
from ingest.postings.loading import load
from ingest.postings.proposing import card_of
from tests.integration import small_sources
from tests.integration.small_sources import Rows, folder

TRANSFORM = """
from graph.ontology.entities import Enterprise, Occupation, Region, Skill

def things(row, emit):
    row.need("name")
    emit(Enterprise(name="甲乙精密机械有限公司"))
    emit(Occupation(code="6-18-01-01", name="车工", level="职业"))
    emit(Region(code="990100", name="甲市", level="市"))
    emit(Skill(name="数控编程"))
"""
TURNER = Occupation.id_for(code="6-18-01-01")
PLACE = Term(Region.id_for(code="990100"), "Region", "甲市")
TERMS = [Term(Skill.id_for(name=n), "Skill", n) for n in ("数控编程", "网页设计")]
ROWS: Rows = [
    {"编号": "1", "职位名称": "数控车工", "公司": "甲乙精密机械有限公司", "工作地点": "甲市",
     "薪资": "6-8K", "发布日期": "2026-10-03",
     "职位描述": "任职要求：会数控编程。联系电话13812345678"},
    {"编号": "2", "职位名称": "车工", "公司": "没有登记的公司", "工作地点": "", "薪资": "",
     "发布日期": "", "职位描述": "任职要求：会网页设计"},
]  # fmt: skip
WISHES: dict[str, Any] = {
    "owner": "t", "visibility": "public", "grade": "B", "licence": "none",
}  # fmt: skip


@pytest.fixture
def settings(empty_database: Database, database_settings: Settings, tmp_path: Path) -> Settings:
    things = folder(tmp_path, "things", {"things": [{"name": "x"}]}, transform=TRANSFORM)
    data_dir = tmp_path / "data"
    small_sources.load(empty_database, data_dir, things)
    return database_settings.model_copy(update={"data_dir": data_dir})


def read(view: View, rows: Rows = ROWS) -> list[Fact]:
    turners = [(title, "6-18-01-01") for title in ("数控车工", "车工", "车床工")]
    others = [("Java开发", "2-02-10-03"), ("前端", "2-02-10-04"), ("店员", "4-01-02-03")]
    titles = [*turners, *others] * 4
    reader = Reader(fit(titles, titles[:6], {}), SkillLinker(TERMS), Gazetteer.of([PLACE]))
    facts = reader.read([posting_of(r, f"f.csv#row {i}") for i, r in enumerate(rows, 2)])
    links = FirmLinks(Resolver(read_register(view, "enterprise")))
    return next(links.fill(iter([facts])))


def openings(db: Database) -> list[Opening]:
    return [o for o in demand_of(published_view(db)) if o.kind == "posting"]


def test_postings_count_as_demand_once_accepted(
    empty_database: Database, settings: Settings
) -> None:
    db, place = empty_database, settings.data_dir
    facts = read(published_view(db))
    assert [f["firm"]["id"] is None for f in facts] == [False, True]
    told = load(db, settings, card_of("f.csv", WISHES), [facts])
    assert (told["rows"], told["quarantined"], told["not_in_graph"]) == (2, 0, {"skill": 1})
    assert openings(db) == []
    file = DecisionFile(place)
    found = list(queue(place, file.read(), Wanted(source=told["source"], type="POSTING")))
    assert [f.proposal.clause for f in found] == ["row 2", "row 3"]
    assert "138" not in str([f.as_dict() for f in found])
    judge = Judge(file, "tester")
    made = judge.many("accept", found)
    apply(db, place, file.sync(db))
    first = next(o for o in openings(db) if o.name == "数控车工")
    assert (first.targets, first.number) == ((TURNER,), 1)
    assert first.firm == facts[0]["firm"]["id"] and PLACE.id in first.regions
    rows = db.read(
        "MATCH (j:JobPosting {number: '1'})-[r:REQUIRES {status: 'stated'}]->(s) "
        "RETURN s.id AS id, r.status AS status, j.pay AS pay, j.month AS month"
    )
    assert rows == [{"id": TERMS[0].id, "status": "stated", "pay": "6-8K", "month": "2026-10"}]
    for decision in made:
        judge.undo(decision.id)
    apply(db, place, file.sync(db))
    assert openings(db) == []


def test_a_corrected_occupation_has_no_probability(
    empty_database: Database, settings: Settings
) -> None:
    db, place = empty_database, settings.data_dir
    facts = read(published_view(db), ROWS[:1])
    load(db, settings, card_of("f.csv", WISHES), [facts])
    query = "MATCH (:JobPosting)-[r:FOR_OCCUPATION]->(o) RETURN o.id AS id, r.probability AS p"
    [before] = db.read(query)
    assert before["id"] == TURNER and before["p"] == facts[0]["occupation"]["probability"]
    file = DecisionFile(place)
    [found] = queue(place, file.read(), Wanted(type="POSTING"))
    Judge(file, "tester").correct(found, {"guess": "", "occupation": TURNER})
    apply(db, place, file.sync(db))
    assert {"id": TURNER, "p": None} in db.read(query)


def test_a_new_file_of_the_same_name_takes_the_place_of_the_old(
    empty_database: Database, settings: Settings
) -> None:
    db = empty_database
    unnumbered = [{**row, "编号": ""} for row in ROWS]
    facts = read(published_view(db), unnumbered)
    first = load(db, settings, card_of("f.csv", WISHES), [facts])
    ids = {f.proposal.id for f in queue(settings.data_dir, DecisionFile(settings.data_dir).read(),
                                        Wanted())}  # fmt: skip
    again = load(db, settings, card_of("f.csv", WISHES), [facts[::-1][:1]])
    assert again["source"] == first["source"] and again["rows"] == 1
    kept = {f.proposal.id for f in queue(settings.data_dir, DecisionFile(settings.data_dir).read(),
                                         Wanted())}  # fmt: skip
    assert len(kept) == 1 and kept < ids
