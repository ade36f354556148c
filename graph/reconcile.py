"""Candidates for what a table calls an entity: the questions of the Reconciliation API.

Firms and schools are found by :mod:`graph.resolve`, which also knows what people decided; the
others by their names. A condition on a property uses the grammar of the lists.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Final
from weakref import WeakKeyDictionary

from graph.db import Database
from graph.errors import GraphError
from graph.ontology import REGISTRY
from graph.ontology.ids import normalise_name
from graph.queries.grammar import key_of, question
from graph.queries.lists import page, related
from graph.queries.search import Entry, index_of
from graph.resolve.decisions import stored_decisions
from graph.resolve.linking import Resolver
from graph.resolve.reading import KINDS as ORGANISATIONS
from graph.resolve.reading import read_register
from graph.resolve.register import Register
from graph.view import View

#: Types that can be reconciled, by the prefix of their ids.
TYPES: Final = ("enterprise", "school", "major", "cluster", "occupation")
#: Share of the score that conditions decide, where there are any that can be tested.
CONDITIONS: Final = 0.3
#: A name that is not exactly the entity's own is never worth more.
NEARLY: Final = 0.95
LEAST: Final = 0.3
MOST: Final = 50
_CACHE_SIZE = 4


@dataclass
class Candidate:
    """One answer: ``score`` and ``features`` lie in [0, 1]."""

    id: str
    name: str
    kind: str
    score: float
    features: dict[str, float] = field(default_factory=dict)
    certain: bool = False
    description: str = ""

    def shown(self) -> dict[str, Any]:
        """As the specification has it."""
        return {
            "id": self.id,
            "name": self.name,
            "description": self.description,
            "type": [type_of(self.kind)],
            "score": round(self.score, 4),
            "features": [{"id": k, "value": round(v, 4)} for k, v in self.features.items()],
            "match": self.certain,
        }


def type_of(kind: str) -> dict[str, str]:
    """``{"id", "name"}`` of a type."""
    return {"id": kind, "name": REGISTRY.prefixes[kind].zh}


def reconcile(
    view: View,
    name: str,
    kinds: Sequence[str],
    conditions: Sequence[tuple[str, Sequence[str]]] = (),
    limit: int = 5,
) -> list[dict[str, Any]]:
    """Candidates of these types for a name, best first.

    Args:
        view: what the caller reads.
        name: what the table says; empty where only the conditions count.
        kinds: prefixes of :data:`TYPES`.
        conditions: property or relation and the values it may have; one that the type does not
            have is passed over.
        limit: most candidates.
    """
    found = [c for kind in kinds for c in _of_kind(view, name.strip(), kind, conditions)]
    found.sort(key=lambda c: (-c.score, not c.certain, len(c.name), c.id))
    certain = [c for c in found if c.certain]
    if len(certain) > 1:  # a name that is certain twice is not certain
        for candidate in certain:
            candidate.certain = False
    return [c.shown() for c in found[:limit]]


def _of_kind(
    view: View, name: str, kind: str, conditions: Sequence[tuple[str, Sequence[str]]]
) -> list[Candidate]:
    if not name:
        return _by_conditions(view, kind, conditions)
    by_name = _organisations if kind in ORGANISATIONS else _named
    found = by_name(view, name, kind)
    for key, values in conditions if found else ():
        agreeing = _agreeing(view, kind, [c.id for c in found], key, values)
        if agreeing is not None:
            for candidate in found:
                candidate.features[key] = float(candidate.id in agreeing)
    _weigh(found, [key for key, _ in conditions])
    _describe(view, kind, found)
    return found


def _organisations(view: View, name: str, kind: str) -> list[Candidate]:
    resolver = Resolver(_register(view, kind), stored_decisions(view.db))
    answer = resolver.resolve([name], top=MOST)[0]
    found = [
        Candidate(
            c["id"], c["name"], kind, c["score"],
            {w["feature"]: w["value"] for w in c["why"]},
            answer["decision"] == "auto" and c["id"] == answer["id"],
        )
        for c in answer["candidates"]
        if c["score"] >= LEAST
    ]  # fmt: skip
    if answer["id"] is not None and all(c.id != answer["id"] for c in found):
        decided = Candidate(answer["id"], answer["name"], kind, 1.0, {"decided": 1.0}, True)
        found.insert(0, decided)
    return found


def _named(view: View, name: str, kind: str) -> list[Candidate]:
    from rapidfuzz import fuzz

    label = REGISTRY.prefixes[kind].__name__
    index = index_of(view)
    entries = {e.id: e for e, _ in index.find(name, view, [label])[: 4 * MOST]}
    entries |= {e.id: e for e in index.alike(name, view, label)}
    wanted = normalise_name(name)
    found = []
    for entry in entries.values():
        names = [normalise_name(n) for n in entry.written]
        exact = wanted in names
        likeness = max(fuzz.ratio(wanted, n) for n in names) / 100
        score = 1.0 if exact else NEARLY * likeness
        if score >= LEAST:
            features = {"exact": float(exact), "likeness": likeness}
            found.append(Candidate(entry.id, entry.names[0], kind, score, features, exact))
    # Nothing is certain that another one is called as well.
    if sum(c.certain for c in found) > 1:
        own = [c for c in found if c.certain and _current(entries[c.id])]
        for candidate in found:
            candidate.certain = candidate.certain and len(own) == 1 and candidate is own[0]
    found.sort(key=lambda c: -c.score)
    return found[:MOST]


def _current(entry: Entry) -> bool:
    return not entry.values["named_only"] and entry.values["state"] in (None, "现行", "拟培育")


def _weigh(found: Sequence[Candidate], keys: Sequence[str]) -> None:
    """Let the conditions count, and be certain only where all agree; one exact name that alone
    agrees is certain."""
    tested = [k for k in keys if any(k in c.features for c in found)]
    if not tested:
        return
    for candidate in found:
        agreed = sum(candidate.features[k] for k in tested) / len(tested)
        candidate.score = candidate.score * (1 - CONDITIONS) + agreed * CONDITIONS
        candidate.certain = candidate.certain and agreed == 1.0
    exact = [
        c
        for c in found
        if c.features.get("exact", c.features.get("key", 0.0)) == 1.0
        and all(c.features[k] == 1.0 for k in tested)
    ]
    if len(exact) == 1:
        exact[0].certain = True


def _quoted(values: Sequence[str]) -> str:
    escaped = (v.replace("\\", "\\\\").replace('"', '\\"') for v in values)
    return "|".join(f'"{v}"' for v in escaped)


def _agreeing(
    view: View, kind: str, ids: Sequence[str], key: str, values: Sequence[str]
) -> set[str] | None:
    """Those that fulfil a condition; None where it cannot be tested."""
    label = REGISTRY.prefixes[kind].__name__
    if any(c in key for c in ':,|"') or not values:
        return None
    text = f"id:{_quoted(ids)},{key}:{_quoted(values)}"
    try:
        found = page(view, question(label, text), limit=len(ids))
    except GraphError:
        return None
    return {item["id"] for item in found["items"]}


def _by_conditions(
    view: View, kind: str, conditions: Sequence[tuple[str, Sequence[str]]]
) -> list[Candidate]:
    label = REGISTRY.prefixes[kind].__name__
    text = ",".join(f"{k}:{_quoted(v)}" for k, v in conditions if v)
    try:
        found = page(view, question(label, text or "id:null", fields="name"), limit=MOST)
    except GraphError:
        return []
    features = {k: 1.0 for k, _ in conditions}
    return [
        Candidate(i["id"], i["name"], kind, 1.0, dict(features), found["total"] == 1)
        for i in found["items"]
    ]


def _describe(view: View, kind: str, found: Sequence[Candidate]) -> None:
    """Say what tells candidates of the same name apart: code, level, place."""
    label = REGISTRY.prefixes[kind].__name__
    fields = REGISTRY.entities[label].fields
    shown = [f for f in ("code", "uscc", "level", "tier", "class_name") if f in fields]
    if not found:
        return
    asked = question(label, f"id:{_quoted([c.id for c in found])}", fields=",".join(shown))
    values = {i["id"]: i["properties"] for i in page(view, asked, limit=len(found))["items"]}
    for candidate in found:
        said = (values.get(candidate.id, {}).get(f) for f in shown)
        candidate.description = " · ".join(str(s) for s in said if s)


#: By database, so that what is kept goes with it and never answers for another one.
_CACHE: WeakKeyDictionary[Database, OrderedDict[Any, Register]] = WeakKeyDictionary()
_LOCK = Lock()


def _register(view: View, kind: str) -> Register:
    key = (kind, view.key)
    with _LOCK:
        kept = _CACHE.setdefault(view.db, OrderedDict())
        if key not in kept:
            kept[key] = read_register(view, kind)
            while len(kept) > _CACHE_SIZE:
                kept.popitem(last=False)
        return kept[key]


def extend(view: View, ids: Sequence[str], keys: Sequence[str]) -> dict[str, dict[str, list[Any]]]:
    """Values of properties and neighbours for entities that were reconciled, as the specification
    has them: ``{id: {key: [{"str"} | {"int"} | {"float"} | {"bool"} | {"id", "name"}]}}``."""
    rows: dict[str, dict[str, list[Any]]] = {i: {k: [] for k in keys} for i in ids}
    for kind in dict.fromkeys(i.partition(":")[0] for i in ids):
        if kind in REGISTRY.prefixes:
            mine = [i for i in ids if i.partition(":")[0] == kind]
            _extend_kind(view, REGISTRY.prefixes[kind].__name__, mine, keys, rows)
    return rows


def _extend_kind(
    view: View,
    label: str,
    ids: Sequence[str],
    keys: Sequence[str],
    rows: dict[str, dict[str, list[Any]]],
) -> None:
    fields = REGISTRY.entities[label].fields
    plain = [k for k in keys if k in fields]
    for start in range(0, len(ids), MOST):
        part = ids[start : start + MOST]
        asked = question(label, f"id:{_quoted(part)}", fields=",".join(plain))
        for item in page(view, asked, limit=len(part))["items"] if plain else ():
            for key in plain:
                rows[item["id"]][key] = _cells(item["properties"].get(key))
    for name in keys:
        try:
            found_key = key_of(label, name)
        except GraphError:
            continue
        if found_key.field is None:
            for owner, found in related(view, label, ids, found_key).items():
                rows[owner][name] = [{"id": m["id"], "name": m["name"]} for m in found["items"]]


_CELLS: Final[Mapping[type, str]] = {bool: "bool", int: "int", float: "float"}


def _cells(value: Any) -> list[dict[str, Any]]:
    if value is None:
        return []
    listed = value if isinstance(value, list) else [value]
    return [{_CELLS.get(type(v), "str"): v} for v in listed]
