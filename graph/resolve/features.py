"""Features of a mention and a name. The docstring of each is what users read about it.

The scheme is that of :mod:`graph.match.types`: a value in [0, 1], or None where there is nothing
to compare; contributions (value × weight, weights of the known features scaled to one) add up to
the score.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from inspect import cleandoc

from graph.match.types import Result
from graph.resolve.parts import Parts, related
from graph.resolve.register import Register
from graph.resolve.sounds import alike, same_sound

#: A character that neither follows the one before it nor begins a word counts this much.
LOOSE = 0.6
#: Weight of the characters of a form in the alignment.
LIGHT = 0.02
#: A core has at least so many characters.
LEAST = 2
#: What characters are worth that are all there, in another order.
ANY_ORDER = 0.9
#: Two characters that begin words, against two neighbours.
INITIALS = 0.8
#: How much the characters of a core count from its third on.
LATER = 0.6
#: What a core is worth that only begins with the mention's, by the characters left over.
EVEN, ODD = 0.85, 0.72
#: What a character is worth that is only read like one of the name, and a core of such.
SOUNDS, HOMOPHONE = 0.7, 0.90
#: What a core is worth whose characters begin the words of the name's, one each.
BEGUN = 0.88
#: Share of the name's core that makes it whole.
WHOLE = 0.90


@dataclass(frozen=True, slots=True)
class Pair:
    """A mention and one name of an entry. ``matched`` gives for each character of the mention the
    place in the name that it is found at, in order, or -1; ``letters`` is the matched weight."""

    register: Register
    mention: Parts
    name: Parts
    matched: tuple[int, ...]
    letters: float
    has_key: bool = False
    places: tuple[str, ...] = ()
    #: Characters of the mention's region that the name lacks and the register confirms.
    known: int = 0

    @classmethod
    def of(
        cls, register: Register, mention: Parts, name: Parts, places: tuple[str, ...], key: bool
    ) -> Pair:
        """A pair with its alignment."""
        told = name.regions == () and any(related(a, b) for a in mention.regions for b in places)
        known = mention.core_at if told else 0
        matched, letters = align(register, mention, name, known)
        return cls(register, mention, name, matched, letters, key, places, known)

    @property
    def missing(self) -> str:
        """Characters of the mention that are not found in the name."""
        found = zip(self.mention.text, self.matched, strict=True)
        return "".join(c for i, (c, at) in enumerate(found) if at < 0 and i >= self.known)


def align(
    register: Register, mention: Parts, name: Parts, known: int = 0
) -> tuple[tuple[int, ...], float]:
    """The best match in order of the mention's characters in the name, and its share of weight.
    A character counts fully where it follows the one before it or begins a word. The form is
    aligned but hardly counted: it has a feature of its own; the first ``known`` are not."""
    text = mention.text
    counted = len(text) - len(mention.form)
    weights = [register.weight(c) * (1.0 if i < counted else LIGHT) for i, c in enumerate(text)]
    weights[:known] = [0.0] * known
    # Last matched place → (weight so far, places). Few places, since names are short.
    best: dict[int, tuple[float, tuple[int, ...]]] = {-1: (0.0, ())}
    for character, weight in zip(text, weights, strict=True):
        grown = {end: (value, (*path, -1)) for end, (value, path) in best.items()}
        at = name.text.find(character)
        while at >= 0:
            for end, (value, path) in best.items():
                if end < at:
                    firm = at in name.starts or (end == at - 1 and end >= 0)
                    gained = value + weight * (1.0 if firm else LOOSE)
                    if at not in grown or gained > grown[at][0]:
                        grown[at] = (gained, (*path, at))
            at = name.text.find(character, at + 1)
        if character not in name.text:
            _hear(name.text, character, weight, (best, grown))
        best = grown
    value, path = max(best.values(), key=lambda found: found[0])
    return path, value / sum(weights) if any(weights) else 0.0


_Ends = dict[int, tuple[float, tuple[int, ...]]]


def _hear(text: str, character: str, weight: float, ends: tuple[_Ends, _Ends]) -> None:
    """Take a character that the name lacks for one that is read alike: it counts for less, and
    stays missing, so that nothing is linked by its sound without a person."""
    best, grown = ends
    for at, other in enumerate(text):
        if not alike(character, other):
            continue
        for end, (value, path) in best.items():
            gained = value + weight * SOUNDS
            if end < at and (at not in grown or gained > grown[at][0]):
                grown[at] = (gained, (*path, -1))


def key(pair: Pair) -> Result:
    """名称或代码相同：与登记名称、简称、曾用名、信用代码或证券代码完全一致。

    The mention equals a name or code of the register, but for brackets, blanks and width.
    """
    return Result(1.0, "名称或代码完全一致") if pair.has_key else Result(None)


def letters(pair: Pair) -> Result:
    """字序：提及的字在全称中按原有次序出现的比重，越少见的字越重。

    The share of the mention's characters that are found in the name in the same order, weighted
    by how rare each is in the register; half for one that neither follows its neighbour nor
    begins a word.
    """
    missing = pair.missing
    if missing and (loose := ANY_ORDER * _shared(pair)) > pair.letters:
        return Result(loose, "次序不同")
    return Result(pair.letters, f"缺“{missing}”" if missing else "各字依次出现")


def _shared(pair: Pair) -> float:
    """Share of the mention's weight that is anywhere in the name, forms left out."""
    text, other = stem(pair.mention), stem(pair.name)
    weights = {c: pair.register.weight(c) for c in text}
    total = sum(weights[c] for c in text)
    return sum(weights[c] for c in text if c in other) / total if total else 0.0


