"""A source is a folder: ``source.yml`` (card, files, assertions), ``transform.py``, data.

``transform.py`` holds one function per file, ``transform`` unless the card names another::

    def transform(row: Row, emit: Emit) -> None:
        region = Region(code=row.need("code"), name=row.need("name"), level=row.need("level"))
        emit(region)

Every column must be taken; the evidence columns ``source`` and ``source_grade`` are taken by the
runner. The row is the record: all that one call emits is stated by it.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from graph.errors import AmbiguousName, GraphError, NotFound
from graph.evidence import Fact, RowRejected, SourceCard
from graph.identity import coded_id
from graph.ontology import REGISTRY, Entity, Relation
from graph.ontology.entities import Enterprise, Major, Organisation, School
from graph.ontology.ids import normalise_name
from graph.resolve import editions
from graph.resolve.applied import Judge
from graph.resolve.decisions import Ledger
from graph.resolve.names import Candidate, NameIndex, choose, firm_core
from ingest.rows import Row

E = TypeVar("E", bound=Entity)
Transform = Callable[[Row, "Emit"], None]
SOURCES_DIR = Path(__file__).parent / "sources"


class SourceInvalid(GraphError):
    """A source folder is not usable: no card, a bad card, a missing file or function."""

    code = "source_invalid"


class SourceFile(BaseModel):
    """One data file of a source, in any format that is read, and the function for its rows."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    path: str
    transform: str = "transform"
    #: Rows of this sheet or table alone; of all where none is named.
    sheet: str | None = None


class Assertions(BaseModel):
    """How many entities and relations a load of this source alone yields: below ``min`` the
    load fails, above ``max`` it warns."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    min: dict[str, int] = {}
    max: dict[str, int] = {}


class SourceFolder(BaseModel):
    """The whole of ``source.yml``. ``after`` names sources whose entities this one refers to."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    card: SourceCard
    files: list[SourceFile]
    after: list[str] = []
    assertions: Assertions = Assertions()


