"""条目: any entity with every value, the records that state it, and what it is related to."""

from __future__ import annotations

from typing import Any

import streamlit as st

from ui import client
from ui.parts import captions, page
from ui.parts.graph_data import Graph, add_neighbours
from ui.parts.graph_view import view
from ui.parts.language import t
from ui.parts.links import file_of, page_of
from ui.parts.markup import badge, draw, esc
from ui.parts.records import listing, record_name
from ui.parts.tables import Column, table
from ui.parts.tabs import tabs
from ui.shapes import Entity, Row

PER_RELATION, IN_GRAPH = 50, 60


def body() -> None:
    """The page."""
    ref = st.query_params.get("id")
    if not ref:
        page.empty(t("nav.entity"), t("entity.pick"))
        return
    with st.spinner(t("loading")):
        about = client.entity(ref)
    _head(about)
    tabs(
        [
            ("relations", lambda: _relations(about)),
            ("properties", lambda: _properties(about)),
            ("graph", lambda: _graph(about)),
        ]
    )


def _head(about: Entity) -> None:
    labels = badge(captions.status(about["status"]), "green")
    labels += badge(t("grade.source", grade=about["grade"]), "plain")
    if about["properties"].get("named_only"):
        labels += badge(t("search.named_only"), "amber", t("search.named_only.hint"))
    facts = [(t("col.code"), esc(about["properties"].get("code")))]
    page.head(about["name"], labels, page.facts(facts), label=about["type"])
    own = page_of(about["id"])
    if own != "entity":
        st.page_link(file_of(own), label=t("entity.own"), query_params={"id": about["id"]},
                     icon=":material/arrow_forward:")  # fmt: skip


def _properties(about: Entity) -> None:
    rows = [_property(about, name, value) for name, value in about["properties"].items()]
    columns = [
        Column(t("col.property"), "caption"),
        Column(t("col.value"), "value", width="large"),
        Column(t("col.record"), "records", width="medium"),
    ]
    table(rows, columns, name="属性")
    _conflicts(about)
    st.markdown(f"**{t('entity.records')}**")
    listing(about["records"], name="出处")


def _property(about: Entity, name: str, value: Any) -> Row:
    said = {r["id"]: record_name(r) for r in about["records"]}
    return {
        "caption": captions.field(about["type"], name),
        "value": _shown(value),
        "records": [said[r] for r in about["evidence"].get(name, []) if r in said],
    }


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "✓" if value else "–"
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def _conflicts(about: Entity) -> None:
    if not about["conflicts"]:
        return
    said = {r["id"]: record_name(r) for r in about["records"]}
    lines = "".join(
        f"<li>{esc(captions.field(about['type'], name))}：{esc(_shown(c['value']))} "
        f"<small>{esc(said.get(c['record'], c['record']))}</small></li>"
        for name, others in about["conflicts"].items()
        for c in others
    )
    draw(
        f'<div class="cg-missing"><b>{esc(t("entity.conflicts"))}</b> '
        f"{esc(t('entity.conflicts.say'))}<ul>{lines}</ul></div>"
    )


def _relations(about: Entity) -> None:
    if not about["relations"]:
        st.caption(t("table.empty"))
    for number, found in enumerate(about["relations"]):
        caption = t(
            f"entity.direction.{found['direction']}",
            relation=captions.relation(found["relation"]),
        )
        with st.expander(f"{caption} · {found['count']}", expanded=number < 2):
            _neighbours(about, found, number)


def _neighbours(about: Entity, found: Row, number: int) -> None:
    listed = client.neighbours(
        about["id"],
        relation=found["relation"],
        direction=found["direction"],
        limit=PER_RELATION,
    )
    rows = [_neighbour(item) for item in listed["items"]]
    columns = [
        Column(t("col.name"), "name", "link", width="medium"),
        Column(t("col.kind"), "kind"),
        Column(t("col.code"), "code"),
        Column(t("col.status"), "status"),
        Column(t("col.grade_source"), "grade", width="small"),
        Column(t("col.detail"), "detail", width="medium"),
        Column(t("col.source"), "source", width="large"),
    ]
    table(rows, columns, name=f"{captions.relation(found['relation'])}-{number}")
    if listed["total"] > len(rows):
        st.caption(t("entity.more", n=len(rows), of=listed["total"]))


def _neighbour(item: Row) -> Row:
    other = item["entity"]
    said = {
        captions.relation_field(item["relation"], k): _shown(v)
        for k, v in item["properties"].items()
    }
    sources = [record_name(r) for r in item["records"]]
    return {
        "id": other["id"],
        "name": other["name"],
        "kind": captions.kind(other["type"]),
        "code": other["code"],
        "status": captions.status(item["status"]),
        "grade": item["grade"],
        "detail": "；".join(f"{k} {v}" for k, v in said.items()),
        "source": "；".join(sources),
    }


def _graph(about: Entity) -> None:
    graph = Graph()
    graph.node(about["id"], about["name"], about["type"])
    listed = client.neighbours(about["id"], limit=IN_GRAPH)
    add_neighbours(graph, about["id"], listed["items"])
    view(graph, about["id"], key=f"entity-{about['id']}")


page.guarded(body)
