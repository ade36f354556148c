"""What one caller reads: a published version, the scopes they may see, statuses left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, LiteralString

from graph import versions
from graph.cypher.reads import compile_read
from graph.db import Database
from graph.errors import NotFound
from graph.evidence import STATUS_ORDER

#: A machine's proposals are never mixed with facts unless they are asked for.
DEFAULT_WITHOUT = frozenset({"suggested"})
PUBLIC = ("public",)
_SAW: LiteralString = (
    "h.from_version <= $version < h.to_version "
    "AND any(s IN split(h.scope, '|') WHERE s IN $scopes) "
    "AND NOT h.status IN $without RETURN h.id AS id, properties(h) AS properties"
)
_EARLIER = compile_read("MATCH (h:_History) WHERE " + _SAW)
#: The key begins with the id and has an index.
_EARLIER_OF = compile_read(
    "UNWIND $ids AS id MATCH (h:_History) WHERE h.key STARTS WITH id + '@' AND " + _SAW
)


@dataclass(frozen=True)
class View:
    """A database seen at one version by one caller. Every read goes through it."""

    db: Database
    version: int
    home_region: str | None = None
    scopes: tuple[str, ...] = PUBLIC
    without: frozenset[str] = DEFAULT_WITHOUT
    #: Which graph this is: a store that was emptied starts at version 1 again.
    uid: str = ""
    #: The newest version when the view was made; 0 where nobody asked.
    newest: int = 0

    def read(self, query: str, /, **params: Any) -> list[dict[str, Any]]:
        """Rows of a compiled read; version, scopes and statuses are added here."""
        return self.db.read(
            query,
            version=self.version,
            scopes=list(self.scopes),
            without=sorted(self.without),
            **params,
        )

    def stream(self, query: str, /, **params: Any) -> Iterator[dict[str, Any]]:
        """Rows of a compiled read as they come; holds a connection until they are all taken."""
        return self.db.stream(
            query,
            version=self.version,
            scopes=list(self.scopes),
            without=sorted(self.without),
            **params,
        )

    def earlier(self) -> dict[str, dict[str, Any]]:
        """Id → properties that a node had in this version and that have changed since."""
        return {row["id"]: row["properties"] for row in self.read(_EARLIER)}

    def as_it_was(
        self, rows: list[dict[str, Any]], *columns: str, key: str = "id"
    ) -> list[dict[str, Any]]:
        """Rows of nodes with the values that these columns had in the view's version.

        A node keeps its place in the graph and shows its present values; what it said before is
        in its history. Costs nothing while the view's version is the newest.

        Args:
            rows: what a read gave; changed in place and returned.
            columns: columns that are properties of the node.
            key: the column with the node's id.
        """
        if rows and self.version < self.newest:
            found = self.read(_EARLIER_OF, ids=sorted({row[key] for row in rows}))
            restore(rows, columns, {row["id"]: row["properties"] for row in found}, key=key)
        return rows

    def leaving_out(self, statuses: Sequence[str]) -> View:
        """The same view without facts of these statuses (``curated``, ``computed`` …).

        Raises:
            NotFound: a status that does not exist.
        """
        for status in statuses:
            if status not in STATUS_ORDER:
                raise NotFound(
                    f"There is no status '{status}'.",
                    hint=f"Known: {', '.join(STATUS_ORDER)}.",
                )
        return replace(self, without=self.without | frozenset(statuses))

    @property
    def key(self) -> tuple[str, int, tuple[str, ...], frozenset[str]]:
        """Cache key: what is read with equal keys from one database is equal."""
        return (self.uid, self.version, self.scopes, self.without)


def restore(
    rows: Iterable[dict[str, Any]],
    columns: Sequence[str],
    earlier: Mapping[str, dict[str, Any]],
    *,
    key: str = "id",
) -> None:
    """Put the earlier values of these columns into the rows of nodes that have some."""
    for row in rows:
        was = earlier.get(row[key])
        if was is not None:
            row.update({c: was.get(c, _nothing(row[c])) for c in columns})


def _nothing(value: Any) -> Any:
    """What a read shows where a node has no value: empty lists and flags are no null there."""
    return [] if isinstance(value, list) else False if isinstance(value, bool) else None


def published_view(db: Database, *, version: int | None = None, as_of: str | None = None) -> View:
    """The published version as the public sees it, or an earlier one, by number or by time (see
    :func:`graph.versions.version_at`).

    Raises:
        NotFound: nothing was loaded yet, or the version was never published.
        AsOfInvalid: ``as_of`` is neither a number nor a time.
    """
    state = versions.read_state(db)
    if state is None or not state.published:
        raise NotFound(
            "Nothing is loaded yet.", hint="Load the bundled sources: `chanjiao ingest load`."
        )
    if as_of is not None:
        version = versions.version_at(db, as_of)
    wanted = state.published if version is None else version
    if not 1 <= wanted <= state.published:
        raise NotFound(
            f"Version {wanted} was never published.", hint=f"The newest is {state.published}."
        )
    return View(db, wanted, state.home_region, uid=state.uid, newest=state.published)
