"""From facts of postings to proposals that wait for a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from graph.evidence import Caption, SourceCard
from graph.ontology.entities import Occupation
from graph.ontology.ids import digest12
from graph.proposals.model import POSTING, Proposal
from ingest.postings.facts import Fact, used_occupation

#: From this probability of the occupation on, a posting is graded sure.
SURE: Final = 0.9
_SENTENCE: Final = 300


def card_of(name: str, wishes: dict[str, Any]) -> SourceCard:
    """The card of a file of postings; ``wishes`` are owner, visibility, grade, licence. Its id
    follows from the name, so that a new file of that name takes the place of the old one."""
    title = Caption(zh=name, en=name)
    return SourceCard(
        id=f"postings-{digest12(name)}",
        title=title,
        asserted_by=wishes["owner"],
        status="suggested",
        retrieved=datetime.now(UTC).date().isoformat(),
        covers=title,
        missing=Caption(
            zh="机器读取,未经人核对的内容为建议", en="read by a machine; suggested until accepted"
        ),
        **wishes,
    )


@dataclass
class Proposing:
    """Makes one proposal of each posting, with links to what the graph holds.

    ``left_out`` counts, by kind, the links to what it does not hold; ``nameless`` the postings
    without a title, of which nothing can be proposed.
    """

    source: str
    held: Container[str]
    left_out: Counter[str] = field(default_factory=Counter)
    nameless: int = 0

    def proposals(self, read: Iterable[list[Fact]]) -> Iterator[Proposal]:
        """Proposals in the order of the postings."""
        for facts in read:
            for fact in facts:
                if fact["title"]:
                    yield self._proposal(fact)
                else:
                    self.nameless += 1

    def _proposal(self, fact: Fact) -> Proposal:
        attrs = {"posting": number_of(fact), "name": fact["title"], "pay": fact["pay_text"],
                 "requirement": fact["requirement"], "month": fact["month"],
                 **self._links(fact)}  # fmt: skip
        return Proposal(
            self.source, POSTING, fact["title"], 0, 0, fact["locator"].rpartition("#")[2],
            sentence=(fact["requirement"] or fact["title"])[:_SENTENCE], grade=_grade(fact),
            attrs={k: v for k, v in attrs.items() if v}, alternatives=tuple(_others(fact)),
            dictionary=fact["dictionary"],
        )  # fmt: skip

    def _links(self, fact: Fact) -> dict[str, Any]:
        meant = used_occupation(fact)
        occupation = self._kept(Occupation.id_for(code=meant["code"])) if meant else None
        asked = [x["id"] for kind in ("skills", "certificates") for x in fact[kind]]
        firm = fact["firm"] or {}
        return {
            "occupation": occupation,
            "occupation_name": occupation and meant["name"],
            "guess": occupation,
            "probability": occupation and meant["probability"],
            "requires": [x for x in asked if self._kept(x)],
            "region": fact["region"] and self._kept(fact["region"]["id"]),
            "firm": firm.get("id"),
            "firm_name": firm.get("name"),
        }

    def _kept(self, thing: str) -> str | None:
        if thing in self.held:
            return thing
        self.left_out[thing.partition(":")[0]] += 1
        return None


def number_of(fact: Fact) -> str:
    """The number of a posting in its file; without one, it follows from what the posting says, so
    that it stays when rows are moved."""
    said = (fact["title"], (fact["firm"] or {}).get("name"), fact["month"], fact["requirement"])
    return str(fact["number"] or digest12(*(str(s or "") for s in said)))


def _grade(fact: Fact) -> str:
    unsure = any(s["decision"] != "auto" for s in fact["skills"])
    return "sure" if fact["occupation"]["probability"] >= SURE and not unsure else "review"


def _others(fact: Fact) -> Iterator[dict[str, Any]]:
    for other in fact["occupation"]["alternatives"]:
        yield {"id": Occupation.id_for(code=other["code"]), "name": other["name"]}
