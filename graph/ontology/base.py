"""What an entity and a relation are, declared once; everything else derives from it.

An entity is a pydantic class whose fields are ``Annotated[type, Prop(zh=…, en=…)]``. From it
derive the uniqueness constraint, indexes, upsert, JSON Schema, captions and documentation
(``graph.cypher``, ``graph.ontology.schema``, ``graph.ontology.docs``). A class that contradicts
the rules raises :class:`graph.errors.OntologyError` while it is being defined, so a broken
model cannot be imported.
"""

from __future__ import annotations

import re
import types
import typing
from dataclasses import dataclass, field
from typing import Any, ClassVar, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict

from graph.errors import OntologyError
from graph.ontology.ids import make_id
from graph.ontology.vocabulary import Closed, Vocabulary

Value = str | int | float | bool | list[str] | None
_SCALARS: dict[type, str] = {str: "string", int: "integer", float: "number", bool: "boolean"}
_LABEL = re.compile(r"^[A-Z][A-Za-z]+$")
_TYPE = re.compile(r"^[A-Z][A-Z_]+$")
_FIELD = re.compile(r"^[a-z][a-z0-9_]*$")

#: Set by the loader on every node and relation; no class may declare them.
SYSTEM_FIELDS: dict[str, str] = {
    "id": "string",
    "status": "string",
    "grade": "string",
    "scope": "string",
    "records": "list",
    "from_version": "integer",
    "to_version": "integer",
    "changed_version": "integer",
    "gaps": "list",
    "key": "string",
}
#: ``to_version`` of what is still open: larger than any version, so reads need no null test.
OPEN_VERSION = 2_147_483_647


@dataclass(frozen=True)
class Prop:
    """Captions and storage of one property.

    Args:
        zh, en: captions; Chinese first.
        index: ``"range"`` for an equality/range index, ``"fulltext"`` to join the name index.
        term: the same property in a public vocabulary (schema.org, CTDL, ESCO).
        unit: unit of the value, where it has one.
        union: values of several records are joined instead of the best one winning.
    """

    zh: str
    en: str
    index: str | None = None
    term: str = ""
    unit: str = ""
    union: bool = False


@dataclass(frozen=True)
class Field:
    """One property as derived from its annotation. ``kind`` is a JSON type or ``"list"``."""

    name: str
    kind: str
    required: bool
    prop: Prop
    vocabulary: Vocabulary | None = None


@dataclass
class Registry:
    """All classes of the model by label, id prefix and relation type."""

    entities: dict[str, type[Entity]] = field(default_factory=dict)
    prefixes: dict[str, type[Entity]] = field(default_factory=dict)
    relations: dict[str, type[Relation]] = field(default_factory=dict)

    def entity_of(self, entity_id: str) -> type[Entity]:
        """The class an id belongs to; raises OntologyError for an unknown prefix."""
        prefix = entity_id.partition(":")[0]
        try:
            return self.prefixes[prefix]
        except KeyError:
            raise OntologyError(
                f"'{entity_id}' has no known type prefix.",
                hint=f"Known prefixes: {', '.join(sorted(self.prefixes))}.",
                id=entity_id,
            ) from None


REGISTRY = Registry()


class _Declared(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, str_strip_whitespace=True, hide_input_in_errors=True
    )
    zh: ClassVar[str] = ""
    en: ClassVar[str] = ""
    fields: ClassVar[dict[str, Field]] = {}

    def __init_subclass__(cls, **declared: Any) -> None:
        """Accept the class arguments; ``__pydantic_init_subclass__`` reads them."""
        super().__init_subclass__()

    def values(self) -> dict[str, Any]:
        """Properties that are set, by name; empty lists and None are left out."""
        return {k: v for k, v in self.__dict__.items() if v is not None and v != []}


class Entity(_Declared):
    """Base of every node class.

    Class arguments: ``prefix`` of the id, ``zh``/``en`` captions, ``key`` fields, ``opaque``
    (the id is a hash of the key rather than the key itself), ``term`` (public vocabulary),
    ``searched`` (its names are in the full-text index; off for what is found through another).
    """

    prefix: ClassVar[str] = ""
    key: ClassVar[tuple[str, ...]] = ()
    key_else: ClassVar[tuple[str, ...]] = ()
    opaque: ClassVar[bool] = False
    term: ClassVar[str] = ""
    searched: ClassVar[bool] = True

    @classmethod
    def __pydantic_init_subclass__(cls, **declared: Any) -> None:
        """Derive and check; see the class docstring for what may be declared.

        Raises:
            OntologyError: the class contradicts the rules of the model.
        """
        _apply(
            cls, declared, {"prefix", "zh", "en", "key", "key_else", "opaque", "term", "searched"}
        )
        cls.fields = derive_fields(cls)
        _check_entity(cls)
        REGISTRY.entities[cls.__name__] = cls
        REGISTRY.prefixes[cls.prefix] = cls

    @classmethod
    def label(cls) -> str:
        """Node label: the class name."""
        return cls.__name__

    @classmethod
    def id_for(cls, **values: Any) -> str:
        """Id of the entity with these key values, for example ``id_for(code="39")``."""
        return make_id(cls.prefix, cls.key, cls.key_else, values, opaque=cls.opaque)

    @property
    def id(self) -> str:
        """``<prefix>:<key>``; stable between clean clones."""
        return make_id(self.prefix, self.key, self.key_else, self.__dict__, opaque=self.opaque)


