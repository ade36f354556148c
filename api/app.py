"""The API: one application factory, no work at import."""

from __future__ import annotations

import hmac
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from hashlib import blake2b
from importlib.metadata import version as package_version
from threading import Thread

from fastapi import FastAPI, Request, Response
from fastapi_offline import FastAPIOffline
from starlette.concurrency import run_in_threadpool
from starlette.middleware.gzip import GZipMiddleware

from api import errors
from api.deps import Published
from api.envelopes import Problem
from api.errors import KeyRequired
from api.routers import entities, matching, meta, pages
from graph.db import Database, connect
from graph.errors import GraphError
from graph.match.snapshot import snapshot_of
from graph.match.text import text_index
from graph.settings import Settings
from graph.view import published_view

Next = Callable[[Request], Awaitable[Response]]
OPEN_PATHS = ("/healthz", "/readyz", "/docs", "/openapi.json", "/static-offline-docs")
DESCRIPTION = (
    "产教图谱：哪些专业服务哪个产业集群，凭什么这样说。每个事实都指明来源行，每个得分都由写明的特征相加而成。\n\n"
    "Which majors serve which industry cluster, and on what evidence. Every fact names the row "
    "it comes from; every score is the sum of documented features."
)


def create_app(settings: Settings, db: Database | None = None) -> FastAPI:
    """The application on an open database, or on one that it opens at start-up.

    Args:
        settings: where the database is, and the key that callers must send.
        db: an open database (tests); it is not closed.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        own = None if db is not None else await run_in_threadpool(connect, settings)
        opened = db if db is not None else own
        assert opened is not None
        app.state.published = Published(opened)
        Thread(target=_warm, args=(opened,), name="warm-up", daemon=True).start()
        yield
        if own is not None:
            own.close()

    app = FastAPIOffline(
        title="产教图谱 · Chanjiao Graph",
        version=package_version("chanjiao-graph"),
        description=DESCRIPTION,
        lifespan=lifespan,
        responses={
            code: {"model": Problem, "content": {errors.MEDIA_TYPE: {}}}
            for code in (308, 401, 404, 409, 422, 500, 503, 504)
        },
    )
    errors.install(app)
    for module in (meta, matching, pages, entities):
        app.include_router(module.router)
    app.add_middleware(GZipMiddleware, minimum_size=1024)
    key = settings.api_key.get_secret_value() if settings.api_key else None
    app.middleware("http")(_answer_by_version)
    app.middleware("http")(_require(key))
    return app


def _warm(db: Database) -> None:
    """Read what matching needs before the first question; a failure shows at that question."""
    try:
        text_index(snapshot_of(published_view(db)))
    except GraphError:
        return


def _require(key: str | None) -> Callable[[Request, Next], Awaitable[Response]]:
    async def check(request: Request, call_next: Next) -> Response:
        sent = request.headers.get("x-api-key", "")
        is_open = request.url.path.startswith(OPEN_PATHS)
        if key is not None and not is_open and not _same(sent, key):
            return errors.problem(
                request, KeyRequired("This API needs a key.", hint="Send it as X-API-Key.")
            )
        return await call_next(request)

    return check


def _same(sent: str, key: str) -> bool:
    """Compared as bytes, in constant time: headers come as Latin-1, whatever was sent."""
    return hmac.compare_digest(sent.encode("latin-1"), key.encode())


async def _answer_by_version(request: Request, call_next: Next) -> Response:
    """ETag from the data version and the question: an unchanged answer costs nothing."""
    if request.method != "GET" or not request.url.path.startswith("/v1/"):
        return await call_next(request)
    try:
        published: Published = request.app.state.published
        state = await run_in_threadpool(published.state)
    except GraphError as error:
        return errors.problem(request, error)
    # The product's version too: newer code may answer the same data differently.
    question = f"{request.app.version} {request.url}"
    asked = blake2b(question.encode(), digest_size=8).hexdigest()
    etag = f'W/"{state.published}-{asked}"'
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers={"ETag": etag})
    response = await call_next(request)
    if response.status_code == 200:
        response.headers["ETag"] = etag
    return response
