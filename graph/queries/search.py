"""Search over the names of everything: words, beginnings, parts, pinyin, slips of the pen.

The names of one version are held in memory as one long text per way of writing; finding is a
search in that text. What a caller may not see is left out when they ask, so that all callers
share one index.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice, product
from threading import Lock
from typing import Any, Final
from weakref import WeakKeyDictionary

from graph.cypher.text import label as quote_label
from graph.cypher.text import literal
from graph.db import Database
from graph.errors import NotFound
from graph.ontology import REGISTRY
from graph.ontology.ids import normalise_name
from graph.view import View, restore

#: How a name was found, best first.
WAYS: Final = ("exact", "prefix", "words", "pinyin", "fuzzy")
#: Readings of one name at most; a name with many ambiguous characters has thousands.
READINGS: Final = 4
#: Least likeness of a name that is not spelt as asked, from 0 to 100.
ALIKE: Final = 75.0
MOST_FUZZY: Final = 20
LEAST_INITIALS: Final = 2
_CACHE_SIZE = 2
_SHOWN = ("code", "level", "state", "named_only")
_MARK = "\n"


@dataclass(frozen=True, slots=True)
class Entry:
    """An entity with its names, first the one it is shown by."""

    id: str
    label: str
    names: tuple[str, ...]
    values: dict[str, Any]
    scope: str
    status: str

    @property
    def written(self) -> tuple[str, ...]:
        """All that it can be asked for by: its names and its code."""
        code = self.values["code"]
        return (*self.names, code) if code else self.names

    def seen(self, view: View) -> bool:
        """Whether the view's caller may see it."""
        scopes = set(view.scopes)
        return self.status not in view.without and not scopes.isdisjoint(self.scope.split("|"))


class _Text:
    """Many strings as one, with the owner of each: found by a search in the whole."""

    def __init__(self, strings: Iterable[tuple[str, int]]) -> None:
        parts, self._starts, self._owners = [], list[int](), list[int]()
        at = 0
        for text, owner in strings:
            self._starts.append(at)
            self._owners.append(owner)
            parts.append(text)
            at += len(text) + 1
        self._whole = _MARK + _MARK.join(parts) + _MARK

    def holding(self, part: str) -> Iterator[int]:
        """Owners of the strings that hold this part."""
        at = self._whole.find(part)
        while at >= 0:
            place = bisect_right(self._starts, max(0, at - 1)) - 1
            yield self._owners[place]
            end = self._whole.find(_MARK, at + 1)
            at = self._whole.find(part, end)


class NameIndex:
    """All names of one version. See the module."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = entries
        self._plain: list[tuple[str, int]] = [
            (normalise_name(name), i) for i, e in enumerate(entries) for name in e.written
        ]
        self._names = _Text(self._plain)
        self._initials = _Text(
            (reading, i) for name, i in self._plain for reading in _readings(name, 0)
        )
        self._syllables = _Text(
            (reading, i) for name, i in self._plain for reading in _readings(name, 1)
        )

    def find(self, text: str, view: View, labels: Sequence[str]) -> list[tuple[Entry, str]]:
        """Entries with the way that each was found, best first."""
        words = [normalise_name(w) for w in _words(text)]
        words = [w for w in words if w]
        if not words:
            return []
        ways: dict[int, str] = {}
        for place in self._with_words(words):
            ways[place] = self._way(self.entries[place], "".join(words))
        joined = "".join(words)
        if joined.isascii() and joined.isalpha() and len(joined) >= LEAST_INITIALS:
            for text_ in (self._initials, self._syllables):
                for place in text_.holding(joined):
                    ways.setdefault(place, "pinyin")
        wanted = set(labels)

        def kept() -> list[tuple[Entry, str]]:
            found = ((self.entries[p], way) for p, way in ways.items())
            return [(e, w) for e, w in found if e.label in wanted and e.seen(view)]

        if not (found := kept()) and len(joined) >= 2:
            ways = dict.fromkeys(self._alike(joined), "fuzzy")
            return kept()
        return sorted(found, key=lambda p: _order(*p))

    def alike(self, text: str, view: View, label: str) -> list[Entry]:
        """Entries of one type whose names are nearly spelt so, most alike first."""
        wanted = normalise_name(text)
        found = (self.entries[p] for p in self._alike(wanted, label))
        return [e for e in found if e.seen(view)]

    def _with_words(self, words: Sequence[str]) -> set[int]:
        """Entries that have one name with every word in it."""
        first, *others = sorted(words, key=len, reverse=True)
        found = set(self._names.holding(first))
        if not others:
            return found
        return {
            place
            for place in found
            if any(
                all(w in name for w in words)
                for name in map(normalise_name, self.entries[place].written)
            )
        }

    def _way(self, entry: Entry, text: str) -> str:
        names = [normalise_name(name) for name in entry.written]
        if text in names:
            return "exact"
        return "prefix" if any(n.startswith(text) for n in names) else "words"

    def _alike(self, text: str, label: str | None = None) -> list[int]:
        from rapidfuzz import fuzz, process

        names = {
            row: name
            for row, (name, place) in enumerate(self._plain)
            if label is None or self.entries[place].label == label
        }
        found = process.extract(
            text, names, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=3 * MOST_FUZZY
        )
        places = dict.fromkeys(self._plain[row][1] for _, _, row in found)
        return list(islice(places, MOST_FUZZY))


def search(
    view: View, text: str, *, types: Sequence[str] = (), skip: int = 0, limit: int = 20
) -> dict[str, Any]:
    """Entities with a name that is, begins with or holds every word of ``text``, that its letters
    are the pinyin or the initials of, or, where there is none, that is nearly spelt like it.

    Returns: ``{"items": [{"id", "type", "name", "code", "level", "state", "status", "named_only",
    "matched", "way"}], "facets", "total", "data_version"}``; ``matched`` is the name that was
    found where it is not the first, ``way`` one of :data:`WAYS`; ``facets`` are numbers by type,
    over all types.

    Raises:
        NotFound: an unknown type.
    """
    for name in types:
        if name not in REGISTRY.entities:
            raise NotFound(f"There is no entity type '{name[:60]}'.", hint="See /v1/ontology.")
    searched = [n for n, kind in REGISTRY.entities.items() if kind.searched]
    found = index_of(view).find(text, view, list(dict.fromkeys([*searched, *types])))
    counts = Counter(entry.label for entry, _ in found)
    wanted = set(types) or set(searched)
    kept = [pair for pair in found if pair[0].label in wanted]
    return {
        "items": [_hit(entry, way, text) for entry, way in kept[skip : skip + limit]],
        "facets": dict(counts.most_common()),
        "total": len(kept),
        "data_version": view.version,
    }


#: By database, so that what is kept goes with it and never answers for another one.
_CACHE: WeakKeyDictionary[Database, OrderedDict[tuple[str, int], NameIndex]] = WeakKeyDictionary()
_LOCK = Lock()


def index_of(view: View) -> NameIndex:
    """The index of a view's version; made at the first search, then kept."""
    key = (view.uid, view.version)
    with _LOCK:
        kept = _CACHE.setdefault(view.db, OrderedDict())
        if key not in kept:
            kept[key] = NameIndex(_read(view))
            while len(kept) > _CACHE_SIZE:
                kept.popitem(last=False)
        kept.move_to_end(key)
        return kept[key]


