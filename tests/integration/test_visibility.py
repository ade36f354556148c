"""What a closed source states stays with those who may see it: everywhere, in every read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from graph.db import Database
from graph.errors import Moved, NotFound
from graph.match.answer import Request, majors_of_cluster
from graph.match.snapshot import snapshot_of
from graph.ontology.entities import Enterprise, School
from graph.queries import entities, lists, overview, pages, search
from graph.queries.evidence import records
from graph.queries.grammar import question
from graph.resolve.lookup import resolve
from graph.settings import Settings
from graph.view import View, published_view
from ingest.bundle import load_bundle
from tests.conftest import wipe

TRANSFORM = """
from graph.ontology.entities import Cluster, Enterprise, Industry, Major, School
from graph.ontology.relations import CooperatesWith, Covers, EngagedIn, Serves


def transform(row, emit):
    kind, name, note = row.need("kind"), row.need("name"), row.text("note")
    firm = Enterprise.id_for(name=name)
    if kind == "base":
        industry = emit(Industry(code="C39", name="电子制造", level="大类"))
        cluster = emit(
            Cluster(code="t", name="试验集群", level="市", state="现行", reliability="官方文本")
        )
        emit.link(cluster, Covers(strength="core", reason="名称相同"), industry)
        emit(School(name="公开学院"))
        major = emit(Major(name="公开专业", level="高职专科"))
        emit.link(major, Serves(published="服务试验集群"), cluster)
    elif kind == "firm":
        firm = emit(Enterprise(name=name, note=note))
        emit.link(firm, EngagedIn(strength="core", reason=note), "industry:C39")
    elif kind == "talks":
        school = School.id_for(name="公开学院")
        emit.link(school, CooperatesWith(kind="订单班", published=note), firm)
    elif kind == "serves":
        major, cluster = Major.id_for(name="公开专业", level="高职专科"), "cluster:t"
        emit.link(major, Serves(published=note), cluster)
"""
#: Source → (visibility, owner, rows of kind, name, note).
SOURCES: dict[str, tuple[str, str, list[tuple[str, str, str]]]] = {
    "a-register": (
        "public", "登记机关", [("base", "x", ""), ("firm", "公开电子厂", "公开备注")],
    ),
    "b-members": (
        "organisation", "assoc",
        [("firm", "会员电子厂", "会员备注"), ("firm", "公开电子厂", "会员说公开厂"),
         ("serves", "x", "会员内部说法")],
    ),
    "c-talks": (
        "private", "school", [("talks", "公开电子厂", "未签约洽谈"), ("firm", "洽谈电子厂", "")],
    ),
}  # fmt: skip
ASSOC, SCHOOL = "organisation:assoc", "private:school"
#: Words that only closed sources say.
SECRETS = ("会员", "洽谈", "内部说法", "b-members", "c-talks", "assoc")
FIRM, MEMBER, TALKED = (Enterprise.id_for(name=f"{n}电子厂") for n in ("公开", "会员", "洽谈"))
PARTNER = School.id_for(name="公开学院")


def write_sources(root: Path) -> Path:
    for name, (visibility, owner, rows) in SOURCES.items():
        folder = root / name
        folder.mkdir(parents=True)
        card = {
            "id": name, "title": {"zh": name, "en": name}, "owner": owner, "asserted_by": owner,
            "licence": "unknown", "visibility": visibility, "grade": "A", "retrieved": "2026-01",
            "covers": {"zh": "试", "en": "test"}, "missing": {"zh": "无", "en": "nothing"},
        }  # fmt: skip
        after = [] if name == "a-register" else ["a-register"]
        spec = {"card": card, "files": [{"path": "rows.csv"}], "after": after}
        (folder / "source.yml").write_text(json.dumps(spec), "utf-8")
        lines = ["kind,name,note", *(",".join(row) for row in rows)]
        (folder / "rows.csv").write_text("\n".join(lines) + "\n", "utf-8")
        (folder / "transform.py").write_text(TRANSFORM, "utf-8")
    return root


@pytest.fixture(scope="module")
def filled(
    database: Database, database_settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """The session's database with the three sources in it, and nothing afterwards."""
    wipe(database)
    root = write_sources(tmp_path_factory.mktemp("sources"))
    report = load_bundle(database, database_settings, root=root)
    assert report.quarantined == 0, report.why
    yield database
    wipe(database)


@pytest.fixture(scope="module")
def public(filled: Database) -> View:
    return published_view(filled)


def as_seen_by(view: View, *scopes: str) -> View:
    return replace(view, scopes=("public", *scopes))


@pytest.fixture(scope="module")
def association(public: View) -> View:
    return as_seen_by(public, ASSOC)


@pytest.fixture(scope="module")
def school(public: View) -> View:
    return as_seen_by(public, SCHOOL)


