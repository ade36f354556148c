"""``chanjiao ingest diff|history|rollback``: what would change, what changed, and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import orjson
import typer
from rich.console import Console
from rich.table import Table

from graph.db import connect
from graph.preview import EXAMPLES, Preview, Previewer
from graph.queries.history import entity_history, versions_with_loads
from graph.resolve.decisions import DecisionFile
from graph.rollback import Rollback
from graph.settings import Settings, settings
from graph.staging import SourceInput
from graph.view import published_view
from ingest.bundle import chosen
from ingest.inputs import FolderInput
from ingest.source import SOURCES_DIR, Source, read_source, read_sources
from ingest.uploads import service, store
from ingest.uploads.input import UploadInput

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Root = Annotated[
    Path,
    typer.Option(
        "--sources", exists=True, file_okay=False, help="Folder that holds the source folders."
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        help="Read an earlier version: its number, a date, or a time (UTC or with offset)."
    ),
]


def register(app: typer.Typer) -> None:
    """Add the words to ``chanjiao ingest``."""
    for function in (diff, history, rollback):
        app.command()(function)


def diff(
    names: Annotated[
        list[str] | None,
        typer.Argument(help="Sources, source folders, uploads or files; all sources where none."),
    ] = None,
    root: Root = SOURCES_DIR,
    examples: Annotated[int, typer.Option(min=0, help="Examples of each kind.")] = EXAMPLES,
    as_json: Json = False,
) -> None:
    """What a load of the sources as they stand now would change; nothing is written."""
    config = settings()
    with TemporaryDirectory() as place, connect(config) as db:
        sources = _inputs(config, names or (), root, Path(place))
        previewer = Previewer(db, config.data_dir / "load")
        previewer.decisions = DecisionFile(config.data_dir).read()
        found = previewer.preview(sources, examples=examples)
    if as_json:
        print(orjson.dumps(asdict(found)).decode())
        return
    for line in in_words(found):
        print(line)


def _inputs(
    config: Settings, names: Sequence[str], root: Path, place: Path
) -> Sequence[SourceInput]:
    """Uploads by their id, files as uploads that are kept in ``place``, else source folders."""
    kept = store.kept(config.data_dir) if names else {}
    if names and all(name in kept for name in names):
        return [UploadInput(kept[name]) for name in names]
    if names and all(Path(name).is_file() for name in names):
        return [UploadInput(service.keep(place, [name], service.Wishes())) for name in names]
    return [FolderInput(s) for s in wanted(names, root)]


def wanted(names: Sequence[str], root: Path) -> list[Source]:
    """Sources by name, or by the path of a source folder or of a folder that holds some.

    Raises:
        SourceInvalid: neither, or a bad folder.
    """
    folders = [Path(n) for n in names if Path(n).is_dir() and ("/" in n or not (root / n).is_dir())]
    plain = [n for n in names if Path(n) not in folders]
    found = chosen(read_sources(root), plain) if plain or not names else []
    for folder in folders:
        one = (folder / "source.yml").is_file()
        found += [read_source(folder.resolve())] if one else read_sources(folder)
    return list({s.id: s for s in found}.values())


def in_words(found: Preview) -> list[str]:
    """A preview, line by line."""
    lines = [
        f"{name}: {row['new']} rows new, {row['changed']} changed, {row['gone']} gone, "
        f"{row['unchanged']} unchanged, {row['quarantined']} quarantined"
        for name, row in found.sources.items()
        if row["new"] or row["changed"] or row["gone"]
    ]
    for kind, counts in found.facts.items():
        lines.append(f"{kind}: " + ", ".join(f"{n} {what}" for what, n in counts.items()))
    for example in found.examples:
        about = example["id"] or f"{example['from']} → {example['to']}"
        values = "; ".join(f"{k}: {old!r} → {new!r}" for k, (old, new) in example["values"].items())
        lines.append(f"  {example['what']} {example['kind']} {about} {values}")
    lines += [f"! {q['source']} {q['locator']} {q['code']}" for q in found.quarantine[:20]]
    if not found.changes:
        lines.append(f"A load would change nothing of version {found.version}.")
    return lines


def history(
    source: Annotated[str | None, typer.Option(help="Only loads of this source.")] = None,
    entity: Annotated[str | None, typer.Option(help="Values and relations of this id.")] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Published versions with their counts and dates; or what an entity said over them."""
    with connect(settings()) as db:
        view = published_view(db, as_of=as_of)
        found: Any = (
            entity_history(view, entity) if entity else versions_with_loads(view, source=source)
        )
    if as_json:
        print(orjson.dumps(found).decode())
    elif entity:
        _print_entity(found)
    else:
        Console().print(_version_table(found))


def _print_entity(found: dict[str, Any]) -> None:
    for span in found["values"]:
        print(f"{_span(span)} {(span['published_at'] or '')[:10]}")
        for name, (old, new) in span["changes"].items():
            print(f"  {name}: {old!r} → {new!r}")
        for record in span["records"]:
            print(f"  [{record['source']}:{record['locator']} {record['grade']}]")
    for edge in found["relations"]:
        arrow = "→" if edge["direction"] == "out" else "←"
        print(f"{_span(edge)} {edge['relation']} {arrow} {edge['entity']['name']}")


def _span(part: dict[str, Any]) -> str:
    return f"{part['from_version']}–{part['until_version'] or ''}"


def _version_table(found: list[dict[str, Any]]) -> Table:
    names = ("read", "new", "changed", "withdrawn", "unchanged", "quarantined")
    shown = Table("version", "published", *names, "sources")
    for row in found:
        back = f" (= {row['rollback_of']})" if row["rollback_of"] else ""
        shown.add_row(
            f"{row['number']}{back}",
            row["published_at"][:19],
            *(str(row[n]) for n in names),
            " ".join(row["sources"]),
        )
    return shown


def rollback(
    version: Annotated[int, typer.Argument(min=1, help="The version to go back to.")],
    as_json: Json = False,
) -> None:
    """Publish a new version whose content equals an earlier one's; the next load reads the
    sources that differ again."""
    config = settings()
    with connect(config) as db:
        report = Rollback(db, config.data_dir / "load").roll_back(version)
    if as_json:
        print(orjson.dumps({"rollback_of": version, **asdict(report)}).decode())
    elif report.published:
        print(
            f"Version {report.version} equals version {version}: {report.new} new, "
            f"{report.changed} changed, {report.withdrawn} withdrawn. The next load reads the "
            "sources that differ again."
        )
    else:
        print(f"Version {report.version} already equals version {version}; nothing changed.")
