"""Rules of the house that no type checker knows: arrows, places, sizes, words, generated files."""

from __future__ import annotations

import ast
import csv
import re
import subprocess
import sys
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest

from graph.cypher.ddl import SYSTEM_LABELS
from graph.ontology import REGISTRY, SYSTEM_FIELDS, docs, lists
from graph.ontology.base import Entity, Relation
from graph.ontology.terms import REPLACED_WORDS
from graph.ontology.vocabulary import Vocabulary

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("graph", "ingest", "api", "ui")
SOURCES = ROOT / "ingest" / "sources"
TEXT = {".py", ".yml", ".yaml", ".json", ".js", ".css", ".html", ".toml", ".md", ".txt"}
LIMIT = 500
#: Tables rather than code: one class per entity, one tuple per closed list.
TABLES = {"graph/ontology/entities.py", "graph/ontology/lists.py"}


def files(*folders: str, suffixes: Collection[str] = (".py",)) -> Iterator[Path]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            third_party = {"node_modules", "__pycache__"}.intersection(path.parts)
            if path.suffix in suffixes and not third_party:
                yield path


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_imports_point_down() -> None:
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


# --- a region is data --------------------------------------------------------------------------


def place_names() -> set[str]:
    """Every region of the bundle by name, by name without its kind, and by code."""
    with (SOURCES / "cn-regions" / "regions.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    names = {row["name"] for row in rows}
    short = {re.sub("(省|市|区|县|畲族自治县)$", "", name) for name in names}
    return names | {s for s in short if len(s) > 1} | {row["code"] for row in rows}


def test_no_place_is_named_in_the_code() -> None:
    words = place_names() | {"Hangzhou", "Zhejiang"}
    assert {"杭州", "浙江", "330100", "余杭"} <= words
    pattern = re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))), re.I)
    named = [
        f"{shown(path)}:{number} {found[0]}"
        for path in files(*PACKAGES, suffixes=TEXT)
        if SOURCES not in path.parents and path.name != "package-lock.json"
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if (found := pattern.search(line))
    ]
    assert named == []


# --- sizes -------------------------------------------------------------------------------------


def lines_of(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def test_no_file_is_long() -> None:
    long = {shown(p) for p in files(*PACKAGES, "tests") if lines_of(p) > LIMIT}
    assert long <= TABLES


# --- words -------------------------------------------------------------------------------------


def captions() -> Iterator[tuple[str, str]]:
    """(where, caption) of every entity, relation, property and closed list."""
    declared: list[type[Entity] | type[Relation]] = [
        *REGISTRY.entities.values(), *REGISTRY.relations.values(),
    ]  # fmt: skip
    for each in declared:
        yield each.__name__, f"{each.zh} {each.en}"
        for field in each.fields.values():
            yield f"{each.__name__}.{field.name}", f"{field.prop.zh} {field.prop.en}"
    for name, value in vars(lists).items():
        if isinstance(value, Vocabulary):
            yield name, value.zh


def test_captions_use_current_words() -> None:
    seen = list(captions())
    assert len(seen) > 200
    for where, caption in seen:
        assert not [w for w in REPLACED_WORDS if w in caption], f"{where}: {caption}"
    for path in files("ui"):
        for word in REPLACED_WORDS:
            assert word not in path.read_text("utf-8"), f"{shown(path)} says {word}"


def test_generated_files_agree_with_the_model() -> None:
    assert docs.stale(ROOT) == [], "run `chanjiao ontology write`"


# --- reads name what exists --------------------------------------------------------------------

_NODE = re.compile(r"\((\w+)?:([\w|`]+)")
_RELATION = re.compile(r"\[(\w+)?:([\w|`]+)")
_PROPERTY = re.compile(r"(?<![\w.'$])([a-z]\w*)\.([a-z_]\w*)\b(?!\()")
#: What nodes carry beside the fields of the model.
EXTRA = {"gaps", "changed_version", "id"}


def queries() -> Iterator[tuple[str, str]]:
    """(where, text) of every constant with a MATCH; parts that are filled in read ``X``."""
    for path in files("graph", "api", "ingest"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                text = node.value
            elif isinstance(node, ast.JoinedStr):
                text = "".join(
                    str(p.value) if isinstance(p, ast.Constant) else "X" for p in node.values
                )
            else:
                continue
            if "MATCH (" in text and "RETURN" in text and '"""' not in text and "\n\n" not in text:
                yield f"{shown(path)}:{node.lineno}", text


def declared_fields(names: str) -> set[str] | None:
    """Properties of some labels or types; None where one is filled in or the system's own."""
    fields = set(SYSTEM_FIELDS) | EXTRA
    for name in names.replace("`", "").split("|"):
        declared = REGISTRY.entities.get(name) or REGISTRY.relations.get(name)
        if declared is None:
            return None
        fields |= set(declared.fields)
    return fields


def test_there_are_queries_to_check() -> None:
    assert len(list(queries())) > 40


@pytest.mark.parametrize(("where", "text"), list(queries()), ids=lambda v: v[:40])
def test_a_query_names_what_the_model_has(where: str, text: str) -> None:
    bound: dict[str, set[str] | None] = {}
    for pattern, known in (
        (_NODE, REGISTRY.entities.keys() | SYSTEM_LABELS.keys()),
        (_RELATION, set(REGISTRY.relations)),
    ):
        for variable, names in pattern.findall(text):
            for name in names.replace("`", "").split("|"):
                assert name in known or name == "X", f"{where}: {name}"
            if variable:
                bound[variable] = declared_fields(names)
    for variable, name in _PROPERTY.findall(text):
        fields = bound.get(variable)
        assert fields is None or name in fields, f"{where}: {variable}.{name}"


def test_the_check_of_queries_sees_mistakes() -> None:
    with pytest.raises(AssertionError, match=r"m\.colour"):
        test_a_query_names_what_the_model_has("x", "MATCH (m:Major) RETURN m.colour")
    with pytest.raises(AssertionError, match="Animal"):
        test_a_query_names_what_the_model_has("x", "MATCH (m:Animal) RETURN m.name")
    with pytest.raises(AssertionError, match="EATS"):
        test_a_query_names_what_the_model_has("x", "MATCH (m:Major)-[r:EATS]->(n) RETURN r")
