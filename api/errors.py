"""Errors as RFC 9457 problem documents. The only place that knows which error is which status."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from graph.errors import GraphError
from graph.queries.kinds import KINDS

MEDIA_TYPE = "application/problem+json"
#: Stable code → HTTP status. A code that is not here is a fault of ours: 500.
STATUS_OF: dict[str, int] = {
    "not_found": 404,
    "moved": 308,
    "ambiguous_name": 409,
    "as_of_invalid": 422,
    "weights_invalid": 422,
    "pairs_invalid": 422,
    "analysis_invalid": 422,
    "question_unanswerable": 422,
    "index_refused": 422,
    "request_invalid": 422,
    "filter_invalid": 422,
    "cursor_invalid": 422,
    "access_invalid": 422,
    "key_required": 401,
    "forbidden": 403,
    "body_too_large": 413,
    "rate_limited": 429,
    "graph_unavailable": 503,
    "graph_busy": 503,
    "authentication_failed": 503,
    "query_timeout": 504,
    "not_ready": 503,
}


class KeyRequired(GraphError):
    """The API is served beyond loopback and the request carries no valid key."""

    code = "key_required"


class Forbidden(GraphError):
    """The caller is known and their role does not reach that far."""

    code = "forbidden"


class Refused(GraphError):
    """A refusal of the web framework that has no code of its own, such as a wrong method."""

    code = "http_error"


class TooLarge(GraphError):
    """The body of the request is larger than the API takes."""

    code = "body_too_large"


class RateLimited(GraphError):
    """The caller sent more requests than they may; ``Retry-After`` says how long to wait."""

    code = "rate_limited"


class NotReady(GraphError):
    """The API runs and has no published data to answer from."""

    code = "not_ready"


def problem(request: Request, error: GraphError) -> JSONResponse:
    """An expected failure as a problem document."""
    body = problem_of(request.url.path, error)
    headers = {}
    if error.code == "moved":
        asked = quote(request.url.path, safe="/:")
        if query := request.url.query:
            asked += f"?{query}"
        headers["Location"] = moved_to(asked, body["id"], body["to"])
    return JSONResponse(body, body["status"], headers, media_type=MEDIA_TYPE)


def problem_of(path: str, error: GraphError) -> dict[str, Any]:
    """The members of a problem document."""
    return {
        "type": f"urn:chanjiao:error:{error.code}",
        "title": error.message,
        "status": STATUS_OF.get(error.code, 500),
        "detail": error.hint,
        "instance": path,
        "code": error.code,
        **{k: v for k, v in error.fields.items() if k not in ("type", "title", "status")},
    }


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
        return problem(request, Invalid(f"{field}: {first['msg']}.", field=field))

    @app.exception_handler(HTTPException)
    async def on_http(request: Request, error: HTTPException) -> JSONResponse:
        named = {404: "not_found", 413: "body_too_large"}
        code = named.get(error.status_code, Refused.code)
        body = {
            "type": f"urn:chanjiao:error:{code}",
            "title": str(error.detail),
            "status": error.status_code,
            "detail": "See /docs for the addresses that exist.",
            "instance": request.url.path,
            "code": code,
        }
        headers = dict(error.headers or {})
        if error.status_code == 404:
            body |= _near(request.url.path)
        if error.status_code == 405:
            headers["Allow"] = ", ".join(sorted(_methods(app, request.url.path)))
        return JSONResponse(body, error.status_code, headers, media_type=MEDIA_TYPE)


def _near(path: str) -> dict[str, Any]:
    """The nearest list, where an address begins like one."""
    word = path.removeprefix("/v1/").partition("/")[0]
    near = get_close_matches(word, KINDS, n=3, cutoff=0.6) if path.startswith("/v1/") else []
    if not near:
        return {}
    return {
        "detail": f"Did you mean {', '.join(near)}?",
        "suggestions": [{"id": w, "name": w} for w in near],
    }


def _methods(app: FastAPI, path: str) -> set[str]:
    """Every method that the description has for an address."""
    kinds = "|".join(KINDS)
    return {
        method.upper()
        for template, methods in app.openapi()["paths"].items()
        if re.fullmatch(
            re.sub(r"\{\w+\}", "[^/]+", template.replace("{kind}", f"(?:{kinds})")), path
        )
        for method in methods
    }


class Invalid(GraphError):
    """A parameter that is missing, unknown or of the wrong shape; ``field`` names it."""

    code = "request_invalid"


class _Unexpected(GraphError):
    code = "internal_error"


def unexpected() -> GraphError:
    """A fault of ours: the server's log has the traceback, the caller learns nothing of it."""
    return _Unexpected("The server made a mistake.", hint="Report it with the request id.")


def too_large(limit: int) -> TooLarge:
    """A body beyond ``limit`` bytes."""
    return TooLarge(f"The body is larger than {limit >> 20} MiB.", hint="Send it in parts.")


def codes() -> list[str]:
    """Every code that a problem document may carry."""
    return sorted(
        {*STATUS_OF, Refused.code, "internal_error", "configuration_invalid", "graph_error"}
    )
