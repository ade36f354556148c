"""``chanjiao api``: serve the API, or print its description."""

from __future__ import annotations

import ipaddress
import json
from typing import TYPE_CHECKING, Annotated

import typer

from graph.errors import ConfigurationError
from graph.ports import require_free
from graph.settings import Settings, settings

if TYPE_CHECKING:
    from fastapi import FastAPI

#: Requests that run when the server is told to stop have this long to end.
GRACE_S = 10
app = typer.Typer(help="Serve the API.", no_args_is_help=True)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes that answer.")] = 1,
) -> None:
    """Serve the API until Ctrl-C. Beyond loopback it needs CHANJIAO_API_KEY or
    CHANJIAO_API_ACCESS."""
    import uvicorn

    config = settings()
    address = host or config.api_host
    require_access_control(config, address)
    chosen = port or config.api_port
    require_free(address, chosen, hint="Stop what uses it, or choose --port.")
    uvicorn.run(
        "api.commands:served", factory=True, host=address, port=chosen, workers=workers,
        log_level="warning", timeout_graceful_shutdown=GRACE_S, server_header=False,
    )  # fmt: skip


def served() -> FastAPI:
    """The application of one worker."""
    from api.app import create_app

    return create_app(settings())


@app.command()
def openapi() -> None:
    """Print the OpenAPI description."""
    from api.app import create_app

    print(json.dumps(create_app(settings()).openapi(), ensure_ascii=False, indent=2))


def require_access_control(config: Settings, host: str) -> None:
    """Refuse to serve beyond loopback while nobody needs a key.

    Raises:
        ConfigurationError: the API is open.
    """
    if config.access == "open" and not _is_loopback(host):
        raise ConfigurationError(
            f"The API would be open to everybody who reaches {host}.",
            hint="Set CHANJIAO_API_KEY or CHANJIAO_API_ACCESS, or listen on 127.0.0.1.",
        )


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
