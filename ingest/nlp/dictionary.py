"""Which dictionary a text is read with: that of the graph where one runs, else the bundled one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from graph import embedded
from graph.db import connect
from graph.evidence import Fact, Issue
from graph.resolve.decisions import DecisionFile
from graph.resolve.dictionary import decided, read_gazetteer, short_forms
from graph.resolve.gazetteer import Gazetteer, Term
from graph.resolve.linking import Resolver
from graph.resolve.memory import MemoryNames
from graph.resolve.reading import read_register
from graph.settings import Settings
from graph.view import published_view
from ingest.source import SOURCES_DIR, read_sources
from ingest.transforming import raw_rows, transform_row

#: What policies name.
LABELS: Final = (
    "School", "Department", "Region", "Cluster", "Title", "Community", "Organisation",
    "Enterprise", "Industry", "Park",
)  # fmt: skip
#: What the bundled dictionary holds: small registers that are read in a moment.
BUNDLED: Final = frozenset(("School", "Department", "Region", "Cluster", "Title", "Community"))


def dictionary(settings: Settings, *, graph: bool | None = None) -> Gazetteer:
    """The dictionary to read policies with, with what people decided.

    Args:
        settings: where the graph and the decisions are.
        graph: read it from the graph (which is started where it has to be), or not; if None, from
            the graph where one runs already.

    Raises:
        GraphError: the graph was asked for and cannot be read.
    """
    ledger = DecisionFile(settings.data_dir).read()
    if graph or (graph is None and graph_runs(settings)):
        with connect(settings) as db:
            return read_gazetteer(published_view(db), ledger, LABELS)
    return Gazetteer.of(decided(list(bundled_terms()), ledger))


def graph_runs(settings: Settings) -> bool:
    """Whether a graph can be asked without starting one."""
    return not settings.embedded or embedded.status(settings).running


def firm_resolver(settings: Settings) -> Resolver:
    """Links names to the firms of the graph, after what people decided."""
    with connect(settings) as db:
        register = read_register(published_view(db), "enterprise")
    return Resolver(register, DecisionFile(settings.data_dir).read())


@cache
def bundled() -> Gazetteer:
    """The bundled dictionary as it is, without decisions."""
    return Gazetteer.of(bundled_terms())


@cache
def bundled_terms(root: Path = SOURCES_DIR) -> tuple[Term, ...]:
    """Terms of the bundled sources of schools, departments, regions, clusters and titles."""
    found: dict[str, Fact] = {}
    for fact in _facts(root):
        if fact.start is None and fact.kind in BUNDLED:
            found.setdefault(fact.key, fact)
    return tuple(_term(fact) for fact in found.values())


def _facts(root: Path) -> Iterator[Fact]:
    names = MemoryNames()
    for source in read_sources(root):
        if not BUNDLED & set(source.spec.assertions.min):
            continue
        for path, raw in raw_rows(source):
            outcome = transform_row(source, path, raw, names)
            if not isinstance(outcome, Issue):
                names.feed(outcome.facts)
                yield from outcome.facts


def _term(fact: Fact) -> Term:
    values = fact.values
    name = str(values["name"])
    others = [*values.get("aliases", ()), *values.get("former_names", ())]
    others += short_forms(fact.kind, name, str(values.get("level", "")))
    return Term(fact.key, fact.kind, name, tuple(dict.fromkeys(o for o in others if o != name)))
