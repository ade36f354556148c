"""Proposals of members for a platform of a cluster, checked against the platform's own rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from graph.analysis.candidates import UNIVERSITY, VOCATIONAL, Candidate, Field, Item, field_of
from graph.analysis.covering import GREEDY, Choice, greedy
from graph.analysis.platform_rules import COMMUNITY, CONSORTIUM, RULES, Rule
from graph.analysis.supply import Supply, supply_of
from graph.analysis.types import AnalysisInvalid, Basis, Notes, Ref
from graph.cypher.reads import compile_read
from graph.errors import NotFound
from graph.match.snapshot import snapshot_of
from graph.view import View

_NEEDS = compile_read(
    "MATCH (e:Enterprise|Organisation|Park)-[p:PARTY_TO]->(n:Need) WHERE visible(e, p, n) "
    "AND e.id IN $owners RETURN n.kind AS kind, count(DISTINCT n) AS number"
)
Verdict = Literal["pass", "fail", "unknown"]
#: What covering an item is worth, by its kind.
WEIGHTS = {"环节": 2.0, "产品与方向": 2.0, "行业": 1.0, "专业": 0.5, "地区": 0.5}
CHAIN = ("环节", "产品与方向", "行业")
#: Words in a firm's titles by which the guide's encouraged kinds are known.
ENCOURAGED = ("中央", "500强", "产教融合型")


@dataclass(frozen=True, slots=True)
class Member:
    """A proposed member with its role, the reasons, and what it adds to those before it."""

    who: Ref
    role: str
    reasons: tuple[str, ...]
    adds: tuple[str, ...]
    gain: float
    value: float


@dataclass(frozen=True, slots=True)
class Check:
    """One rule: pass, fail or unknown, and on what ground."""

    asks: str
    source: str
    verdict: Verdict
    ground: str


@dataclass(frozen=True, slots=True)
class Covered:
    """Part of the chain with the members that cover it; none where it is uncovered."""

    item: Ref
    kind: str
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProposalAnswer:
    """Members in the order they were chosen; ``coverage`` is the share of the chain's weight."""

    kind: str
    cluster: Ref
    region: Ref | None
    members: tuple[Member, ...]
    coverage: float | None
    chain: tuple[Covered, ...]
    uncovered: tuple[Ref, ...]
    checks: tuple[Check, ...]
    basis: Basis


@dataclass(frozen=True)
class _Draft:
    """A proposal in the making, as the checks see it."""

    kind: str
    region: str | None
    found: Field
    supply: Supply
    by_id: Mapping[str, Candidate]
    leads: Mapping[str, Candidate]
    choices: Sequence[Choice]
    needs: Mapping[str, int]

    def members(self, *roles: str) -> list[Candidate]:
        """Members of these roles."""
        chosen = [self.by_id[c.member] for c in self.choices]
        return [m for m in chosen if not roles or m.role in roles]


def propose(
    view: View,
    cluster: str,
    kind: str = COMMUNITY,
    *,
    region: str | None = None,
    size: int = 20,
    include: Sequence[str] = (),
) -> ProposalAnswer:
    """Members for a platform of a cluster.

    Args:
        kind: 行业产教融合共同体, or 市域产教联合体, which needs the ``region`` of its city.
        include: ids that must be members.

    Raises:
        AnalysisInvalid: an unknown kind, or a consortium without region.
        NotFound: an id in ``include`` that is no candidate.
    """
    if kind not in RULES:
        raise AnalysisInvalid(f"There are no rules for '{kind}'.", field="kind", known=list(RULES))
    if kind == CONSORTIUM and region is None:
        raise AnalysisInvalid("A consortium is of one city.", field="region")
    supply, found = supply_of(view), field_of(view, cluster)
    draft = _draft(view, kind, region, found, supply, (size, include))
    notes = Notes()
    row = snapshot_of(view).clusters[cluster]
    chain = tuple(_covered(draft, i) for i in found.items.values() if i.kind in CHAIN)
    checks = tuple(_check(draft, rule) for rule in RULES[kind])
    _explain(notes, draft, chain, checks)
    return ProposalAnswer(
        kind=kind,
        cluster=Ref(cluster, row["name"], row["code"]),
        region=Ref(region, supply.places.name(region)) if region else None,
        members=tuple(_member(draft, c) for c in draft.choices),
        coverage=_coverage(chain),
        chain=chain,
        uncovered=tuple(c.item for c in chain if not c.by),
        checks=checks,
        basis=notes.basis(view),
    )


