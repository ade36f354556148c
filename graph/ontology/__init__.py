"""The model: importing it declares and checks every class."""

from graph.ontology import entities, relations
from graph.ontology.base import OPEN_VERSION, REGISTRY, SYSTEM_FIELDS, Entity, Relation

__all__ = [
    "OPEN_VERSION",
    "REGISTRY",
    "SYSTEM_FIELDS",
    "Entity",
    "Relation",
    "entities",
    "relations",
]