@dataclass
class Source:
    """A source folder, read and ready to run."""

    folder: Path
    spec: SourceFolder
    module: ModuleType
    functions: dict[str, Transform] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Dataset id."""
        return self.spec.card.id


def read_source(folder: Path) -> Source:
    """Read a source folder.

    Raises:
        SourceInvalid: with what is missing or wrong in it.
    """
    card_path = folder / "source.yml"
    if not card_path.is_file():
        raise SourceInvalid(
            f"{folder.name} has no source.yml.",
            hint="A source is a folder with a card; see docs/add-a-source.md.",
            folder=folder.name,
        )
    try:
        spec = SourceFolder.model_validate(yaml.safe_load(card_path.read_text("utf-8")))
    except (ValidationError, yaml.YAMLError) as error:
        raise SourceInvalid(f"{folder.name}/source.yml is not valid: {error}") from None
    if spec.card.id != folder.name:
        raise SourceInvalid(f"{folder.name}: the card says '{spec.card.id}'; they must agree.")
    module = _import_transform(folder)
    source = Source(folder, spec, module)
    for file in spec.files:
        if not (folder / file.path).is_file():
            raise SourceInvalid(f"{folder.name}: {file.path} does not exist.", file=file.path)
        function = getattr(module, file.transform, None)
        if not callable(function):
            raise SourceInvalid(f"{folder.name}: transform.py has no function {file.transform}.")
        source.functions[file.path] = function
    return source


def read_sources(root: Path = SOURCES_DIR) -> list[Source]:
    """All source folders, those that others refer to first.

    Raises:
        SourceInvalid: for a bad folder, an unknown name in ``after`` or a cycle.
    """
    folders = [
        f for f in sorted(root.iterdir()) if f.is_dir() and not f.name.startswith(("_", "."))
    ]
    sources = {s.id: s for s in map(read_source, folders)}
    ordered: dict[str, Source] = {}
    visiting: set[str] = set()

    def visit(source_id: str) -> None:
        if source_id in ordered:
            return
        if source_id in visiting:
            raise SourceInvalid(f"{source_id} comes after itself.")
        visiting.add(source_id)
        for name in sources[source_id].spec.after:
            if name not in sources:
                raise SourceInvalid(f"{source_id} comes after '{name}', which does not exist.")
            visit(name)
        ordered[source_id] = sources[source_id]

    for source_id in sources:
        visit(source_id)
    return list(ordered.values())


def _import_transform(folder: Path) -> ModuleType:
    path = folder / "transform.py"
    if not path.is_file():
        raise SourceInvalid(f"{folder.name} has no transform.py.", folder=folder.name)
    name = "ingest.sources." + folder.name.replace("-", "_")
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise SourceInvalid(f"{folder.name}/transform.py cannot be imported.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Emit:
    """What a transform writes with. One is made per row; calling it states a fact."""

    def __init__(self, names: NameIndex, status: str) -> None:
        self.facts: list[Fact] = []
        self._names = names
        self._status = status
        #: What people decided about names, where the index knows.
        self._judge: Judge = getattr(names, "judge", None) or Judge(Ledger(), None)

    def __call__(self, entity: Entity, *, status: str | None = None) -> str:
        """State an entity; returns its id."""
        entity_id = coded_id(entity, self._names)
        self.facts.append(Fact(entity.label(), entity_id, entity.values(), status or self._status))
        return entity_id

    def link(self, start: str, relation: Relation, end: str, *, status: str | None = None) -> None:
        """State a relation between two ids.

        Raises:
            RowRejected: ``wrong_ends`` where the model does not allow these two ends.
        """
        pair = (REGISTRY.entity_of(start), REGISTRY.entity_of(end))
        if pair not in relation.ends:
            raise RowRejected(
                "wrong_ends",
                f"{relation.rel_type} cannot join {pair[0].__name__} to {pair[1].__name__}.",
                hint="See docs/ontology.md for its ends.",
            )
        key = relation.discriminator()
        self.facts.append(
            Fact(relation.rel_type, key, relation.values(), status or self._status, start, end)
        )

    def find(self, kind: type[Entity], name: str, **prefer: str | None) -> str:
        """Id of the loaded entity called ``name``; property values settle between several.
        Entities that are only named somewhere (``named_only``) are not found here.

        Raises:
            RowRejected: ``unknown_name`` or ``ambiguous_name``.
        """
        try:
            return self._choose(kind, name, prefer, stubs=False).id
        except NotFound:
            raise RowRejected(
                "unknown_name",
                f"No {kind.__name__} is called '{name}'.",
                hint="Load it first, or correct the name.",
                name=name,
            ) from None
        except AmbiguousName as error:
            raise RowRejected(
                "ambiguous_name", error.message, hint=error.hint, **error.fields
            ) from None

    def seek(self, kind: type[Entity], name: str, **prefer: str | None) -> str | None:
        """Like :meth:`find`, but None where nothing is called that. Stating a ``named_only``
        entity then is safe to repeat: the next row states it again, under the same id."""
        try:
            return self.find(kind, name, **prefer)
        except RowRejected as error:
            if error.code == "unknown_name":
                return None
            raise

    def of_edition(self, code: str, name: str) -> str | None:
        """Id of the one major that code and name mean together, in this edition of the catalogue
        or in an earlier one that its table of old and new majors holds."""
        known = self._names.lookup(Major.label(), normalise_name(name))
        found = editions.agreeing(code, name, known)
        return found[0].id if len(found) == 1 else None

    def party(self, name: str, kind: type[Entity] = Enterprise, /, **values: Any) -> str:
        """Id of a firm, school or organisation that a source names. One that no register holds
        is stated here as ``named_only``; an edge to a name is never an error.
        """
        stub = kind.model_validate({"name": name, "named_only": True, **values})
        kinds: list[type[Entity]] = [kind, School, Enterprise, Organisation]
        for candidate_kind in dict.fromkeys(kinds):
            if decided := self._decided(candidate_kind, name, stubs=False):
                return decided.id
        for candidate_kind in dict.fromkeys(kinds):
            try:
                found = self._choose(candidate_kind, name, {}, stubs=True)
            except NotFound:
                continue
            except AmbiguousName:
                break  # which one is meant is not ours to guess: it stays a name
            # Its own stub is stated by every row that names it, so that none depends on another.
            own = found.id == stub.id and found.values.get("named_only")
            return self(stub) if own else found.id
        return self(stub)

    def _decided(self, kind: type[Entity], name: str, *, stubs: bool) -> Candidate | None:
        chosen = self._judge.chosen(kind, name)
        return chosen if chosen and (stubs or not chosen.values.get("named_only")) else None

    def _choose(
        self, kind: type[Entity], name: str, prefer: dict[str, str | None], *, stubs: bool
    ) -> Candidate:
        label = kind.label()
        if decided := self._decided(kind, name, stubs=stubs):
            return decided
        found = list(self._names.lookup(label, normalise_name(name)))
        if kind is Enterprise and all(c.values.get("named_only") for c in found):
            found += self._names.lookup(label, firm_core(name))
        # That a row once stated this bare name says nothing about whose name it is.
        found = [c for c in found if not c.values.get("named_only")] or found
        if forbidden := self._judge.forbidden(kind, name):
            found = [c for c in found if c.id not in forbidden]
        if not stubs:
            found = [c for c in found if not c.values.get("named_only")]
        # A level that is known and another one is another major, however alone it stands.
        asked = {k: v for k, v in prefer.items() if v}
        found = [c for c in found if all(c.values.get(k) in (None, v) for k, v in asked.items())]
        return choose(name, found, prefer=prefer)
