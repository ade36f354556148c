"""Settings of the UI, read from the environment when asked for; nothing is read at import."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass, field

#: The first request after the API starts waits until its matching is warm.
TIMEOUT_S = 90.0


class ConfigInvalid(Exception):
    """A setting of the UI does not fit; ``code`` is stable."""

    def __init__(self, message: str, *, hint: str, code: str = "configuration_invalid") -> None:
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint

    def __str__(self) -> str:
        return f"[{self.code}] {self.message} {self.hint}"


@dataclass(frozen=True)
class Config:
    """Where the API is and where the UI listens."""

    api_url: str = "http://127.0.0.1:8000"
    api_key: str | None = field(default=None, repr=False)
    host: str = "127.0.0.1"
    port: int = 8501
    behind_proxy: bool = False

    def check_host(self) -> None:
        """Refuse to listen beyond this machine: the UI has no sign-in.

        Raises:
            ConfigInvalid: the host is reachable from elsewhere and no proxy is declared.
        """
        if not self.behind_proxy and not _is_loopback(self.host):
            raise ConfigInvalid(
                f"The UI has no sign-in and would be open to everybody who reaches {self.host}.",
                hint="Listen on 127.0.0.1, or set CHANJIAO_UI_BEHIND_PROXY=1 where a proxy "
                "in front of it asks who is there.",
            )


def read_config(environment: Mapping[str, str] | None = None) -> Config:
    """The settings from ``CHANJIAO_*``.

    Raises:
        ConfigInvalid: the port is no port.
    """
    env = os.environ if environment is None else environment
    return Config(
        api_url=_api_url(env),
        api_key=env.get("CHANJIAO_API_KEY") or None,
        host=env.get("CHANJIAO_UI_HOST") or Config.host,
        port=_port("CHANJIAO_UI_PORT", env.get("CHANJIAO_UI_PORT") or Config.port),
        behind_proxy=env.get("CHANJIAO_UI_BEHIND_PROXY", "").lower() in ("1", "true", "yes"),
    )


def _api_url(env: Mapping[str, str]) -> str:
    if env.get("CHANJIAO_API_URL"):
        return env["CHANJIAO_API_URL"].rstrip("/")
    port = _port("CHANJIAO_API_PORT", env.get("CHANJIAO_API_PORT") or 8000)
    return f"http://127.0.0.1:{port}"


def _port(name: str, value: str | int) -> int:
    try:
        port = int(value)
    except ValueError:
        port = -1
    if not 0 < port < 65536:
        raise ConfigInvalid(f"{name}={value} is no port.", hint="Give a number up to 65535.")
    return port


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
