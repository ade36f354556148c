"""The graph picture: a canvas that reports clicks, a panel beside it, and a table instead."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from ui import client
from ui.client import UiError
from ui.parts import captions
from ui.parts.graph_data import Graph, add_neighbours
from ui.parts.language import t
from ui.parts.links import entity_link
from ui.parts.markup import ASSETS, badge, draw, esc
from ui.parts.tables import Column, table

MODULES = Path(__file__).resolve().parents[1] / "node_modules"
#: Each bundle with the names it asks for, in the order in which they need one another.
BUNDLES = {
    "layout-base": "layout-base/layout-base.js",
    "cose-base": "cose-base/cose-base.js",
    "cytoscape": "cytoscape/dist/cytoscape.min.js",
    "cytoscape-fcose": "cytoscape-fcose/cytoscape-fcose.js",
}
SET_UP = "./run setup"
EXPAND, PANEL_PX = 30, 602
WORDS = ("fit", "png", "legend")


def installed() -> bool:
    """True when the third-party JavaScript is there."""
    return all((MODULES / path).is_file() for path in BUNDLES.values())


@cache
def _libraries() -> Any:
    """A component without data that loads the bundles once: its message never changes, so the
    browser gets it once per session."""
    parts = [
        f"modules[{name!r}] = ((module) => {{ const exports = module.exports;\n"
        f"{(MODULES / path).read_text(encoding='utf-8')}\n;return module.exports; }})"
        f"({{ exports: {{}} }});"
        for name, path in BUNDLES.items()
    ]
    loader = (
        "export default function () {\n  if (globalThis.__chanjiaoCytoscape) return;\n"
        "  const modules = {}; const require = (name) => modules[name];\n"
        "  const define = undefined;\n"
        + "\n".join(parts)
        + "\n  modules.cytoscape.use(modules['cytoscape-fcose']);\n"
        "  globalThis.__chanjiaoCytoscape = modules.cytoscape;\n}\n"
    )
    return st.components.v2.component("chanjiao_libraries", js=loader)


@cache
def _canvas() -> Any:
    return st.components.v2.component(
        "chanjiao_graph",
        html='<div class="frame"><div class="tools"></div><div class="cy"></div></div>',
        css=(ASSETS / "graph.css").read_text(encoding="utf-8"),
        js=(ASSETS / "graph.js").read_text(encoding="utf-8"),
    )


def view(graph: Graph, centre: str, *, key: str) -> None:
    """Canvas and panel, or the table of the same.

    Args:
        graph: what to show at first.
        centre: the node that stands out.
        key: unique per picture; positions are kept under it.
    """
    opened: list[str] = st.session_state.setdefault(f"opened:{key}", [])
    for node in opened:
        _open(graph, node)
    choices = ["canvas", "table"]
    how = st.segmented_control(
        t("graph.how"),
        choices,
        default=choices[0] if installed() else choices[1],
        required=True,
        format_func=lambda c: t(f"graph.{c}"),
        key="how",
        label_visibility="collapsed",
    )
    if how == "canvas" and not installed():
        st.warning(t("graph.not_installed"))
        st.code(SET_UP, language="bash")
    if how == "table" or not installed():
        _table(graph, key)
        return
    _draw(graph, centre, key, opened)


def _open(graph: Graph, node: str) -> None:
    try:
        add_neighbours(graph, node, client.neighbours(node, limit=EXPAND)["items"])
    except UiError:
        return


def _draw(graph: Graph, centre: str, key: str, opened: list[str]) -> None:
    left, right = st.columns([7, 3])
    picked_key = f"picked:{key}"
    with left:
        _libraries()(key="graph_libraries")
        result = _canvas()(
            key="graph_canvas",
            data={
                **graph.data(),
                "centre": centre,
                "gkey": key,
                "words": {w: t(f"graph.{w}") for w in WORDS},
            },
            on_clicked_change=lambda: None,
        )
        st.caption(t("graph.help", n=len(graph.nodes), edges=len(graph.edges)))
        if graph.left_out:
            st.caption(t("graph.cut", n=len(graph.nodes)))
    if result.clicked:
        st.session_state[picked_key] = result.clicked["id"]
    with right:
        _panel(graph, st.session_state.get(picked_key, centre), key, opened)


def _panel(graph: Graph, picked: str, key: str, opened: list[str]) -> None:
    node = graph.nodes.get(picked)
    if node is None:
        st.caption(t("graph.pick"))
        return
    lines = [
        (other, e)
        for e in graph.edges.values()
        for other in (e["source"], e["target"])
        if picked in (e["source"], e["target"]) and other != picked
    ]
    items = "".join(
        f"<li>{badge(e['label'], 'plain', e['reason'])}{_other(graph, other)}"
        f"<br><small>{esc(e['status_name'])} {esc(e['reason'])}</small></li>"
        for other, e in lines[:12]
    )
    more = f"<p class='cg-note'>{esc(t('graph.more', n=len(lines) - 12))}</p>"
    with st.container(border=True, key="graph_panel", height=PANEL_PX):
        draw(
            badge(node["kind"], "type"),
            f'<p class="cg-picked">{entity_link(picked, node["name"], "cg-name")}</p>',
            f'<ul class="cg-list">{items}</ul>',
            more if len(lines) > 12 else "",
        )
        if picked not in opened and st.button(
            t("graph.expand", n=EXPAND), key="expand", icon=":material/add_circle:"
        ):
            opened.append(picked)
            st.rerun()
        if opened and st.button(t("graph.reset"), key="reset", type="tertiary"):
            opened.clear()
            st.rerun()


def _other(graph: Graph, node_id: str) -> str:
    return entity_link(node_id, graph.nodes[node_id]["name"])


def _table(graph: Graph, key: str) -> None:
    rows = [
        {
            "id": e["source"],
            "from": graph.nodes[e["source"]]["name"],
            "relation": e["label"],
            "other": e["target"],
            "to": graph.nodes[e["target"]]["name"],
            "status": captions.status(e["status"]),
            "reason": e["reason"],
        }
        for e in graph.edges.values()
    ]
    columns = [
        Column(t("col.from"), "from", "link", width="medium"),
        Column(t("col.relation"), "relation"),
        Column(t("col.to"), "to", "link", id_key="other", width="medium"),
        Column(t("col.status"), "status"),
        Column(t("col.reason"), "reason", width="large"),
    ]
    table(rows, columns, name="图谱")
