"""``chanjiao demo``: load the bundle, answer its first question, serve API and UI.

The API and the UI run as commands of their own; this module knows them by their addresses only.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer
from rich.console import Console

from graph.db import Database, connect
from graph.errors import GraphError, GraphUnavailable
from graph.loader import LoadReport
from graph.match.answer import Request, majors_of_cluster
from graph.ontology.entities import Cluster
from graph.ports import require_free
from graph.resolve.lookup import resolve
from graph.settings import Settings, load_settings
from graph.view import published_view
from ingest.bundle import load_bundle, read_home
from ingest.commands import in_words
from ingest.progress import load_progress

START_LIMIT_S = 180.0
STOP_LIMIT_S = 10.0
SHOWN = 20
OTHER_PORTS = "Stop what uses it, or choose others: --port, --ui-port."


class DemoIncomplete(GraphError):
    """A part of the demo is missing or does not answer."""

    code = "demo_incomplete"


def demo(
    check: Annotated[
        bool, typer.Option("--check", help="Try everything, print JSON, stop.")
    ] = False,
    port: Annotated[int | None, typer.Option(help="Port of the API.")] = None,
    ui_port: Annotated[int | None, typer.Option(help="Port of the UI.")] = None,
    data_dir: Annotated[Path | None, typer.Option(help="Where the data is kept.")] = None,
) -> None:
    """Load the bundled data, answer a question, serve API and UI until Ctrl-C."""
    began = time.perf_counter()
    config = _settings(port, ui_port, data_dir)
    for wanted in (config.api_port, config.ui_port):
        require_free("127.0.0.1", wanted, hint=OTHER_PORTS)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    # A shell that starts this in the background has it ignore Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with connect(config, _say) as db:
        report = _load(db, config)
        answer = _first_answer(db)
        with _served(config):
            if check:
                print(json.dumps(_checked(config, report, answer, began), ensure_ascii=False))
                return
            _welcome(config, answer, report)
            _wait_for_interrupt()


def _settings(port: int | None, ui_port: int | None, data_dir: Path | None) -> Settings:
    """Settings with the options, which children read from the environment."""
    options = {
        "CHANJIAO_API_PORT": port,
        "CHANJIAO_UI_PORT": ui_port,
        "CHANJIAO_DATA_DIR": data_dir.resolve() if data_dir else None,
    }
    os.environ.update({k: str(v) for k, v in options.items() if v is not None})
    return load_settings()


def _say(line: str) -> None:
    print(f"· {line}", file=sys.stderr, flush=True)


def _load(db: Database, config: Settings) -> LoadReport:
    with load_progress() as progress:
        report = load_bundle(db, config, progress=progress)
    _say(in_words(report))
    return report


def _first_answer(db: Database) -> dict[str, Any]:
    question = read_home().question
    if question is None:
        raise DemoIncomplete("The bundle names no first question.")
    view = published_view(db)
    return majors_of_cluster(view, resolve(view, Cluster, question), Request(SHOWN))


@contextmanager
def _served(config: Settings) -> Iterator[None]:
    """API and UI as child processes; both are stopped however this ends."""
    children: list[tuple[str, subprocess.Popen[bytes]]] = []
    try:
        for name, address in _addresses(config).items():
            command = [sys.executable, "-m", "graph.cli", name, "serve"]
            # Their own session: Ctrl-C reaches this process, which stops them in order.
            children.append(
                (name, subprocess.Popen(command, stdout=sys.stderr, start_new_session=True))
            )
            _say(f"starting {name} at {address}")
        for name, child in children:
            _wait_for(name, child, config)
        yield
    finally:
        for _, child in reversed(children):
            child.terminate()
        for _, child in children:
            try:
                child.wait(STOP_LIMIT_S)
            except subprocess.TimeoutExpired:
                child.kill()


def _addresses(config: Settings) -> dict[str, str]:
    return {
        "api": f"http://127.0.0.1:{config.api_port}",
        "ui": f"http://127.0.0.1:{config.ui_port}",
    }


def _wait_for(name: str, child: subprocess.Popen[bytes], config: Settings) -> None:
    path = {"api": "/readyz", "ui": "/_stcore/health"}[name]
    address = _addresses(config)[name] + path
    limit = time.monotonic() + START_LIMIT_S
    while time.monotonic() < limit:
        if child.poll() is not None:
            raise DemoIncomplete(f"The {name} stopped at its start (exit {child.returncode}).")
        try:
            if httpx.get(address, timeout=5).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.2)
    raise GraphUnavailable(f"The {name} does not answer at {address}.")


def _checked(
    config: Settings, report: LoadReport, answer: dict[str, Any], began: float
) -> dict[str, Any]:
    """What ``--check`` prints, every part fetched over HTTP."""
    at = _addresses(config)
    cluster = answer["cluster"]["id"]
    with httpx.Client(timeout=120, headers=_headers(config)) as client:
        status = _fetched(client, f"{at['api']}/v1/status")
        served = _fetched(client, f"{at['api']}/v1/clusters/{cluster}/majors?limit={SHOWN}")
        docs = client.get(f"{at['api']}/docs")
        page = client.get(at["ui"])
    if not served["items"]:
        raise DemoIncomplete(f"No major is found for {answer['cluster']['name']}.")
    if served["items"] != json.loads(json.dumps(answer["items"])):
        raise DemoIncomplete("The API's answer differs from the command line's.")
    for name, response in (("API documentation", docs), ("UI", page)):
        if response.status_code != 200 or "<html" not in response.text.lower():
            raise DemoIncomplete(f"The {name} does not come: HTTP {response.status_code}.")
    return {
        "counts": status["counts"],
        "load": report.summary(),
        "answer": served,
        "ui": {"address": at["ui"], "bytes": len(page.content)},
        "seconds": round(time.perf_counter() - began, 1),
    }


def _headers(config: Settings) -> dict[str, str]:
    return {"X-API-Key": config.api_key.get_secret_value()} if config.api_key else {}


def _fetched(client: httpx.Client, address: str) -> dict[str, Any]:
    response = client.get(address)
    if response.status_code != 200:
        raise DemoIncomplete(
            f"{address} answers HTTP {response.status_code}: {response.text[:200]}"
        )
    body: dict[str, Any] = response.json()
    return body


def _welcome(config: Settings, answer: dict[str, Any], report: LoadReport) -> None:
    from graph.ask_commands import table

    at = _addresses(config)
    console = Console()
    console.print(table(answer, "major"))
    console.print(f"\n界面 UI   {at['ui']}\n接口 API  {at['api']}/docs", highlight=False)
    console.print(f"{in_words(report)}\nCtrl-C 停止 stops everything that was started.")


def _wait_for_interrupt() -> None:
    try:
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        _say("stopping")
