"""Who has to do what: bodies with a role, from labelled lists, brackets and sentences.

A body without a role (…设在某局) is no answer. Rules: ``label`` (责任单位：…), ``bracket`` (a list
alone in brackets), ``verb`` (…牵头, …负责, 由…会同…), ``modal`` (…要, …应当), ``title``, ``sign``,
``addressee``. Inside a labelled list, whatever looks like a body is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from ingest.nlp.bodies import BODY, CJK, MENTION, IsPlace, Mention, mentions, widen

LEAD, DUTY, HELP = "牵头", "责任", "配合"
#: How far around a body its role is looked for, in characters.
NEAR: Final = 60
_LEADING: Final = "牵头|主办|主责|总牵头|主管"
_HELPING: Final = "配合|协办|参与|参加|协助|协同|支持|指导"
_DOING: Final = "责任|承办|实施|落实|完成|承担|组织|工作|推进"
_UNIT: Final = "(?:责任)?(?:单位|部门|处室|主体|机构|分工|科室|地区)"
LABEL: Final = re.compile(
    rf"(?:主要|第一|具体|市级|省级|共同)?(?P<role>{_LEADING}|{_HELPING}|{_DOING})"
    rf"(?:(?:和|及|、|与)(?:{_LEADING}|{_HELPING}|{_DOING}))?"
    rf"(?:{_UNIT}(?:(?:和|及|、|与)(?:{_UNIT}|时限|人|分工|进度))?|(?<=牵头|配合|主办|协办|参与|责任))"
    r"(?:（[^（）]{1,30}）)?(?:[ ]?：[ ]?|(?<=单位)[ ]|(?<=部门)[ ])"
)
_OTHER_LABEL: Final = re.compile(r"[^，。；：、（）【】\[\] ]{1,10}：")
_SEPARATOR: Final = re.compile(r"[、，；\n/／]|[ ]+")
_FIRST_LEADS: Final = re.compile(r"第一|首位|首个|首家|排在前|排前|列首|列前")
_FIRST_LEADS_WHOLE: Final = re.compile(
    r"(?:第一|首位|首个|首家|列首|排首)[^。；（）【】]{0,12}(?:为|是|系)[^。；（）【】]{0,6}(?:牵头|主办|主责)"
)
_SAME_BELOW: Final = re.compile(r"下同|以下同|以下均")
_TAIL: Final = re.compile(
    r"(?:等(?:有关|相关|职能|各有关|各相关)?(?:部门|单位|地区)?)?"
    r"(?:(?:依据|按照?|根据|依)(?:各自)?(?:职责|职能|责任|任务)?(?:分工)?)?(?:分别|具体|共同)?"
    r"(?:负责|落实|牵头|配合|参与|实施|承担|组织实施|牵头负责)?(?:。)?$"
)
#: Others than bodies of government that share a role with them: …、行业协会牵头.
_BESIDE: Final = (
    r"(?:[、和及与][^，。；、]{2,14}(?:协会|企业|学会|商会|高校|院校|学校|机构|集团|组织)){0,2}"
)
_NO_BODY: Final = re.compile(
    r"\d{4}年|(?:第一|首位|首个)|前完成|底前|长期|持续|推进|加强|完成时限|(?:市|省|县|区)级领导|的$"
)
_JOINT: Final = re.compile(r"和|及|与|以及|会同")
_GAP: Final = re.compile(
    r"(?:等)?(?:有关|相关)?(?:部门|单位)?[ ]?(?:[、，；]|和|及|与|以及|[ ]|，以及|、以及|，和)?[ ]?$"
)
_FILL: Final = (
    r"(?:等)?(?:有关|相关|职能|主管|行政|各有关|多)?(?:部门|单位|地区)?(?:（[^（）]{0,20}）)?[ ，]?"
    r"(?:要|应当|应|须|需要|需|必须|将|可|分别|共同|联合|具体|主动|积极|切实|统一|依法|各自|根据|按照?|依据|依照|依|职责|职能|任务"
    r"|责任|分工|各负其责|及时|定期|每年|结合实际|和|权限|范围内|在各自)*"
)
_VERBS: Final = (
    (LEAD, "tail", rf"{_BESIDE}{_FILL}(?:总?牵头(?!企业|单位的)|主办|负责牵头|组织牵头|会同(?=..)|联合(?={CJK}{CJK})|协同(?={CJK}{CJK})|商(?!务|业|定))"),
    (HELP, "tail", rf"{_FILL}(?:配合|协助|参与|协办|参加|支持(?!下)|指导(?!下|意见|性|委员会)|予以配合)"),
    (DUTY, "tail", rf"{_FILL}(?:负责(?!人)|落实|承担|组织实施|实施|统筹|主管|抓好|推进|解释|管理|监督|监测|考核|执行)"),
)  # fmt: skip
_TAILS: Final = tuple((role, re.compile(pattern)) for role, _, pattern in _VERBS)
_MODAL: Final = re.compile(
    r"(?:等)?(?:有关|相关|职能|主管|行政|各有关|多)?(?:部门|单位|地区)?[ ]?(?:要|应当|应|须|必须|需要|需|可以?(?!能)|会(?!议|同)|切实"
    r"|建立|制定|出台|组织|加大|加强|开展|完善|安排|定期|每年|按照|根据|依法|结合|及时|研究|设立|公布|发布|履行|将(?!来)|适时|"
    r"通过|给予|提供|做好|把|强化|优化|健全|引导|推动|深化|编制|审定|认定|遴选|共同)"
)
_HELPED: Final = re.compile(r"(?:会同|联合|协同|商|配合|协助|牵头[，、]?会同|会商|与|同)$")
_HANDED: Final = re.compile(r"由$")
_APPROVED: Final = re.compile(r"(?:经|报经|报|已经|业经)$")
_APPROVES: Final = re.compile(r"[^，。；]{0,16}?(?:同意|批准|审定|审议通过|研究通过|审核同意)")
_NOT_ACTING: Final = re.compile(
    r"(?:设在|设于|接受|挂靠|隶属|报|向|经|对|发挥|依托|根据|按照|除|为|被|在|与|把|将|给|的)$"
)
_NEVER: Final = re.compile(
    r"(?:有关|相关|各有关|各)(?:部门|单位)$|^(?:国务院各部委|各部门|各单位)$"
)
#: What every name of a body holds: sentences without it are passed over quickly.
_ANY_BODY: Final = re.compile(
    r"[局厅署联]|委(?!托)|政府|部(?![分件队位落])|办(?![学理法事好])|工会|小组|专班|会议|海关|[支分]行|单位|机构"
    r"|国务院|中央|公司|政协|法院|检察|人大|字会|职教社|供销社|档案馆|贸促会|关工委|农科院|社科院"
)
_SENTENCE: Final = re.compile(r"[^。；！？\n]+")


@dataclass(frozen=True, slots=True)
class Duty:
    """A body with its role; ``rule`` says how it was found."""

    start: int
    end: int
    text: str
    role: str
    rule: str
    short: bool = False


def role_of_label(word: str) -> str:
    """牵头, 配合 or 责任, of the word that a label begins with."""
    if re.fullmatch(_LEADING, word):
        return LEAD
    return HELP if re.fullmatch(_HELPING, word) else DUTY


class DutyFinder:
    """Finds duties in the paragraphs of one document, in order: ``列第一位的为牵头单位，下同``
    holds for the lists after it."""

    def __init__(self, is_place: IsPlace = lambda _: False) -> None:
        self._is_place = is_place
        self._first_leads = False

    def find(self, text: str) -> list[Duty]:
        """Duties of a paragraph, by place."""
        leads_here = bool(_FIRST_LEADS_WHOLE.search(text))
        if leads_here and _SAME_BELOW.search(text):
            self._first_leads = True
        listed, spans = self._labelled(text, first_leads=leads_here or self._first_leads)
        masked = _masked(text, spans)
        found = [*listed, *self._in_sentences(masked, first_leads=leads_here)]
        return sorted(found, key=lambda d: d.start)

    def addressees(self, text: str) -> list[Duty]:
        """Bodies of a line such as 各区、县（市）人民政府，市政府各部门：."""
        body = text.rstrip("：: ")
        pieces = _merged(list(_pieces(body, 0, len(body))))
        return [Duty(m.start, m.end, m.text, "受文", "addressee") for m in pieces]

    def issuers(self, text: str, rule: str) -> list[Duty]:
        """Bodies that a title or a signature begins with."""
        head = text.split("关于")[0] if rule == "title" else text
        if rule == "title" and "关于" not in text:
            return []
        found = []
        for piece in _pieces(head, 0, len(head)):
            if BODY.match(piece.text) and len(piece.text) >= 3:
                found.append(Duty(piece.start, piece.end, piece.text, "印发", rule))
        return found

    # --- labelled lists

    def _labelled(
        self, text: str, *, first_leads: bool
    ) -> tuple[list[Duty], list[tuple[int, int]]]:
        found: list[Duty] = []
        spans: list[tuple[int, int]] = []
        labels = list(LABEL.finditer(text))
        for i, label in enumerate(labels):
            limit = labels[i + 1].start() if i + 1 < len(labels) else len(text)
            end = _list_end(text, label.end(), limit)
            role = role_of_label(label["role"])
            items = self._items(text, label.end(), end)
            if not items:
                continue
            duties = [Duty(m.start, m.end, m.text, role, "label") for m in items]
            if first_leads and role == DUTY:
                duties[0] = replace(duties[0], role=LEAD)
            found += duties
            spans.append((label.start(), max(end, duties[-1].end)))
        return found, spans

    def _items(self, text: str, start: int, end: int) -> list[Mention]:
        items: list[Mention] = []
        for piece in _merged(list(_pieces(text, start, end))):
            if _FIRST_LEADS.search(piece.text) and items:
                break
            if not BODY.match(piece.text) or _NO_BODY.search(piece.text):
                if items or "：" in piece.text:
                    break
                continue
            items += self._parted(piece)
        return items

    def _parted(self, piece: Mention) -> Iterator[Mention]:
        """A piece that joins two bodies by 和 or 及, as two; others as they are."""
        for joint in _JOINT.finditer(piece.text):
            left, right = piece.text[: joint.start()], piece.text[joint.end() :]
            if self._is_body(left) and self._is_body(right):
                yield Mention(piece.start, piece.start + joint.start(), left)
                yield from self._parted(Mention(piece.start + joint.end(), piece.end, right))
                return
        yield piece

    def _is_body(self, text: str) -> bool:
        found = MENTION.search(text)
        if found is None or found.end() != len(text):
            return False
        return found.start() == 0 or widen(text, found.start(), found[0], self._is_place) == 0

    # --- sentences

    def _in_sentences(self, text: str, *, first_leads: bool) -> Iterator[Duty]:
        for sentence in _SENTENCE.finditer(text):
            if not _ANY_BODY.search(sentence[0]):
                continue
            for group in _groups(sentence[0], mentions(sentence[0], self._is_place)):
                role, rule = _role(sentence[0], group)
                if not role:
                    continue
                if role in (LEAD, DUTY, HELP) and _in_brackets(sentence[0], group[0].start):
                    rule = "bracket"
                for i, m in enumerate(group):
                    if role != "批准" and not m.short and _NEVER.search(m.text):
                        continue
                    own = LEAD if first_leads and i == 0 and role == DUTY else role
                    at = sentence.start() + m.start
                    yield Duty(at, at + len(m.text), m.text, own, rule, m.short)


def _masked(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with these spans as sentence ends, so that nothing reads over them."""
    parts, at = [], 0
    for start, end in spans:
        parts += [text[at:start], "\n" * (end - start)]
        at = end
    return "".join([*parts, text[at:]])


