"""Lists over HTTP: filters, order, pages, groups, neighbours, words, search, paths, batches."""

from __future__ import annotations

import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from graph.ontology import REGISTRY
from graph.queries.kinds import KINDS
from tests.integration.test_api import CLUSTER, MAJOR, assert_problem


def ask(client: TestClient, address: str, **params: Any) -> Any:
    response = client.get(address, params=params)
    assert response.status_code == 200, response.text
    return response.json()


def walk(client: TestClient, address: str, **params: Any) -> list[dict[str, Any]]:
    """All items by following the Link header."""
    found: list[dict[str, Any]] = []
    response = client.get(address, params=params)
    while True:
        assert response.status_code == 200, response.text
        found += response.json()["items"]
        following = re.search(r'<([^>]+)>; rel="next"', response.headers["link"])
        if following is None:
            return found
        response = client.get(following[1])


def test_every_type_has_a_list(client: TestClient) -> None:
    counts = ask(client, "/v1/status")["counts"]["nodes"]
    for word, label in KINDS.items():
        body = ask(client, f"/v1/{word}", limit=1)
        assert body["total"] == counts.get(label, 0), word
        assert body["items"] == [] or body["items"][0]["type"] == label


@pytest.mark.parametrize("sort", ["", "name", "-name", "ownership", "-code,name"])
def test_pages_hold_everything_once(client: TestClient, sort: str) -> None:
    whole = walk(client, "/v1/schools", limit=200, **({"sort": sort} if sort else {}))
    paged = walk(client, "/v1/schools", limit=37, **({"sort": sort} if sort else {}))
    assert [i["id"] for i in paged] == [i["id"] for i in whole]
    assert len({i["id"] for i in whole}) == ask(client, "/v1/schools", limit=1)["total"]
    if sort == "-name":
        names = [i["name"] for i in whole]
        assert names == sorted(names, reverse=True)


def test_missing_values_come_last_either_way(client: TestClient) -> None:
    for sort in ("ownership", "-ownership"):
        known = [
            "ownership" in i["properties"] for i in walk(client, "/v1/schools", sort=sort, limit=60)
        ]
        assert known == sorted(known, reverse=True)
        assert not all(known)


def test_a_filter_and_its_negation_are_everything(client: TestClient) -> None:
    total = ask(client, "/v1/schools", limit=1)["total"]
    for clause in (
        "level:高职专科",
        "ownership:民办|公办",
        "region:330100",
        "code:null",
        "name:~职业",
    ):
        key, _, value = clause.partition(":")
        one = ask(client, "/v1/schools", filter=clause, limit=1)["total"]
        other = ask(client, "/v1/schools", filter=f"{key}:!{value}", limit=1)["total"]
        assert 0 < one < total, clause
        assert one + other == total, clause


def test_a_region_holds_its_districts(client: TestClient) -> None:
    city = {i["id"] for i in walk(client, "/v1/schools", filter="region:杭州市", limit=200)}
    district = {i["id"] for i in walk(client, "/v1/schools", filter="region:330114", limit=200)}
    assert district
    assert district < city


def test_a_neighbour_two_steps_away(client: TestClient) -> None:
    found = walk(client, "/v1/schools", filter="offers.of_major:510401", limit=200)
    shown = ask(client, f"/v1/majors/{MAJOR}/schools")["items"]
    assert {i["id"] for i in found} == {row["id"] for row in shown}


def test_ranges_of_numbers(client: TestClient) -> None:
    items = walk(client, "/v1/intakes", filter="places:40..45", limit=200, fields="places")
    assert {i["properties"]["places"] for i in items} <= set(range(40, 46))
    exact = [
        ask(client, "/v1/intakes", filter=f"places:{n}", limit=1)["total"] for n in range(40, 46)
    ]
    assert len(items) == sum(exact) > 0


def test_groups_add_up_and_name_the_unknown(client: TestClient) -> None:
    body = ask(client, "/v1/schools", group_by="ownership", facets="level")
    assert body["items"] == []
    assert sum(g["count"] for g in body["groups"]["groups"]) == body["total"]
    assert body["groups"]["groups"][-1]["unknown"]
    unknown = body["groups"]["groups"][-1]["count"]
    assert unknown == ask(client, "/v1/schools", filter="ownership:null", limit=1)["total"]
    assert sum(g["count"] for g in body["facets"][0]["groups"]) == body["total"]
    regions = ask(client, "/v1/schools", group_by="region")["groups"]
    assert regions["groups"][-1]["unknown"]
    assert all(g["value"].startswith("region:") for g in regions["groups"][:-1])


