from __future__ import annotations

import socket

import uvicorn

from .app import create_app
from .sandbox import Sandbox

SHUTDOWN_SECONDS = 1


class SandboxServer(uvicorn.Server):
    """Uvicorn that lets waiting requests go before it waits for them to end."""

    def __init__(self, config: uvicorn.Config, sandbox: Sandbox) -> None:
        super().__init__(config)
        self._sandbox = sandbox

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._sandbox.connections.end_waits()
        await super().shutdown(sockets)


def serve(sandbox: Sandbox, *, host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT."""
    config = uvicorn.Config(
        create_app(sandbox),
        host=host,
        port=port,
        http=sandbox.connections.protocol_class(),
        ws="none",
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
    )
    SandboxServer(config, sandbox).run()
