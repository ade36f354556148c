"""Names of government bodies in running text: one pattern, built from the words of ``words.py``.

Every repetition in it is bounded, so a search is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from ingest.nlp.words import BODY_ENDS, COLLECTIVE, OFFICES, PARTY, REGION_KINDS, SOCIETIES, Office

CJK: Final = r"[\u4e00-\u9fff]"
FIELDS: Final = {word: office for office in reversed(OFFICES) for word in office.words}
_FIELD: Final = "|".join(sorted(FIELDS, key=len, reverse=True))
_KIND: Final = "委员会|总局|分局|局|厅|工委|委|部门|部|办公室|办|署"
_LEVEL: Final = "国家|中央|各级|省级|市级|区级|县级|自治区|兵团|新区|省|市|区|县|州|盟|旗"
#: What no name of a body holds: it would run from one body into the next.
_BREAKS: Final = (
    "的|要|应当|由|会同|牵头|负责|建立|推进|加强|支持|开展|实施|配合|在|向|对|将|把|为|等|与|同意|联合|组建|统筹|完善|鼓励|"
    "场|域|属|民|政府|设立|成立|落实|出台|指导|关于|印发|研究|组织|做好|是|会|人大|政协"
)
_WORD: Final = rf"(?:(?!{_BREAKS}){CJK})"
_COLLECTIVE_REGIONS: Final = (
    r"(?:各(?:设区)?(?:省|市|区|县|州|盟|镇|乡|街道|地)|县级以上|各级|区县（市）|县（市、区）|县（市）区|县（区）|县（市）|区（市）|区（县、市）)"
    r"[^，。；：（）政管]{0,10}(?:（[^（）]{1,8}）)?[^，。；：（）政管]{0,6}"
    r"(?:（[^（）]{1,8}）)?(?:地方)?(?:(?:各级)?(?:人民)?政府|管委会|党委)"
)
_PARTS: Final = (
    _COLLECTIVE_REGIONS,
    rf"(?:{_WORD}{{1,5}}(?:区|县|市)、){{1,12}}{_WORD}{{1,5}}(?:区|县|市)(?:人民政府|政府|管委会)",
    rf"国务院(?:{_FIELD})(?:行政|主管)?部门",
    r"国务院(?:办公厅|各部委|国资委)?|中共中央(?:办公厅)?|中央军委|中央(?:组织部|宣传部|统战部|政法委|网信办|编办|台办)",
    rf"国家(?:税务总局|金融监督管理总局|外汇管理局|统计局|矿山安全监察局){CJK}{{2,6}}?"
    r"(?:税务局|监管局|分局|调查总?队|支行|局)(?!、)",
    rf"(?:中国)?人民银行{CJK}{{2,8}}?(?:分行|支行)|人行{CJK}{{2,8}}?(?:分行|支行)",
    rf"共青团{CJK}{{1,6}}?委员?会?|团(?:中央|省委|市委|区委|县委|州委)",
    rf"{CJK}{{2,5}}(?:银保监局|银保监分局|证监局|海关|金融监管分局)",
    rf"(?:{_LEVEL}|中共)?委(?:{PARTY})|(?:省|市|区|县|州)委(?!员)(?:{PARTY})?",
    rf"(?:{_LEVEL})?(?:人民政府|政府)(?:各部门|各直属单位|直属各单位|各委办局|有关部门|办公厅|办公室|研究室|国有资产监督管理委员会"
    rf"|(?:{_FIELD})(?:{_KIND}))?",
    rf"(?:{_LEVEL})?(?:{_FIELD})(?:(?:和|与|、)(?:{_FIELD}))?(?:行政|主管)?(?:事业)?(?:管理|发展|工作|监督管理)?(?:{_KIND})",
    rf"(?:{_LEVEL})?(?:{SOCIETIES})",
    rf"(?:{_LEVEL}|各|各级|有关|相关|各有关)?(?:{COLLECTIVE})",
    rf"(?:{_LEVEL})直?(?:属)?(?:各|有关)(?:部门|单位)|各直属(?:单位|机构)|各(?:有关)?(?:委办局|部门|单位)",
    rf"{_WORD}{{2,16}}(?:领导小组|联席会议|工作专班|指挥部)(?:办公室)?",
    rf"{_WORD}{{2,14}}(?:管理委员会|管委会)",
    rf"(?:{_LEVEL}){_WORD}{{2,10}}?(?:委员会|局|厅|委|办公室|办)(?![员公])",
)
_CORE: Final = "|".join(f"(?:{part})" for part in _PARTS)
MENTION: Final = re.compile(
    rf"(?:{_CORE})(?:（{CJK}{{2,16}}(?:局|委|办|中心|厅|部|委员会|办公室)）)?"
)
#: A body that a list of responsible ones may name, whatever it is.
BODY: Final = re.compile(rf"[^，。；：！？]{{0,60}}(?:{BODY_ENDS})(?:（[^（）]{{1,20}}）)?$")
#: Bodies named by their field alone: 教育、人社、财政等部门.
SHORT_LIST: Final = re.compile(
    rf"(?:(?<![{chr(0x4E00)}-{chr(0x9FFF)}])|(?<=[由市省区县级和及与同以]))"
    rf"(?:{_FIELD})(?:(?:、|和|及|与)(?:{_FIELD})){{1,24}}(?:等)?(?:有关|相关|职能|主管|行政|多个|各)?部门"
)
SHORT: Final = re.compile(_FIELD)
_PLACE: Final = re.compile(rf"({CJK}{{1,12}})$")
_BEFORE_PLACE: Final = re.compile(
    r".*(?:由|和|与|及|向|经|报|在|对|为|同|合|给|请|是|的|受|或|按|据|照|持|导|办|设|门|责|把|至|到|让|使|令|督|促|发挥|要求)"
)
_KINDS: Final = tuple(REGION_KINDS.split("|"))


@dataclass(frozen=True, slots=True)
class Mention:
    """A body at ``text[start:end]``; ``short`` where only its field is written."""

    start: int
    end: int
    text: str
    short: bool = False


IsPlace = Callable[[str], bool]


def widen(text: str, start: int, body: str, is_place: IsPlace) -> int:
    """Where a body begins when the name of its place is written before it: 某某|市教育局.

    A place is one that the dictionary knows, else two to four characters that begin a phrase.
    """
    if not body.startswith(_KINDS) or body.startswith(("市场", "区域", "县域", "市域")):
        return start
    found = _PLACE.search(text, max(0, start - 12), start)
    if found is None:
        return start
    run = found[1]
    kind = next(k for k in _KINDS if body.startswith(k))
    for size in range(min(len(run), 9), 1, -1):
        if is_place(run[-size:] + kind):
            return start - size
    bare = _BEFORE_PLACE.sub("", run)
    return start - len(bare) if 2 <= len(bare) <= 4 else start


def mentions(text: str, is_place: IsPlace) -> list[Mention]:
    """Bodies of a text from left to right."""
    found = []
    taken = 0
    for match in SHORT_LIST.finditer(text):
        head = match[0][: match[0].rindex("部门")]
        shorts = [
            Mention(match.start() + s.start(), match.start() + s.end(), s[0], short=True)
            for s in SHORT.finditer(head)
        ]
        found += _between(text, taken, match.start(), is_place) + shorts
        taken = match.end()
    return found + _between(text, taken, len(text), is_place)


def _between(text: str, low: int, high: int, is_place: IsPlace) -> list[Mention]:
    found = []
    reached = low
    for match in MENTION.finditer(text, low, high):
        start = max(reached, widen(text, match.start(), match[0], is_place))
        found.append(Mention(start, match.end(), text[start : match.end()]))
        reached = match.end()
    return found


def office_of(name: str) -> tuple[Office, int] | None:
    """The field of a body and where its word begins: the longest word in the name."""
    hits = [(len(w), name.find(w), w) for w in FIELDS if w in name]
    if not hits:
        return None
    _, at, word = max(hits, key=lambda h: (h[0], -h[1]))
    return FIELDS[word], at
