"""A ranking with its reasons: what each feature adds, and the evidence hop by hop."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from ui.parts import captions
from ui.parts.coverage import coverage
from ui.parts.language import lang, t, word
from ui.parts.links import entity_link
from ui.parts.markup import badge, draw, esc, note
from ui.parts.tables import Column, table
from ui.shapes import Answer, Feature, Hop, Item, ModelFeature, Path, Ref, Row

Side = Literal["major", "cluster"]
HIGH, MIDDLE = 0.6, 0.4
GRADE_TONES = {"published": "green", "path": "blue", "text": "amber", "insufficient": "grey"}
BAND_TONES = {"high": "green", "middle": "blue", "low": "grey"}
STATUS_TONES = {"stated": "green", "curated": "amber", "computed": "violet", "suggested": "grey"}
OPEN_ITEMS = 1


def band(score: float) -> str:
    """The score in one word: high, middle or low."""
    shown = round(score, 2)
    if shown >= HIGH:
        return "high"
    return "middle" if shown >= MIDDLE else "low"


def ranking(answer: Answer, side: Side, *, name: str) -> None:
    """Every item as a card; the first one open. Below, all of them as a table."""
    if not answer["items"]:
        st.info(t("match.none"))
        return
    st.caption(t("match.intro", n=len(answer["items"]), of=answer["considered"]))
    for number, item in enumerate(answer["items"], 1):
        card(number, item, side)
    with st.expander(t("match.as_table"), icon=":material/table:"):
        table([_row(n, i, side) for n, i in enumerate(answer["items"], 1)], _columns(), name=name)
    coverage(answer.get("coverage", []))


def card(number: int, item: Item, side: Side) -> None:
    """One match: who, how strong, why."""
    ref = item[side]
    with st.container(border=True, key=f"match_{number}"):
        draw(_head(number, item, ref))
        label = t("match.why", n=len(item["paths"]))
        with st.expander(label, expanded=number <= OPEN_ITEMS, key=f"why_{number}"):
            draw(_shares(item["features"]), _paths(item["paths"]), _missing(item))


def _head(number: int, item: Item, ref: Ref) -> str:
    strength = band(item["score"])
    quiet = " · ".join(x for x in _about(ref) if x)
    labels = badge(t(f"band.{strength}"), BAND_TONES[strength], t("band.hint"))
    labels += f'<span class="cg-score">{item["score"]:.2f}</span>'
    labels += badge(word("grade", item["grade"]), GRADE_TONES.get(item["grade"], "grey"))
    return (
        f'<div class="cg-match"><span class="cg-rank">{number}</span>'
        f'<div class="cg-who">{entity_link(ref["id"], ref["name"], "cg-name")}'
        f"<small>{esc(quiet)}</small></div>"
        f'<div class="cg-mark">{labels}</div></div>{_stack(item["features"])}'
    )


def _about(ref: Ref) -> list[str]:
    own = [ref.get("code") or ""] if ref["id"].startswith("major:") else [ref.get("tier") or ""]
    level = captions.level(ref.get("level"))
    return [*own, level, ref.get("class_name") or "", captions.standing(ref.get("reliability"))]


def _stack(features: list[Feature]) -> str:
    parts = "".join(
        f'<i class="cg-f-{esc(f["name"])}" style="width:{100 * f["contribution"]:.1f}%" '
        f'title="{esc(_name(f))} {f["contribution"]:.2f}"></i>'
        for f in features
        if f["contribution"] > 0
    )
    return f'<div class="cg-stack">{parts}</div>'


def _name(feature: Feature | ModelFeature) -> str:
    if lang() == "zh":
        return feature["caption"]
    return word("feature", feature["name"])


def _shares(features: list[Feature]) -> str:
    rows = "".join(_share(f) for f in features)
    total = sum(f["contribution"] for f in features)
    return (
        f'<table class="cg-shares"><caption>{esc(t("match.shares"))}</caption>{rows}'
        f'<tr class="cg-total"><td>{esc(t("match.total"))}</td><td></td>'
        f"<td class=cg-num>{total:.2f}</td><td></td></tr></table>"
    )


def _share(feature: Feature) -> str:
    value = feature["value"]
    if value is None:
        bar, points = f'<span class="cg-unknown">{esc(t("match.unknown"))}</span>', "–"
    else:
        bar = (
            f'<div class="cg-bar"><i class="cg-f-{esc(feature["name"])}" '
            f'style="width:{100 * value:.0f}%"></i></div>'
        )
        points = f"{value:.2f} × {feature['weight']:.2f} = <b>{feature['contribution']:.2f}</b>"
    return (
        f"<tr><td class=cg-cap>{esc(_name(feature))}</td><td class=cg-barcell>{bar}</td>"
        f"<td class=cg-num>{points}</td><td class=cg-detail>{esc(feature['detail'])}</td></tr>"
    )


def _paths(paths: list[Path]) -> str:
    if not paths:
        return note(t("match.no_paths"))
    return f'<h4 class="cg-h4">{esc(t("match.paths"))}</h4>' + "".join(_path(p) for p in paths)


def _path(path: Path) -> str:
    hops = path["hops"]
    chain = entity_link(hops[0]["from"], hops[0]["from_name"], "cg-node")
    for hop in hops:
        arrow = "—{}→" if hop["forward"] else "←{}—"
        verb = arrow.format(captions.relation(hop["relation"]))
        chain += f'<span class="cg-arrow">{esc(verb)}</span>'
        chain += entity_link(hop["to"], hop["to_name"], "cg-node")
    steps = "".join(_hop(h) for h in hops)
    return f'<div class="cg-path"><div class="cg-chain">{chain}</div><ol>{steps}</ol></div>'


def _hop(hop: Hop) -> str:
    label = badge(captions.status(hop["status"]), STATUS_TONES.get(hop["status"], "grey"))
    grade = badge(t("grade.source", grade=hop["source_grade"]), "plain")
    reason = f"<q>{esc(hop['reason'])}</q>" if hop.get("reason") else ""
    where = " · ".join(x for x in (hop.get("locator"), hop.get("origin")) if x)
    title = captions.source_title(hop.get("source"))
    return (
        f'<li class="cg-hop">{label}{grade}{reason}'
        f'<span class="cg-source">{esc(title)} <code>{esc(where)}</code></span></li>'
    )


def _missing(item: Item) -> str:
    if not item["missing"]:
        return ""
    wanted = "".join(f"<li>{esc(m)}</li>" for m in item["missing"])
    return f'<div class="cg-missing"><b>{esc(t("match.missing"))}</b><ul>{wanted}</ul></div>'


def _row(number: int, item: Item, side: Side) -> Row:
    ref = item[side]
    row: Row = {
        "rank": number,
        "id": ref["id"],
        "name": ref["name"],
        "code": ref.get("code"),
        "level": captions.level(ref.get("level")),
        "score": round(item["score"], 4),
        "band": t(f"band.{band(item['score'])}"),
        "grade": word("grade", item["grade"]),
        "paths": len(item["paths"]),
    }
    return {**row, **{f["name"]: round(f["contribution"], 4) for f in item["features"]}}


def _columns() -> list[Column]:
    return [
        Column(t("col.rank"), "rank", "number", width="small"),
        Column(t("col.name"), "name", "link"),
        Column(t("col.code"), "code"),
        Column(t("col.level"), "level"),
        Column(t("col.band"), "band"),
        Column(t("col.score"), "score", "number"),
        Column(t("col.grade"), "grade"),
        Column(t("col.paths"), "paths", "number"),
    ]


def weights(features: list[ModelFeature], *, key: str) -> dict[str, float]:
    """Sliders for the weights; only what differs from the model is returned."""
    changed: dict[str, float] = {}
    st.caption(t("weights.intro"))
    columns = st.columns(3)
    for number, feature in enumerate(features):
        with columns[number % 3]:
            value = st.slider(
                _name(feature),
                0.0,
                1.0,
                float(feature["weight"]),
                0.01,
                key=f"{key}_{feature['name']}",
                help=feature["explanation"],
            )
        if abs(value - feature["weight"]) > 1e-9:
            changed[feature["name"]] = value
    return changed
