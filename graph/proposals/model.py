"""Proposals and where they are kept: one folder a text under ``texts`` of the data directory."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import orjson

from graph.errors import NotFound
from graph.evidence import SourceCard
from graph.ontology.ids import digest12
from graph.resolve.decisions import Decision, Ledger, proposal_key

CARD, PROPOSALS = "card.json", "proposals.jsonl"
OPEN, ACCEPTED, REJECTED = "open", "accepted", "rejected"
#: A whole job posting; its ``clause`` is its row, and ``start`` and ``end`` are 0.
POSTING: Final = "POSTING"
_SOURCE_ID: Final = re.compile(r"^[a-z0-9][a-z0-9-]*$")


@dataclass(frozen=True, slots=True)
class Proposal:
    """One fact that a text seems to state.

    Attributes:
        source: id of the text's source.
        type: DOC, DEPT, PROJECT, INHERITED, TARGET_NUM, TARGET_VAGUE, TARGET_QUAL, POLICY_REF,
            NAMES for a school, cluster … that a clause names, or POSTING.
        text, start, end: what stands there, and its place in the raw text.
        clause: path of the clause; ``head`` is its caption.
        sentence: the sentence around it, for the person who decides.
        grade: ``sure`` or ``review``.
        attrs: what is proposed; see :mod:`graph.proposals.stating`.
        alternatives: ``{"id", "name"}`` of other things that may be meant.
        policy: values of the document (name, number, issuer, issued …).
        dictionary: digest of the dictionary it was read with.
    """

    source: str
    type: str
    text: str
    start: int
    end: int
    clause: str
    head: str = ""
    sentence: str = ""
    grade: str = "sure"
    attrs: Mapping[str, Any] = field(default_factory=dict)
    alternatives: tuple[Mapping[str, Any], ...] = ()
    policy: Mapping[str, Any] = field(default_factory=dict)
    dictionary: str = ""

    @property
    def id(self) -> str:
        """Stable while the text and what was found in it stay: a later reading of the same text
        gives the same id, so a decision holds on."""
        return digest12(self.source, self.type, str(self.start), str(self.end), self._about)

    @property
    def _about(self) -> str:
        named = (self.attrs.get(k) for k in ("role", "project", "posting"))
        return str(next(filter(None, named), ""))


@dataclass(frozen=True, slots=True)
class Judged:
    """A proposal with what was decided: ``state`` is open, accepted or rejected."""

    proposal: Proposal
    state: str
    decision: Decision | None = None

    @property
    def grade(self) -> str:
        """``sure`` or ``review``."""
        return self.proposal.grade

    def as_dict(self) -> dict[str, Any]:
        """Shape: ``{"id", "state", "decision", …}`` and the proposal's own fields."""
        shown = asdict(self.proposal)
        shown["alternatives"] = [dict(a) for a in self.proposal.alternatives]
        made = self.decision.id if self.decision else None
        return {"id": self.proposal.id, "state": self.state, "decision": made, **shown}


def judged(proposal: Proposal, ledger: Ledger) -> Judged:
    """A proposal after what people decided; corrections are applied to it."""
    decision = ledger.of_proposal(proposal.id)
    if decision is None:
        return Judged(proposal, OPEN)
    if decision.verb == "reject":
        return Judged(proposal, REJECTED, decision)
    if decision.verb == "correct":
        changes = orjson.loads(decision.right)
        proposal = replace(proposal, attrs={**proposal.attrs, **changes})
    return Judged(proposal, ACCEPTED, decision)


@dataclass(frozen=True)
class Text:
    """A text's folder: its card and its proposals."""

    folder: Path
    card: SourceCard

    def proposals(self) -> Iterator[Proposal]:
        """The proposals in the order of the text."""
        with (self.folder / PROPOSALS).open("rb") as handle:
            for line in handle:
                values = orjson.loads(line)
                values["alternatives"] = tuple(values["alternatives"])
                yield Proposal(**values)

    @property
    def digest(self) -> str:
        """SHA-256 of card and proposals."""
        with (self.folder / PROPOSALS).open("rb") as handle:
            whole = hashlib.file_digest(handle, "sha256")
        whole.update((self.folder / CARD).read_bytes())
        return whole.hexdigest()


def keep(data_dir: Path, card: SourceCard, proposals: Iterable[Proposal]) -> Text:
    """Keep the proposals of a text, one by one as they come; those of an earlier reading of it are
    replaced once all are there."""
    folder = _texts(data_dir) / card.id
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"{PROPOSALS}.part"
    with part.open("wb") as handle:
        handle.writelines(orjson.dumps(_values(p)) + b"\n" for p in proposals)
    part.replace(folder / PROPOSALS)
    (folder / CARD).write_bytes(orjson.dumps(card.model_dump()))
    return Text(folder, card)


def _values(proposal: Proposal) -> dict[str, Any]:
    return {name: getattr(proposal, name) for name in Proposal.__slots__}


def kept(data_dir: Path) -> dict[str, Text]:
    """All texts by source id."""
    found = {}
    for path in sorted(_texts(data_dir).glob(f"*/{CARD}")):
        card = SourceCard.model_validate(orjson.loads(path.read_bytes()))
        found[card.id] = Text(path.parent, card)
    return found


def kept_text(data_dir: Path, source: str) -> Text:
    """One text.

    Raises:
        NotFound: no text has this id.
    """
    known = kept(data_dir)
    if source not in known:
        raise NotFound(
            f"There is no text '{source}'.", hint=f"Known: {', '.join(known) or 'none'}."
        )
    return known[source]


def _texts(data_dir: Path) -> Path:
    return data_dir / "texts"


__all__ = ["Judged", "Proposal", "Text", "judged", "keep", "kept", "kept_text", "proposal_key"]
