"""Who sent a request, and how many more they may send."""

from __future__ import annotations

import hmac
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers

from api.errors import KeyRequired
from graph.access import ANONYMOUS, Caller, Keys
from graph.settings import Settings

#: Addresses that answer everybody: nothing of the data is in them.
OPEN_PATHS: Final = (
    "/healthz",
    "/readyz",
    "/docs",
    "/redoc",
    "/openapi.json",
    "/static-offline-docs",
)
MINUTE_S: Final = 60.0
MOST_CALLERS: Final = 10_000
LONGEST_KEY: Final = 200


class Gatekeeper:
    """Tells callers by the key they send: the one of the settings, or one of the graph's."""

    def __init__(self, settings: Settings, keys: Keys) -> None:
        self._master = settings.api_key.get_secret_value() if settings.api_key else None
        self._access = settings.access
        self._keys = keys

    async def caller(self, path: str, headers: Headers) -> Caller:
        """Who asks.

        Raises:
            KeyRequired: a key is needed and none was sent, or what was sent is no valid key.
        """
        if _is_open(path):
            return ANONYMOUS
        sent = _sent(headers)
        if sent:
            found = await self._known(sent)
            if found is not None:
                return found
            if self._access != "open":
                raise KeyRequired("The key is not valid.", hint="It may have expired.")
        if self._access == "key":
            raise KeyRequired("This API needs a key.", hint="Send it as X-API-Key.")
        return ANONYMOUS

    async def _known(self, sent: str) -> Caller | None:
        if self._master is not None and _same(sent, self._master):
            return Caller("settings")
        if len(sent) > LONGEST_KEY:
            return None
        if self._keys.fresh:
            return self._keys.caller(sent)
        return await run_in_threadpool(self._keys.caller, sent)


def _is_open(path: str) -> bool:
    return any(path == p or path.startswith(f"{p}/") for p in OPEN_PATHS)


def _sent(headers: Headers) -> str:
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return headers.get("x-api-key", "") or (token.strip() if scheme.lower() == "bearer" else "")


def _same(sent: str, key: str) -> bool:
    """Compared as bytes, in constant time: headers come as Latin-1, whatever was sent."""
    return hmac.compare_digest(sent.encode("latin-1"), key.encode())


@dataclass(frozen=True)
class Allowance:
    """What is left of a caller's minute: ``wait_s`` is above zero where nothing is."""

    limit: int
    left: int
    wait_s: float

    def headers(self) -> dict[str, str]:
        """Rate-limit headers."""
        found = {"RateLimit-Limit": str(self.limit), "RateLimit-Remaining": str(self.left)}
        if self.wait_s > 0:
            found["Retry-After"] = str(max(1, round(self.wait_s)))
        return found


class Quota:
    """A bucket of requests per caller that fills up again over a minute. It counts in this
    process: with several workers each gives its own."""

    def __init__(self) -> None:
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def take(self, caller: str, per_minute: int) -> Allowance:
        """Take one request of this caller's minute."""
        now = monotonic()
        with self._lock:
            tokens, since = self._buckets.pop(caller, (float(per_minute), now))
            tokens = min(per_minute, tokens + (now - since) * per_minute / MINUTE_S)
            allowed = tokens >= 1
            tokens -= 1 if allowed else 0
            self._buckets[caller] = (tokens, now)
            if len(self._buckets) > MOST_CALLERS:
                self._buckets.popitem(last=False)
        wait = 0.0 if allowed else (1 - tokens) * MINUTE_S / per_minute
        return Allowance(per_minute, int(tokens), wait)
