"""What routes are given: the view of the caller, paging, a cluster or major by id, code or name."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from time import monotonic
from typing import Annotated

from fastapi import Depends, Header, Query, Request
from fastapi.dependencies.models import Dependant

from api.errors import Forbidden, Invalid, NotReady
from graph import versions
from graph.access import ANONYMOUS, Caller
from graph.db import Database
from graph.errors import AsOfInvalid, Moved, NotFound
from graph.ontology import Entity
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

    @property
    def fresh(self) -> bool:
        """Whether :meth:`state` answers without asking the database."""
        return self._state is not None and monotonic() - self._asked < POLL_S

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


def caller_of(request: Request) -> Caller:
    """Who sent the request."""
    found: Caller = getattr(request.state, "caller", ANONYMOUS)
    return found


CallerDep = Annotated[Caller, Depends(caller_of)]


def administrator(caller: CallerDep) -> Caller:
    """The caller, who must be an administrator.

    Raises:
        Forbidden: they are not.
    """
    if not caller.may("admin"):
        raise Forbidden("This needs the role admin.", hint="Ask for a key with that role.")
    return caller


AdminDep = Annotated[Caller, Depends(administrator)]


def language(
    accept: Annotated[
        str | None,
        Header(alias="Accept-Language", max_length=200, description="zh (default) or en."),
    ] = None,
) -> str:
    """Language of captions: the first of zh and en that the caller names, else zh."""
    for part in (accept or "").split(","):
        tag = part.split(";")[0].strip().lower()[:2]
        if tag in ("zh", "en"):
            return tag
    return "zh"


LangDep = Annotated[str, Depends(language)]


def _query_names(dependant: Dependant) -> set[str]:
    return {p.alias for p in dependant.query_params}.union(
        *(_query_names(inner) for inner in dependant.dependencies)
    )


def known_parameters(request: Request) -> None:
    """Refuse a query parameter that the address does not have: a misspelt filter that is
    silently passed over gives a wrong answer.

    Raises:
        Invalid: it has none of this name; ``suggestions`` are the nearest.
    """
    route = request.scope["route"]
    known = _query_names(route.dependant)
    for name in request.query_params:
        if name not in known:
            near = get_close_matches(name, known, n=3, cutoff=0.5)
            raise Invalid(
                f"There is no parameter '{name[:60]}'.",
                hint=f"Did you mean {', '.join(near)}?" if near else "See /docs.",
                field=name[:60],
                suggestions=near,
            )


def current_view(
    published: PublishedDep,
    caller: CallerDep,
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
        caller.scopes,
        uid=state.uid,
        newest=state.published,
    )
    return view.leaving_out(without or [])


ViewDep = Annotated[View, Depends(current_view)]
Limit = Annotated[int, Query(ge=1, le=200, description="Most items in the answer.")]
Skip = Annotated[int, Query(ge=0, le=10_000_000, description="Items to leave out first.")]


@dataclass(frozen=True)
class Page:
    """Which part of a list is wanted."""

    skip: Skip = 0
    limit: Limit = 50


PageDep = Annotated[Page, Depends()]


def named(view: View, kind: type[Entity], reference: str, **prefer: str | None) -> str:
    """Id of the entity that an address names by id, code or name.

    Raises:
        Moved: it is an id that another one took the place of.
        NotFound, AmbiguousName: see :func:`graph.resolve.lookup.resolve`.
    """
    found = resolve(view, kind, reference, **prefer)
    if reference.startswith(f"{kind.prefix}:") and found != reference:
        raise Moved(
            f"'{reference}' is '{found}' now.", hint="Use the new id.", id=reference, to=found
        )
    return found


def cluster_id(view: ViewDep, cluster: str) -> str:
    """Id of the cluster that the address names by id, code or name."""
    return named(view, Cluster, cluster)


def major_id(view: ViewDep, major: str, level: str | None = None) -> str:
    """Id of the major that the address names by id, code or name (with ``level``)."""
    return named(view, Major, major, level=level)


def school_id(view: ViewDep, school: str) -> str:
    """Id of the school that the address names by id, code or name."""
    return named(view, School, school)


ClusterId = Annotated[str, Depends(cluster_id)]
MajorId = Annotated[str, Depends(major_id)]
SchoolId = Annotated[str, Depends(school_id)]
