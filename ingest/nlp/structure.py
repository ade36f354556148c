"""What a policy says of itself: title, number, dates, actions, projects, and what it refers to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from ingest.nlp.clauses import Clause
from ingest.nlp.items import Item

_DOC_NO: Final = re.compile(
    r"(?P<code>[\u4e00-\u9fff]{1,14})[ ]?[〔\[（](?P<year>(?:19|20)\d\d)[〕\]）]第?(?P<serial>\d{1,5})号"
)
_DOC_TYPE: Final = (
    r"通知|意见|方案|规划纲要|规划|办法|条例|规定|细则|行动计划|计划|决定|纲要|措施|若干政策|政策|公告|要点|标准|目录|指南|大纲|"
    r"法|章程|协议|决议|批复|报告|指引|清单|建议|声明"
)
_TYPE_AT_END: Final = re.compile(rf"({_DOC_TYPE})(?:（[^（）]{{1,30}}）)*$")
_ATTACHED: Final = re.compile(r"关于印发[ 《]*(?P<name>[^《》]{4,120}?)[ 》]*的通知$")
_REFERENCE: Final = re.compile(r"《[^《》]{2,90}(?:〈[^〈〉]{1,80}〉[^《》]{0,30})?》")
_REF_NUMBER: Final = re.compile(
    r"[ ]?[（(]([\u4e00-\u9fff]{1,14}[〔\[](?:19|20)\d\d[〕\]]第?\d{1,5}号)[）)]"
)
_BASIS: Final = re.compile(r"(?:根据|依据|按照|贯彻|落实|遵照|依照|结合|为)[^。]{0,80}$")
_FULL: Final = re.compile(r"(?P<y>(?:19|20)\d\d)年(?P<m>\d{1,2})月(?P<d>\d{1,2})日")
_MONTH: Final = re.compile(r"(?P<y>(?:19|20)\d\d)年(?P<m>\d{1,2})月(?!\d)(?:底|末|前)?")
_PERIOD: Final = re.compile(r"(?P<y>(?:19|20)\d\d)年?(?:—|–|-|－|～|至)(?P<e>(?:19|20)\d\d)年")
_GOAL: Final = re.compile(r"(?:(?<=到)|(?<=至)|(?<=在))(?P<y>20\d\d)年(?!\d|—|-|\d*月)")
_BEFORE_END: Final = re.compile(r"(?P<y>20\d\d)年(?:底|末)(?:前|之前)?")
_DO: Final = (
    r"(?:推进|组织|深入|全面|大力|加快|启动|扎实|统筹|持续|稳步|积极|深化)*(?:实施|开展|推进|启动)"
)
_PROJECT: Final = re.compile(
    rf"(?:^|.*[，、])(?:{_DO})(?P<name>[^，。；]{{2,40}}?(?:工程|行动计划|行动|计划|项目)[”]?)$"
)
_BARE: Final = re.compile(r"^(?P<name>[^，。；、]{2,26}(?:工程|行动计划|行动|计划)[”]?)$")
_HEAD: Final = re.compile(r"[^，]+")


def document_items(text: str, clauses: Sequence[Clause]) -> Iterator[Item]:
    """Title, number, sections, actions, projects, dates and references, by clause."""
    titles = [c for c in clauses if c.path in ("0.title", "0.plan_title")]
    self_names = _self_names(titles)
    for clause in clauses:
        body = text[clause.start : clause.end]
        if clause.path == "0.title":
            yield _title(clause, body)
        if number := _own_number(clause, body):
            yield number
        yield from _references(clause, body, self_names)
        yield from _dates(clause, body)
    yield from _headings(text, clauses)


def _title(clause: Clause, body: str) -> Item:
    name = body.replace(" ", "")
    kind, attached = _TYPE_AT_END.search(name), _ATTACHED.search(name)
    attrs = {
        "issuer": name.split("关于")[0] if "关于" in name else None,
        "attached": attached["name"] if attached else None,
        "doc_type": kind[1] if kind else None,
    }
    return Item("DOC_TITLE", clause.start, clause.end, clause.path, attrs)


def _own_number(clause: Clause, body: str) -> Item | None:
    if clause.path != "0.docno" or (found := _DOC_NO.search(body)) is None:
        return None
    at = clause.start
    attrs = {
        "issuer_code": found["code"],
        "year": int(found["year"]),
        "serial": int(found["serial"]),
    }
    return Item("DOC_NO", at + found.start(), at + found.end(), clause.path, attrs)


def _self_names(titles: Sequence[Clause]) -> set[str]:
    names = set()
    for clause in titles:
        bare = clause.head.replace(" ", "")
        names.add(bare)
        if attached := _ATTACHED.search(bare):
            names.add(attached["name"])
    return {_plain(n) for n in names}


def _plain(name: str) -> str:
    return re.sub(r"[\s《》]", "", name)


def _references(clause: Clause, body: str, self_names: set[str]) -> Iterator[Item]:
    for match in _REFERENCE.finditer(body):
        name = match[0][1:-1].replace(" ", "")
        if not _TYPE_AT_END.search(re.sub("〉", "", name)):
            continue
        own = _plain(name) in self_names
        number = _REF_NUMBER.match(body, match.end())
        basis = _BASIS.search(body[max(0, match.start() - 90) : match.start()])
        role = "本文件" if own else "依据" if basis else "引用"
        attrs = {"role": role, "self": own, "number": number[1] if number else None}
        at = clause.start
        yield Item("POLICY_REF", at + match.start(), at + match.end(), clause.path, attrs)


def _dates(clause: Clause, body: str) -> Iterator[Item]:
    taken: list[tuple[int, int]] = []
    for pattern in (_FULL, _PERIOD, _MONTH, _GOAL, _BEFORE_END):
        for match in pattern.finditer(body):
            span = match.span()
            if any(s < span[1] and span[0] < e for s, e in taken):
                continue
            taken.append(span)
            attrs = {"role": _date_role(clause, body, match), "iso": _iso(match)}
            at = clause.start
            yield Item("DATE", at + span[0], at + span[1], clause.path, attrs)


def _iso(match: re.Match[str]) -> str:
    parts = match.groupdict()
    if parts.get("e"):
        return f"{parts['y']}/{parts['e']}"
    return "-".join([str(parts["y"]), *(str(parts[k]).zfill(2) for k in "md" if parts.get(k))])


def _date_role(clause: Clause, body: str, match: re.Match[str]) -> str:
    before, after = body[max(0, match.start() - 60) : match.start()], body[match.end() :][:12]
    if match.groupdict().get("e"):
        quoted = before.count("《") > before.count("》")
        return "引用文件期间" if quoted and clause.path != "0.notice" else "方案期间"
    if clause.path == "0.date":
        return "成文日期"
    if re.match(r"(?:起|之日起)?(?:施行|实施|执行|生效|起)", after):
        return "施行日期"
    if re.search(r"(?:有效期|有效|试行期|截止)[^，。]{0,4}$", before):
        return "有效期至"
    if "m" in match.groupdict():
        return "时点" if "d" in match.groupdict() else "完成时限"
    return "目标年份"


def _headings(text: str, clauses: Sequence[Clause]) -> Iterator[Item]:
    parents = {c.parent for c in clauses if c.number}
    action, sequence = "", 0
    for clause in clauses:
        if not clause.number or not clause.head:
            continue
        if "." not in clause.path and clause.kind == "heading":
            of = {"number": clause.number.strip("、. "), "heading": clause.head}
            yield Item("SECTION", clause.start, clause.end, clause.path, of)
            continue
        found = _named(clause)
        if found is None:
            continue
        name, at, goal = found
        if name.strip("”").endswith("行动") and clause.path in parents:
            action = name
            aim: dict[str, Any] = {"number": clause.number, "goal": goal}
            yield Item("ACTION", at, at + len(name), clause.path, aim)
        elif clause.path not in parents:
            sequence += 1
            inside = action if clause.path.count(".") > 1 else None
            attrs: dict[str, Any] = {
                "number": clause.number,
                "seq": sequence,
                "action": inside or None,
                "slogan": goal,
            }
            yield Item("PROJECT", at, at + len(name), clause.path, attrs)


def _named(clause: Clause) -> tuple[str, int, str] | None:
    """(name, place, the rest of the heading) of a heading that names a project or an action."""
    pieces = [(m.start(), m[0]) for m in _HEAD.finditer(clause.head)]
    for place, piece in pieces[:3]:
        found = _PROJECT.match(piece) or (_BARE.match(piece) if len(pieces) == 1 else None)
        if found:
            rest = "，".join(p for at, p in pieces if at != place)
            return found["name"], clause.head_start + place + found.start("name"), rest
    return None
