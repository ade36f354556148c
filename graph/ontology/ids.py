"""Stable identifiers: ``<type>:<key>``, equal between two clean clones.

A key that is an official code stands in the id as it is. Where there is none, or where the key
is a combination, the key is the first 12 hex digits of the SHA-256 of the type and the
normalised key fields, so that an id never depends on load order.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from graph.errors import GraphError

_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_SAFE_KEY = re.compile(r"^[A-Za-z0-9._-]+$")
_DROPPED = re.compile("[\\s“”\"'‘’《》〈〉·•]+")


class InvalidKey(GraphError):
    """An entity lacks the fields its id is made of, or a code in it is malformed."""

    code = "missing_key"


def normalise_name(text: str) -> str:
    """One spelling of a name: full-width forms folded, brackets unified, blanks and quotes out.

    >>> normalise_name("某市 职业技术大学（东区）")
    '某市职业技术大学(东区)'
    """
    folded = unicodedata.normalize("NFKC", text).replace("【", "[").replace("】", "]")
    return unicodedata.normalize("NFKC", _DROPPED.sub("", folded).lower())


def digest12(*parts: str) -> str:
    """First 12 hex digits of the SHA-256 of the normalised parts."""
    joined = "\x1f".join(normalise_name(p) for p in parts)
    return hashlib.sha256(joined.encode()).hexdigest()[:12]


def make_id(
    prefix: str,
    key: tuple[str, ...],
    key_else: tuple[str, ...],
    values: Mapping[str, Any],
    *,
    opaque: bool,
) -> str:
    """Id from key fields; ``key_else`` is hashed where the first key is not known.

    Raises:
        InvalidKey: neither key is complete, or a code has characters that an id cannot carry.
    """
    chosen = [values.get(k) for k in key]
    if opaque:
        if not any(v not in (None, "") for v in chosen) and key_else:
            chosen = [values.get(k) for k in key_else]
        if not any(v not in (None, "") for v in chosen):
            raise InvalidKey(f"{prefix}: one of {', '.join(key)} is needed.", key=list(key))
        return f"{prefix}:{digest12(prefix, *(_text(v) for v in chosen))}"
    if all(v not in (None, "") for v in chosen):
        joined = "-".join(str(v) for v in chosen)
        if not _SAFE_KEY.match(joined):
            raise InvalidKey(f"{prefix}: '{joined}' cannot stand in an id.", key=list(key))
        return f"{prefix}:{joined}"
    fallback = [values.get(k) for k in key_else]
    if not key_else or fallback[0] in (None, ""):
        names = " or ".join(", ".join(k) for k in (key, key_else) if k)
        raise InvalidKey(f"{prefix}: {names} is missing.", key=list(key))
    return f"{prefix}:{digest12(prefix, *(_text(v) for v in fallback))}"


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def uscc_is_valid(code: str) -> bool:
    """Check digit of a 统一社会信用代码 after GB 32100-2015 (weights 3^i mod 31, modulus 31)."""
    if len(code) != 18 or any(c not in _USCC_ALPHABET for c in code):
        return False
    total = sum(w * _USCC_ALPHABET.index(c) for w, c in zip(_USCC_WEIGHTS, code[:17], strict=True))
    return _USCC_ALPHABET[(31 - total % 31) % 31] == code[17]
