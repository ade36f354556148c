"""Records in the form that answers show them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from threading import Lock
from typing import Any

from graph.records import StoredRecord, read_records
from graph.view import View

_CACHE: OrderedDict[tuple[Any, ...], StoredRecord] = OrderedDict()
_CACHE_SIZE = 20_000
_LOCK = Lock()


def records(view: View, ids: Iterable[int]) -> dict[int, StoredRecord]:
    """Records by id as far as the view may see them. Kept, since a record never changes."""
    wanted = set(ids)
    base = (id(view.db), view.scopes)
    with _LOCK:
        found = {i: _CACHE[*base, i] for i in wanted if (*base, i) in _CACHE}
    missing = wanted - found.keys()
    if missing:
        fresh = read_records(view.db, missing, version=view.version, scopes=view.scopes)
        with _LOCK:
            for record_id, record in fresh.items():
                _CACHE[*base, record_id] = record
            while len(_CACHE) > _CACHE_SIZE:
                _CACHE.popitem(last=False)
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