def _draft(
    view: View,
    kind: str,
    region: str | None,
    found: Field,
    supply: Supply,
    wish: tuple[int, Sequence[str]],
) -> _Draft:
    size, include = wish
    local = region if kind == CONSORTIUM else None
    everybody = [*found.firms, *found.schools, *found.bodies, *found.parks]
    here = {c.id: c for c in everybody if supply.places.inside(c.id, local)}
    for asked in include:
        if asked not in here:
            raise NotFound(f"'{asked}' is no candidate of this platform.", id=asked)
    leads = _leads(kind, list(here.values()), region, supply)
    pool = {c.id: c for c in here.values() if c.role in ("企业", "院校") or c.id in include}
    pool |= {c.id: c for c in leads.values()}
    pool |= {c.id: c for c in _bodies(found, here)}
    weights = {i.id: WEIGHTS[i.kind] for i in found.items.values()}
    covers = {c.id: c.covers for c in pool.values()}
    first = [*(c.id for c in leads.values()), *include, *(c.id for c in _bodies(found, here))]
    choices = greedy(covers, weights, max(size, len(set(first))), first=first)
    members = [c.member for c in choices]
    needs = {r["kind"]: r["number"] for r in view.read(_NEEDS, owners=members)}
    return _Draft(kind, region, found, supply, pool, leads, choices, needs)


def _bodies(found: Field, here: Mapping[str, Candidate]) -> list[Candidate]:
    """Associations and institutes whose name speaks of the cluster."""
    words = [w for w in found.words if len(w) >= 2]
    return [
        b
        for b in found.bodies
        if b.id in here and b.role in ("行业协会", "科研院所") and any(w in b.name for w in words)
    ]


def _leads(
    kind: str, candidates: Sequence[Candidate], region: str | None, supply: Supply
) -> dict[str, Candidate]:
    """Who leads: the first of each role, those of the region before others."""
    ranked = sorted(
        candidates,
        key=lambda c: (
            not supply.places.inside(c.id, region),
            -c.strength,
            _depth(c, supply),
            c.id,
        ),
    )
    wanted: dict[str, Callable[[Candidate], bool]] = {
        "牵头企业": lambda c: c.role == "企业" and bool(c.covers),
        "牵头高校": lambda c: c.level in UNIVERSITY,
        "牵头职业学校": lambda c: (
            c.level in VOCATIONAL and any(x.startswith("major:") for x in c.covers)
        ),
    }
    if kind == CONSORTIUM:
        wanted = {
            "园区": lambda c: c.role in ("园区", "园区管委会"),
            "政府": lambda c: c.role == "政府",
            **wanted,
        }
    found = {}
    for role, fits in wanted.items():
        best = next((c for c in ranked if fits(c)), None)
        if best is not None:
            found[role] = best
    return found


def _depth(candidate: Candidate, supply: Supply) -> int:
    """How far down its place is: bodies of a city come before those of its districts."""
    return len(supply.places.within.get(candidate.id, ()))


def _member(draft: _Draft, choice: Choice) -> Member:
    candidate = draft.by_id[choice.member]
    role = next((r for r, c in draft.leads.items() if c.id == candidate.id), candidate.role)
    reasons = tuple(candidate.reasons) or (_plain_reason(draft, role, candidate),)
    return Member(
        who=Ref(candidate.id, candidate.name, None, candidate.level),
        role=role,
        reasons=reasons,
        adds=tuple(sorted(draft.found.items[i].name for i in choice.adds)),
        gain=round(choice.gain, 6),
        value=round(choice.value, 6),
    )


def _plain_reason(draft: _Draft, role: str, candidate: Candidate) -> str:
    """Why somebody without a record of their own is there: by name, or as the place's body."""
    return f"本地{candidate.role}" if role in draft.leads else "名称与该集群相关"


def _covered(draft: _Draft, item: Item) -> Covered:
    by = tuple(m.name for m in draft.members() if item.id in m.covers)
    return Covered(Ref(item.id, item.name), item.kind, by)


def _coverage(chain: Sequence[Covered]) -> float | None:
    total = sum(WEIGHTS[c.kind] for c in chain)
    return round(sum(WEIGHTS[c.kind] for c in chain if c.by) / total, 6) if total else None


def _check(draft: _Draft, rule: Rule) -> Check:
    verdict, ground = CHECKS[rule.key](draft)
    return Check(rule.asks, rule.source, verdict, ground)


Finding = tuple[Verdict, str]


def _lead(role: str, strong: Callable[[Candidate], bool]) -> Callable[[_Draft], Finding]:
    def check(draft: _Draft) -> Finding:
        lead = draft.leads.get(role)
        if lead is None:
            return "fail", f"候选中没有{role}"
        grounds = "；".join(lead.reasons[:3]) or "没有可作依据的记录"
        return ("pass" if strong(lead) else "unknown"), f"{lead.name}：{grounds}"

    return check


def _encouraged(draft: _Draft) -> Finding:
    lead = draft.leads.get("牵头企业")
    titles = [t for t in (lead.facts["titles"] if lead else []) if any(w in t for w in ENCOURAGED)]
    if titles:
        return "pass", "、".join(titles)
    return "unknown", "资料中没有中央企业、500强、产教融合型企业的名单"