def _list_end(text: str, start: int, limit: int) -> int:
    """Where a labelled list ends: the bracket around it, a full stop, another label."""
    depth = 0
    for at in range(start, limit):
        char = text[at]
        if char in "（【[":
            depth += 1
        elif char in "）】]":
            if depth == 0:
                return at
            depth -= 1
        elif char == "。" and depth == 0:
            return at
    other = _OTHER_LABEL.search(text, start, limit)
    return other.start() if other and other.start() > start else limit


def _pieces(text: str, start: int, end: int) -> Iterator[Mention]:
    """Pieces between separators that stand outside brackets, without what follows a body."""
    flat = re.sub(r"（[^（）]*）", lambda m: "〇" * len(m[0]), text[start:end])
    at = 0
    for separator in [*_SEPARATOR.finditer(flat), None]:
        stop = separator.start() if separator else len(flat)
        body = text[start + at : start + stop]
        tail = _TAIL.search(body)
        kept = body[: tail.start()] if tail and tail.start() > 1 else body
        if kept.strip():
            lead = len(kept) - len(kept.lstrip())
            begin = start + at + lead
            yield Mention(begin, begin + len(kept.strip()), kept.strip())
        at = separator.end() if separator else stop


_BARE_REGION: Final = re.compile(r"(?:各|全市各)?[\u4e00-\u9fff]{0,6}(?:区|县|市|州|盟|旗)$")
_GOVERNS: Final = re.compile(
    r"(?:（[^（）]*）)?(?:[\u4e00-\u9fff（）、]{0,14})(?:政府|管委会|党委)$"
)


