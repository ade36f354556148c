"""One thing that was found in a text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Item:
    """A finding at ``text[start:end]`` of the clean text, in a clause.

    ``type`` is a word such as ``DEPT`` or ``TARGET_NUM``; ``rule`` says how it was found;
    ``grade`` is ``sure``, ``review`` or ``unknown``.
    """

    type: str
    start: int
    end: int
    clause: str
    attrs: dict[str, Any] = field(default_factory=dict)
    rule: str = ""
    grade: str = "sure"
