"""分析: the ladder of a cluster, supply and demand, members for a platform, what if."""

from __future__ import annotations

from typing import Final

import streamlit as st

from ui import client
from ui.parts import captions, ladder, page
from ui.parts.basis import basis, number
from ui.parts.language import t, word
from ui.parts.tables import Column, table
from ui.parts.tabs import tabs
from ui.shapes import Row

CURRENT = ("现行", "拟培育")
BY = ("major", "occupation", "cluster", "level", "region")
LEVELS = ("中职", "高职专科", "职业本科")
KINDS = ("行业产教融合共同体", "市域产教联合体")
OPS = ("open", "grow", "rename", "stop", "close")
IN_ADDRESS: Final = "query-params"


def body() -> None:
    """The page."""
    st.title(t("nav.analysis"))
    st.caption(t("analysis.say"))
    tabs(
        [
            ("ladder", _ladder),
            ("gaps", _gaps),
            ("proposal", _proposal),
            ("whatif", _whatif),
        ]
    )


def _region() -> str | None:
    home = st.toggle(t("analysis.home"), key="home", bind=IN_ADDRESS, help=t("analysis.home.help"))
    return client.status()["home_region"] if home else None


def _cluster() -> str | None:
    """Code of the chosen cluster; names alone are not unique."""
    rows = [c for c in client.clusters() if not c["heading"] and c["state"] in CURRENT]
    names = {f"{c['name']} · {c['code']}": str(c["code"]) for c in rows}
    chosen = st.selectbox(
        t("analysis.cluster"),
        list(names),
        index=None,
        placeholder=t("analysis.cluster.pick"),
        key="cluster",
        bind=IN_ADDRESS,
    )
    if chosen is None:
        page.hint(t("analysis.cluster.pick"), t("analysis.cluster.pick.do"))
        return None
    return names[chosen]


def _ladder() -> None:
    region, cluster = _region(), _cluster()
    if cluster is None:
        return
    with st.spinner(t("loading.analysis")):
        found = client.analysis("ladder", cluster=cluster, region=region)
    ladder.picture(found["rungs"], found["steps"])
    basis(found["basis"], name="贯通图")
    ladder.way_table(found["steps"], "contracted", "ladder.contracts")
    ladder.rung_table(found["rungs"])
    ladder.way_table(found["steps"], "open", "ladder.opens")


def _gaps() -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        by = st.pills(
            t("gaps.by"), BY, default=BY[0], key="by", bind=IN_ADDRESS,
            format_func=lambda b: word("by", b), label_visibility="collapsed",
        )  # fmt: skip
        level = st.pills(
            t("match.level"), LEVELS, key="of_level", bind=IN_ADDRESS,
            format_func=captions.level, label_visibility="collapsed",
        )  # fmt: skip
        region = _region()
    with st.spinner(t("loading.analysis")):
        found = client.analysis("gaps", by=by or BY[0], level=level, region=region)
    total = {k: number(found["total"][k]) for k in ("openings", "places", "gap")}
    st.write(t("gaps.total", **total))
    st.caption(t("gaps.read"))
    if any(i["gap"] is None for i in found["items"]):
        st.info(t("gaps.unknown"), icon=":material/info:")
    columns = [
        Column(t("col.code"), "code", width="small"),
        Column(t("col.name"), "name", "link", width="medium"),
        Column(t("col.level"), lambda r: captions.level(r["level"])),
        *(
            Column(t(f"col.{label}"), lambda r, k=key: number(r[k]))  # type: ignore[misc]
            for label, key in (
                ("openings", "openings"),
                ("places_only", "places"),
                ("gap", "gap"),
                ("unfilled", "unfilled"),
                ("unplaced", "unplaced"),
            )
        ),
        Column(t("col.unknown"), "unknown"),
    ]
    table([_about(i) for i in found["items"]], columns, name="供需缺口")
    basis(found["basis"], name="供需缺口")


def _about(item: Row) -> Row:
    """A row with what it is about; a level is no entity and has no page."""
    about = item["about"]
    return {**item, **about, "id": about["id"] if ":" in about["id"] else None}


