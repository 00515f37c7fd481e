"""Points in a stream of bytes at which a connection is held, to be killed just there."""

import asyncio
import threading
from collections.abc import Callable

from .toxics import Pipe


class Gate:
    """Waits for a pattern in one direction; `Proxy.gate` makes one.

    It closes once. Whoever holds it calls `release` or `drop`, after `is_hit` or in `on_hit`.
    """

    def __init__(
        self,
        pattern: bytes,
        direction: str,
        on_hit: Callable[[], None],
        loop: asyncio.AbstractEventLoop,
    ) -> None:
        self._pattern = pattern
        self._direction = direction
        self._on_hit = on_hit
        self._loop = loop
        self._tails: dict[Pipe, bytes] = {}
        self._hit = threading.Event()
        self._opened = asyncio.Event()
        self._is_dropped = False

    def is_hit(self, timeout_seconds: float = 0) -> bool:
        """Whether the pattern has come by; waits for it so long."""
        return self._hit.wait(timeout_seconds)

    def release(self) -> None:
        """Let the connection go on with the bytes that were held."""
        self._loop.call_soon_threadsafe(self._opened.set)

    def drop(self) -> None:
        """End the connection with RST; the bytes that were held are lost."""
        self._is_dropped = True
        self.release()

    async def watch(self, data: bytes, pipe: Pipe) -> None:
        """Take in what is about to pass; at the pattern, hold it until somebody decides."""
        if pipe.direction != self._direction or self._hit.is_set():
            return
        seen = self._tails.get(pipe, b"") + data
        self._tails[pipe] = seen[-len(self._pattern) + 1 :] if len(self._pattern) > 1 else b""
        if self._pattern not in seen:
            return
        self._hit.set()
        threading.Thread(target=self._on_hit, daemon=True).start()
        await self._opened.wait()
        if self._is_dropped:
            pipe.connection.reset()
            raise ConnectionResetError
