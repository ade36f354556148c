"""A policy read, kept as suggestions, judged, and read again with what was decided."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from graph.db import Database
from graph.errors import GraphError
from graph.proposals.judging import Judge, Wanted, apply, find, queue
from graph.proposals.model import Judged, keep
from graph.resolve.decisions import DecisionFile
from graph.resolve.dictionary import decided
from graph.resolve.gazetteer import Gazetteer, Term
from graph.settings import Settings
from graph.view import View, published_view
from ingest.nlp.policy import read_policy
from ingest.nlp.proposing import card_of, proposals

TEXT = """甲乙市人民政府办公室关于印发甲乙市职业教育提质行动方案（2026—2028年）的通知

甲政办〔2026〕12号

各区、县（市）人民政府：

现印发给你们，请认真执行。

甲乙市人民政府办公室

2026年3月2日

一、目标

到2028年，建成市级实训基地30个。

二、任务

（一）实施强校工程。（责任单位：市教育局、市财政局）

（二）实施名师工程。支持乙字职业学院建设。（市技能局牵头）
"""
BUREAU = Term("department:1", "Department", "甲乙市教育局", ("市教育局",))
SKILLS = Term("department:2", "Department", "甲乙市人力资源和社会保障局")


class Desk:
    """One data directory with its database."""

    def __init__(self, db: Database, settings: Settings) -> None:
        self.db, self.folder = db, settings.data_dir
        self.file = DecisionFile(self.folder)
        self.judge = Judge(self.file, "tester")

    def read(self) -> str:
        """Read the text with the dictionary as it is now; returns its source id."""
        book = Gazetteer.of(decided([BUREAU, SKILLS], self.file.read()))
        policy = read_policy(TEXT, book)
        wishes = {"owner": "t", "visibility": "public", "grade": "B", "licence": "none"}
        card = card_of(policy, "t", wishes)
        keep(self.folder, card, proposals(policy, "t"))
        self.follow()
        return card.id

    def follow(self) -> View:
        """Load what was decided."""
        apply(self.db, self.folder, self.file.sync(self.db))
        return published_view(self.db)

    def of(self, kind: str, text: str) -> Judged:
        """The proposal of a type with this text."""
        found = queue(self.folder, self.file.read(), Wanted(type=kind, state=""))
        return next(f for f in found if f.proposal.text == text)


@pytest.fixture
def desk(empty_database: Database, make_settings: Callable[..., Settings]) -> Desk:
    return Desk(empty_database, make_settings())


TARGET = (
    "MATCH (o:Observation) WHERE o.from_version <= $v < o.to_version AND NOT o.status IN $without "
    "RETURN o.value AS value, o.status AS status"
)


def seen(view: View, *, suggested: bool) -> list[dict[str, Any]]:
    if suggested:
        view = replace(view, without=frozenset())
    return view.db.read(TARGET, v=view.version, without=sorted(view.without))


def test_a_fact_is_suggested_until_accepted_and_again_after_undo(desk: Desk) -> None:
    desk.read()
    view = published_view(desk.db)
    assert seen(view, suggested=False) == []
    assert seen(view, suggested=True) == [{"value": 30.0, "status": "suggested"}]
    made = desk.judge.accept(desk.of("TARGET_NUM", "建成市级实训基地30个"))
    assert seen(desk.follow(), suggested=False) == [{"value": 30.0, "status": "stated"}]
    desk.judge.undo(made.id)
    assert seen(desk.follow(), suggested=False) == []


def test_a_correction_is_stated_and_a_rejected_fact_goes(desk: Desk) -> None:
    desk.read()
    target = desk.of("TARGET_NUM", "建成市级实训基地30个")
    made = desk.judge.correct(target, {"value": 35})
    assert seen(desk.follow(), suggested=False) == [{"value": 35.0, "status": "stated"}]
    desk.judge.undo(made.id)
    desk.judge.reject(target)
    assert seen(desk.follow(), suggested=True) == []
    with pytest.raises(GraphError, match="judged"):
        desk.judge.accept(target)


def test_many_are_accepted_at_once_and_named_by_place(desk: Desk) -> None:
    source = desk.read()
    many = list(queue(desk.folder, desk.file.read(), Wanted(source=source, type="DEPT")))
    assert len(desk.judge.many("accept", many)) == len(many) == 5
    desk.follow()
    rows = desk.db.read(
        "MATCH (d:Department)-[r:RESPONSIBLE_FOR]->(c:Clause) WHERE r.status = 'stated' "
        "RETURN d.name AS name, c.path AS path, r.role AS role, r.basis AS basis ORDER BY name"
    )
    assert {(r["name"], r["path"], r["role"]) for r in rows} >= {("甲乙市财政局", "2.1", "责任")}
    assert {r["basis"] for r in rows} == {"明文"}


def test_an_accepted_alias_is_found_by_the_next_reading(desk: Desk) -> None:
    desk.read()
    found = desk.of("DEPT", "市技能局")
    assert "id" not in found.proposal.attrs
    made = desk.judge.alias_of(found, SKILLS.id)
    assert find(desk.folder, desk.file.read(), found.proposal.id).proposal.attrs["id"] == SKILLS.id
    before = desk.of("DEPT", "市技能局").proposal.dictionary
    desk.read()
    again = desk.of("DEPT", "市技能局").proposal
    assert (again.attrs["id"], again.dictionary != before) == (SKILLS.id, True)
    for decision in reversed(made):
        desk.judge.undo(decision.id)
    desk.read()
    assert "id" not in desk.of("DEPT", "市技能局").proposal.attrs
