"""What people decided: this name means this organisation, these two are one, or are not.

An append-only file of JSON lines, ``decisions.jsonl`` in the data directory, and a copy in the
graph under ``_Decision``. The file wins: what it does not hold is taken out of the graph. Positive
decisions close over each other, a negative one holds between all that is joined to either side,
and a decision that contradicts those before it is refused. Undoing one is a line too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Set
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import Any, Final

import orjson

from graph.cypher.reads import compile_read
from graph.db import Database
from graph.errors import GraphError, NotFound
from graph.ontology import REGISTRY
from graph.ontology.ids import digest12, normalise_name

FILE: Final = "decisions.jsonl"
MENTION: Final = "mention:"
PROPOSAL: Final = "proposal:"
#: About a fact that was read in a text: the text states it, does not, or states it otherwise.
JUDGEMENTS: Final = ("accept", "reject", "correct")
VERBS: Final = ("positive", "negative", "unsure", "undo", *JUDGEMENTS)
_WHO = re.compile(r"^[a-z][a-z0-9_.-]{1,39}$")
_STORE = compile_read("UNWIND $rows AS row MERGE (d:_Decision {id: row.id}) SET d = row")
_DROP = compile_read("MATCH (d:_Decision) WHERE NOT d.id IN $ids DETACH DELETE d")
_STORED = compile_read("MATCH (d:_Decision) RETURN properties(d) AS decision ORDER BY d.place")


class DecisionInvalid(GraphError):
    """A decision that cannot be recorded, or a line of the file that is none."""

    code = "decision_invalid"


class DecisionConflict(GraphError):
    """A decision contradicts those before it; ``decisions`` lists their ids."""

    code = "decision_conflict"


@dataclass(frozen=True, slots=True)
class Decision:
    """One line. ``left`` and ``right`` are ids, or mentions made by :func:`mention_key`; an
    ``undo`` has the id of what it takes back in ``left`` and nothing in ``right``. A judgement has
    a proposal in ``left``, and in ``right`` the corrected values as JSON, if any."""

    id: str
    verb: str
    left: str
    right: str
    who: str
    at: str


def mention_key(name: str, kind: str) -> str:
    """How a name stands in a decision."""
    return f"{MENTION}{kind}:{normalise_name(name)}"


def proposal_key(proposal_id: str) -> str:
    """How a proposal stands in a decision."""
    return f"{PROPOSAL}{proposal_id}"


class Ledger:
    """All decisions in order, and what follows from them. See :class:`linking.Judgements`."""

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        self.decisions: list[Decision] = []
        self._forget()
        for decision in decisions:
            self.add(decision)

    def _forget(self) -> None:
        self._standing: dict[str, Decision] = {}
        self._touching: dict[str, list[Decision]] = defaultdict(list)
        self._joined: dict[str, frozenset[str]] = {}

    def add(self, decision: Decision) -> None:
        """Add one.

        Raises:
            DecisionInvalid: a verb, an account word or a pair that cannot be.
            DecisionConflict: it contradicts what is decided.
            NotFound: there is nothing to undo.
        """
        self._check(decision)
        self.decisions.append(decision)
        if decision.verb != "undo":
            self._follow(decision)
            return
        kept = [d for d in self.standing() if d.id != decision.left]
        self._forget()
        for other in kept:
            self._follow(other)

    def _follow(self, decision: Decision) -> None:
        """Draw the consequences of a decision that stands."""
        self._standing[decision.id] = decision
        for key in filter(None, (decision.left, decision.right)):
            self._touching[key].append(decision)
        if decision.verb == "positive":
            both = self.joined(decision.left) | self.joined(decision.right)
            self._joined |= dict.fromkeys(both, both)

    def _check(self, new: Decision) -> None:
        if new.verb not in VERBS:
            raise DecisionInvalid(f"'{new.verb}' is no decision.", hint=f"Use {', '.join(VERBS)}.")
        if not _WHO.match(new.who):
            raise DecisionInvalid(
                f"'{new.who}' is no account word.",
                hint="Name a role or an account in small Latin letters, never a person.",
            )
        if new.verb == "undo":
            if new.left not in self._standing:
                raise NotFound(f"There is no standing decision '{new.left}'.", id=new.left)
            return
        if new.verb in JUDGEMENTS:
            self._check_judgement(new)
            return
        if not new.right or new.left == new.right:
            raise DecisionInvalid("A decision is about two different things.")
        against = sorted(self._against(new))
        if against:
            raise DecisionConflict(
                f"'{new.left}' and '{new.right}' were decided otherwise.",
                hint="Undo the earlier decision first.",
                decisions=against,
            )

    def _check_judgement(self, new: Decision) -> None:
        if not new.left.startswith(PROPOSAL) or bool(new.right) != (new.verb == "correct"):
            raise DecisionInvalid(f"'{new.verb}' judges a proposal; only a correction has values.")
        earlier = [d.id for d in self._about({new.left})]
        if earlier:
            raise DecisionConflict(
                f"'{new.left}' was judged.",
                hint="Undo the earlier decision first.",
                decisions=earlier,
            )

    def of_proposal(self, proposal_id: str) -> Decision | None:
        """The judgement of a proposal that stands, if there is one."""
        return next(iter(self._about({proposal_key(proposal_id)})), None)

    def _against(self, new: Decision) -> set[str]:
        """Ids of the decisions that a new one contradicts."""
        left, right = self.joined(new.left), self.joined(new.right)
        known = self._about(left)
        if new.verb == "negative" and new.right in left:
            return {d.id for d in known if d.verb == "positive"}
        if new.verb != "positive" or new.right in left:
            return set()
        apart = {d.id for d in known if d.verb == "negative" and {d.left, d.right} & right}
        # A name means one thing: a second id for it is a mistake, not a merger of two.
        second = {d.id for d in self._about({new.left}) if d.verb == "positive"}
        return apart | (second if _is_mention(new.left) else set())

    def _about(self, keys: Set[str]) -> list[Decision]:
        return [d for key in keys for d in self._touching.get(key, ())]

    def standing(self) -> list[Decision]:
        """Decisions that were not undone, in order."""
        return list(self._standing.values())

    def joined(self, key: str) -> frozenset[str]:
        """Everything that was decided to be the same as this, itself included."""
        return self._joined.get(key, frozenset((key,)))

    def same(self, key: str) -> list[str]:
        """Ids that are the same as this id or mention, sorted; without itself."""
        return sorted(k for k in self.joined(key) if not _is_mention(k) and k != key)

    def accepted(self, mention: str, kind: str) -> list[str]:
        """Ids that a mention was decided to mean: several only where they are one thing."""
        return self.same(mention_key(mention, kind))

    def refused(self, mention: str, kind: str) -> frozenset[str]:
        """Ids that a mention was decided not to mean."""
        return self.kept_apart(mention_key(mention, kind))

    def kept_apart(self, key: str) -> frozenset[str]:
        """Everything that was decided to be another thing than this."""
        mine = self.joined(key)
        negative = (d for d in self._about(mine) if d.verb == "negative")
        others = {d.right if d.left in mine else d.left for d in negative}
        return frozenset(k for other in others for k in self.joined(other))

    def doubted(self, mention: str, kind: str) -> bool:
        """Whether somebody looked at a mention and could not tell."""
        key = mention_key(mention, kind)
        return any(d.verb == "unsure" for d in self._about({key}))


def _is_mention(key: str) -> bool:
    return key.startswith(MENTION)


class DecisionFile:
    """The file and its copy in the graph."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE

    def read(self) -> Ledger:
        """The decisions of the file.

        Raises:
            DecisionInvalid, DecisionConflict, NotFound: with the line's number.
        """
        ledger = Ledger()
        lines = self.path.read_text("utf-8").splitlines() if self.path.is_file() else []
        for number, line in enumerate(lines, start=1):
            try:
                ledger.add(Decision(**orjson.loads(line)))
            except (TypeError, ValueError):
                raise DecisionInvalid(f"{FILE}#row {number} is no decision.", row=number) from None
            except GraphError as error:
                error.message = f"{FILE}#row {number}: {error.message}"
                raise
        return ledger

    def record(self, verb: str, left: str, right: str, who: str) -> Decision:
        """Append a decision.

        Raises:
            DecisionInvalid, DecisionConflict, NotFound: see :meth:`Ledger.add`; nothing is written.
        """
        return self.record_all([(verb, left, right)], who)[0]

    def record_all(self, rows: Iterable[tuple[str, str, str]], who: str) -> list[Decision]:
        """Append decisions, each (verb, left, right); all of them or, where one cannot be, none.

        Raises:
            DecisionInvalid, DecisionConflict, NotFound: see :meth:`Ledger.add`; nothing is written.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.with_suffix(".lock").open("w") as lock:
            flock(lock, LOCK_EX)  # two at once might contradict each other unseen
            ledger = self.read()
            made = [_added(ledger, row, who) for row in rows]
            self._append(made)
        return made

    def _append(self, decisions: Iterable[Decision]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab") as out:
            out.write(b"".join(orjson.dumps(asdict(d)) + b"\n" for d in decisions))

    def sync(self, db: Database) -> Ledger:
        """Make the graph's copy equal to the file. A missing file is made from the copy."""
        if not self.path.is_file():
            stored = [_decision(row["decision"]) for row in db.read(_STORED)]
            if stored:
                self._append(stored)
        ledger = self.read()
        rows = [{**asdict(d), "place": i} for i, d in enumerate(ledger.decisions)]
        db.write(_DROP, ids=[d.id for d in ledger.decisions])
        if rows:
            db.write(_STORE, rows=rows)
        return ledger


def stored_decisions(db: Database) -> Ledger:
    """The decisions as the graph's copy has them: for a process that does not hold the file."""
    return Ledger(_decision(row["decision"]) for row in db.read(_STORED))


def _added(ledger: Ledger, row: tuple[str, str, str], who: str) -> Decision:
    at = datetime.now(UTC).isoformat(timespec="seconds")
    number = str(len(ledger.decisions))
    decision = Decision(digest12(number, *row, who, at), *row, who, at)
    ledger.add(decision)
    return decision


def _decision(values: dict[str, Any]) -> Decision:
    return Decision(**{k: v for k, v in values.items() if k != "place"})


def key_of(text: str, kind: str) -> str:
    """An id as it is, anything else as a mention of this kind."""
    return text if text.partition(":")[0] in REGISTRY.prefixes else mention_key(text, kind)
