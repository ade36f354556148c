"""The main question on all bundled data: majors of a cluster, clusters of a major."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from starlette.testclient import TestClient

from graph.errors import NotFound
from graph.match.answer import (
    GRADES,
    BadWeights,
    Request,
    clusters_of_major,
    explain_model,
    majors_of_cluster,
)
from graph.ontology.entities import Cluster
from graph.queries import entities, pages
from graph.resolve.lookup import resolve
from graph.view import View
from tests.integration.conftest import clusters_of

CITY, PROVINCE = "region:330100", "region:330000"
Answer = dict[str, Any]


@pytest.fixture(scope="module")
def cluster(view: View) -> str:
    return resolve(view, Cluster, "智能物联")


@pytest.fixture(scope="module")
def answer(view: View, cluster: str) -> Answer:
    return majors_of_cluster(view, cluster, Request(20))


def hops(answer: Answer) -> list[dict[str, Any]]:
    return [hop for item in answer["items"] for path in item["paths"] for hop in path["hops"]]


def names(answer: Answer) -> list[str]:
    return [item["major"]["id"] for item in answer["items"]]


def assert_adds_up(items: list[dict[str, Any]]) -> None:
    for item in items:
        shares = item["features"]
        assert sum(f["contribution"] for f in shares) == pytest.approx(item["score"], abs=1e-6)
        for share in shares:
            product = (share["value"] or 0.0) * share["weight"]
            assert product == pytest.approx(share["contribution"], abs=1e-6)


def test_the_home_region_settles_the_name(view: View, cluster: str) -> None:
    assert entities.entity(view, cluster)["name"] == "智能物联"
    places = {p["id"] for p in pages.cluster_page(view, cluster)["places"]}
    assert f"region:{view.home_region}" in places


def test_it_reaches_ten_majors_over_five_occupations(answer: Answer) -> None:
    evident = [i for i in answer["items"] if i["grade"] in ("published", "path")]
    assert len({i["major"]["id"] for i in evident}) >= 10
    met = {e for hop in hops(answer) for e in (hop["from"], hop["to"]) if e.startswith("occup")}
    assert len(met) >= 5
    assert answer["considered"] > 1000


def test_contributions_add_up_and_order_is_by_score(answer: Answer) -> None:
    assert_adds_up(answer["items"])
    scores = [item["score"] for item in answer["items"]]
    assert scores == sorted(scores, reverse=True)
    assert 0 < scores[-1] <= scores[0] <= 1


def test_every_hop_has_its_record(answer: Answer) -> None:
    assert hops(answer)
    for hop in hops(answer):
        assert hop["records"], hop
        assert hop["source"], hop
        assert "#" in hop["locator"], hop
        assert hop["source_grade"] in "ABC"
        assert hop["status"] in ("stated", "curated", "computed")
        assert hop["status"] != "curated" or hop["reason"], hop


def test_paths_are_chains_from_the_cluster_to_the_major(answer: Answer, cluster: str) -> None:
    for item in answer["items"]:
        for path in item["paths"]:
            ends = [path["hops"][0]["from"], *(hop["to"] for hop in path["hops"])]
            assert ends[0] == cluster
            assert ends[-1] == item["major"]["id"]
            assert [hop["from"] for hop in path["hops"]] == ends[:-1]


def test_the_api_returns_the_records_of_each_hop(answer: Answer, client: TestClient) -> None:
    some = {(h["from"], h["relation"], h["to"]): h for h in hops(answer)[:25]}
    for (start, relation, end), hop in some.items():
        body = client.get(
            f"/v1/entities/{start}/neighbours", params={"relation": relation, "limit": 200}
        ).json()
        records = {
            r["id"]: r
            for item in body["items"]
            if item["entity"]["id"] == end
            for r in item["records"]
        }
        assert set(hop["records"]) <= records.keys()
        assert hop["locator"] in {r["locator"] for r in records.values()}


def test_both_directions_give_the_same_score(view: View, answer: Answer, cluster: str) -> None:
    for item in answer["items"][:5]:
        back = clusters_of_major(view, item["major"]["id"], Request(200))
        there = next(i for i in back["items"] if i["cluster"]["id"] == cluster)
        assert {k: there[k] for k in ("score", "grade", "features", "paths")} == {
            k: item[k] for k in ("score", "grade", "features", "paths")
        }


def test_without_curated_no_hop_is_curated(view: View, cluster: str, answer: Answer) -> None:
    assert any(hop["status"] == "curated" for hop in hops(answer))
    left = majors_of_cluster(view.leaving_out(["curated"]), cluster, Request(20))
    assert left["items"]
    assert "curated" in left["without"]
    assert not any(hop["status"] == "curated" for hop in hops(left))
    assert_adds_up(left["items"])


def test_weights_change_the_order(view: View, cluster: str, answer: Answer) -> None:
    other = majors_of_cluster(view, cluster, Request(20, weights={"text": 0.0}))
    assert names(other) != names(answer)
    assert_adds_up(other["items"])
    for item in other["items"]:
        share = next(f for f in item["features"] if f["name"] == "text")
        assert share["contribution"] == 0.0
        assert share["weight"] == 0.0


@pytest.mark.parametrize(
    "weights",
    [
        {"no_such_feature": 1.0},
        {"text": -1.0},
        {"text": float("inf")},
        {"text": float("nan")},
        dict.fromkeys([f["name"] for f in explain_model()["features"]], 0.0),
    ],
)
def test_weights_that_cannot_be(view: View, cluster: str, weights: dict[str, float]) -> None:
    with pytest.raises(BadWeights) as raised:
        majors_of_cluster(view, cluster, Request(weights=weights))
    assert raised.value.code == "weights_invalid"


def test_the_level_filter(view: View, cluster: str, answer: Answer) -> None:
    for level in ("中职", "高职专科", "职业本科"):
        found = majors_of_cluster(view, cluster, Request(200, level=level))
        assert {i["major"]["level"] for i in found["items"]} == {level}
        assert found["considered"] < answer["considered"]
        assert_adds_up(found["items"][-5:])


def test_the_region_filter(view: View, cluster: str, answer: Answer) -> None:
    city = majors_of_cluster(view, cluster, Request(10, region=CITY))
    province = majors_of_cluster(view, cluster, Request(10, region=PROVINCE))
    assert 0 < city["considered"] <= province["considered"] < answer["considered"]
    for item in city["items"][:3]:
        offering = pages.schools_of_major(view, item["major"]["id"])["items"]
        assert "杭州市" in {row["place"] for row in offering} | {row["city"] for row in offering}


def test_grades_are_the_four(view: View, cluster: str) -> None:
    everything = majors_of_cluster(view, cluster, Request(2000))
    assert len(everything["items"]) == everything["considered"]
    assert {item["grade"] for item in everything["items"]} <= set(GRADES)
    for item in everything["items"]:
        assert (item["grade"] == "published") == any(
            f["name"] == "published" and f["value"] for f in item["features"]
        )
        assert item["grade"] != "insufficient" or item["missing"]


def test_a_published_statement_gives_the_grade_published(view: View) -> None:
    stated = view.read(
        "MATCH (m:Major)-[r:SERVES]->(c:Cluster) WHERE NOT coalesce(m.named_only, false) "
        "RETURN m.id AS major, c.id AS cluster, c.state AS state ORDER BY major, cluster"
    )
    assert stated
    for row in stated[:3]:
        found = majors_of_cluster(view, row["cluster"], Request(2000))
        item = next(i for i in found["items"] if i["major"]["id"] == row["major"])
        assert item["grade"] == "published"
        assert item["paths"][0]["hops"][0]["relation"] == "SERVES"


@pytest.mark.parametrize(
    "address", ["/v1/clusters/新材料/majors", "/v1/clusters/集成电路", "/v1/majors/护理/clusters"]
)
def test_a_name_of_several_is_ambiguous(client: TestClient, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 409
    body = response.json()
    assert body["code"] == "ambiguous_name"
    assert len(body["candidates"]) >= 2
    assert len({c["id"] for c in body["candidates"]}) == len(body["candidates"])
    for candidate in body["candidates"]:
        assert client.get(f"/v1/entities/{candidate['id']}").status_code == 200


def test_a_level_settles_a_major(client: TestClient) -> None:
    body = client.get("/v1/majors/护理/clusters", params={"level": "中职", "limit": 1}).json()
    assert body["major"]["level"] == "中职"


def test_an_unknown_name_suggests(client: TestClient) -> None:
    body = client.get("/v1/clusters/智能物/majors").json()
    assert body["code"] == "not_found"
    assert "智能物联" in {s["name"] for s in body["suggestions"]}
    assert client.get("/v1/clusters/没有这样的集群").json()["suggestions"] == []


def test_superseded_clusters_are_readable_and_in_no_answer(view: View, client: TestClient) -> None:
    closed = {c["id"] for c in clusters_of(view) if c["state"] in ("已被替代", "历史表述")}
    headings = {c["id"] for c in clusters_of(view) if c["heading"]}
    assert closed
    chosen = sorted(closed - headings)[0]
    assert client.get(f"/v1/clusters/{chosen}").status_code == 200
    best = majors_of_cluster(view, chosen, Request(1))["items"][0]["major"]["id"]
    shown = {i["cluster"]["id"] for i in clusters_of_major(view, best, Request(2000))["items"]}
    assert len(shown) >= 55
    assert not shown & (closed | headings)


def test_an_answer_is_kept_apart_by_what_the_caller_may_see(view: View, cluster: str) -> None:
    blind = replace(view, scopes=("private:nobody",))
    assert blind.key != view.key
    with pytest.raises(NotFound):
        majors_of_cluster(blind, cluster, Request(1))
