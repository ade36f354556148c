"""One posting's facts, and demand added up over many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from graph.resolve.gazetteer import Gazetteer, Term
from graph.resolve.occupations import Answer, TitleModel
from graph.resolve.skills import Link, Reading, SkillLinker
from ingest.postings.columns import Posting
from ingest.postings.reading import (
    education_of,
    month_of,
    pay_of,
    requirement_of,
    without_contacts,
)
from ingest.postings.tally import Tally

#: What is counted apart in the summary: fields that a posting may lack.
READ: Final = ("occupation", "skills", "education", "region", "firm", "pay", "month")
REMEMBERED: Final = 50_000
_KINDS: Final = {"Skill": "skills", "Certificate": "certificates", "Major": "majors"}
Fact = dict[str, Any]


@dataclass
class Reader:
    """Everything that postings are read with. Firms are linked apart: see ``firms.py``."""

    titles: TitleModel
    skills: SkillLinker
    regions: Gazetteer
    _known: dict[str, Answer] = field(default_factory=dict)

    def read(self, postings: Sequence[Posting]) -> list[Fact]:
        """Facts of postings, in order. Titles that were seen are not looked at again."""
        texts = [without_contacts(p.text) for p in postings]
        titles = [without_contacts(p.title) for p in postings]
        answers = self._occupations([t for t, _ in titles])
        return [
            self._fact(p, title, text, answer)
            for p, title, text, answer in zip(postings, titles, texts, answers, strict=True)
        ]

    def _occupations(self, titles: Sequence[str]) -> list[Answer]:
        if len(self._known) > REMEMBERED:
            self._known.clear()
        new = list(dict.fromkeys(t for t in titles if t not in self._known))
        found = dict(zip(new, self.titles.link(new), strict=True))
        self._known.update(found)
        return [self._known[t] if t in self._known else found[t] for t in titles]

    def _fact(
        self, posting: Posting, title: tuple[str, int], text: tuple[str, int], answer: Answer
    ) -> Fact:
        asked = requirement_of(text[0])
        whole = f"{title[0]}\n{text[0]}" if text[0] else title[0]
        reading = self.skills.read(whole)
        pay = pay_of(posting.pay) or pay_of(title[0]) or pay_of(text[0][:400])
        return {
            "locator": posting.locator,
            "number": posting.number or None,
            "title": title[0],
            "occupation": {k: v for k, v in answer.items() if k != "title"},
            **_named(reading),
            "education": education_of(posting.education, asked, title[0]),
            "region": self._region(posting.region, title[0], text[0]),
            "firm": {"name": posting.firm, "id": None} if posting.firm else None,
            "pay": pay and {"low": pay.low, "high": pay.high, "unit": "CNY/month"},
            "pay_text": posting.pay or None,
            "month": month_of(posting.month),
            "requirement": asked or None,
            "cut": title[1] + text[1],
            "dictionary": reading.dictionary,
        }

    def _region(self, *texts: str) -> Fact | None:
        """The last, so the smallest, of the regions that the first text with one names."""
        for text in texts:
            hits = [h for h in self.regions.find(text) if len(h.terms) == 1]
            if hits:
                term = hits[-1].terms[0]
                return {"id": term.id, "name": term.name}
        return None


def _named(reading: Reading) -> Fact:
    found: dict[str, dict[str, Fact]] = {kind: {} for kind in _KINDS.values()}
    for link in reading.links:
        if kind := _KINDS.get(link.label):
            found[kind].setdefault(link.id, _shown(link))
    unknown = list(dict.fromkeys(u.text for u in reading.unknown))
    return {**{kind: list(links.values()) for kind, links in found.items()}, "unknown": unknown}


def _shown(link: Link) -> Fact:
    return {
        "id": link.id, "name": link.name, "text": link.text, "score": link.score,
        "how": link.how, "decision": link.decision,
    }  # fmt: skip


@dataclass
class Demand:
    """Postings counted by occupation × skill × region × month, in bounded memory."""

    postings: int = 0
    unread: Counter[str] = field(default_factory=Counter)
    cells: Tally = field(default_factory=Tally)
    occupations: Tally = field(default_factory=Tally)
    unknown: Counter[str] = field(default_factory=Counter)
    names: dict[str, str] = field(default_factory=dict)
    cut: int = 0

    def add(self, facts: Iterable[Fact]) -> None:
        """Count facts of postings."""
        for fact in facts:
            self.postings += 1
            self.cut += fact["cut"]
            code, region, month = self._place(fact)
            self.unread.update(name for name in READ if not _read(fact, name))
            self.occupations.add((code, region, month))
            for skill in fact["skills"]:
                self.names[skill["id"]] = skill["name"]
                self.cells.add((code, skill["id"], region, month))
            self.unknown.update(fact["unknown"])
        if len(self.unknown) > 2 * REMEMBERED:
            self.unknown = Counter(dict(self.unknown.most_common(REMEMBERED)))

    def counting(self, read: Iterable[list[Fact]]) -> Iterator[list[Fact]]:
        """The same facts, counted as they pass."""
        for facts in read:
            self.add(facts)
            yield facts

    def _place(self, fact: Fact) -> tuple[str, str, str]:
        """The place of a fact; names of what it consists of are kept."""
        code, region, month = place_of(fact)
        if code:
            self.names[code] = used_occupation(fact)["name"]
        if region:
            self.names[region] = fact["region"]["name"]
        return code, region, month

    def summary(self, most: int = 1000) -> Fact:
        """Shape: ``{"postings", "cut", "unread": {field: share}, "demand": [{"occupation",
        "skill", "region", "month", "postings", "share"}], "occupations": […], "unknown": […]}``,
        the commonest first; an empty code or id is what could not be read."""
        total = max(1, self.postings)
        return {
            "postings": self.postings,
            "cut": self.cut,
            "unread": {name: round(self.unread[name] / total, 4) for name in READ},
            "demand": list(self._rows(most)),
            "occupations": [
                {"occupation": c, "name": self.names.get(c), "region": r, "month": m, "postings": n}
                for (c, r, m), n in self.occupations.most(most)
            ],
            "unknown": [{"text": t, "postings": n} for t, n in self.unknown.most_common(50)],
        }

    def _rows(self, most: int) -> Iterator[Fact]:
        for (code, skill, region, month), number in self.cells.most(most):
            yield {
                "occupation": code,
                "occupation_name": self.names.get(code),
                "skill": skill,
                "skill_name": self.names.get(skill),
                "region": region,
                "region_name": self.names.get(region),
                "month": month,
                "postings": number,
                "share": round(number / self.occupations.of((code, region, month)), 4),
            }


def used_occupation(fact: Fact) -> Fact:
    """The occupation, or its group where only that is sure enough; empty where there is none."""
    occupation: Fact = fact["occupation"]
    used: Fact | None = occupation["group"] if occupation["coarse_only"] else occupation
    return used if used and used["code"] else {}


def place_of(fact: Fact) -> tuple[str, str, str]:
    """Code of the occupation or group, id of the region, month; empty what could not be read."""
    region = fact["region"] or {"id": ""}
    return used_occupation(fact).get("code", ""), region["id"], fact["month"] or ""


def _read(fact: Fact, name: str) -> bool:
    return bool(fact["occupation"]["code"]) if name == "occupation" else bool(fact[name])


def regions_of(terms: Iterable[Term]) -> Gazetteer:
    """A gazetteer of the regions among terms."""
    return Gazetteer.of(t for t in terms if t.label == "Region")