def stem(parts: Parts) -> str:
    """A name without its form."""
    return parts.text[: len(parts.text) - len(parts.form)]


def core(pair: Pair) -> Result:
    """字号：去掉地区、行业、组织形式之后的字号是否相同。

    The part left without region, trade and form: 1 if equal, else the shared part of both. The
    first two characters of a name's core count most.
    """
    mine, theirs = pair.mention.core, pair.name.core
    if mine == theirs:
        return Result(1.0, f"字号“{mine}”相同")
    if same_sound(mine, theirs):
        return Result(HOMOPHONE, f"字号“{mine}”与“{theirs}”同音")
    if _begins(pair):
        return Result(BEGUN, f"字号“{mine}”取“{theirs}”各词首字")
    if pair.name.trades[:1] == (mine,) and theirs.endswith(mine):
        value = 0.9  # a name of known words only, without its region
    elif theirs.startswith(mine):
        # Words have two characters: what is left over after them is rather a trade than a core.
        value = EVEN if (len(theirs) - len(mine)) % 2 == 0 else ODD
    elif mine.endswith(theirs) and len(theirs) >= 2 and len(mine) - len(theirs) == 2:
        value = ODD  # a word before a core that is known
    else:
        value = 0.95 * (_held(pair) * covered(pair)) ** 0.5
    return Result(value, f"字号“{mine}”与“{theirs}”相合 {value:.0%}")


def _begins(pair: Pair) -> bool:
    """Whether the core of the mention is the first characters of the words of the name's core."""
    begin, size = pair.mention.core_at, len(pair.mention.core)
    places = pair.matched[begin : begin + size]
    at, end = pair.name.core_at, pair.name.core_at + len(pair.name.core)
    words = [s for s in sorted(pair.name.starts) if at <= s < end]
    return size >= LEAST and list(places) == words


def whole(pair: Pair) -> bool:
    """Whether the mention has the name's core, all but words that look like trade words."""
    mine, theirs = pair.mention.core, pair.name.core
    said = mine + "".join(pair.mention.trades)
    left = len(theirs) - len(said)
    begun = theirs.startswith(said) and (len(said) > 3 or (len(said) == 3 and left % 2 == 0))
    return mine == theirs or begun or covered(pair) >= WHOLE


def covered(pair: Pair) -> float:
    """Share of the weight of the name's core that the mention has."""
    begin = pair.name.core_at
    places = set(pair.matched)
    total = found = 0.0
    for i, character in enumerate(pair.name.core):
        weight = pair.register.weight(character) * (1.0 if i < 2 else LATER)
        total += weight
        found += weight * (begin + i in places)
    return found / total if total else 0.0


def _held(pair: Pair) -> float:
    """Share of the weight of the mention's core that is found in the name before its form."""
    begin, end = pair.mention.core_at, pair.mention.core_at + len(pair.mention.core)
    form = len(pair.name.text) - len(pair.name.form)
    total = found = 0.0
    for i in range(begin, end):
        weight = pair.register.weight(pair.mention.text[i])
        total += weight
        found += weight * (0 <= pair.matched[i] < form)
    return found / total if total else 0.0


def rarity(pair: Pair) -> Result:
    """少见程度：两者相连的共同字在名录中有多少见。

    How rare the rarest pair of neighbours is that both have: 1 if no other name has it. Common
    words prove little. Two characters that begin words of the name count a little less.
    """
    text, best, shown = pair.mention.text, 0.0, ""
    for i in range(len(text) - 1):
        here, after = pair.matched[i], pair.matched[i + 1]
        if here < 0 or after < 0:
            continue
        run, weight = text[i : i + 2], 0.0
        if after == here + 1:
            weight = pair.register.weight(run)
        elif {here, after} <= pair.name.starts:
            weight = INITIALS * pair.register.weight(f"^{run}")
        if weight > best:
            best, shown = weight, run
    return Result(best, f"共有“{shown}”" if shown else "没有相连的共同字")


