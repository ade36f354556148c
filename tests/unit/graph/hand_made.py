"""A small snapshot made by hand: one cluster, two industries, four occupations, three majors.

c ──core──▶ 39 ──core──▶ o1            m1 ─core─▶ o1
  └related▶ 391 (part of 39)          m2 ─group▶ g = {o2, o3}
39 ─related─▶ o2                       m3 ─core─▶ division; no profile
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from graph.match.snapshot import Edge, Edges, Snapshot

EDGE_TYPES = (
    "PART_OF", "COVERS", "EMPLOYS", "PREPARES_FOR", "SERVES", "ENGAGED_IN", "COOPERATES_WITH",
    "OFFERS",
)  # fmt: skip
CORE: list[tuple[str, str, str, str | None]] = [
    ("COVERS", "cluster:c", "industry:39", "core"),
    ("COVERS", "cluster:c", "industry:391", "related"),
    ("PART_OF", "industry:391", "industry:39", None),
    ("EMPLOYS", "industry:39", "occupation:o1", "core"),
    ("EMPLOYS", "industry:39", "occupation:o2", "related"),
    ("PART_OF", "occupation:o2", "occupation:g", None),
    ("PART_OF", "occupation:o3", "occupation:g", None),
    ("PART_OF", "occupation:g", "occupation:division", None),
    ("PREPARES_FOR", "major:m1", "occupation:o1", "core"),
    ("PREPARES_FOR", "major:m2", "occupation:g", "group"),
    ("PREPARES_FOR", "major:m3", "occupation:division", "core"),
]


def edge(kind: str, start: str, end: str, strength: str | None = None, **values: Any) -> Edge:
    """A stated edge of grade A with one record."""
    plain: dict[str, Any] = {"status": "stated", "grade": "A", "records": (1,), "reason": None}
    return Edge(kind, start, end, strength, **{**plain, **values})


def major(name: str, class_code: str | None = "5101", profile: str | None = "x") -> dict[str, Any]:
    """A row of a major."""
    return {
        "id": f"major:{name}", "code": name, "name": f"{name}电子信息技术", "level": "高职专科",
        "class_code": class_code, "class_name": class_code and "电子信息类", "profile": profile,
        "posts": ["电子设备装配"], "competences": [], "practice": [], "named_only": False,
    }  # fmt: skip


def snapshot(*more: Edge) -> Snapshot:
    """The snapshot above, with more edges where given."""
    edges: dict[str, Edges] = {kind: Edges() for kind in EDGE_TYPES}
    for each in [*(edge(*row) for row in CORE), *more]:
        edges[each.type].out[each.start].append(each)
        edges[each.type].into[each.end].append(each)
    levels = {"o1": "职业", "o2": "职业", "o3": "职业", "g": "小类", "division": "大类"}
    occupations = {
        f"occupation:{o}": {"id": f"occupation:{o}", "name": f"职业{o}", "code": o, "level": level}
        for o, level in levels.items()
    }
    industries = {
        f"industry:{i}": {"id": f"industry:{i}", "name": f"行业{i}", "code": i}
        for i in ("39", "391")
    }
    majors = {
        f"major:{m['code']}": m
        for m in (major("m1"), major("m2"), major("m3", class_code=None, profile=None))
    }
    cluster = {
        "id": "cluster:c", "code": "c", "name": "电子信息", "level": "市", "tier": None,
        "state": "现行", "reliability": "官方文本", "heading": False, "products": ["电子设备"],
        "aliases": [],
    }  # fmt: skip
    rows = {**occupations, **industries, **majors, "cluster:c": cluster}
    return Snapshot(
        version=1,
        clusters={"cluster:c": cluster},
        majors=majors,
        occupations=occupations,
        industries=industries,
        names={i: row["name"] for i, row in rows.items()},
        segments={"cluster:c": ["电子元件"]},
        courses=defaultdict(dict, {"major:m1": {"核心": ["电子技术", "电子设备装配"]}}),
        edges=edges,
        places={},
    )
