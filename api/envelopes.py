"""Shapes of answers, for the documentation and for clients that generate code."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class _Open(BaseModel):
    model_config = ConfigDict(extra="allow")


class Problem(_Open):
    """RFC 9457 problem document; ``code`` is stable."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str


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


class RecordTraced(RecordShown):
    """A record with what it says of the thing that is shown."""

    values: dict[str, Any] = Field(description="what the row says, as stated")
    last_version: int = Field(description="the newest version that read its source and found it")
    source_version: str | None = Field(description="digest of the source's files when it came")


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


class SearchResult(BaseModel):
    """Hits, numbers by type, and the total over the types asked for."""

    items: list[SearchHit]
    facets: dict[str, int]
    total: int
    data_version: int
