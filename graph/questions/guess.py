"""What an unexplained part of a text may name: a name misheard or misspelt, a part of a name, a
name in Latin letters, or a topic that courses teach. A guess is never certain; of several
candidates none is chosen here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import replace
from itertools import pairwise
from typing import Any, Final

from graph.questions.folding import is_han, plain
from graph.questions.lexicon import LEAST_TOPIC, Lexicon, topic_of
from graph.questions.scan import Piece
from graph.questions.types import BY_TOPIC, DOUBTFUL_NAMES, Mention, Named
from graph.resolve.linking import FITS

BY_SOUND, BY_LETTERS, BY_SPELLING, BY_PART, BY_REGISTER = 0.86, 0.80, 0.75, 0.78, 0.84
#: A name that may be one of several, or that only looks like one.
DOUBTFUL = DOUBTFUL_NAMES
MOST = 12
#: Least share of equal letters of a misspelt name, in percent, and its least length.
LEAST_ALIKE, LEAST_SPELT = 78, 4
#: Least share of a name that two characters from its middle must be.
LEAST_SHARE = 0.4
#: Names from this length on are found with slips anywhere in a text, this much alike in percent.
LEAST_LONG, LEAST_LONG_ALIKE = 10, 88
#: A text without words of weight up to this length is taken for a name.
LONGEST_BARE = 6
_SCHOOL_TAIL = re.compile(
    r"(?:大学|学院|学校|职校|职高|中专|技校|职教中心|职业教育中心|职教|[一二三四五]职|职业高中|高级中学|工校|中职|高专|幼专|职大|职院|技师)$"
)
#: Tails that names of schools have and that are not used of schools in general.
_NAME_TAIL = re.compile(
    r"(?:大学|学院|学校|职校|职高|中专|技校|职教中心|职教|[一二三四五]职|高中|高级中学|工校|中职|职大|职院)$"
)
_FIRM_TAIL = re.compile(
    r"(?:公司|集团|股份|控股|有限|实业|药业|银行|工厂|制药|科技|电器|电子|机械|汽车|食品|厂)$"
)
_PARTS: Final = frozenset(
    {"Major", "MajorGroup", "Cluster", "Segment", "Occupation", "Community", "Title", "Project"}
    | {"Policy", "Indicator", "Department", "Organisation", "Park", "Skill", "School", "Enterprise"}
)
_ORGANISATIONS: Final = ("School", "Enterprise")
_NAMING: Final = frozenset({"k:school", "k:firm", "k:skill"})


def complete(lexicon: Lexicon, text: str, pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with guesses in the place of what was unexplained."""
    found = _long_names(lexicon, text, list(pieces))
    found = _by_sound(lexicon, text, _named_further(lexicon, text, _grown(text, found)))
    found = _bare_kind(lexicon, text, _bare_name(lexicon, text, _bare_school(text, found)))
    found = _each_run(found, lambda run: _organisation(lexicon, text, run))
    found = _each_run(found, lambda run: _longer_name(lexicon, text, run))
    found = _invented(text, found)
    found = _joined_topics(lexicon, text, found)
    return [_guessed(lexicon, p, alone=len(found) == 1) for p in found]


def _grown(text: str, pieces: list[Piece]) -> list[Piece]:
    """An unexplained part takes single function words along: those between two such parts
    (奥的斯), and one beside a single character where nothing else is said (中通)."""
    grown: list[Piece] = []
    for piece in pieces:
        if piece.unexplained and len(grown) > 1 and _between(grown[-2], grown[-1], piece):
            grown[-2:] = [_whole(text, grown[-2], piece)]
            continue
        grown.append(piece)
    short = any(p.unexplained and p.end - p.start == 1 for p in grown)
    at_start = len(grown) > 1 and _single(grown[0]) and grown[1].unexplained
    if short and len(grown) == 2 and any(map(_single, grown)):
        return [_whole(text, grown[0], grown[1])]
    if short and at_start and grown[0].end == grown[1].start:
        return [_whole(text, grown[0], grown[1]), *grown[2:]]
    return grown


