"""Ports that something is about to listen on."""

from __future__ import annotations

import socket

from graph.errors import PortTaken


def require_free(host: str, port: int, *, hint: str) -> None:
    """Fail before anything is opened when the port is taken.

    Raises:
        PortTaken: naming the port, with ``hint`` on how to choose another.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise PortTaken(f"Port {port} is taken.", hint=hint, port=port) from None
