"""Closed lists: a value is one of the list's terms, or a word that is mapped to one.

What does not map is an error with the code ``unmapped_term``; the row that carries it is
quarantined, never guessed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from graph.errors import OntologyError


@dataclass(frozen=True)
class Term:
    """One value of a closed list: the stored Chinese word, English caption, mapped words."""

    code: str
    en: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Vocabulary:
    """A closed list with its mapping table."""

    name: str
    zh: str
    en: str
    terms: tuple[Term, ...]
    _index: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        for term in self.terms:
            for word in (term.code, *term.aliases):
                if self._index.setdefault(word, term.code) != term.code:
                    raise OntologyError(f"{self.name}: '{word}' maps to two terms.")

    def canonical(self, word: str) -> str | None:
        """The stored term for a word, or None where nothing maps."""
        return self._index.get(word.strip())

    def caption(self, code: str, lang: str = "zh") -> str:
        """Caption of a stored term; the code itself where the list does not have it."""
        if lang == "zh":
            return code
        return next((t.en for t in self.terms if t.code == code), code)


@dataclass(frozen=True)
class Closed:
    """Field annotation: the value must map into ``vocabulary``."""

    vocabulary: Vocabulary

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._validator(), handler(source))

    def _validator(self) -> Callable[[Any], Any]:
        vocabulary = self.vocabulary

        def check(value: Any) -> Any:
            if value is None:
                return None
            if isinstance(value, list):
                return [check(item) for item in value]
            found = vocabulary.canonical(value)
            if found is None:
                raise PydanticCustomError(
                    "unmapped_term",
                    "'{word}' is not in the closed list '{list}' and maps to none of its terms",
                    {"word": value, "list": vocabulary.name},
                )
            return found

        return check
