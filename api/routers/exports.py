"""Taking lists and graphs away, and following what changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse

from api.deps import LangDep, ViewDep
from api.envelopes import ChangeDays, Changes
from api.formats import GRAPHS, MEDIA_TYPES, TABLES, Table
from api.routers.lists import Asked, Json
from graph.errors import NotFound
from graph.ontology import REGISTRY
from graph.queries import changes as read
from graph.queries.grammar import listed
from graph.queries.kinds import label_of_kind
from graph.queries.lists import total
from graph.queries.passing import entities_to_pass, graph_to_pass

router = APIRouter(prefix="/v1", tags=["take away"])
Format = Literal["csv", "xlsx", "parquet", "ndjson", "graphml", "jsonld"]
GraphFormat = Literal["ndjson", "graphml", "jsonld"]
FILES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file, in pieces.",
        "content": {
            t: {"schema": {"type": "string", "format": "binary"}} for t in MEDIA_TYPES.values()
        },
    }
}


@router.get("/changes", response_model=Changes)
def changes(
    view: ViewDep,
    since: Annotated[int, Query(ge=0, le=2**53, description="The last number you have.")] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> Json:
    """Created, changed, withdrawn, merged: a sequence without gaps. Go on from `last`."""
    return Json(read.changes(view, since, limit))


@router.get("/changes/days", response_model=ChangeDays)
def change_days(view: ViewDep) -> Json:
    """Numbers and a digest of the changes of each day and type."""
    return Json({"items": read.summary(view), "data_version": view.version})


@router.get("/export", response_class=StreamingResponse, responses=FILES)
def graph(
    view: ViewDep,
    format: GraphFormat,
    types: Annotated[
        str | None, Query(max_length=500, description="`majors,clusters`; unset: all.")
    ] = None,
    relations: Annotated[
        str | None, Query(max_length=500, description="`serves,covers`; unset: all.")
    ] = None,
) -> StreamingResponse:
    """A graph: entities of these types and the relations between them. NDJSON ends with a line
    that has the numbers and a checksum."""
    labels = [label_of_kind(w.strip()) for w in listed(types)] or list(REGISTRY.entities)
    kinds = [_relation(w.strip()) for w in listed(relations)] or list(REGISTRY.relations)
    return _file(GRAPHS[format](graph_to_pass(view, labels, kinds)), "graph", format)


@router.get("/{kind:kind}/export", response_class=StreamingResponse, responses=FILES)
def list_of_a_type(view: ViewDep, lang: LangDep, asked: Asked, format: Format) -> StreamingResponse:
    """A whole list as a file, however long. What a source does not let pass on stays out."""
    total(view, asked)  # a question that fails must fail before the file begins
    items = entities_to_pass(view, asked)
    if format in TABLES:
        pieces = TABLES[format](Table.of(asked.label, asked.fields, lang), items)
    else:
        pieces = GRAPHS[format](items)
    return _file(pieces, REGISTRY.entities[asked.label].prefix, format)


def _relation(word: str) -> str:
    if not word.islower() or word.upper() not in REGISTRY.relations:
        raise NotFound(f"There is no relation '{word[:60]}'.", hint="See /v1/ontology.")
    return word.upper()


def _file(pieces: Iterator[bytes], name: str, format: str) -> StreamingResponse:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}.{format}"',
        "Cache-Control": "no-store",
    }
    return StreamingResponse(pieces, headers=headers, media_type=MEDIA_TYPES[format])
