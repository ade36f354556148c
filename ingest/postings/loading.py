"""Postings into the graph, as suggestions that wait for a person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from graph.db import Database
from graph.evidence import SourceCard
from graph.proposals.held import held
from graph.proposals.judging import apply
from graph.proposals.model import keep
from graph.resolve.decisions import DecisionFile
from graph.settings import Settings
from graph.view import published_view
from ingest.postings.facts import Fact
from ingest.postings.proposing import Proposing


def load(
    db: Database, settings: Settings, card: SourceCard, read: Iterable[list[Fact]]
) -> dict[str, Any]:
    """Keep one proposal for each posting and load them as a new version.

    Shape: ``{"source", "version", "rows", "quarantined", "not_in_graph": {kind: links},
    "nameless"}``.

    Raises:
        GraphError: there is no graph, or nothing was loaded into it yet.
    """
    proposing = Proposing(card.id, held(published_view(db)))
    keep(settings.data_dir, card, proposing.proposals(read))
    ledger = DecisionFile(settings.data_dir).sync(db)
    report = apply(db, settings.data_dir, ledger, [card.id])
    result = report.sources[card.id]
    return {
        "source": card.id,
        "version": report.version,
        "rows": result["read"],
        "quarantined": result["quarantined"],
        "not_in_graph": dict(proposing.left_out),
        "nameless": proposing.nameless,
    }
