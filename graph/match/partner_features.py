"""Features of a school and a firm. The docstring of each is what users read about it."""

from __future__ import annotations

from collections import Counter, defaultdict
from math import log1p

import numpy as np

from graph.match.partner_data import partners_of
from graph.match.paths import EMPLOY_WEIGHT, Reached, employers, major_occupations, rarity
from graph.match.snapshot import Edge, Snapshot
from graph.match.text import Matrix, text_index
from graph.match.types import Feature, Hop, Model, Result

ENGAGED_WEIGHT = {"core": 1.0, "related": 0.5, None: 0.7}
#: Majors of a school that count for a firm.
BEST = 3
SHOWN = 3


def complement(snapshot: Snapshot, firm: str, school: str) -> Result:
    """人才互补：学校专业面向的职业，企业所属行业是否使用。

    The mean over the school's three best majors of how strongly the firm's industries employ an
    occupation that the major prepares for, weighted by how rare the occupation is.
    """
    reached = firm_occupations(snapshot, firm)
    if not reached:
        return Result(None, "该企业没有已知的行业与职业")
    found = [
        (*best, major)
        for major in school_majors(snapshot, school)
        if (best := _strongest(snapshot, reached, major))
    ]
    if not found:
        return Result(0.0, "没有专业面向该企业所属行业的职业")
    found.sort(key=lambda f: (-f[0], f[3]))
    value = sum(f[0] for f in found[:BEST]) / BEST
    paths = tuple(
        (*there.hops, *back.hops, _offer(snapshot, school, major))
        for _, there, back, major in found[:SHOWN]
    )
    majors = "、".join(dict.fromkeys(snapshot.names[f[3]] for f in found[:SHOWN]))
    return Result(min(1.0, value), f"企业行业所用职业由这些专业培养：{majors}", paths)


def likeness(snapshot: Snapshot, firm: str, school: str) -> Result:
    """产品与专业：企业的产品、行业表述与学校专业的课程、岗位在用词上的相近程度。

    Likeness of the firm's products and industry words and the descriptions of the school's three
    best majors, as a share of the best major of all. Words only.
    """
    majors = school_majors(snapshot, school)
    if not majors or not _words(snapshot, firm):
        return Result(None, "缺少该校的专业或该企业的产品、行业表述")
    row, index = _firm_words(snapshot)[firm], text_index(snapshot)
    best = sorted(((float(row[index.column(m)]), m) for m in majors), reverse=True)[:BEST]
    named = "、".join(snapshot.names[m] for _, m in best)
    return Result(min(1.0, sum(v for v, _ in best) / BEST), f"最相近的专业：{named}")


def nearness(snapshot: Snapshot, firm: str, school: str) -> Result:
    """地域：同县区为 1，同市为 0.8，同省为 0.4，其余为 0.1。

    1 in one county, 0.8 in one city, 0.4 in one province, else 0.1.
    """
    data = partners_of(snapshot)
    here, there = data.places.get(school, []), data.places.get(firm, [])
    if not here or not there:
        return Result(None, "企业或学校的所在地未知")
    shared = next((r for r in here if r in there), None)
    depth = 3 - max(here.index(shared), there.index(shared)) if shared else 0
    value = {3: 1.0, 2: 0.8, 1: 0.4}.get(depth, 0.1)
    name = snapshot.names.get(shared, "同一地区") if shared else ""
    hops = (Hop(data.located[firm]), Hop(data.located[school], forward=False))
    return Result(value, f"同在{name}" if shared else "不在同一省", (hops,) if depth >= 2 else ())


def openness(snapshot: Snapshot, firm: str, school: str) -> Result:
    """合作意愿：企业已与多少其他学校合作或同在平台，取对数，满分为五家。

    How many other schools the firm already works with or shares a platform with, log-scaled, full
    at five: a firm that works with schools is easier to win.
    """
    data = partners_of(snapshot)
    edges = [e for e in _works_of(snapshot).get(firm, ()) if e.start != school]
    others = {e.start for e in edges}
    platforms = data.platforms(firm)
    others |= {s for p in platforms for s in _schools_of(snapshot).get(p, ()) if s != school}
    if not others:
        return Result(None, "没有已知的与其他学校的合作")
    paths = tuple((Hop(e, forward=False),) for e in edges[:SHOWN])
    return Result(
        min(1.0, log1p(len(others)) / log1p(5)), f"已与 {len(others)} 所学校有联系", paths
    )


