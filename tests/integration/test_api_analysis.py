"""Analyses over HTTP on the synthetic pack: the same answers as the functions give."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import orjson
import pytest
from starlette.testclient import TestClient

from api.app import create_app
from graph.analysis.gaps import GapRequest, gaps
from graph.analysis.ladder import LadderRequest, ladder
from graph.analysis.scenarios import saved_scenarios
from graph.db import Database
from graph.queries.overview import counts
from graph.settings import Settings
from graph.view import View, published_view
from tests.conftest import wipe
from tests.integration.small_sources import load
from tests.integration.synthetic_pack import CITY, synthetic_source

CLUSTER = "cluster:syn-c"
COLLEGE = "示例职业技术学院"


@pytest.fixture(scope="module")
def view(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[View]:
    """The pack alone in the session's database."""
    wipe(database)
    root = tmp_path_factory.mktemp("synthetic")
    assert not load(database, root, synthetic_source(root)).quarantined
    yield published_view(database)
    wipe(database)


@pytest.fixture(scope="module")
def asks(
    view: View, database: Database, make_settings: Callable[..., Settings]
) -> Iterator[TestClient]:
    with TestClient(create_app(make_settings(), database)) as client:
        yield client


def get(asks: TestClient, analysis: str, /, **asked: Any) -> Any:
    answer = asks.get(f"/v1/analysis/{analysis}", params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_gaps_are_those_of_the_function(asks: TestClient, view: View) -> None:
    found = get(asks, "gaps", by="occupation", all_routes="true")
    expected = gaps(view, GapRequest(by="occupation", supply_complete=True))
    assert found == orjson.loads(orjson.dumps(expected))
    first = {i["about"]["name"]: i for i in found["items"]}["示例职业一"]
    assert (first["gap"]["low"], first["gap"]["high"]) == (14, 74)
    assert found["basis"]["records"]


def test_ladder_is_that_of_the_function(asks: TestClient, view: View) -> None:
    found = get(asks, "ladder", cluster=CLUSTER, region=CITY)
    asked = LadderRequest(cluster=CLUSTER, region=f"region:{CITY}")
    assert found == orjson.loads(orjson.dumps(ladder(view, asked)))
    assert any(rung["points"] for rung in found["rungs"])


def test_every_analysis_names_its_basis(asks: TestClient, view: View) -> None:
    two = {"education": ["甲", "乙"], "industry": ["丙", "丁"]}
    answers = [
        get(asks, "paths", school=COLLEGE),
        get(asks, "indices", name="structure", region=CITY),
        get(asks, "indices", name="quotient", region=CITY),
        get(asks, "indices", name="concentration", major="990001"),
        get(asks, "coupling", **two),
        get(asks, "communities", cluster=CLUSTER),
        get(asks, "communities", cluster=CLUSTER, kind="市域产教联合体", region=CITY),
        get(asks, "skills", subject="990001", cluster=CLUSTER),
    ]
    for answer in answers:
        assert answer["basis"]["data_version"] == view.version
        assert answer["basis"]["n"]
    assert answers[4]["refused"], "indicators that nobody measured support no index"


def test_what_if_changes_nothing_that_is_kept(asks: TestClient, view: View) -> None:
    before = counts(view)
    found = get(asks, "whatif", grow=f"{COLLEGE}/990001/80", region=CITY)
    places = next(m for m in found["measures"] if m["key"] == "places")
    assert places["after"] - places["before"] == 80
    assert found["basis"]["data_version"] == view.version
    nothing = get(asks, "whatif", region=CITY)
    assert all(m["before"] == m["after"] for m in nothing["measures"])
    assert counts(view) == before
    assert saved_scenarios(view.db) == []


def test_an_answer_that_did_not_change_is_not_sent_again(asks: TestClient) -> None:
    first = asks.get("/v1/analysis/gaps", params={"by": "level"})
    tag = {"If-None-Match": first.headers["ETag"]}
    assert asks.get("/v1/analysis/gaps", params={"by": "level"}, headers=tag).status_code == 304


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("ladder", 422, "analysis_invalid"),
        (f"ladder?cluster={CLUSTER}&major=990001", 422, "analysis_invalid"),
        ("ladder?cluster=nowhere", 404, "not_found"),
        ("gaps?by=colour", 422, "request_invalid"),
        ("gaps?regoin=1", 422, "request_invalid"),
        ("indices?name=beauty", 422, "request_invalid"),
        ("paths?school=nowhere", 404, "not_found"),
        (f"whatif?open={COLLEGE}/990001/9", 422, "analysis_invalid"),
        (f"whatif?open={COLLEGE}", 422, "analysis_invalid"),
        (f"whatif?open={COLLEGE}/990001/many", 422, "analysis_invalid"),
        (f"whatif?rename={COLLEGE}/990001", 422, "analysis_invalid"),
        ("communities", 422, "request_invalid"),
    ],
)
def test_what_cannot_be_asked_is_a_problem(
    asks: TestClient, address: str, status: int, code: str
) -> None:
    answer = asks.get(f"/v1/analysis/{address}")
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
