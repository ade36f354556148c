"""The model, the sources, the state of the data, and health."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import PlainTextResponse

from api.deps import AdminDep, CallerDep, LangDep, PublishedDep, ViewDep
from api.envelopes import Audit, CodeTable, CodeTables, Me
from api.metrics import Metrics
from api.routers.lists import Json
from graph.access import audit as read_audit
from graph.errors import NotFound
from graph.ontology import REGISTRY, lists
from graph.ontology.schema import describe
from graph.queries import overview
from graph.queries.kinds import KINDS

router = APIRouter()


@router.get("/healthz", tags=["health"])
def healthz() -> dict[str, str]:
    """The process runs."""
    return {"status": "ok"}


@router.get("/readyz", tags=["health"])
def readyz(published: PublishedDep) -> dict[str, Any]:
    """Neo4j answers and data is published; else 503 with the reason."""
    published.db.ping()
    return {"status": "ready", "data_version": published.state().published}


@router.get("/v1/ontology", tags=["model"])
def ontology() -> dict[str, Any]:
    """Entities, relations, properties with captions in both languages, closed lists."""
    return describe()


@router.get("/v1/sources", tags=["data"])
def sources(view: ViewDep) -> dict[str, Any]:
    """Cards of the loaded sources, with rows, quarantine and freshness."""
    items = overview.sources(view)
    return {"items": items, "total": len(items), "data_version": view.version}


@router.get("/v1/status", tags=["data"])
def status(view: ViewDep) -> dict[str, Any]:
    """Counts by kind and what the last loads did."""
    return {**overview.status(view), "counts": overview.counts(view)}


@router.get("/metrics", tags=["health"], response_class=PlainTextResponse)
def metrics(request: Request, published: PublishedDep) -> PlainTextResponse:
    """Requests by route and status, their times, the data version: Prometheus text."""
    counted: Metrics = request.app.state.metrics
    return PlainTextResponse(counted.text(published.state().published))


@router.get("/v1/codes", response_model=CodeTables, tags=["model"])
def code_tables(lang: LangDep) -> dict[str, Any]:
    """The closed lists, and the entity types that are official code tables."""
    return {
        "items": [
            {"name": v.name, "caption": v.zh if lang == "zh" else v.en, "terms": len(v.terms)}
            for v in lists.ALL_LISTS
        ],
        "entities": [
            {"name": word, "caption": _caption(label, lang), "address": f"/v1/{word}"}
            for word, label in KINDS.items()
            if "code" in REGISTRY.entities[label].fields
        ],
    }


@router.get("/v1/codes/{table}", response_model=CodeTable, tags=["model"])
def code_table(lang: LangDep, table: str) -> dict[str, Any]:
    """A closed list: its terms, their captions, and the words that map to them."""
    for found in lists.ALL_LISTS:
        if found.name == table:
            return {
                "name": found.name,
                "caption": found.zh if lang == "zh" else found.en,
                "terms": [
                    {"code": t.code, "caption": found.caption(t.code, lang), "aliases": t.aliases}
                    for t in found.terms
                ],
            }
    near = get_close_matches(table, [v.name for v in lists.ALL_LISTS], n=3, cutoff=0.5)
    raise NotFound(
        f"There is no code table '{table[:60]}'.",
        hint=f"Did you mean {', '.join(near)}?" if near else "See /v1/codes.",
        suggestions=[{"id": n, "name": n} for n in near],
    )


@router.get("/v1/audit", response_model=Audit, tags=["access"])
def audit(
    admin: AdminDep, published: PublishedDep, limit: Annotated[int, Query(ge=1, le=1000)] = 100
) -> Json:
    """Who did what, newest first; for administrators."""
    return Json({"items": read_audit(published.db, limit)}, headers={"Cache-Control": "no-store"})


@router.get("/v1/me", response_model=Me, tags=["access"])
def me(caller: CallerDep) -> Json:
    """Who the key belongs to, and what it may see."""
    shown = {
        "name": caller.name,
        "role": caller.role,
        "organisation": caller.organisation,
        "scopes": caller.scopes,
    }
    return Json(shown, headers={"Cache-Control": "no-store"})


def _caption(label: str, lang: str) -> str:
    kind = REGISTRY.entities[label]
    return kind.zh if lang == "zh" else kind.en
