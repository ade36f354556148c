"""Quotas, kept answers, metrics: what every request passes."""

from __future__ import annotations

import pytest

from api.access import Quota
from api.answers import AnswerCache, Kept, etag_of
from api.metrics import Metrics


def test_a_quota_ends_and_fills_up_again(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("api.access.monotonic", lambda: now[0])
    quota = Quota()
    assert [quota.take("a", 3).left for _ in range(3)] == [2, 1, 0]
    refused = quota.take("a", 3)
    assert refused.wait_s == pytest.approx(20)
    assert refused.headers()["Retry-After"] == "20"
    assert quota.take("b", 3).wait_s == 0  # another caller has their own
    now[0] = 20.0
    assert quota.take("a", 3).wait_s == 0
    assert quota.take("a", 3).wait_s > 0
    now[0] = 3600.0
    assert quota.take("a", 3).left == 2  # never more than a minute's worth


def test_the_cache_forgets_the_oldest_first() -> None:
    cache = AnswerCache(1)
    start = {"type": "http.response.start", "status": 200, "headers": []}
    for name in "abc":
        cache.put(name, Kept(start, "", b"x" * 400_000))
    assert cache.get("a") is None
    assert cache.get("c") is not None
    cache.put("huge", Kept(start, "", b"x" * 2_000_000))
    assert cache.get("huge") is None
    none = AnswerCache(0)
    none.put("a", Kept(start, "", b"x"))
    assert none.get("a") is None


def test_an_etag_tells_callers_languages_and_versions_apart() -> None:
    tags = {etag_of(1, "a", "b"), etag_of(2, "a", "b"), etag_of(1, "ab", ""), etag_of(1, "b", "a")}
    assert len(tags) == 4


def test_metrics_count_by_route() -> None:
    metrics = Metrics()
    metrics.saw("GET", "/v1/{kind}", 200, 0.003)
    metrics.saw("GET", "/v1/{kind}", 200, 0.3)
    metrics.saw("GET", "/v1/{kind}", 404, 99)
    text = metrics.text(7)
    assert 'chanjiao_requests_total{method="GET",route="/v1/{kind}",status="200"} 2' in text
    assert 'chanjiao_request_seconds_bucket{route="/v1/{kind}",le="0.005"} 1' in text
    assert 'chanjiao_request_seconds_bucket{route="/v1/{kind}",le="+Inf"} 3' in text
    assert "chanjiao_data_version 7" in text
