"""Which reading a text has, by the table: slots filled, needs met, words explained."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.questions.readings import READINGS, Reading
from graph.questions.targets import Asked
from graph.questions.types import Mention

#: What a word of weight, or a name, costs that a reading does not explain.
FOREIGN_ACT, FOREIGN_KIND, FOREIGN_NAME, FOREIGN_TARGET, LIKED = 0.16, 0.05, 0.28, 0.15, 0.015
_FREE = ("f:", "q:", "t:", "p:", "s:")


@dataclass(frozen=True, slots=True)
class Fit:
    """A reading with its score in [0, 1], the mention of each slot, and the region filter.
    ``open_slots`` are needed slots that nothing fills."""

    reading: Reading
    score: float
    filled: dict[str, Mention]
    region: Mention | None
    open_slots: tuple[str, ...]


def ranked(asked: Asked, words: Sequence[frozenset[str]]) -> list[Fit]:
    """Fits of all readings, best first; a reading that lacks a slot comes with a lower score."""
    fits = [fit for reading in READINGS for fit in _fits(reading, asked, words)]
    best: dict[str, Fit] = {}
    for fit in fits:
        held = best.get(fit.reading.name)
        if held is None or fit.score > held.score:
            best[fit.reading.name] = fit
    order = {r.name: i for i, r in enumerate(READINGS)}
    return sorted(best.values(), key=lambda f: (-round(f.score, 6), order[f.reading.name]))


def _fits(reading: Reading, asked: Asked, words: Sequence[frozenset[str]]) -> Iterator[Fit]:
    filled, spare = _assigned(reading, asked.mentions)
    region = next((m for m in spare if "Region" in m.labels), None)
    region = region if "region" in reading.filters.split() else None
    spare = [m for m in spare if m is not region]
    cost = FOREIGN_NAME * sum(m.certainty for m in spare) + _foreign(reading, words)
    targets = {s for s in asked.signals if s.startswith("ask:")}
    if asked.outright and targets and not targets & reading.liked:
        cost += FOREIGN_TARGET
    for needs, base in reading.families:
        met = _met(needs.split(), filled, asked.signals, region)
        if met is None:
            continue
        gain = LIKED * len(reading.liked & asked.signals)
        score = min(0.98, base + gain) - cost - (0.0 if not met else 0.25)
        yield Fit(reading, max(0.0, score), filled, region, met)


def _assigned(
    reading: Reading, mentions: Sequence[Mention]
) -> tuple[dict[str, Mention], list[Mention]]:
    """Mentions by slot, and those that are left; a mention goes to the first free slot that
    prefers its type."""
    filled: dict[str, Mention] = {}
    spare = list(mentions)
    for slot in reading.slots:
        rank = {label: i for i, label in enumerate(slot.labels)}
        fitting = [
            (min(rank[x] for x in m.labels if x in rank), i)
            for i, m in enumerate(spare)
            if m.labels & rank.keys()
        ]
        if fitting and slot.name in ("one", "other"):
            place = min(i for _, i in fitting)
        elif fitting:
            place = min(fitting)[1]
        else:
            continue
        filled[slot.name] = spare.pop(place)
    return filled, spare


def _met(
    needs: Sequence[str],
    filled: dict[str, Mention],
    signals: frozenset[str],
    region: Mention | None,
) -> tuple[str, ...] | None:
    """Slots that are needed and open; None where a signal is missing."""
    opened: list[str] = []
    for need in needs:
        ways = need.split("|")
        if any(w in signals or w in filled or (w == "region" and region) for w in ways):
            continue
        slots = [w for w in ways if ":" not in w and w != "region"]
        if not slots:
            return None
        opened.append(slots[0])
    return tuple(opened)


def _foreign(reading: Reading, words: Sequence[frozenset[str]]) -> float:
    cost = 0.0
    for signals in words:
        if signals & reading.liked or any(s.startswith(_FREE) for s in signals):
            continue
        if any(s.startswith("l:") for s in signals):
            cost += 0.0 if "level" in reading.filters else FOREIGN_KIND
        else:
            acts = any(s.startswith("r:") for s in signals)
            cost += FOREIGN_ACT if acts else FOREIGN_KIND
    return cost