def acquaintance(snapshot: Snapshot, firm: str, school: str) -> Result:
    """已有联系：已有合作为 1，同在一个产教融合平台为 0.6，无则未知。

    1 for a published co-operation, 0.6 for a platform in common, unknown otherwise.
    """
    data = partners_of(snapshot)
    edges = [e for e in _works_of(snapshot).get(firm, ()) if e.start == school]
    if edges:
        return Result(1.0, f"{len(edges)} 条已公开的合作", tuple((Hop(e),) for e in edges[:SHOWN]))
    shared = data.platforms(firm) & data.platforms(school)
    paths = tuple(
        (Hop(a), Hop(b, forward=False))
        for a in data.members.get(school, ())
        for b in data.members.get(firm, ())
        if a.end == b.end
    )
    if not shared:
        return Result(None, "没有已知的联系")
    named = "、".join(sorted(snapshot.names[p] for p in shared)[:SHOWN])
    return Result(0.6, f"同在：{named}", paths[:SHOWN])


#: Set by judgement, not learned: the labelled pairs are fewer than forty.
PARTNERS = Model(
    name="partners",
    zh="校企互配",
    features=(
        Feature("complement", "人才互补", complement),
        Feature("likeness", "产品与专业", likeness),
        Feature("nearness", "地域", nearness),
        Feature("openness", "合作意愿", openness, expected=False),
        Feature("acquaintance", "已有联系", acquaintance, expected=False),
    ),
    weights={
        "complement": 0.30,
        "likeness": 0.25,
        "nearness": 0.20,
        "openness": 0.15,
        "acquaintance": 0.10,
    },
    threshold=0.35,
)


def firm_occupations(snapshot: Snapshot, firm: str) -> dict[str, Reached]:
    """Occupation id → how strongly the firm's industries employ it, by its best path."""

    def make() -> dict[str, Reached]:
        best: dict[str, Reached] = {}
        for engaged in snapshot.edges["ENGAGED_IN"].out.get(firm, ()):
            for employ, lead, factor in employers(snapshot, engaged.end):
                weight = ENGAGED_WEIGHT.get(engaged.strength, 0.5) * factor
                weight *= EMPLOY_WEIGHT.get(employ.strength, 0.5)
                if employ.end not in best or weight > best[employ.end].weight:
                    best[employ.end] = Reached(weight, (Hop(engaged), *lead, Hop(employ)))
        return best

    found: dict[str, Reached] = snapshot.remember(f"occupations of {firm}", make)
    return found


def school_majors(snapshot: Snapshot, school: str) -> list[str]:
    """Majors that a school offers; the one asked about alone, where one is."""
    only = snapshot.memo.get("only major")
    majors = {e.end for e in snapshot.edges["OFFERS"].out.get(school, ())}
    return sorted(majors & {only} if only else majors)


def _strongest(
    snapshot: Snapshot, reached: dict[str, Reached], major: str
) -> tuple[float, Reached, Reached] | None:
    best: tuple[float, Reached, Reached] | None = None
    for occupation, mine in major_occupations(snapshot, major).items():
        if occupation in reached:
            there = reached[occupation]
            value = there.weight * mine.weight * rarity(snapshot, occupation) ** 0.5
            if best is None or value > best[0]:
                back = tuple(Hop(h.edge, forward=not h.forward) for h in reversed(mine.hops))
                best = (value, there, Reached(mine.weight, back))
    return best


def _offer(snapshot: Snapshot, school: str, major: str) -> Hop:
    edges = snapshot.edges["OFFERS"].out[school]
    return next(Hop(e, forward=False) for e in edges if e.end == major)


def _works_of(snapshot: Snapshot) -> dict[str, list[Edge]]:
    def make() -> dict[str, list[Edge]]:
        found = defaultdict(list)
        for edge in partners_of(snapshot).works:
            found[edge.end].append(edge)
        return found

    table: dict[str, list[Edge]] = snapshot.remember("works of firms", make)
    return table


def _schools_of(snapshot: Snapshot) -> dict[str, set[str]]:
    def make() -> dict[str, set[str]]:
        data, found = partners_of(snapshot), defaultdict(set)
        for one, edges in data.members.items():
            for edge in edges:
                if one in data.schools:
                    found[edge.end].add(one)
        return found

    table: dict[str, set[str]] = snapshot.remember("schools of platforms", make)
    return table


def popularity(snapshot: Snapshot) -> Counter[str]:
    """Firm → number of known co-operations and memberships: a baseline."""
    data = partners_of(snapshot)
    counts = Counter(e.end for e in data.works)
    counts.update({one: len(edges) for one, edges in data.members.items() if one in data.firms})
    return counts


def _words(snapshot: Snapshot, firm: str) -> str:
    row = partners_of(snapshot).firms[firm]
    engaged = snapshot.edges["ENGAGED_IN"].out.get(firm, ())
    return " ".join([*row["products"], *row["terms"], *(snapshot.names[e.end] for e in engaged)])


def _firm_words(snapshot: Snapshot) -> dict[str, Matrix]:
    def make() -> dict[str, Matrix]:
        firms = list(partners_of(snapshot).firms)
        table = text_index(snapshot).against([_words(snapshot, f) for f in firms])
        return dict(zip(firms, np.asarray(table), strict=True))

    found: dict[str, Matrix] = snapshot.remember("firm words", make)
    return found
