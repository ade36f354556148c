"""What people send who mean no good: none of it is run, read, followed or broken by."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from graph.queries.kinds import KINDS
from tests.integration.conftest import Loaded

CYPHER = [
    "' OR 1=1 //", '" OR 1=1 //', "'}) DETACH DELETE n //", "`) DETACH DELETE n //",
    "x' RETURN n UNION MATCH (k:_ApiKey) RETURN k //", "\\' OR true //",
    "}} CALL dbms.listConfig() //",
    "n) WHERE true WITH n MATCH (m) DETACH DELETE m //", "$v0", "{{id}}", "*:*", "name:* OR *",
    "a\\u0027 OR 1=1", "LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l", "\x00",
    "\ud83d\ude00" * 20,
]  # fmt: skip
NAMES = [
    "Major`)-[r]-(m", "Major {id:1}) DETACH DELETE (n", "_ApiKey", "_Decision", "n.hash", "records",
    "scope", "from_version", "`id`", "id` IS NOT NULL OR n.`id", "__proto__", "constructor",
]  # fmt: skip
PATHS = [
    "../../etc/passwd", "..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/etc/passwd",
    "....//....//etc/passwd",
    "/etc/passwd", "file:///etc/passwd", "C:\\windows\\win.ini", "..\\..\\secret", "%00",
    "a%00.csv",
]  # fmt: skip
ADDRESSES = [
    "http://169.254.169.254/latest/meta-data", "http://127.0.0.1:7687", "http://[::1]/",
    "gopher://x",
    "http://localhost:22", "//example.org/x", "http://example.org@127.0.0.1/", "ftp://127.0.0.1",
]  # fmt: skip
HEADERS = ["x\r\nX-Evil: 1", "x\nSet-Cookie: a=b", "%0d%0aX-Evil:1", "é" * 100, "a" * 5000]
#: Where a text may be put: address with {} for it.
PLACES = [
    "/v1/search?q={}", "/v1/majors?filter=name:{}", "/v1/majors?filter=name:~{}",
    "/v1/majors?filter={}", "/v1/majors?sort={}", "/v1/majors?fields={}", "/v1/majors?include={}",
    "/v1/majors?group_by={}", "/v1/majors?facets={}", "/v1/majors?cursor={}", "/v1/majors/{}",
    "/v1/majors/{}/clusters", "/v1/majors/510401/{}", "/v1/clusters/{}/majors", "/v1/entities/{}",
    "/v1/entities/{}/neighbours", "/v1/entities/major:moe-510401/neighbours?relation={}",
    "/v1/paths?start={}&end=major:moe-510401", "/v1/codes/{}", "/v1/{}", "/v1/{}/export?format=csv",
    "/v1/export?format=ndjson&types={}", "/v1/export?format=graphml&types=regions&relations={}",
    "/v1/clusters/智能物联/majors?region={}", "/v1/clusters/智能物联/majors?weights={}",
    "/v1/clusters?as_of={}", "/v1/clusters?without={}", "/v1/reconcile/preview?id={}",
    "/v1/reconcile/suggest/entity?prefix={}", "/v1/reconcile?queries={}", "/v1/reconcile?extend={}",
    "/v1/reconcile/extend/propose?type={}", "/v1/majors/export?format={}",
]  # fmt: skip
REFUSED = {200, 307, 308, 400, 404, 405, 409, 422}


@pytest.fixture(scope="module")
def attacked(loaded: Loaded) -> Iterator[TestClient]:
    """The API, whose failures are answers here; nothing may have changed afterwards."""
    before = loaded.db.read("MATCH (n) RETURN count(n) AS nodes")
    with TestClient(create_app(loaded.settings, loaded.db), raise_server_exceptions=False) as asks:
        yield asks
    assert loaded.db.read("MATCH (n) RETURN count(n) AS nodes") == before


def harmless(response: Any, sent: str) -> None:
    assert response.status_code in REFUSED, (response.status_code, sent, response.text[:300])
    text = response.text
    for secret in ("root:", "hash", "neo4j.exceptions", "Traceback", "MATCH (", "password"):
        assert secret not in text or secret in sent, (secret, sent)
    assert "x-evil" not in response.headers
    assert "set-cookie" not in response.headers


@pytest.mark.parametrize("text", [*CYPHER, *NAMES, *PATHS, *ADDRESSES])
def test_no_text_does_harm_anywhere(attacked: TestClient, text: str) -> None:
    sent = quote(text.encode("utf-8", "surrogatepass"), safe="%")
    for place in PLACES:
        harmless(attacked.get(place.format(sent), follow_redirects=False), text + place)


@pytest.mark.parametrize("value", HEADERS)
@pytest.mark.parametrize(
    "name", ["X-Request-ID", "Accept-Language", "X-API-Key", "Host", "If-None-Match"]
)
def test_no_header_does_harm(attacked: TestClient, name: str, value: str) -> None:
    sent = [(name.encode(), value.replace("\r", "").replace("\n", "").encode())]
    response = attacked.get("/v1/schools?limit=1", headers=sent, follow_redirects=False)
    harmless(response, value)
    assert len(response.headers["x-request-id"]) <= 64


BODIES: dict[str, bytes] = {
    "deep": b'{"queries":' + b'{"a":' * 50_000 + b"1" + b"}" * 50_001,
    "deep lists": b"[" * 200_000,
    "large": b'{"queries":{"a":{"cluster":"' + b"x" * 3_000_000 + b'"}}}',
    "many": json.dumps({"queries": {str(i): {"cluster": "x"} for i in range(1000)}}).encode(),
    "no json": b"\xff\xfe\x00",
    "nothing": b"",
    "nan": b'{"queries":{"a":{"major":"510401","weights":{"text":NaN}}}}',
    "huge number": b'{"queries":{"a":{"major":"510401","limit":1e400}}}',
    "key twice": b'{"queries":{"a":{"major":"510401","major":"\' OR 1=1"}}}',
    "lone surrogate": b'{"queries":{"a":{"major":"\\ud800"}}}',
    "other names": b'{"queries":{"a":{"__class__":"x"}}}',
    "blank": b'{"queries":{}}',
}


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize(
    "kind", ["application/json", "application/x-www-form-urlencoded", "text/xml"]
)
def test_no_body_does_harm(attacked: TestClient, name: str, kind: str) -> None:
    for address in ("/v1/match", "/v1/reconcile"):
        response = attacked.post(address, content=BODIES[name], headers={"Content-Type": kind})
        assert response.status_code in {200, 400, 413, 422}, (address, response.text[:300])
        assert "Traceback" not in response.text


def test_a_body_without_its_length_is_bounded(attacked: TestClient) -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(100):
            yield b"x" * 100_000

    response = attacked.post("/v1/match", content=pieces())
    assert (response.status_code, response.json()["code"]) == (413, "body_too_large")


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "javascript:alert(1)"]
)
def test_no_script_comes_back_as_a_page(attacked: TestClient, text: str) -> None:
    for place in PLACES:
        response = attacked.get(place.format(quote(text, safe="")), follow_redirects=False)
        assert response.headers["x-content-type-options"] == "nosniff"
        if "html" in response.headers.get("content-type", ""):
            assert text not in response.text


def test_the_list_is_long_enough() -> None:
    texts = len([*CYPHER, *NAMES, *PATHS, *ADDRESSES]) * len(PLACES)
    assert texts + 5 * len(HEADERS) + 6 * len(BODIES) > 1000
    assert len(KINDS) > 20
