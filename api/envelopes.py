"""Shapes of answers, for the documentation and for clients that generate code."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from api.errors import codes


class _Open(BaseModel):
    model_config = ConfigDict(extra="allow")


class Problem(_Open):
    """RFC 9457 problem document; ``code`` is stable."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str = Field(
        description="Stable; never renamed.", json_schema_extra={"enum": list[JsonValue](codes())}
    )
    field: str | None = Field(default=None, description="The parameter that does not fit.")


class MajorRef(_Open):
    """A major as lists show it."""

    id: str
    code: str | None
    name: str
    level: str


class ClusterRef(_Open):
    """A cluster as lists show it; ``reliability`` is 官方文本 or 待核实."""

    id: str
    code: str
    name: str
    reliability: str


class FeatureShare(BaseModel):
    """A feature's share of a score: ``contribution = value × weight``; they add up to the score.
    ``value`` is null where the data it needs is missing."""

    name: str
    caption: str
    value: float | None
    weight: float
    contribution: float
    detail: str


class HopShown(BaseModel):
    """One step of an evidence path with the record that states it."""

    model_config = ConfigDict(populate_by_name=True)

    from_: str = Field(alias="from")
    from_name: str
    relation: str
    forward: bool
    to: str
    to_name: str
    status: str
    source_grade: str
    reason: str | None
    source: str | None
    locator: str | None
    origin: str | None
    records: list[int]


class PathShown(BaseModel):
    """A chain of relations that supports a feature."""

    feature: str
    hops: list[HopShown]


class _Match(BaseModel):
    score: float
    grade: str = Field(description="published, path, text or insufficient")
    features: list[FeatureShare]
    paths: list[PathShown]
    missing: list[str] = Field(description="what data would settle a weak match")
    borrowed: list[Any] = Field([], description="majors that lend their profile (借用)")


class MajorMatch(_Match):
    """A major that serves the cluster."""

    major: MajorRef


class ClusterMatch(_Match):
    """A cluster that the major serves."""

    cluster: ClusterRef


class Coverage(_Open):
    """What a source's list of one kind covers, as of when, and what is missing."""

    kind: str
    source: str
    number: int
    as_of: str


class _Answer(BaseModel):
    considered: int
    coverage: list[Coverage]
    model: str
    without: list[str]
    data_version: int


class MajorsOfCluster(_Answer):
    """Which majors serve a cluster, best first."""

    cluster: ClusterRef
    items: list[MajorMatch]


class ClustersOfMajor(_Answer):
    """Which clusters a major serves, best first."""

    major: MajorRef
    items: list[ClusterMatch]


class RecordShown(BaseModel):
    """A row, page or clause of a source."""

    id: int
    source: str
    locator: str
    origin: str
    grade: str
    first_version: int
    closed_in: int | None = Field(description="the version that dropped it; null while it is open")


class RecordSource(RecordShown):
    """A record and the file it came with."""

    last_version: int = Field(description="the newest version that read its source and found it")
    source_version: str | None = Field(description="digest of the source's files when it came")


class RecordTraced(RecordSource):
    """A record with what it says of the thing that is shown."""

    values: dict[str, Any] = Field(description="what the row says, as stated")


class Conflict(BaseModel):
    """A value that lost; ``tie``: its record is as good as the one shown, only older."""

    value: Any
    record: int
    tie: bool


class EntityShown(BaseModel):
    """An entity with the records of each value."""

    id: str
    type: str
    name: str
    properties: dict[str, Any]
    status: str
    grade: str
    records: list[RecordTraced]
    evidence: dict[str, list[int]]
    conflicts: dict[str, list[Conflict]]
    relations: list[dict[str, Any]]
    first_version: int
    data_version: int


class ValuesShown(BaseModel):
    """What an entity said from one version to another; ``changes`` maps a property to
    ``[old, new]``."""

    from_version: int
    until_version: int | None
    published_at: str | None
    properties: dict[str, Any]
    changes: dict[str, list[Any]]
    records: list[RecordShown]


class RelationSpan(BaseModel):
    """A relation and the versions it is part of."""

    relation: str
    direction: str
    entity: dict[str, Any]
    properties: dict[str, Any]
    from_version: int
    until_version: int | None
    records: list[RecordShown]


class EntityHistory(BaseModel):
    """What an entity said over the versions, and its relations that opened and closed."""

    id: str
    type: str
    values: list[ValuesShown]
    relations: list[RelationSpan]
    more_relations: bool
    data_version: int


class Neighbours(BaseModel):
    """Entities one relation away."""

    items: list[dict[str, Any]]
    total: int
    data_version: int


class SearchHit(BaseModel):
    """An entity found by one of its names; ``matched`` is that name where it is not the first."""

    id: str
    type: str
    name: str
    code: str | None
    level: str | None
    state: str | None
    status: str
    named_only: bool
    matched: str | None
    way: str = Field(description="exact, prefix, words, pinyin or fuzzy")


