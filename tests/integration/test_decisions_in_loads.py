"""What people decided about names is what loads make of them: from the next load on."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.db import Database
from graph.offline.load import loader_for
from graph.queries.entities import entity, neighbours
from graph.resolve.decisions import DecisionFile, mention_key
from graph.resolve.reading import read_register
from graph.resolve.review_commands import waiting
from graph.settings import Settings
from graph.view import View, published_view
from ingest.inputs import FolderInput
from ingest.uploads import store
from ingest.uploads.service import Wishes, check_files, load_files, load_upload
from tests.conftest import wipe
from tests.integration.small_sources import Rows, folder

FIRMS: Rows = [
    {"name": "甲乙精密机械有限公司", "uscc": "", "note": "", "staff": "", "products": "",
     "industry": ""},
    {"name": "丙丁电子股份有限公司", "uscc": "", "note": "", "staff": "", "products": "",
     "industry": ""},
]  # fmt: skip
TRANSFORM = """
from graph.ontology.entities import Organisation, School
from graph.ontology.relations import CooperatesWith

def schools(row, emit):
    emit(School(name=row.need("name"), code=row.need("code")))

def ledger(row, emit):
    school, kind = emit.find(School, row.need("school")), CooperatesWith(kind=row.need("kind"))
    emit.link(school, kind, emit.party(row.need("firm")))
"""
SCHOOLS: Rows = [{"name": "示例职业技术学院", "code": "4100000001"}]
LEDGER: Rows = [{"school": "示例职业技术学院", "firm": "甲乙精密", "kind": "订单班"}]
SHORT, WHO = "甲乙精密", "data-officer"
FIRM, OTHER = "甲乙精密机械有限公司", "丙丁电子股份有限公司"


@pytest.fixture
def settings(database_settings: Settings, tmp_path: Path) -> Settings:
    return database_settings.model_copy(update={"data_dir": tmp_path / "data"})


@pytest.fixture
def sources(tmp_path: Path) -> list[FolderInput]:
    firms = folder(tmp_path, "firms", {"firms": FIRMS})
    other = folder(
        tmp_path, "ledger", {"schools": SCHOOLS, "ledger": LEDGER}, transform=TRANSFORM,
        after=["firms"],
    )  # fmt: skip
    return [firms, other]


def partner(view: View) -> tuple[str, bool]:
    """Name of the school's partner, and whether it is nothing but a name."""
    (row,) = neighbours(view, "school:4100000001", relation="COOPERATES_WITH")["items"]
    values = entity(view, row["entity"]["id"])["properties"]
    return values["name"], bool(values.get("named_only"))


def id_called(view: View, name: str) -> str:
    return next(e.id for e in read_register(view, "enterprise").entries if e.name == name)


def test_a_decision_is_applied_and_taken_back(
    empty_database: Database, settings: Settings, sources: list[FolderInput], tmp_path: Path
) -> None:
    db, file = empty_database, DecisionFile(settings.data_dir)

    def loaded() -> View:
        loader_for(db, settings).load(sources)
        return published_view(db)

    view = loaded()
    assert partner(view) == (SHORT, True)
    bare, firm, other = (id_called(view, n) for n in (SHORT, FIRM, OTHER))
    assert [row["name"] for row in waiting(view, "enterprise", file.sync(db))] == [SHORT]

    accepted = file.record("positive", mention_key(SHORT, "enterprise"), firm, WHO)
    view = loaded()
    assert partner(view) == (FIRM, False)
    assert view.version == 2
    with pytest.raises(Exception, match=r"is .* now") as moved:
        entity(view, bare)
    assert getattr(moved.value, "code", "") == "moved"
    assert loaded().version == 2  # nothing is read twice for one decision

    # Transitive: the firm was found to be the other one, which is registered, too.
    joined = file.record("positive", firm, other, WHO)
    assert partner(loaded())[0] in (FIRM, OTHER)
    file.record("undo", joined.id, "", WHO)
    file.record("undo", accepted.id, "", WHO)
    view = loaded()
    assert partner(view) == (SHORT, True)
    assert entity(view, bare)["name"] == SHORT

    # A rebuild from nothing but the files, the decisions among them, is the same graph.
    file.record("positive", bare, other, WHO)
    assert partner(loaded()) == (OTHER, False)
    wipe(db)
    for path in (settings.data_dir / "load").iterdir():
        path.unlink()
    assert partner(loaded()) == (OTHER, False)


def test_a_name_that_was_refused_stays_a_name(
    empty_database: Database, settings: Settings, sources: list[FolderInput], tmp_path: Path
) -> None:
    db, file = empty_database, DecisionFile(settings.data_dir)
    loader_for(db, settings).load(sources)
    firm = id_called(published_view(db), FIRM)
    table = tmp_path / "needs.csv"
    table.write_text(
        "企业名称,需求编号,需求名称,需求类别\n甲乙精密机械,1,装调工,人才\n", encoding="utf-8"
    )
    wishes = Wishes(visibility="public")
    report = load_files(db, settings, [str(table)], wishes)
    asks = neighbours(published_view(db), firm, relation="PARTY_TO")
    assert asks["total"] == 1  # 甲乙精密机械 is the firm's name without its form

    refused = file.record("negative", mention_key("甲乙精密机械", "enterprise"), firm, WHO)
    assert check_files(settings, [str(table)], wishes)["facts"]["new"] > 0
    upload = store.kept(settings.data_dir)[report["source"]]
    load_upload(db, settings, upload)
    view = published_view(db)
    assert neighbours(view, firm, relation="PARTY_TO")["total"] == 0
    assert neighbours(view, id_called(view, "甲乙精密机械"), relation="PARTY_TO")["total"] == 1

    file.record("undo", refused.id, "", WHO)
    load_upload(db, settings, upload)
    assert neighbours(published_view(db), firm, relation="PARTY_TO")["total"] == 1


def test_organisations_wait_for_review_as_well(
    empty_database: Database, settings: Settings, tmp_path: Path
) -> None:
    transform = """
from graph.ontology.entities import Organisation

def bodies(row, emit):
    emit(Organisation(name=row.need("name"), kind="行业协会", named_only=row.flag("bare")))
"""
    bodies: Rows = [
        {"name": "示例市装备制造行业协会", "bare": ""},
        {"name": "示例市装备行业协会", "bare": "1"},
    ]
    source = folder(tmp_path, "bodies", {"bodies": bodies}, transform=transform)
    loader_for(empty_database, settings).load([source])
    ledger = DecisionFile(settings.data_dir).read()
    (row,) = waiting(published_view(empty_database), "organisation", ledger)
    assert row["name"] == "示例市装备行业协会"
    assert row["candidates"][0]["name"] == "示例市装备制造行业协会"
