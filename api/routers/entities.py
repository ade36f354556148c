"""Any entity by id, its neighbours, and search over all names."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request

from api.deps import Limit, Page, PageDep, Skip, ViewDep
from api.envelopes import EntityEvidence, EntityHistory, EntityShown, Neighbours, SearchResult, Ways
from api.routers.lists import Json, skip_links
from graph.queries import entities
from graph.queries import search as find
from graph.queries.grammar import listed
from graph.queries.history import entity_history
from graph.queries.ways import LONGEST, MOST, ways

router = APIRouter(prefix="/v1", tags=["entities"])


@router.get("/entities/{entity_id}", response_model=EntityShown)
def entity(view: ViewDep, entity_id: str) -> dict[str, Any]:
    """An entity with the records of each value and the conflicts between them."""
    return entities.entity(view, entity_id)


@router.get("/entities/{entity_id}/history", response_model=EntityHistory)
def history(view: ViewDep, entity_id: str) -> dict[str, Any]:
    """What an entity said in each version, and its relations that opened or closed."""
    return entity_history(view, entity_id)


@router.get("/entities/{entity_id}/evidence", response_model=EntityEvidence)
def evidence(view: ViewDep, entity_id: str) -> dict[str, Any]:
    """Which record states which value of an entity."""
    return entities.evidence(view, entity_id)


@router.get("/entities/{entity_id}/neighbours", response_model=Neighbours)
def neighbours(
    request: Request,
    view: ViewDep,
    entity_id: str,
    page: PageDep,
    relation: str | None = None,
    direction: Literal["in", "out"] | None = None,
) -> Json:
    """Entities one relation away, each with the records of the relation."""
    found = entities.neighbours(
        view, entity_id,
        relation=relation, direction=direction, skip=page.skip, limit=page.limit,
    )  # fmt: skip
    return Json(found, headers=skip_links(request, page, found["total"]))


@router.get("/search", response_model=SearchResult)
def search(
    request: Request,
    view: ViewDep,
    q: Annotated[str, Query(min_length=1, max_length=100, description="Names or parts of them.")],
    type: Annotated[list[str] | None, Query(description="Entity types.")] = None,
    skip: Skip = 0,
    limit: Limit = 20,
) -> Json:
    """Entities by any of their names: exact, beginning with it, holding every word, in pinyin or
    its initials, else nearly spelt so; best first."""
    found = find.search(view, q, types=type or (), skip=skip, limit=limit)
    return Json(found, headers=skip_links(request, Page(skip, limit), found["total"]))


@router.get("/paths", response_model=Ways)
def paths(
    view: ViewDep,
    start: Annotated[str, Query(min_length=1, max_length=200, description="Id of one entity.")],
    end: Annotated[str, Query(min_length=1, max_length=200, description="Id of another.")],
    relations: Annotated[
        str | None, Query(max_length=500, description="`covers,employs`; unset: all.")
    ] = None,
    longest: Annotated[int, Query(ge=1, le=LONGEST, description="Most relations.")] = 4,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 10,
) -> Json:
    """The shortest chains of relations between two entities."""
    chosen = [w.strip().upper() for w in listed(relations)]
    return Json(ways(view, start, end, relations=chosen, longest=longest, most=limit))
