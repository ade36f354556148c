"""A reading said back in words, and questions that could be asked instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graph.questions.lexicon import Lexicon
from graph.questions.readings import READINGS, Reading
from graph.questions.types import Entity, Mention

MOST_SUGGESTIONS = 4
_ACTS = {"r:close": ("停办", "closes"), "r:open": ("增设", "adds")}


def said_back(
    lexicon: Lexicon,
    reading: Reading,
    found: Sequence[Entity],
    slots: Mapping[str, Any],
    signals: frozenset[str],
) -> dict[str, str]:
    """The question as it was understood: ``{"zh", "en"}``."""
    names = {e.slot: e.name for e in found}
    place = names.get("region") or _name(lexicon, slots.get("region"))
    zh, en = (_values(names, slots, signals, lang) for lang in ("zh", "en"))
    zh_note, en_note = _taken(found)
    zh["in_region"] = f"（{place}）" if place else ""
    en["in_region"] = f" in {place}" if place else ""
    return {
        "zh": reading.zh.format_map(_Words(zh, "……")) + zh_note,
        "en": " ".join(reading.en.format_map(_Words(en, "…")).split()).replace(" ?", "?") + en_note,
    }


def _taken(found: Iterable[Entity]) -> tuple[str, str]:
    """Which one was taken where a name has several."""
    zh, en = "", ""
    for entity in found:
        if entity.id and len(entity.candidates) > 1:
            first, others = entity.candidates[0], len(entity.candidates) - 1
            marks = "，".join(str(first[k]) for k in ("level", "tier", "code") if first[k])
            zh += f"（“{entity.text}”按{entity.name}（{marks}）理解，另有 {others} 个相近的名称）"
            en += f" ('{entity.text}' taken as {entity.name}; {others} other names are near.)"
    return zh, en


class _Words(dict[str, str]):
    """Values of a template; what is not known yet shows as dots."""

    def __init__(self, values: Mapping[str, str], blank: str) -> None:
        super().__init__(values)
        self.blank = blank

    def __missing__(self, key: str) -> str:
        return self.blank


def _values(
    names: Mapping[str, str], slots: Mapping[str, Any], signals: frozenset[str], lang: str
) -> dict[str, str]:
    dots = "……" if lang == "zh" else "…"
    act = next((words for s, words in _ACTS.items() if s in signals), ("调整", "changes"))
    both = [names[s] for s in ("school", "major", "about") if s in names]
    joined = "的".join(f"“{n}”" for n in both) if lang == "zh" else ", ".join(both)
    rows = "、".join(slots.get("rows", ())) if lang == "zh" else ", ".join(slots.get("rows", ()))
    found = {
        **names,
        "major": names.get("major", "") if "occupation" in names else names.get("major", dots),
        "occupation": names.get("occupation", ""),
        "level": str(slots.get("level", "")),
        "act": act[0],
        "act_en": act[1],
        "school_of": names.get("school", "" if lang == "zh" else "a school"),
    }
    if both:
        found["school_major"] = joined
    held = [names[s] for s in ("holder", "title") if s in names]
    if held or slots.get("title"):
        found["holder_title"] = "、".join(f"“{n}”" for n in (*held, slots.get("title")) if n)
    if rows:
        found["rows"] = rows
    if slots.get("measure"):
        found["measure"] = str(slots["measure"])
    return found


def _name(lexicon: Lexicon, entity_id: str | None) -> str | None:
    thing = lexicon.things.get(entity_id or "")
    return thing.name if thing else None


def suggestions(mentions: Iterable[Mention]) -> tuple[str, ...]:
    """Questions that can be asked about what the text names; of everything, where it names
    nothing."""
    found: list[str] = []
    for mention in mentions:
        for reading in READINGS:
            slots = reading.slots
            if len(slots) == 1 and slots[0].labels[0] in mention.labels:
                name = next(c.name for c in mention.candidates if c.label == slots[0].labels[0])
                words = _Words({"in_region": "", "level": "", slots[0].name: name}, "……")
                words.setdefault("school_major", f"“{name}”")
                found.append(reading.zh.format_map(words))
    if not found:
        found = [f"可以问：{r.about}" for r in READINGS]
    return tuple(dict.fromkeys(found))[:MOST_SUGGESTIONS]