def _between(first: Piece, middle: Piece, last: Piece) -> bool:
    """Whether a single function word stands between two unexplained parts without a gap."""
    touching = first.end == middle.start and middle.end == last.start
    return touching and first.unexplained and _single(middle)


def _named_further(lexicon: Lexicon, text: str, pieces: list[Piece]) -> list[Piece]:
    """An unexplained part with a single function word behind it, where names go on so: 具身智能 is
    not 具身智 and 能."""
    grown: list[Piece] = []
    for piece in pieces:
        last = grown[-1] if grown else None
        if last is not None and last.unexplained and _single(piece) and last.end == piece.start:
            whole = _whole(text, last, piece)
            said = plain(whole.text)
            if len(said) > LEAST_TOPIC and any(said in name for name in lexicon.names):
                grown[-1] = whole
                continue
        grown.append(piece)
    return grown


def _single(piece: Piece) -> bool:
    return piece.weightless and piece.end - piece.start == 1


def _whole(text: str, first: Piece, last: Piece) -> Piece:
    """One unexplained piece from the first to the last."""
    return Piece(first.start, last.end, text[first.start : last.end])


def _bare_school(text: str, pieces: list[Piece]) -> list[Piece]:
    """A text that is nothing but a place and the tail of a school's name (某县职校) is the name of
    a school, not the place."""
    if len(pieces) < 2 or not _NAME_TAIL.search(plain(text)):
        return pieces
    places = [p for p in pieces if p.mention is not None and "Region" in p.mention.labels]
    tails = [p for p in pieces if p.unexplained or p.signals & {"k:school"} or _levels(p)]
    alone = len(places) + len(tails) == len(pieces) and pieces[-1] in tails
    named = places or any(p.unexplained for p in pieces)
    return [_whole(text, pieces[0], pieces[-1])] if alone and named else pieces


def _bare_name(lexicon: Lexicon, text: str, pieces: list[Piece]) -> list[Piece]:
    """A place and the kind of a platform beside it are a name, where one platform alone has these
    characters in this order (某地联合体)."""
    for place, kind in pairwise(pieces):
        said = plain(text[place.start : kind.end])
        if place.end != kind.start or "k:platform" not in kind.signals or place.mention is None:
            continue
        if "Region" not in place.mention.labels:
            continue
        ids = dict.fromkeys(
            i for name, owners in lexicon.names.items() if _in_order(said, name) for i in owners
        )
        things = tuple(t for i in ids if (t := lexicon.things[i]).label == "Community")
        if len(things) == 1:
            return _put(
                pieces, [place, kind], _mention(text, [place, kind], things, "part", BY_REGISTER)
            )
    return pieces


def _in_order(said: str, name: str) -> bool:
    rest = iter(name)
    return all(c in rest for c in said)


def _bare_kind(lexicon: Lexicon, text: str, pieces: list[Piece]) -> list[Piece]:
    """A text that is nothing but a kind (产业学院) may mean any that is called so; one that names
    nothing at all is a name that is not known."""
    if len(pieces) > 3 or any(p.mention for p in pieces) or not pieces:
        return pieces
    acts = any(s.startswith(("q:", "r:", "o:", "t:", "s:")) for p in pieces for s in p.signals)
    if acts or any(p.number for p in pieces):
        return pieces
    said = plain(text[pieces[0].start : pieces[-1].end])
    if len(pieces) == 1 and pieces[0].signals & {"k:platform", "k:school"}:
        things = [t for t in lexicon.beside(said) if t.label in ("Community", "School")]
        things.sort(key=lambda t: (not t.home, t.named_only))
        return [_mention(text, pieces, tuple(things), "part", BY_PART)] if things else pieces
    bare = len(pieces) > 1 and len(said) <= LONGEST_BARE
    return [_whole(text, pieces[0], pieces[-1])] if bare else pieces


def _levels(piece: Piece) -> bool:
    return any(s.startswith("l:") for s in piece.signals)


