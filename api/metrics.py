"""Counts and times of requests in the Prometheus text format. Nothing personal is in them."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from threading import Lock

BOUNDS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """Requests by method, route and status, and how long they took."""

    def __init__(self) -> None:
        self._requests: Counter[tuple[str, str, int]] = Counter()
        self._buckets: dict[str, list[int]] = defaultdict(lambda: [0] * (len(BOUNDS_S) + 1))
        self._seconds: Counter[str] = Counter()
        self._lock = Lock()
        self.kept = 0

    def saw(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one request; ``route`` is its template, never the address itself."""
        with self._lock:
            self._requests[method, route, status] += 1
            self._buckets[route][bisect_left(BOUNDS_S, seconds)] += 1
            self._seconds[route] += seconds  # type: ignore[assignment]  # a sum of floats

    def text(self, version: int) -> str:
        """All of it, in the text format of Prometheus."""
        with self._lock:
            lines = [
                "# HELP chanjiao_requests_total Requests by route and status.",
                "# TYPE chanjiao_requests_total counter",
                *(
                    f'chanjiao_requests_total{{method="{m}",route="{r}",status="{s}"}} {n}'
                    for (m, r, s), n in sorted(self._requests.items())
                ),
                "# HELP chanjiao_request_seconds How long requests took.",
                "# TYPE chanjiao_request_seconds histogram",
            ]
            for route, counts in sorted(self._buckets.items()):
                lines += self._histogram(route, counts)
        lines += [
            "# HELP chanjiao_answers_kept_total Answers that came from the cache.",
            "# TYPE chanjiao_answers_kept_total counter",
            f"chanjiao_answers_kept_total {self.kept}",
            "# HELP chanjiao_data_version Published version of the data.",
            "# TYPE chanjiao_data_version gauge",
            f"chanjiao_data_version {version}",
        ]
        return "\n".join(lines) + "\n"

    def _histogram(self, route: str, counts: list[int]) -> list[str]:
        lines, total = [], 0
        for bound, count in zip((*map(str, BOUNDS_S), "+Inf"), counts, strict=True):
            total += count
            lines.append(f'chanjiao_request_seconds_bucket{{route="{route}",le="{bound}"}} {total}')
        lines.append(f'chanjiao_request_seconds_sum{{route="{route}"}} {self._seconds[route]:.6f}')
        lines.append(f'chanjiao_request_seconds_count{{route="{route}"}} {total}')
        return lines
