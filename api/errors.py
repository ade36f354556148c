"""Errors as RFC 9457 problem documents. The only place that knows which error is which status."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from graph.errors import GraphError

MEDIA_TYPE = "application/problem+json"
#: Stable code → HTTP status. A code that is not here is a fault of ours: 500.
STATUS_OF: dict[str, int] = {
    "not_found": 404,
    "moved": 308,
    "ambiguous_name": 409,
    "as_of_invalid": 422,
    "weights_invalid": 422,
    "request_invalid": 422,
    "key_required": 401,
    "graph_unavailable": 503,
    "graph_busy": 503,
    "authentication_failed": 503,
    "query_timeout": 504,
    "not_ready": 503,
}


class KeyRequired(GraphError):
    """The API is served beyond loopback and the request carries no valid key."""

    code = "key_required"


class NotReady(GraphError):
    """The API runs and has no published data to answer from."""

    code = "not_ready"


def problem(request: Request, error: GraphError) -> JSONResponse:
    """An expected failure as a problem document."""
    status = STATUS_OF.get(error.code, 500)
    body: dict[str, Any] = {
        "type": f"urn:chanjiao:error:{error.code}",
        "title": error.message,
        "status": status,
        "detail": error.hint,
        "instance": str(request.url.path),
        "code": error.code,
        **{k: v for k, v in error.fields.items() if k not in ("type", "title", "status")},
    }
    headers = {}
    if error.code == "moved":
        headers["Location"] = moved_to(str(request.url), body["id"], body["to"])
    return JSONResponse(body, status, headers, media_type=MEDIA_TYPE)


def moved_to(url: str, old: str, new: str) -> str:
    """The address asked for, with the new id in the place of the old one."""
    return url.replace(quote(old, safe=":"), new).replace(quote(old), new)


def install(app: FastAPI) -> None:
    """Turn every failure of ``app`` into a problem document."""

    @app.exception_handler(GraphError)
    async def on_graph_error(request: Request, error: GraphError) -> JSONResponse:
        return problem(request, error)

    @app.exception_handler(RequestValidationError)
    async def on_invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"][1:])
        return problem(request, _Invalid(f"{field}: {first['msg']}.", field=field))

    @app.exception_handler(HTTPException)
    async def on_http(request: Request, error: HTTPException) -> JSONResponse:
        code = "not_found" if error.status_code == 404 else "http_error"
        body = {
            "type": f"urn:chanjiao:error:{code}",
            "title": str(error.detail),
            "status": error.status_code,
            "detail": "See /docs for the addresses that exist.",
            "instance": request.url.path,
            "code": code,
        }
        return JSONResponse(body, error.status_code, media_type=MEDIA_TYPE)

    @app.exception_handler(Exception)
    async def on_unexpected(request: Request, error: Exception) -> JSONResponse:
        # The server's log has the traceback; the caller learns nothing of it.
        fault = _Unexpected("The server made a mistake.", hint="Report it with this address.")
        return problem(request, fault)


class _Invalid(GraphError):
    code = "request_invalid"


class _Unexpected(GraphError):
    code = "internal_error"