def _long_names(lexicon: Lexicon, text: str, pieces: list[Piece]) -> list[Piece]:
    """A long name (of an indicator, a document …) with a character more or less somewhere."""
    if not any(p.unexplained for p in pieces):
        return pieces
    from rapidfuzz import fuzz, process

    said = plain(text)
    long = [n for n in lexicon.names if LEAST_LONG <= len(n) <= len(said) + 1]
    near = process.extractOne(said, long, scorer=fuzz.partial_ratio, score_cutoff=LEAST_LONG_ALIKE)
    if near is None:
        return pieces
    place = fuzz.partial_ratio_alignment(said, near[0])
    assert place is not None
    inside = [p for p in pieces if p.start < place.src_end and p.end > place.src_start]
    if not any(p.unexplained for p in inside):
        return pieces
    things = tuple(lexicon.things[i] for i in lexicon.names[near[0]])
    return _put(pieces, inside, _mention(text, inside, things, "spelling", BY_REGISTER))


# --- by sound --------------------------------------------------------------------------------


def _by_sound(lexicon: Lexicon, text: str, pieces: list[Piece]) -> list[Piece]:
    if not any(p.unexplained for p in pieces):
        return pieces
    heard = lexicon.heard(plain(text))
    hits = [(last + 1 - size, last + 1, ids) for last, (size, ids) in lexicon.by_sound.iter(heard)]
    for start, end, ids in sorted(hits, key=lambda h: h[0] - h[1]):
        inside = [p for p in pieces if p.start < end and p.end > start]
        if not inside or inside[0].start < start or inside[-1].end > end:
            continue
        if any(p.unexplained for p in inside) and not _said(inside):
            things = tuple(lexicon.things[i] for i in ids)
            pieces = _put(pieces, inside, _mention(text, inside, things, "sound", BY_SOUND))
    return pieces


def _said(inside: Sequence[Piece]) -> bool:
    """Whether words of weight stand in a span: then it is no name that was misheard."""
    return any(p.signals and not p.weightless and not p.signals & _NAMING for p in inside)


# --- names of organisations, and longer names around a known one -------------------------------


def _each_run(pieces: list[Piece], look: Callable[[list[Piece]], Piece | None]) -> list[Piece]:
    for run in list(_runs(pieces)):
        found = look(run)
        if found is not None:
            covered = [p for p in run if p.start < found.end and p.end > found.start]
            pieces = _put(pieces, covered, found)
    return pieces


def _runs(pieces: list[Piece]) -> Iterator[list[Piece]]:
    """Neighbours without a gap that may be one name together, at least one unexplained."""
    run: list[Piece] = []
    for piece in pieces:
        may = piece.unexplained or piece.mention is not None or bool(piece.signals & _NAMING)
        if may and (not run or run[-1].end == piece.start):
            run.append(piece)
            continue
        yield from _worth(run)
        run = [piece] if may else []
    yield from _worth(run)


def _worth(run: list[Piece]) -> Iterator[list[Piece]]:
    if any(p.unexplained and p.end - p.start >= 1 for p in run) and len(run) > 1:
        yield run


def _organisation(lexicon: Lexicon, text: str, run: list[Piece]) -> Piece | None:
    """The organisation that a run with the tail of one names; a run that names none that is known
    becomes one unexplained piece, so that no part of it is taken for the whole."""
    last_known = max((i for i, p in enumerate(run) if p.unexplained), default=0)
    for upto in range(len(run), last_known, -1):
        part = run[:upto]
        said = plain(text[part[0].start : part[-1].end])
        label = _organisation_label(said)
        if label is not None:
            things, sure = registered(lexicon, said, label)
            if things:
                how = BY_REGISTER if sure else DOUBTFUL
                return _mention(text, part, things, "part", how)
            # A known organisation at the end of the run is what is meant, whatever is before it.
            held = part[-1].mention
            if held is not None and held.labels & set(_ORGANISATIONS) and held.how != "part":
                return None
            return _whole(text, part[0], part[-1])
    return None


def _organisation_label(said: str) -> str | None:
    """The type of organisation that a name has the tail of."""
    if _SCHOOL_TAIL.search(said):
        return "School"
    return "Enterprise" if _FIRM_TAIL.search(said) else None


def is_organisation(said: str) -> bool:
    """Whether a name has the tail of a school or firm."""
    return _organisation_label(said) is not None


