"""The queue of proposals, what people decide about them, and what follows in the graph."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from graph.db import Database
from graph.errors import NotFound
from graph.evidence import Issue, Record, SourceCard
from graph.loader import Loader, LoadReport
from graph.manifest import hash64
from graph.proposals import stating
from graph.proposals.model import ACCEPTED, OPEN, REJECTED, Judged, Text, judged, kept, kept_text
from graph.resolve.decisions import Decision, DecisionFile, Ledger, mention_key, proposal_key
from graph.resolve.names import NameIndex


@dataclass(frozen=True)
class Wanted:
    """Which proposals: by text, type, grade and state; empty means all."""

    source: str = ""
    type: str = ""
    grade: str = ""
    state: str = OPEN

    def fits(self, found: Judged) -> bool:
        """Whether a proposal is among them."""
        asked = (
            (self.type, found.proposal.type),
            (self.grade, found.grade),
            (self.state, found.state),
        )
        return all(not wish or wish == is_ for wish, is_ in asked)


def queue(data_dir: Path, ledger: Ledger, wanted: Wanted) -> Iterator[Judged]:
    """Proposals that fit, text by text, in the order of the text.

    Raises:
        NotFound: there is no such text.
    """
    texts = [kept_text(data_dir, wanted.source)] if wanted.source else kept(data_dir).values()
    for text in texts:
        for proposal in text.proposals():
            found = judged(proposal, ledger)
            if wanted.fits(found):
                yield found


def find(data_dir: Path, ledger: Ledger, proposal_id: str) -> Judged:
    """One proposal.

    Raises:
        NotFound: no text has it.
    """
    for found in queue(data_dir, ledger, Wanted(state="")):
        if found.proposal.id == proposal_id:
            return found
    raise NotFound(f"There is no proposal '{proposal_id}'.", id=proposal_id)


@dataclass(frozen=True)
class Judge:
    """Records decisions of one account. Nothing reaches the graph before :func:`apply`."""

    file: DecisionFile
    who: str

    def accept(self, found: Judged) -> Decision:
        """The text states this."""
        return self._record("accept", found)

    def reject(self, found: Judged) -> Decision:
        """The text does not state this."""
        return self._record("reject", found)

    def correct(self, found: Judged, changes: Mapping[str, Any]) -> Decision:
        """The text states this with other values, such as ``{"role": "配合"}``."""
        return self._record("correct", found, orjson.dumps(dict(changes)).decode())

    def alias_of(self, found: Judged, entity_id: str) -> list[Decision]:
        """What stands there is a name of this entity: the fact is about it, and from the next
        reading on the dictionary knows the name."""
        kind = entity_id.partition(":")[0]
        name = self.file.record(
            "positive", mention_key(found.proposal.text, kind), entity_id, self.who
        )
        return [name, self.correct(found, {"id": entity_id})]

    def undo(self, decision_id: str) -> Decision:
        """Take a decision back."""
        return self.file.record("undo", decision_id, "", self.who)

    def many(self, verb: str, found: Iterable[Judged]) -> list[Decision]:
        """Accept or reject many at once; writes the file once."""
        rows = [(verb, proposal_key(f.proposal.id), "") for f in found]
        return self.file.record_all(rows, self.who)

    def _record(self, verb: str, found: Judged, right: str = "") -> Decision:
        return self.file.record(verb, proposal_key(found.proposal.id), right, self.who)


class TextInput:
    """A text as the loader reads it: each proposal is a row, its decision is part of its digest.
    See :class:`graph.staging.SourceInput`."""

    after: tuple[str, ...] = ()

    def __init__(self, text: Text, ledger: Ledger) -> None:
        self._text, self._ledger = text, ledger

    @property
    def card(self) -> SourceCard:
        """The text's card."""
        return self._text.card

    @property
    def minimum(self) -> dict[str, int]:
        """A text asserts no counts."""
        return {}

    @property
    def maximum(self) -> dict[str, int]:
        """A text asserts no counts."""
        return {}

    @property
    def content_digest(self) -> str:
        """Of proposals and of what was decided about them."""
        whole = hashlib.sha256(self._text.digest.encode())
        for row, digest in self.rows():
            whole.update(f"{digest} {row.state}\n".encode())
        return whole.hexdigest()

    @property
    def code_digest(self) -> str:
        """Of what turns a proposal into facts."""
        return hashlib.sha256(Path(stating.__file__).read_bytes()).hexdigest()

    def rows(self) -> Iterator[tuple[Judged, int]]:
        """Proposals that were not rejected."""
        for proposal in self._text.proposals():
            found = judged(proposal, self._ledger)
            if found.state != REJECTED:
                yield found, hash64(_packed(found))

    def record(self, row: Any, names: NameIndex) -> Record | Issue:
        """The facts of one proposal; its place is clause and offsets."""
        found: Judged = row
        proposal = found.proposal
        status = "stated" if found.state == ACCEPTED else "suggested"
        facts = stating.facts_of(proposal, status)
        where = f"{self.card.title.zh}#{proposal.clause}"
        if proposal.end:
            where += f" {proposal.start}-{proposal.end}"
        digest = hash64(_packed(found))
        origin = str(proposal.policy.get("number") or proposal.policy.get("name") or "")
        return Record(self.card.id, where, origin, self.card.grade, digest, facts)


def _packed(found: Judged) -> bytes:
    return orjson.dumps(found.as_dict(), option=orjson.OPT_SORT_KEYS)


def apply(db: Database, data_dir: Path, ledger: Ledger, sources: Sequence[str] = ()) -> LoadReport:
    """Load the texts with what was decided about them, as a new version; all texts where none is
    named. Suggested facts that were accepted are stated from then on, rejected ones are gone."""
    texts = [kept_text(data_dir, s) for s in sources] or list(kept(data_dir).values())
    loader = Loader(db, data_dir / "load")
    loader.decisions = ledger
    return loader.load([TextInput(text, ledger) for text in texts])
