"""What the shipped packs on industry, firms, platforms and the plan must yield, and must not."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

import pytest

from graph.evidence import Fact, Issue
from graph.ontology.entities import Cluster
from graph.resolve.memory import MemoryNames
from ingest.rows import Row
from ingest.source import SOURCES_DIR, Source, read_source, read_sources
from ingest.transforming import RawRow, raw_rows, transform_row

OURS = (
    "hz-clusters",
    "zj-listed-firms",
    "hz-zjtx-2025",
    "curated-firm-industries",
    "named-organisations",
    "communities",
    "published-links",
    "hangzhou-plan-2025-61",
)


@dataclass
class Packs:
    """All facts and issues of all shipped sources, by source id."""

    facts: dict[str, list[Fact]] = field(default_factory=lambda: defaultdict(list))
    issues: dict[str, list[Issue]] = field(default_factory=lambda: defaultdict(list))
    curated: set[str] = field(default_factory=set)

    def nodes(self, label: str, *sources: str) -> dict[str, Fact]:
        """First statement of each entity of a label."""
        found: dict[str, Fact] = {}
        for fact in self._chosen(sources):
            if fact.start is None and fact.kind == label:
                found.setdefault(fact.key, fact)
        return found

    def edges(self, kind: str, *sources: str) -> list[Fact]:
        """Relations of a type."""
        return [f for f in self._chosen(sources) if f.start is not None and f.kind == kind]

    def _chosen(self, sources: tuple[str, ...]) -> Iterator[Fact]:
        for source in sources or tuple(self.facts):
            yield from self.facts[source]


def in_full(sources: list[Source]) -> set[str]:
    """Ours, the curated ones and all they come after; of the others a sample is enough."""
    after = {s.id: s.spec.after for s in sources}
    waiting = [*OURS, *(s.id for s in sources if s.spec.card.status == "curated")]
    found: set[str] = set()
    while waiting:
        if (source := waiting.pop()) not in found:
            found.add(source)
            waiting.extend(after[source])
    return found


@pytest.fixture(scope="module")
def packs() -> Packs:
    """Transform the rows of all sources once."""
    result, names, sources = Packs(), MemoryNames(), read_sources()
    full = in_full(sources)
    for source in sources:
        if source.spec.card.status == "curated":
            result.curated.add(source.id)
        for path, raw in islice(raw_rows(source), None if source.id in full else 200):
            outcome = transform_row(source, path, raw, names)
            if isinstance(outcome, Issue):
                result.issues[source.id].append(outcome)
            else:
                names.feed(outcome.facts)
                result.facts[source.id].extend(outcome.facts)
    return result


def kinds_of(fact: Fact) -> tuple[str, str]:
    """Id prefixes of both ends."""
    return (fact.start or "").partition(":")[0], (fact.end or "").partition(":")[0]


@pytest.mark.parametrize("source", OURS)
def test_no_row_is_quarantined(packs: Packs, source: str) -> None:
    assert [(i.locator, i.code, i.message) for i in packs.issues[source]] == []


@pytest.mark.parametrize("source", OURS)
def test_no_edge_dangles(packs: Packs, source: str) -> None:
    known = {f.key for facts in packs.facts.values() for f in facts if f.start is None}
    edges = [f for f in packs.facts[source] if f.start is not None]
    assert [f for f in edges if f.start not in known or f.end not in known] == []


@pytest.mark.parametrize("source", OURS)
def test_counts_keep_what_the_card_asserts(packs: Packs, source: str) -> None:
    distinct = {(f.kind, f.key, f.start, f.end) for f in packs.facts[source]}
    counts = Counter(kind for kind, *_ in distinct)
    wanted = read_source(SOURCES_DIR / source).spec.assertions
    assert {k: counts[k] for k in wanted.min if counts[k] < wanted.min[k]} == {}
    assert {k: counts[k] for k in wanted.max if counts[k] > wanted.max[k]} == {}


def test_clusters_and_segments(packs: Packs) -> None:
    clusters = packs.nodes("Cluster", "hz-clusters").values()
    current = [c for c in clusters if c.values["state"] == "现行" and not c.values.get("heading")]
    assert len(current) >= 55
    assert len(packs.nodes("Segment")) >= 80
    assert len(clusters) == 91


def test_all_of_296x_is_to_be_verified(packs: Packs) -> None:
    system = Cluster.id_for(code="hz-296x")
    parts = packs.edges("PART_OF", "hz-clusters")
    members = {f.start for f in parts if f.end == system} | {system}
    clusters = packs.nodes("Cluster", "hz-clusters")
    assert len(members) == 12
    assert {clusters[m].values["reliability"] for m in members if m} == {"待核实"}


def test_headings_are_systems(packs: Packs) -> None:
    clusters = packs.nodes("Cluster", "hz-clusters")
    headings = {c.values["code"] for c in clusters.values() if c.values.get("heading")}
    assert {"hz-296x", "hz-eco5", "hz-future-5x", "gs-115x", "zj-415x"} <= headings
    assert "hz-eco-iot" not in headings  # it has parts, but is a cluster itself


def test_firms(packs: Packs) -> None:
    assert len(packs.nodes("Enterprise")) >= 1_000
    listed = packs.nodes("Enterprise", "zj-listed-firms")
    assert sum("uscc" in f.values for f in listed.values()) == 8
    hikvision = listed["enterprise:91330000733796106P"]
    assert hikvision.values["short_name"] == "海康威视"
    marks = [f.values["name"] for f in listed.values() if f.values["name"].startswith("XD")]
    assert marks == []


def test_a_wrong_credit_code_is_refused() -> None:
    source: Source = read_source(SOURCES_DIR / "zj-listed-firms")
    row = Row({"name": "某公司", "uscc": "91330000733796106X"}, file="firms.csv", number=2)
    outcome = transform_row(source, "firms.csv", RawRow(0, lambda: row), MemoryNames())
    assert isinstance(outcome, Issue)
    assert outcome.code == "invalid_uscc"


def test_firm_industries_are_curated_with_a_reason(packs: Packs) -> None:
    edges = packs.edges("ENGAGED_IN", "curated-firm-industries")
    assert {f.status for f in edges} == {"curated"}
    assert all(f.values.get("reason") and f.values.get("strength") for f in edges)
    divisions = [f for f in edges if len((f.end or "").partition(":")[2]) == 2]
    assert {f.values["strength"] for f in divisions} == {"related"}


def test_no_firm_has_two_core_classes(packs: Packs) -> None:
    edges = packs.edges("ENGAGED_IN", "curated-firm-industries")
    core = Counter(f.start for f in edges if f.values["strength"] == "core")
    assert core and max(core.values()) == 1


def test_named_organisations_are_in_no_register(packs: Packs) -> None:
    registers = ("zj-schools", "zj-listed-firms", "hz-zjtx-2025")
    for label in ("School", "Enterprise", "Organisation"):
        named = packs.nodes(label, "named-organisations")
        held = packs.nodes(label, *registers)
        names = {n for f in held.values() for n in (f.values["name"], f.values.get("short_name"))}
        assert not named.keys() & held.keys()
        assert not {f.values["name"] for f in named.values() if f.values["name"] in names}
        assert all(f.values["named_only"] for f in named.values() if f.kind == label)


def test_stubs_all_stand_in_named_organisations(packs: Packs) -> None:
    for label in ("School", "Enterprise", "Organisation"):
        held = packs.nodes(label, "named-organisations")
        assert not packs.nodes(label, "communities", "published-links").keys() - held.keys()


def test_communities(packs: Packs) -> None:
    communities = packs.nodes("Community", "communities")
    assert len(communities) >= 80
    assert all(c.values["published_kind"] for c in communities.values())
    by_name = {c.values["name"]: c for c in communities.values()}
    assert by_name["宁海县域产教融合共同体"].values["kind"] == "其他"
    roles = Counter(f.values["role"] for f in packs.edges("MEMBER_OF", "communities"))
    assert roles["合作意向"] == 1
    assert set(roles) == {"牵头学校", "牵头企业", "牵头单位", "成员", "合作意向"}


def test_former_school_names_join_the_school_of_today(packs: Packs) -> None:
    schools = packs.nodes("School", "zj-schools")
    current = {f.values["name"]: key for key, f in schools.items()}["杭州职业技术大学"]
    kinds = {f.start for f in packs.edges("COOPERATES_WITH", "published-links")}
    assert current in kinds
    stubs = packs.nodes("School", "named-organisations", "communities", "published-links")
    assert "杭州职业技术学院" not in {f.values["name"] for f in stubs.values()}


def test_weak_statements_are_related(packs: Packs) -> None:
    for fact in packs.edges("COOPERATES_WITH", "published-links"):
        if fact.values["kind"] == "框架协议":
            assert fact.values["strength"] == "related"
    assert {f.values["strength"] for f in packs.edges("SERVES", "published-links")} == {"related"}


def test_only_published_links_joins_clusters_and_majors(packs: Packs) -> None:
    pair = {"cluster", "major"}
    sources = {s for s, facts in packs.facts.items() for f in facts if set(kinds_of(f)) == pair}
    assert sources == {"published-links"}


def test_no_curated_source_holds_a_labelled_pair(packs: Packs) -> None:
    stated = [f for f in packs.facts["published-links"] if f.start is not None]
    labelled = {
        frozenset((f.start, f.end)) for f in stated if f.kind in ("SERVES", "COOPERATES_WITH")
    }
    assert len(labelled) >= 90
    forbidden = ({"school", "enterprise"}, {"cluster", "major"}, {"school", "cluster"})
    for source in packs.curated:
        for fact in (f for f in packs.facts[source] if f.start is not None):
            assert frozenset((fact.start, fact.end)) not in labelled, source
            assert set(kinds_of(fact)) not in forbidden, source


def test_the_plan_has_twelve_projects_in_three_actions(packs: Packs) -> None:
    projects = packs.nodes("Project", "hangzhou-plan-2025-61").values()
    per_action = Counter(p.values["action"] for p in projects)
    assert per_action == {"强基固本行动": 4, "提级赋能行动": 4, "提质增效行动": 4}
    clauses = packs.nodes("Clause", "hangzhou-plan-2025-61").values()
    assert Counter(c.values["kind"] for c in clauses)["工程"] == 12


def test_no_project_has_an_explicit_department(packs: Packs) -> None:
    duties = packs.edges("RESPONSIBLE_FOR", "hangzhou-plan-2025-61")
    projects = [f for f in duties if kinds_of(f)[1] == "project"]
    assert len(projects) == 12
    assert {f.values["basis"] for f in projects} == {"继承"}
    assert len({f.start for f in projects}) == 1
    clauses = [f for f in duties if kinds_of(f)[1] == "clause"]
    assert len(clauses) == 8
    assert {f.values["basis"] for f in clauses} == {"明文"}


def test_targets_are_targets_and_name_their_denominator(packs: Packs) -> None:
    observed = packs.nodes("Observation", "hangzhou-plan-2025-61").values()
    assert {o.values["kind"] for o in observed} == {"目标"}
    figures = {o.values["text"]: o.values["value"] for o in observed if "value" in o.values}
    assert figures == {"70%": 70.0, "90%": 90.0, "山区4县全覆盖": 4.0}
    vague = [o for o in observed if "value" not in o.values]
    assert {o.values["comparator"] for o in vague} == {"方向"}
    indicators = packs.nodes("Indicator", "hangzhou-plan-2025-61").values()
    denominators = {i.values["name"]: i.values.get("denominator") for i in indicators}
    assert denominators["长学制人才培养规模占职高招生规模比例"] == "职高招生规模"
