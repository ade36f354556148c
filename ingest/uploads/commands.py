"""``chanjiao ingest template|errors|retry``, and what ``load`` and ``check`` do with files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
from rich.console import Console
from rich.table import Table

from graph.db import connect
from graph.errors import OfflineImpossible
from graph.settings import Settings, settings
from ingest.layouts import LAYOUTS
from ingest.progress import load_progress
from ingest.readers import UnreadableFile
from ingest.source import SourceInvalid
from ingest.templates import TEMPLATES
from ingest.templates.workbook import write_template
from ingest.uploads import errors_book, service, store
from ingest.uploads.service import Wishes as Wishes

Kind = Annotated[
    str | None,
    typer.Option(
        "--kind",
        "--template",
        help="Template or official layout of a file; recognised from its headers if not given.",
    ),
]
SourceId = Annotated[
    str | None, typer.Option(help="Id of a file's source; made from its name if not given.")
]
Owner = Annotated[str, typer.Option(help="Whose data a file is.")]
Seen = Annotated[str, typer.Option(help="Who sees a file's facts: public, organisation, private.")]
Good = Annotated[
    str | None,
    typer.Option(help="How good a file is as a source: A, B or C; B, or as its layout says."),
]
Licence = Annotated[str, typer.Option(help="Licence of a file.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Out = Annotated[Path, typer.Option("-o", "--output", help="The XLSX file to write.")]

errors_app = typer.Typer(help="Rows of files that were refused.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the words to ``chanjiao ingest``."""
    app.command("template")(template)
    app.command("retry")(retry)
    app.add_typer(errors_app, name="errors")


def template(
    kind: Annotated[str | None, typer.Argument(help="Which template.")] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="XLSX to write.")] = None,
    list_all: Annotated[bool, typer.Option("--list", help="List the templates.")] = False,
    as_json: Json = False,
) -> None:
    """Write an XLSX template to fill in: headers, drop-downs, an example row, instructions."""
    if list_all or kind is None:
        _list_templates(as_json=as_json)
        return
    if kind not in TEMPLATES:
        raise SourceInvalid(
            f"There is no template '{kind}' to fill in.", hint=f"Known: {', '.join(TEMPLATES)}."
        )
    path = output or Path(f"{kind}.xlsx")
    write_template(TEMPLATES[kind], path)
    print(orjson.dumps({"kind": kind, "file": str(path)}).decode() if as_json else path)


def _list_templates(*, as_json: bool) -> None:
    if as_json:
        found = [
            {"kind": t.kind, "zh": t.zh, "en": t.en, "columns": [c.zh for c in t.columns],
             "required": [c.zh for c in t.columns if c.required]}
            for t in TEMPLATES.values()
        ]  # fmt: skip
        found += [
            {"kind": y.kind, "zh": y.zh, "en": y.en, "columns": [], "required": []}
            for y in LAYOUTS.values()
        ]
        print(orjson.dumps(found).decode())
        return
    shown = Table("kind", "名称", "必填列")
    for each in TEMPLATES.values():
        shown.add_row(each.kind, each.zh, "、".join(c.zh for c in each.columns if c.required))
    for layout in LAYOUTS.values():
        shown.add_row(layout.kind, layout.zh, "按原样读取的官方文件")
    Console().print(shown)


@errors_app.command("export")
def export_errors(
    output: Out = Path("errors.xlsx"), source: SourceId = None, as_json: Json = False
) -> None:
    """Write refused rows of files as XLSX, the bad cells marked, to be corrected and retried."""
    config = settings()
    known = store.kept(config.data_dir)
    uploads = [service.find_upload(known, source)] if source else list(known.values())
    with connect(config) as db:
        refused = [(u, service.quarantined(db, config, u)) for u in uploads]
    count = errors_book.write_errors([pair for pair in refused if pair[1]], output)
    if as_json:
        print(orjson.dumps({"file": str(output), "rows": count}).decode())
    else:
        print(f"{output}: {count} rows. Correct them, then: chanjiao ingest retry {output}")


def retry(file: Path, as_json: Json = False) -> None:
    """Load corrected rows of an exported file into their sources; the other rows stay."""
    corrected = errors_book.read_corrections(file)
    config = settings()
    with connect(config) as db, load_progress() as progress:
        tell(service.retry(db, config, corrected, progress), as_json=as_json)


