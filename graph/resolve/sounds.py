"""How names sound: characters that are read alike are often written for each other."""

from __future__ import annotations

from functools import lru_cache

from pypinyin import Style, pinyin


@lru_cache(maxsize=8192)
def readings(character: str) -> frozenset[str]:
    """The readings of one character without tones; empty for what is no Chinese character."""
    if not "\u4e00" <= character <= "\u9fff":
        return frozenset()
    return frozenset(pinyin(character, style=Style.NORMAL, heteronym=True)[0])


def alike(one: str, other: str) -> bool:
    """Whether two characters can be read alike."""
    return one == other or bool(readings(one) & readings(other))


def same_sound(one: str, other: str) -> bool:
    """Whether two words of equal length can be read alike, character by character."""
    return len(one) == len(other) and all(map(alike, one, other))
