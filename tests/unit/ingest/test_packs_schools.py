"""The packs of schools, programmes, routes, titles, figures and policies: what a dry run yields."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from functools import cache
from typing import NamedTuple

import pytest

from graph.evidence import Fact, Issue
from graph.resolve.memory import MemoryNames
from ingest.source import SOURCES_DIR, Source, read_source
from ingest.transforming import RawRow, raw_rows, transform_row

PACKS = (
    "zj-schools",
    "zj-programmes-2026",
    "zj-programmes-earlier",
    "zj-school-titles",
    "zj-articulation",
    "education-statistics",
    "plan-indicators",
    "policy-documents",
)
#: Rows that stay in quarantine: a school name that its source cut short.
KNOWN_ISSUES = {"zj-articulation": ["unclear_name"]}


class Loaded(NamedTuple):
    """What the packs state, each by pack: nodes by id, relations, issues."""

    nodes: dict[str, dict[str, Fact]]
    relations: dict[str, list[Fact]]
    issues: dict[str, list[Issue]]


@cache
def _sources() -> tuple[Source, ...]:
    return tuple(read_source(SOURCES_DIR / i) for i in ("cn-regions", "moe-majors-2021", *PACKS))


@cache
def _facts() -> Loaded:
    names, loaded = MemoryNames(), Loaded(defaultdict(dict), defaultdict(list), defaultdict(list))
    for source in _sources():
        for path, raw in raw_rows(source):
            outcome = transform_row(source, path, raw, names)
            if isinstance(outcome, Issue):
                loaded.issues[source.id].append(outcome)
                continue
            names.feed(outcome.facts)
            for fact in outcome.facts:
                if fact.start is None:
                    loaded.nodes[source.id][fact.key] = fact
                else:
                    loaded.relations[source.id].append(fact)
    return loaded


def _nodes(pack: str, kind: str) -> dict[str, Fact]:
    return {key: fact for key, fact in _facts().nodes[pack].items() if fact.kind == kind}


def _csv(pack: str, file: str) -> list[dict[str, str]]:
    with (SOURCES_DIR / pack / file).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.mark.parametrize("pack", PACKS)
def test_every_row_loads_and_no_edge_dangles(pack: str) -> None:
    assert [i.code for i in _facts().issues[pack]] == KNOWN_ISSUES.get(pack, [])
    known = {key for nodes in _facts().nodes.values() for key in nodes}
    edges = _facts().relations[pack]
    assert [e for e in edges if e.start not in known or e.end not in known] == []


@pytest.mark.parametrize("pack", PACKS)
def test_the_yield_meets_the_assertions_of_the_card(pack: str) -> None:
    wanted = read_source(SOURCES_DIR / pack).spec.assertions
    edges = {(e.kind, e.start, e.end, e.key) for e in _facts().relations[pack]}
    found = Counter(f.kind for f in _facts().nodes[pack].values()) + Counter(e[0] for e in edges)
    assert wanted.min
    assert {k: found[k] for k, least in wanted.min.items() if found[k] < least} == {}


def test_one_register_of_schools_with_their_current_names() -> None:
    schools = _nodes("zj-schools", "School")
    assert len(schools) >= 68
    by_name = {f.values["name"]: f.values for f in schools.values()}
    assert len(by_name) == len(schools)
    renamed = by_name["杭州职业技术大学"]
    assert "杭州职业技术学院" in renamed["former_names"]
    assert "杭职大" in renamed["aliases"]
    assert (renamed["code"], renamed["short_code"]) == ("4133012872", "12872")
    former = {n for v in by_name.values() for n in v.get("former_names", [])}
    assert not former & set(by_name)
    assert not {v.get("affiliation") for v in by_name.values()} & {"浙江省", "浙江省教育厅"}


def test_no_short_form_stands_for_two_schools() -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for school, fact in _nodes("zj-schools", "School").items():
        values = fact.values
        listed = (*values.get("aliases", ()), *values.get("former_names", ()))
        for name in (values["name"], *listed):
            owners[name].add(school)
    assert {n: o for n, o in owners.items() if len(o) > 1} == {}


def test_first_round_titles_carry_grade_and_group() -> None:
    held = [f for f in _facts().relations["zj-schools"] if f.kind == "HOLDS_TITLE"]
    assert {f.values["grade_held"] for f in held} == {"A档", "B档", "C档"}
    assert all(f.values["subject"] for f in held)
    titles = _nodes("zj-schools", "Title").values()
    assert [(t.values["scheme"], t.values["round"]) for t in titles] == [("国家双高计划", "第一期")]


def test_programmes_with_an_intake_in_2026() -> None:
    intakes = _nodes("zj-programmes-2026", "Intake").values()
    programmes = {f.values["programme"] for f in intakes if f.values["year"] == 2026}
    rows = [r for r in _csv("zj-programmes-2026", "intakes.csv") if r["year"] == "2026"]
    assert len(programmes) == len({(r["school"], r["major"], r["level"]) for r in rows}) >= 1350


def test_all_intakes_of_2026_are_kept_and_their_places_add_up() -> None:
    rows = [r for r in _csv("zj-programmes-2026", "intakes.csv") if r["year"] == "2026"]
    intakes = [
        f.values
        for f in _nodes("zj-programmes-2026", "Intake").values()
        if f.values["year"] == 2026
    ]
    assert len(intakes) == len(rows) == 1469
    places = sum(int(r["places"]) for r in rows if r["places"])
    assert sum(v.get("places", 0) for v in intakes) == places == 64477


def test_57_pairs_of_school_and_major_keep_several_intakes_by_one_route() -> None:
    variants: dict[tuple[str, str], list[int]] = defaultdict(list)
    for fact in _nodes("zj-programmes-2026", "Intake").values():
        if fact.values["year"] == 2026:
            key = (fact.values["programme"], fact.values["route"])
            variants[key].append(fact.values.get("places", 0))
    several = {key: places for key, places in variants.items() if len(places) > 1}
    assert len(several) == 57
    wanted: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for r in _csv("zj-programmes-2026", "intakes.csv"):
        if r["year"] == "2026":
            key_of_row = (r["school"], r["major"], r["level"], r["route"])
            wanted[key_of_row].append(int(r["places"] or 0))
    sums = Counter(sum(v) for v in wanted.values() if len(v) > 1)
    assert Counter(sum(v) for v in several.values()) == sums


def test_no_programme_is_made_twice_between_the_years() -> None:
    programmes = _nodes("zj-programmes-2026", "Programme").values()
    pairs = Counter((f.values["school"], f.values["major"]) for f in programmes)
    assert [p for p, n in pairs.items() if n > 1] == []
    earlier = _nodes("zj-programmes-earlier", "Programme").values()
    known = {(f.values["school"], f.values["major"]): f.key for f in programmes}
    for fact in earlier:
        assert known.get((fact.values["school"], fact.values["major"]), fact.key) == fact.key


def test_only_programmes_without_intake_in_2026_end() -> None:
    intakes = _nodes("zj-programmes-2026", "Intake").values()
    open_now = {f.values["programme"] for f in intakes if f.values["year"] == 2026}
    programmes = _nodes("zj-programmes-2026", "Programme")
    for pack in ("zj-programmes-2026", "zj-programmes-earlier"):
        for fact in _facts().relations[pack]:
            if fact.kind == "OFFERS" and "until" in fact.values:
                assert fact.end not in open_now
                last = programmes.get(fact.end or "")
                assert last is None or str(last.values["last_year"]) == fact.values["until"]
    ended = {
        f.end
        for f in _facts().relations["zj-programmes-2026"]
        if f.kind == "OFFERS" and "until" in f.values
    }
    assert len(ended) > 100


def test_a_code_of_another_edition_is_quarantined() -> None:
    source = read_source(SOURCES_DIR / "zj-programmes-2026")
    names = MemoryNames()
    for needed in _sources()[:3]:
        for path, raw in raw_rows(needed):
            outcome = transform_row(needed, path, raw, names)
            assert not isinstance(outcome, Issue)
            names.feed(outcome.facts)
    path, raw = next(iter(raw_rows(source)))
    row = raw.read()
    row.cells()["major_code"] = "620201"  # 护理 in the edition of 2015
    outcome = transform_row(source, path, RawRow(raw.digest, lambda: row), names)
    assert isinstance(outcome, Issue)
    assert outcome.code == "major_code_edition"


def test_figures_keep_their_kind_and_their_denominator() -> None:
    figures: dict[str, set[str]] = defaultdict(set)
    for pack in ("education-statistics", "plan-indicators"):
        names = {k: f.values for k, f in _nodes(pack, "Indicator").items()}
        for fact in _nodes(pack, "Observation").values():
            figures[names[fact.values["indicator"]]["name"]].add(fact.values["kind"])
            assert {"value", "text"} & set(fact.values)
    assert figures["长学制人才培养规模占职高招生规模比例"] == {"目标", "实测", "基线"}
    assert figures["长学制占中职招生比例"] == {"目标"}
    rows = [
        *_csv("education-statistics", "statistics.csv"),
        *_csv("plan-indicators", "indicators.csv"),
    ]
    stated = {(r["indicator"], r["denominator"]) for r in rows if "长学制" in r["indicator"]}
    assert {d for _, d in stated} == {"职高招生规模", "中职招生"}
