"""``chanjiao ui``: serve the pages."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from ui.config import Config, ConfigInvalid, read_config

EXIT_ERROR = 2
FONT = (
    "'Noto Sans SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',"
    "'Noto Sans CJK SC',sans-serif"
)
#: Passed as flags, so that no configuration file in the working directory is needed.
OPTIONS = {
    "server.headless": "true",
    "server.fileWatcherType": "none",
    "server.maxUploadSize": "20",
    "server.disconnectedSessionTTL": "300",
    "browser.gatherUsageStats": "false",
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",
    "client.showErrorLinks": "false",
    "runner.magicEnabled": "false",
    "theme.base": "light",
    "theme.primaryColor": "#1f5fd0",
    "theme.font": FONT,
    "theme.headingFont": FONT,
    "theme.baseFontSize": "15",
    "theme.baseRadius": "0.5rem",
}

app = typer.Typer(help="Serve the user interface.", no_args_is_help=True)


@app.callback()
def root() -> None:
    """Serve the user interface."""


@app.command()
def serve(
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
) -> None:
    """Serve the pages until Ctrl-C. The API must run: `chanjiao api serve`."""
    try:
        config = read_config()
        config = Config(
            api_url=config.api_url,
            host=host or config.host,
            port=port or config.port,
            behind_proxy=config.behind_proxy,
        )
        config.check_host()
        check_port(config.host, config.port)
    except ConfigInvalid as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(EXIT_ERROR) from None
    run(config)


def check_port(host: str, port: int) -> None:
    """See that the port is free.

    Raises:
        ConfigInvalid: somebody listens there (code ``port_taken``).
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise ConfigInvalid(
                f"Port {port} on {host} cannot be used: {error.strerror}.",
                hint="Give another with --port or CHANJIAO_UI_PORT.",
                code="port_taken",
            ) from None


def command_line(config: Config) -> list[str]:
    """How Streamlit is started on the packaged pages."""
    where = {"server.address": config.host, "server.port": str(config.port)}
    flags = [f"--{name}={value}" for name, value in {**OPTIONS, **where}.items()]
    return [sys.executable, "-m", "streamlit", "run", str(entry_file()), *flags]


def entry_file() -> Path:
    """The script that Streamlit runs."""
    return Path(__file__).with_name("app.py")


def run(config: Config) -> NoReturn:
    """Become Streamlit: one process, so that stopping it by its id leaves nothing behind."""
    line = command_line(config)
    sys.stdout.flush()
    sys.stderr.flush()
    environment = {**os.environ, "CHANJIAO_API_URL": config.api_url}
    os.execve(line[0], line, environment)  # noqa: S606  # no shell is wanted
