"""An official code turns up: the entity takes it as its id, and the old id redirects.

An entity whose type has an official code (a firm, a school, a major) is known by a hash of its
name while the code is unknown. When a record states it with its code, every source that spoke of
the old id is read again, so that it speaks of the new one, and the old id becomes a redirect.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from graph.cypher.reads import compile_read
from graph.db import Database
from graph.manifest import Manifest, hash64
from graph.ontology import REGISTRY, Entity
from graph.ontology.ids import normalise_name
from graph.resolve.names import NameIndex

WRITE_REDIRECTS = compile_read(
    "UNWIND $rows AS row MERGE (r:_Redirect {id: row[0]}) "
    "SET r.to = row[1], r.from_version = $version"
)
_REDIRECT = compile_read("MATCH (r:_Redirect {id: $id}) RETURN r.to AS to")
_CODED = """
SELECT DISTINCT f.key, f.payload FROM {facts} JOIN row r ON r.rid = f.rid
WHERE f.start IS NULL AND r.gone = 0 AND f.kind = ?
"""
_STATED = "SELECT 1 FROM fact f JOIN row r ON r.rid = f.rid WHERE f.fid = ? AND r.gone = 0 LIMIT 1"
_ALIVE = "SELECT alive FROM state WHERE fid = ?"
_SPEAKERS = """
SELECT DISTINCT r.source FROM fact f JOIN row r ON r.rid = f.rid
WHERE r.gone = 0 AND (f.key = :old OR f.start = :old OR f."end" = :old)
"""


@dataclass(frozen=True)
class Move:
    """An entity's id changed; ``published`` when readers may hold the old one."""

    old: str
    new: str
    published: bool


def coded_id(entity: Entity, names: NameIndex) -> str:
    """The id of an entity: where its code is unknown here but an equally named one has it,
    that one's."""
    own = entity.id
    kind = type(entity)
    values = entity.__dict__
    if not _has_two_keys(kind) or all(values.get(k) for k in kind.key):
        return own
    for candidate in names.lookup(kind.label(), normalise_name(str(values["name"]))):
        if candidate.id != own and id_by_name(kind, candidate.values) == own:
            return candidate.id
    return own


def id_by_name(kind: type[Entity], values: Mapping[str, Any]) -> str:
    """The id that an entity has while its code is unknown."""
    return kind.id_for(**{k: values.get(k) for k in kind.key_else})


def moves(manifest: Manifest) -> list[Move]:
    """Entities that this load knows by code and that something still speaks of by name."""
    facts = "fact f" if manifest.first else "touched t JOIN fact f ON f.fid = t.fid"
    return [
        move
        for kind in REGISTRY.entities.values()
        if _has_two_keys(kind)
        for move in _moves_of(manifest, kind, facts)
    ]


def speakers(manifest: Manifest, ids: Iterable[str]) -> set[str]:
    """Sources that speak of these ids."""
    return {row[0] for old in ids for row in manifest.db.execute(_SPEAKERS, {"old": old})}


def still_stated(manifest: Manifest, entity_id: str) -> bool:
    """Whether a row states this entity."""
    fid = hash64(entity_id.encode())
    return manifest.db.execute(_STATED, (fid,)).fetchone() is not None


def was_published(manifest: Manifest, entity_id: str) -> bool:
    """Whether readers may hold this id."""
    found = manifest.db.execute(_ALIVE, (hash64(entity_id.encode()),)).fetchone()
    return bool(found and found[0])


def redirect_of(db: Database, entity_id: str) -> str | None:
    """The id that took the place of this one, or None."""
    rows = db.read(_REDIRECT, id=entity_id)
    return str(rows[0]["to"]) if rows else None


def _moves_of(manifest: Manifest, kind: type[Entity], facts: str) -> Iterator[Move]:
    for key, payload in manifest.db.execute(_CODED.format(facts=facts), (kind.label(),)):
        old = id_by_name(kind, orjson.loads(payload))
        if old == key:
            continue
        if still_stated(manifest, old):
            yield Move(old, key, was_published(manifest, old))


def _has_two_keys(kind: type[Entity]) -> bool:
    return bool(kind.key_else) and not kind.opaque
