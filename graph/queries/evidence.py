"""Records in the form that answers show them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from graph.db import Database
from graph.records import StoredRecord, read_records
from graph.view import View

#: By database, so that what is kept goes with it and never answers for another one.
_CACHE: WeakKeyDictionary[Database, OrderedDict[tuple[Any, ...], StoredRecord]] = (
    WeakKeyDictionary()
)
_CACHE_SIZE = 20_000
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
    """A record for people and programs: id, source, locator, origin, grade, first version."""
    return {
        "id": record.id,
        "source": record.source,
        "locator": record.locator,
        "origin": record.origin,
        "grade": record.grade,
        "first_version": record.first_seen,
    }
