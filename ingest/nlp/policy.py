"""A policy read as a whole: all findings with their clause, roles explicit apart from inherited.

A project's responsible bodies are explicit only where a labelled list or a bracket in its own
clause names them. The body that leads the whole document is inherited, and is never shown as
explicit; where nothing is named, nothing is.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import Any, Final

from graph.resolve.gazetteer import Gazetteer
from ingest.nlp.canonical import Issuer, canonical, level_of, linked
from ingest.nlp.clauses import Clause, clause_tree
from ingest.nlp.clean import Cleaned, clean
from ingest.nlp.departments import LEAD, Duty, DutyFinder
from ingest.nlp.items import Item
from ingest.nlp.structure import document_items
from ingest.nlp.targets import NUMBER, VAGUE, Target, targets
from ingest.nlp.things import dictionary_items, pattern_items

#: Rules by which a clause names who is responsible for the whole of it.
LISTED: Final = ("label", "bracket")
_COLLECTIVE: Final = re.compile(r"^各|各部门|单位$|主管部门|县级以上|有关|、")
_ALL_BLANKS: Final = re.compile(r"\s+")
_BLANKS: Final = re.compile(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])")


@dataclass(frozen=True)
class Policy:
    """A read document: its clean text, clauses and findings in the order of the text."""

    cleaned: Cleaned
    clauses: list[Clause]
    items: list[Item]
    issuer: Issuer
    dictionary: str

    def rows(self) -> list[dict[str, Any]]:
        """Findings as ``{type, text, start, end, clause, attrs}``; offsets into the raw text,
        ``text`` as it reads without blanks and page breaks."""
        found = []
        for item in self.items:
            start, end = self.cleaned.raw(item.start, item.end)
            text = self.cleaned.written(item.start, item.end)
            text = _ALL_BLANKS.sub("", text) if item.type == "DOC_TITLE" else _BLANKS.sub("", text)
            attrs = (
                {**item.attrs, "rule": item.rule, "grade": item.grade} if item.rule else item.attrs
            )
            found.append({"type": item.type, "text": text, "start": start, "end": end,
                          "clause": item.clause, "attrs": attrs})  # fmt: skip
        return found

    def of(self, item: Item) -> str:
        """The clean text of an item."""
        return self.cleaned.text[item.start : item.end]


def read_policy(raw: str, book: Gazetteer) -> Policy:
    """Read a policy, or a passage of one. Linear in its length."""
    cleaned = clean(raw)
    clauses = clause_tree(cleaned.text)
    issuer = issuer_of(cleaned.text, clauses)
    found = grammar_items(cleaned.text, clauses, issuer, book)
    found += named_items(cleaned.text, clauses, book)
    return Policy(cleaned, clauses, related(resolved(found), clauses), issuer, book.digest)


def grammar_items(
    text: str, clauses: Sequence[Clause], issuer: Issuer, book: Gazetteer
) -> list[Item]:
    """What the grammar finds: the document's own data, bodies with roles, targets."""
    items = [*document_items(text, clauses), *_duties(text, clauses, issuer, book)]
    for clause in clauses:
        # The aim in a heading is said again, in full, by the clauses under it.
        items += [
            _target(clause, t)
            for t in targets(text[clause.start : clause.end])
            if clause.kind != "heading" or t.kind == NUMBER
        ]
    return items


def named_items(text: str, clauses: Sequence[Clause], book: Gazetteer) -> list[Item]:
    """What the dictionary and patterns find: schools, programmes, platforms, places …"""
    items: list[Item] = []
    for clause in clauses:
        body = text[clause.start : clause.end]
        hits = book.find(body)
        items += dictionary_items(body, clause.path, clause.start, hits)
        items += pattern_items(body, clause.path, clause.start, hits)
    return items


def resolved(items: list[Item]) -> list[Item]:
    """Findings in the order of the text, without those that another one holds."""
    kept = sorted(_apart(items), key=lambda i: (i.start, -i.end, i.type))
    since = _issued(kept)
    # What was to be reached before the document was written is a report, not a target.
    return [i for i in kept if i.type != NUMBER or (i.attrs["year"] or since) >= since]


def _issued(items: Sequence[Item]) -> int:
    """Year of the document, from the dates before its first clause; 0 where there are none."""
    front = (i for i in items if i.type == "DATE" and i.clause.startswith("0."))
    return next((int(i.attrs["iso"][:4]) for i in front if len(i.attrs["iso"]) == 10), 0)


def issuer_of(text: str, clauses: Sequence[Clause]) -> Issuer:
    """Who speaks, from signature or title."""
    for path in ("0.sign", "0.title", "0.plan_title"):
        for clause in clauses:
            if clause.path == path:
                found = Issuer.of(text[clause.start : clause.end].replace(" ", ""))
                if found.place or found.level != "市":
                    return found
    return Issuer()


