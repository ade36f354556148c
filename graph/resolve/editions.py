"""Codes and names of majors in earlier editions of the catalogue.

Numbers were reused: 620201 was one major in 2015 and is another since 2021. So an old code means
something only together with the name that it had, and the pair leads to the major of today.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from graph.ontology.ids import normalise_name
from graph.resolve.names import Candidate

_CODE = r"\d{6}[A-Z]{0,2}"
_PAIR = re.compile(
    rf"^\s*(?:(?P<code>{_CODE})[\s、,，:：]*(?P<name>\D.*?)"
    rf"|(?P<before>\D.*?)\s*[(（]?(?P<after>{_CODE})[)）]?)\s*$"
)
_ENTRY = re.compile(rf"^({_CODE}) (.+?)(?:（(.+)）)?$")


def entry(code: str, name: str, edition: str | None) -> str:
    """How an earlier code and name stand in ``Major.former_codes``:
    ``610201 计算机应用技术（2015版）``."""
    return f"{code} {name}" + (f"（{edition}版）" if edition else "")


def pair_of(text: str) -> tuple[str, str] | None:
    """Code and name where a text holds both: ``610201 计算机应用技术``, ``数控技术（460103）``."""
    found = _PAIR.match(text)
    if found is None:
        return None
    code, name = found["code"] or found["after"], found["name"] or found["before"]
    return code, name.strip().strip("()（）") if name else name


def is_code(text: str) -> bool:
    """Whether a text is nothing but the code of a major."""
    return re.fullmatch(_CODE, text.strip()) is not None


def had(values: Mapping[str, Any], code: str, name: str | None = None) -> bool:
    """Whether a major had this code, under this name where one is given, in an earlier edition."""
    return any(
        old == code and (name is None or normalise_name(called) == normalise_name(name))
        for old, called in _entries(values)
    )


def agreeing(code: str, name: str, candidates: Iterable[Candidate]) -> list[Candidate]:
    """The majors that code and name mean together: those of the catalogue of today, else those
    that had both in one earlier edition."""
    found = list({c.id: c for c in candidates}.values())
    now = [c for c in found if c.values.get("code") == code]
    return now or [c for c in found if had(c.values, code, name)]


def _entries(values: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    for text in values.get("former_codes") or ():
        if match := _ENTRY.match(text):
            yield match[1], match[2]
