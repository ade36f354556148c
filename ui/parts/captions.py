"""Captions of the model (types, relations, properties, closed lists) as the API has them."""

from __future__ import annotations

from typing import Any

from ui import client
from ui.parts.language import lang, word


def kind(label: str) -> str:
    """Caption of an entity type."""
    return _caption(_named("entities", "label", label), label)


def relation(name: str) -> str:
    """Caption of a relation."""
    return _caption(_named("relations", "type", name), name)


def field(label: str, name: str) -> str:
    """Caption of a property of an entity type."""
    described = _named("entities", "label", label).get("properties", ())
    return _caption(next((p for p in described if p["name"] == name), {}), name)


def relation_field(name: str, prop: str) -> str:
    """Caption of a property of a relation."""
    described = _named("relations", "type", name).get("properties", ())
    return _caption(next((p for p in described if p["name"] == prop), {}), prop)


def term(list_name: str, code: str | None) -> str:
    """A word of a closed list in the language of the page."""
    if code is None or lang() == "zh":
        return code or ""
    terms = _named("lists", "name", list_name).get("terms", ())
    found = next((x for x in terms if x["code"] == code), None)
    return str(found["en"]) if found else code


def value(label: str, name: str, said: str | None) -> str:
    """A value of a property in the language of the page, where a closed list knows it."""
    described = _named("entities", "label", label).get("properties", ())
    found: dict[str, Any] = next((p for p in described if p["name"] == name), {})
    return term(found["list"], said) if found.get("list") else said or ""


def level(code: str | None) -> str:
    """Level of education."""
    return term("education_level", code)


def standing(code: str | None) -> str:
    """官方文本 or 待核实."""
    return term("reliability", code)


def status(code: str) -> str:
    """How a fact came to be: stated, curated …"""
    return word("status", code)


def source_title(source: str | None) -> str:
    """Title of a source instead of its id."""
    if source is None:
        return ""
    card = next((s for s in client.sources() if s["id"] == source), None)
    return _title(card["title"], source) if card else source


def _title(title: Any, otherwise: str) -> str:
    return str(title.get(lang()) or title.get("zh") or otherwise)


def _named(part: str, name: str, value: str) -> dict[str, Any]:
    for item in client.ontology()[part]:
        if item[name] == value:
            return dict(item)
    return {}


def _caption(described: dict[str, Any], otherwise: str) -> str:
    return str(described.get(lang()) or described.get("zh") or otherwise)
