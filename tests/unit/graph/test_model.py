"""A model that contradicts itself cannot be imported: each way of it raises while the class is
being defined, and the broken class is not kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Annotated, Any

import pytest
from pydantic import ValidationError

from graph.errors import OntologyError
from graph.ontology import REGISTRY, SYSTEM_FIELDS, Entity, Relation
from graph.ontology.base import Prop
from graph.ontology.entities import Cluster, Enterprise, Industry, Major
from graph.ontology.ids import uscc_is_valid
from graph.ontology.terms import REPLACED_WORDS

Text = Annotated[str, Prop("名称", "Name")]


@pytest.fixture(autouse=True)
def same_registry() -> Iterator[None]:
    """A broken class leaves no trace."""
    before = (dict(REGISTRY.entities), dict(REGISTRY.prefixes), dict(REGISTRY.relations))
    yield
    after = (REGISTRY.entities, REGISTRY.prefixes, REGISTRY.relations)
    changed = before != after
    for kept, now in zip(before, after, strict=True):
        now.clear()
        now.update(kept)  # type: ignore[arg-type]
    assert not changed, "a contradictory class was registered"


def _entity(annotations: dict[str, Any], doc: str = "Something.", **arguments: Any) -> None:
    declared = {"prefix": "broken", "zh": "坏", "en": "broken", "key": ("name",)} | arguments
    name = declared.pop("label", "Broken")
    body = {"__annotations__": annotations, "__doc__": doc, "__module__": __name__}
    type(Entity)(name, (Entity,), body, **declared)


def _relation(annotations: dict[str, Any], **arguments: Any) -> None:
    declared = {"type": "BREAKS", "zh": "坏", "en": "breaks", "ends": ((Major, Industry),)}
    body = {"__annotations__": annotations, "__doc__": "Something.", "__module__": __name__}
    type(Relation)("Breaks", (Relation,), body, **(declared | arguments))


class _Stranger:
    """No entity at all."""


BROKEN: dict[str, Callable[[], None]] = {
    "property without caption": lambda: _entity({"name": str}),
    "property without English": lambda: _entity({"name": Annotated[str, Prop("名称", "")]}),
    "entity without caption": lambda: _entity({"name": Text}, zh=""),
    "entity without docstring": lambda: _entity({"name": Text}, doc=" "),
    "duplicate prefix": lambda: _entity({"name": Text}, prefix="major"),
    "duplicate label": lambda: _entity({"name": Text}, label="Major"),
    "bad prefix": lambda: _entity({"name": Text}, prefix="Bad-Prefix"),
    "bad label": lambda: _entity({"name": Text}, label="lower_case"),
    "unknown key field": lambda: _entity({"name": Text}, key=("code",)),
    "unknown other key": lambda: _entity({"name": Text}, key_else=("code",)),
    "no key": lambda: _entity({"name": Text}, key=()),
    "no name": lambda: _entity({"title": Text}, key=("title",)),
    "reserved name": lambda: _entity({"name": Text, "from_version": Text}),
    "malformed name": lambda: _entity({"name": Text, "Bad": Text}),
    "unknown index": lambda: _entity({"name": Annotated[str, Prop("名", "Name", index="hash")]}),
    "joins a text": lambda: _entity({"name": Annotated[str, Prop("名", "Name", union=True)]}),
    "type Neo4j cannot store": lambda: _entity(
        {"name": Text, "more": Annotated[dict[str, str], Prop("其他", "More")]}
    ),
    "two types": lambda: _entity({"name": Text, "n": Annotated[int | str, Prop("数", "Number")]}),
    "relation without ends": lambda: _relation({}, ends=()),
    "relation ends at no entity": lambda: _relation({}, ends=((Major, _Stranger),)),
    "duplicate relation": lambda: _relation({}, type="COVERS"),
    "bad relation type": lambda: _relation({}, type="breaks"),
    "relation key unknown": lambda: _relation({}, key=("kind",)),
    "index on a relation": lambda: _relation(
        {"kind": Annotated[str, Prop("类", "Kind", index="range")]}
    ),
    "relation without caption": lambda: _relation({}, en=""),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_contradiction_fails_at_import(name: str) -> None:
    with pytest.raises(OntologyError) as raised:
        BROKEN[name]()
    assert raised.value.code == "ontology_invalid"


def test_the_model_holds_together() -> None:
    assert len(REGISTRY.entities) >= 25
    assert len(REGISTRY.relations) >= 25
    for relation in REGISTRY.relations.values():
        for start, end in relation.ends:
            assert {start, end} <= set(REGISTRY.entities.values())
    for declared in (*REGISTRY.entities.values(), *REGISTRY.relations.values()):
        assert not set(declared.fields) & set(SYSTEM_FIELDS)
        captions = [declared.zh, *(f.prop.zh for f in declared.fields.values())]
        assert not set(captions) & set(REPLACED_WORDS)


def test_an_id_names_its_class() -> None:
    assert REGISTRY.entity_of("industry:39") is Industry
    with pytest.raises(OntologyError, match="no known type prefix"):
        REGISTRY.entity_of("person:1")


def test_what_the_model_does_not_know_is_refused() -> None:
    with pytest.raises(ValidationError) as raised:
        Cluster(code="1", name="甲", level="市", state="现行", reliability="官方文本", boss="张")
    assert raised.value.errors()[0]["type"] == "extra_forbidden"


def test_a_wrong_check_digit_is_refused() -> None:
    good = "91330100799655058B"
    assert uscc_is_valid(good)
    assert Enterprise(name="甲", uscc=good).uscc == good
    with pytest.raises(ValidationError) as raised:
        Enterprise(name="甲", uscc=good[:-1] + "C")
    assert raised.value.errors()[0]["type"] == "invalid_uscc"
