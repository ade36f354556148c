"""Codes of the national classification: ``4-13-01-05`` is an occupation, ``4-13-01-00`` the minor
group above it, ``4-13-00-00`` the sub-major and ``4-00-00-00`` the major group."""

from __future__ import annotations

from typing import Final

GROUP: Final = 4
MINOR: Final = 7


def stem(code: str) -> str:
    """The code without its empty levels.

    >>> stem("4-13-00-00")
    '4-13'
    """
    while code.endswith("-00"):
        code = code[:-3]
    return code


def is_coarse(code: str) -> bool:
    """Whether the code names a group and no single occupation."""
    return code.endswith("-00")


def covers(label: str, code: str) -> bool:
    """Whether an answer is right under a label: equal, or finer than a coarse label.

    >>> covers("2-06-07-00", "2-06-07-02"), covers("2-06-07-02", "2-06-07-00")
    (True, False)
    """
    return code == label or (is_coarse(label) and code.startswith(stem(label) + "-"))


def group_covers(label: str, code: str) -> bool:
    """The same for groups (first four characters); a label above groups counts at its level.

    >>> group_covers("6-00-00-00", "6-31-01-02"), group_covers("4-13-01-05", "4-12-01-01")
    (True, False)
    """
    return code.startswith(stem(label)[:GROUP])