def test_fields_and_neighbours_are_what_was_asked_for(client: TestClient) -> None:
    body = ask(
        client, "/v1/majors",
        filter=f"id:{MAJOR}", fields="code", include="occupation,prepares_for",
    )  # fmt: skip
    item = body["items"][0]
    assert item["properties"] == {"code": "510401"}
    assert body["captions"] == {"code": "专业代码"}
    assert item["related"]["occupation"] == item["related"]["prepares_for"]
    assert item["related"]["occupation"]["total"] >= len(item["related"]["occupation"]["items"]) > 0


def test_captions_and_words_in_the_language_asked_for(client: TestClient) -> None:
    for header, caption, words in (
        ("en-GB,en;q=0.9", "Level", "School where"), ("zh-CN", "层次", "院校，其中"),
        ("fr", "层次", "院校，其中"),
    ):  # fmt: skip
        body = client.get(
            "/v1/schools?filter=level:中职&limit=1", headers={"Accept-Language": header}
        ).json()
        assert body["captions"]["level"] == caption
        assert body["said"].startswith(words)


@pytest.mark.parametrize(
    ("address", "status", "code", "field"),
    [
        ("/v1/schools?filter=levl:中职", 422, "filter_invalid", "filter"),
        ("/v1/schools?filter=level:大学", 422, "filter_invalid", "level"),
        ("/v1/schools?filter=region:亚特兰蒂斯", 404, "not_found", "region"),
        ("/v1/schools?sort=aliases", 422, "filter_invalid", "sort"),
        ("/v1/schools?fields=nme", 422, "filter_invalid", "fields"),
        ("/v1/schools?include=level", 422, "request_invalid", "include"),
        ("/v1/schools?group_by=nothing", 422, "filter_invalid", "group_by"),
        ("/v1/schools?facets=a,b,c,d,e,f,g", 422, "request_invalid", "facets"),
        ("/v1/schools?cursor=abc", 422, "cursor_invalid", "cursor"),
        ("/v1/schools?cursor=W10", 422, "cursor_invalid", "cursor"),
        ("/v1/schools?filtr=x", 422, "request_invalid", "filtr"),
        ("/v1/majors/510401/eats", 404, "not_found", None),
        ("/v1/shools", 404, "not_found", None),
        ("/v1/codes/levl", 404, "not_found", None),
        ("/v1/export?format=graphml&types=animals", 404, "not_found", None),
    ],
)
def test_problems_name_the_field(
    client: TestClient, address: str, status: int, code: str, field: str | None
) -> None:
    assert assert_problem(client.get(address), status, code).get("field") == field


def test_a_cursor_is_good_for_its_own_list_only(client: TestClient) -> None:
    cursor = ask(client, "/v1/schools", limit=1)["next"]
    for other in ("/v1/majors?limit=1", "/v1/schools?limit=1&sort=name"):
        assert_problem(client.get(f"{other}&cursor={cursor}"), 422, "cursor_invalid")


def test_the_same_thing_by_id_code_and_name(client: TestClient) -> None:
    bodies = [
        ask(client, f"/v1/regions/{r}") for r in ("region:330100", "330100", "杭州市", "杭州")
    ]
    assert all(b == bodies[0] for b in bodies)
    assert ask(client, "/v1/entities/region:330100") == bodies[0]


def test_evidence_names_a_record_for_each_value(client: TestClient) -> None:
    about = ask(client, f"/v1/entities/{MAJOR}")
    facts = ask(client, f"/v1/majors/{MAJOR}/evidence")["facts"]
    assert {f["property"] for f in facts if f["shown"]} >= set(about["properties"])
    assert all(f["record"]["source"] and f["record"]["locator"] for f in facts)


# --- search, paths, codes, batches ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name", "way"),
    [
        ("hkws", "杭州海康威视数字技术股份有限公司", "pinyin"),
        ("haikangweishi", "杭州海康威视数字技术股份有限公司", "pinyin"),
        ("物联网应用技", "物联网应用技术", "prefix"),
        ("510401", "集成电路技术", "exact"),
        ("海康威视数字技术股分有限公司", "杭州海康威视数字技术股份有限公司", "fuzzy"),
    ],
)  # fmt: skip
def test_search_in_many_ways(client: TestClient, text: str, name: str, way: str) -> None:
    body = ask(client, "/v1/search", q=text)
    assert (name, way) in {(i["name"], i["way"]) for i in body["items"]}


