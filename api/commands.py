"""``chanjiao api``: serve the API, or print its description."""

from __future__ import annotations

import ipaddress
import json
from typing import Annotated

import typer

from graph.errors import ConfigurationError
from graph.ports import require_free
from graph.settings import Settings, settings

app = typer.Typer(help="Serve the API.", no_args_is_help=True)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
) -> None:
    """Serve the API until Ctrl-C. Beyond loopback it needs CHANJIAO_API_KEY."""
    import uvicorn

    from api.app import create_app

    config = settings()
    address = host or config.api_host
    require_key(config, address)
    chosen = port or config.api_port
    require_free(address, chosen, hint="Stop what uses it, or choose --port.")
    uvicorn.run(create_app(config), host=address, port=chosen, log_level="warning")


@app.command()
def openapi() -> None:
    """Print the OpenAPI description."""
    from api.app import create_app

    print(json.dumps(create_app(settings()).openapi(), ensure_ascii=False, indent=2))


def require_key(config: Settings, host: str) -> None:
    """Refuse to serve beyond loopback without a key.

    Raises:
        ConfigurationError: no key is set.
    """
    if config.api_key is None and not _is_loopback(host):
        raise ConfigurationError(
            f"The API would be open to everybody who reaches {host}.",
            hint="Set CHANJIAO_API_KEY, or listen on 127.0.0.1.",
        )


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
