"""Schools and firms, seen from both sides: complementarity, feasibility and novelty as three
numbers with reasons, next to one score for the order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from graph.errors import NotFound
from graph.match.answer import feature_shown, fill_hops, is_sound, must_have, weights_of
from graph.match.partner_data import PartnerData, partners_of, with_partners
from graph.match.partner_features import PARTNERS
from graph.match.snapshot import Snapshot
from graph.match.types import Result, Scored, score_pair
from graph.view import View

#: A refusal keeps this share of a score.
REFUSED = 0.5
#: 职业学校学生实习管理规定: interns are at most 10 % of staff, and 20 % of those in one post.
INTERN_SHARE, POST_SHARE = 0.10, 0.20
Standing = Literal["existing", "acquainted", "new"]
NOVELTY: dict[Standing, float] = {"existing": 0.0, "acquainted": 0.5, "new": 1.0}
_WHY: dict[Standing, str] = {
    "existing": "已有公开的合作",
    "acquainted": "尚无合作，但同在一个平台",
    "new": "没有已知的合作，也没有共同平台",
}


@dataclass(frozen=True)
class PartnerRequest:
    """What is asked. ``region`` narrows the other side, ``major`` the school's majors to one,
    ``standing`` to new or existing partners."""

    limit: int = 20
    region: str | None = None
    major: str | None = None
    standing: Standing | None = None
    weights: Mapping[str, float] = field(default_factory=dict)


def partners_of_school(
    view: View, school: str, request: PartnerRequest = PartnerRequest()
) -> dict[str, Any]:
    """Firms that a school could work with, best first.

    Returns:
        ``{"school", "items": [{"enterprise", "score", "grade", "standing", "complementarity",
        "feasibility", "novelty", "features", "paths", "internship", "refusals", "missing"}],
        "considered", "model", "without", "data_version"}``. The contributions of the features and
        the ``refused`` deduction add up to the score; each number has a reason for both sides.
    """
    snapshot = _asked(view, request)
    data = partners_of(snapshot)
    must_have(data.schools, school)
    if not snapshot.edges["OFFERS"].out.get(school):
        raise NotFound(
            "No programme of this school is known, so nothing can be compared.",
            hint="Load its programmes.",
            id=school,
        )
    firms = [f for f, row in data.firms.items() if not row["named_only"]]
    pairs = [(f, school) for f in firms if _in_region(data, f, request.region)]
    items = _items(view, snapshot, pairs, request, shown="enterprise")
    return {"school": _school(data, school), "items": items, **_rest(view, len(pairs))}


def partners_of_enterprise(
    view: View, firm: str, request: PartnerRequest = PartnerRequest()
) -> dict[str, Any]:
    """Schools that a firm could work with; as :func:`partners_of_school`, turned round."""
    snapshot = _asked(view, request)
    data = partners_of(snapshot)
    must_have(data.firms, firm)
    schools = [s for s in snapshot.edges["OFFERS"].out if s in data.schools]
    pairs = [(firm, s) for s in schools if _in_region(data, s, request.region)]
    items = _items(view, snapshot, pairs, request, shown="school")
    return {"enterprise": _firm(data, firm), "items": items, **_rest(view, len(pairs))}


def internship_room(staff: int | None, in_post: int | None = None) -> dict[str, Any]:
    """How many interns a firm may take: 10 % of its staff and 20 % of those in a post, rounded
    down; unknown where the number of staff is."""
    if staff is None:
        return {"most": None, "most_in_post": None, "reason": "员工数未知，无法计算实习容量"}
    room = int(staff * INTERN_SHARE)
    post = None if in_post is None else min(room, int(in_post * POST_SHARE))
    return {"most": room, "most_in_post": post, "reason": f"员工 {staff} 人的 10%"}


def standing_of(data: PartnerData, school: str, firm: str) -> Standing:
    """Whether the two already work together, share a platform, or neither."""
    if any(e.start == school and e.end == firm for e in data.works):
        return "existing"
    return "acquainted" if data.platforms(school) & data.platforms(firm) else "new"


def score_partners(
    snapshot: Snapshot, firm: str, school: str, weights: Mapping[str, float] = PARTNERS.weights
) -> tuple[float, float, Scored]:
    """Score, what refusals took from it, and the contributions."""
    pair = score_pair(PARTNERS, weights, snapshot, firm, school)
    refused = bool(partners_of(snapshot).refused.get((school, firm)))
    taken = pair.score * (1 - REFUSED) if refused else 0.0
    return pair.score - taken, taken, pair


def _asked(view: View, request: PartnerRequest) -> Snapshot:
    snapshot = with_partners(view)
    if request.major is None:
        return snapshot
    must_have(snapshot.majors, request.major)
    return replace(snapshot, memo={**snapshot.memo, "only major": request.major})


def _items(
    view: View,
    snapshot: Snapshot,
    pairs: Iterable[tuple[str, str]],
    request: PartnerRequest,
    *,
    shown: str,
) -> list[dict[str, Any]]:
    data, weights = partners_of(snapshot), weights_of(PARTNERS, request.weights)
    wanted = [
        (firm, school)
        for firm, school in pairs
        if request.standing in (None, standing_of(data, school, firm))
    ]
    scored = [(*score_partners(snapshot, f, s, weights), f, s) for f, s in wanted]
    scored.sort(key=lambda p: (-p[0], p[3], p[4]))
    items = []
    for score, taken, pair, firm, school in scored[: request.limit]:
        other = _firm(data, firm) if shown == "enterprise" else _school(data, school)
        items.append({shown: other, **_item(data, (score, taken, pair), firm, school)})
    fill_hops(view, snapshot, items)
    return items


def _item(
    data: PartnerData, found: tuple[float, float, Scored], firm: str, school: str
) -> dict[str, Any]:
    score, taken, pair = found
    results = {c.feature.name: c.result for c in pair.contributions}
    standing = standing_of(data, school, firm)
    refusals = data.refused.get((school, firm), [])
    return {
        "score": score,
        "refused": -taken,
        "grade": _grade(results, score),
        "standing": standing,
        "complementarity": _mean(results, ("complement", "likeness"), "企业所需与学校所教"),
        "feasibility": _mean(results, ("nearness", "openness"), "合作的条件"),
        "novelty": {"value": NOVELTY[standing], "reason": _WHY[standing]},
        "for_school": _for_school(results),
        "for_enterprise": results["complement"].detail,
        "internship": internship_room(data.firms[firm]["staff"]),
        "refusals": [{"lead": r["lead"], "reason": r["reason"]} for r in refusals],
        "features": [feature_shown(c) for c in pair.contributions],
        "paths": [
            {"feature": c.feature.name, "hops": list(path)}
            for c in pair.contributions
            for path in c.result.paths
        ],
        "missing": [results[n].detail for n in ("complement", "likeness", "nearness")
                    if results[n].value is None],
    }  # fmt: skip


def _for_school(results: Mapping[str, Result]) -> str:
    return "；".join(results[n].detail for n in ("nearness", "openness", "acquaintance"))


def _mean(results: Mapping[str, Result], names: tuple[str, ...], what: str) -> dict[str, Any]:
    known = [v for n in names if (v := results[n].value) is not None]
    reason = "；".join(results[n].detail for n in names)
    value = sum(known) / len(known) if known else None
    return {"value": value, "reason": f"{what}：{reason}"}


def _grade(results: Mapping[str, Result], score: float) -> str:
    if results["acquaintance"].value == 1.0:
        return "published"
    path = results["complement"]
    if path.value and any(all(is_sound(h) for h in hops) for hops in path.paths):
        return "path"
    return "text" if score >= PARTNERS.threshold else "insufficient"


def _in_region(data: PartnerData, one: str, region: str | None) -> bool:
    return region is None or region in data.places.get(one, ())


def _firm(data: PartnerData, firm: str) -> dict[str, Any]:
    row = data.firms[firm]
    return {k: row[k] for k in ("id", "name", "products", "titles")}


def _school(data: PartnerData, school: str) -> dict[str, Any]:
    return {k: data.schools[school][k] for k in ("id", "name", "level")}


def _rest(view: View, considered: int) -> dict[str, Any]:
    return {
        "considered": considered,
        "model": PARTNERS.name,
        "without": sorted(view.without),
        "data_version": view.version,
    }
