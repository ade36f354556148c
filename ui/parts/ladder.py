"""The ladder from 中职 to bachelor's level: a picture of rungs and ways, and the tables of it."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from ui.parts import captions
from ui.parts.language import t, word
from ui.parts.markup import badge, draw, esc, note
from ui.parts.tables import Column, table
from ui.shapes import Row

TONES = {"贯通": "green", "贯通待核实": "amber", "缺少贯通项目": "amber", "贯通断点": "red"}
#: Majors named on a rung of the picture.
NAMED = 6


def picture(rungs: list[Row], steps: list[Row]) -> None:
    """Rungs from the top down with the steps beside them; contracted solid, open dashed."""
    boxes = "".join(_rung(r) for r in reversed(rungs))
    ways = "".join(_step(s) for s in reversed(steps))
    draw(
        f'<div class="cg-ladder"><div class="cg-rungs">{boxes}</div>'
        f'<div class="cg-steps">{ways}</div></div>',
        note(t("ladder.legend")),
    )


def _rung(rung: Row) -> str:
    counts = t(
        "ladder.rung",
        majors=len(rung["majors"]),
        schools=rung["schools"],
        points=rung["points"],
    )
    places = (
        t("ladder.no_places")
        if rung["places"] is None
        else t("ladder.places", year=rung["year"], places=rung["places"])
    )
    offered = sorted(rung["majors"], key=lambda m: -m["points"])
    names = "、".join(m["major"]["name"] for m in offered[:NAMED])
    more = "…" if len(offered) > NAMED else ""
    return (
        f'<div class="cg-rung"><b>{esc(captions.level(rung["level"]))}</b>'
        f"<span>{esc(counts)} · {esc(places)}</span><small>{esc(names + more)}</small></div>"
    )


def _step(step: Row) -> str:
    signed, opened = step["contracted_total"], step["open_total"]
    return (
        f'<div class="cg-step"><b>{esc(step["name"])}</b>'
        f"{badge(word('step', step['status']), TONES.get(step['status'], 'grey'), step['why'])}"
        f'<div class="cg-way"><i class="cg-solid{"" if signed else " cg-no"}"></i>'
        f"{esc(t('ladder.contracted', n=signed))}</div>"
        f'<div class="cg-way"><i class="cg-dashed{"" if opened else " cg-no"}"></i>'
        f"{esc(t('ladder.open', n=opened))}</div><small>{esc(step['why'])}</small></div>"
    )


def rung_table(rungs: Iterable[Row]) -> None:
    """Every major of every rung with its schools and places."""
    rows = [
        {**m["major"], "level": r["level"], "points": m["points"], "places": m["places"],
         "schools": [s["name"] for s in m["schools"]]}
        for r in rungs for m in sorted(r["majors"], key=lambda m: -m["points"])
    ]  # fmt: skip
    columns = [
        Column(t("col.level"), lambda r: captions.level(r["level"])),
        Column(t("col.code"), "code", width="small"),
        Column(t("col.major"), "name", "link", width="medium"),
        Column(t("col.points"), "points", "number", width="small"),
        Column(t("col.places_only"), "places", "number", width="small"),
        Column(t("col.schools"), "schools", width="large"),
    ]
    st.markdown(f"**{t('ladder.rungs')}**")
    table(rows, columns, name="贯通图各层次")


def way_table(steps: Iterable[Row], kind: str, caption: str) -> None:
    """Ways of one kind, ``contracted`` or ``open``, over all steps."""
    steps = list(steps)
    rows = [{**w, "step": s["name"], "status": s["status"]} for s in steps for w in s[kind]]
    columns = [
        Column(t("col.step"), "step"),
        Column(t("col.way"), "kind"),
        Column(t("col.from"), "start_name", width="medium"),
        Column(t("col.to"), "end_name", width="medium"),
        Column(t("col.level"), lambda r: captions.level(r["to_level"])),
        Column(t("col.places_only"), "places", "number", width="small"),
        Column(t("col.year"), "year", width="small"),
    ]
    st.markdown(f"**{t(caption)}**")
    total = sum(s[f"{kind}_total"] for s in steps)
    if total > len(rows):
        st.caption(t("ladder.first", n=len(rows), of=total))
    table(rows, columns, name=caption.partition(".")[2])
