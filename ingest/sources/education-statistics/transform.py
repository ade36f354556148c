"""Published figures: one row, one observation of an indicator."""

from ingest.rows import Row
from ingest.source import Emit
from ingest.statements import state_observation


def transform(row: Row, emit: Emit) -> None:
    """State the figure, its indicator and what it is about."""
    state_observation(row, emit)
