"""集群: pick one; then its majors with reasons, graph, segments, firms, industries, relatives."""

from __future__ import annotations

from itertools import groupby

import streamlit as st

from ui import client
from ui.parts import captions, page
from ui.parts.coverage import coverage
from ui.parts.graph_data import of_answer
from ui.parts.graph_view import view
from ui.parts.language import t, word
from ui.parts.links import entity_link, to
from ui.parts.markup import badge, draw, esc, note
from ui.parts.match import ranking, weights
from ui.parts.records import cite
from ui.parts.tables import Column, table
from ui.parts.tabs import tabs
from ui.shapes import Answer, ClusterPage, Row

CURRENT = ("现行", "拟培育")
LEVELS = ("中职", "高职专科", "职业本科")
STEP, MOST = 20, 60


def body() -> None:
    """The page."""
    ref = st.query_params.get("id")
    if ref:
        _one(ref)
    else:
        _pick()


def _pick() -> None:
    st.title(t("nav.cluster"))
    left, right = st.columns([3, 2], vertical_alignment="center")
    text = left.text_input(
        t("cluster.filter"),
        placeholder=t("cluster.filter"),
        icon=":material/search:",
        label_visibility="collapsed",
    )
    past = right.toggle(t("cluster.past"), key="past")
    rows = [c for c in client.clusters() if past or c["state"] in CURRENT]
    shown = [c for c in rows if not c["heading"] and (not text or text in str(c["name"]))]
    st.caption(t("cluster.count", n=len(shown)))
    if not shown:
        page.empty(t("search.none", text=text), t("search.none.do"))
    heads = {c["id"]: c for c in client.clusters()}
    shown.sort(key=lambda c: _system_rank(c, heads))
    draw(
        *(
            _system(heads.get(key), list(group))
            for key, group in groupby(shown, key=lambda c: (c["system"] or {}).get("id"))
        )
    )


def _system_rank(row: Row, heads: dict[str, Row]) -> tuple[bool, bool, str, str]:
    system = row["system"]
    head = heads.get(system["id"]) if system else None
    past = bool(head) and head is not None and head["state"] not in CURRENT
    return (system is None, past, system["name"] if system else "", str(row["code"]))


def _system(head: Row | None, members: list[Row]) -> str:
    if head is None:
        title = f"<h3>{esc(t('cluster.no_system'))}</h3>"
    else:
        link = entity_link(head["id"], head["name"])
        title = f"<h3>{link}{_standing(head)}{_state(head)}</h3>"
    cards = "".join(_card(m) for m in members)
    return f'<div class="cg-system">{title}<div class="cg-cards">{cards}</div></div>'


def _card(row: Row) -> str:
    past = "" if row["state"] in CURRENT else " cg-past"
    tier = " · ".join(x for x in (row["tier"], captions.term("cluster_level", row["level"])) if x)
    return (
        f'<a class="cg-link cg-card{past}" href="{esc(to(row["id"]))}" target="_self">'
        f"<b>{esc(row['name'])}</b><small>{esc(tier)}</small>{_standing(row)}{_state(row)}</a>"
    )


def _standing(row: Row) -> str:
    tone = "green" if row["reliability"] == "官方文本" else "amber"
    return badge(captions.standing(row["reliability"]), tone, t("cluster.standing"))


def _state(row: Row) -> str:
    return "" if row["state"] == "现行" else badge(captions.term("cluster_status", row["state"]))


def _one(ref: str) -> None:
    with st.spinner(t("loading")):
        found = client.cluster(ref)
    _head(found)
    cluster = found["cluster"]["id"]
    tabs(
        [
            ("majors", lambda: _majors(cluster)),
            ("graph", lambda: _graph(cluster, found)),
            ("segments", lambda: _segments(found)),
            ("firms", lambda: _firms(found)),
            ("industries", lambda: _industries(found)),
            ("related", lambda: _related(found)),
            ("platforms", lambda: _platforms(found)),
        ]
    )


def _head(found: ClusterPage) -> None:
    about = found["cluster"]
    values = about["properties"]
    labels = _standing({"reliability": values.get("reliability")})
    labels += badge(captions.term("cluster_status", values.get("state")), "blue")
    labels += badge(captions.term("cluster_level", values.get("level")))
    places = "、".join(entity_link(p["id"], p["name"]) for p in found["places"])
    facts = [
        (captions.field("Cluster", "code"), esc(values.get("code"))),
        (captions.field("Cluster", "tier"), esc(values.get("tier"))),
        (captions.field("Cluster", "products"), esc("、".join(values.get("products") or []))),
        (t("cluster.places"), places),
        (t("sources.of"), cite(about["records"])),
        ("", page.all_facts(about["id"])),
    ]
    page.head(about["name"], labels, page.facts(facts), label="Cluster")
    if values.get("reliability") != "官方文本":
        st.info(t("cluster.unverified"), icon=":material/info:")
    if values.get("state") not in CURRENT:
        st.warning(t("cluster.superseded"), icon=":material/history:")


