from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    from collections.abc import MutableMapping
    from typing import Any

Address = tuple[str, int]


class Connections:
    """The open TCP connections by the client's address, so that one can be closed unanswered.

    ASGI has no message for that: an application can only answer, or fail and be answered for.
    """

    def __init__(self) -> None:
        self._transports: dict[Address, asyncio.Transport] = {}
        self._closing = asyncio.Event()

    def protocol_class(self) -> type[H11Protocol]:
        """Make the protocol for uvicorn that keeps this list."""
        transports = self._transports

        class TrackedProtocol(H11Protocol):
            def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
                super().connection_made(transport)
                if self.client:
                    transports[self.client] = transport

            def connection_lost(self, exc: Exception | None) -> None:
                super().connection_lost(exc)
                if self.client:
                    transports.pop(self.client, None)

        return TrackedProtocol

    def close(self, scope: MutableMapping[str, Any], *, flush: bool = False) -> None:
        """Close a request's connection, after what was written already if ``flush``."""
        transport = self._transports.get(tuple(scope["client"]))
        if transport is None:  # the client was quicker
            return
        if flush:
            transport.close()
        else:
            transport.abort()

    async def wait(self, seconds: float | None) -> None:
        """Wait so long (None: for ever), but not past the end of the server."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._closing.wait(), seconds)

    def end_waits(self) -> None:
        """Let everything that waits go on, because the server is ending."""
        self._closing.set()


class Dropped(Response):
    """No answer: the connection is closed without a byte, at once or after some seconds."""

    def __init__(self, connections: Connections, *, after: float | None = 0) -> None:
        super().__init__()
        self._connections = connections
        self._after_seconds = after

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        gone = asyncio.create_task(_disconnected(receive))
        pause = asyncio.create_task(self._connections.wait(self._after_seconds))
        await asyncio.wait({gone, pause}, return_when=asyncio.FIRST_COMPLETED)
        pause.cancel()
        if not gone.done():
            self._connections.close(scope)
        # Returning before uvicorn knows that the client is gone would make it answer 500.
        await gone


class HalfSent(Response):
    """An answer that ends in the middle although its length was announced."""

    def __init__(self, connections: Connections, answer: Response) -> None:
        super().__init__()
        self._connections = connections
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = bytes(self._answer.body)
        headers = self._answer.raw_headers
        await send(
            {"type": "http.response.start", "status": self._answer.status_code, "headers": headers}
        )
        half = body[: len(body) // 2]
        await send({"type": "http.response.body", "body": half, "more_body": True})
        self._connections.close(scope, flush=True)
        await _disconnected(receive)


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
