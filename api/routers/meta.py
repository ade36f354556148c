"""The model, the sources, the state of the data, and health."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from api.deps import PublishedDep, ViewDep
from graph.ontology.schema import describe
from graph.queries import overview

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
