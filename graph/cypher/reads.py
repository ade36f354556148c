"""Reads: constant text with ``visible(a, r, …)`` where the version and scope conditions go.

``compile_read`` expands that macro and checks every label, relationship type and parameter
against the model, at import. A query that names something the model does not have, or that
forgets to condition a variable, cannot be imported.
"""

from __future__ import annotations

import re
from typing import LiteralString

from graph.cypher.ddl import SYSTEM_LABELS
from graph.cypher.text import literal
from graph.errors import OntologyError
from graph.ontology import REGISTRY

_MACRO = re.compile(r"\bvisible\(([a-z_, ]+)\)")
_NODE = re.compile(r"\(\s*([a-z_]\w*)?\s*(?::\s*([`\w|&! ]+?))?\s*(?:\{[^}]*\})?\s*\)")
_RELATION = re.compile(
    r"\[\s*([a-z_]\w*)?\s*(?::\s*([\w|! ]+?))?\s*(?:\*[\d.]*)?\s*(?:\{[^}]*\})?\s*\]"
)


def visible(*variables: str) -> str:
    """Condition that each variable is part of ``$version`` (in its interval and in none of the
    gaps of a node that went and came back), is of one of ``$scopes``, and has no status that the
    caller left out (``$without``)."""
    return "(" + " AND ".join(_one(v) for v in variables) + ")"


def _one(name: str) -> str:
    return (
        f"{name}.from_version <= $version < {name}.to_version "
        f"AND ({name}.gaps IS NULL OR none(gap_ IN range(0, size({name}.gaps) - 1, 2) "
        f"WHERE {name}.gaps[gap_] <= $version < {name}.gaps[gap_ + 1])) "
        f"AND ({name}.scope IN $scopes OR any(s IN split({name}.scope, '|') WHERE s IN $scopes)) "
        f"AND NOT {name}.status IN $without"
    )


def compile_read(text: LiteralString, *, unconditioned: tuple[str, ...] = ()) -> LiteralString:
    """Expand and check a read.

    Args:
        text: Cypher with ``visible(...)`` macros.
        unconditioned: variables that need no condition of their own, because an earlier part of
            the query already filtered them.

    Raises:
        OntologyError: an unknown label or type, or a variable without condition.
    """
    conditioned = {
        name.strip() for match in _MACRO.finditer(text) for name in match[1].split(",")
    } | set(unconditioned)
    for pattern, known in ((_NODE, _known_labels()), (_RELATION, set(REGISTRY.relations))):
        for variable, names in pattern.findall(_matched_part(text)):
            _check(text, variable, names, known, conditioned)
    expanded = _MACRO.sub(lambda m: visible(*(v.strip() for v in m[1].split(","))), text)
    return literal(expanded)


def _known_labels() -> set[str]:
    return set(REGISTRY.entities) | set(SYSTEM_LABELS)


def _matched_part(text: str) -> str:
    # Function calls look like nodes to the pattern; only MATCH clauses hold patterns.
    parts = re.findall(
        r"\bMATCH\b(.*?)(?=\b(?:WHERE|RETURN|WITH|OPTIONAL|MATCH|CALL|UNWIND|ORDER)\b|$)",
        text,
        re.S,
    )
    return "\n".join(parts)


def _check(text: str, variable: str, names: str, known: set[str], conditioned: set[str]) -> None:
    for name in filter(None, re.split(r"[|&! `]+", names or "")):
        if name not in known:
            raise OntologyError(
                f"A read names '{name}', which the model does not have.", query=text
            )
    system = (names or "").strip("` ") in SYSTEM_LABELS
    if variable and not system and variable not in conditioned:
        raise OntologyError(f"A read does not condition '{variable}'.", query=text)
