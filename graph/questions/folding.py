"""One spelling for look-up: small, half-width, simplified letters, one for one so that offsets
stay; and the sound of Chinese characters."""

from __future__ import annotations

from functools import cache
from typing import Any

from graph.resolve.gazetteer import fold


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


@cache
def _simple(char: str) -> str:
    found = str(_converter().convert(char))
    return found if len(found) == 1 else char


def plain(text: str) -> str:
    """Folded and simplified text of the same length."""
    folded = fold(text)
    if folded.isascii():
        return folded
    whole = str(_converter().convert(folded))
    return whole if len(whole) == len(folded) else "".join(map(_simple, folded))


@cache
def sound(char: str) -> str:
    """Pinyin of a character without tone, with the sounds that many speakers do not tell apart
    as one (zh z, n ng, l n); anything else as it is."""
    if not is_han(char):
        return char
    from pypinyin import lazy_pinyin

    said = str(lazy_pinyin(char)[0])
    for wide, narrow in (("zh", "z"), ("ch", "c"), ("sh", "s")):
        said = said.replace(wide, narrow) if said.startswith(wide) else said
    return said.removesuffix("g") if said.endswith("ng") else said


@cache
def letters(text: str) -> str:
    """Full pinyin of a name in one word: ``haikang``; nothing where it is not all Chinese."""
    if not text or not all(map(is_han, text)):
        return ""
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(text))


def is_han(char: str) -> bool:
    """Whether this is a Chinese character."""
    return "㐀" <= char <= "鿿"