def _organisations(draft: _Draft) -> Finding:
    mine = draft.members("行业协会", "科研院所")
    if mine:
        return "pass", "、".join(m.name for m in mine[:5])
    return "unknown", "资料中没有名称与该集群相关的行业组织或科研机构"


def _chain_spread(draft: _Draft) -> Finding:
    chain = [_covered(draft, i) for i in draft.found.items.values() if i.kind in CHAIN]
    if not chain:
        return "unknown", "该集群没有公布的环节、产品或行业"
    covered = sum(1 for c in chain if c.by)
    return ("pass" if covered >= 2 else "fail"), f"{len(chain)} 项中覆盖 {covered} 项"


def _regions(draft: _Draft) -> Finding:
    cities = {r for m in draft.members() for r in m.covers if draft.found.items[r].kind == "地区"}
    names = "、".join(sorted(draft.found.items[r].name for r in cities))
    unplaced = sum(1 for m in draft.members() if not draft.supply.places.within.get(m.id))
    ground = f"{names or '成员所在地未知'}；{unplaced} 个成员所在地未知"
    if len(cities) >= 2:
        return "pass", ground
    return ("unknown" if unplaced else "fail"), ground


def _any_of(role: str, lacking: str) -> Callable[[_Draft], Finding]:
    def check(draft: _Draft) -> Finding:
        lead = draft.leads.get(role)
        return ("pass", lead.name) if lead else ("unknown", lacking)

    return check


def _governed(draft: _Draft) -> Finding:
    """A body of the city itself; one of a district below it does not settle the rule."""
    lead = draft.leads.get("政府")
    if lead is None:
        return "unknown", "资料中没有位于该市的政府部门"
    places = draft.supply.places
    own = places.within.get(lead.id, frozenset()) <= set(places.upwards(draft.region))
    return ("pass", lead.name) if own else ("unknown", f"只有区县一级：{lead.name}")


def _local(*roles: str) -> Callable[[_Draft], Finding]:
    def check(draft: _Draft) -> Finding:
        mine = draft.members(*roles)
        return ("pass" if mine else "fail"), f"{len(mine)} 家（所）"

    return check


def _listed(kind: str) -> Callable[[_Draft], Finding]:
    def check(draft: _Draft) -> Finding:
        number = draft.needs.get(kind, 0)
        if number:
            return "pass", f"成员登记了 {number} 项{kind}需求"
        return "unknown", f"没有登记的{kind}需求；填企业需求登记（needs）"

    return check


def _unknown(ground: str) -> Callable[[_Draft], Finding]:
    return lambda draft: ("unknown", ground)


CHECKS: dict[str, Callable[[_Draft], Finding]] = {
    "lead_firm": _lead("牵头企业", lambda c: c.leads),
    "lead_firm_kind": _encouraged,
    "lead_university": _lead("牵头高校", lambda c: c.strength >= 1),
    "university_field": _unknown("资料中没有各高校的优势学科"),
    "university_degrees": _unknown("资料中没有学位授权点"),
    "lead_school": _lead("牵头职业学校", lambda c: bool(c.covers)),
    "school_field": _lead("牵头职业学校", lambda c: bool(c.facts["titles"])),
    "school_training": _lead("牵头职业学校", lambda c: bool(c.facts["training"])),
    "organisations": _organisations,
    "chain": _chain_spread,
    "regions": _regions,
    "park": _any_of("园区", "资料中没有位于该市的园区"),
    "park_output": _unknown("资料中没有园区总产值及其在本省的位次"),
    "government": _governed,
    "local_firms": _local("企业"),
    "local_schools": _local("院校"),
    "product_list": _listed("产品"),
    "technology_list": _listed("技术"),
    "talent_list": _listed("人才"),
}


def _explain(
    notes: Notes, draft: _Draft, chain: Sequence[Covered], checks: Sequence[Check]
) -> None:
    found = draft.found
    notes.uses(GREEDY)
    notes.count(
        firms=len(found.firms),
        schools=len(found.schools),
        organisations=len(found.bodies),
        parks=len(found.parks),
        chain=len(chain),
    )
    notes.cites(r for m in draft.members() for r in m.records)
    if not any(c.kind == "环节" for c in chain):
        notes.lacks("该集群公布的产业链环节", "产业集群与环节（clusters）来源")
    for check in checks:
        if check.verdict == "unknown":
            notes.lacks(f"{check.asks}：{check.ground}", "由申报单位或主管部门补充")
    notes.warn("名单是建议，不代表所列单位同意参加")
    notes.warn("企业与环节按名称、产品、行业的用词对应，须人工核实")
    if draft.kind == CONSORTIUM:
        notes.warn("教职成厅函〔2023〕15号的条件只读到开头，其余条件未列入")
