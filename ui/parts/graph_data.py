"""What the graph picture shows: nodes and edges from evidence paths or from neighbours."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ui.parts import captions
from ui.shapes import Answer, Hop, Row

MOST_NODES, SHORT = 150, 10
TYPES = {
    "cluster": "Cluster",
    "segment": "Segment",
    "industry": "Industry",
    "occupation": "Occupation",
    "major": "Major",
    "school": "School",
    "enterprise": "Enterprise",
    "organisation": "Organisation",
    "community": "Community",
    "programme": "Programme",
    "course": "Course",
    "certificate": "Certificate",
    "region": "Region",
}
COLOURS = {
    "Cluster": "#d1495b",
    "Segment": "#e58f65",
    "Industry": "#edae49",
    "Occupation": "#30a46c",
    "Major": "#1f5fd0",
    "School": "#7b5cd6",
    "Enterprise": "#0e9aa7",
    "Community": "#b5559b",
}
OTHER_COLOUR = "#8a94a6"


@dataclass
class Graph:
    """Nodes by id and edges by what they join; both stop growing at the limit."""

    nodes: dict[str, Row] = field(default_factory=dict)
    edges: dict[str, Row] = field(default_factory=dict)
    left_out: int = 0

    def node(self, node_id: str, name: str, kind: str = "") -> bool:
        """Add a node; False when the picture is full."""
        if node_id in self.nodes:
            return True
        if len(self.nodes) >= MOST_NODES:
            self.left_out += 1
            return False
        label = kind or TYPES.get(node_id.partition(":")[0], "")
        self.nodes[node_id] = {
            "id": node_id,
            "name": name,
            "short": name if len(name) <= SHORT else name[: SHORT - 1] + "…",
            "kind": captions.kind(label) if label else "",
            "colour": COLOURS.get(label, OTHER_COLOUR),
        }
        return True

    def edge(self, start: str, relation: str, end: str, status: str, reason: str = "") -> None:
        """Add an edge between nodes that are there."""
        if start not in self.nodes or end not in self.nodes:
            return
        self.edges[f"{start}|{relation}|{end}"] = {
            "id": f"{start}|{relation}|{end}",
            "source": start,
            "target": end,
            "label": captions.relation(relation),
            "status": status,
            "status_name": captions.status(status),
            "reason": reason,
        }

    def data(self) -> dict[str, Any]:
        """What the canvas takes."""
        return {"nodes": list(self.nodes.values()), "edges": list(self.edges.values())}


def of_answer(answer: Answer, centre: str, name: str) -> Graph:
    """The evidence paths of a ranking as one graph around the thing asked about."""
    graph = Graph()
    graph.node(centre, name)
    for item in answer["items"]:
        ref = item.get("major") or item.get("cluster")
        if ref is not None:
            graph.node(ref["id"], ref["name"])
        for path in item["paths"]:
            for hop in path["hops"]:
                _add_hop(graph, hop)
    return graph


def _add_hop(graph: Graph, hop: Hop) -> None:
    if not (graph.node(hop["from"], hop["from_name"]) and graph.node(hop["to"], hop["to_name"])):
        return
    start, end = (hop["from"], hop["to"]) if hop["forward"] else (hop["to"], hop["from"])
    graph.edge(start, hop["relation"], end, hop["status"], hop.get("reason") or "")


def add_neighbours(graph: Graph, centre: str, items: list[Row]) -> None:
    """Entities one relation away, with their relations."""
    for item in items:
        other = item["entity"]
        if not graph.node(other["id"], other["name"], other["type"]):
            continue
        pair = (centre, other["id"]) if item["direction"] == "out" else (other["id"], centre)
        reason = str(item["properties"].get("reason") or "")
        graph.edge(pair[0], item["relation"], pair[1], item["status"], reason)