def _asked(cluster: str) -> Answer:
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        level = st.pills(
            t("match.level"),
            LEVELS,
            format_func=captions.level,
            key="level",
            label_visibility="collapsed",
        )
        stated = st.toggle(t("match.stated"), key="stated", help=t("match.stated.help"))
        home = st.toggle(t("match.home"), key="home", help=t("match.home.help"))
    with st.expander(t("weights.title"), icon=":material/tune:"):
        changed = weights(client.model(), key="weight")
    return _majors_of(cluster, level, home, stated, changed)


def _majors_of(
    cluster: str, level: str | None, home: bool, stated: bool, changed: dict[str, float]
) -> Answer:
    with st.spinner(t("loading.match")):
        return client.majors_of(
            cluster,
            limit=_limit(cluster),
            level=level,
            region=client.status()["home_region"] if home else None,
            without=("curated",) if stated else (),
            weights=changed,
        )


def _majors(cluster: str) -> None:
    answer = _asked(cluster)
    if not answer["items"]:
        page.hint(t("match.none"), t("match.none.do"))
        return
    ranking(answer, "major", name="对应专业")
    if _limit(cluster) <= len(answer["items"]) < MOST:
        st.button(
            t("match.more"),
            key="more",
            on_click=_more,
            args=(cluster,),
            icon=":material/expand_more:",
        )


def _limit(cluster: str) -> int:
    return int(st.session_state.get(f"limit:{cluster}", STEP))


def _more(cluster: str) -> None:
    st.session_state[f"limit:{cluster}"] = _limit(cluster) + STEP


def _graph(cluster: str, found: ClusterPage) -> None:
    with st.spinner(t("loading.match")):
        answer = client.majors_of(cluster, limit=12)
    about = found["cluster"]
    view(of_answer(answer, about["id"], about["name"]), about["id"], key=f"cluster-{cluster}")


def _segments(found: ClusterPage) -> None:
    columns = [
        Column(t("col.segment"), "name", "link"),
        Column(t("col.wording"), "wording"),
        Column(t("col.standing"), lambda r: captions.standing(r["reliability"])),
    ]
    table(found["segments"], columns, name="产业链环节")


def _firms(found: ClusterPage) -> None:
    cover = found["coverage"]
    st.write(
        t(
            "firms.cover",
            listed=cover["listed"],
            seat=cover["listed_at_seat"],
            unplaced=cover["listed_without_place"],
        )
    )
    draw(
        note(
            t(
                "firms.known",
                known=cover["firms_known"],
                home=cover["firms_at_home"],
                named=cover["firms_named_only"],
            )
        ),
        note(f"{t('firms.rule')}{found['firms']['rule']}"),
    )
    columns = [
        Column(t("col.firm"), "name", "link", width="medium"),
        Column(t("col.place"), "place"),
        Column(t("col.at_seat"), "at_seat", "check"),
        Column(t("col.partner"), "partner", "check", help=t("col.partner.help")),
        Column(t("col.industries"), "industries", width="medium"),
        Column(t("col.titles"), "titles"),
        Column(t("col.listed"), "listed_code"),
        Column(t("col.uscc"), "uscc"),
    ]
    table(found["firms"]["items"], columns, name="企业")
    coverage(cover.get("sources", []))


def _industries(found: ClusterPage) -> None:
    st.caption(t("industries.intro"))
    columns = [
        Column(t("col.code"), "code", width="small"),
        Column(t("col.industry"), "name", "link", width="medium"),
        Column(t("col.strength"), lambda r: word("strength", r["strength"])),
        Column(t("col.reason"), "reason", width="large"),
        Column(t("col.status"), lambda r: captions.status(r["status"])),
    ]
    table(found["industries"], columns, name="涵盖行业")


def _related(found: ClusterPage) -> None:
    columns = [
        Column(t("col.relation"), _relation),
        Column(t("col.name"), "name", "link", width="medium"),
        Column(t("col.tier"), "tier"),
        Column(t("col.area_level"), lambda r: captions.term("cluster_level", r["level"])),
        Column(t("col.state"), lambda r: captions.term("cluster_status", r["state"])),
        Column(t("col.reason"), "reason", width="large"),
    ]
    table(found["related"], columns, name="相关集群")


def _relation(row: Row) -> str:
    if row["relation"] == "PART_OF":
        return t("related.above" if row["outgoing"] else "related.below")
    return word("related", row["kind"])


def _platforms(found: ClusterPage) -> None:
    if found["serving"]:
        st.markdown(f"**{t('platforms.serving')}**")
        columns = [
            Column(t("col.kind"), lambda r: captions.kind(r["type"])),
            Column(t("col.name"), "name", "link", width="medium"),
            Column(t("col.published"), "published", width="large"),
            Column(t("col.year"), "year"),
            Column(t("col.grade_source"), "grade"),
        ]
        table(found["serving"], columns, name="公开表述")
    st.markdown(f"**{t('platforms.title')}**")
    st.caption(t("platforms.rule"))
    columns = [
        Column(t("col.name"), "name", "link", width="large"),
        Column(t("col.kind"), lambda r: captions.term("community_kind", r["kind"])),
        Column(t("col.field"), "industry", width="medium"),
        Column(t("col.year"), "year"),
        Column(t("col.place"), "place"),
    ]
    table(found["communities"], columns, name="产教融合平台")


page.guarded(body)
