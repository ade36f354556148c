"""The same reading as a spaCy pipeline: batches, several processes, saved to disk and back.

Every character is a token (spaCy's default for Chinese), so a span can begin and end anywhere.
Components, in order: ``clause_tree``, ``kg_gazetteer``, ``policy_grammar``, ``policy_resolver``,
``policy_relations``. Each calls the functions of :mod:`ingest.nlp.policy`, as
:func:`ingest.nlp.policy.read_policy` does without spaCy, so both say the same.

``doc.spans["clauses"]`` and ``["kg"]`` (label and ``kb_id`` of the dictionary's terms, ties kept)
and ``["final"]`` (everything found) may overlap; ``doc.ents`` do not. ``doc._.items`` are
the findings as plain values, ``doc._.dictionary`` the digest of the dictionary.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from graph.resolve.gazetteer import Gazetteer
from ingest.nlp import policy
from ingest.nlp.clauses import Clause, clause_tree
from ingest.nlp.clean import Cleaned, clean
from ingest.nlp.items import Item
from ingest.nlp.policy import Policy

#: spaCy takes a few hundred bytes a character; longer texts are read without it.
LONGEST: Final = 1_000_000
_VALUES: Final = ("clauses", "items", "dictionary")

for _name in _VALUES:
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=None)


@Language.component("clause_tree")
def clause_component(doc: Doc) -> Doc:
    """Clauses into ``doc._.clauses`` and ``doc.spans["clauses"]``."""
    clauses = clause_tree(doc.text)
    doc._.clauses = [asdict(c) for c in clauses]
    doc.spans["clauses"] = [_span(doc, c.start, c.end, c.path) for c in clauses]
    return doc


class _WithDictionary:
    """A component that holds the dictionary and is saved with it."""

    def __init__(self, book: Gazetteer | None = None) -> None:
        self.book = book or Gazetteer.of([])

    def to_bytes(self, **_: Any) -> bytes:
        """The dictionary as bytes."""
        return self.book.to_bytes()

    def from_bytes(self, data: bytes, **_: Any) -> _WithDictionary:
        """Read what :meth:`to_bytes` gave."""
        self.book = Gazetteer.from_bytes(data)
        return self

    def to_disk(self, path: Path | str, **_: Any) -> None:
        """Write the dictionary to a file."""
        Path(path).write_bytes(self.book.to_bytes())

    def from_disk(self, path: Path | str, **_: Any) -> _WithDictionary:
        """Read what :meth:`to_disk` wrote."""
        return self.from_bytes(Path(path).read_bytes())


class GazetteerComponent(_WithDictionary):
    """Hits of the dictionary into ``doc.spans["kg"]``."""

    def __call__(self, doc: Doc) -> Doc:
        """Add the spans; each term of a tie is one."""
        doc.spans["kg"] = [
            _span(doc, hit.start, hit.end, term.label, term.id)
            for hit in self.book.find(doc.text)
            for term in hit.terms
        ]
        doc._.dictionary = self.book.digest
        return doc


class GrammarComponent(_WithDictionary):
    """Findings of grammar and dictionary into ``doc._.items``."""

    def __call__(self, doc: Doc) -> Doc:
        """Add the findings, unresolved."""
        clauses = _clauses(doc)
        issuer = policy.issuer_of(doc.text, clauses)
        found = policy.grammar_items(doc.text, clauses, issuer, self.book)
        found += policy.named_items(doc.text, clauses, self.book)
        doc._.items = [asdict(i) for i in found]
        return doc


@Language.factory("kg_gazetteer")
def make_gazetteer(nlp: Language, name: str) -> GazetteerComponent:
    """An empty gazetteer; its dictionary is set or read afterwards."""
    return GazetteerComponent()


@Language.factory("policy_grammar")
def make_grammar(nlp: Language, name: str) -> GrammarComponent:
    """A grammar without dictionary; it is set or read afterwards."""
    return GrammarComponent()


@Language.component("policy_resolver")
def resolver_component(doc: Doc) -> Doc:
    """Findings in order without those inside others; ``doc.spans["final"]`` and ``doc.ents``."""
    items = policy.resolved(_items(doc))
    doc._.items = [asdict(i) for i in items]
    spans = [_span(doc, i.start, i.end, i.type, i.attrs.get("id", "")) for i in items]
    doc.spans["final"] = spans
    doc.ents = filter_spans(spans)
    return doc


@Language.component("policy_relations")
def relations_component(doc: Doc) -> Doc:
    """Responsible bodies of projects and years of targets, within ``doc._.items``."""
    doc._.items = [asdict(i) for i in policy.related(_items(doc), _clauses(doc))]
    return doc


def policy_pipeline(book: Gazetteer) -> Language:
    """The pipeline with a dictionary."""
    nlp = spacy.blank("zh")
    nlp.max_length = LONGEST
    nlp.add_pipe("clause_tree")
    for factory in ("kg_gazetteer", "policy_grammar"):
        nlp.add_pipe(factory)
        component: Any = nlp.get_pipe(factory)
        component.book = book
    nlp.add_pipe("policy_resolver")
    nlp.add_pipe("policy_relations")
    return nlp


def read_policies(
    raws: Iterable[str], book: Gazetteer, *, processes: int = 1, batch: int = 64
) -> Iterator[Policy]:
    """Read many policies, in order. Texts longer than a million characters go without spaCy."""
    nlp = policy_pipeline(book)
    cleaned = (clean(raw) for raw in raws)
    pairs = ((c.text if len(c.text) <= LONGEST else "", c) for c in cleaned)
    for doc, c in nlp.pipe(pairs, as_tuples=True, batch_size=batch, n_process=processes):
        yield _policy(doc, c, book)


def _policy(doc: Doc, cleaned: Cleaned, book: Gazetteer) -> Policy:
    if not len(doc) and cleaned.text:
        return policy.read_policy(cleaned.source, book)
    clauses = _clauses(doc)
    issuer = policy.issuer_of(doc.text, clauses)
    return Policy(cleaned, clauses, _items(doc), issuer, doc._.dictionary)


def _clauses(doc: Doc) -> list[Clause]:
    return [Clause(**c) for c in doc._.clauses]


def _items(doc: Doc) -> list[Item]:
    return [Item(**i) for i in doc._.items]


def _span(doc: Doc, start: int, end: int, label: str, kb_id: str = "") -> Span:
    span = doc.char_span(start, end, label=label, kb_id=kb_id, alignment_mode="expand")
    if span is None:  # a place that is no token: spaCy drops some control characters
        return Span(doc, 0, 0, label=label)
    return span
