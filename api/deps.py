"""What routes are given: the view of the caller, paging, a cluster or major by id, code or name."""

from __future__ import annotations

from time import monotonic
from typing import Annotated

from fastapi import Depends, Query, Request

from api.errors import NotReady
from graph import versions
from graph.db import Database
from graph.errors import AsOfInvalid, NotFound
from graph.ontology.entities import Cluster, Major, School
from graph.resolve.lookup import resolve
from graph.versions import GraphState
from graph.view import View

POLL_S = 1.0


class Published:
    """The published version, asked for at most once a second."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self._state: GraphState | None = None
        self._asked = -POLL_S

    def state(self) -> GraphState:
        """The pointer.

        Raises:
            NotReady: nothing was published yet.
        """
        if self._state is None or monotonic() - self._asked >= POLL_S:
            self._state = versions.read_state(self.db)
            self._asked = monotonic()
        if self._state is None or not self._state.published:
            raise NotReady("Nothing is loaded yet.", hint="Run `chanjiao ingest load`.")
        return self._state


def published_of(request: Request) -> Published:
    """The version pointer of the running application."""
    found: Published = request.app.state.published
    return found


PublishedDep = Annotated[Published, Depends(published_of)]


def current_view(
    published: PublishedDep,
    version: Annotated[
        int | None, Query(ge=1, description="Read an earlier version of the data.")
    ] = None,
    as_of: Annotated[
        str | None,
        Query(
            max_length=40,
            description="The version published last at a date or time, or its number.",
        ),
    ] = None,
    without: Annotated[
        list[str] | None,
        Query(description="Leave out facts of a status: curated, computed, disputed."),
    ] = None,
) -> View:
    """The published version as the public sees it, or an earlier one."""
    state = published.state()
    if as_of is not None:
        if version is not None:
            raise AsOfInvalid("version and as_of are both given.", hint="Give one of them.")
        version = versions.version_at(published.db, as_of)
        if version < 1:
            raise NotFound(f"Version {version} was never published.", hint="Versions begin at 1.")
    if version is not None and version > state.published:
        raise NotFound(
            f"Version {version} was never published.", hint=f"The newest is {state.published}."
        )
    view = View(
        published.db,
        version or state.published,
        state.home_region,
        uid=state.uid,
        newest=state.published,
    )
    return view.leaving_out(without or [])


ViewDep = Annotated[View, Depends(current_view)]
Limit = Annotated[int, Query(ge=1, le=200, description="Most items in the answer.")]
Skip = Annotated[int, Query(ge=0, le=10_000, description="Items to leave out first.")]


def cluster_id(view: ViewDep, cluster: str) -> str:
    """Id of the cluster that the address names by id, code or name."""
    return resolve(view, Cluster, cluster)


def major_id(view: ViewDep, major: str, level: str | None = None) -> str:
    """Id of the major that the address names by id, code or name (with ``level``)."""
    return resolve(view, Major, major, level=level)


def school_id(view: ViewDep, school: str) -> str:
    """Id of the school that the address names by id, code or name."""
    return resolve(view, School, school)


ClusterId = Annotated[str, Depends(cluster_id)]
MajorId = Annotated[str, Depends(major_id)]
SchoolId = Annotated[str, Depends(school_id)]
