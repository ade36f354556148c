"""Features of a cluster and a major. The docstring of each is what users read about it."""

from __future__ import annotations

from math import log1p

from graph.match.paths import cluster_occupations, joined_paths, major_occupations, rarity
from graph.match.snapshot import Snapshot
from graph.match.text import jobs_of, text_index
from graph.match.types import Feature, Hop, Model, Result

SHOWN_PATHS = 5


def published(snapshot: Snapshot, cluster: str, major: str) -> Result:
    """公开发布：有公开发布的材料写明该专业服务该集群。有则为 1。

    A publication states that the major serves the cluster: 1 if so.
    """
    edges = [e for e in snapshot.edges["SERVES"].out.get(major, ()) if e.end == cluster]
    if not edges:
        return Result(None, "没有找到公开发布的表述")
    paths = tuple((Hop(e, forward=False),) for e in edges)
    return Result(1.0, f"{len(edges)} 条公开发布的表述", paths)


def occupation_path(snapshot: Snapshot, cluster: str, major: str) -> Result:
    """职业通路：集群涵盖的行业使用哪些职业，该专业又面向其中哪些。

    The share of the major's occupations that the cluster's industries employ, each weighted by
    the strength of its path and by how rare the occupation is over all industries; mean and best
    count half each.
    """
    mine = major_occupations(snapshot, major)
    if not mine:
        return Result(None, "该专业没有已知的面向职业")
    reached = cluster_occupations(snapshot, cluster)
    if not reached:
        return Result(None, "该集群没有已知的行业与职业")
    weights = {o: r.weight * rarity(snapshot, o) for o, r in mine.items()}
    hits = {o: reached[o].weight for o in mine if o in reached}
    mean = sum(weights[o] * hits[o] for o in hits) / sum(weights.values())
    best = max((hits[o] * mine[o].weight * rarity(snapshot, o) ** 0.5 for o in hits), default=0.0)
    if not hits:
        return Result(0.0, f"面向的 {len(mine)} 个职业都不为该集群行业所用")
    paths = tuple(hops for _, hops in joined_paths(snapshot, cluster, major, limit=SHOWN_PATHS))
    named = "、".join(sorted((snapshot.names[o] for o in hits), key=len)[:4])
    detail = f"面向的 {len(mine)} 个职业中 {len(hits)} 个为该集群行业所用" + (
        f"：{named}" if named else ""
    )
    return Result(0.5 * mean + 0.5 * best, detail, paths)


def text(snapshot: Snapshot, cluster: str, major: str) -> Result:
    """文本相近：专业的名称、课程、岗位与集群的名称、环节、产品在用词上的相近程度。

    Likeness of the major's whole description and the cluster's own words, as a share of the best
    match of the cluster: half by characters and pairs of them (TF-IDF), half by topics. A major
    without a profile borrows from the majors nearest in name. Words only: no proof on its own.
    """
    borrowed = _borrowed(snapshot, major)
    if borrowed == "":
        return Result(None, "该专业没有简介，也没有名称相近的专业可借用")
    value = text_index(snapshot).wide(cluster, major)
    return Result(_share(value), f"用词相近度为本集群最高者的 {value:.0%}{borrowed or ''}")


def wording(snapshot: Snapshot, cluster: str, major: str) -> Result:
    """行业用词：专业的课程、岗位与集群在其核心行业中所从事内容（涵盖理由）在用词上的相近程度。

    Likeness of the major's whole description and the reasons for which the cluster covers its
    core industries, measured as for ``text``. The reasons are curated.
    """
    index = text_index(snapshot)
    if cluster not in index.worded:
        return Result(None, "该集群没有写明理由的核心行业")
    borrowed = _borrowed(snapshot, major)
    if borrowed == "":
        return Result(None, "该专业没有简介，也没有名称相近的专业可借用")
    value = index.said(cluster, major)
    return Result(_share(value), f"与行业用词相近度为本集群最高者的 {value:.0%}{borrowed or ''}")


def occupation_words(snapshot: Snapshot, cluster: str, major: str) -> Result:
    """职业用词：专业的课程、岗位与集群核心行业的核心职业在主题上的相近程度。

    Likeness by topics of the major's description and the names of the occupations that are core
    to the cluster's core industries: it sees kindred occupations that the path does not join.
    """
    if not jobs_of(snapshot, cluster):
        return Result(None, "该集群没有已知的核心职业")
    borrowed = _borrowed(snapshot, major)
    if borrowed == "":
        return Result(None, "该专业没有简介，也没有名称相近的专业可借用")
    value = text_index(snapshot).jobs(cluster, major)
    return Result(_share(value), f"与核心职业主题相近度为最高者的 {value:.0%}{borrowed or ''}")


