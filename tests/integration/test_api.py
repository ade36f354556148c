"""The API over HTTP on the loaded database: every route, every problem, caching, the key.

``tests/golden/openapi.json`` is the description that clients rely on. After a change that is
meant: ``chanjiao api openapi > tests/golden/openapi.json``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from api import errors
from api.app import create_app
from api.deps import POLL_S
from api.examples import EXAMPLES
from graph.access import NewKey, create_key, revoke_key
from graph.db import Database
from graph.errors import GraphUnavailable
from graph.match.answer import explain_model
from graph.settings import Settings
from graph.view import View
from tests.integration.conftest import Loaded

GOLDEN = Path(__file__).parents[1] / "golden" / "openapi.json"
CLUSTER, MAJOR = "cluster:hz-eco-iot", "major:moe-510401"
KEY = "a key of this test"


@pytest.fixture(scope="module")
def description(loaded: Loaded) -> dict[str, Any]:
    found: dict[str, Any] = create_app(loaded.settings, loaded.db).openapi()
    return found


@pytest.fixture(scope="module")
def administrator(loaded: Loaded) -> Iterator[TestClient]:
    """A caller with the role admin."""
    secret, stored = create_key(loaded.db, NewKey("tester", "admin"), by="tests")
    with TestClient(create_app(loaded.settings, loaded.db), headers={"X-API-Key": secret}) as asks:
        yield asks
    revoke_key(loaded.db, stored["id"], by="tests")


@pytest.fixture(scope="module")
def locked(loaded: Loaded) -> Iterator[TestClient]:
    """The API with a key."""
    settings = loaded.settings.model_copy(update={"api_key": SecretStr(KEY)})
    with TestClient(create_app(settings, loaded.db)) as client:
        yield client


def assert_problem(response: Any, status: int, code: str) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert body["code"] == code
    assert body["type"] == f"urn:chanjiao:error:{code}"
    assert body["status"] == status
    assert body["title"]
    assert body["instance"].startswith("/")
    assert "detail" in body
    return body


def operations(description: dict[str, Any]) -> list[tuple[str, str]]:
    return [(m, p) for p, methods in description["paths"].items() for m in methods]


def test_every_operation_has_an_example_that_is_answered(
    client: TestClient, administrator: TestClient, description: dict[str, Any]
) -> None:
    assert set(operations(description)) == set(EXAMPLES)
    for (method, path), example in EXAMPLES.items():
        asks = administrator if example.role == "admin" else client
        response = asks.request(method, example.address, **example.sent())
        assert response.status_code == 200, (example.address, response.text)
        declared = description["paths"][path][method]["responses"]["200"]["content"]
        assert response.headers["content-type"].split(";")[0] in {
            kind.split(";")[0] for kind in declared
        }, path
        assert example.address in description["paths"][path][method]["description"]


def test_every_address_with_an_id_knows_what_is_not_there(
    client: TestClient, description: dict[str, Any]
) -> None:
    blanks = {"kind": "majors", "relation": "serves", "table": "none", "entity_id": "major:none"}
    tried = 0
    for method, path in operations(description):
        names = re.findall(r"\{(\w+)\}", path)
        if method == "post" or not set(names) - {"kind"}:
            continue
        values = {n: blanks.get(n, f"{n if n != 'reference' else 'major'}:none") for n in names}
        assert_problem(client.get(path.format(**values)), 404, "not_found")
        tried += 1
    assert tried >= 12


def test_the_description_is_the_committed_one(description: dict[str, Any]) -> None:
    assert description == json.loads(GOLDEN.read_text("utf-8")), (
        "the API changed; if that is meant: chanjiao api openapi > tests/golden/openapi.json"
    )


def test_every_problem_is_described(description: dict[str, Any]) -> None:
    for path, methods in description["paths"].items():
        for operation in methods.values():
            for code in ("401", "403", "404", "409", "413", "422", "429", "503"):
                content = operation["responses"][code]["content"]
                assert errors.MEDIA_TYPE in content, (path, code)


def test_every_code_is_in_the_description(description: dict[str, Any]) -> None:
    listed = description["components"]["schemas"]["Problem"]["properties"]["code"]["enum"]
    assert set(listed) >= set(errors.STATUS_OF)


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/no/such/address", 404, "not_found"),
        ("/v1/entities/nothing", 404, "not_found"),
        ("/v1/entities/animal:cat", 404, "not_found"),
        ("/v1/clusters/新材料", 409, "ambiguous_name"),
        (f"/v1/clusters/{CLUSTER}/majors?limit=0", 422, "request_invalid"),
        (f"/v1/clusters/{CLUSTER}/majors?limit=201", 422, "request_invalid"),
        (f"/v1/clusters/{CLUSTER}/majors?limit=many", 422, "request_invalid"),
        (f"/v1/entities/{CLUSTER}/neighbours?skip=-1", 422, "request_invalid"),
        (f"/v1/entities/{CLUSTER}/neighbours?direction=up", 422, "request_invalid"),
        (f"/v1/entities/{CLUSTER}/neighbours?relation=EATS", 404, "not_found"),
        ("/v1/search", 422, "request_invalid"),
        ("/v1/search?q=", 422, "request_invalid"),
        ("/v1/search?q=x&type=Animal", 404, "not_found"),
        (f"/v1/clusters/{CLUSTER}?version=0", 422, "request_invalid"),
        (f"/v1/clusters/{CLUSTER}?version=9999", 404, "not_found"),
        (f"/v1/clusters/{CLUSTER}?without=hearsay", 404, "not_found"),
        (f"/v1/clusters/{CLUSTER}/majors?region=亚特兰蒂斯", 404, "not_found"),
        (f"/v1/clusters/{CLUSTER}/majors?weights=no", 422, "weights_invalid"),
        (f"/v1/clusters/{CLUSTER}/majors?weights=[1]", 422, "weights_invalid"),
        (f'/v1/clusters/{CLUSTER}/majors?weights={{"charm": 1}}', 422, "weights_invalid"),
        (f'/v1/clusters/{CLUSTER}/majors?weights={{"text": -1}}', 422, "weights_invalid"),
        (f'/v1/clusters/{CLUSTER}/majors?weights={{"text": "nan"}}', 422, "weights_invalid"),
        (f'/v1/majors/{MAJOR}/clusters?weights={{"text": "inf"}}', 422, "weights_invalid"),
    ],
)
def test_problems(client: TestClient, address: str, status: int, code: str) -> None:
    assert_problem(client.get(address), status, code)


def test_another_method_is_a_problem_too(client: TestClient) -> None:
    assert_problem(client.post("/v1/clusters"), 405, "http_error")


def test_an_unexpected_failure_says_nothing_of_the_inside(
    loaded: Loaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret detail")

    app = create_app(loaded.settings, loaded.db)
    with TestClient(app, raise_server_exceptions=False) as client:
        monkeypatch.setattr("graph.queries.lists.page", broken)
        body = assert_problem(client.get("/v1/clusters"), 500, "internal_error")
    assert "secret" not in json.dumps(body)


def test_a_database_that_is_away(loaded: Loaded, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> None:
        raise GraphUnavailable("Neo4j does not answer.")

    with TestClient(create_app(loaded.settings, loaded.db)) as client:
        monkeypatch.setattr("graph.versions.read_state", away)
        assert_problem(client.get("/v1/clusters"), 503, "graph_unavailable")
        assert client.get("/healthz").status_code == 200


def test_an_empty_database_is_not_ready(
    empty_database: Database, database_settings: Settings
) -> None:
    with TestClient(create_app(database_settings, empty_database)) as client:
        for address in ("/readyz", "/v1/clusters", f"/v1/entities/{MAJOR}"):
            assert_problem(client.get(address), 503, "not_ready")
        assert client.get("/healthz").json() == {"status": "ok"}


def test_readiness_names_the_version(client: TestClient, view: View) -> None:
    assert client.get("/readyz").json() == {"status": "ready", "data_version": view.version}


# --- caching -----------------------------------------------------------------------------------


def test_an_unchanged_answer_costs_nothing(client: TestClient) -> None:
    first = client.get(f"/v1/clusters/{CLUSTER}")
    etag = first.headers["etag"]
    again = client.get(f"/v1/clusters/{CLUSTER}", headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == etag
    other = client.get("/v1/clusters", headers={"If-None-Match": etag})
    assert other.status_code == 200
    assert other.headers["etag"] != etag


def test_a_new_version_has_another_etag(loaded: Loaded, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = count(step=POLL_S)
    monkeypatch.setattr("api.deps.monotonic", lambda: next(clock))
    with TestClient(create_app(loaded.settings, loaded.db)) as client:
        etag = client.get("/v1/clusters").headers["etag"]
        published = client.app.state.published  # type: ignore[attr-defined]
        ahead = published.state()
        monkeypatch.setattr(
            "graph.versions.read_state",
            lambda _: type(ahead)(**{**ahead.__dict__, "published": ahead.published + 1}),
        )
        fresh = client.get("/v1/clusters", headers={"If-None-Match": etag})
    assert fresh.status_code == 200
    assert fresh.headers["etag"] != etag
    assert fresh.json()["data_version"] == ahead.published + 1


def test_problems_are_not_cached(client: TestClient) -> None:
    assert "etag" not in client.get("/v1/clusters/none").headers


# --- the key -----------------------------------------------------------------------------------


def test_without_the_key_nothing_is_answered(locked: TestClient) -> None:
    for key in ("", "another", "钥匙"):
        sent = [(b"X-API-Key", key.encode())]
        assert_problem(locked.get("/v1/clusters", headers=sent), 401, "key_required")
    assert_problem(locked.get("/v1/clusters"), 401, "key_required")
    assert_problem(locked.get("/no/such/address"), 401, "key_required")


def test_with_the_key_everything_is(locked: TestClient) -> None:
    assert locked.get("/v1/clusters", headers={"X-API-Key": KEY}).status_code == 200


def test_an_etag_does_not_replace_the_key(locked: TestClient) -> None:
    etag = locked.get("/v1/clusters", headers={"X-API-Key": KEY}).headers["etag"]
    assert locked.get("/v1/clusters", headers={"If-None-Match": etag}).status_code == 401


@pytest.mark.parametrize("address", ["/healthz", "/readyz", "/docs", "/openapi.json"])
def test_health_and_documentation_are_open(locked: TestClient, address: str) -> None:
    assert locked.get(address).status_code == 200


@pytest.mark.parametrize("address", ["/v1/clusters/../healthz", "/healthzzz", "/docsecret"])
def test_no_address_slips_past_the_key(locked: TestClient, address: str) -> None:
    answer = locked.get(address)
    assert answer.status_code in (200, 401, 404)
    assert "items" not in answer.text


# --- documentation, content --------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/docs", "/redoc"])
def test_the_documentation_is_offline(client: TestClient, address: str) -> None:
    page = client.get(address)
    assert page.status_code == 200
    # A link to follow is harmless; what the page loads must come from here.
    loaded = re.findall(r"""(?:src|href)\s*=\s*["']([^"']+)""", page.text)
    assert loaded
    for source in loaded:
        assert source.startswith("/"), source
        assert client.get(source).status_code == 200, source
    assert not re.findall(r"https?://(?!testserver)[^\s\"']*\.(?:js|css|png|woff2?)", page.text)


def test_leaving_out_reaches_every_answer(client: TestClient) -> None:
    whole = client.get(f"/v1/clusters/{CLUSTER}").json()
    left = client.get(f"/v1/clusters/{CLUSTER}", params={"without": "curated"}).json()
    assert whole["industries"]
    assert left["industries"] == []
    assert left["segments"] == whole["segments"] != []
    hops = [
        hop
        for item in client.get(
            f"/v1/clusters/{CLUSTER}/majors", params={"without": "curated", "limit": 5}
        ).json()["items"]
        for path in item["paths"]
        for hop in path["hops"]
    ]
    assert not [h for h in hops if h["status"] == "curated"]


def test_a_version_can_be_asked_for(client: TestClient, view: View) -> None:
    now = client.get(f"/v1/clusters/{CLUSTER}")
    then = client.get(f"/v1/clusters/{CLUSTER}", params={"version": view.version})
    assert then.json() == now.json()


def test_weights_and_level_over_http(client: TestClient) -> None:
    body = client.get(
        f"/v1/clusters/{CLUSTER}/majors",
        params={"weights": '{"text": 0}', "level": "中职", "limit": 3},
    ).json()
    assert len(body["items"]) == 3
    assert {i["major"]["level"] for i in body["items"]} == {"中职"}


def test_the_model_explains_itself(client: TestClient) -> None:
    body = client.get("/v1/match/model").json()
    assert body == json.loads(json.dumps(explain_model()))
    assert all(len(f["explanation"]) > 20 for f in body["features"])


def test_search_finds_by_alias_and_says_so(client: TestClient) -> None:
    body = client.get("/v1/search", params={"q": "物联网应用技术", "type": "Major"}).json()
    assert body["items"][0]["name"] == "物联网应用技术"
    assert body["items"][0]["matched"] is None
    assert {i["type"] for i in body["items"]} == {"Major"}
    nothing = client.get("/v1/search", params={"q": "（）"}).json()
    assert nothing["items"] == []
    assert nothing["total"] == 0


@pytest.mark.parametrize("text", ['"', "AND", "a OR b)", "*:*", "name:x~", "\\", "杭州 AND ("])
def test_search_takes_any_text(client: TestClient, text: str) -> None:
    assert client.get("/v1/search", params={"q": text}).status_code == 200


def test_pages_of_a_list_do_not_overlap(client: TestClient) -> None:
    def page(skip: int) -> list[str]:
        body = client.get(
            f"/v1/entities/{MAJOR}/neighbours", params={"skip": skip, "limit": 5}
        ).json()
        assert body["total"] > 10
        return [f"{i['relation']} {i['direction']} {i['entity']['id']}" for i in body["items"]]

    assert len({*page(0), *page(5)}) == 10


def test_an_entity_names_the_records_of_its_values(client: TestClient) -> None:
    body = client.get(f"/v1/entities/{MAJOR}").json()
    known = {r["id"] for r in body["records"]}
    assert known
    assert set(body["properties"]) == set(body["evidence"])
    for name, records in body["evidence"].items():
        assert records, name
        assert set(records) <= known
    assert all(r["source"] and r["locator"] for r in body["records"])
