"""Property types that several entities share."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from graph.ontology import lists
from graph.ontology.base import Prop
from graph.ontology.ids import uscc_is_valid
from graph.ontology.vocabulary import Closed

Name = Annotated[str, Prop("名称", "Name", index="fulltext", term="schema:name")]
Aliases = Annotated[
    list[str],
    Prop("别名", "Aliases", index="fulltext", term="schema:alternateName", union=True),
]
FormerNames = Annotated[list[str], Prop("曾用名", "Former names", index="fulltext", union=True)]
NamedOnly = Annotated[
    bool | None, Prop("仅见其名", "Named only: a source names it, no register here holds it")
]
Note = Annotated[str | None, Prop("说明", "Note", term="schema:description")]
Year = Annotated[int | None, Prop("年份", "Year", unit="year")]
Since = Annotated[str | None, Prop("起始", "From (ISO date or year)", term="schema:startDate")]
Until = Annotated[str | None, Prop("截止", "Until (ISO date or year)", term="schema:endDate")]
Level = Annotated[str, Prop("层次", "Level", index="range"), Closed(lists.LEVEL)]


def checked_uscc(code: str | None) -> str | None:
    """A credit code whose check digit is right; ``invalid_uscc`` otherwise."""
    if code is not None and not uscc_is_valid(code):
        message = "'{code}' has a wrong check digit"
        raise PydanticCustomError("invalid_uscc", message, {"code": code})
    return code


Uscc = Annotated[
    str | None,
    Prop("统一社会信用代码", "Unified social credit code", index="range"),
    AfterValidator(checked_uscc),
]