def _merged(pieces: list[Mention]) -> list[Mention]:
    """Pieces with regions put to the government that they share: 甲区、乙区、丙区政府 is one."""
    merged: list[Mention] = []
    run: list[Mention] = []
    for piece in pieces:
        if _BARE_REGION.match(piece.text) and not piece.text.endswith("园区"):
            run.append(piece)
            continue
        shares = run and (_GOVERNS.match(piece.text) or _continues(run, piece))
        if shares and "政府" not in piece.text[:-2]:
            merged.append(_joined(run, piece))
        else:
            merged += [*run, piece]
        run = []
    return merged + run


def _continues(run: list[Mention], piece: Mention) -> bool:
    return run[0].text.startswith("各") and re.match(r"县（|市（|区（|（", piece.text) is not None


def _joined(run: list[Mention], last: Mention) -> Mention:
    between = [b.start - a.end for a, b in zip(run, [*run[1:], last], strict=True)]
    text = "、".join(m.text for m in [*run, last]) if all(g == 1 for g in between) else last.text
    return Mention(run[0].start, last.end, text) if text != last.text else last


def _groups(text: str, found: list[Mention]) -> Iterator[list[Mention]]:
    """Bodies with nothing but separators between them."""
    group: list[Mention] = []
    for mention in found:
        if group and not _GAP.match(text[group[-1].end : mention.start]):
            yield group
            group = []
        group.append(mention)
    if group:
        yield group


