"""Keys, roles, scopes, quotas: who may read what over HTTP, and what of it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from api.app import create_app
from api.commands import require_access_control
from graph import access
from graph.access import AccessInvalid, NewKey, audit, create_key, list_keys, revoke_key
from graph.db import Database
from graph.errors import ConfigurationError, NotFound
from graph.queries.kinds import KINDS
from graph.settings import Settings
from tests.integration.test_api import assert_problem
from tests.integration.test_visibility import FIRM, MEMBER, SECRETS, TALKED, write_sources
from tests.integration.test_visibility import filled as filled


@pytest.fixture(scope="module")
def settings(database_settings: Settings) -> Settings:
    return database_settings.model_copy(update={"api_access": "read", "api_rate": 0})


@pytest.fixture(scope="module")
def app(filled: Database, settings: Settings) -> Iterator[Any]:
    application = create_app(settings, filled)
    with TestClient(application):
        yield application


@pytest.fixture(autouse=True)
def keys_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key counts as soon as it is made."""
    monkeypatch.setattr(access, "REFRESH_S", 0.0)


def caller(app: Any, db: Database, **values: Any) -> TestClient:
    name = values.pop("name", "tester")
    secret, _ = create_key(db, NewKey(name, **values), by="tests")
    return TestClient(app, headers={"Authorization": f"Bearer {secret}"})


def addresses() -> list[str]:
    """Everything that an API reads: pages, lists, exports, search, counts, changes, names."""
    found = [
        "/v1/status", "/v1/sources", "/v1/changes?limit=1000", "/v1/changes/days",
        "/v1/export?format=ndjson", "/v1/export?format=graphml", "/v1/search?q=电子厂&limit=200",
        "/v1/search?q=hydzc", "/v1/clusters/cluster:t", "/v1/clusters/cluster:t/majors",
        f"/v1/entities/{FIRM}", f"/v1/entities/{FIRM}/history", f"/v1/entities/{FIRM}/evidence",
        f"/v1/entities/{FIRM}/neighbours", f"/v1/enterprises/{FIRM}/cooperates_with",
        "/v1/enterprises?group_by=note&facets=industry,located_in",
        "/v1/schools?include=cooperates_with,enterprise", "/v1/industries?include=enterprise",
        f"/v1/paths?start={FIRM}&end=cluster:t", "/v1/reconcile/suggest/entity?prefix=电子厂",
        '/v1/reconcile?queries={"q":{"query":"会员电子厂"},"r":{"query":"洽谈电子厂"}}',
        "/readyz",
    ]  # fmt: skip
    found += [f"/v1/{word}?limit=200" for word in KINDS]
    found += [f"/v1/enterprises/export?format={f}" for f in ("csv", "ndjson", "jsonld")]
    return found


def everything(client: TestClient) -> str:
    answers = [client.get(a) for a in addresses()]
    assert {a.status_code for a in answers} == {200}
    return "".join(a.text for a in answers)


def test_a_private_source_leaks_nowhere(app: Any, filled: Database) -> None:
    member = caller(app, filled, organisation="assoc")
    first = everything(member)
    assert "会员备注" in first or "会员电子厂" in first
    public = everything(TestClient(app))
    assert "公开备注" in public
    for secret in SECRETS:
        assert secret not in public, secret
    # Asked again, from what is kept: neither sees the other's answer.
    assert everything(TestClient(app)) == public
    school = everything(caller(app, filled, organisation="school"))
    assert "会员备注" not in school
    assert "洽谈电子厂" in school


def test_what_is_closed_is_not_found(app: Any, filled: Database) -> None:
    public, member = TestClient(app), caller(app, filled, organisation="assoc")
    for hidden in (MEMBER, TALKED):
        for tail in ("", "/history", "/evidence", "/neighbours"):
            assert_problem(public.get(f"/v1/entities/{hidden}{tail}"), 404, "not_found")
    assert member.get(f"/v1/entities/{MEMBER}").status_code == 200
    assert_problem(member.get(f"/v1/entities/{TALKED}"), 404, "not_found")


def test_scopes_may_be_named_one_by_one(app: Any, filled: Database) -> None:
    both = caller(app, filled, scopes=("organisation:assoc", "private:school"))
    assert both.get(f"/v1/entities/{MEMBER}").status_code == 200
    assert both.get(f"/v1/entities/{TALKED}").status_code == 200
    assert both.get("/v1/me").json()["scopes"] == ["public", "organisation:assoc", "private:school"]


