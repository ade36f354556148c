"""首页: one search box, ready-made questions, and what is loaded."""

from __future__ import annotations

import streamlit as st

from ui import client
from ui.client import UiError
from ui.parts import captions, page
from ui.parts.language import both, lang, t
from ui.parts.links import anchor, file_of, params, to
from ui.parts.markup import badge, draw, esc
from ui.parts.tables import Column, table
from ui.shapes import Row, Status

SHOWN_FIRST = (
    "Cluster",
    "Segment",
    "Industry",
    "Enterprise",
    "Occupation",
    "Major",
    "Course",
    "Certificate",
    "School",
    "Programme",
    "Intake",
    "Community",
    "Policy",
    "Project",
)


def body() -> None:
    """The page."""
    draw(f'<div class="cg-hero"><h1>{esc(t("app"))}</h1><p>{esc(t("app.say"))}</p></div>')
    _ask()
    slot = st.container()
    status = client.status()
    _counts(status)
    _sources(client.sources())
    _loads(status)
    with slot:
        _questions()


def _ask() -> None:
    with st.form("ask", border=False):
        left, right = st.columns([6, 1], vertical_alignment="bottom")
        text = left.text_input(
            t("search.label"), placeholder=t("search.placeholder"), label_visibility="collapsed"
        )
        go = right.form_submit_button(t("search.go"), type="primary", width="stretch")
    if go and text.strip():
        st.switch_page(file_of("search"), query_params=params(q=text.strip()))


def _questions() -> None:
    """Questions about what is really there; none where the data has no such thing."""
    try:
        found = _ready_made()
    except UiError:
        return
    chips = "".join(anchor(address, text, "cg-chip") for text, address in found)
    draw(f'<div class="cg-chips"><span>{esc(t("ask.title"))}</span>{chips}</div>')


def _ready_made() -> list[tuple[str, str]]:
    clusters = [
        c
        for c in client.clusters()
        if c["state"] == "现行" and not c["heading"] and c["reliability"] == "官方文本"
    ]
    clusters.sort(key=lambda c: (-len(c["products"]), c["code"]))
    asked = [(t("ask.cluster", name=c["name"]), to(c["id"])) for c in clusters[:2]]
    if not clusters:
        return asked
    asked.append(
        (t("ask.firms", name=clusters[0]["name"]), to(clusters[0]["id"], tab=t("tab.firms")))
    )
    best = client.majors_of(clusters[0]["id"], limit=5)["items"]
    offered = [(i["major"], client.major(i["major"]["id"])["schools"]["items"]) for i in best]
    offered = [(major, schools) for major, schools in offered if schools]
    for major, schools in offered[:1]:
        name = f"{major['name']}（{captions.level(major.get('level'))}）"
        asked.append((t("ask.major", name=name), to(major["id"])))
        asked.append((t("ask.schools", name=name), to(major["id"], tab=t("tab.schools"))))
        asked.append((t("ask.school", name=schools[0]["name"]), to(schools[0]["id"])))
    return asked


def _counts(status: Status) -> None:
    numbers = status["counts"]["nodes"]
    relations = sum(status["counts"]["relations"].values())
    st.subheader(t("loaded.title"))
    first = [k for k in SHOWN_FIRST if k in numbers]
    rest = sorted((k for k in numbers if k not in SHOWN_FIRST), key=lambda k: -numbers[k])
    tiles = "".join(
        f'<div class="cg-tile"><b>{numbers[k]:,}</b><span>{esc(captions.kind(k))}</span></div>'
        for k in first
    )
    others = " · ".join(f"{captions.kind(k)} {numbers[k]:,}" for k in rest)
    total = t("loaded.total", nodes=f"{sum(numbers.values()):,}", relations=f"{relations:,}")
    draw(
        f'<div class="cg-tiles" data-testid="counts">{tiles}</div>'
        f'<p class="cg-note">{esc(t("loaded.others"))}{esc(others)}<br>{esc(total)}</p>'
    )


def _sources(rows: list[Row]) -> None:
    st.subheader(t("sources.title", n=len(rows)))
    stale = [both(r["title"]) for r in rows if r["stale"]]
    held = sum(r["quarantined"] or 0 for r in rows)
    if stale:
        st.warning(t("sources.stale", names="、".join(stale)))
    draw(
        f'<p class="cg-note">{badge("A", "green")} {esc(t("source_grade.A"))} '
        f"{badge('B', 'blue')} {esc(t('source_grade.B'))} "
        f"{badge('C', 'amber')} {esc(t('source_grade.C'))} · "
        f"{esc(t('sources.quarantined', n=held))}</p>"
    )
    table(
        sorted(rows, key=lambda r: (r["status"] == "curated", r["grade"])), _columns(), name="来源"
    )


def _columns() -> list[Column]:
    return [
        Column(t("col.source"), lambda r: both(r["title"]), width="medium"),
        Column(t("col.owner"), "owner"),
        Column(t("col.grade_source"), "grade", width="small"),
        Column(t("col.status"), lambda r: captions.status(r["status"])),
        Column(t("col.licence"), _licence),
        Column(t("col.retrieved"), "retrieved"),
        Column(t("col.fresh"), _freshness),
        Column(t("col.rows"), "rows", "number"),
        Column(t("col.quarantined"), "quarantined", "number"),
        Column(t("col.covers"), lambda r: both(r.get("covers")), width="large"),
        Column(t("col.missing"), lambda r: both(r.get("missing")), width="large"),
    ]


def _licence(row: Row) -> str:
    return t("licence.unknown") if row["licence"] == "unknown" else str(row["licence"])


def _freshness(row: Row) -> str:
    if row["stale"] is None:
        return t("fresh.unknown")
    return t("fresh.stale" if row["stale"] else "fresh.good")


def _loads(status: Status) -> None:
    st.subheader(t("loads.title", version=status["data_version"]))
    columns = [
        Column(t("col.version"), "number", "number"),
        Column(t("col.published_at"), lambda r: _minute(r["published_at"])),
        *(
            Column(t(f"load.{name}"), name, "number")
            for name in ("read", "new", "changed", "withdrawn", "unchanged", "quarantined")
        ),
        Column(t("load.why"), _why),
    ]
    table(status["versions"], columns, name="载入")


def _minute(stamp: str) -> str:
    return str(stamp).replace("T", " ")[:16] + " UTC"


def _why(row: Row) -> str:
    sign = "：" if lang() == "zh" else ": "
    return "、".join(f"{code}{sign}{number}" for code, number in row["why"].items())


page.guarded(body)