def name(snapshot: Snapshot, cluster: str, major: str) -> Result:
    """名称相近：专业名称与集群名称、环节、产品的用词重合。

    Cosine of TF-IDF over characters and pairs of them between the major's name and the cluster's
    name, segments and products, as a share of the best match of the cluster. Words only.
    """
    value = text_index(snapshot).narrow(cluster, major)
    return Result(_share(value), f"名称相近度为本集群最高者的 {value:.0%}")


def kindred(snapshot: Snapshot, cluster: str, major: str) -> Result:
    """同类专业：同一专业类中最相近的三个专业与该集群的用词相近程度的平均。

    Mean likeness of the three best majors of the same class (专业类), in the words of ``wording``
    or, where the cluster has none, of ``text``, as a share of the best class: a class that serves
    a cluster tends to do so as a whole.
    """
    class_code = snapshot.majors[major]["class_code"]
    if class_code is None:
        return Result(None, "该专业不在目录的专业类中")
    value = text_index(snapshot).kindred(cluster, class_code)
    label = snapshot.majors[major]["class_name"] or class_code
    return Result(_share(value), f"{label}前三名的平均相近度为最高类的 {value:.0%}")


def _borrowed(snapshot: Snapshot, major: str) -> str | None:
    """None for a major with a profile, else from whom it borrows in words; empty for nobody."""
    if snapshot.majors[major]["profile"] is not None:
        return None
    lenders = text_index(snapshot).lenders(major)
    named = "、".join(f"{snapshot.names[m]}（{snapshot.majors[m]['level']}）" for m in lenders)
    return f"；借用：{named}" if named else ""


def _share(value: float) -> float:
    # Float noise must not leave the range.
    return min(1.0, max(0.0, value))


def partner_firms(snapshot: Snapshot, cluster: str, major: str) -> Result:
    """合作企业：集群所涵盖行业的企业中，已与开设该专业的院校合作的有几家。

    Firms engaged in the cluster's core industries that already co-operate with a school offering
    the major, log-scaled, full at five.
    """
    firms = _cluster_firms(snapshot, cluster)
    schools = {e.start for e in snapshot.edges["OFFERS"].into.get(major, ())}
    found = []
    for school in schools:
        for edge in snapshot.edges["COOPERATES_WITH"].out.get(school, ()):
            if edge.end in firms:
                found.append((school, edge))
    if not found:
        return Result(None, "没有已知的合作企业")
    paths = tuple(
        (*firms[edge.end], Hop(edge, forward=False), _offer_hop(snapshot, school, major))
        for school, edge in found[:SHOWN_PATHS]
    )
    count = len({edge.end for _, edge in found})
    return Result(min(1.0, log1p(count) / log1p(5)), f"{count} 家企业已与开设院校合作", paths)


def _offer_hop(snapshot: Snapshot, school: str, major: str) -> Hop:
    return next(Hop(e) for e in snapshot.edges["OFFERS"].out[school] if e.end == major)


def _cluster_firms(snapshot: Snapshot, cluster: str) -> dict[str, tuple[Hop, ...]]:
    """Firm id → hops from the cluster, over core industries and their classes below."""

    def make() -> dict[str, tuple[Hop, ...]]:
        firms: dict[str, tuple[Hop, ...]] = {}
        for cover in snapshot.edges["COVERS"].out.get(cluster, ()):
            if cover.strength != "core":
                continue
            for engaged in snapshot.edges["ENGAGED_IN"].into.get(cover.end, ()):
                firms.setdefault(engaged.start, (Hop(cover), Hop(engaged, forward=False)))
        return firms

    found: dict[str, tuple[Hop, ...]] = snapshot.remember(f"firms of {cluster}", make)
    return found


#: Weights learned on the shared judged pairs (docs/decisions/0015-match-scheme.md), frozen here.
MAJOR_CLUSTER = Model(
    name="evidence",
    zh="综合证据",
    features=(
        Feature("published", "公开发布", published, expected=False),
        Feature("occupation_path", "职业通路", occupation_path),
        Feature("occupation_words", "职业用词", occupation_words),
        Feature("text", "文本相近", text),
        Feature("wording", "行业用词", wording),
        Feature("name", "名称相近", name),
        Feature("kindred", "同类专业", kindred),
        Feature("partner_firms", "合作企业", partner_firms, expected=False),
    ),
    weights={
        "published": 0.12,
        "occupation_path": 0.10,
        "occupation_words": 0.10,
        "text": 0.30,
        "wording": 0.19,
        "name": 0.12,
        "kindred": 0.19,
        "partner_firms": 0.03,
    },
    threshold=0.35,
)
