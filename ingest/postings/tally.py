"""Counts of more keys than memory is to hold."""

from __future__ import annotations

import sqlite3
from collections import Counter
from typing import Final

MOST_HELD: Final = 200_000
#: Stands in no id, code or month.
_BETWEEN: Final = "\x1f"


class Tally:
    """Counts keys of several strings. From ``most_held`` keys on they go to a temporary file of
    SQLite, which ends with the object; what is counted is exact in either case."""

    def __init__(self, most_held: int = MOST_HELD) -> None:
        self._most_held = most_held
        self._held: Counter[str] = Counter()
        self._file: sqlite3.Connection | None = None

    def add(self, key: tuple[str, ...]) -> None:
        """Count a key once more."""
        self._held[_BETWEEN.join(key)] += 1
        if len(self._held) > self._most_held:
            self._spill()

    def of(self, key: tuple[str, ...]) -> int:
        """How often a key was counted."""
        said = _BETWEEN.join(key)
        if self._file is None:
            return self._held.get(said, 0)
        found = self._spill().execute("SELECT n FROM c WHERE k = ?", (said,)).fetchone()
        return int(found[0]) if found else 0

    def most(self, number: int) -> list[tuple[tuple[str, ...], int]]:
        """The commonest keys with their counts; equally common ones in the order of the keys."""
        if self._file is None:
            rows = sorted(self._held.items(), key=lambda p: (-p[1], p[0]))[:number]
        else:
            ask = "SELECT k, n FROM c ORDER BY n DESC, k LIMIT ?"
            rows = self._spill().execute(ask, (number,)).fetchall()
        return [(tuple(k.split(_BETWEEN)), n) for k, n in rows]

    def __len__(self) -> int:
        """Number of different keys."""
        if self._file is None:
            return len(self._held)
        return int(self._spill().execute("SELECT count(*) FROM c").fetchone()[0])

    def _spill(self) -> sqlite3.Connection:
        """The file, with all counts in it."""
        if self._file is None:
            self._file = sqlite3.connect("")
            self._file.execute("CREATE TABLE c (k TEXT PRIMARY KEY, n INTEGER) WITHOUT ROWID")
        self._file.executemany(
            "INSERT INTO c VALUES (?, ?) ON CONFLICT (k) DO UPDATE SET n = n + excluded.n",
            sorted(self._held.items()),  # neighbours in the file lie together
        )
        self._file.commit()
        self._held.clear()
        return self._file
