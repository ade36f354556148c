"""Where a fact comes from: the card of a source, and one record of it.

A *record* is one row, page or clause of one version of one source. It is the unit of evidence:
every node and relation names the records that state it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from graph.errors import GraphError

Status = Literal["stated", "curated", "computed", "suggested", "disputed"]
Grade = Literal["A", "B", "C"]

#: Better first; used to choose between records that disagree.
STATUS_ORDER: dict[str, int] = {
    "stated": 0,
    "curated": 1,
    "computed": 2,
    "disputed": 3,
    "suggested": 4,
}
GRADE_ORDER: dict[str, int] = {"A": 0, "B": 1, "C": 2}


class Caption(BaseModel):
    """A text in both languages."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    zh: str
    en: str


class SourceCard(BaseModel):
    """What ``source.yml`` says of a source: who owns it, how far it may go, how good it is.

    ``visibility`` is ``public``, ``organisation`` or ``private``; the last two need an ``owner``
    id and their facts carry the scope ``<visibility>:<owner>``. ``priority`` settles ties between
    equally graded records, smaller wins.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: Caption
    description: Caption | None = None
    owner: str = Field(pattern=r"^[^|]+$")
    asserted_by: str
    licence: str
    may_redistribute: bool | None = None
    visibility: Literal["public", "organisation", "private"] = "public"
    grade: Grade
    status: Status = "stated"
    priority: int = 50
    personal_data: Literal["none", "public roles only"] = "none"
    retrieved: str
    refresh_days: int | None = None
    covers: Caption
    missing: Caption

    @property
    def scope(self) -> str:
        """Visibility scope of every fact of this source."""
        return self.visibility if self.visibility == "public" else f"{self.visibility}:{self.owner}"


@dataclass(slots=True)
class Record:
    """One row of a source with the facts it states.

    ``locator`` is the place in the source (``file#row 12``), ``origin`` the publication that the
    row itself names, ``digest`` a 64-bit hash of the raw row, ``personal`` the number of cells
    from which personal data was left out.
    """

    source: str
    locator: str
    origin: str
    grade: str
    digest: int
    facts: list[Fact] = field(default_factory=list)
    personal: int = 0


@dataclass(slots=True)
class Fact:
    """A node (``start is None``) or relation that a record states.

    ``kind`` is the label or relationship type; ``key`` the node id, or the discriminator of a
    relation; ``start`` and ``end`` are node ids.
    """

    kind: str
    key: str
    values: dict[str, Any]
    status: str
    start: str | None = None
    end: str | None = None


@dataclass(slots=True)
class Issue:
    """Why a row was quarantined: a stable code, what is wrong, and what to do."""

    source: str
    locator: str
    code: str
    message: str
    hint: str = ""
    fields: dict[str, Any] = field(default_factory=dict)


class RowRejected(GraphError):
    """A row cannot be accepted; it is quarantined with this code and nothing of it is loaded."""

    code = "row_rejected"

    def __init__(self, code: str, message: str, *, hint: str = "", **fields: Any) -> None:
        super().__init__(message, hint=hint, **fields)
        self.code = code  # type: ignore[misc]  # the reason is per row, the class is one