def _proposal() -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        kind = st.segmented_control(
            t("proposal.kind"), KINDS, default=KINDS[0], key="kind", bind=IN_ADDRESS,
            format_func=lambda k: captions.term("community_kind", k), label_visibility="collapsed",
        )  # fmt: skip
        region = _region()
    cluster = _cluster()
    if cluster is None:
        return
    with st.spinner(t("loading.analysis")):
        found = client.analysis(
            "communities", cluster=cluster, kind=kind or KINDS[0], region=region
        )
    if found["members"]:
        st.write(t("proposal.cover", value=number(found["coverage"])))
        _members(found["members"])
    else:
        page.hint(t("proposal.none"), t("proposal.none.do"))
    _checks(found["checks"])
    st.markdown(f"**{t('proposal.open')}**")
    st.write("、".join(u["name"] for u in found["uncovered"]) or t("proposal.all"))
    basis(found["basis"], name="建议")


def _members(members: list[Row]) -> None:
    st.markdown(f"**{t('proposal.members', n=len(members))}**")
    columns = [
        Column(t("col.role"), "role"),
        Column(t("col.who"), "name", "link", width="medium"),
        Column(t("col.reasons"), lambda r: "；".join(r["reasons"]), width="large"),
        Column(t("col.adds"), "adds", width="medium"),
    ]
    table([{**m, **m["who"]} for m in members], columns, name="建议成员")


def _checks(checks: list[Row]) -> None:
    st.markdown(f"**{t('proposal.checks')}**")
    columns = [
        Column(t("col.rule"), "asks", width="medium"),
        Column(t("col.verdict"), lambda r: word("verdict", r["verdict"])),
        Column(t("col.ground"), "ground", width="large"),
        Column(t("col.document"), "source", width="large"),
    ]
    table(checks, columns, name="条件")


def _whatif() -> None:
    op = st.segmented_control(
        t("whatif.op"), OPS, default=OPS[0], key="op", bind=IN_ADDRESS,
        format_func=lambda o: word("op", o), label_visibility="collapsed",
    ) or OPS[0]  # fmt: skip
    wish = _wish(op)
    region = _region()
    if wish is None:
        page.hint(t("whatif.start"), t("whatif.start.do"))
        return
    with st.spinner(t("loading.analysis")):
        found = client.analysis("whatif", **{op: wish, "region": region})
    _measures(found["measures"])
    basis(found["basis"], name="测算")
    _affected(found["affected"])
    _points(found)


def _wish(op: str) -> str | None:
    """The change as the API reads it; None while a part is missing."""
    boxes = st.columns(3)
    parts = [
        boxes[0].text_input(t("whatif.school"), key="at", bind=IN_ADDRESS),
        boxes[1].text_input(t("whatif.major"), key="subject", bind=IN_ADDRESS),
    ]
    if op in ("open", "grow"):
        parts.append(boxes[2].text_input(t("whatif.places"), key="number", bind=IN_ADDRESS))
    elif op == "rename":
        parts.append(boxes[2].text_input(t("whatif.to"), key="to", bind=IN_ADDRESS))
    written = [(p or "").strip() for p in parts]
    return "/".join(written) if all(written) else None


def _measures(measures: list[Row]) -> None:
    st.markdown(f"**{t('whatif.measures')}**")
    columns = [
        Column(t("col.measure"), "caption", width="large"),
        Column(t("col.before"), lambda r: number(r["before"])),
        Column(t("col.after"), lambda r: number(r["after"])),
        Column(t("col.changed"), lambda r: r["before"] != r["after"], "check"),
        Column(t("col.detail"), "why", width="large"),
    ]
    table(measures, columns, name="现状与之后")


def _affected(affected: list[Row]) -> None:
    st.markdown(f"**{t('whatif.affected')}**")
    columns = [
        Column(t("col.name"), "name", "link", width="medium"),
        Column(t("col.kind"), "kind"),
        Column(t("col.how"), "how", width="large"),
    ]
    table([{**a, **a["who"]} for a in affected], columns, name="受影响")


def _points(found: Row) -> None:
    place = found["wider"]["name"] if found["wider"] else t("whatif.everywhere")
    st.markdown(f"**{t('whatif.points', place=place)}**")
    columns = [
        Column(t("col.major"), lambda r: r["major"]["name"]),
        Column(t("col.school"), "name", "link", width="medium"),
        Column(t("col.controlled"), "controlled", "check"),
        Column(t("col.before"), lambda r: _offered(r, "before")),
        Column(t("col.after"), lambda r: _offered(r, "after")),
    ]
    table([{**p, **p["school"]} for p in found["points"]], columns, name="布点")


def _offered(point: Row, when: str) -> str:
    return number(point[when]) if point[f"offered_{when}"] else t("whatif.not_offered")


page.guarded(body)