def test_search_cuts_nothing(client: TestClient) -> None:
    body = ask(client, "/v1/search", q="技术", limit=200)
    assert body["total"] == sum(body["facets"].values()) > 1000
    last = ask(client, "/v1/search", q="技术", limit=200, skip=body["total"] - 1)
    assert len(last["items"]) == 1
    ids = [i["id"] for i in body["items"]]
    assert len(set(ids)) == len(ids)


def test_a_path_is_a_chain(client: TestClient) -> None:
    body = ask(
        client, "/v1/paths", start=CLUSTER, end=MAJOR, relations="covers,employs,prepares_for"
    )
    assert body["items"]
    for way in body["items"]:
        assert way["nodes"][0]["id"] == CLUSTER
        assert way["nodes"][-1]["id"] == MAJOR
        assert len(way["nodes"]) == len(way["hops"]) + 1 == way["length"] + 1
        assert {h["relation"] for h in way["hops"]} <= {"COVERS", "EMPLOYS", "PREPARES_FOR"}
        assert all(h["records"] for h in way["hops"])
    assert ask(client, "/v1/paths", start=MAJOR, end=MAJOR)["items"] == []


def test_code_tables(client: TestClient) -> None:
    for table in ask(client, "/v1/codes")["items"]:
        body = ask(client, f"/v1/codes/{table['name']}")
        assert len(body["terms"]) == table["terms"] > 0


def test_a_batch_has_a_status_for_each(client: TestClient) -> None:
    sent = {
        "good": {"cluster": CLUSTER, "limit": 2}, "also": {"major": "510401", "limit": 1},
        "bad": {"major": "没有"}, "both": {"major": "510401", "cluster": CLUSTER},
        "weights": {"cluster": CLUSTER, "weights": {"charm": 1}},
    }  # fmt: skip
    response = client.post("/v1/match", json={"queries": sent})
    results = response.json()["results"]
    assert {k: v["status"] for k, v in results.items()} == {
        "good": 200, "also": 200, "bad": 404, "both": 422, "weights": 422
    }  # fmt: skip
    alone = ask(client, f"/v1/clusters/{CLUSTER}/majors", limit=2)
    scores = [[(i["major"]["id"], i["score"]) for i in a["items"]]
              for a in (results["good"]["answer"], alone)]  # fmt: skip
    assert scores[0] == scores[1] != []
    assert results["bad"]["problem"]["code"] == "not_found"


# --- taking away ---------------------------------------------------------------------------------


def test_an_export_has_every_row(client: TestClient) -> None:
    total = ask(client, "/v1/courses", limit=1)["total"]
    assert total > 10_000
    text = client.get("/v1/courses/export?format=csv&fields=name").text
    assert text.count("\n") == total + 1
    lines = client.get("/v1/courses/export?format=ndjson&fields=name").text.splitlines()
    assert len(lines) == total + 1


def test_a_graph_export_is_the_graph(client: TestClient) -> None:
    text = client.get("/v1/export?format=graphml&types=clusters,industries&relations=covers").text
    status = ask(client, "/v1/status")["counts"]
    assert text.count("<node ") == status["nodes"]["Cluster"] + status["nodes"]["Industry"]
    assert text.count("<edge ") == status["relations"]["COVERS"]


@pytest.mark.parametrize("format", ["csv", "xlsx", "parquet", "ndjson", "graphml", "jsonld"])
def test_every_type_in_every_format(client: TestClient, format: str) -> None:
    for word in KINDS:
        address = f"/v1/{word}/export?format={format}&filter=name:~杭州"
        response = client.get(address)
        assert response.status_code == 200
        assert response.content
        assert response.headers["content-disposition"].endswith(f'.{format}"')


def test_changes_are_every_thing_once(client: TestClient) -> None:
    counts = ask(client, "/v1/status")["counts"]
    body = ask(client, "/v1/changes", since=0, limit=1)
    assert body["total"] >= sum(counts["nodes"].values()) + sum(counts["relations"].values())
    days = ask(client, "/v1/changes/days")["items"]
    assert (
        sum(d["created"] + d["changed"] + d["withdrawn"] + d["merged"] for d in days)
        == body["total"]
    )
    assert {d["type"] for d in days} <= {*REGISTRY.entities, *REGISTRY.relations}
    middle = body["total"] // 2
    part = ask(client, "/v1/changes", since=middle, limit=50)
    assert [i["seq"] for i in part["items"]] == list(range(middle + 1, middle + 51))
    end = ask(client, "/v1/changes", since=body["total"])
    assert (end["items"], end["last"]) == ([], body["total"])