def files_among(names: Sequence[str]) -> list[str]:
    """The names that are files, folders, addresses or standard input rather than sources.

    Raises:
        UnreadableFile: some are files and others are not.
    """
    found = [name for name in names if Path(name).is_file() or _like_a_path(name)]
    if found and len(found) < len(names):
        raise UnreadableFile(
            "Files and sources cannot be named together.", hint="Load them one after the other."
        )
    for name in found:
        if name != "-" and "://" not in name and not Path(name).exists():
            raise UnreadableFile(f"There is no file {name}.", file=name)
    return found


def _like_a_path(name: str) -> bool:
    return name == "-" or "/" in name or bool(Path(name).suffix)


def kept_among(config: Settings, names: Iterable[str]) -> list[store.Upload]:
    """Uploads that are called by their source id."""
    asked = list(names)
    known = store.kept(config.data_dir) if asked else {}
    found = [known[name] for name in asked if name in known]
    if found and len(found) < len(asked):
        raise SourceInvalid("Uploads and bundled sources cannot be loaded together.")
    return found


def check(files: list[str], wishes: Wishes, *, as_json: bool) -> None:
    """Print what loading files would do; ends with 1 where a row would be refused."""
    config = settings()
    reports = [service.check_files(config, group, wishes) for group in _groups(files, wishes)]
    tell(reports, as_json=as_json)
    if any(report["rows"]["quarantined"] for report in reports):
        raise typer.Exit(1)


def load(files: list[str], wishes: Wishes, *, as_json: bool, offline: bool = False) -> None:
    """Load files and print what became of their rows.

    Raises:
        OfflineImpossible: several sources; only the first of them would find an empty graph.
    """
    config, groups = settings(), _groups(files, wishes)
    if offline and len(groups) > 1:
        raise OfflineImpossible(
            "One source at a time can be imported.", hint="Make the files one with --source."
        )
    with connect(config) as db, load_progress() as progress:
        reports = [
            service.load_files(db, config, group, wishes, progress, offline=offline)
            for group in groups
        ]
    tell(reports, as_json=as_json)


def load_again(uploads: Iterable[store.Upload], *, as_json: bool) -> None:
    """Load uploads from what was kept of them."""
    config = settings()
    with connect(config) as db, load_progress() as progress:
        reports = [service.load_upload(db, config, u, progress) for u in uploads]
    tell(reports, as_json=as_json)


def _groups(files: list[str], wishes: Wishes) -> list[list[str]]:
    """Files that make one source: all where it is named, else each its own."""
    return [files] if wishes.source else [[file] for file in files]


def tell(reports: list[dict[str, Any]], *, as_json: bool) -> None:
    """Print reports: one as it is, several as ``{"rows", "facts", "by_code", "sources"}``."""
    if as_json:
        whole = reports[0] if len(reports) == 1 else _together(reports)
        print(orjson.dumps(whole).decode())
        return
    for report in reports:
        _in_words(report)


def _together(reports: list[dict[str, Any]]) -> dict[str, Any]:
    summed: dict[str, dict[str, int]] = {"rows": {}, "facts": {}, "by_code": {}}
    for report in reports:
        for part, counts in summed.items():
            for name, count in report[part].items():
                counts[name] = counts.get(name, 0) + count
    return {**summed, "version": max(r["version"] for r in reports), "sources": reports}


def _in_words(report: dict[str, Any]) -> None:
    rows, facts, version = report["rows"], report["facts"], report["version"]
    standing = f"version {version}" if version else "nothing was written"
    print(f"{report['source']} ({', '.join(report['kinds'])}): {standing}")
    print(
        f"  rows: {rows['read']} read = {rows['new']} new + {rows['changed']} changed + "
        f"{rows['unchanged']} unchanged + {rows['quarantined']} quarantined"
    )
    print(
        f"  facts: {facts['new']} new, {facts['changed']} changed, {facts['unchanged']} unchanged, "
        f"{facts['withdrawn']} withdrawn"
    )
    if report["personal"]:
        print(f"  personal data was left out of {report['personal']} cells")
    for issue in report["issues"]:
        print(f"  {issue['locator']} {issue['code']}: {issue['message']} {issue['hint']}")
    left = rows["quarantined"] - len(report["issues"])
    if left > 0:
        print(f"  … and {left} more rows")
    if rows["quarantined"]:
        print(f"  correct them: chanjiao ingest errors export --source {report['source']}")
    if report["scope"] != "public":
        print(
            f"  seen only with the scope {report['scope']}; "
            "load with --visibility public to show these facts to everybody"
        )
