"""One name for a body, however a document writes it: 人社, 市人社局, 市人力资源和社会保障局."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from graph.resolve.gazetteer import Gazetteer
from ingest.nlp.bodies import office_of

_LEVELS: Final = ("省", "市", "区", "县")
_GOVERNMENT: Final = re.compile(r"(?<!人民)政府")
_ISSUER: Final = re.compile(
    r"^(?:中共)?(?P<place>[\u4e00-\u9fff]{2,9}?(?P<kind>省|市|区|县|自治区|自治州|州))(?:人民政府|政府|委|[\u4e00-\u9fff]{2,14}(?:局|厅|办|委))"
)
_PREFIX: Final = re.compile(
    r"^(?P<place>[\u4e00-\u9fff]{0,9}?)(?P<level>国家|自治区|省|市|区|县|州|盟)(?!场|域)"
)


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who speaks in a document: the place it is of, and its level (国家, 省, 市, 区, 县)."""

    place: str = ""
    level: str = "市"

    @classmethod
    def of(cls, title: str) -> Issuer:
        """From the title or signature of a document; a city where nothing says otherwise."""
        found = _ISSUER.match(title)
        if found is None:
            national = re.match(r"(?:国务院|中共中央|教育部|人力资源社会保障部|国家)", title)
            return cls("", "国家") if national else cls()
        kind = {"自治区": "省", "州": "市", "自治州": "市"}.get(found["kind"], found["kind"])
        return cls(found["place"], kind)


def canonical(text: str, issuer: Issuer, *, short: bool = False) -> str:
    """The short usual name of a body with its level: 市人力社保局; of a government its full name
    with the place, where the document says which: 某某市人民政府."""
    bare = re.sub(r"（[^（）]*(?:局|办|委|中心|厅)）$", "", text)
    if bare.startswith("各直属") and issuer.place:
        return f"{issuer.place}人民政府{bare}"
    if "政府" in bare and not re.search(r"国有资产|督导|研究室", bare):
        return _government(bare, issuer)
    found = office_of(bare)
    if found is None:
        return bare
    office, at = found
    if short:
        level = issuer.level
        return f"{'' if level == '国家' else level}{office.short}{_end(office.ends, level)}"
    prefix = _PREFIX.match(bare[:at]) if at else None
    if at and (prefix is None or prefix.end() != at):
        return bare
    level = prefix["level"] if prefix else ""
    body = re.search(r"(委|局|厅|部|办|署)(?:员会|公室)?$", bare)
    if body is None or re.search(r"部门$|分局$|办公厅$", bare):
        return bare
    place = prefix["place"] if prefix and prefix["place"] + level != issuer.place else ""
    return f"{place}{level}{office.short}{body[1]}"


def _end(ends: tuple[str, str, str], level: str) -> str:
    return ends[0] if level == "国家" else ends[1] if level == "省" else ends[2]


def _government(text: str, issuer: Issuer) -> str:
    full = _GOVERNMENT.sub("人民政府", text)
    if not issuer.place:
        return full
    if re.match(r"各|县级|区县", full):
        return issuer.place + full
    if full[:1] == issuer.place[-1:] and not full.startswith(issuer.place):
        return issuer.place + full[1:]
    return full


def level_of(text: str, issuer: Issuer) -> str:
    """Level that the body is of: 国家, 省, 市, 区县 or 泛指."""
    if re.match(r"各(?:设区)?(?:市|区|县|州)|县级以上|区县", text):
        return "区县"
    if re.search(r"行业|主管部门|相关|有关", text):
        return "泛指"
    found = re.match(r"[\u4e00-\u9fff]{0,9}?(国家|省|市|区|县)", text)
    return found[1] if found else issuer.level


def linked(names: tuple[str, ...], issuer: Issuer, book: Gazetteer) -> dict[str, Any]:
    """Id and name of the department in the dictionary that bears one of these names.

    市教育局 is an alias of one office in every city: it is that of the issuer's place, and where
    the place is not known, or another, it is none for sure (``candidates``).
    """
    candidates: dict[str, str] = {}
    for name in names:
        terms = [t for t in book.lookup(name) if t.label == "Department"]
        own = [t for t in terms if name == t.name or (issuer.place and issuer.place in t.name)]
        if len(own) == 1:
            return {"id": own[0].id, "name": own[0].name}
        if not issuer.place:
            candidates |= {t.id: t.name for t in terms}
    listed = [{"id": i, "name": n} for i, n in candidates.items()]
    return {"candidates": listed} if listed else {}