def _read(view: View) -> list[Entry]:
    """Every entity of the version whoever may see it; callers are told apart when they ask."""
    rows = [
        row
        for name in REGISTRY.entities
        for row in view.db.read(_query(name), version=view.version)
    ]
    if view.version < view.newest:
        columns = ("name", "short_name", "aliases", "former_names", *_SHOWN)
        earlier = view.db.read(_EARLIER, version=view.version)
        restore(rows, columns, {row["id"]: row["properties"] for row in earlier})
    return [_entry(row) for row in rows]


_EARLIER = literal(
    "MATCH (h:`_History`) WHERE h.from_version <= $version < h.to_version "
    "RETURN h.id AS id, properties(h) AS properties"
)


@cache
def _query(name: str) -> str:
    fields = REGISTRY.entities[name].fields
    wanted = ("name", "short_name", "aliases", "former_names", *_SHOWN)
    columns = ", ".join(f"n.{f} AS {f}" if f in fields else f"null AS {f}" for f in wanted)
    return literal(
        f"MATCH (n:{quote_label(name)}) WHERE n.from_version <= $version < n.to_version "
        "AND (n.gaps IS NULL OR none(g IN range(0, size(n.gaps) - 1, 2) "
        "WHERE n.gaps[g] <= $version < n.gaps[g + 1])) "
        f"RETURN n.id AS id, '{name}' AS label, n.scope AS scope, n.status AS status, {columns}"
    )


def _entry(row: dict[str, Any]) -> Entry:
    others = [row["short_name"], *(row["aliases"] or ()), *(row["former_names"] or ())]
    names = tuple(dict.fromkeys(n for n in (row["name"], *others) if n))
    values = {k: row[k] for k in _SHOWN}
    return Entry(row["id"], row["label"], names, values, row["scope"], row["status"])


def _words(text: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in text).split()


def _order(entry: Entry, way: str) -> tuple[int, bool, int, str, str]:
    named_only = bool(entry.values["named_only"])
    return (WAYS.index(way), named_only, len(entry.names[0]), entry.names[0], entry.id)


def _hit(entry: Entry, way: str, text: str) -> dict[str, Any]:
    words = [normalise_name(w) for w in _words(text)]
    names = [n for n in entry.names if all(w in normalise_name(n) for w in words)]
    matched = None if not names or names[0] == entry.names[0] else names[0]
    return {
        "id": entry.id,
        "type": entry.label,
        "name": entry.names[0],
        **{k: entry.values[k] for k in ("code", "level", "state")},
        "status": entry.status,
        "named_only": bool(entry.values["named_only"]),
        "matched": matched,
        "way": way,
    }


def _readings(name: str, form: int) -> Iterator[str]:
    """A name in letters: ``form`` 0 is initials, 1 whole syllables. Characters with several
    readings give several, up to :data:`READINGS`."""
    options = [_sounds(c)[form] for c in name]
    return ("".join(parts) for parts in islice(product(*options), READINGS))


@cache
def _sounds(character: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Initials and syllables of a character; another sign stands for itself."""
    from pypinyin import Style, pinyin

    if character.isascii():
        return ((character,), (character,))
    heard = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    syllables = tuple(dict.fromkeys(heard[0])) if heard else ("",)
    return (tuple(dict.fromkeys(s[:1] for s in syllables)), syllables)
