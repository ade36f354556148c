"""Any entity by id, its neighbours, and search over all names."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query

from api.deps import Limit, Skip, ViewDep
from api.envelopes import EntityHistory, EntityShown, Neighbours, SearchResult
from graph.queries import entities
from graph.queries.history import entity_history

router = APIRouter(prefix="/v1", tags=["entities"])


@router.get("/entities/{entity_id}", response_model=EntityShown)
def entity(view: ViewDep, entity_id: str) -> dict[str, Any]:
    """An entity with the records of each value and the conflicts between them."""
    return entities.entity(view, entity_id)


@router.get("/entities/{entity_id}/history", response_model=EntityHistory)
def history(view: ViewDep, entity_id: str) -> dict[str, Any]:
    """What an entity said in each version, and its relations that opened or closed."""
    return entity_history(view, entity_id)


@router.get("/entities/{entity_id}/neighbours", response_model=Neighbours)
def neighbours(
    view: ViewDep,
    entity_id: str,
    relation: str | None = None,
    direction: Literal["in", "out"] | None = None,
    skip: Skip = 0,
    limit: Limit = 50,
) -> dict[str, Any]:
    """Entities one relation away, each with the records of the relation."""
    return entities.neighbours(
        view, entity_id, relation=relation, direction=direction, skip=skip, limit=limit
    )


@router.get("/search", response_model=SearchResult)
def search(
    view: ViewDep,
    q: Annotated[str, Query(min_length=1, max_length=100, description="Names or parts of them.")],
    type: Annotated[list[str] | None, Query(description="Entity types.")] = None,
    skip: Skip = 0,
    limit: Limit = 20,
) -> dict[str, Any]:
    """Entities by name, short name, former name or alias; exact names first."""
    return entities.search(view, q, types=type or (), skip=skip, limit=limit)
