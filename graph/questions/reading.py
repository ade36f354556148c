"""``read_question``: what a text asks, of which entities, how surely."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from graph.questions.choosing import Fit, ranked
from graph.questions.filling import entities, filters, level_of
from graph.questions.folding import plain
from graph.questions.guess import complete, is_organisation
from graph.questions.lexicon import Lexicon, read_lexicon
from graph.questions.saying import said_back, suggestions
from graph.questions.scan import Piece, content, scan, unexplained
from graph.questions.targets import Asked, asked
from graph.questions.types import CONFIDENT, LEAST, Entity, Reading, Unknown
from graph.view import View

LONGEST = 300
#: How much unexplained characters weigh: 1 would be in proportion.
UNEXPLAINED_POWER = 1.5
MOST_ALTERNATIVES = 3
_OUT: Final = "o:"
_NOT_HELD: Final = {
    "o:person": "图谱不收录个人信息",
    "o:contact": "图谱不收录联系方式",
    "o:money": "图谱里没有薪酬、学费、产值这类金额数据",
    "o:life": "这不是产教融合方面的问题",
    "o:rank": "图谱不做排名和评价",
    "o:rate": "图谱里没有这项比率的数据",
    "o:write": "这里只回答图谱里的事实，不写作、不计算",
    "o:future": "图谱不做预测",
}
_FIRM = re.compile(r"(公司|集团|股份|厂|科技|银行)")
_SCHOOL = re.compile(r"(大学|学院|学校|职校|职高|中专|技校|工校|职教|中职)")
_MAJOR = re.compile(r"(专业|技术|工程|管理)$")
_AXES: Final = {
    "k:place": "地区",
    "k:major": "专业",
    "k:school": "院校",
    "k:firm": "企业",
    "k:cluster": "产业集群",
    "k:platform": "平台",
    "k:title": "称号",
}


def read_question(view: View, text: str) -> Reading:
    """What a question asks.

    Args:
        view: whose names are looked up; what the caller may not see is in no candidate.
        text: the question; only the first :data:`LONGEST` characters are read.

    Returns: a reading; ``pattern`` is None where it cannot be answered, with what was not
    understood and what could be asked instead.
    """
    return read_text(read_lexicon(view), text)


def read_text(lexicon: Lexicon, text: str) -> Reading:
    """As :func:`read_question`, on names that are at hand."""
    text = text.strip()[:LONGEST]
    pieces = complete(lexicon, text, scan(lexicon, text))
    what = asked(pieces)
    words = [p.signals for p in pieces if p.signals and not p.weightless]
    outside = [p for p in pieces if any(s.startswith(_OUT) for s in p.signals)]
    if outside:
        return _outside(text, what, outside)
    fits = [f for f in ranked(what, words) if f.score > 0]
    if not fits:
        return _nothing(text, what, pieces)
    return _read(lexicon, text, pieces, what, fits)


def _read(
    lexicon: Lexicon, text: str, pieces: Sequence[Piece], what: Asked, fits: Sequence[Fit]
) -> Reading:
    fit = fits[0]
    found = entities(lexicon, fit, level_of(pieces))
    slots = {**filters(lexicon, fit, pieces), **_axes(fit, pieces)}
    if fit.reading.name == "what_if":
        slots["act"] = "open" if "r:open" in what.signals else "close"
    confidence = _confidence(fit, found, pieces, fits)
    unknown = _unknown(fit, pieces)
    status = _status(fit, found, confidence, unknown)
    answerable = status in ("understood", "ask")
    back = said_back(lexicon, fit.reading, found, slots, what.signals)
    return Reading(
        text=text,
        status=status,
        pattern=fit.reading.name if answerable else None,
        entities=found,
        slots=slots,
        confidence=round(confidence, 3),
        said_back=back,
        alternatives=_alternatives(lexicon, fits[1:], pieces, what),
        what_was_not_understood=unknown,
        suggestions=() if status == "understood" else suggestions(what.mentions),
        leaning=None if answerable else fit.reading.name,
    )


def _confidence(
    fit: Fit, found: Sequence[Entity], pieces: Sequence[Piece], fits: Sequence[Fit]
) -> float:
    """Intent × entity certainty × share of the text that is explained; a close second reading
    takes some of it."""
    said = content(pieces)
    explained: float = 1.0 - unexplained(pieces) / said if said else 0.0
    certainty = min((e.certainty for e in found), default=1.0)
    margin = fit.score - fits[1].score if len(fits) > 1 else 1.0
    close = 1.0 if margin >= 0.04 else 0.93
    return float(fit.score * certainty * explained**UNEXPLAINED_POWER * close)


def _status(
    fit: Fit, found: Sequence[Entity], confidence: float, unknown: Sequence[Unknown]
) -> str:
    if any(u.add_with for u in unknown):
        return "not_in_graph"
    if fit.open_slots and not fit.filled and fit.region is None:
        return "not_understood"
    if fit.open_slots or confidence < LEAST:
        missing = fit.open_slots and not unknown and confidence >= LEAST
        return "ask" if missing else "not_understood"
    strange = any(u.why == "not_in_graph" for u in unknown)
    if strange or any(e.id is None and e.candidates for e in found) or confidence < CONFIDENT:
        return "ask"
    return "understood"


def _unknown(fit: Fit, pieces: Sequence[Piece]) -> tuple[Unknown, ...]:
    """Parts that nothing explains; where a slot is open they are names that are not loaded."""
    used = [*fit.filled.values(), *([fit.region] if fit.region else [])]
    spare = [p for p in pieces if p.mention and p.mention.how not in ("exact", "code")]
    spare = [p for p in spare if not any(m.start == p.start for m in used)]
    parts = [p for p in pieces if p.unexplained or p in spare]
    if not fit.open_slots:
        return tuple(
            Unknown(p.text, "not_in_graph", template_of(p.text))
            if is_organisation(plain(p.text)) or p.is_code
            else Unknown(p.text, "not_in_graph" if p in spare else "not_understood")
            for p in parts
        )
    long = [p for p in parts if len(p.text) > 1]
    return tuple(
        Unknown(p.text, "not_in_graph", template_of(p.text, fit)) if p in long
        else Unknown(p.text, "not_understood")
        for p in parts
    )  # fmt: skip


def template_of(text: str, fit: Fit | None = None) -> str:
    """The command that makes a form for a name that is not loaded, by what it looks like."""
    said = plain(text)
    kind = (
        "schools" if _SCHOOL.search(said)
        else "enterprises" if _FIRM.search(said)
        else fit.reading.template if fit is not None and fit.reading.template
        else "majors" if _MAJOR.search(said)
        else "enterprises"
    )  # fmt: skip
    return f"chanjiao ingest template {kind}"


def _axes(fit: Fit, pieces: Sequence[Piece]) -> dict[str, Any]:
    """Rows and measure of a statistic, in the order in which the text names them."""
    if fit.reading.name != "statistics":
        return {}
    kinds = [_AXES[s] for p in pieces for s in sorted(p.signals) if s in _AXES]
    kinds = list(dict.fromkeys(kinds))
    enrol = any("r:enrol" in p.signals for p in pieces)
    measure = "招生计划数" if enrol else f"{kinds[-1] if kinds else '对象'}数"
    rows = kinds if enrol else kinds[:-1]
    return {"rows": tuple(rows or ("全部",)), "measure": measure}


def _alternatives(
    lexicon: Lexicon, fits: Sequence[Fit], pieces: Sequence[Piece], what: Asked
) -> tuple[dict[str, Any], ...]:
    shown = [f for f in fits if f.score >= LEAST and not f.open_slots][:MOST_ALTERNATIVES]
    level = level_of(pieces)
    return tuple(
        {
            "pattern": f.reading.name,
            "score": round(f.score, 3),
            "said_back": said_back(
                lexicon, f.reading, entities(lexicon, f, level), filters(lexicon, f, pieces),
                what.signals,
            ),
        }
        for f in shown
    )  # fmt: skip


def _outside(text: str, what: Asked, outside: Sequence[Piece]) -> Reading:
    said = tuple(
        Unknown(p.text, next(_NOT_HELD[s] for s in sorted(p.signals) if s.startswith(_OUT)))
        for p in outside
    )
    return Reading(
        text=text,
        status="not_understood",
        pattern=None,
        said_back=_not_held("、".join(u.text for u in said)),
        what_was_not_understood=said,
        suggestions=suggestions(what.mentions),
    )


def _not_held(words: str) -> dict[str, str]:
    return {
        "zh": f"“{words}”不在图谱的数据范围内。",
        "en": f"The graph has no data about '{words}'.",
    }


def _nothing(text: str, what: Asked, pieces: Sequence[Piece]) -> Reading:
    left = [p.text for p in pieces if p.unexplained]
    named = len(left) == 1 and not any(p.signals and not p.weightless for p in pieces)
    template = template_of(left[0]) if named else None
    why = "not_in_graph" if named else "not_understood"
    words = "、".join(left) or text
    return Reading(
        text=text,
        status=why,
        pattern=None,
        said_back={
            "zh": f"“{words}”{'未收录' if named else '没有看懂'}。",
            "en": f"'{words}' is {'not in the graph' if named else 'not understood'}.",
        },
        what_was_not_understood=tuple(Unknown(t, why, template) for t in left),
        suggestions=suggestions(what.mentions),
    )
