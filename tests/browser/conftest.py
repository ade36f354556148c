"""The real stack for the browser: embedded Neo4j with the bundled data, API, Streamlit, Chromium.

It is built once per session; the pages are then used as people use them.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from threading import Thread
from typing import Any
from urllib.parse import quote, urlsplit

import httpx
import pytest
import uvicorn
from playwright.sync_api import Page, Request

from api.app import create_app
from graph import versions
from graph.db import connect
from graph.loader import Loader
from graph.settings import Settings
from ingest.inputs import FolderInput
from ingest.source import read_sources
from ui.commands import command_line
from ui.config import Config

HOME, HOST = "330100", "127.0.0.1"
SETTLE_MS = 60_000
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def wait_for(url: str, text: str, seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            answer = httpx.get(url, timeout=5, trust_env=False)
            if answer.is_success and text in answer.text:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.2)
    raise AssertionError(f"{url} did not answer '{text}' within {seconds} s")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    path = os.environ.get("CHROMIUM_PATH") or next(filter(None, map(shutil.which, NAMES)), None)
    assert path, "no Chromium: install it (apt-get install chromium) or set CHROMIUM_PATH"
    flags = ["--no-sandbox", "--disable-dev-shm-usage", "--lang=zh-CN"]
    return {**browser_type_launch_args, "executable_path": path, "args": flags}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    size = {"width": 1366, "height": 900}
    return {**browser_context_args, "locale": "zh-CN", "viewport": size}


@pytest.fixture(scope="session")
def api_url(make_settings: Callable[..., Settings]) -> Iterator[str]:
    """The API on the bundled data; loaded once."""
    settings = make_settings()
    with connect(settings) as db:
        report = Loader(db, settings.data_dir / "load").load(
            [FolderInput(source) for source in read_sources()]
        )
        assert report.published
        versions.set_home_region(db, HOME)
        port = free_port()
        app = create_app(settings, db)
        server = uvicorn.Server(uvicorn.Config(app, host=HOST, port=port, log_level="warning"))
        thread = Thread(target=server.run, daemon=True)
        thread.start()
        url = f"http://{HOST}:{port}"
        wait_for(f"{url}/readyz", "ready")
        yield url
        server.should_exit = True
        thread.join(timeout=10)


@pytest.fixture(scope="session")
def app_url(api_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The pages, started as ``chanjiao ui serve`` starts them."""
    config = Config(api_url=api_url, port=free_port())
    log = tmp_path_factory.mktemp("ui") / "streamlit.log"
    with log.open("w") as out:
        child = subprocess.Popen(
            command_line(config),
            env={**os.environ, "CHANJIAO_API_URL": api_url},
            cwd=log.parent,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        url = f"http://{HOST}:{config.port}"
        try:
            wait_for(f"{url}/_stcore/health", "ok")
            yield url
        finally:
            child.terminate()
            child.wait(timeout=10)
    assert "Traceback" not in log.read_text(), log.read_text()[-3000:]


class App:
    """A browser tab on the pages, with the one reliable wait."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url
        self.errors: list[str] = []
        self.foreign: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", self._note)

    def _note(self, request: Request) -> None:
        host = urlsplit(request.url).hostname
        if host not in (HOST, None, "") and not request.url.startswith(("data:", "blob:")):
            self.foreign.append(request.url)

    def open(self, page: str = "", **query: str) -> App:
        """Go to a page by its address."""
        pairs = "&".join(f"{k}={quote(v)}" for k, v in query.items())
        self.page.goto(f"{self.url}/{page}" + (f"?{pairs}" if pairs else ""))
        return self.settle()

    def settle(self) -> App:
        """Wait until the page stands still."""
        ready = '[data-testid="stApp"][data-test-script-state="notRunning"]'
        self.page.locator(ready).wait_for(timeout=SETTLE_MS)
        self.page.wait_for_function(
            "() => !document.querySelector('[data-stale=\"true\"]')", timeout=SETTLE_MS
        )
        return self

    def check(self) -> None:
        """Nothing failed, and nothing was asked of another machine."""
        assert self.errors == []
        assert self.foreign == []
        assert self.page.locator('[data-testid="stException"]').count() == 0


@pytest.fixture
def app(page: Page, app_url: str) -> Iterator[App]:
    """A tab; at its end no error and no foreign request must have been seen."""
    page.set_default_timeout(30_000)
    tab = App(page, app_url)
    yield tab
    tab.check()
