"""Who may read and do what: keys of the API, hashed at rest, and what was done with them.

A key is shown once, when it is made. Its hash lies in the graph under ``_ApiKey``, outside the
model, and is never exported. A caller belongs to an organisation; the scopes of their facts
(``organisation:<owner>``, ``private:<owner>``) go into the view of every read.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Lock
from time import monotonic
from typing import Any, Final

from graph.cypher.reads import compile_read
from graph.db import Database
from graph.errors import GraphError, NotFound
from graph.view import PUBLIC

ROLES: Final = ("reader", "contributor", "reviewer", "admin")
PREFIX: Final = "cj_"
#: A revoked key is refused by every process after this many seconds at the latest.
REFRESH_S: Final = 1.0
_NAME = re.compile(r"^[a-z][a-z0-9_.-]{1,39}$")
_OWNER = re.compile(r"^[^|:\s][^|:]{0,79}$")
_SCOPE = re.compile(r"^(organisation|private):[^|]{1,80}$")
_KEYS = compile_read("MATCH (k:_ApiKey) RETURN properties(k) AS key ORDER BY k.created_at, k.id")
_STORE = compile_read("CREATE (k:_ApiKey) SET k = $key")
_REVOKE = compile_read(
    "MATCH (k:_ApiKey {id: $id}) WHERE k.revoked_at IS NULL SET k.revoked_at = $at "
    "RETURN k.id AS id"
)
_NOTE = compile_read("CREATE (a:_Audit) SET a = $entry")
_AUDIT = compile_read(
    "MATCH (a:_Audit) RETURN properties(a) AS entry ORDER BY a.at DESC, a.id LIMIT $limit"
)


class AccessInvalid(GraphError):
    """A key that cannot be made: a role, name, owner or scope that is none."""

    code = "access_invalid"


@dataclass(frozen=True)
class Caller:
    """Who asks. ``rate`` is their own limit of requests per minute, None for the general one."""

    name: str
    role: str = "reader"
    organisation: str | None = None
    scopes: tuple[str, ...] = PUBLIC
    rate: int | None = None

    def may(self, role: str) -> bool:
        """Whether the caller's role is at least this one."""
        return ROLES.index(self.role) >= ROLES.index(role)


ANONYMOUS: Final = Caller("anonymous")


@dataclass(frozen=True)
class NewKey:
    """What a key is made of. Without ``scopes`` it reads what its organisation owns."""

    name: str
    role: str = "reader"
    organisation: str | None = None
    scopes: Sequence[str] = ()
    days: int | None = None
    rate: int | None = None


def create_key(db: Database, new: NewKey, *, by: str) -> tuple[str, dict[str, Any]]:
    """Make a key.

    Returns: the key itself, which nobody can read again, and what is kept of it.

    Raises:
        AccessInvalid: see the class.
    """
    _check(new)
    secret = PREFIX + secrets.token_urlsafe(32)
    now = datetime.now(UTC)
    scopes = sorted(set(new.scopes)) or _scopes_of(new.organisation)
    key_id = secrets.token_hex(6)
    stored: dict[str, Any] = {
        "id": key_id,
        "hash": _hash(secret),
        "name": new.name,
        "role": new.role,
        "organisation": new.organisation,
        "scopes": scopes,
        "rate": new.rate,
        "created_at": now.isoformat(timespec="seconds"),
        "expires_at": None
        if new.days is None
        else (now + timedelta(days=new.days)).isoformat(timespec="seconds"),
    }
    db.write(_STORE, key={k: v for k, v in stored.items() if v is not None})
    note(db, by, "key.create", key_id)
    return secret, _shown(stored)


def list_keys(db: Database) -> list[dict[str, Any]]:
    """All keys without their hashes: ``{"id", "name", "role", "organisation", "scopes", "rate",
    "created_at", "expires_at", "revoked_at", "state"}``; oldest first."""
    return [_shown(row["key"]) for row in db.read(_KEYS)]


def revoke_key(db: Database, key_id: str, *, by: str) -> None:
    """Refuse a key from now on.

    Raises:
        NotFound: no such key, or it was revoked before.
    """
    at = datetime.now(UTC).isoformat(timespec="seconds")
    if not db.write(_REVOKE, id=key_id, at=at):
        raise NotFound(f"There is no valid key '{key_id[:60]}'.", hint="See `chanjiao keys list`.")
    note(db, by, "key.revoke", key_id)


def note(db: Database, who: str, what: str, about: str) -> None:
    """Put who did what into the audit log."""
    entry = {
        "id": secrets.token_hex(8),
        "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "who": who,
        "what": what,
        "about": about,
    }
    db.write(_NOTE, entry=entry)


def audit(db: Database, limit: int = 100) -> list[dict[str, Any]]:
    """What was done, newest first: ``{"id", "at", "who", "what", "about"}``."""
    return [row["entry"] for row in db.read(_AUDIT, limit=limit)]


class Keys:
    """The valid keys of a database, asked for at most once in :data:`REFRESH_S`."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._known: dict[str, dict[str, Any]] = {}
        self._asked = -REFRESH_S
        self._lock = Lock()

    @property
    def fresh(self) -> bool:
        """Whether :meth:`caller` answers without asking the database."""
        return monotonic() - self._asked < REFRESH_S

    def caller(self, secret: str) -> Caller | None:
        """Who a key belongs to; None where it is unknown, expired or revoked."""
        with self._lock:
            if not self.fresh:
                self._known = {row["key"]["hash"]: row["key"] for row in self._db.read(_KEYS)}
                self._asked = monotonic()
        found = self._known.get(_hash(secret))
        if found is None or _state(found) != "valid":
            return None
        return Caller(
            found["name"],
            found["role"],
            found.get("organisation"),
            (*PUBLIC, *found["scopes"]),
            found.get("rate"),
        )


def _check(new: NewKey) -> None:
    if new.role not in ROLES:
        raise AccessInvalid(f"'{new.role}' is no role.", hint=f"Use one of {', '.join(ROLES)}.")
    if not _NAME.match(new.name):
        raise AccessInvalid(
            f"'{new.name}' is no account word.",
            hint="Name a role or an account in small Latin letters, never a person.",
        )
    if new.organisation is not None and not _OWNER.match(new.organisation):
        raise AccessInvalid(f"'{new.organisation}' cannot own anything.")
    for scope in new.scopes:
        if not _SCOPE.match(scope):
            raise AccessInvalid(
                f"'{scope}' is no scope.", hint="Write organisation:OWNER or private:OWNER."
            )


def _scopes_of(organisation: str | None) -> list[str]:
    return (
        [] if organisation is None else [f"{v}:{organisation}" for v in ("organisation", "private")]
    )


def _hash(secret: str) -> str:
    # The secret is 32 random bytes: nothing to guess, so a plain digest is enough.
    return hashlib.sha256(secret.encode()).hexdigest()


def _state(key: dict[str, Any]) -> str:
    if key.get("revoked_at"):
        return "revoked"
    expires = key.get("expires_at")
    if expires and datetime.fromisoformat(expires) <= datetime.now(UTC):
        return "expired"
    return "valid"


def _shown(key: dict[str, Any]) -> dict[str, Any]:
    names = ("id", "name", "role", "organisation", "scopes", "rate", "created_at", "expires_at")
    return {
        **{n: key.get(n) for n in names},
        "revoked_at": key.get("revoked_at"),
        "state": _state(key),
    }
