"""``chanjiao ingest diff|history|rollback``, ``--as-of`` and ``as_of`` on the bundled sources."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.integration.conftest import Command, Loaded
from tests.integration.small_sources import majors_source


def test_a_folder_is_compared_with_what_is_loaded(
    loaded: Loaded, chanjiao: Callable[..., Command], tmp_path: Path
) -> None:
    majors_source(tmp_path, status="curated")
    folder = str(tmp_path / "majors")
    told = chanjiao("ingest", "diff", folder, "--json", settings=loaded.settings)
    assert told.code == 0, told.err
    found = told.json()
    assert list(found["sources"]) == ["majors"]
    assert found["sources"]["majors"]["read"] == 5
    assert found["changes"]
    same = chanjiao("ingest", "diff", settings=loaded.settings)
    assert same.out == f"A load would change nothing of version {loaded.report.version}.\n"


def test_history_and_a_rollback_to_what_is_published(
    loaded: Loaded, chanjiao: Callable[..., Command]
) -> None:
    listed = chanjiao("ingest", "history", "--json", settings=loaded.settings).json()
    assert [v["number"] for v in listed] == [1]
    assert set(listed[0]["sources"]) == set(loaded.report.sources)
    back = chanjiao("ingest", "rollback", "1", "--json", settings=loaded.settings).json()
    assert (back["version"], back["published"]) == (1, False)
    gone = chanjiao("ingest", "rollback", "9", "--json", settings=loaded.settings)
    assert (gone.code, gone.json()["error"]["code"]) == (2, "not_found")


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("as_of=1", 200, None),
        ("as_of=2999-01-01", 200, None),
        ("as_of=2001-01-01", 404, "not_found"),
        ("as_of=0", 404, "not_found"),
        ("as_of=2", 404, "not_found"),
        ("as_of=soon", 422, "as_of_invalid"),
        ("as_of=1&version=1", 422, "as_of_invalid"),
    ],
)
def test_as_of_in_the_api(client: TestClient, query: str, status: int, code: str | None) -> None:
    answer = client.get(f"/v1/clusters?{query}")
    assert (answer.status_code, answer.json().get("code")) == (status, code)


def test_the_history_of_an_entity(client: TestClient) -> None:
    cluster = client.get("/v1/clusters").json()["items"][0]["id"]
    found = client.get(f"/v1/entities/{cluster}/history").json()
    assert [(v["from_version"], v["until_version"]) for v in found["values"]] == [(1, None)]
    assert found["values"][0]["records"][0]["closed_in"] is None
    assert all(r["from_version"] == 1 for r in found["relations"])
    shown = client.get(f"/v1/entities/{cluster}").json()
    first = shown["records"][0]
    assert (first["first_version"], first["last_version"]) == (1, 1)
    assert len(first["source_version"]) == 64
    assert first["values"]["name"]
    assert client.get("/v1/entities/cluster:nowhere/history").status_code == 404
