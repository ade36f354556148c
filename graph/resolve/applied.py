"""People's decisions while rows are read: a name means what was decided, from the next load on.

A source is read again where a decision that was made or taken back since it was read speaks of
something that the source speaks of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import orjson

from graph.identity import Move, speakers, still_stated, was_published
from graph.manifest import Manifest
from graph.ontology import REGISTRY, Entity
from graph.ontology.ids import InvalidKey
from graph.resolve.decisions import MENTION, Ledger
from graph.resolve.names import Candidate

#: Where the manifest keeps which decisions a source was read with.
_KEY = "decisions:{}"


def marks(ledger: Ledger) -> str:
    """The decisions that stand and say something about rows, as kept in the manifest."""
    said = {(d.verb, d.left, d.right) for d in ledger.standing() if d.verb != "unsure"}
    return orjson.dumps(sorted(said)).decode()


def remember(manifest: Manifest, source: str) -> None:
    """A source was read with the decisions of now."""
    manifest.put(_KEY.format(source), marks(manifest.decisions))


def to_read_again(manifest: Manifest, sources: Iterable[str], ledger: Ledger) -> set[str]:
    """Sources that speak of what was decided, or undone, since they were read."""
    now, found = marks(ledger), set[str]()
    known: dict[str, set[str]] = {}
    for source in sources:
        before = manifest.get(_KEY.format(source), "[]")
        if before == now:
            continue
        if before not in known:
            known[before] = speakers(manifest, _spoken_of(before, now))
        if source in known[before] or manifest.waits(source):
            found.add(source)
    return found


def _spoken_of(before: str, now: str) -> set[str]:
    """Ids that a decision speaks of which stands in one state alone: of a name, the id of what is
    known by nothing but it."""
    old, new = ({tuple(m) for m in orjson.loads(text)} for text in (before, now))
    keys = {key for _, *pair in old ^ new for key in pair}
    return {found for key in keys if (found := id_of(key))}


def id_of(key: str) -> str | None:
    """The id that a mention or an id in a decision stands for."""
    if not key.startswith(MENTION):
        return key
    _, kind, name = key.split(":", 2)
    return bare_id(REGISTRY.prefixes[kind], name) if kind in REGISTRY.prefixes else None


def bare_id(kind: type[Entity], name: str) -> str | None:
    """Id of an entity of which nothing but its name is known."""
    try:
        return kind.id_for(name=name)
    except InvalidKey:
        return None


def moved(manifest: Manifest) -> Iterator[Move]:
    """Names that stood for themselves and are something else now, by decision."""
    ledger = manifest.decisions
    for decision in ledger.standing():
        old, new = id_of(decision.left), decision.right
        if decision.verb != "positive" or old is None or old == new:
            continue
        if was_published(manifest, old) and not still_stated(manifest, old):
            yield Move(old, new, published=True)


class Judge:
    """What was decided of names of one kind, against what is loaded."""

    def __init__(self, ledger: Ledger, known: Manifest | None) -> None:
        self._ledger, self._known = ledger, known

    def chosen(self, kind: type[Entity], name: str) -> Candidate | None:
        """The loaded entity that a name was decided to mean: a registered one before a name."""
        own = bare_id(kind, name)
        ids = [*self._ledger.accepted(name, kind.prefix), *(self._ledger.same(own) if own else ())]
        found = [c for i in dict.fromkeys(ids) if (c := self._loaded(i)) is not None]
        return min(found, key=lambda c: bool(c.values.get("named_only")), default=None)

    def forbidden(self, kind: type[Entity], name: str) -> frozenset[str]:
        """Ids that a name was decided not to mean."""
        own = bare_id(kind, name)
        apart = self._ledger.kept_apart(own) if own else frozenset()
        return self._ledger.refused(name, kind.prefix) | apart

    def _loaded(self, entity_id: str) -> Candidate | None:
        return self._known.candidate(entity_id) if self._known is not None else None
