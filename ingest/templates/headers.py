"""Headers of a table: which template it is, and which column each header means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from graph.errors import GraphError
from graph.ontology.ids import normalise_name
from ingest.templates import KINDS, TEMPLATES, Template, suggest
from ingest.templates.model import COUNTERS, EVIDENCE, Column

_MARKS = re.compile(r"[*＊]|[(（](必填|选填|required)[)）]", re.IGNORECASE)
_TAIL = re.compile(r"[(\[].*[)\]]$")


class KindUnknown(GraphError):
    """The headers of a table are those of no template."""

    code = "kind_unknown"


class KindAmbiguous(GraphError):
    """The headers of a table fit several templates equally well; ``kinds`` names them."""

    code = "kind_ambiguous"


@dataclass(frozen=True)
class Mapping:
    """Header → column name, and the headers that mean nothing here with what they may mean."""

    columns: dict[str, str] = field(default_factory=dict)
    unknown: dict[str, str] = field(default_factory=dict)
    #: Headers that mean a column which an earlier header already gave.
    twice: dict[str, str] = field(default_factory=dict)

    def header_of(self, column: str) -> str:
        """The header as the file has it; the column's own name where it has none."""
        return next((h for h, c in self.columns.items() if c == column), column)


def plain(header: str) -> str:
    """A header without marks of required columns, in one spelling."""
    return normalise_name(_MARKS.sub("", header))


def map_headers(template: Template, headers: Iterable[str]) -> Mapping:
    """What each header means in a template."""
    words = _words(template.kind)
    found = Mapping()
    for header in headers:
        word = plain(header)
        if not word or word in COUNTERS:
            continue
        column = words.get(word) or words.get(_TAIL.sub("", word))
        if column is None:
            near = suggest.nearest(word, words)
            found.unknown[header] = template_caption(template, words[near]) if near else ""
        elif column in found.columns.values():
            found.twice[header] = column
        else:
            found.columns[header] = column
    return found


def template_caption(template: Template, name: str) -> str:
    """Chinese caption of a column."""
    return next(c.zh for c in (*template.columns, *EVIDENCE) if c.name == name)


def recognise(headers: Sequence[str], *, title: str = "") -> Template:
    """The template whose columns the headers are; ``title`` is the name of the sheet.

    Raises:
        KindUnknown: no template has its required columns there.
        KindAmbiguous: several fit equally well.
    """
    titled = next((t for t in TEMPLATES.values() if normalise_name(title) == t.zh), None)
    if titled is not None and _fit(titled, headers) > 0:
        return titled
    scores = {kind: _fit(template, headers) for kind, template in TEMPLATES.items()}
    best = max(scores.values())
    if best <= 0:
        raise _unknown(headers)
    kinds = [kind for kind, score in scores.items() if score == best]
    if len(kinds) > 1:
        raise KindAmbiguous(
            f"The columns fit {len(kinds)} templates: {', '.join(kinds)}.",
            hint="Name the kind with --kind.",
            kinds=kinds,
        )
    return TEMPLATES[kinds[0]]


def _unknown(headers: Sequence[str]) -> KindUnknown:
    """The error, with the template that comes nearest and what it lacks."""
    shown = "、".join(h[:40] for h in headers[:8] if h)
    lacking = {
        kind: (found, "、".join(c.zh for c in t.columns if c.required and c.name not in found))
        for kind, t in TEMPLATES.items()
        for found in [set(map_headers(t, headers).columns.values())]
    }
    kind, (found, missing) = max(lacking.items(), key=lambda item: len(item[1][0]))
    nearest = f"The nearest is {kind}, which needs {missing}. " if len(found) > 1 else ""
    return KindUnknown(
        f"No template has the columns {shown}.",
        hint=f"{nearest}Name the kind with --kind; `chanjiao ingest template --list` lists them.",
        headers=list(headers[:50]),
    )


def _fit(template: Template, headers: Sequence[str]) -> float:
    """How well headers fit: columns found, less what is required and missing or is not known."""
    mapping = map_headers(template, headers)
    known = set(mapping.columns.values()) - {c.name for c in EVIDENCE}
    required = {c.name for c in template.columns if c.required}
    if not known or required - known:
        return 0.0
    own = sum(1 for h, c in mapping.columns.items() if _own(template, h, c))
    return len(known) + 0.1 * own - len(mapping.unknown)


def _own(template: Template, header: str, name: str) -> bool:
    return any(c.name == name and plain(header) == normalise_name(c.zh) for c in template.columns)


@cache
def _words(kind: str) -> dict[str, str]:
    """Every header that a template accepts, normalised → column name. Captions go before
    synonyms, so that a synonym never takes a header from the column it belongs to."""
    columns: tuple[Column, ...] = (*KINDS[kind].columns, *EVIDENCE)
    words: dict[str, str] = {}
    for group in ([(c.zh,) for c in columns], [(c.name, c.en, *c.also) for c in columns]):
        for column, spellings in zip(columns, group, strict=True):
            for spelling in spellings:
                words.setdefault(normalise_name(spelling), column.name)
    return words
