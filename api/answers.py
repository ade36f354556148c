"""Answers by data version: ETag, 304, and the answers that are kept until the next load."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from hashlib import blake2b
from threading import Lock

from starlette.types import Message

LARGEST = 1 << 20


@dataclass
class Kept:
    """A finished answer: its first message, its body, the template of its route."""

    start: Message
    route: str = ""
    body: bytes = b""
    size: int = field(init=False, default=0)


class AnswerCache:
    """Finished answers by their question; the ones that were not asked for longest go first."""

    def __init__(self, megabytes: int) -> None:
        self._room = megabytes << 20
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._held = 0
        self._lock = Lock()

    def get(self, key: str) -> Kept | None:
        """The answer to this question, if it is kept."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def put(self, key: str, answer: Kept) -> None:
        """Keep an answer, unless it is too large."""
        answer.size = len(answer.body) + 500
        if answer.size > min(LARGEST, self._room):
            return
        with self._lock:
            before = self._kept.pop(key, None)
            self._held += answer.size - (before.size if before else 0)
            self._kept[key] = answer
            while self._held > self._room:
                self._held -= self._kept.popitem(last=False)[1].size


def etag_of(version: int, *parts: str) -> str:
    """Weak ETag of an answer: equal where version, product, caller's rights, language and
    question are."""
    asked = blake2b("\x1f".join(parts).encode("utf-8", "surrogateescape"), digest_size=8)
    return f'W/"{version}-{asked.hexdigest()}"'
