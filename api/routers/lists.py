"""Lists of every entity type of the model, and what can be asked of one entity of any type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal
from urllib.parse import quote, urlencode

import orjson
from fastapi import APIRouter, Depends, Path, Query, Request, Response
from starlette.convertors import StringConvertor, register_url_convertor

from api.deps import LangDep, Limit, Page, PageDep, ViewDep, named
from api.envelopes import EntityEvidence, EntityHistory, EntityShown, Listing, Neighbours
from api.errors import Invalid
from graph.errors import NotFound
from graph.ontology import REGISTRY
from graph.queries import entities
from graph.queries import lists as read
from graph.queries.grammar import Key, Question, in_words, key_of, listed, question
from graph.queries.history import entity_history
from graph.queries.kinds import KINDS, label_of_kind
from graph.view import View


class _KindConvertor(StringConvertor):
    """Only words of entity types: any other address is somebody else's, or nobody's."""

    regex = "|".join(sorted(KINDS, key=len, reverse=True))


register_url_convertor("kind", _KindConvertor())
router = APIRouter(prefix="/v1", tags=["lists"])
MOST_KEYS = 6

Kind = Annotated[
    str,
    Path(description="Entity type, in the plural.", json_schema_extra={"enum": sorted(KINDS)}),
]
Filter = Annotated[
    str | None,
    Query(
        max_length=2000,
        description="Clauses `key:value` joined by commas. `|` or, `!` not, `a..b` and `>a` "
        "ranges, `~` part of a text, `null` unknown. A key is a property, a relation or an "
        "entity type: `level:高职专科,occupation:2-02-10-01`. Quote values that hold `,` or `|`: "
        '`name:"a,b"`.',
    ),
]
Sort = Annotated[
    str | None, Query(max_length=300, description="Properties; `-` before one turns it round.")
]
Fields = Annotated[
    str | None, Query(max_length=1000, description="Properties to show; unset: all.")
]
Cursor = Annotated[str | None, Query(max_length=4000, description="`next` of the page before.")]
Keys = Annotated[str | None, Query(max_length=300)]


class Json(Response):
    """A finished answer: its shape is declared and tested, not checked at every request."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        """The answer as bytes."""
        return orjson.dumps(content)


def asked_of(
    kind: Kind, filter: Filter = None, sort: Sort = None, fields: Fields = None
) -> Question:
    """The question of a list, checked against the model."""
    return question(label_of_kind(kind), filter, sort, fields)


Asked = Annotated[Question, Depends(asked_of)]


@dataclass(frozen=True)
class Shown:
    """What a list shows, and which page of it."""

    include: Annotated[Keys, Query(description="Neighbours to show: `located_in,industry`.")] = None
    facets: Annotated[Keys, Query(description="Keys to count the list by, beside it.")] = None
    group_by: Annotated[Keys, Query(description="A key to count by, instead of items.")] = None
    limit: Limit = 50
    cursor: Cursor = None


ShownDep = Annotated[Shown, Depends()]


@router.get("/{kind:kind}", response_model=Listing)
def entities_of_a_type(
    request: Request, view: ViewDep, lang: LangDep, asked: Asked, shown: ShownDep
) -> Json:
    """Any type: filtered, ordered, paged, counted, with neighbours."""
    found = listing(view, lang, asked, shown)
    return Json(found, headers=links(request, found["next"]))


def listing(view: View, lang: str, asked: Question, shown: Shown) -> dict[str, Any]:
    """The answer of a list; see :class:`api.envelopes.Listing`."""
    shape = _Shape(asked, shown)
    found = (
        {"items": [], "total": read.total(view, asked), "next": None}
        if shape.group is not None
        else read.page(view, asked, limit=shown.limit, cursor=shown.cursor)
    )
    shape.relate(view, found["items"])
    return {**found, **shape.counted(view, lang), "data_version": view.version}


class _Shape:
    """What a list shows beside its items."""

    def __init__(self, asked: Question, shown: Shown) -> None:
        self.asked = asked
        self.include = [self._key(w, "include") for w in _few(shown.include, "include")]
        self.facets = [self._key(w, "facets") for w in _few(shown.facets, "facets")]
        self.group = self._key(shown.group_by, "group_by") if shown.group_by else None
        for key in self.include:
            if key.field is not None:
                raise Invalid(f"'{key.name}' is a property; use fields.", field="include")

    def _key(self, word: str, where: str) -> Key:
        return key_of(self.asked.label, word, where)

    def relate(self, view: View, items: list[dict[str, Any]]) -> None:
        """Add the neighbours to the items."""
        ids = [item["id"] for item in items]
        for key in self.include if ids else ():
            found = read.related(view, self.asked.label, ids, key)
            for item in items:
                shown = found.get(item["id"], {"items": [], "total": 0})
                item.setdefault("related", {})[key.name] = shown

    def counted(self, view: View, lang: str) -> dict[str, Any]:
        """Groups and facets, the question in words, captions."""

        def grouped(key: Key) -> dict[str, Any]:
            return {**read.groups(view, self.asked, key), "caption": key.caption(lang)}

        declared = REGISTRY.entities[self.asked.label].fields
        shown = self.asked.fields or tuple(declared)
        return {
            "said": in_words(self.asked, lang, [self.group] if self.group else ()),
            "captions": {
                n: declared[n].prop.zh if lang == "zh" else declared[n].prop.en
                for n in shown
                if n in declared
            },
            "facets": [grouped(key) for key in self.facets],
            "groups": grouped(self.group) if self.group else None,
        }


def _few(text: str | None, where: str) -> list[str]:
    words = listed(text)
    if len(words) > MOST_KEYS:
        raise Invalid(f"More than {MOST_KEYS} keys.", field=where)
    return words


def links(request: Request, cursor: str | None) -> dict[str, str]:
    """RFC 8288 links to the first page and the next, relative to this host."""
    kept = [(k, v) for k, v in request.query_params.multi_items() if k != "cursor"]
    path = quote(request.url.path, safe="/:")

    def link(pairs: list[tuple[str, str]], rel: str) -> str:
        return f'<{path}{"?" if pairs else ""}{urlencode(pairs)}>; rel="{rel}"'

    links = [link(kept, "first")]
    if cursor is not None:
        links.append(link([*kept, ("cursor", cursor)], "next"))
    return {"Link": ", ".join(links)}


def entity_id(view: ViewDep, kind: Kind, reference: str) -> str:
    """Id of the entity that an address names by type and id, code or name."""
    declared = REGISTRY.entities[label_of_kind(kind)]
    # An id needs no look-up; what it leads to is found with it.
    if reference.startswith(f"{declared.prefix}:"):
        return reference
    return named(view, declared, reference)


EntityId = Annotated[str, Depends(entity_id)]


@router.get("/{kind:kind}/{reference}", response_model=EntityShown)
def entity_of_a_type(view: ViewDep, found: EntityId) -> Json:
    """One entity of any type by id, code or name, with the records of each value."""
    return Json(entities.entity(view, found))


@router.get("/{kind:kind}/{reference}/history", response_model=EntityHistory)
def history_of_an_entity(view: ViewDep, found: EntityId) -> Json:
    """What an entity said in each version, by id, code or name."""
    return Json(entity_history(view, found))


@router.get("/{kind:kind}/{reference}/evidence", response_model=EntityEvidence)
def evidence_of_an_entity(view: ViewDep, found: EntityId) -> Json:
    """Which record states which value of an entity."""
    return Json(entities.evidence(view, found))


@router.get("/{kind:kind}/{reference}/{relation}", response_model=Neighbours)
def neighbours_by_relation(
    request: Request,
    view: ViewDep,
    found: EntityId,
    page: PageDep,
    relation: str,
    direction: Literal["in", "out"] | None = None,
) -> Json:
    """Neighbours by one relation (`located_in`), each with the records of the relation."""
    name = relation.upper()
    if not relation.islower() or name not in REGISTRY.relations:
        known = _relations(REGISTRY.entity_of(found).__name__)
        raise NotFound(
            f"There is no relation '{relation[:60]}'.", hint=f"Known: {', '.join(known)}."
        )
    answer = entities.neighbours(
        view, found,
        relation=name, direction=direction, skip=page.skip, limit=page.limit,
    )  # fmt: skip
    return Json(answer, headers=skip_links(request, page, answer["total"]))


def skip_links(request: Request, page: Page, total: int) -> dict[str, str]:
    """Links of a list that is paged by ``skip``."""
    kept = [(k, v) for k, v in request.query_params.multi_items() if k != "skip"]
    path = quote(request.url.path, safe="/:")

    def link(skip: int, rel: str) -> str:
        return f'<{path}?{urlencode([*kept, ("skip", str(skip))])}>; rel="{rel}"'

    links = [link(0, "first")]
    if page.skip + page.limit < total:
        links.append(link(page.skip + page.limit, "next"))
    return {"Link": ", ".join(links)}


def _relations(label: str) -> list[str]:
    kind = REGISTRY.entities[label]
    return [
        name.lower()
        for name, declared in REGISTRY.relations.items()
        if any(kind in pair for pair in declared.ends)
    ]
