"""What one caller reads: a published version, the scopes they may see, statuses left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from graph import versions
from graph.db import Database
from graph.errors import NotFound
from graph.evidence import STATUS_ORDER

#: A machine's proposals are never mixed with facts unless they are asked for.
DEFAULT_WITHOUT = frozenset({"suggested"})
PUBLIC = ("public",)


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

    def read(self, query: str, /, **params: Any) -> list[dict[str, Any]]:
        """Rows of a compiled read; version, scopes and statuses are added here."""
        return self.db.read(
            query,
            version=self.version,
            scopes=list(self.scopes),
            without=sorted(self.without),
            **params,
        )

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


def published_view(db: Database, *, version: int | None = None) -> View:
    """The published version as the public sees it, or an earlier one.

    Raises:
        NotFound: nothing was loaded yet, or the version was never published.
    """
    state = versions.read_state(db)
    if state is None or not state.published:
        raise NotFound(
            "Nothing is loaded yet.", hint="Load the bundled sources: `chanjiao ingest load`."
        )
    wanted = state.published if version is None else version
    if not 1 <= wanted <= state.published:
        raise NotFound(
            f"Version {wanted} was never published.", hint=f"The newest is {state.published}."
        )
    return View(db, wanted, state.home_region, uid=state.uid)