def _role(text: str, group: list[Mention]) -> tuple[str, str]:
    """Role and rule of a group of bodies in its sentence; empty where it has none."""
    start, end = group[0].start, group[-1].end
    before, after = text[max(0, start - NEAR) : start], text[end : end + NEAR]
    if _APPROVED.search(before) and _APPROVES.match(after):
        return "批准", "verb"
    if _HELPED.search(before) and not _alone_with(before):
        return HELP, "verb"
    handed = _HANDED.search(before) is not None
    if not handed and _NOT_ACTING.search(before):
        return "", ""
    for role, tail in _TAILS:
        if tail.match(after):
            return role, "verb"
    if handed:
        return DUTY, "verb"
    if _MODAL.match(after) and (not before or not re.search(r"[\u4e00-\u9fff]$", before)):
        return DUTY, "modal"
    if before[-1:] in "（【[" and before and re.match(r"(?:等)?[）】\]]", after):
        return DUTY, "bracket"
    return "", ""


def _in_brackets(text: str, at: int) -> bool:
    before = text[max(0, at - 2 * NEAR) : at]
    return before.count("（") + before.count("【") > before.count("）") + before.count("】")


def _alone_with(before: str) -> bool:
    """与 or 同 that belongs to something else than a body before it."""
    return bool(re.search(r"(?:与|同)$", before)) and not re.search(
        r"(?:局|委|厅|部|会)(?:与|同)$", before
    )
