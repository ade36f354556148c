"""Turns what the driver raises into :mod:`graph.errors`, each with what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from neo4j.exceptions import (
    AuthError,
    ClientError,
    ConstraintError,
    DriverError,
    IncompleteCommit,
    Neo4jError,
    TransientError,
)
from neo4j.exceptions import ConfigurationError as DriverConfigurationError

from graph.errors import (
    AuthenticationFailed,
    CommitUnknown,
    ConfigurationError,
    ConstraintViolated,
    GraphBusy,
    GraphError,
    GraphUnavailable,
    QueryInvalid,
    QueryTimeout,
)


class Rule(NamedTuple):
    """An error of the driver (class, part of the server's code) and what it becomes.

    ``message`` may name ``{text}``, ``{at}`` (" at <uri>") and ``{user}``.
    """

    raised: type[Exception]
    code: str
    becomes: type[GraphError]
    message: str
    hint: str


# The first rule that fits counts: from the special to the general.
RULES = (
    Rule(
        AuthError,
        "RateLimit",
        AuthenticationFailed,
        "Neo4j refuses logins for a moment after too many wrong passwords.",
        "Wait a few seconds and use the right password.",
    ),
    Rule(
        AuthError,
        "",
        AuthenticationFailed,
        "Neo4j{at} refused the password of user {user}.",
        "Set CHANJIAO_NEO4J_USER and CHANJIAO_NEO4J_PASSWORD to what the server expects.",
    ),
    Rule(
        IncompleteCommit,
        "",
        CommitUnknown,
        "The connection broke while committing: the change may or may not be there.",
        "Look whether it is there before you repeat it.",
    ),
    Rule(DriverConfigurationError, "", ConfigurationError, "{text}", "Check CHANJIAO_NEO4J_URI."),
    Rule(
        ConstraintError,
        "",
        ConstraintViolated,
        "{text}",
        "Two things claim the same key; load one of them.",
    ),
    Rule(
        Neo4jError,
        "TransactionTimedOut",
        QueryTimeout,
        "The query took too long and was stopped.",
        "Ask for less, or raise CHANJIAO_QUERY_TIMEOUT_S.",
    ),
    Rule(TransientError, "", GraphBusy, "{text}", "Try again in a moment."),
    Rule(ClientError, "", QueryInvalid, "{text}", "Correct the query."),
    Rule(
        Exception,
        "",
        GraphUnavailable,
        "Neo4j does not answer{at}: {text}",
        "Start it (`chanjiao db start` or `docker compose up -d`) or correct CHANJIAO_NEO4J_URI.",
    ),
)


@contextmanager
def translated(**fields: str) -> Iterator[None]:
    """Raise our errors instead of the driver's; ``fields`` (uri, user) go into them."""
    try:
        yield
    except (Neo4jError, DriverError) as error:
        raise translate(error, fields) from error


def translate(error: Neo4jError | DriverError, fields: dict[str, str]) -> GraphError:
    """The error of ours that stands for one of the driver's."""
    code = (error.code or "") if isinstance(error, Neo4jError) else ""
    rule = next(r for r in RULES if isinstance(error, r.raised) and r.code in code)
    message = rule.message.format(
        text=_sentence(error),
        at=f" at {fields['uri']}" if "uri" in fields else "",
        user=fields.get("user", "?"),
    )
    details: dict[str, Any] = {**fields, **({"neo4j_code": code} if code else {})}
    return rule.becomes(message, hint=rule.hint, **details)


def _sentence(error: Neo4jError | DriverError) -> str:
    """What the driver says, without the quoted query and the pointer under it."""
    said = (error.message if isinstance(error, Neo4jError) else "") or str(error)
    line = said.strip().partition("\n")[0].rstrip(":. ")
    return f"{line}."
