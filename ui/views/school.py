"""院校: programmes with intakes, titles, partners, platforms."""

from __future__ import annotations

import streamlit as st

from ui import client
from ui.parts import captions, page, places
from ui.parts.hits import pick
from ui.parts.language import t
from ui.parts.markup import badge, draw, esc, note
from ui.parts.records import cite
from ui.parts.tables import Column, table
from ui.parts.tabs import tabs
from ui.shapes import Entity, SchoolPage


def body() -> None:
    """The page."""
    ref = st.query_params.get("id")
    if not ref:
        pick("school", "School")
        return
    with st.spinner(t("loading")):
        found = client.school(ref)
    _head(found["school"])
    tabs(
        [
            ("programmes", lambda: _programmes(found)),
            ("titles", lambda: _titles(found)),
            ("partners", lambda: _partners(found)),
            ("platforms", lambda: _platforms(found)),
        ]
    )


def _head(about: Entity) -> None:
    values = about["properties"]
    labels = badge(captions.level(values.get("level")), "blue")
    labels += (
        badge(captions.term("ownership", values["ownership"])) if "ownership" in values else ""
    )
    if values.get("named_only"):
        labels += badge(t("search.named_only"), "amber", t("search.named_only.hint"))
    aliases = [a for a in values.get("aliases", []) if a not in values.get("former_names", [])]
    field = captions.field
    facts = [
        (field("School", "code"), esc(values.get("code"))),
        (field("School", "short_code"), esc(values.get("short_code"))),
        (field("School", "exam_code"), esc(values.get("exam_code"))),
        (t("school.former"), esc("、".join(values.get("former_names", [])))),
        (t("school.aliases"), esc("、".join(aliases))),
        (field("School", "affiliation"), esc(values.get("affiliation"))),
        (field("School", "campus"), esc(values.get("campus"))),
        (field("School", "students"), esc(values.get("students"))),
        (t("sources.of"), cite(about["records"])),
        ("", page.all_facts(about["id"])),
    ]
    page.head(about["name"], labels, page.facts(facts), label="School")


def _programmes(found: SchoolPage) -> None:
    offering = found["programmes"]
    places.totals(offering)
    columns = [
        Column(t("col.code"), "code"),
        Column(t("col.major"), "name", "link", id_key="major", width="medium"),
        Column(t("col.level"), lambda r: captions.level(r["level"])),
        Column(t("col.class"), "class_name"),
        Column(t("col.years"), "years"),
        *places.columns(offering),
        Column(t("col.remark"), "remark", width="medium"),
    ]
    table(offering["items"], columns, name="专业点与招生")


def _titles(found: SchoolPage) -> None:
    columns = [
        Column(t("col.title"), "name", width="medium"),
        Column(t("col.level"), "level"),
        Column(t("col.round"), "round"),
        Column(t("col.held"), "grade_held"),
        Column(t("col.state"), "state"),
        Column(t("col.subject"), "subject"),
        Column(t("col.year"), "year"),
        Column(t("col.grade_source"), "grade"),
    ]
    table(found["titles"], columns, name="称号")


def _partners(found: SchoolPage) -> None:
    draw(note(t("partners.rule")))
    columns = [
        Column(t("col.partner_name"), "name", "link", width="medium"),
        Column(t("col.kind"), lambda r: captions.term("cooperation_kind", r["kind"])),
        Column(t("col.published"), "published", width="medium"),
        Column(t("col.majors"), "majors"),
        Column(t("col.period"), "period"),
        Column(t("col.grade_source"), "grade"),
    ]
    table(found["partners"], columns, name="合作")


def _platforms(found: SchoolPage) -> None:
    columns = [
        Column(t("col.platform"), "name", "link", width="large"),
        Column(t("col.kind"), lambda r: captions.term("community_kind", r["kind"])),
        Column(t("col.role"), lambda r: captions.term("member_role", r["role"])),
        Column(t("col.year"), "year"),
    ]
    table(found["communities"], columns, name="产教融合平台")


page.guarded(body)