def test_an_etag_belongs_to_its_caller(app: Any, filled: Database) -> None:
    etag = caller(app, filled, organisation="assoc").get("/v1/enterprises").headers["etag"]
    answer = TestClient(app).get("/v1/enterprises", headers={"If-None-Match": etag})
    assert answer.status_code == 200


def test_keys_are_hashed_revoked_and_expire(filled: Database, app: Any) -> None:
    secret, kept = create_key(filled, NewKey("tester"), by="tests")
    asks = TestClient(app, headers={"X-API-Key": secret})
    assert asks.get("/v1/me").json()["name"] == "tester"
    stored = filled.read("MATCH (k:_ApiKey) RETURN properties(k) AS k")
    assert secret not in str(stored)
    assert all("hash" not in k for k in list_keys(filled))
    revoke_key(filled, kept["id"], by="tests")
    assert_problem(asks.get("/v1/me"), 401, "key_required")
    with pytest.raises(NotFound):
        revoke_key(filled, kept["id"], by="tests")
    old, _ = create_key(filled, NewKey("tester", days=0), by="tests")
    assert_problem(TestClient(app, headers={"X-API-Key": old}).get("/v1/me"), 401, "key_required")
    said = [(e["what"], e["about"]) for e in audit(filled)]
    assert ("key.create", kept["id"]) in said
    assert ("key.revoke", kept["id"]) in said


@pytest.mark.parametrize(
    "new",
    [
        NewKey("王某"), NewKey("x y"), NewKey("ok", role="god"), NewKey("ok", organisation="a|b"),
        NewKey("ok", scopes=("public",)), NewKey("ok", scopes=("private:",)),
        NewKey("ok", scopes=("private:a|public",)),
    ],
)  # fmt: skip
def test_keys_that_cannot_be_made(filled: Database, new: NewKey) -> None:
    with pytest.raises(AccessInvalid):
        create_key(filled, new, by="tests")


def test_roles_reach_as_far_as_they_say(app: Any, filled: Database) -> None:
    for role, status in (("reader", 403), ("reviewer", 403), ("admin", 200)):
        answer = caller(app, filled, role=role).get("/v1/audit")
        assert answer.status_code == status, role
    assert_problem(TestClient(app).get("/v1/audit"), 403, "forbidden")


def test_a_quota_ends_with_429(filled: Database, settings: Settings) -> None:
    limited = settings.model_copy(update={"api_rate": 3})
    with TestClient(create_app(limited, filled)) as asks:
        left = [asks.get("/v1/clusters").headers["ratelimit-remaining"] for _ in range(3)]
        assert left == ["2", "1", "0"]
        refused = asks.get("/v1/clusters")
        assert_problem(refused, 429, "rate_limited")
        assert 1 <= int(refused.headers["retry-after"]) <= 60
        assert asks.get("/healthz").status_code == 200
    own, _ = create_key(filled, NewKey("busy", rate=5), by="tests")
    with TestClient(create_app(limited, filled), headers={"X-API-Key": own}) as asks:
        assert asks.get("/v1/clusters").headers["ratelimit-limit"] == "5"


def test_pages_of_other_origins_only_where_they_are_named(
    filled: Database, settings: Settings
) -> None:
    allowed = settings.model_copy(update={"api_cors": "https://a.example.org"})
    with TestClient(create_app(allowed, filled)) as asks:
        for origin, said in (("https://a.example.org", True), ("https://b.example.org", False)):
            answer = asks.get("/v1/clusters", headers={"Origin": origin})
            assert ("access-control-allow-origin" in answer.headers) is said
    with TestClient(create_app(settings, filled)) as asks:
        answer = asks.get("/v1/clusters", headers={"Origin": "https://a.example.org"})
        assert "access-control-allow-origin" not in answer.headers


def test_no_server_beyond_loopback_without_access_control() -> None:
    open_ = Settings(api_key=None, api_access=None)
    require_access_control(open_, "127.0.0.1")
    with pytest.raises(ConfigurationError):
        require_access_control(open_, "0.0.0.0")
    with pytest.raises(ConfigurationError):
        require_access_control(Settings(api_key=SecretStr("k"), api_access="open"), "::")
    require_access_control(Settings(api_key=SecretStr("k")), "0.0.0.0")
    require_access_control(Settings(api_access="read"), "0.0.0.0")


def test_state_of_the_application_is_in_no_export(app: Any, filled: Database) -> None:
    create_key(filled, NewKey("tester"), by="tests")
    text = TestClient(app).get("/v1/export?format=ndjson").text
    assert "_ApiKey" not in text
    assert "tester" not in text


__all__ = ["write_sources"]
