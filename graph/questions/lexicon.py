"""Everything that a question may name, ready to search: exact, by code, by sound, by part.

Built from plain rows (:meth:`Lexicon.of`) or read from a view once per data version
(:func:`read_lexicon`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from threading import Lock
from typing import Any, Final, LiteralString
from weakref import WeakKeyDictionary

from graph.cypher.reads import compile_read
from graph.cypher.text import literal
from graph.db import Database
from graph.ontology import REGISTRY
from graph.questions.folding import is_han, letters, plain, sound
from graph.questions.types import TOPIC, Named
from graph.resolve.gazetteer import Gazetteer, Hit, Term
from graph.resolve.linking import Resolver
from graph.resolve.names import firm_core
from graph.resolve.parts import Regions
from graph.resolve.register import Entry, Register
from graph.view import View

#: Types that a question may name. Courses stand under their shared name (Concept).
LABELS: Final = (
    *("School", "Enterprise", "Organisation", "Department", "Major", "MajorGroup", "Occupation"),
    *("Skill", "Certificate", "Concept", "Industry", "Cluster", "Segment", "Community", "Title"),
    *("Region", "Park", "Policy", "Project", "Indicator"),
)
_NAMES: Final = ("aliases", "former_names")
_CODES: Final = ("code", "short_code", "exam_code", "uscc", "listed_code", "number")
_BRACKETS = re.compile(r"[（(\[【][^）)\]】]*[）)\]】]")
_QUOTED = re.compile(r"[“\"「『]([^”\"」』]{2,})[”\"」』]")
_QUOTES = re.compile(r"[“”\"「」『』《》〈〉‘’]")
_ISSUED = re.compile(
    r"关于(?:印发|公布|开展|实施|深化|加快推进)?(.{4,}?)(?:的)?(?:通知|办法|意见|报告)?$"
)
_SCHEME_HEAD = re.compile(r"^(?:国家级|国家|全国|省级|省|市级|市|新)+")
_SCHEME_TAIL = re.compile(r"(?:计划|项目|名单)$")
_PLACE_TAIL = re.compile(r"(?:省|市|区|县|自治县)$")
#: Types whose names say what is taught.
TAUGHT: Final = frozenset({"Concept", "Certificate", "Skill"})
#: Shortest name that is found by its sound alone: shorter ones sound like too much else.
LEAST_SOUND = 3
LEAST_TOPIC = 2
LEAST_TICKER = 6
#: Shorter codes (26, 39) are numbers as often as codes.
LEAST_CODE = 3
_SYNONYM = re.compile(r"([\u4e00-\u9fff]{3,8})[（(]([A-Za-z]{2,})[)）]")


class Lexicon:
    """Names of the graph. Make it with :meth:`of`; it does not change afterwards."""

    def __init__(
        self, things: Mapping[str, Named], above: Mapping[str, str], home: str | None = None
    ) -> None:
        self.things: Final = things
        #: Region id → id of the region it is part of.
        self.above: Final = above
        self.home: Final = home
        self.book: Final = Gazetteer.of(
            Term(t.id, t.label, plain(t.name), tuple(surfaces(t)), t.used) for t in things.values()
        )

    @classmethod
    def of(
        cls,
        things: Iterable[Named],
        above: Mapping[str, str] | None = None,
        home: str | None = None,
    ) -> Lexicon:
        """A lexicon of these things; ``home`` is the id of the home region."""
        return cls({t.id: t for t in things}, above or {}, home)

    def find_all(self, folded: str) -> Iterator[Hit]:
        """Every name in a text that :func:`graph.questions.folding.plain` folded."""
        return self.book.find_all(folded)

    def named(self, hit: Hit) -> tuple[Named, ...]:
        """The things of a hit."""
        return tuple(self.things[t.id] for t in hit.terms)

    @cached_property
    def by_sound(self) -> Any:
        """Automaton over the sounds of Chinese names: a word of syllables → ids."""
        found: dict[str, set[str]] = defaultdict(set)
        for thing in self.things.values():
            if thing.label not in TAUGHT:
                for name in _all_names(thing):
                    if len(name) >= LEAST_SOUND and all(map(is_han, name)):
                        found[self.heard(name)].add(thing.id)
        import ahocorasick

        automaton = ahocorasick.Automaton(ahocorasick.STORE_ANY)
        for key, ids in found.items():
            automaton.add_word(key, (len(key), tuple(sorted(ids))))
        automaton.make_automaton()
        return automaton

    def heard(self, folded: str) -> str:
        """A text with one letter per syllable, so that homophones are equal."""
        return "".join(self._letter(sound(c)) for c in folded)

    @cached_property
    def _letters(self) -> dict[str, str]:
        return {}

    def _letter(self, syllable: str) -> str:
        return self._letters.setdefault(syllable, chr(0xE000 + len(self._letters)))

    @cached_property
    def by_letters(self) -> Mapping[str, tuple[str, ...]]:
        """Full pinyin in Latin letters → ids."""
        found: dict[str, set[str]] = defaultdict(set)
        for thing in self.things.values():
            if thing.label not in TAUGHT:
                for name in _all_names(thing):
                    if (key := letters(name)) and len(name) >= LEAST_TOPIC:
                        found[key].add(thing.id)
        return {k: tuple(sorted(v)) for k, v in found.items()}

    @cached_property
    def names(self) -> Mapping[str, tuple[str, ...]]:
        """Folded name → ids, of all but course names."""
        found: dict[str, set[str]] = defaultdict(set)
        for thing in self.things.values():
            if thing.label not in TAUGHT:
                for name in _all_names(thing):
                    found[name].add(thing.id)
        return {k: tuple(sorted(v)) for k, v in found.items()}

    def majors_from(self, start: str) -> tuple[Named, ...]:
        """Majors of a catalogue whose name begins with this."""
        return tuple(t for t in self._majors if plain(t.name).startswith(start))

    def firms_with(self, part: str) -> tuple[Named, ...]:
        """Firms with this in their name."""
        return tuple(t for t in self._firms if part in plain(t.name))

    @cached_property
    def _firms(self) -> list[Named]:
        return [t for t in self.things.values() if t.label == "Enterprise"]

    @cached_property
    def _majors(self) -> list[Named]:
        return [t for t in self.things.values() if t.label == "Major" and not t.named_only]

    @cached_property
    def taught(self) -> str:
        """All names of courses, certificates and skills, one a line."""
        names = (n for t in self.things.values() if t.label in TAUGHT for n in _all_names(t))
        return "\n".join(sorted(set(names)))

    @cached_property
    def _synonyms(self) -> Mapping[str, str]:
        names = (t.name for t in self.things.values() if t.label in TAUGHT)
        pairs = (found for name in names for found in _SYNONYM.findall(name))
        return {plain(long): plain(short) for long, short in pairs}

    def topic_words(self, said: str) -> tuple[str, ...]:
        """A topic and what course names give as the same: 可编程控制器（PLC）."""
        said = plain(said)
        same = [s for pair in self._synonyms.items() if said in pair for s in pair]
        return tuple(dict.fromkeys((said, *same)))

    def courses_with(self, said: str) -> tuple[Named, ...]:
        """Courses, certificates and skills with this in their name, the most used first."""
        words = self.topic_words(said)
        found = [
            t
            for t in self.things.values()
            if t.label in TAUGHT and any(w in plain(t.name) for w in words)
        ]
        return tuple(sorted(found, key=lambda t: (-t.used, t.name)))

    def beside(self, said: str) -> tuple[Named, ...]:
        """Things whose name begins or ends with this, the shortest first: what else a bare name
        may mean."""
        ids = dict.fromkeys(
            i
            for n in sorted(self.names, key=lambda n: (len(n), n))
            if n.startswith(said) or n.endswith(said)
            for i in self.names[n]
        )
        return tuple(self.things[i] for i in ids)

    def teaches(self, said: str) -> bool:
        """Whether the name of a course, certificate or skill has this text in it."""
        return len(said) >= LEAST_TOPIC and said in self.taught

    def resolver(self, label: str) -> Resolver:
        """The resolver of organisation names (School or Enterprise); made once."""
        if label not in self._resolvers:
            regions = Regions.of(
                (t.code or t.id, [t.name, *t.others])
                for t in self.things.values()
                if t.label == "Region"
            )
            entries = [_entry(t) for t in self.things.values() if t.label == label]
            self._resolvers[label] = Resolver(Register(entries, regions, label.lower()))
        return self._resolvers[label]

    @cached_property
    def _resolvers(self) -> dict[str, Resolver]:
        return {}

    def within(self, region: str | None) -> tuple[str, ...]:
        """A region and those above it."""
        found: list[str] = []
        while region is not None and region not in found:
            found.append(region)
            region = self.above.get(region)
        return tuple(found)


def topic_of(said: str) -> Named:
    """A topic: what names of courses say, without a node of its own."""
    return Named(f"topic:{said}", TOPIC, said)


def _entry(thing: Named) -> Entry:
    places = tuple(p.partition(":")[2] for p in thing.within[:1])
    return Entry(
        thing.id, thing.name, thing.others, (thing.id, *thing.codes), places, thing.named_only
    )


def surfaces(thing: Named) -> list[str]:
    """Further ways to write a name, folded: other names, codes, and forms that follow from it
    (without quotes, brackets, legal form, kind of region …)."""
    codes = [c for c in thing.codes if len(c) >= LEAST_CODE]
    names = [thing.name, *thing.others, *codes]
    names += [v for code in codes for v in _code_variants(code)]
    for name in (thing.name, *thing.others):
        names += _variants(thing.label, name)
    return list(dict.fromkeys(plain(n) for n in names if len(n.strip()) > 1))


def _variants(label: str, name: str) -> Iterator[str]:
    bare = _QUOTES.sub("", name)
    yield bare
    short = _BRACKETS.sub("", bare).strip()
    yield short
    yield from _QUOTED.findall(name)
    if label == "Enterprise":
        yield firm_core(name)
    elif label == "Region":
        yield _PLACE_TAIL.sub("", name) if len(name) > 2 else name
    elif label == "Title":
        yield _SCHEME_TAIL.sub("", short)
        yield _SCHEME_TAIL.sub("", _SCHEME_HEAD.sub("", short))
    elif label == "Project":
        yield short.removesuffix("工程")
    elif label == "Policy" and (found := _ISSUED.search(bare)):
        yield found[1]
    elif label == "MajorGroup":
        yield short.removesuffix("专业群")


def _code_variants(code: str) -> Iterator[str]:
    """A ticker without its exchange; a document number with other brackets or none."""
    if "." in code and code.partition(".")[0].isdigit() and len(code) > LEAST_TICKER:
        yield code.partition(".")[0]
    for marks in ("[]", "()", "【】", ("", "")):
        yield code.replace("〔", marks[0]).replace("〕", marks[1])


def _all_names(thing: Named) -> list[str]:
    return [n for n in surfaces(thing) if n not in map(plain, thing.codes)]


# --- from the graph --------------------------------------------------------------------------


def _read_of(label: str) -> LiteralString:
    fields = REGISTRY.entities[label].fields
    lists = " + ".join([f"coalesce(n.{f}, [])" for f in _NAMES if f in fields] or ["[]"])
    short = "[n.short_name]" if "short_name" in fields else "[]"
    codes = ", ".join(f"n.{f}" for f in _CODES if f in fields)
    plain_fields = ", ".join(
        f"n.{f} AS {f}" if f in fields else f"null AS {f}"
        for f in ("level", "state", "tier", "named_only")
    )
    return compile_read(
        literal(
            f"MATCH (n:{label}) WHERE visible(n) "
            "OPTIONAL MATCH (n)-[l:LOCATED_IN]->(g:Region) WHERE visible(l, g) "
            "WITH n, collect(DISTINCT g.id) AS places "
            f"RETURN n.id AS id, n.name AS name, {short} + {lists} AS others, [{codes}] AS codes, "
            f"{plain_fields}, places, COUNT {{ (n)--() }} AS used"
        )
    )


_READS: Final = {label: _read_of(label) for label in LABELS}
_ABOVE = compile_read(
    "MATCH (g:Region)-[r:PART_OF]->(u:Region) WHERE visible(g, r, u) "
    "RETURN g.id AS id, u.id AS above"
)
_CACHE: WeakKeyDictionary[Database, dict[Any, Lexicon]] = WeakKeyDictionary()
_CACHE_SIZE = 4
_LOCK = Lock()


def read_lexicon(view: View) -> Lexicon:
    """The lexicon of a view; read on first use, then kept while its version is current."""
    with _LOCK:
        kept = _CACHE.setdefault(view.db, {})
        if view.key not in kept:
            while len(kept) >= _CACHE_SIZE:
                kept.pop(next(iter(kept)))
            kept[view.key] = _read(view)
        return kept[view.key]


def _read(view: View) -> Lexicon:
    above = {row["id"]: row["above"] for row in view.read(_ABOVE)}
    home = f"region:{view.home_region}" if view.home_region else None
    things = [
        thing_of(label, row, home)
        for label, query in _READS.items()
        for row in view.as_it_was(view.read(query), "name", "level", "state", "tier")
    ]
    return Lexicon.of(things, above, home)


def thing_of(label: str, row: Mapping[str, Any], home: str | None) -> Named:
    """One thing from a row of a read."""
    return Named(
        row["id"],
        label,
        row["name"],
        tuple(dict.fromkeys(n for n in row["others"] if n and n != row["name"])),
        tuple(dict.fromkeys(str(c) for c in row["codes"] if c)),
        row["level"],
        row["state"],
        row["tier"],
        bool(row["named_only"]),
        home is not None and home in row["places"],
        tuple(row["places"]),
        float(row["used"]),
    )