def _duties(
    text: str, clauses: Sequence[Clause], issuer: Issuer, book: Gazetteer
) -> Iterator[Item]:
    def is_place(name: str) -> bool:
        return any(t.label == "Region" for t in book.lookup(name))

    finder = DutyFinder(is_place)
    for clause in clauses:
        body = text[clause.start : clause.end]
        if clause.path == "0.addressee":
            duties = finder.addressees(body)
        elif clause.path in ("0.title", "0.sign"):
            duties = finder.issuers(body, clause.path[2:])
        else:
            duties = finder.find(body)
        for duty in duties:
            yield _department(clause, duty, issuer, book)


def _department(clause: Clause, duty: Duty, issuer: Issuer, book: Gazetteer) -> Item:
    written = duty.text.replace(" ", "").replace("\n", "")
    name = canonical(written, issuer, short=duty.short)
    attrs: dict[str, Any] = {
        "role": duty.role,
        "canonical": name,
        "level": issuer.level if duty.short else level_of(written, issuer),
        "basis": "explicit",
    }
    if _COLLECTIVE.search(written):
        attrs["collective"] = True
    if duty.short:
        attrs["short"] = True
    place = issuer.place[: -len(issuer.level)] if issuer.place else ""
    names = (name, place + name) if duty.short else (written, name, place + name)
    attrs |= linked(names, issuer, book)
    at = clause.start
    return Item("DEPT", at + duty.start, at + duty.end, clause.path, attrs, duty.rule)


def _target(clause: Clause, target: Target) -> Item:
    attrs: dict[str, Any] = {"indicator": target.indicator}
    if target.kind == NUMBER:
        value = target.value or 0.0
        attrs |= {"op": target.op, "verb": target.verb, "value": _number(value),
                  "unit": target.unit, "base": target.base or None, "year": target.year}  # fmt: skip
        if target.upper is not None:
            attrs["upper"] = _number(target.upper)
    else:
        attrs |= {"vague": target.kind == VAGUE, "year": target.year}
    at = clause.start
    return Item(target.kind, at + target.start, at + target.end, clause.path, attrs, "target")


def _number(value: float) -> int | float:
    return int(value) if value == int(value) else value


#: What no finding of a pattern or of the dictionary may overlap; programmes stand in titles.
_HOLDERS: Final = ("PROJECT", "ACTION")
_ALL_HOLDERS: Final = (*_HOLDERS, "DEPT", "DOC_TITLE", "POLICY_REF")


def _apart(items: list[Item]) -> Iterator[Item]:
    """Without findings of patterns and the dictionary that a project or a body overlaps."""
    named = _Spans(i for i in items if i.type in _HOLDERS)
    every = _Spans(i for i in items if i.type in _ALL_HOLDERS)
    for item in items:
        weak = item.rule in ("pattern", "dictionary")
        holders = named if item.type == "PROGRAMME" else every
        if not (weak and holders.overlap(item)):
            yield item


class _Spans:
    """Spans of findings, joined where they touch, to be asked for an overlap."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._starts, self._ends = list[int](), list[int]()
        for start, end in sorted((i.start, i.end) for i in items):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def overlap(self, item: Item) -> bool:
        """Whether one of them overlaps the item."""
        at = bisect_left(self._starts, item.end) - 1
        return at >= 0 and self._ends[at] > item.start


def related(items: list[Item], clauses: Sequence[Clause]) -> list[Item]:
    """Projects with their responsible bodies, targets without a year with that of the plan."""
    tops = {c.path for c in clauses if c.number and "." not in c.path} | {"0"}
    leads = dict.fromkeys(i.attrs["canonical"] for i in items if _leads_all(i, tops))
    period = next((i.attrs["iso"] for i in items if i.attrs.get("role") == "方案期间"), None)
    last = int(str(period)[-4:]) if period else None
    listed, leading = _by_clause(items)
    for item in items:
        if item.type == "PROJECT":
            explicit = list(listed.get(item.clause, ()))
            item.attrs["responsible_explicit"] = explicit
            item.attrs["responsible_inherited"] = [] if explicit else list(leads)
            item.attrs["task_level_lead"] = list(leading.get(item.clause, ()))
        if item.type == NUMBER and item.attrs["year"] is None and last:
            item.attrs["year_inherited"] = last
    return items


_Names = dict[str, dict[str, None]]


def _by_clause(items: Iterable[Item]) -> tuple[_Names, _Names]:
    """Clause path → bodies that a list in it or below names, and those that lead a task of it."""
    listed, leading = _Names(), _Names()
    for item in items:
        explicit = item.rule in LISTED
        if item.type != "DEPT" or not (explicit or item.attrs["role"] == LEAD):
            continue
        path = item.clause
        while path:
            names = (listed if explicit else leading).setdefault(path, {})
            names[item.attrs["canonical"]] = None
            path = path.rpartition(".")[0]
    return listed, leading


def _leads_all(item: Item, tops: Set[str]) -> bool:
    """A body that leads the whole document: one with 牵头 in a closing provision."""
    if item.type != "DEPT" or item.attrs["role"] != LEAD or item.rule != "verb":
        return False
    return "." in item.clause and item.clause.split(".")[0] not in tops