class Relation(_Declared):
    """Base of every relationship class. ``ends`` lists the allowed (start, end) labels;
    ``key`` names the properties that tell parallel relations between the same two nodes apart.
    """

    rel_type: ClassVar[str] = ""
    ends: ClassVar[tuple[tuple[type[Entity], type[Entity]], ...]] = ()
    key: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def __pydantic_init_subclass__(cls, **declared: Any) -> None:
        """Derive and check; ``type`` is the relationship type.

        Raises:
            OntologyError: the class contradicts the rules of the model.
        """
        cls.rel_type = declared.pop("type", "")
        _apply(cls, declared, {"zh", "en", "ends", "key"})
        cls.fields = derive_fields(cls)
        _check_relation(cls)
        REGISTRY.relations[cls.rel_type] = cls

    def discriminator(self) -> str:
        """The key properties as one string; empty where two nodes have at most one relation."""
        return "|".join(str(getattr(self, k) or "") for k in self.key)


def _apply(cls: type[_Declared], declared: dict[str, Any], known: set[str]) -> None:
    for name, value in declared.items():
        if name not in known:
            raise OntologyError(f"{cls.__name__}: there is nothing to declare as '{name}'.")
        setattr(cls, name, value)


def derive_fields(cls: type[_Declared]) -> dict[str, Field]:
    """Read the annotated fields of a class; raises OntologyError on one without captions."""
    derived: dict[str, Field] = {}
    for name, info in cls.model_fields.items():
        prop = next((m for m in info.metadata if isinstance(m, Prop)), None)
        if prop is None or not prop.zh or not prop.en:
            raise OntologyError(f"{cls.__name__}.{name} has no caption in both languages.")
        closed = next((m for m in info.metadata if isinstance(m, Closed)), None)
        derived[name] = Field(
            name=name,
            kind=_kind_of(cls.__name__, name, info.annotation),
            required=info.is_required(),
            prop=prop,
            vocabulary=closed.vocabulary if closed else None,
        )
    return derived


def _kind_of(owner: str, name: str, annotation: Any) -> str:
    inner = annotation
    if get_origin(annotation) in (Union, types.UnionType):
        options = [a for a in get_args(annotation) if a is not type(None)]
        if len(options) != 1:
            raise OntologyError(f"{owner}.{name} has more than one type.")
        inner = options[0]
    if get_origin(inner) is typing.Annotated:
        inner = get_args(inner)[0]
    if get_origin(inner) is list:
        return "list"
    if inner not in _SCALARS:
        raise OntologyError(f"{owner}.{name} has a type that Neo4j cannot store: {inner!r}.")
    return _SCALARS[inner]


def _check_names(cls: type[_Declared]) -> None:
    if not cls.zh or not cls.en:
        raise OntologyError(f"{cls.__name__} has no caption in both languages.")
    if not (cls.__doc__ or "").strip():
        raise OntologyError(f"{cls.__name__} has no docstring: it is its documentation.")
    for name, fld in cls.fields.items():
        if name in SYSTEM_FIELDS or not _FIELD.match(name):
            raise OntologyError(f"{cls.__name__}.{name} is a reserved or malformed name.")
        if fld.prop.index not in (None, "range", "fulltext"):
            raise OntologyError(f"{cls.__name__}.{name} has an unknown index '{fld.prop.index}'.")
        if fld.prop.union and fld.kind != "list":
            raise OntologyError(f"{cls.__name__}.{name} joins values but is no list.")


def _check_entity(cls: type[Entity]) -> None:
    _check_names(cls)
    if not _LABEL.match(cls.__name__) or not re.match(r"^[a-z_]+$", cls.prefix):
        raise OntologyError(f"{cls.__name__} needs a CamelCase label and a lower-case prefix.")
    if cls.prefix in REGISTRY.prefixes:
        raise OntologyError(f"{cls.__name__}: the prefix '{cls.prefix}' is already taken.")
    if cls.__name__ in REGISTRY.entities:
        raise OntologyError(f"Entity {cls.__name__} is declared twice.")
    for name in (*cls.key, *cls.key_else):
        if name not in cls.fields:
            raise OntologyError(f"{cls.__name__}: key field '{name}' does not exist.")
    if not cls.key or "name" not in cls.fields:
        raise OntologyError(f"{cls.__name__} needs a key and a name.")
    if not cls.key_else and any(not cls.fields[k].required for k in cls.key) and not cls.opaque:
        raise OntologyError(f"{cls.__name__}: a key field is optional and there is no other key.")


def _check_relation(cls: type[Relation]) -> None:
    _check_names(cls)
    if not _TYPE.match(cls.rel_type):
        raise OntologyError(f"{cls.__name__} needs an UPPER_CASE relationship type.")
    if cls.rel_type in REGISTRY.relations:
        raise OntologyError(f"Relation {cls.rel_type} is declared twice.")
    _check_ends(cls)
    for name in cls.key:
        if name not in cls.fields:
            raise OntologyError(f"{cls.rel_type}: key field '{name}' does not exist.")
    for name, fld in cls.fields.items():
        if fld.prop.index:
            raise OntologyError(f"{cls.rel_type}.{name}: relations carry no index of their own.")


def _check_ends(cls: type[Relation]) -> None:
    if not cls.ends:
        raise OntologyError(f"{cls.rel_type} joins nothing.")
    for end in (end for pair in cls.ends for end in pair):
        if REGISTRY.entities.get(end.__name__) is not end:
            raise OntologyError(f"{cls.rel_type} ends at {end.__name__}, which is no entity.")
