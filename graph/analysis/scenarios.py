"""Scenarios that were saved: named, compared, deleted. They stand in the same Neo4j under
``_Scenario``, outside the model, and are never part of the facts or of an export."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

import orjson

from graph.analysis.changes import Change
from graph.analysis.types import AnalysisInvalid
from graph.analysis.whatif import Measure, Scenario, Value, what_if
from graph.cypher.reads import compile_read
from graph.db import Database
from graph.errors import NotFound
from graph.ontology.ids import digest12
from graph.view import View

_SAVE = compile_read(
    "MERGE (s:_Scenario {id: $id}) SET s.name = $name, s.content = $content, "
    "s.saved_at = $saved_at, s.data_version = $data_version"
)
_LIST = compile_read(
    "MATCH (s:_Scenario) RETURN s.name AS name, s.content AS content, s.saved_at AS saved_at, "
    "s.data_version AS data_version ORDER BY s.name"
)
_ONE = compile_read("MATCH (s:_Scenario {id: $id}) RETURN s.content AS content")
_DELETE = compile_read("MATCH (s:_Scenario {id: $id}) DETACH DELETE s RETURN count(*) AS n")


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved scenario, when it was saved, and on which data version it was made."""

    scenario: Scenario
    saved_at: str
    data_version: int


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One measure: as the facts have it, and in each scenario in the order they were named
    (None where a scenario does not measure it)."""

    key: str
    caption: str
    facts: Value
    scenarios: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Scenarios side by side."""

    names: tuple[str, ...]
    rows: tuple[ComparedRow, ...]
    data_version: int


def _id(name: str) -> str:
    return f"scenario:{digest12('scenario', name)}"


def save(view: View, scenario: Scenario) -> Saved:
    """Save a scenario under its name, in place of an earlier one of that name.

    Raises:
        AnalysisInvalid: an empty name.
    """
    if not scenario.name.strip():
        raise AnalysisInvalid("A scenario needs a name.", field="name")
    saved = Saved(scenario, datetime.now(UTC).isoformat(timespec="seconds"), view.version)
    view.db.write(
        _SAVE,
        id=_id(scenario.name),
        name=scenario.name,
        content=orjson.dumps(asdict(scenario)).decode(),
        saved_at=saved.saved_at,
        data_version=saved.data_version,
    )
    return saved


def saved_scenarios(db: Database) -> list[Saved]:
    """All saved scenarios by name."""
    return [
        Saved(_scenario(row["content"]), row["saved_at"], row["data_version"])
        for row in db.read(_LIST)
    ]


def read_scenario(db: Database, name: str) -> Scenario:
    """One scenario.

    Raises:
        NotFound: none has this name.
    """
    rows = db.read(_ONE, id=_id(name))
    if not rows:
        raise NotFound(f"There is no scenario '{name}'.", name=name)
    return _scenario(rows[0]["content"])


def delete_scenario(db: Database, name: str) -> None:
    """Forget a scenario.

    Raises:
        NotFound: none has this name.
    """
    read_scenario(db, name)
    db.write(_DELETE, id=_id(name))


def _scenario(content: str) -> Scenario:
    values: dict[str, Any] = orjson.loads(content)
    changes = tuple(Change(**c) for c in values.pop("changes"))
    return Scenario(**values, changes=changes)


def compare(view: View, names: Sequence[str]) -> Comparison:
    """Measures of saved scenarios side by side, on the data of the view.

    Raises:
        NotFound: a name that was not saved.
    """
    answers = [what_if(view, read_scenario(view.db, name)) for name in names]
    tables: list[dict[str, Measure]] = [{m.key: m for m in a.measures} for a in answers]
    first = {key: m for table in reversed(tables) for key, m in table.items()}
    rows = tuple(
        ComparedRow(
            key,
            measure.caption,
            measure.before,
            tuple(table[key].after if key in table else None for table in tables),
        )
        for key, measure in first.items()
    )
    return Comparison(tuple(names), rows, view.version)
