"""The model as data: for the API, for JSON Schema, for the JSON-LD context."""

from __future__ import annotations

from typing import Any

from graph.ontology import lists
from graph.ontology.base import REGISTRY, Entity, Field, Relation
from graph.ontology.terms import TERMS

_JSON_TYPE: dict[str, dict[str, Any]] = {
    "string": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "list": {"type": "array", "items": {"type": "string"}},
}
_NAMESPACES = {
    "schema": "https://schema.org/",
    "ceterms": "https://purl.org/ctdl/terms/",
    "esco": "http://data.europa.eu/esco/model#",
}


def describe() -> dict[str, Any]:
    """``{"entities", "relations", "lists", "terms"}`` with captions in both languages."""
    return {
        "entities": [_entity(e) for e in REGISTRY.entities.values()],
        "relations": [_relation(r) for r in REGISTRY.relations.values()],
        "lists": [
            {
                "name": v.name,
                "zh": v.zh,
                "en": v.en,
                "terms": [
                    {"code": t.code, "en": t.en, "aliases": list(t.aliases)} for t in v.terms
                ],
            }
            for v in lists.ALL_LISTS
        ],
        "terms": [
            {"term": t.term, "en": t.en, "replaced": list(t.replaced), "aliases": list(t.aliases)}
            for t in TERMS
        ],
    }


def json_schema(entity: type[Entity]) -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of an entity's properties, with Chinese titles."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": entity.zh,
        "description": (entity.__doc__ or "").strip(),
        "type": "object",
        "additionalProperties": False,
        "required": [n for n, f in entity.fields.items() if f.required],
        "properties": {n: _property(f) for n, f in entity.fields.items()},
    }


def json_schemas() -> dict[str, Any]:
    """JSON Schema of every entity by label."""
    return {name: json_schema(entity) for name, entity in REGISTRY.entities.items()}


def jsonld_context() -> dict[str, Any]:
    """JSON-LD context: terms of schema.org, CTDL and ESCO where they exist."""
    context: dict[str, Any] = dict(_NAMESPACES)
    for name, entity in REGISTRY.entities.items():
        if entity.term:
            context[name] = entity.term
        for fld in entity.fields.values():
            if fld.prop.term:
                context.setdefault(fld.name, fld.prop.term)
    return {"@context": context}


def _property(field: Field) -> dict[str, Any]:
    schema = {**_JSON_TYPE[field.kind], "title": field.prop.zh}
    if field.vocabulary is not None:
        allowed = [t.code for t in field.vocabulary.terms]
        if field.kind == "list":
            schema["items"] = {"type": "string", "enum": allowed}
        else:
            schema["enum"] = allowed
    return schema


def _entity(entity: type[Entity]) -> dict[str, Any]:
    return {
        "label": entity.__name__,
        "prefix": entity.prefix,
        "zh": entity.zh,
        "en": entity.en,
        "description": (entity.__doc__ or "").strip(),
        "key": list(entity.key),
        "key_else": list(entity.key_else),
        "term": entity.term or None,
        "properties": [_field(f) for f in entity.fields.values()],
    }


def _relation(relation: type[Relation]) -> dict[str, Any]:
    return {
        "type": relation.rel_type,
        "zh": relation.zh,
        "en": relation.en,
        "description": (relation.__doc__ or "").strip(),
        "ends": [[a.__name__, b.__name__] for a, b in relation.ends],
        "key": list(relation.key),
        "properties": [_field(f) for f in relation.fields.values()],
    }


def _field(field: Field) -> dict[str, Any]:
    return {
        "name": field.name,
        "kind": field.kind,
        "zh": field.prop.zh,
        "en": field.prop.en,
        "required": field.required,
        "index": field.prop.index,
        "list": field.vocabulary.name if field.vocabulary else None,
        "term": field.prop.term or None,
        "unit": field.prop.unit or None,
    }