def rest(pair: Pair) -> Result:
    """余字：全称中除地区与组织形式外，提及没有说到的字有多少。

    The share of the name, without region and form, that the mention accounts for. Trade words are
    often left out, so this counts little.
    """
    end = len(pair.name.text) - len(pair.name.form)
    places = set(pair.matched)
    total = found = 0.0
    for at in range(pair.name.core_at, end):
        weight = pair.register.weight(pair.name.text[at])
        total += weight
        found += weight * (at in places)
    value = found / total if total else 0.0
    return Result(value, f"说到了其余部分的 {value:.0%}")


def region(pair: Pair) -> Result:
    """地区：提及写明的地区与名称中的或登记的地区是否一致。

    1 where the region that the mention writes contains or lies in the one of the name, or of the
    register; 0 where it does not. Unknown where either has none.
    """
    theirs = pair.name.regions or pair.places
    if not pair.mention.regions or not theirs:
        return Result(None)
    agree = any(related(a, b) for a in pair.mention.regions for b in theirs)
    return Result(float(agree), "地区一致" if agree else "地区不同")


def form(pair: Pair) -> Result:
    """组织形式：提及所写的股份、集团、控股、学院、大学等，名称中是否也有。

    The share of the kinds of form in the mention (股份, 集团 …) that the name has, too.
    """
    if not pair.mention.forms or not pair.name.form:
        return Result(None)
    shared = [f for f in pair.mention.forms if f in pair.name.forms or f in pair.name.text]
    value = len(shared) / len(pair.mention.forms)
    return Result(value, "组织形式一致" if value == 1 else "组织形式不同")


def trade(pair: Pair) -> Result:
    """行业用词：提及中的行业词，名称中是否也有，或以其中的字简称。

    1 if each trade word of the mention stands in the name; less where only its characters do
    (数科 for 数码科技) or where it is missing, the rarer the word the more.
    """
    words = pair.mention.trades
    if not words:
        return Result(None)
    total, at = 1.0, len(pair.mention.text) - len(pair.mention.form) - sum(map(len, words))
    for word in words:
        found = sum(pair.matched[i] >= 0 for i in range(at, at + len(word)))
        if word not in pair.name.text:
            # 科技 for 技术 says little: a word is missed as far as it is rare.
            total -= pair.register.weight(word[:2]) * (1 - 0.9 * found / len(word)) / len(words)
        at += len(word)
    value = max(0.0, total)
    return Result(value, f"行业词“{''.join(words)}”相合 {value:.0%}")


def standing(pair: Pair) -> Result:
    """常用简称：股份有限公司与集团比一般公司更常以简称相称；仅在其他相同时起作用。

    Joint-stock companies and groups are called by short names more often than others. Counts so
    little that it only settles the order of equals, and links nothing.
    """
    if not pair.name.forms:
        return Result(0.0, "一般公司")
    return Result(1.0 if "股份" in pair.name.forms else 0.6, "、".join(pair.name.forms))


def branch(pair: Pair) -> Result:
    """分支机构：一个是分公司、支行等，另一个是总部，则不同。

    0 where one is a branch and the other the head office, or both are different branches.
    """
    mine, theirs = pair.mention.branch, pair.name.branch
    if not mine and not theirs:
        return Result(None)
    return Result(float(mine == theirs), "分支相同" if mine == theirs else "一为分支机构")


FeatureFunction = Callable[[Pair], Result]


@dataclass(frozen=True)
class NameFeature:
    """A named feature of a mention and a name."""

    name: str
    zh: str
    function: FeatureFunction

    @property
    def explanation(self) -> str:
        """The function's docstring: the public explanation of the feature."""
        return cleandoc(self.function.__doc__ or "")


FEATURES = (
    NameFeature("key", "名称或代码相同", key),
    NameFeature("core", "字号", core),
    NameFeature("letters", "字序", letters),
    NameFeature("rarity", "少见程度", rarity),
    NameFeature("rest", "余字", rest),
    NameFeature("region", "地区", region),
    NameFeature("form", "组织形式", form),
    NameFeature("trade", "行业用词", trade),
    NameFeature("standing", "常用简称", standing),
    NameFeature("branch", "分支机构", branch),
)
#: Tuned on short names of listed firms among look-alikes (docs/decisions/0010-resolve.md).
WEIGHTS: Mapping[str, float] = {
    "key": 4.0,
    "core": 0.30,
    "letters": 0.34,
    "rarity": 0.10,
    "rest": 0.04,
    "region": 0.08,
    "form": 0.10,
    "trade": 0.10,
    "standing": 0.04,
    "branch": 0.30,
}


def contributions(pair: Pair) -> list[tuple[NameFeature, Result, float]]:
    """Each known feature with its result and its points; the points add up to the score."""
    results = [(f, f.function(pair)) for f in FEATURES]
    known = [(f, r) for f, r in results if r.value is not None]
    scale = sum(WEIGHTS[f.name] for f, _ in known)
    return [(f, r, (r.value or 0.0) * WEIGHTS[f.name] / scale) for f, r in known]
