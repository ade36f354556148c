"""Records in the form that answers show them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from graph import versions
from graph.db import Database
from graph.records import StoredRecord, read_records
from graph.view import View

#: By database, so that what is kept goes with it and never answers for another one.
_CACHE: WeakKeyDictionary[Database, OrderedDict[tuple[Any, ...], StoredRecord]] = (
    WeakKeyDictionary()
)
_CACHE_SIZE = 20_000
_LOADS: WeakKeyDictionary[Database, dict[str, tuple[int, dict[int, Any]]]] = WeakKeyDictionary()
_LOCK = Lock()


def records(view: View, ids: Iterable[int]) -> dict[int, StoredRecord]:
    """Records by id as far as the view may see them. Kept while its version is: a later one may
    close a record."""
    wanted = set(ids)
    base = view.key
    with _LOCK:
        kept = _CACHE.setdefault(view.db, OrderedDict())
        found = {i: kept[*base, i] for i in wanted if (*base, i) in kept}
    missing = wanted - found.keys()
    if missing:
        fresh = read_records(view.db, missing, version=view.version, scopes=view.scopes)
        with _LOCK:
            for record_id, record in fresh.items():
                kept[*base, record_id] = record
            while len(kept) > _CACHE_SIZE:
                kept.popitem(last=False)
        found.update(fresh)
    return found


def shown(record: StoredRecord) -> dict[str, Any]:
    """A record for people and programs: id, source, locator, origin, grade, the version that
    brought it, and the one that closed it (null while it is open)."""
    return {
        "id": record.id,
        "source": record.source,
        "locator": record.locator,
        "origin": record.origin,
        "grade": record.grade,
        "first_version": record.first_seen,
        "closed_in": record.closed_in,
    }


def traced(view: View, record: StoredRecord, values: dict[str, Any]) -> dict[str, Any]:
    """A record with what it says of one thing, as stated: ``values``; ``last_version``, the
    newest version that looked at its source and found it; ``source_version``, the digest of the
    source's files when it came (null where an earlier release loaded them)."""
    loads = _loads_of(view)
    before = record.closed_in or view.version + 1
    seen = [n for n, read in loads.items() if record.source in read and n < before]
    came = loads.get(record.first_seen, {}).get(record.source, {})
    return {
        **shown(record),
        "values": values,
        "last_version": max([record.first_seen, *seen]),
        "source_version": came.get("content"),
    }


def _loads_of(view: View) -> dict[int, dict[str, dict[str, Any]]]:
    """What each version up to the view's loaded; it never changes, so it is read once."""
    with _LOCK:
        kept = _LOADS.setdefault(view.db, {})
        if view.uid in kept and kept[view.uid][0] >= view.version:
            return kept[view.uid][1]
    found = versions.loads(view.db)
    with _LOCK:
        kept.clear()
        kept[view.uid] = (view.version, found)
    return found
