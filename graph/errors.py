"""The one error root of the graph package.

Every error carries a stable ``code`` (part of the public contract: scripts and other systems
match on it), a message that says what happened, and a hint that says what to do. HTTP status
lives in ``api/``, never here.
"""

from __future__ import annotations

from typing import Any, ClassVar


class GraphError(Exception):
    """Base of every expected failure.

    Args:
        message: what happened, in one sentence.
        hint: what the person can do about it.
        fields: machine-readable details (file, row, field, candidates …).
    """

    code: ClassVar[str] = "graph_error"

    def __init__(self, message: str, *, hint: str = "", **fields: Any) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.fields = fields

    def __str__(self) -> str:
        return f"[{self.code}] {self.message}" + (f" {self.hint}" if self.hint else "")

    def as_dict(self) -> dict[str, Any]:
        """Shape: ``{"code", "message", "hint", **fields}``."""
        return {"code": self.code, "message": self.message, "hint": self.hint, **self.fields}


class OntologyError(GraphError):
    """The model contradicts itself, or something names what the model does not have."""

    code = "ontology_invalid"


class ConfigurationError(GraphError):
    """A setting is missing or contradicts another."""

    code = "configuration_invalid"


class GraphUnavailable(GraphError):
    """Neo4j cannot be reached or went away."""

    code = "graph_unavailable"


class AuthenticationFailed(GraphError):
    """Neo4j refused the user or the password."""

    code = "authentication_failed"


class StoreBusy(GraphError):
    """Another process owns the store and cannot be joined."""

    code = "store_busy"


class PortTaken(GraphError):
    """A port that was asked for is in use."""

    code = "port_taken"


class NotFound(GraphError):
    """No such entity in the version that was asked for."""

    code = "not_found"


class AsOfInvalid(GraphError):
    """What should name a version or a time does neither."""

    code = "as_of_invalid"


class RollbackImpossible(GraphError):
    """The graph does not hold what a version was made of."""

    code = "rollback_impossible"


class Moved(GraphError):
    """The entity has another id now; ``to`` is it."""

    code = "moved"


class AmbiguousName(GraphError):
    """A name stands for several entities; ``candidates`` lists them."""

    code = "ambiguous_name"


class LoadFailed(GraphError):
    """A load stopped before publishing; readers keep the version they had."""

    code = "load_failed"


class OfflineImpossible(GraphError):
    """The offline importer cannot be used here: the graph is not empty, or not to be reached as
    files."""

    code = "offline_impossible"


class ImportWaiting(GraphError):
    """The files for the importer are written; ``command`` has to be run where the server is."""

    code = "import_waiting"


class GraphBusy(GraphError):
    """Neo4j could not do it now (deadlock, memory); it was retried and may work later."""

    code = "graph_busy"


class QueryTimeout(GraphError):
    """A query ran longer than it may."""

    code = "query_timeout"


class QueryInvalid(GraphError):
    """Neo4j refused a query: wrong syntax, wrong parameters, or a write where only reads may be."""

    code = "query_invalid"


class ConstraintViolated(GraphError):
    """Two things claim the same key."""

    code = "constraint_violated"


class CommitUnknown(GraphError):
    """The connection broke while committing: the change may or may not be there."""

    code = "commit_unknown"
