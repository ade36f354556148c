"""Shapes of the API's answers, as far as the pages read them."""

from __future__ import annotations

from typing import Any, NotRequired, TypedDict

#: A row of a list whose columns a page picks by name.
Row = dict[str, Any]


class Feature(TypedDict):
    """A feature's share of a score; ``value`` is None where its data is missing."""

    name: str
    caption: str
    value: float | None
    weight: float
    contribution: float
    detail: str


Hop = TypedDict(
    "Hop",
    {
        "from": str,
        "from_name": str,
        "relation": str,
        "forward": bool,
        "to": str,
        "to_name": str,
        "status": str,
        "source_grade": str,
        "reason": str | None,
        "source": str | None,
        "locator": str | None,
        "origin": str | None,
    },
)


class Path(TypedDict):
    """A chain of relations that supports a feature."""

    feature: str
    hops: list[Hop]


class Ref(TypedDict):
    """A major or cluster as lists show it."""

    id: str
    code: str | None
    name: str
    level: NotRequired[str]
    class_name: NotRequired[str | None]
    tier: NotRequired[str | None]
    reliability: NotRequired[str]
    state: NotRequired[str]


class Item(TypedDict):
    """One match: a major of a cluster or a cluster of a major."""

    score: float
    grade: str
    features: list[Feature]
    paths: list[Path]
    missing: list[str]
    major: NotRequired[Ref]
    cluster: NotRequired[Ref]


class Answer(TypedDict):
    """A ranking, best first."""

    items: list[Item]
    considered: int
    model: str
    coverage: NotRequired[list[Row]]
    data_version: int


class ModelFeature(TypedDict):
    """A feature of the model with its weight and public explanation."""

    name: str
    caption: str
    weight: float
    explanation: str


class Record(TypedDict):
    """A row, page or clause of a source."""

    id: int
    source: str
    locator: str
    origin: str
    grade: str
    first_version: int


class Entity(TypedDict):
    """An entity with the records of each value."""

    id: str
    type: str
    name: str
    properties: dict[str, Any]
    status: str
    grade: str
    records: list[Record]
    evidence: dict[str, list[int]]
    conflicts: dict[str, list[Row]]
    relations: list[Row]


class Listing(TypedDict):
    """Rows with their number."""

    items: list[Row]
    total: int


class Offering(Listing):
    """Programmes with totals by year."""

    by_year: list[Row]
    note: str


class Basis(TypedDict):
    """What an analysis rests on."""

    data_version: int
    without: list[str]
    n: dict[str, int]
    formulas: list[Row]
    caveats: list[str]
    missing: list[Row]
    records: list[Record]
    record_count: int


class ClusterPage(TypedDict):
    """What a cluster's page shows."""

    cluster: Entity
    segments: list[Row]
    industries: list[Row]
    places: list[Row]
    related: list[Row]
    serving: list[Row]
    communities: list[Row]
    firms: Row
    coverage: Row


class MajorPage(TypedDict):
    """What a major's page shows."""

    major: Entity
    occupations: list[Row]
    industries: list[Row]
    courses: list[Row]
    certificates: list[Row]
    continues: list[Row]
    schools: Offering


class SchoolPage(TypedDict):
    """What a school's page shows."""

    school: Entity
    programmes: Offering
    titles: list[Row]
    partners: list[Row]
    communities: list[Row]


class Search(TypedDict):
    """Hits with their numbers by type."""

    items: list[Row]
    facets: dict[str, int]
    total: int


class Status(TypedDict):
    """What is loaded and what the last loads did."""

    data_version: int
    home_region: str | None
    versions: list[Row]
    counts: dict[str, dict[str, int]]
