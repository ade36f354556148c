"""The Reconciliation API 0.2, asked as OpenRefine asks, checked against its shapes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from tests.integration.test_api import MAJOR, assert_problem

AT = "/v1/reconcile"
TEXT = {"type": "string"}
TYPE = {"type": "object", "required": ["id", "name"], "properties": {"id": TEXT, "name": TEXT}}
#: Shapes after the specification, version 0.2, written from its text.
MANIFEST = {
    "type": "object",
    "required": ["versions", "name", "identifierSpace", "schemaSpace"],
    "properties": {
        "versions": {"contains": {"const": "0.2"}},
        "view": {"required": ["url"], "properties": {"url": {"pattern": r"\{\{id\}\}"}}},
        "preview": {
            "required": ["url", "width", "height"],
            "properties": {"url": {"pattern": r"\{\{id\}\}"}, "width": {"type": "integer"}},
        },
        "defaultTypes": {"type": "array", "items": TYPE},
        "suggest": {"required": ["entity", "property", "type"]},
        "extend": {"required": ["propose_properties"]},
    },
}
RESULTS = {
    "type": "object",
    "additionalProperties": {
        "type": "object",
        "required": ["result"],
        "properties": {
            "result": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["id", "name", "score"],
                    "properties": {
                        "id": TEXT, "name": TEXT, "description": TEXT,
                        "score": {"type": "number", "minimum": 0, "maximum": 1},
                        "match": {"type": "boolean"},
                        "type": {"type": "array", "items": TYPE, "minItems": 1},
                        "features": {"type": "array", "items": {
                            "type": "object", "required": ["id", "value"],
                            "properties": {"id": TEXT, "value": {
                                "type": "number", "minimum": 0, "maximum": 1}},
                        }},
                    },
                },
            }
        },
    },
}  # fmt: skip
CELL = {
    "type": "object", "minProperties": 1, "additionalProperties": False,
    "properties": {"id": TEXT, "name": TEXT, "str": TEXT, "int": {"type": "integer"},
                   "float": {"type": "number"}, "bool": {"type": "boolean"}},
}  # fmt: skip
EXTENSION = {
    "type": "object",
    "required": ["meta", "rows"],
    "properties": {
        "meta": {"type": "array", "items": TYPE},
        "rows": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "additionalProperties": {"type": "array", "items": CELL},
            },
        },
    },
}
SUGGESTIONS = {"type": "object", "required": ["result"], "properties": {"result": {
    "type": "array", "items": TYPE}}}  # fmt: skip


def valid(shape: Any, body: Any) -> Any:
    Draft202012Validator(shape).validate(body)
    return body


def refine(client: TestClient, **queries: Any) -> dict[str, list[dict[str, Any]]]:
    """Ask as OpenRefine does: a form with one field."""
    response = client.post(AT, data={"queries": json.dumps(queries)})
    assert response.status_code == 200, response.text
    assert set(response.json()) == set(queries)
    return {k: v["result"] for k, v in valid(RESULTS, response.json()).items()}


def test_the_manifest_leads_to_services_that_answer(client: TestClient) -> None:
    manifest = valid(MANIFEST, client.get(AT).json())
    for name, service in manifest["suggest"].items():
        address = service["service_url"] + service["service_path"]
        beginning = "企" if name == "type" else "a"
        found = valid(SUGGESTIONS, client.get(address, params={"prefix": beginning}).json())
        assert isinstance(found["result"], list)
    assert client.get(manifest["view"]["url"].replace("{{id}}", MAJOR)).status_code == 200
    card = client.get(manifest["preview"]["url"].replace("{{id}}", MAJOR))
    assert "集成电路技术" in card.text
    assert card.headers["content-security-policy"] == "default-src 'none'"


def test_each_type_is_found(client: TestClient) -> None:
    wanted = {
        "enterprise": ("海康威视", "杭州海康威视数字技术股份有限公司"),
        "school": ("杭职大", "杭州职业技术大学"),
        "cluster": ("智能物联", "智能物联"),
        "occupation": ("集成电路工程技术人员", "集成电路工程技术人员"),
        "major": ("物联网应用技术", "物联网应用技术"),
    }
    answers = refine(
        client, **{k: {"query": text, "type": k, "limit": 3} for k, (text, _) in wanted.items()}
    )
    for kind, (_, name) in wanted.items():
        best = answers[kind][0]
        assert best["name"] == name
        assert best["type"][0]["id"] == kind
        assert best["features"]
        assert len(answers[kind]) <= 3


def test_conditions_settle_what_a_name_cannot(client: TestClient) -> None:
    name = {"query": "物联网应用技术", "type": "major"}
    levels = ["高职专科", "中职"]
    alone = refine(client, q=name)["q"]
    answers = refine(
        client,
        **{v: {**name, "properties": [{"pid": "level", "v": v}]} for v in levels},
        both={**name, "properties": [{"pid": "level", "v": levels}]},
        unknown={**name, "properties": [{"pid": "no_such_thing", "v": "x"}]},
    )
    for level in levels:
        for candidate in answers[level]:
            features = {f["id"]: f["value"] for f in candidate["features"]}
            assert not candidate["match"] or features["level"] == 1.0
    best = {f["id"]: f["value"] for f in answers["高职专科"][0]["features"]}
    assert (best["exact"], best["level"]) == (1.0, 1.0)
    assert answers["unknown"] == alone
    by_place = {"query": "", "type": "school", "properties": [{"pid": "region", "v": "330114"}]}
    assert refine(client, q=by_place)["q"]


def test_a_name_of_several_is_never_certain(client: TestClient) -> None:
    found = refine(client, q={"query": "新材料", "type": "cluster", "limit": 10})["q"]
    assert len([c for c in found if c["name"] == "新材料"]) > 1
    assert sum(c["match"] for c in found) <= 1


def test_nothing_is_made_up(client: TestClient) -> None:
    for kind in ("enterprise", "school", "major", "cluster", "occupation"):
        answer = refine(client, q={"query": "完全没有这样的东西哦", "type": kind})["q"]
        assert not any(c["match"] for c in answer)
    assert refine(client, q={"query": "海康威视", "type": "animal"})["q"] == []


def test_values_are_fetched_for_what_was_found(client: TestClient) -> None:
    proposed = client.get(f"{AT}/extend/propose", params={"type": "major", "limit": 100}).json()
    assert {"code", "level", "prepares_for"} <= {p["id"] for p in proposed["properties"]}
    asked = {
        "ids": [MAJOR, "major:none", "industry:39"],
        "properties": [{"id": "code"}, {"id": "level"}, {"id": "occupation"}, {"id": "nothing"}],
    }
    body = client.post(AT, data={"extend": json.dumps(asked)}).json()
    rows = valid(EXTENSION, body)["rows"]
    assert list(rows) == asked["ids"]
    assert rows[MAJOR]["code"] == [{"str": "510401"}]
    assert rows[MAJOR]["occupation"][0]["id"].startswith("occupation:")
    assert rows[MAJOR]["nothing"] == rows["major:none"]["code"] == []


def test_suggestions_by_pinyin(client: TestClient) -> None:
    found = client.get(f"{AT}/suggest/entity", params={"prefix": "hkws"}).json()["result"]
    assert found[0]["name"] == "杭州海康威视数字技术股份有限公司"


@pytest.mark.parametrize(
    "form",
    [
        {"queries": "{"}, {"queries": "[]"}, {"queries": '{"q":{}}'}, {"queries": '{"q":1}'},
        {"queries": '{"q":{"query":"x","more":1}}'}, {"queries": '{"q":{"query":["x"]}}'},
        {"queries": json.dumps({str(i): {"query": "x"} for i in range(101)})},
        {"queries": '{"q":{"query":"x","limit":0}}'}, {"extend": "{}"}, {"extend": "7"},
        {"extend": '{"ids":"x","properties":[]}'},
    ],
)  # fmt: skip
def test_queries_that_are_none(client: TestClient, form: dict[str, str]) -> None:
    assert_problem(client.post(AT, data=form), 422, "request_invalid")
