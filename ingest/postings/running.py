"""Files of postings through the reader, in batches, in one process or several."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Final

import orjson

from graph.resolve.gazetteer import Term
from graph.resolve.occupations import Labelled, cached_model
from graph.resolve.skills import SkillLinker
from graph.settings import Settings
from ingest.nlp.dictionary import bundled_terms
from ingest.postings.columns import Posting, posting_of
from ingest.postings.facts import Fact, Reader, regions_of
from ingest.readers import BadRow, UnreadableFile, read_rows, tables
from ingest.rows import Row
from ingest.source import SOURCES_DIR

BATCH: Final = 500
#: Batches that wait for a process: more would only fill memory.
WAITING: Final = 3
Batch = list[Posting]


def occupations(root: Path = SOURCES_DIR) -> list[Labelled]:
    """The bundled classification of occupations."""
    return [
        Labelled(r["code"], r["name"], tuple(filter(None, r["aliases"].split("|"))))
        for r in _rows(root / "cn-occupations-2022" / "occupations.csv")
    ]


def vocabulary(root: Path = SOURCES_DIR) -> list[Term]:
    """Bundled skills, certificates and majors."""
    return [*_skills(root), *_certificates(root), *_majors(root)]


def _skills(root: Path) -> Iterator[Term]:
    from graph.ontology.entities import Skill

    for row in _rows(root / "skills-of-courses" / "skills.csv"):
        aliases = tuple(filter(None, row["aliases"].split("|")))
        yield Term(Skill.id_for(name=row["name"]), "Skill", row["name"], aliases)


def _certificates(root: Path) -> Iterator[Term]:
    from graph.ontology.entities import Certificate

    folder, seen = root / "moe-major-profiles-2022", dict[str, Term]()
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_bytes().splitlines():
            for item in orjson.loads(line).get("certificates") or []:
                key = Certificate(name=item["name"], system=item["system"]).id
                seen.setdefault(key, Term(key, "Certificate", _called(item)))
    yield from seen.values()


def _called(item: dict[str, str]) -> str:
    """Skill certificates are published without the word, as 智能制造生产管理与控制: in a text such
    a name is only one together with it."""
    name = item["name"]
    return name if name.endswith(("证", "证书")) else f"{name}证书"


def _majors(root: Path) -> Iterator[Term]:
    from graph.ontology.entities import Major

    seen: dict[str, Term] = {}
    for row in _rows(root / "moe-majors-2021" / "majors.csv"):
        key = Major.id_for(catalogue="moe", code=row["code"])
        seen.setdefault(row["name"], Term(key, "Major", row["name"]))
    yield from seen.values()


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def read_vocabulary(path: Path) -> list[Term]:
    """A vocabulary of JSONL rows ``{"id", "name", "type"?, "aliases"?}``.

    Raises:
        UnreadableFile: it cannot be read, or a row has no id or name.
    """
    terms = []
    for row in _good(path):
        cells = row.cells()
        if not cells.get("id") or not cells.get("name"):
            raise UnreadableFile(f"{row.locator}: a vocabulary needs id and name.", file=path.name)
        aliases = cells.get("aliases") or []
        listed = aliases.split("|") if isinstance(aliases, str) else aliases
        label = str(cells.get("type") or "SKILL")
        terms.append(Term(str(cells["id"]), label, str(cells["name"]), tuple(map(str, listed))))
    return terms


def _good(path: Path) -> Iterator[Row]:
    for row in read_rows(path):
        if isinstance(row, BadRow):
            raise UnreadableFile(f"{row.locator}: {row.message}", code=row.code, hint=row.hint)
        yield row


def reader_of(settings: Settings) -> Reader:
    """A reader with the bundled dictionaries. The model of titles is fitted at first use."""
    titles = cached_model(settings.data_dir, occupations())
    return Reader(titles, SkillLinker(vocabulary()), regions_of(bundled_terms()))


def postings_of(where: str) -> Iterator[Posting | BadRow]:
    """Postings of a file; a text file is one posting, its first line the title.

    Raises:
        UnreadableFile: see :mod:`ingest.readers`.
    """
    path = Path(where)
    if path.suffix.lower() == ".txt":
        from ingest.nlp.files import text_of

        yield posting_of({"text": text_of(where)}, path.name)
        return
    for table in tables(where, text=True):
        for row in table.rows:
            yield row if isinstance(row, BadRow) else posting_of(row.cells(), row.locator)


def batches(postings: Iterable[Posting]) -> Iterator[Batch]:
    """Lists of :data:`BATCH` postings."""
    rest = iter(postings)
    while batch := list(islice(rest, BATCH)):
        yield batch


def read_all(
    postings: Iterable[Posting],
    settings: Settings,
    *,
    processes: int = 1,
    progress: Callable[[int], None] = lambda _: None,
) -> Iterator[list[Fact]]:
    """Facts of postings, batch by batch, in order."""
    if processes == 1:
        reader = reader_of(settings)
        for batch in batches(postings):
            yield reader.read(batch)
            progress(len(batch))
        return
    reader_of(settings)  # fitted once, not by every process
    with ProcessPoolExecutor(processes, initializer=_ready, initargs=(settings,)) as pool:
        waiting: deque[Future[list[Fact]]] = deque()
        for batch in batches(postings):
            waiting.append(pool.submit(_read, settings, batch))
            if len(waiting) > WAITING * processes:
                facts = waiting.popleft().result()
                yield facts
                progress(len(facts))
        for future in waiting:
            yield future.result()
            progress(len(future.result()))


@cache
def process_reader(data_dir: Path) -> Reader:
    """The reader of this process, made at first use."""
    return reader_of(Settings(data_dir=data_dir))


def _ready(settings: Settings) -> None:
    process_reader(settings.data_dir)


def _read(settings: Settings, batch: Batch) -> list[Fact]:
    return process_reader(settings.data_dir).read(batch)