class SearchResult(BaseModel):
    """Hits, numbers by type, and the total over the types asked for."""

    items: list[SearchHit]
    facets: dict[str, int]
    total: int
    data_version: int


class Item(_Open):
    """An entity as lists show it; ``properties`` are those that are known."""

    id: str
    type: str
    name: str
    properties: dict[str, Any]
    status: str
    grade: str
    related: dict[str, Any] | None = Field(
        default=None,
        description="By key of `include`: the first of its neighbours and their number.",
    )


class Group(BaseModel):
    """How many have this value; ``unknown``: how many have none."""

    value: Any
    name: Any
    count: int
    unknown: bool


class Grouped(BaseModel):
    """The groups of a key, largest first, ``unknown`` last; ``more`` is the number left out."""

    key: str
    caption: str
    groups: list[Group]
    total: int
    more: int


class Listing(BaseModel):
    """A page of a list. ``said`` is the question in words; ``next`` the cursor of the page after,
    which the header ``Link`` has as well."""

    items: list[Item]
    total: int
    next: str | None
    said: str
    captions: dict[str, str] = Field(description="Captions of the properties shown.")
    facets: list[Grouped]
    groups: Grouped | None
    data_version: int


class ClusterItem(Item):
    """A cluster in a list, with the properties that its pages ask for and the system it is in."""

    code: str | None
    level: str | None
    tier: str | None
    state: str | None
    reliability: str | None
    heading: bool
    products: list[str]
    system: dict[str, Any] | None


class ClusterListing(Listing):
    """A page of the list of clusters."""

    items: list[ClusterItem]  # type: ignore[assignment]  # narrower than any entity


class FactShown(BaseModel):
    """A value with the record that states it; ``shown`` is false where a better record won."""

    property: str
    value: Any
    shown: bool
    record: RecordSource


class EntityEvidence(BaseModel):
    """Which record states which value of an entity."""

    id: str
    type: str
    name: str
    facts: list[FactShown]
    data_version: int


class Change(BaseModel):
    """One change; ``to`` is the new id of what was merged, ``properties`` are null where nothing
    is left."""

    seq: int
    version: int
    at: str
    change: str = Field(description="created, changed, withdrawn or merged")
    type: str
    id: str
    to: str | None
    properties: dict[str, Any] | None
    status: str | None
    grade: str | None
    records: list[int]


class Changes(BaseModel):
    """Changes in order; ask again with ``since`` = ``last`` until it equals ``total``."""

    items: list[Change]
    last: int
    total: int
    data_version: int


class ChangeDay(BaseModel):
    """Changes of one type on one day. ``digest``: SHA-256 of the lines `change id`."""

    day: str
    type: str
    created: int
    changed: int
    withdrawn: int
    merged: int
    digest: str


class ChangeDays(BaseModel):
    """All days and types."""

    items: list[ChangeDay]
    data_version: int


class Way(BaseModel):
    """A chain of relations: one node more than hops."""

    length: int
    nodes: list[dict[str, Any]]
    hops: list[dict[str, Any]]


class Ways(BaseModel):
    """The shortest chains between two entities."""

    items: list[Way]
    data_version: int


class CodeTable(BaseModel):
    """A closed list."""

    name: str
    caption: str
    terms: list[dict[str, Any]]


class CodeTables(BaseModel):
    """Names of the closed lists, and the entity lists that are official code tables."""

    items: list[dict[str, Any]]
    entities: list[dict[str, Any]]


class Audit(BaseModel):
    """Who did what."""

    items: list[dict[str, Any]]


class Me(BaseModel):
    """Who asks."""

    name: str
    role: str
    organisation: str | None
    scopes: list[str]


class MatchQuery(BaseModel):
    """One question: majors of a cluster, clusters of a major, or what answers a need (offers,
    else programmes whose courses teach it), by id, code or name."""

    model_config = ConfigDict(extra="forbid")
    cluster: str | None = Field(default=None, min_length=1, max_length=200)
    major: str | None = Field(default=None, min_length=1, max_length=200)
    need: str | None = Field(default=None, min_length=1, max_length=200)
    level: str | None = Field(default=None, max_length=40)
    region: str | None = Field(default=None, max_length=100)
    limit: int = Field(default=20, ge=1, le=200)
    weights: dict[str, float] = Field(default={}, max_length=30)


class MatchQueries(BaseModel):
    """Several questions at once, by a name that the caller gives each."""

    model_config = ConfigDict(extra="forbid")
    queries: dict[str, MatchQuery] = Field(min_length=1, max_length=50)


class MatchResult(BaseModel):
    """The answer of one question, or the problem with it; the others are not affected."""

    status: int
    answer: dict[str, Any] | None = None
    problem: Problem | None = None


class MatchResults(BaseModel):
    """By the caller's names."""

    results: dict[str, MatchResult]
    data_version: int
