"""From mentions to entities: the one that is meant, or the candidates to ask about; and the
filters (level, region, year, kinds) that narrow a question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from graph.errors import AmbiguousName
from graph.ontology import REGISTRY
from graph.questions.choosing import Fit
from graph.questions.folding import plain
from graph.questions.lexicon import Lexicon
from graph.questions.readings import Slot
from graph.questions.scan import Piece
from graph.questions.types import BY_TOPIC, DOUBTFUL_NAMES, TOPIC, Entity, Mention, Named
from graph.resolve.names import Candidate, choose

MOST_CANDIDATES = 12
#: Readings whose two sides must be of one type.
#: A slot with more types than this takes whatever is named.
_WIDE: Final = 8
_PASSING: Final = frozenset({"Concept", "Segment", "Industry", "Certificate", "Skill", TOPIC})
_ALIKE: Final = frozenset({"compare"})


def entities(lexicon: Lexicon, fit: Fit, level: str | None) -> tuple[Entity, ...]:
    """The entity of each slot of a reading."""
    common = _common(fit) if fit.reading.name in _ALIKE else None
    found = []
    for slot in fit.reading.slots:
        mention = fit.filled.get(slot.name)
        if slot.name == "title" and "holder" in fit.filled:
            continue  # a filter of the holder's titles
        if mention is not None:
            found.append(_entity(lexicon, slot, mention, level, common))
    if fit.region is not None:
        found.append(_entity(lexicon, Slot("region", ("Region",)), fit.region, None, None))
    return tuple(found)


def _common(fit: Fit) -> str | None:
    """The first type that all mentions may have."""
    mentions = list(fit.filled.values())
    labels = fit.reading.slots[0].labels
    return next((x for x in labels if all(x in m.labels for m in mentions)), None)


def _entity(
    lexicon: Lexicon, slot: Slot, mention: Mention, level: str | None, common: str | None
) -> Entity:
    label = common if common is not None else next(x for x in slot.labels if x in mention.labels)
    wide = len(slot.labels) > _WIDE and slot.name == "about"
    things = mention.candidates if wide else mention.of(frozenset({label}))
    if wide:
        things = _strong(things)
        label = things[0].label if mention.how == "part" else label
    chosen, left = chosen_of(mention, [t for t in things if t.label == label], level)
    others = [t for t in (*left, *things) if t != chosen]
    # Of what begins or ends like a bare name, and of courses with a topic, the first are shown.
    more = _more(lexicon, mention, label) if wide else ()
    shown = list(dict.fromkeys([*([chosen] if chosen else []), *others, *more]))
    crossing = wide and len({t.label for t in things}) > 1 and mention.how in ("exact", "code")
    certainty = BY_TOPIC if label == TOPIC else mention.certainty
    taken = None if chosen is None or crossing or certainty <= DOUBTFUL_NAMES else chosen
    several = taken is None or len(shown) > 1
    return Entity(
        slot.name,
        mention.text,
        mention.how,
        certainty,
        taken.id if taken else None,
        label,
        taken.name if taken else mention.text if len(shown) > 1 else shown[0].name,
        tuple(_shown(t) for t in shown[:MOST_CANDIDATES]) if several else (),
        "home" if taken and len(shown) > 1 and taken.home else "name" if len(shown) > 1 else None,
    )


def _strong(things: Sequence[Named]) -> tuple[Named, ...]:
    """Things without those that are named in passing (courses, segments …), where others are."""
    kept = tuple(t for t in things if t.label not in _PASSING)
    return kept or tuple(things)


def _more(lexicon: Lexicon, mention: Mention, label: str) -> tuple[Named, ...]:
    said = plain(mention.text)
    if label in (TOPIC, "Skill"):
        return lexicon.courses_with(said)[:MOST_CANDIDATES]
    if mention.how != "exact":
        return ()
    return tuple(t for t in lexicon.beside(said) if t.label not in _PASSING)[:MOST_CANDIDATES]


def chosen_of(
    mention: Mention, things: Sequence[Named], level: str | None
) -> tuple[Named | None, Sequence[Named]]:
    """The one thing that a name means after level, standing and home were looked at, with the
    others of its name; None and all that are left, where nothing settles it."""
    asked = [t for t in things if level is None or t.level in (None, level)]
    left = asked or list(things)
    if mention.how == "part" and len(left) > 1:  # a part of several names is nobody's name
        return None, left
    candidates = [
        Candidate(
            t.id,
            t.name,
            {"state": t.state, "named_only": t.named_only, "at_home": "yes" if t.home else "no"},
        )
        for t in left
    ]
    try:
        found = choose(mention.text, candidates, prefer={"at_home": "yes"})
    except AmbiguousName as error:
        kept = {c["id"] for c in error.fields["candidates"]}
        return None, [t for t in left if t.id in kept]
    return next(t for t in left if t.id == found.id), [t for t in left if not t.named_only]


def _shown(thing: Named) -> Mapping[str, Any]:
    return {
        "id": None if thing.label == TOPIC else thing.id,
        "type": thing.label,
        "name": thing.name,
        "code": thing.code,
        "level": thing.level,
        "tier": thing.tier,
        "state": thing.state,
    }


def level_of(pieces: Sequence[Piece]) -> str | None:
    """The level of education that a text names; None where it names none or several."""
    found = {s[2:] for p in pieces for s in p.signals if s.startswith("l:")}
    found = {"普通本科" if x == "本科" else x for x in found}
    return next(iter(found)) if len(found) == 1 else None


def filters(lexicon: Lexicon, fit: Fit, pieces: Sequence[Piece]) -> dict[str, Any]:
    """What narrows the question: level, region (by word), year, kinds that are spoken of."""
    allowed = fit.reading.filters.split()
    found: dict[str, Any] = {}
    if "level" in allowed and (level := level_of(pieces)):
        found["level"] = level
    if "region" in allowed and fit.region is None and (region := _region(lexicon, pieces)):
        found["region"] = region
    if "holder" in fit.filled and "title" in fit.filled:
        found["title"] = fit.filled["title"].text
    years = [p.number for p in pieces if p.number and len(p.number) == 4 and p.number[:2] == "20"]
    if "year" in allowed and years:
        found["year"] = int(years[0])
    return found


def _region(lexicon: Lexicon, pieces: Sequence[Piece]) -> str | None:
    said = {s for p in pieces for s in p.signals if s.startswith("p:")}
    around = lexicon.within(lexicon.home)
    if "p:city" in said and around:
        return around[0]
    if "p:province" in said and len(around) > 1:
        return around[1]
    return None


def caption(label: str, lang: str) -> str:
    """A type in words."""
    if label == TOPIC:
        return "技能主题" if lang == "zh" else "topic"
    kind = REGISTRY.entities[label]
    return kind.zh if lang == "zh" else kind.en
