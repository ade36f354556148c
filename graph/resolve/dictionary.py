"""The gazetteer of a view: names and aliases of everything that texts may name, and what people
decided about names. It is small enough to be read whole and made anew on every change."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final, LiteralString

from graph.cypher.reads import compile_read
from graph.cypher.text import literal
from graph.ontology import REGISTRY
from graph.ontology.ids import normalise_name
from graph.resolve.decisions import Ledger
from graph.resolve.gazetteer import Gazetteer, Term
from graph.view import View

#: Labels that are read, with further conditions where not all of a label are wanted.
LABELS: Final[dict[str, str]] = {
    "School": "",
    "Enterprise": "",
    "Organisation": "",
    "Department": "",
    "Major": "",
    "Concept": "",
    # Where a course shares its name with others, their concept stands for them.
    "Course": " AND NOT (n)-[:INSTANCE_OF]->()",
    "Occupation": "",
    "Skill": "",
    "Certificate": "",
    "Industry": "",
    "Cluster": "",
    "Community": "",
    "Title": "",
    "Region": "",
    "Park": "",
}
_NAMES: Final = ("aliases", "former_names")
_SHORT_LEVELS: Final = ("省", "市")
_KIND_OF_REGION = re.compile(r"(?:省|市)$")


def _read_of(label: str) -> LiteralString:
    fields = REGISTRY.entities[label].fields
    lists = " + ".join([f"coalesce(n.{f}, [])" for f in _NAMES if f in fields] or ["[]"])
    short = "[n.short_name]" if "short_name" in fields else "[]"
    level = "n.level" if label == "Region" else "null"
    return compile_read(
        literal(
            f"MATCH (n:{label}) WHERE visible(n){LABELS[label]} RETURN n.id AS id, n.name AS name, "
            f"{short} + {lists} AS others, {level} AS level, COUNT {{ (n)--() }} AS used"
        )
    )


_READS: Final = {label: _read_of(label) for label in LABELS}


def read_terms(view: View, labels: Iterable[str] = LABELS) -> list[Term]:
    """Terms of these labels that the view's caller may see."""
    return [_term(label, row) for label in labels for row in view.read(_READS[label])]


def read_gazetteer(
    view: View, ledger: Ledger | None = None, labels: Iterable[str] = LABELS
) -> Gazetteer:
    """The dictionary of a view, with what people decided about names (see :func:`decided`)."""
    terms = read_terms(view, labels)
    return Gazetteer.of(decided(terms, ledger) if ledger else terms)


def _term(label: str, row: dict[str, Any]) -> Term:
    others = [n for n in row["others"] if n] + short_forms(label, row["name"], row["level"])
    aliases = tuple(dict.fromkeys(n for n in others if n != row["name"]))
    return Term(row["id"], label, row["name"], aliases, float(row["used"]))


def short_forms(label: str, name: str, level: str | None) -> list[str]:
    """Further names that follow from the name: of a province or city without its kind."""
    short = _KIND_OF_REGION.sub("", name)
    wanted = label == "Region" and level in _SHORT_LEVELS and len(short) > 1
    return [short] if wanted else []


def decided(terms: Sequence[Term], ledger: Ledger) -> list[Term]:
    """The terms after what people decided: an accepted name is a further alias (of a new term
    where the graph has none of this id), a refused one is no alias any more."""
    known = {t.id: t for t in terms}
    added: dict[str, list[str]] = defaultdict(list)
    removed: dict[str, set[str]] = defaultdict(set)
    for name, entity_id, verb in _about_names(ledger):
        if verb == "positive":
            added[entity_id].append(name)
        elif verb == "negative":
            removed[entity_id].add(name)
    return [
        *(_changed(t, added.get(t.id, []), removed.get(t.id, set())) for t in terms),
        *(
            Term(i, REGISTRY.entity_of(i).label(), names[0], tuple(names[1:]))
            for i, names in added.items()
            if i not in known
        ),
    ]


def _about_names(ledger: Ledger) -> Iterable[tuple[str, str, str]]:
    for decision in ledger.standing():
        head, _, rest = decision.left.partition(":")
        if head == "mention":
            yield rest.partition(":")[2], decision.right, decision.verb


def _changed(term: Term, added: Sequence[str], removed: set[str]) -> Term:
    if not added and not removed:
        return term
    aliases = [n for n in (*term.aliases, *added) if normalise_name(n) not in removed]
    return term._replace(aliases=tuple(dict.fromkeys(aliases)))
