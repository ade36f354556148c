"""The API: one application factory, no work at import."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version as package_version
from threading import Thread
from typing import Any

import structlog
from fastapi import Depends, FastAPI
from fastapi_offline import FastAPIOffline
from starlette.concurrency import run_in_threadpool
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware

from api import errors
from api.deps import Published, known_parameters
from api.envelopes import Problem
from api.examples import described
from api.front import Front
from api.routers import analysis, ask, entities, exports, lists, matching, meta, pages, reconcile
from graph.db import Database, connect
from graph.match.snapshot import snapshot_of
from graph.match.text import text_index
from graph.queries.search import index_of
from graph.settings import Settings
from graph.view import published_view

CORS: dict[str, Any] = {
    "allow_methods": ["GET", "POST"],
    "allow_headers": ["X-API-Key", "Authorization", "Content-Type", "If-None-Match"],
    "expose_headers": ["ETag", "Link", "X-Request-ID", "RateLimit-Remaining", "Retry-After"],
}
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
        dependencies=[Depends(known_parameters)],
        responses={
            code: {"model": Problem, "content": {errors.MEDIA_TYPE: {}}}
            for code in (308, 401, 403, 404, 409, 413, 422, 429, 500, 503, 504)
        },
    )
    errors.install(app)
    for module in (ask, meta, exports, reconcile, analysis, matching, pages, entities, lists):
        app.include_router(module.router)
    app.add_middleware(GZipMiddleware, minimum_size=1024, compresslevel=5)
    app.add_middleware(Front, owner=app, settings=settings)
    if origins := [o.strip() for o in (settings.api_cors or "").split(",") if o.strip()]:
        app.add_middleware(CORSMiddleware, allow_origins=origins, **CORS)
    _describe(app)
    return app


def _describe(app: FastAPI) -> None:
    """Put the examples into the description, made once."""
    make = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = described(make())
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # how FastAPI wants it replaced


def _warm(db: Database) -> None:
    """Read what matching and search need before the first question.

    A failure (no graph yet, or one that changes meanwhile) is no answer's: the first question that
    needs the same shows it.
    """
    try:
        view = published_view(db)
        text_index(snapshot_of(view))
        index_of(view)
    except Exception as error:
        structlog.get_logger().info("warm_up_failed", error=type(error).__name__)