def registered(lexicon: Lexicon, said: str, label: str) -> tuple[tuple[Named, ...], bool]:
    """Organisations that a name may mean, and whether it surely is the first."""
    answer = lexicon.resolver(label).resolve([said])[0]
    if answer["decision"] == "auto":
        return (lexicon.things[answer["id"]],), True
    fitting = [
        c["id"] for c in answer["candidates"] if _fits(c) and _placed(lexicon, said, c["id"])
    ]
    # Somebody's core must be what is said: 火星 is not 火星人.
    cored = label == "School" or _FIRM_TAIL.search(said)
    if not cored and not any(_value(c, "core") >= FITS for c in answer["candidates"] if _fits(c)):
        return (), False
    return tuple(lexicon.things[i] for i in fitting[:MOST]), False


def _placed(lexicon: Lexicon, said: str, entity_id: str) -> bool:
    """Whether the place that a name begins with is in the candidate's names, or it lies there."""
    thing = lexicon.things[entity_id]
    for size in range(min(len(said), 4), 1, -1):
        places = [t for t in lexicon.book.lookup(said[:size]) if t.label == "Region"]
        if places:
            within = {r for p in thing.within for r in lexicon.within(p)}
            named = any(said[:size] in plain(n) for n in (thing.name, *thing.others))
            return named or any(p.id in within for p in places)
    return True


def _fits(candidate: dict[str, Any]) -> bool:
    """Every character of the name was found in the candidate, and nothing speaks against it."""
    against = any(_value(candidate, k, 1.0) < 0.5 for k in ("region", "branch", "form", "trade"))
    return _value(candidate, "letters") >= FITS and not against


def _value(candidate: dict[str, Any], feature: str, unknown: float = 0.0) -> float:
    return next((w["value"] for w in candidate["why"] if w["feature"] == feature), unknown)


def _longer_name(lexicon: Lexicon, text: str, run: list[Piece]) -> Piece | None:
    """A longer name that a run means together: it begins with the run, or has a slip in it."""
    said = plain(text[run[0].start : run[-1].end])
    if begun := _beginning(lexicon, said):
        return _mention(text, run, begun, "part", BY_PART)
    known = {t.id for p in run if p.mention for t in p.mention.candidates}
    things = _misspelt(lexicon, said) if len(said) >= LEAST_SPELT else ()
    if things and not known & {t.id for t in things}:
        return _mention(text, run, things, "spelling", BY_SPELLING)
    return None


def _invented(text: str, pieces: list[Piece]) -> list[Piece]:
    """A known name right behind something unexplained, and a kind behind both (量子 + 烹饪 + 专业),
    is one name that is not known."""
    for i, piece in enumerate(pieces):
        rest = pieces[i + 1 :]
        known = next((p for p in rest[:1] if p.mention is not None and p.start == piece.end), None)
        if not piece.unexplained or len(piece.text) < LEAST_TOPIC or known is None:
            continue
        upto = next((j for j, p in enumerate(rest) if "k:major" in p.signals), None)
        inner = rest[:upto] if upto is not None else []
        if inner and all(a.end == b.start for a, b in zip(inner, rest[1:], strict=False)):
            return [*pieces[:i], _whole(text, piece, inner[-1]), *rest[len(inner) :]]
    return pieces


def _joined_topics(lexicon: Lexicon, text: str, pieces: list[Piece]) -> list[Piece]:
    """Neighbours that course names have as one: 工业机器人 + 编程."""
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        both = [p for p in (last, piece) if p and (p.mention or p.unexplained)]
        if last is not None and len(both) > 1 and last.end == piece.start:
            whole = text[last.start : piece.end]
            if lexicon.teaches(plain(whole)):
                topic = (topic_of(plain(whole)),)
                joined[-1] = _mention(text, [last, piece], topic, "topic", BY_TOPIC)
                continue
        joined.append(piece)
    return joined


# --- one unexplained piece ---------------------------------------------------------------------


