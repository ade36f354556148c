"""What the loaded bundle must hold, and that loading it again changes nothing."""

from __future__ import annotations

import csv
from collections import defaultdict

import pytest

from graph.queries import overview, pages
from graph.view import View
from ingest.bundle import load_bundle
from ingest.source import SOURCES_DIR
from tests.integration.conftest import Loaded, clusters_of

YEAR = 2026


@pytest.fixture(scope="module")
def nodes(view: View) -> dict[str, int]:
    return overview.counts(view)["nodes"]


@pytest.mark.parametrize(
    ("label", "least"),
    [
        ("Industry", 1971),
        ("Occupation", 1637),
        ("Course", 8000),
        ("Segment", 80),
        ("Enterprise", 1000),
        ("Community", 80),
    ],
)
def test_at_least(nodes: dict[str, int], label: str, least: int) -> None:
    assert nodes[label] >= least


@pytest.mark.parametrize(("label", "least"), [("Major", 1480), ("School", 68)])
def test_at_least_in_a_register(view: View, label: str, least: int) -> None:
    query = f"MATCH (n:{label}) WHERE NOT coalesce(n.named_only, false) RETURN count(n) AS n"
    assert view.read(query)[0]["n"] >= least


def test_twelve_projects(nodes: dict[str, int]) -> None:
    assert nodes["Project"] == 12


def test_current_clusters_without_headings(view: View) -> None:
    found = [c for c in clusters_of(view) if c["state"] == "现行" and not c["heading"]]
    assert len(found) >= 55
    assert {c["reliability"] for c in found} <= {"官方文本", "待核实"}


def test_clusters_of_a_system_to_be_verified_say_so(view: View) -> None:
    found = [c for c in clusters_of(view) if "296X" in (c["tier"] or "")]
    assert found
    assert {c["reliability"] for c in found} == {"待核实"}


def test_every_current_cluster_covers_industries(view: View) -> None:
    bare = view.read(
        "MATCH (c:Cluster) WHERE c.state = '现行' AND NOT coalesce(c.heading, false) "
        "AND NOT c.code STARTS WITH 'pub-' AND NOT (c)-[:COVERS]->(:Industry) RETURN c.name AS name"
    )
    assert bare == []


def test_programmes_with_an_intake(view: View) -> None:
    row = view.read(
        "MATCH (p:Programme)-[:HAS_INTAKE]->(i:Intake {year: $year}) "
        "RETURN count(DISTINCT p) AS programmes",
        year=YEAR,
    )[0]
    assert row["programmes"] >= 1350


def test_pairs_with_two_intakes_keep_both_and_places_add_up(view: View) -> None:
    rows = view.read(
        "MATCH (s:School)-[:OFFERS]->(p:Programme)-[:OF_MAJOR]->(m:Major) "
        "MATCH (p)-[:HAS_INTAKE]->(i:Intake {year: $year}) "
        "WITH s, m, i.route AS route, collect(DISTINCT i) AS intakes WHERE size(intakes) > 1 "
        "RETURN s.id AS school, m.id AS major, route, size(intakes) AS number, "
        "reduce(t = 0, i IN intakes | t + coalesce(i.places, 0)) AS places",
        year=YEAR,
    )
    assert len(rows) == 57
    for row in rows[:5]:
        offering = pages.schools_of_major(view, row["major"])
        intakes = [
            intake
            for item in offering["items"]
            if item["id"] == row["school"]
            for intake in item["intakes"]
            if intake["year"] == YEAR and intake["route"] == row["route"]
        ]
        assert len(intakes) == row["number"] >= 2
        assert sum(i["places"] or 0 for i in intakes) == row["places"]


def test_places_of_a_major_are_those_of_the_rows(view: View) -> None:
    totals: dict[str, int] = defaultdict(int)
    with (SOURCES_DIR / "zj-programmes-2026" / "intakes.csv").open(encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            if row["major_code"] and row["places"] and int(row["year"]) == YEAR:
                totals[f"major:moe-{row['major_code']}"] += int(row["places"])
    largest = sorted(totals, key=lambda m: -totals[m])[:3]
    for major in largest:
        years = {y["year"]: y for y in pages.schools_of_major(view, major)["by_year"]}
        assert years[YEAR]["places"] == totals[major]


def test_loading_again_changes_nothing(loaded: Loaded, view: View) -> None:
    again = load_bundle(loaded.db, loaded.settings)
    assert (again.new, again.changed, again.withdrawn) == (0, 0, 0)
    assert not again.published
    assert again.version == view.version
    assert again.read == loaded.report.read
    assert again.quarantined == loaded.report.quarantined


def test_sources_say_where_they_are_from(view: View) -> None:
    cards = overview.sources(view)
    assert {c["id"] for c in cards} == {
        f.name for f in SOURCES_DIR.iterdir() if f.is_dir() and not f.name.startswith(("_", "."))
    }
    for card in cards:
        assert card["owner"]
        assert card["licence"]
        assert card["rows"] > 0
        assert card["visibility"] == "public"
