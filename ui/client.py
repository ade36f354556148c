"""The one way from the UI to data: typed calls of the API over HTTP.

Answers are kept per data version, so that a page costs the API one question and a new load shows
at once. Every failure becomes one :class:`UiError`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import quote

import httpx
import streamlit as st

from ui.config import TIMEOUT_S, read_config
from ui.shapes import (
    Answer,
    ClusterPage,
    Entity,
    Listing,
    MajorPage,
    ModelFeature,
    Row,
    SchoolPage,
    Search,
    Status,
)

VERSION_TTL_S = 5
Params = tuple[tuple[str, str], ...]


class UiError(Exception):
    """A failed call. ``code`` is the API's stable code, or ``api_unreachable`` and
    ``api_timeout`` where it did not answer; pages turn it into a sentence that says what to do.

    Args:
        code: the stable code.
        title: what the API said.
        detail: the API's hint.
        candidates: entities that an ambiguous name may stand for, or near names.
    """

    def __init__(
        self, code: str, title: str = "", detail: str = "", candidates: list[Row] | None = None
    ) -> None:
        super().__init__(f"[{code}] {title} {detail}".strip())
        self.code, self.title, self.detail = code, title, detail
        self.candidates = candidates or []


def open_http() -> httpx.Client:
    """A client of the configured API. Tests put another in its place."""
    config = read_config()
    headers = {"X-API-Key": config.api_key} if config.api_key else {}
    return httpx.Client(
        base_url=config.api_url,
        headers=headers,
        timeout=httpx.Timeout(TIMEOUT_S, connect=3.0),
        trust_env=False,
        follow_redirects=True,  # an id that moved leads to the new one
    )


@st.cache_resource(show_spinner=False)
def _http() -> httpx.Client:
    return open_http()


def call(path: str, params: Params = ()) -> Any:
    """One GET.

    Raises:
        UiError: whatever went wrong.
    """
    try:
        response = _http().get(path, params=params)
    except httpx.TimeoutException as error:
        raise UiError("api_timeout", str(error)) from error
    except httpx.HTTPError as error:
        raise UiError("api_unreachable", str(error)) from error
    if response.is_success:
        return response.json()
    raise problem_of(response)


def problem_of(response: httpx.Response) -> UiError:
    """The error that a problem document, or an answer that is none, stands for."""
    try:
        body = response.json()
    except ValueError:
        body = None
    if not isinstance(body, dict) or "code" not in body:
        return UiError("api_failed", f"HTTP {response.status_code}")
    near = body.get("candidates") or body.get("suggestions") or []
    return UiError(
        str(body["code"]),
        str(body.get("title", "")),
        str(body.get("detail", "")),
        [n if isinstance(n, dict) else {"id": str(n), "name": str(n)} for n in near],
    )


@st.cache_data(ttl=VERSION_TTL_S, show_spinner=False)
def data_version() -> int:
    """The published version of the data."""
    return int(call("/readyz")["data_version"])


@st.cache_data(max_entries=400, show_spinner=False)
def _kept(path: str, params: Params, version: int) -> Any:
    return call(path, params)


def _get(path: str, params: Mapping[str, object] | None = None) -> Any:
    pairs: list[tuple[str, str]] = []
    for name, value in (params or {}).items():
        if isinstance(value, list | tuple):
            pairs += [(name, str(v)) for v in value]
        elif value is not None:
            pairs.append((name, str(value)))
    return _kept(path, tuple(pairs), data_version())


def _at(*parts: str) -> str:
    return "/v1/" + "/".join(quote(part, safe="") for part in parts)


def status() -> Status:
    """Counts by kind, and what the last loads did."""
    return cast(Status, _get("/v1/status"))


def sources() -> list[Row]:
    """Cards of the loaded sources."""
    return cast(list[Row], _get("/v1/sources")["items"])


def ontology() -> Row:
    """Entities, relations, properties and closed lists with their captions."""
    return cast(Row, _get("/v1/ontology"))


def model() -> list[ModelFeature]:
    """The features of matching with their weights."""
    return cast(list[ModelFeature], _get("/v1/match/model")["features"])


def search(text: str, kinds: tuple[str, ...] = (), limit: int = 50) -> Search:
    """Entities by name."""
    return cast(Search, _get("/v1/search", {"q": text, "type": kinds, "limit": limit}))


def clusters() -> list[Row]:
    """Every cluster: headings first, then by the system they belong to."""
    page = _get("/v1/clusters", {"limit": 200})
    found: list[Row] = list(page["items"])
    while page.get("next"):
        page = _get("/v1/clusters", {"limit": 200, "cursor": page["next"]})
        found += page["items"]
    return sorted(found, key=_cluster_order)


def _cluster_order(row: Row) -> tuple[bool, str, str]:
    system = row.get("system") or {}
    return (not row["heading"], str(system.get("name", "")), str(row["code"]))


def cluster(ref: str) -> ClusterPage:
    """A cluster by id, code or name."""
    return cast(ClusterPage, _get(_at("clusters", ref)))


def majors_of(
    ref: str,
    *,
    limit: int = 20,
    level: str | None = None,
    region: str | None = None,
    without: tuple[str, ...] = (),
    weights: Mapping[str, float] | None = None,
) -> Answer:
    """Majors that serve a cluster, best first."""
    asked = {"limit": limit, "level": level, "region": region, "without": without}
    return cast(Answer, _get(_at("clusters", ref, "majors"), {**asked, **_weights(weights)}))


def clusters_of(
    ref: str,
    *,
    limit: int = 20,
    without: tuple[str, ...] = (),
    weights: Mapping[str, float] | None = None,
) -> Answer:
    """Clusters that a major serves, best first."""
    asked = {"limit": limit, "without": without}
    return cast(Answer, _get(_at("majors", ref, "clusters"), {**asked, **_weights(weights)}))


def _weights(weights: Mapping[str, float] | None) -> dict[str, str]:
    return {"weights": json.dumps(dict(weights), sort_keys=True)} if weights else {}


def major(ref: str) -> MajorPage:
    """A major by id, code or name."""
    return cast(MajorPage, _get(_at("majors", ref)))


def analysis(name: str, **asked: object) -> Row:
    """An analysis by the last part of its address; every answer has a ``basis``."""
    return cast(Row, _get(_at("analysis", name), asked))


def school(ref: str) -> SchoolPage:
    """A school by id, code or name."""
    return cast(SchoolPage, _get(_at("schools", ref)))


def entity(ref: str) -> Entity:
    """Any entity by id."""
    return cast(Entity, _get(_at("entities", ref)))


def neighbours(
    ref: str, *, relation: str | None = None, direction: str | None = None, limit: int = 50
) -> Listing:
    """Entities one relation away."""
    asked = {"relation": relation, "direction": direction, "limit": limit}
    return cast(Listing, _get(_at("entities", ref, "neighbours"), asked))
