"""专业: which clusters it serves and why, who offers it, what it prepares for."""

from __future__ import annotations

from itertools import groupby

import streamlit as st

from ui import client
from ui.parts import captions, page, places
from ui.parts.graph_data import of_answer
from ui.parts.graph_view import view
from ui.parts.hits import pick
from ui.parts.language import t, word
from ui.parts.markup import badge, draw, esc
from ui.parts.match import ranking
from ui.parts.records import cite
from ui.parts.tables import Column, table
from ui.parts.tabs import tabs
from ui.shapes import Entity, MajorPage, Row

SHOWN_LISTS = ("posts", "competences", "practice", "internship_places")


def body() -> None:
    """The page."""
    ref = st.query_params.get("id")
    if not ref:
        pick("major", "Major")
        return
    with st.spinner(t("loading")):
        found = client.major(ref)
    _head(found["major"])
    major = found["major"]["id"]
    tabs(
        [
            ("clusters", lambda: _clusters(major)),
            ("graph", lambda: _graph(found)),
            ("schools", lambda: _schools(found)),
            ("occupations", lambda: _occupations(found)),
            ("courses", lambda: _courses(found)),
            ("certificates", lambda: _certificates(found)),
            ("continues", lambda: _continues(found)),
        ]
    )


def _head(about: Entity) -> None:
    values = about["properties"]
    labels = badge(captions.level(values.get("level")), "blue")
    if values.get("state_controlled"):
        labels += badge(t("major.controlled"), "red")
    profile = values.get("profile")
    labels += badge(profile, "green") if profile else badge(t("major.no_profile"), "amber")
    if values.get("named_only"):
        labels += badge(t("search.named_only"), "amber", t("search.named_only.hint"))
    field = captions.field
    facts = [
        (field("Major", "code"), esc(values.get("code"))),
        (field("Major", "category_name"), esc(values.get("category_name"))),
        (field("Major", "class_name"), esc(values.get("class_name"))),
        (field("Major", "edition"), esc(values.get("edition"))),
        (field("Major", "years"), esc(values.get("years"))),
        (t("sources.of"), cite(about["records"])),
        ("", page.all_facts(about["id"])),
    ]
    page.head(about["name"], labels, page.facts(facts), label="Major")


def _clusters(major: str) -> None:
    stated = st.toggle(t("match.stated"), key="stated", help=t("match.stated.help"))
    with st.spinner(t("loading.match")):
        answer = client.clusters_of(major, without=("curated",) if stated else ())
    ranking(answer, "cluster", name="服务集群")


def _graph(found: MajorPage) -> None:
    about = found["major"]
    with st.spinner(t("loading.match")):
        answer = client.clusters_of(about["id"], limit=8)
    view(of_answer(answer, about["id"], about["name"]), about["id"], key=f"major-{about['id']}")


def _schools(found: MajorPage) -> None:
    offering = found["schools"]
    if not offering["items"]:
        page.hint(t("schools.none"), t("search.none.do"))
        return
    places.totals(offering)
    columns = [
        Column(t("col.school"), "name", "link", width="medium"),
        Column(t("col.place"), "place"),
        Column(t("col.city"), "city"),
        Column(t("col.level"), lambda r: captions.level(r["level"])),
        Column(t("col.ownership"), lambda r: captions.term("ownership", r["ownership"])),
        Column(t("col.years"), "years"),
        *places.columns(offering),
    ]
    table(offering["items"], columns, name="开设院校")


def _occupations(found: MajorPage) -> None:
    columns = [
        Column(t("col.code"), "code"),
        Column(t("col.occupation"), "name", "link", width="medium"),
        Column(t("col.strength"), lambda r: word("strength", r["strength"])),
        Column(t("col.status"), lambda r: captions.status(r["status"])),
        Column(t("col.grade_source"), "grade", width="small"),
        Column(t("col.document"), _document, width="small"),
        Column(t("col.reason"), "reason", width="large"),
        Column(t("col.digital"), lambda r: bool(r["digital"]), "check"),
        Column(t("col.green"), lambda r: bool(r["green"]), "check"),
    ]
    table(found["occupations"], columns, name="面向职业")


def _courses(found: MajorPage) -> None:
    rows = sorted(found["courses"], key=lambda c: (c["superseded"], str(c["kind"]), _document(c)))
    for (kind, document), group in groupby(rows, key=lambda c: (c["kind"], _document(c))):
        chips = "".join(f'<span class="cg-pill">{esc(c["name"])}</span>' for c in group)
        title = captions.term("course_kind", kind) or t("col.course")
        label = badge(document, "green") if document else ""
        draw(f'<h4 class="cg-h4">{esc(title)} {label}</h4><div>{chips}</div>')
    values = found["major"]["properties"]
    for name in SHOWN_LISTS:
        items = values.get(name) or []
        if items:
            listed = "".join(f"<li>{esc(i)}</li>" for i in items)
            draw(f'<h4 class="cg-h4">{esc(t(f"major.{name}"))}</h4><ul>{listed}</ul>')
    if not rows and not any(values.get(n) for n in SHOWN_LISTS):
        st.caption(t("table.empty"))


def _document(row: Row) -> str:
    """The official document that says it; an older one than that in force is marked."""
    basis = str(row["basis"] or "")
    return f"{basis} ({t('major.superseded')})" if row["superseded"] else basis


def _certificates(found: MajorPage) -> None:
    columns = [
        Column(t("col.certificate"), "name", "link", width="large"),
        Column(t("col.system"), lambda r: captions.term("certificate_system", r["system"])),
    ]
    table(found["certificates"], columns, name="证书")


def _continues(found: MajorPage) -> None:
    columns = [
        Column(
            t("col.direction"),
            lambda r: t("continues.onward" if r["onward"] else "continues.from"),
        ),
        Column(t("col.major"), "name", "link", width="medium"),
        Column(t("col.code"), "code"),
        Column(t("col.level"), lambda r: captions.level(r["level"])),
    ]
    table(found["continues"], columns, name="接续专业")


page.guarded(body)
