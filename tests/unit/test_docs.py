"""The documents say what the code does: settings, commands, weights, error codes, examples."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.core import TyperGroup

from api.errors import STATUS_OF
from graph.cli import load, registered
from graph.evidence import SourceCard
from graph.match.features import MAJOR_CLUSTER
from graph.settings import Settings
from ingest.dry_run import DryRun, dry_run
from ingest.source import SOURCES_DIR, Source, SourceFolder, read_sources

ROOT = Path(__file__).parents[2]
READMES = (ROOT / "README.md", ROOT / "README.zh.md")
ADD_A_SOURCE = ROOT / "docs" / "add-a-source.md"
EVIDENCE = ROOT / "docs" / "evidence.md"
DECISIONS = ROOT / "docs" / "decisions"
DOCUMENTS = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "docs").glob("decisions/*.md")]
)
HAND_WRITTEN = [p for p in DOCUMENTS if p != ROOT / "docs" / "ontology.md"]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.S | re.M)
#: Defaults that depend on the machine, and how the documents write them.
MADE_DEFAULTS = {"data_dir": "`.state`", "cache_dir": "`~/.cache/chanjiao`"}
#: Paths of one machine, and numbers of tickets.
MACHINE = re.compile(r"(?<![\w.~-])/(?:home|opt|root|tmp|Users|usr|var|work)/|(?<!\w)#\d+\b")
HOST = re.compile(r"\b[\w-]+\.(?:com|dev|io|net|org)\b")
#: Vocabularies that the model names, and the host that examples use.
HOSTS = {"schema.org", "example.org"}


def name_of(path: Path) -> str:
    """Path in the repository, as the id of a test."""
    return path.relative_to(ROOT).as_posix()


def blocks(text: str) -> list[tuple[str, str]]:
    """Fenced blocks as (language, content)."""
    return FENCE.findall(text)


def prose(text: str) -> str:
    """A document without its fenced blocks."""
    return FENCE.sub("", text)


def tables(text: str) -> Iterator[list[str]]:
    """Cells of every table row."""
    for line in prose(text).splitlines():
        if line.startswith("|") and not line.startswith("|---"):
            yield [cell.strip() for cell in line.strip("|").split("|")]


# --- both READMEs --------------------------------------------------------------------------------


@pytest.mark.parametrize("path", READMES, ids=name_of)
def test_settings_table_agrees_with_the_settings(path: Path) -> None:
    shown = {
        row[0].strip("`"): row[1:]
        for row in tables(path.read_text("utf-8"))
        if row[0].startswith("`CHANJIAO_")
    }
    assert list(shown) == [f"CHANJIAO_{name.upper()}" for name in Settings.model_fields]
    for name, field in Settings.model_fields.items():
        plain = "—" if field.default is None else f"`{field.default}`"
        default, meaning = shown[f"CHANJIAO_{name.upper()}"]
        assert default == MADE_DEFAULTS.get(name, plain), name
        assert meaning, name
        if path.name == "README.md":
            assert meaning == field.description, name


@pytest.mark.parametrize("path", [*READMES, DECISIONS / "0005-matching.md"], ids=name_of)
def test_weights_are_those_of_the_model(path: Path) -> None:
    wanted = {f.name: f"{MAJOR_CLUSTER.weights[f.name]:.2f}" for f in MAJOR_CLUSTER.features}
    shown = {}
    for row in tables(path.read_text("utf-8")):
        name = re.match(r"`(\w+)`", row[0])
        if name and name[1] in wanted and re.fullmatch(r"0\.\d\d", row[1]):
            shown[name[1]] = row[1]
    assert shown == wanted


def test_both_readmes_say_the_same() -> None:
    english, chinese = (p.read_text("utf-8") for p in READMES)
    assert blocks(english) == blocks(chinese)
    shapes = [re.findall(r"^(#+) ", prose(text), re.M) for text in (english, chinese)]
    assert shapes[0] == shapes[1]
    targets = [_targets(text) - {p.name for p in READMES} for text in (english, chinese)]
    assert targets[0] == targets[1]
    assert len(list(tables(english))) == len(list(tables(chinese)))


def test_the_readme_names_every_command() -> None:
    shown = set(re.findall(r"`chanjiao ([a-z ]+)`", READMES[0].read_text("utf-8")))
    for word in registered():
        command = _command(word)
        parts = [f"{word} {n}" for n in command.commands] if _is_group(command) else [word]
        assert shown >= set(parts), word


# --- commands, links, forbidden words ------------------------------------------------------------


@cache
def _command(word: str) -> Any:
    return load(registered()[word])


def _is_group(command: Any) -> bool:
    return isinstance(command, TyperGroup)


@cache
def _run_words() -> frozenset[str]:
    told = subprocess.run(
        [ROOT / "run", "help"], check=True, capture_output=True, text=True, timeout=60
    )
    return frozenset(re.findall(r"^\./run (\w+)", told.stdout, re.M))


@pytest.mark.parametrize("path", HAND_WRITTEN, ids=name_of)
def test_words_of_commands_exist(path: Path) -> None:
    text = path.read_text("utf-8")
    written = re.findall(r"\./run (\w+)", text)
    assert set(written) <= _run_words(), set(written) - _run_words()
    code = [content for _, content in blocks(text)] + re.findall(r"`([^`\n]+)`", prose(text))
    for words in (w for part in code for w in re.findall(r"\bchanjiao ((?:[a-z]+ ?)+)", part)):
        word, *rest = words.split()
        assert word in registered(), f"chanjiao {words}"
        command = _command(word)
        if rest and _is_group(command):
            assert rest[0] in command.commands, f"chanjiao {words}"


def _targets(text: str) -> set[str]:
    found = re.findall(r"\]\(([^)\s]+)\)", prose(text))
    return {t for t in found if "://" not in t and not t.startswith("mailto:")}


def _anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", prose(path.read_text("utf-8")), re.M)
    return {re.sub(r"[^\w -]", "", h.lower()).replace(" ", "-") for h in headings}


@pytest.mark.parametrize("path", HAND_WRITTEN, ids=name_of)
def test_relative_links_resolve(path: Path) -> None:
    for target in sorted(_targets(path.read_text("utf-8"))):
        name, _, anchor = target.partition("#")
        linked = (path.parent / name).resolve() if name else path
        assert linked.exists(), f"{target} does not exist"
        assert linked.is_relative_to(ROOT), f"{target} leaves the repository"
        if anchor:
            assert anchor in _anchors(linked), f"{target}: no such heading"


@pytest.mark.parametrize(
    "path", [*HAND_WRITTEN, ROOT / "NOTICE", ROOT / ".pre-commit-config.yaml"], ids=name_of
)
def test_documents_speak_of_the_product_alone(path: Path) -> None:
    text = path.read_text("utf-8")
    assert MACHINE.findall(text) == []
    assert set(HOST.findall(text)) <= HOSTS
    for outside in re.findall(r"(?:\.\./)+[\w./-]+", text):
        assert (path.parent / outside).resolve().is_relative_to(ROOT), f"{outside} is elsewhere"


def test_decisions_are_dated_and_listed() -> None:
    listed = (DECISIONS / "README.md").read_text("utf-8")
    for path in sorted(DECISIONS.glob("0*.md")):
        text = path.read_text("utf-8")
        head = re.match(r"---\n(.*?)\n---\n", text, re.S)
        assert head, f"{path.name} has no front matter"
        front = yaml.safe_load(head[1])
        assert front["status"] in ("proposed", "accepted", "superseded"), path.name
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", str(front["date"])), path.name
        assert path.name in listed, f"{path.name} is not in the list of decisions"


def test_hooks_are_local_and_part_of_the_check() -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
    checked = (ROOT / "run").read_text("utf-8")
    for repository in config["repos"]:
        assert repository["repo"] == "local"
        for hook in repository["hooks"]:
            assert hook["language"] == "system"
            command = hook["entry"].removeprefix(".venv/bin/").removesuffix(" --force-exclude")
            assert f'"{command}' in checked, hook["id"]


def test_the_licence_is_complete() -> None:
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert "Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text
    assert "APPENDIX: How to apply the Apache License to your work." in text


# --- error codes ---------------------------------------------------------------------------------

#: Calls whose argument at this place is a code.
RAISED = {"RowRejected": 0, "PydanticCustomError": 0, "UiError": 0, "Issue": 2}


def _constants(node: ast.expr) -> list[str]:
    if isinstance(node, ast.IfExp):
        return _constants(node.body) + _constants(node.orelse)
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def _assigned(node: ast.stmt) -> list[str]:
    """Codes that a statement ``code = …`` gives."""
    if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
        return []
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return _constants(node.value) if "code" in (getattr(t, "id", "") for t in targets) else []


def _codes_of(node: ast.AST) -> list[str]:
    """Codes that a class attribute, a choice between two, or a call names."""
    if isinstance(node, ast.ClassDef):
        return [code for statement in node.body for code in _assigned(statement)]
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.IfExp):
        return _assigned(node)
    if not isinstance(node, ast.Call):
        return []
    found = [c for k in node.keywords if k.arg == "code" for c in _constants(k.value)]
    place = RAISED.get(getattr(node.func, "id", ""))
    if place is not None and len(node.args) > place:
        found += _constants(node.args[place])
    return [c for c in found if "_" in c]


def _codes_in_code() -> dict[str, str]:
    """Error code → a file that raises it."""
    found: dict[str, str] = {}
    for package in ("graph", "ingest", "api", "ui"):
        for path in sorted((ROOT / package).rglob("*.py")):
            if "node_modules" in path.parts:
                continue
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                for code in _codes_of(node):
                    if re.fullmatch(r"[a-z]+(_[a-z]+)*", code):
                        found.setdefault(code, name_of(path))
    return found


def _documented() -> dict[str, list[str]]:
    """Error code → cells of its rows after the code."""
    _, _, section = EVIDENCE.read_text("utf-8").partition("## Error codes")
    found: dict[str, list[str]] = {}
    for code, *cells in tables(section):
        if code != "code":
            found.setdefault(code.strip("`"), []).extend(cells)
    return found


def test_every_error_code_is_documented() -> None:
    raised, shown = _codes_in_code(), set(_documented())
    missing = {code: where for code, where in raised.items() if code not in shown}
    assert not missing, "not in docs/evidence.md"
    assert shown >= set(STATUS_OF)
    assert len(raised) > 25, "the codes were not found"


def test_no_error_code_is_documented_that_does_not_exist() -> None:
    raised = set(_codes_in_code()) | {"invalid_value"}  # the fallback for pydantic's own types
    assert set(_documented()) <= raised


def test_documented_status_is_the_one_that_is_sent() -> None:
    for code, cells in _documented().items():
        statuses = {int(c) for c in cells if re.fullmatch(r"\d{3}", c)}
        assert statuses <= {STATUS_OF.get(code, 500)}, code
        if code in STATUS_OF:
            assert statuses, f"{code}: no HTTP status is given"


# --- the example of docs/add-a-source.md ---------------------------------------------------------


def _named_blocks() -> dict[str, str]:
    """Blocks under a line that names a file: ``**`folder/file`**``."""
    pattern = re.compile(r"^\*\*`([\w./-]+)`\*\*\n\n```\w+\n(.*?)^```$", re.S | re.M)
    return dict(pattern.findall(ADD_A_SOURCE.read_text("utf-8")))


def _outputs() -> list[str]:
    return [body for kind, body in blocks(ADD_A_SOURCE.read_text("utf-8")) if kind == "text"]


def _with_needed(root: Path, name: str) -> list[Source]:
    """The example with the bundled sources it comes after, copied beside it."""
    waiting = [name]
    while waiting:
        card = yaml.safe_load((root / waiting.pop() / "source.yml").read_text("utf-8"))
        for other in card.get("after", []):
            if not (root / other).exists():
                shutil.copytree(SOURCES_DIR / other, root / other)
                waiting.append(other)
    return read_sources(root)


def _example(root: Path, data: str | None = None) -> DryRun:
    files = _named_blocks()
    name = next(f for f in files if f.endswith("source.yml")).partition("/")[0]
    (root / name).mkdir()
    for path, content in files.items():
        if path.startswith(f"{name}/"):
            (root / path).write_text(content, "utf-8")
    if data is not None:
        (root / name / "cooperations.csv").write_text(data, "utf-8")
    return dry_run(_with_needed(root, name))[name]


def test_the_example_source_works(tmp_path: Path) -> None:
    result = _example(tmp_path)
    assert not result.issues
    assert not result.dangling
    told = f"{result.read} rows, {dict(result.nodes)}, {dict(result.relations)}"
    assert f"example-cooperations: {told}\n" in _outputs()


def test_the_example_meets_its_own_assertions(tmp_path: Path) -> None:
    card = SourceFolder.model_validate(
        yaml.safe_load(_named_blocks()["example-cooperations/source.yml"])
    )
    result = _example(tmp_path)
    counts = result.nodes + result.relations
    assert all(counts[kind] >= least for kind, least in card.assertions.min.items())


def test_the_bad_rows_are_refused_as_shown(tmp_path: Path) -> None:
    result = _example(tmp_path, _named_blocks()["bad-rows.csv"])
    told = [f"{i.locator} {i.code}: {i.message} {i.hint}".strip() for i in result.issues]
    assert "\n".join(told) + "\n" in _outputs()
    assert not result.nodes
    assert not result.relations


def test_the_card_table_names_every_field() -> None:
    shown = {
        name
        for row in tables(ADD_A_SOURCE.read_text("utf-8"))
        for name in re.findall(r"`(\w+)`", row[0])
    }
    assert shown >= set(SourceCard.model_fields)
    assert shown >= set(SourceFolder.model_fields) - {"card"}
