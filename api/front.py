"""What every request passes: its id, who sent it, their quota, its size, the version it reads.

One ASGI layer around the application, so that an answer that is kept costs no more than finding
it.
"""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from time import perf_counter
from typing import Final

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import errors
from api.access import Gatekeeper, Quota
from api.answers import AnswerCache, Kept, etag_of
from api.deps import Published
from api.metrics import Metrics
from graph.access import ANONYMOUS, Caller, Keys
from graph.errors import GraphError
from graph.settings import Settings

LARGEST_BODY: Final = 2 << 20
VARY: Final = "X-API-Key, Authorization, Accept-Language, Accept-Encoding"
_ID = re.compile(r"^[A-Za-z0-9._-]{1,64}$")
_UNMATCHED = "(none)"
log = logging.getLogger("chanjiao.api")


@dataclass
class _Asked:
    """One request on its way."""

    scope: Scope
    headers: Headers
    request_id: str
    extra: dict[str, str] = field(default_factory=dict)
    status: int = 500
    #: Of an answer that is kept: no route is looked for.
    kept_route: str = ""
    started: bool = False

    @property
    def path(self) -> str:
        return str(self.scope["path"])

    def route(self) -> str:
        return self.kept_route or str(getattr(self.scope.get("route"), "path", _UNMATCHED))


class Front:
    """See the module. ``app`` is the application inside, ``owner`` the one that has the state."""

    def __init__(self, app: ASGIApp, owner: Starlette, settings: Settings) -> None:
        self._app, self._owner = app, owner
        self._settings = settings
        self._quota, self._metrics = Quota(), Metrics()
        self._cache = AnswerCache(settings.api_cache_mb)
        self._keeper: tuple[Published, Gatekeeper] | None = None
        owner.state.metrics = self._metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = perf_counter()
        asked = _asked(scope)

        async def out(message: Message) -> None:
            if message["type"] == "http.response.start":
                asked.started, asked.status = True, message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in _always(asked).items():
                    headers[name] = value
            await send(message)

        try:
            await self._guarded(asked, _bounded(receive), out)
        except GraphError as error:
            await self._refuse(asked, error, receive, out)
        except Exception:
            if asked.started:
                raise
            log.exception("request %s failed at %s", asked.request_id, asked.route())
            await self._refuse(asked, errors.unexpected(), receive, out)
        finally:
            took = perf_counter() - began
            self._metrics.saw(scope["method"], asked.route(), asked.status, took)

    async def _refuse(self, asked: _Asked, error: GraphError, receive: Receive, send: Send) -> None:
        await errors.problem(Request(asked.scope), error)(asked.scope, receive, send)

    async def _guarded(self, asked: _Asked, receive: Receive, send: Send) -> None:
        if int(_number(asked.headers.get("content-length"))) > LARGEST_BODY:
            raise errors.too_large(LARGEST_BODY)
        published, keeper = self._of_the_database()
        caller = ANONYMOUS
        if asked.scope["method"] != "OPTIONS":
            caller = await keeper.caller(asked.path, asked.headers)
        asked.scope.setdefault("state", {})["caller"] = caller
        self._count(asked, caller)
        if asked.scope["method"] != "GET" or not asked.path.startswith("/v1/"):
            await self._app(asked.scope, receive, send)
            return
        if not published.fresh:
            await run_in_threadpool(published.state)
        await self._by_version(asked, published.state().published, caller, receive, send)

    def _of_the_database(self) -> tuple[Published, Gatekeeper]:
        published: Published = self._owner.state.published
        if self._keeper is None or self._keeper[0] is not published:
            self._keeper = (published, Gatekeeper(self._settings, Keys(published.db)))
        return self._keeper

    def _count(self, asked: _Asked, caller: Caller) -> None:
        limit = self._settings.api_rate if caller.rate is None else caller.rate
        if self._settings.access == "open" or limit == 0 or not asked.path.startswith("/v1/"):
            return
        client = asked.scope.get("client") or ("", 0)
        who = caller.name if caller is not ANONYMOUS else f"at {client[0]}"
        allowance = self._quota.take(who, limit)
        asked.extra |= allowance.headers()
        if allowance.wait_s > 0:
            raise errors.RateLimited(
                f"More than {limit} requests in a minute.",
                hint=f"Wait {max(1, round(allowance.wait_s))} s.",
            )

    async def _by_version(
        self, asked: _Asked, version: int, caller: Caller, receive: Receive, send: Send
    ) -> None:
        etag = etag_of(
            version,
            self._owner.state.published.state().uid,
            str(getattr(self._owner, "version", "")),
            "\x1e".join((caller.role, *caller.scopes)),
            asked.headers.get("accept-language", ""),
            asked.headers.get("host", ""),
            # Freshness of sources is counted in days.
            date.today().isoformat(),
            asked.path,
            asked.scope["query_string"].decode("latin-1"),
        )
        if asked.headers.get("if-none-match") == etag:
            answer = Response(status_code=304, headers={"ETag": etag})
            await answer(asked.scope, receive, send)
            return
        key = etag + ("gzip" if "gzip" in asked.headers.get("accept-encoding", "") else "")
        kept = self._cache.get(key)
        if kept is not None:
            self._metrics.kept += 1
            start, asked.kept_route = kept.start, kept.route
            await send({**start, "headers": list(start["headers"])})
            await send({"type": "http.response.body", "body": kept.body})
            return
        recorder = _Recorder(send, etag, lambda a: self._keep(asked, key, a))
        await self._app(asked.scope, receive, recorder)

    def _keep(self, asked: _Asked, key: str, answer: Kept) -> None:
        answer.route = asked.route()
        self._cache.put(key, answer)


class _Recorder:
    """Passes an answer on with its ETag, and keeps it where it is whole and small."""

    def __init__(self, send: Send, etag: str, keep: Callable[[Kept], None]) -> None:
        self._send, self._etag, self._keep = send, etag, keep
        self._answer: Kept | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if message["status"] == 200 and headers.get("cache-control") != "no-store":
                headers["ETag"] = self._etag
                if headers.get("content-type", "").endswith("json"):
                    copied = {**message, "headers": list(message["headers"])}
                    self._answer = Kept(copied)
        elif self._answer is not None:
            # An answer in several pieces is a stream: it may be of any size.
            if message.get("more_body"):
                self._answer = None
            else:
                self._answer.body = message.get("body", b"")
                self._keep(self._answer)
        await self._send(message)


def _asked(scope: Scope) -> _Asked:
    headers = Headers(scope=scope)
    sent = headers.get("x-request-id", "")
    request_id = sent if _ID.match(sent) else secrets.token_hex(8)
    scope.setdefault("state", {})["request_id"] = request_id
    return _Asked(scope, headers, request_id)


def _always(asked: _Asked) -> Mapping[str, str]:
    return {
        "X-Request-ID": asked.request_id,
        "X-Content-Type-Options": "nosniff",
        "Vary": VARY,
        **asked.extra,
    }


def _number(text: str | None) -> int:
    return int(text) if text is not None and text.isascii() and text.isdecimal() else 0


def _bounded(receive: Receive) -> Receive:
    """A body that was sent without its length may be no larger than another."""
    taken = [0]

    async def bounded() -> Message:
        message = await receive()
        taken[0] += len(message.get("body", b""))
        if taken[0] > LARGEST_BODY:
            # Whoever reads the body passes this one on, and no other.
            raise HTTPException(413, errors.too_large(LARGEST_BODY).message)
        return message

    return bounded
