"""What is asked for: vacancies, needs of talent, and published figures of demand, as openings."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from graph.analysis.supply import Places, places_of
from graph.cypher.reads import compile_read
from graph.match.snapshot import snapshot_of
from graph.view import View

#: Indicators whose measured figure about a major counts as openings for it.
DEMAND_INDICATORS = ("人才需求数", "招聘需求数", "岗位需求数")
#: Kinds of need that ask for people to be employed.
EMPLOYING = "人才"

_POSTINGS = compile_read(
    "MATCH (j:JobPosting) WHERE visible(j) "
    "OPTIONAL MATCH (j)-[f:FOR_OCCUPATION]->(o:Occupation) WHERE visible(f, o) "
    "WITH j, f, o ORDER BY coalesce(f.probability, 1.0) DESC, o.id "
    "WITH j, head(collect({id: o.id, p: f.probability, records: f.records})) AS best "
    "OPTIONAL MATCH (e:Enterprise)-[w:POSTED]->(j) WHERE visible(e, w) "
    "RETURN j.id AS id, j.name AS name, best.id AS occupation, best.p AS probability, "
    "coalesce(best.records, []) + j.records AS records, head(collect(e.id)) AS firm "
    "ORDER BY id"
)
_NEEDS = compile_read(
    "MATCH (n:Need) WHERE visible(n) AND n.kind = $kind "
    "OPTIONAL MATCH (n)-[f:FOR_OCCUPATION]->(o:Occupation) WHERE visible(f, o) "
    "WITH n, collect(DISTINCT o.id) AS occupations "
    "OPTIONAL MATCH (n)-[a:ABOUT]->(m:Major) WHERE visible(a, m) "
    "WITH n, occupations, collect(DISTINCT m.id) AS majors "
    "OPTIONAL MATCH (e:Enterprise|Organisation|Park)-[w:PARTY_TO]->(n) WHERE visible(e, w) "
    "RETURN n.id AS id, n.name AS name, n.number_asked AS number, n.level AS level, "
    "occupations, majors, head(collect(e.id)) AS firm, n.records AS records ORDER BY id"
)
_FIGURES = compile_read(
    "MATCH (x:Observation)-[c:COUNTS_TOWARDS]->(i:Indicator) "
    "WHERE visible(x, c, i) AND i.name IN $names AND x.kind = '实测' AND x.value IS NOT NULL "
    "MATCH (x)-[a:ABOUT]->(m:Major) WHERE visible(a, m) "
    "OPTIONAL MATCH (x)-[b:ABOUT]->(g:Region) WHERE visible(b, g) "
    "RETURN x.id AS id, x.name AS name, x.value AS value, m.id AS major, x.period AS period, "
    "head(collect(g.id)) AS region, x.records AS records ORDER BY id"
)


@dataclass(frozen=True, slots=True)
class Opening:
    """Openings that one fact states. ``number`` is None where it gives none; ``targets`` are
    occupations, or majors where the fact names no occupation."""

    id: str
    kind: str
    name: str
    number: int | None
    targets: tuple[str, ...]
    level: str | None
    firm: str | None
    regions: frozenset[str]
    records: tuple[int, ...]


def demand_of(view: View) -> tuple[Opening, ...]:
    """All openings of a view, kept with its snapshot."""
    kept: tuple[Opening, ...] = snapshot_of(view).remember(
        "analysis demand", lambda: _read_demand(view)
    )
    return kept


def _read_demand(view: View) -> tuple[Opening, ...]:
    within = places_of(view).within
    openings = [_posting(row, within) for row in view.read(_POSTINGS)]
    openings += [_need(row, within) for row in view.read(_NEEDS, kind=EMPLOYING)]
    figures = _newest(view.read(_FIGURES, names=DEMAND_INDICATORS))
    openings += [_figure(row, places_of(view)) for row in figures]
    return tuple(openings)


def _where(row: dict[str, Any], within: dict[str, frozenset[str]]) -> frozenset[str]:
    return within.get(row["id"]) or within.get(row["firm"] or "", frozenset())


def _posting(row: dict[str, Any], within: dict[str, frozenset[str]]) -> Opening:
    targets = (row["occupation"],) if row["occupation"] else ()
    regions, records = _where(row, within), tuple(row["records"])
    return Opening(
        row["id"], "posting", row["name"], 1, targets, None, row["firm"], regions, records
    )


def _need(row: dict[str, Any], within: dict[str, frozenset[str]]) -> Opening:
    return Opening(
        id=row["id"],
        kind="need",
        name=row["name"],
        number=row["number"],
        targets=tuple(sorted(row["occupations"] or row["majors"])),
        level=row["level"],
        firm=row["firm"],
        regions=_where(row, within),
        records=tuple(row["records"]),
    )


def _figure(row: dict[str, Any], places: Places) -> Opening:
    return Opening(
        id=row["id"],
        kind="figure",
        name=row["name"],
        number=round(row["value"]),
        targets=(row["major"],),
        level=None,
        firm=None,
        regions=frozenset(places.upwards(row["region"])),
        records=tuple(row["records"]),
    )


def _newest(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of figures of the same major and region the one of the newest period: years do not add."""
    groups: dict[tuple[str, str | None], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        groups[row["major"], row["region"]].append(row)
    return [max(group, key=lambda r: (r["period"] or "", r["id"])) for group in groups.values()]
