"""The Reconciliation API, version 0.2, of the W3C community group: for OpenRefine and its like.

The service is ``/v1/reconcile``. A batch of queries comes as JSON in the form field ``queries``,
a request for values in ``extend``; without either the answer is the manifest.
"""

from __future__ import annotations

from html import escape
from typing import Annotated, Any, Literal
from urllib.parse import parse_qs

import orjson
from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from api.deps import LangDep, ViewDep
from api.errors import Invalid
from api.routers.lists import Json
from graph.ontology import REGISTRY
from graph.queries import entities
from graph.queries.grammar import FACT_FIELDS, key_of, neighbour_keys
from graph.queries.search import index_of
from graph.reconcile import MOST, TYPES, extend, reconcile, type_of
from graph.view import View

router = APIRouter(prefix="/v1/reconcile", tags=["reconciliation"])
MOST_QUERIES, MOST_IDS, MOST_PROPERTIES = 100, 1000, 20
SUGGESTED = 10
Scalar = str | int | float | bool


class EntityValue(BaseModel):
    """A value that was itself reconciled."""

    id: str = Field(max_length=200)
    name: str | None = Field(default=None, max_length=500)


class Condition(BaseModel):
    """A property with the value, or values, that a candidate should have."""

    pid: str = Field(min_length=1, max_length=100)
    v: Scalar | EntityValue | list[Scalar | EntityValue]

    def values(self) -> list[str]:
        """The values as text."""
        given = self.v if isinstance(self.v, list) else [self.v]
        return [v.id if isinstance(v, EntityValue) else _text(v) for v in given]


class ReconcileQuery(BaseModel):
    """One cell of the table, with conditions from its other columns."""

    model_config = ConfigDict(extra="forbid")
    query: str = Field(default="", max_length=300)
    type: str | list[str] | None = None
    limit: float = Field(default=5, ge=1)
    properties: list[Condition] = Field(default=[], max_length=MOST_PROPERTIES)
    type_strict: Literal["any", "should", "all"] = "any"

    def kinds(self) -> list[str]:
        """The types asked for, all where none is."""
        given = [self.type] if isinstance(self.type, str) else self.type or []
        return [t for t in given if t in TYPES] if given else list(TYPES)


class ExtendProperty(BaseModel):
    """A property whose values are wanted."""

    id: str = Field(min_length=1, max_length=100)


class ExtendQuery(BaseModel):
    """Entities, and the properties whose values are wanted."""

    ids: list[Annotated[str, Field(max_length=200)]] = Field(max_length=MOST_IDS)
    properties: list[ExtendProperty] = Field(max_length=MOST_PROPERTIES)


class Sent(BaseModel):
    """The fields of a form, in the address or in the body."""

    queries: str | None = None
    extend: str | None = None


def _text(value: Scalar) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/x-www-form-urlencoded": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "queries": {"type": "string", "description": "Queries by name, as JSON."},
                        "extend": {"type": "string", "description": "ids and properties, as JSON."},
                    },
                }
            }
        },
    }
}


async def form_of(request: Request) -> Sent:
    """The form in the body of a request."""
    try:
        found = parse_qs((await request.body()).decode(), max_num_fields=10)
    except ValueError:
        raise Invalid("The body is no form.", field="body") from None
    return Sent(**{k: v[-1] for k, v in found.items() if k in ("queries", "extend")})


@router.get("", response_model=dict[str, Any])
def service(
    request: Request,
    view: ViewDep,
    queries: Annotated[str | None, Query(max_length=4000, description="Queries as JSON.")] = None,
    extend: Annotated[str | None, Query(max_length=4000)] = None,
) -> Json:
    """The manifest; with `queries` or `extend` their answers."""
    return _answer(request, view, Sent(queries=queries, extend=extend))


@router.post("", response_model=dict[str, Any], openapi_extra=FORM)
def service_by_form(
    request: Request, view: ViewDep, sent: Annotated[Sent, Depends(form_of)]
) -> Json:
    """Queries or a request for values, as a form: what OpenRefine sends."""
    return _answer(request, view, sent)


def _answer(request: Request, view: View, sent: Sent) -> Json:
    # What people decide counts at once: nothing of it is kept.
    if sent.queries is not None:
        return Json(_reconciled(view, sent.queries), headers={"Cache-Control": "no-store"})
    if sent.extend is not None:
        return Json(_extended(view, sent.extend))
    return Json(_manifest(request))


def _parsed(text: str, field: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        raise Invalid(f"{field} is no JSON.", field=field) from None


def _checked(model: type[Any], value: Any, field: str) -> Any:
    try:
        return model.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, (field, *first["loc"])))
        raise Invalid(f"{where}: {first['msg']}.", field=field) from None


def _reconciled(view: View, text: str) -> dict[str, Any]:
    asked = _parsed(text, "queries")
    if not isinstance(asked, dict) or len(asked) > MOST_QUERIES:
        raise Invalid(f"queries is no object of at most {MOST_QUERIES}.", field="queries")
    read = {name: _checked(ReconcileQuery, q, f"queries.{name}") for name, q in asked.items()}
    return {name: {"result": _candidates(view, query)} for name, query in read.items()}


def _candidates(view: View, query: ReconcileQuery) -> list[dict[str, Any]]:
    if not query.query.strip() and not query.properties:
        raise Invalid("A query needs a text or properties.", field="queries")
    conditions = [(c.pid, c.values()) for c in query.properties]
    limit = min(int(query.limit), MOST)
    return reconcile(view, query.query, query.kinds(), conditions, limit)


