"""A real Neo4j without Docker or a system Java: start or join, look at, and stop it.

One server process owns a data directory. It holds ``neo4j.serving`` locked as long as it lives,
so that a crash leaves nothing to clean up; ``neo4j.json`` says where it answers. Starts wait for
each other at ``neo4j.lock``. A :class:`Lease` marks a process that uses a server; the last one to
leave stops it, unless it was started to stay (``chanjiao db start``).
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from fcntl import LOCK_EX, LOCK_NB, LOCK_SH, flock
from pathlib import Path
from typing import IO, Any

from graph.embedded_server import (
    EXIT_BUSY,
    HOME,
    LOG,
    PASSWORD,
    SERVING,
    STATE,
    USER,
    ServerConfig,
    write_private,
)
from graph.errors import GraphUnavailable, PortTaken, StoreBusy
from graph.jars import Progress, class_path
from graph.settings import Settings

HOST = "127.0.0.1"
STARTS, USERS = "neo4j.lock", "neo4j.users"
POLL_S, JOIN_TIMEOUT_S = 0.05, 15.0
BOLT_HELLO = bytes.fromhex("6060b017" + "00000405" + "00000004" + "00000000" * 2)


@dataclass(frozen=True)
class Running:
    """A server that answers; ``joined`` is False when this call started it."""

    uri: str
    user: str
    password: str
    pid: int
    joined: bool


@dataclass(frozen=True)
class Status:
    """What is known about the server of a data directory; ``started`` in seconds since 1970."""

    running: bool
    data_dir: str
    pid: int | None = None
    uri: str | None = None
    started: float | None = None
    keep: bool | None = None


class Lease:
    """This process uses the server; :meth:`release` stops a server nobody needs any more."""

    def __init__(self, running: Running, settings: Settings, users: IO[str]) -> None:
        self.running = running
        self._settings = settings
        self._users = users

    def release(self) -> None:
        """Leave. The last one out stops the server, unless it was started to stay."""
        if self._users.closed:
            return
        with starts(self._settings):
            last = _try_lock(self._users, LOCK_EX)
            self._users.close()
            if last and status(self._settings).keep is False:
                _stop(self._settings, timeout=10.0)

    @contextmanager
    def paused(self) -> Iterator[Path]:
        """Stop the server, give the home of its store, and start it again in any case.

        Others who want to start or join wait meanwhile.

        Raises:
            StoreBusy: other processes use the server, or it does not stop.
        """
        with starts(self._settings):
            keep = bool(status(self._settings).keep)
            if not _try_lock(self._users, LOCK_EX) or not _stop(self._settings, timeout=60.0):
                flock(self._users, LOCK_SH)
                raise StoreBusy(
                    "Other processes use this store.",
                    hint="Stop the API, the pages and other commands, then try again.",
                    data_dir=str(self._settings.data_dir),
                )
            try:
                yield self._settings.data_dir / HOME
            finally:
                self.running = _launch(self._settings, lambda _: None, keep)
                flock(self._users, LOCK_SH)


def start(settings: Settings, progress: Progress = lambda _: None, *, keep: bool = True) -> Running:
    """Start the embedded server, or join the one that runs on this data directory.

    Args:
        settings: ``data_dir``, ``cache_dir``, sizes and port are used.
        progress: called with one line of text for each thing that takes time.
        keep: the server stays when its last user leaves, until :func:`stop`.

    Raises:
        StoreBusy: another process owns the store and does not answer.
        PortTaken: ``bolt_port`` is in use.
        GraphUnavailable: the jars cannot be fetched or the server does not come up.
    """
    with starts(settings):
        return _start(settings, progress, keep)


def lease(settings: Settings, progress: Progress = lambda _: None) -> Lease:
    """Like :func:`start` with ``keep=False``, for as long as the lease is held."""
    with starts(settings):
        running = _start(settings, progress, keep=False)
        users = (settings.data_dir / USERS).open("a", encoding="utf-8")
        flock(users, LOCK_SH)
        return Lease(running, settings, users)


def stop(settings: Settings, timeout: float = 20.0) -> bool:
    """Stop the server gracefully, whoever uses it; True when none is left within ``timeout`` s."""
    if not settings.data_dir.is_dir():
        return True
    return _stop(settings, timeout)


def status(settings: Settings) -> Status:
    """What runs on this data directory; starts nothing and never waits."""
    state = _read_state(settings.data_dir)
    if state is None or not _is_served(settings.data_dir):
        return Status(False, str(settings.data_dir))
    return Status(
        running=_answers(state["port"]),
        data_dir=str(settings.data_dir),
        pid=state["pid"],
        uri=f"bolt://{HOST}:{state['port']}",
        started=state["started"],
        keep=state["keep"],
    )


@contextmanager
def starts(settings: Settings) -> Iterator[None]:
    """Hold the lock that lets one process at a time start or stop; makes the folder (0700)."""
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (settings.data_dir / STARTS).open("a", encoding="utf-8") as lock:
        flock(lock, LOCK_EX)
        yield


def _start(settings: Settings, progress: Progress, keep: bool) -> Running:
    """Join the server that runs here, waiting a little for one that comes up or goes down."""
    deadline = time.monotonic() + JOIN_TIMEOUT_S
    while _is_served(settings.data_dir):
        state = _read_state(settings.data_dir)
        if state is not None and _answers(state["port"]):
            if keep:
                _keep(settings.data_dir, state)
            return _running(settings.data_dir, state, joined=True)
        if time.monotonic() > deadline:
            raise StoreBusy(
                f"Another process owns the store in {settings.data_dir} and does not answer.",
                hint="Wait until it is done or end it (`chanjiao db stop`), then try again.",
                data_dir=str(settings.data_dir),
            )
        time.sleep(POLL_S)
    return _launch(settings, progress, keep)


def _launch(settings: Settings, progress: Progress, keep: bool) -> Running:
    (settings.data_dir / STATE).unlink(missing_ok=True)  # left by a process that was killed
    port = _free_port(settings.bolt_port)
    config = ServerConfig(
        data_dir=str(settings.data_dir.resolve()),
        port=port,
        heap_mb=settings.heap_mb,
        page_cache_mb=settings.page_cache_mb,
        class_path=[str(path) for path in class_path(settings, progress)],
        keep=keep,
    )
    progress("starting Neo4j")
    child = _spawn(config)
    try:
        state = _wait_ready(child, settings)
    except BaseException:
        child.kill()
        child.wait()
        raise
    progress(f"Neo4j answers at bolt://{HOST}:{port}")
    return _running(settings.data_dir, state, joined=False)


def _spawn(config: ServerConfig) -> subprocess.Popen[str]:
    """Start the child in its own session, so that it outlives this process and its terminal."""
    descriptor = os.open(config.folder / LOG, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    package_root = str(Path(__file__).resolve().parents[1])
    path = os.pathsep.join(filter(None, [package_root, os.environ.get("PYTHONPATH")]))
    with os.fdopen(descriptor, "w") as log:
        child = subprocess.Popen(
            [sys.executable, "-m", "graph.embedded_server"],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            text=True,
            cwd=config.folder,
            env=os.environ | {"PYTHONPATH": path},
            start_new_session=True,
        )
    with suppress(BrokenPipeError):  # the child died at once; _wait_ready says why
        _say(child, config.to_json())
    return child


def _say(child: subprocess.Popen[str], text: str) -> None:
    if child.stdin is not None:
        with child.stdin as pipe:
            pipe.write(text)


def _wait_ready(child: subprocess.Popen[str], settings: Settings) -> dict[str, Any]:
    deadline = time.monotonic() + settings.start_timeout_s
    while time.monotonic() < deadline:
        code = child.poll()
        if code is not None:
            raise _start_failure(code, settings.data_dir)
        state = _read_state(settings.data_dir)
        if state is not None and state["pid"] == child.pid and _answers(state["port"]):
            return state
        time.sleep(POLL_S)
    raise GraphUnavailable(
        f"Neo4j did not answer within {settings.start_timeout_s:.0f} s.",
        hint=f"See {settings.data_dir / LOG}; CHANJIAO_START_TIMEOUT_S allows more time.",
    )


def _start_failure(code: int, folder: Path) -> Exception:
    if code == EXIT_BUSY:
        return StoreBusy(
            f"A process that this product did not start owns the store in {folder}.",
            hint="End that process, or choose another folder with CHANJIAO_DATA_DIR.",
            data_dir=str(folder),
        )
    lines = (folder / LOG).read_text("utf-8", errors="replace").strip().splitlines()
    return GraphUnavailable(
        f"Neo4j ended while starting (exit code {code}): {lines[-1] if lines else 'no output'}",
        hint=f"The whole log is {folder / LOG}.",
    )


def _running(folder: Path, state: dict[str, Any], *, joined: bool) -> Running:
    password = (folder / PASSWORD).read_text("utf-8").strip()
    return Running(f"bolt://{HOST}:{state['port']}", USER, password, state["pid"], joined)


def _read_state(folder: Path) -> dict[str, Any] | None:
    """Shape: ``{"pid", "port", "started", "keep"}``; None when there is none."""
    try:
        state: dict[str, Any] = json.loads((folder / STATE).read_text("utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return None
    return state


def _keep(folder: Path, state: dict[str, Any]) -> None:
    if not state["keep"]:
        write_private(folder / STATE, json.dumps(state | {"keep": True}))


def _is_served(folder: Path) -> bool:
    """True while a server process of ours lives: it holds the lock until the kernel frees it."""
    try:
        lock = (folder / SERVING).open("a", encoding="utf-8")
    except FileNotFoundError:
        return False
    with lock:  # shared, so that two who look do not take each other for a server
        return not _try_lock(lock, LOCK_SH)


def _try_lock(lock: IO[str], kind: int) -> bool:
    """Take a lock if it is free; it goes when the file is closed."""
    try:
        flock(lock, kind | LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _answers(port: int) -> bool:
    """True when a Bolt server shakes hands at this port."""
    try:
        with socket.create_connection((HOST, port), timeout=2) as connection:
            connection.sendall(BOLT_HELLO)
            return len(connection.recv(4)) == 4
    except OSError:
        return False


def _free_port(wanted: int | None) -> int:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, wanted or 0))
        except OSError as error:
            raise PortTaken(
                f"Port {wanted} is in use.",
                hint="Choose another one with CHANJIAO_BOLT_PORT, or leave it unset.",
                port=wanted,
            ) from error
        port: int = probe.getsockname()[1]
        return port


def _stop(settings: Settings, timeout: float) -> bool:
    """Ask the server to stop and wait until its lock is free."""
    state = _read_state(settings.data_dir)
    if state is not None and _is_served(settings.data_dir):
        with suppress(ProcessLookupError):
            os.kill(state["pid"], signal.SIGTERM)
    deadline = time.monotonic() + timeout
    while _is_served(settings.data_dir):
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_S)
    return True