def _guessed(lexicon: Lexicon, piece: Piece, *, alone: bool) -> Piece:
    if not piece.unexplained or piece.end - piece.start < LEAST_TOPIC or piece.is_code:
        return piece
    said = plain(piece.text)
    if label := _organisation_label(said):
        things, sure = registered(lexicon, said, label)
        certainty = BY_REGISTER if sure else DOUBTFUL
        named = Mention(piece.start, piece.end, piece.text, things, "part", certainty)
        return replace(piece, mention=named) if things else piece
    # In a sentence two characters that begin names of firms may as well be a place.
    labels = _PARTS if alone or len(said) > LEAST_TOPIC else _PARTS - set(_ORGANISATIONS)
    for found in (_latin(lexicon, said), _part(lexicon, said, labels), _spelt(lexicon, said)):
        if found is not None:
            things, how, certainty = found
            return replace(
                piece, mention=Mention(piece.start, piece.end, piece.text, things, how, certainty)
            )
    return piece


Guess = tuple[tuple[Named, ...], str, float]


def _latin(lexicon: Lexicon, said: str) -> Guess | None:
    ids = lexicon.by_letters.get(said, ()) if said.isascii() else ()
    return (tuple(lexicon.things[i] for i in ids), "sound", BY_LETTERS) if ids else None


def _beginning(lexicon: Lexicon, said: str) -> tuple[Named, ...]:
    names = sorted((n for n in lexicon.names if n.startswith(said)), key=lambda n: (len(n), n))
    ids = dict.fromkeys(i for n in names for i in lexicon.names[n])
    things = (lexicon.things[i] for i in ids)
    return tuple(t for t in things if t.label in _PARTS)[: 4 * MOST]


def _part(lexicon: Lexicon, said: str, labels: Set[str]) -> Guess | None:
    """Names that this is a part of (those that begin with it first), and the topic."""
    inside = [
        (not n.startswith(said), len(n), n)
        for n in lexicon.names
        if said in n and (n.startswith(said) or _telling(said, n))
    ]
    ids = dict.fromkeys(i for _, _, n in sorted(inside) for i in lexicon.names[n])
    things = [lexicon.things[i] for i in ids if lexicon.things[i].label in labels][: 4 * MOST]
    firms, sure = _organised(lexicon, said)
    topic = [topic_of(said)] if lexicon.teaches(said) else []
    if firms and not things:
        return (*firms, *topic), "part", BY_REGISTER if sure else DOUBTFUL
    if not things and not topic:
        return None
    found = (*things, *firms, *topic)
    return found, "part" if things else "topic", BY_PART if things else BY_TOPIC


def _telling(said: str, name: str) -> bool:
    """Whether a part from the middle of a name says enough of it."""
    return len(said) > 2 or len(said) / len(name) >= LEAST_SHARE


def _spelt(lexicon: Lexicon, said: str) -> Guess | None:
    things = _misspelt(lexicon, said) if len(said) >= LEAST_SPELT else ()
    return (things, "spelling", BY_SPELLING) if things else None


def _misspelt(lexicon: Lexicon, said: str) -> tuple[Named, ...]:
    from rapidfuzz import fuzz, process

    near = process.extract(
        said, list(lexicon.names), scorer=fuzz.ratio, score_cutoff=LEAST_ALIKE, limit=5
    )
    if not near:
        return ()
    best = near[0][1]
    ids = dict.fromkeys(i for name, score, _ in near if score >= best for i in lexicon.names[name])
    return tuple(lexicon.things[i] for i in ids)


def _organised(lexicon: Lexicon, said: str) -> tuple[tuple[Named, ...], bool]:
    """Schools and firms that a text may name by a part of their name."""
    found: tuple[Named, ...] = ()
    if not all(map(is_han, said)):
        return found, False
    for label in _ORGANISATIONS:
        things, sure = registered(lexicon, said, label)
        if sure:
            return things, True
        found += things
    return found, False


# --- putting pieces in ---------------------------------------------------------------------------


def _mention(
    text: str, inside: Sequence[Piece], things: tuple[Named, ...], how: str, certainty: float
) -> Piece:
    start, end = inside[0].start, inside[-1].end
    mention = Mention(start, end, text[start:end], things, how, certainty)
    return Piece(start, end, mention.text, mention=mention)


def _put(pieces: list[Piece], old: Sequence[Piece], new: Piece) -> list[Piece]:
    at = pieces.index(old[0])
    return [*pieces[:at], new, *pieces[at + len(old) :]]