def _extended(view: View, text: str) -> dict[str, Any]:
    asked: ExtendQuery = _checked(ExtendQuery, _parsed(text, "extend"), "extend")
    keys = [p.id for p in asked.properties]
    return {
        "meta": [{"id": key, "name": _property_name(key, asked.ids)} for key in keys],
        "rows": extend(view, asked.ids, keys),
    }


def _property_name(key: str, ids: list[str]) -> str:
    for kind in dict.fromkeys(i.partition(":")[0] for i in ids):
        for found in _properties(kind) if kind in REGISTRY.prefixes else ():
            if found["id"] == key:
                return found["name"]
    return key


def _properties(kind: str) -> list[dict[str, str]]:
    label = REGISTRY.prefixes[kind].__name__
    names = [n for n in REGISTRY.entities[label].fields if n not in FACT_FIELDS]
    keys = [key_of(label, n) for n in (*names, *neighbour_keys(label))]
    return [{"id": k.name, "name": k.caption("zh"), "description": k.caption("en")} for k in keys]


def _manifest(request: Request) -> dict[str, Any]:
    base = str(request.base_url).rstrip("/")
    here = f"{base}/v1/reconcile"
    return {
        "versions": ["0.2"],
        "name": "产教图谱",
        "identifierSpace": f"{base}/v1/entities/",
        "schemaSpace": f"{base}/v1/ontology",
        "documentation": f"{base}/docs",
        "view": {"url": f"{base}/v1/entities/{{{{id}}}}"},
        "defaultTypes": [type_of(kind) for kind in TYPES],
        "preview": {"url": f"{here}/preview?id={{{{id}}}}", "width": 420, "height": 220},
        "suggest": {
            "entity": {"service_url": here, "service_path": "/suggest/entity"},
            "property": {"service_url": here, "service_path": "/suggest/property"},
            "type": {"service_url": here, "service_path": "/suggest/type"},
        },
        "extend": {
            "propose_properties": {"service_url": here, "service_path": "/extend/propose"},
            "property_settings": [],
        },
    }


class Suggestions(BaseModel):
    """What may be meant."""

    result: list[dict[str, Any]]


Prefix = Annotated[str, Query(max_length=100, description="Beginning of a name.")]
From = Annotated[int, Query(ge=0, le=10_000, description="Suggestions to leave out first.")]


@router.get("/suggest/entity", response_model=Suggestions)
def suggest_entity(view: ViewDep, prefix: Prefix, cursor: From = 0) -> Json:
    """Entities by a beginning, a part or the pinyin of a name."""
    labels = [REGISTRY.prefixes[kind].__name__ for kind in TYPES]
    found = index_of(view).find(prefix, view, labels)[cursor : cursor + SUGGESTED]
    return Json(
        {
            "result": [
                {
                    "id": e.id,
                    "name": e.names[0],
                    "description": " · ".join(
                        str(e.values[k]) for k in ("code", "level") if e.values[k]
                    ),
                    "notable": [type_of(REGISTRY.entities[e.label].prefix)],
                }
                for e, _ in found
            ]
        }
    )


@router.get("/suggest/property", response_model=Suggestions)
def suggest_property(prefix: Prefix, cursor: From = 0) -> Json:
    """Properties and relations of the types that can be reconciled."""
    every = {p["id"]: p for kind in TYPES for p in _properties(kind)}
    return Json({"result": _starting(list(every.values()), prefix)[cursor : cursor + SUGGESTED]})


@router.get("/suggest/type", response_model=Suggestions)
def suggest_type(prefix: Prefix, cursor: From = 0) -> Json:
    """Types that can be reconciled."""
    found = _starting([type_of(kind) for kind in TYPES], prefix)
    return Json({"result": found[cursor : cursor + SUGGESTED]})


def _starting(found: list[dict[str, str]], prefix: str) -> list[dict[str, str]]:
    wanted = prefix.strip().lower()
    return [f for f in found if wanted in f["id"] or wanted in f["name"].lower()]


class Proposal(BaseModel):
    """Properties that entities of a type have."""

    type: str
    properties: list[dict[str, Any]]
    limit: int


@router.get("/extend/propose", response_model=Proposal)
def propose_properties(
    type: Annotated[str, Query(max_length=60)] = TYPES[0],
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Json:
    """Properties whose values can be asked for."""
    found = _properties(type) if type in TYPES else []
    shown = [{"id": p["id"], "name": p["name"]} for p in found[:limit]]
    return Json({"type": type, "properties": shown, "limit": limit})


@router.get("/preview", response_class=HTMLResponse)
def preview(
    view: ViewDep, lang: LangDep, id: Annotated[str, Query(min_length=1, max_length=200)]
) -> HTMLResponse:
    """A card of an entity, for a small frame."""
    about = entities.entity(view, id)
    fields = REGISTRY.entities[about["type"]].fields
    rows = "".join(
        f"<dt>{escape(fields[name].prop.zh if lang == 'zh' else fields[name].prop.en)}</dt>"
        f"<dd>{escape(_shown(value))}</dd>"
        for name, value in list(about["properties"].items())[:8]
        if name != "name"
    )
    page = (
        '<!doctype html><html><head><meta charset="utf-8"><title>'
        f"{escape(about['name'])}</title></head><body><h3>{escape(about['name'])}</h3>"
        f"<dl>{rows}</dl></body></html>"
    )
    return HTMLResponse(page, headers={"Content-Security-Policy": "default-src 'none'"})


def _shown(value: Any) -> str:
    text = "、".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= 120 else f"{text[:120]}…"
