"""For notebooks: what a view sees, as py2neo objects and pandas data frames.

``py2neo`` is end of life; this is the only file that imports it, and the extra ``notebook``
installs it. Everything else uses the official driver::

    with Notebook.open(settings()) as book:
        book.subgraph("cluster:hz-eco-iot", depth=2)
        book.frame("MATCH (m:Major) WHERE visible(m) RETURN m.name AS name, m.level AS level")
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from types import TracebackType
from typing import TYPE_CHECKING, Any, LiteralString, Self

from graph.cypher.reads import compile_read, visible
from graph.cypher.text import label as quote_label
from graph.cypher.text import literal
from graph.db import Database, connect
from graph.errors import ConfigurationError, GraphError, NotFound
from graph.resolve.lookup import label_of
from graph.settings import Settings
from graph.view import PUBLIC, View, published_view

if TYPE_CHECKING:
    from pandas import DataFrame
    from py2neo import Graph, Subgraph

DEEPEST = 4


class ExtraMissing(GraphError):
    """An optional part of the product is not installed."""

    code = "extra_missing"


@dataclass(frozen=True)
class Notebook:
    """A view with a py2neo connection to its database. Reads only."""

    view: View
    graph: Graph

    @classmethod
    def open(
        cls,
        settings: Settings,
        *,
        version: int | None = None,
        scopes: tuple[str, ...] = PUBLIC,
        without: tuple[str, ...] = (),
    ) -> Self:
        """Open the published version, or an earlier one, as a caller with these scopes sees it.

        Raises:
            ExtraMissing: py2neo or pandas is not installed.
            NotFound: nothing is loaded, an unknown version or status.
        """
        _need_extra()
        db = connect(settings)
        try:
            view = replace(published_view(db, version=version), scopes=scopes)
            return cls(view.leaving_out(without), _connected(settings, db))
        except BaseException:
            db.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections; stops an embedded server that nobody else uses."""
        self.graph.service.connector.close()
        self.view.db.close()

    def subgraph(self, entity_id: str, *, depth: int = 1, limit: int = 200) -> Subgraph:
        """An entity and what is around it, nearest first.

        Args:
            entity_id: id of the entity in the middle.
            depth: how many relations away, 1 to 4.
            limit: most paths that are followed.

        Raises:
            NotFound: no such entity in this view.
            ConfigurationError: a depth that is not offered.
        """
        from py2neo import Subgraph

        if not 1 <= depth <= DEEPEST:
            raise ConfigurationError(f"depth is {depth}.", hint=f"Choose 1 to {DEEPEST}.")
        label = label_of(entity_id)
        centre = self._run(_centre(label), id=entity_id).evaluate()
        if centre is None:
            raise NotFound(f"There is no {label} '{entity_id}'.", id=entity_id)
        nodes, relations = {centre}, set()
        for steps in range(1, depth + 1):
            rows = self._run(_paths(label, steps), id=entity_id, limit=limit)
            paths = [row[0] for row in rows]
            nodes |= {node for path in paths for node in path.nodes}
            relations |= {relation for path in paths for relation in path.relationships}
            limit -= len(paths)
            if limit <= 0:
                break
        return Subgraph(nodes, relations)

    def frame(self, query: str, /, **params: Any) -> DataFrame:
        """Rows of a read as a data frame.

        Args:
            query: Cypher in which each variable of a MATCH stands in a ``visible(...)``
                condition; version, scopes and statuses of the view are filled in there.
            params: its parameters.

        Raises:
            OntologyError: a variable without condition, an unknown label or relation.
        """
        from pandas import DataFrame

        cursor = self._run(compile_read(literal(query)), **params)
        columns = cursor.keys()
        return DataFrame([list(row) for row in cursor], columns=columns)

    def _run(self, query: str, **params: Any) -> Any:
        seen = {
            "version": self.view.version,
            "scopes": list(self.view.scopes),
            "without": sorted(self.view.without),
        }
        return self.graph.query(query, {**params, **seen})


def _need_extra() -> None:
    try:
        import pandas  # noqa: F401 - only whether it is there
        import py2neo  # noqa: F401 - only whether it is there
    except ImportError as error:
        raise ExtraMissing(
            f"{error.name} is not installed.",
            hint="Install the extra: pip install 'chanjiao-graph[notebook]'.",
            extra="notebook",
        ) from None


def _connected(settings: Settings, db: Database) -> Graph:
    from py2neo import Graph

    if db.lease is not None:
        running = db.lease.running
        uri, auth = running.uri, (running.user, running.password)
    else:
        secret = settings.neo4j_password
        assert settings.neo4j_uri is not None and secret is not None, "connect() checks both"
        uri, auth = settings.neo4j_uri, (settings.neo4j_user, secret.get_secret_value())
    return Graph(uri, auth=auth, name=settings.neo4j_database)


@cache
def _centre(label: str) -> LiteralString:
    return compile_read(
        literal(f"MATCH (n:{quote_label(label)} {{id: $id}}) WHERE visible(n) RETURN n")
    )


@cache
def _paths(label: str, steps: int) -> LiteralString:
    """Paths of exactly so many relations on which everything is visible."""
    return literal(
        f"MATCH p = (:{quote_label(label)} {{id: $id}})-[*{steps}..{steps}]-() "
        f"WHERE all(n IN nodes(p) WHERE {visible('n')}) "
        f"AND all(r IN relationships(p) WHERE {visible('r')}) RETURN p LIMIT $limit"
    )
