"""The register that mentions are resolved against: names, keys, how common their characters are,
and the nearest names of a mention (blocking)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import log
from typing import Any

import numpy as np

from graph.ontology.ids import normalise_name
from graph.resolve.parts import Parts, Regions, split

#: Terms in more names than this share (and this many names) do not lead to a name.
COMMON_SHARE, COMMON_LEAST = 0.2, 200
#: Names kept of each mention: by shared characters, and by shared characters for their length.
BY_SHARED, BY_COSINE = 40, 20
CHUNK = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """An organisation of the register. ``others`` are its short, former and other names, ``keys``
    its codes, ``places`` the codes of the regions it is known to be in."""

    id: str
    name: str
    others: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    named_only: bool = False


@dataclass
class Register:
    """Entries with their index. Rows are names: an entry has one for each of its names."""

    entries: Sequence[Entry]
    regions: Regions
    kind: str = "enterprise"
    parts: list[Parts] = field(default_factory=list)
    owner: list[int] = field(default_factory=list)
    exact: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self._rows: dict[int, list[int]] = defaultdict(list)
        self._places = {entry.id: place for place, entry in enumerate(self.entries)}
        for place, entry in enumerate(self.entries):
            names = dict.fromkeys((entry.name, *entry.others))
            for key in {normalise_name(n) for n in (*names, *entry.keys)}:
                self.exact[key].append(place)
            for name in names:
                self._rows[place].append(len(self.parts))
                self.parts.append(split(name, self.regions, self.kind))
                self.owner.append(place)
        self._index()

    def _index(self) -> None:
        from sklearn.feature_extraction.text import CountVectorizer

        size = max(1, len(self.parts))
        self._terms = CountVectorizer(analyzer=_terms, binary=True)
        matrix = self._terms.fit_transform(self.parts or [split("-", self.regions)])
        matrix = matrix.astype(np.float32)
        counts = np.asarray(matrix.sum(axis=0)).ravel()
        self._log_size = log(size + 1)
        self._idf = np.log((size + 1) / (counts + 0.5)).astype(np.float32)
        self._kept = counts <= max(COMMON_LEAST, COMMON_SHARE * size)
        weights = np.where(self._kept, self._idf**2, 0).astype(np.float32)
        norms = np.sqrt(np.asarray(matrix @ weights)).ravel()
        self._norms = np.where(norms > 0, norms, 1).astype(np.float32)
        self._weighted = matrix.multiply(weights).T.tocsr()
        rare = np.clip(self._idf / self._log_size, 0.02, 1.0)
        self._weight_of: dict[str, float] = {
            t: float(rare[i]) for t, i in self._terms.vocabulary_.items()
        }

    def weight(self, term: str) -> float:
        """How rare one character or a pair of them is here: 0 in every name, 1 in none."""
        return self._weight_of.get(term, 1.0)

    def with_key(self, mention: str) -> list[int]:
        """Places of the entries that have this name or code, exactly."""
        return self.exact.get(normalise_name(mention), [])

    def rows_of(self, place: int) -> list[int]:
        """Rows of the names of one entry."""
        return self._rows[place]

    def place_of(self, entity_id: str) -> int | None:
        """Place of the entry with this id."""
        return self._places.get(entity_id)

    def near(self, mentions: Sequence[Parts]) -> Iterator[list[int]]:
        """Rows near each mention, unordered: what is scored one by one."""
        for begin in range(0, len(mentions), CHUNK):
            chunk = mentions[begin : begin + CHUNK]
            shared = (self._terms.transform(chunk).astype(np.float32) @ self._weighted).tocsr()
            for i in range(len(chunk)):
                yield self._best(shared[i])

    def _best(self, row: Any) -> list[int]:
        columns, values = row.indices, row.data
        found = columns[values > 0]
        if len(columns) <= BY_SHARED:
            return [int(c) for c in found]
        cosine = values / self._norms[columns]
        chosen = {int(c) for c in columns[np.argpartition(-values, BY_SHARED)[:BY_SHARED]]}
        chosen |= {int(c) for c in columns[np.argpartition(-cosine, BY_COSINE)[:BY_COSINE]]}
        return sorted(chosen)


def _terms(parts: Parts) -> list[str]:
    """Characters, pairs of neighbours, and pairs of characters that a short name may be made of:
    those that begin words. A run of two in a mention may be such a pair in a name."""
    text = parts.text
    runs = [text[i : i + 2] for i in range(len(text) - 1)]
    begins = [text[i] for i in sorted(parts.starts) if i < len(text)]
    initials = (f"^{a}{b}" for i, a in enumerate(begins) for b in begins[i + 1 :])
    return [*text, *runs, *(f"^{run}" for run in runs), *initials]


def entries_of(names: Iterable[str]) -> list[Entry]:
    """Entries that are nothing but names; the id is the name."""
    return [Entry(name, name) for name in dict.fromkeys(names)]