def everything(view: View) -> str:
    """All that the reads say, as one text."""
    found: list[Any] = [
        overview.counts(view),
        overview.sources(view),
        overview.status(view),
        list(lists.stream(view, question("Cluster"))),
        pages.cluster_page(view, "cluster:t"),
        pages.school_page(view, PARTNER),
        majors_of_cluster(view, "cluster:t", Request(10)),
        search.search(view, "电子厂"),
        *(entities.entity(view, i) for i in (FIRM, PARTNER, "industry:C39")),
        *(entities.neighbours(view, i) for i in (FIRM, PARTNER, "industry:C39", "cluster:t")),
    ]
    return json.dumps(found, ensure_ascii=False, default=str)


def test_the_public_reads_nothing_of_closed_sources(public: View) -> None:
    text = everything(public)
    assert "公开备注" in text
    for secret in SECRETS:
        assert secret not in text, secret


def test_each_scope_reads_its_own_and_not_the_other(association: View, school: View) -> None:
    assert "会员电子厂" in everything(association)
    assert "洽谈" not in everything(association)
    assert "未签约洽谈" in everything(school)
    assert "会员" not in everything(school)


def test_counts(public: View, association: View, school: View) -> None:
    def of(view: View, kind: str, name: str) -> int:
        return overview.counts(view)[kind].get(name, 0)

    views = (public, association, school)
    assert [of(v, "nodes", "Enterprise") for v in views] == [1, 2, 2]
    assert [of(v, "relations", "COOPERATES_WITH") for v in views] == [0, 0, 1]
    assert [of(v, "relations", "ENGAGED_IN") for v in views] == [1, 2, 2]


@pytest.mark.parametrize("hidden", [MEMBER, TALKED])
def test_a_hidden_id_reads_like_one_that_never_was(public: View, hidden: str) -> None:
    for read in (entities.entity, entities.neighbours):
        with pytest.raises(NotFound) as there:
            read(public, hidden)
        with pytest.raises(NotFound) as nowhere:
            read(public, "enterprise:ffffffffffff")
        assert there.value.message.replace(hidden, "") == nowhere.value.message.replace(
            "enterprise:ffffffffffff", ""
        )


def test_names_do_not_lead_to_the_hidden(public: View, association: View) -> None:
    with pytest.raises(NotFound) as raised:
        resolve(public, Enterprise, "会员电子厂")
    assert MEMBER not in json.dumps(raised.value.fields)
    assert resolve(association, Enterprise, "会员电子厂") == MEMBER


def test_a_redirect_to_the_hidden_leads_nowhere(
    filled: Database, public: View, association: View
) -> None:
    old = "enterprise:000000000000"
    filled.write("MERGE (r:_Redirect {id: $id}) SET r.to = $to", id=old, to=MEMBER)
    for read in (entities.entity, entities.neighbours):
        with pytest.raises(NotFound):
            read(public, old)
        with pytest.raises(Moved):
            read(association, old)
    with pytest.raises(NotFound):
        resolve(public, Enterprise, old)
    assert resolve(association, Enterprise, old) == MEMBER


def test_search_and_its_numbers(public: View, association: View) -> None:
    hits = search.search(public, "电子厂")
    assert [i["id"] for i in hits["items"]] == [FIRM]
    assert hits["total"] == hits["facets"]["Enterprise"] == 1
    assert search.search(association, "电子厂")["total"] == 2
    assert search.search(public, "会员")["items"] == []


def test_records_of_a_shared_entity(public: View, association: View) -> None:
    seen, member = entities.entity(public, FIRM), entities.entity(association, FIRM)
    assert {r["source"] for r in seen["records"]} == {"a-register"}
    assert {r["source"] for r in member["records"]} == {"a-register", "b-members"}
    assert seen["properties"]["note"] == member["properties"]["note"] == "公开备注"
    assert seen["conflicts"] == {}
    assert member["conflicts"]["note"][0]["value"] == "会员说公开厂"
    hidden = {r["id"] for r in member["records"]} - {r["id"] for r in seen["records"]}
    assert records(public, hidden) == {}
    assert records(association, hidden).keys() == hidden


def test_an_answer_names_only_records_that_its_reader_may_open(
    public: View, association: View
) -> None:
    for view, number in ((public, 1), (association, 2)):
        (item,) = majors_of_cluster(view, "cluster:t", Request(1))["items"]
        hop = item["paths"][0]["hops"][0]
        assert hop["relation"] == "SERVES"
        assert len(hop["records"]) == number
        assert records(view, hop["records"]).keys() == set(hop["records"])
        assert hop["source"] == "a-register"


def test_snapshots_of_different_callers_are_kept_apart(public: View, school: View) -> None:
    assert snapshot_of(school) is not snapshot_of(public)
    assert PARTNER in snapshot_of(school).edges["COOPERATES_WITH"].out
    assert PARTNER not in snapshot_of(public).edges["COOPERATES_WITH"].out


def test_the_api_answers_as_the_public(filled: Database, database_settings: Settings) -> None:
    with TestClient(create_app(database_settings, filled)) as client:
        assert client.get(f"/v1/entities/{MEMBER}").status_code == 404
        for address in ("/v1/status", "/v1/sources", "/v1/search?q=电子厂", f"/v1/entities/{FIRM}"):
            answer = client.get(address)
            assert answer.status_code == 200
            assert not [s for s in SECRETS if s in answer.text], address
