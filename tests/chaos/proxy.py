"""A TCP proxy before a server, whose stream toxics spoil and gates hold.

Each proxy runs an event loop in a thread of its own; its methods may be called from any thread.
"""

import asyncio
import socket
import struct
import threading
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, Literal, TypeVar

from ..sandbox_process import free_port
from .gates import Gate
from .toxics import Pipe, Toxic

Result = TypeVar("Result")
Direction = Literal["up", "down"]

HOST = "127.0.0.1"
CHUNK_BYTES = 64 * 1024
END_SECONDS = 2.0
# SO_LINGER with no time: closing sends RST.
AT_ONCE = struct.pack("ii", 1, 0)


class Connection:
    """One connection of a client, with its twin to the server."""

    def __init__(self, client: asyncio.StreamWriter, server: asyncio.StreamWriter) -> None:
        self._ends = (client, server)

    def close(self) -> None:
        """Close both ends after what was written."""
        for end in self._ends:
            end.close()

    def reset(self) -> None:
        """Drop both ends at once: the peers get RST."""
        for end in self._ends:
            raw = end.get_extra_info("socket")
            if raw is not None:
                with suppress(OSError):
                    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
            end.transport.abort()


class Proxy:
    """Listens on `port` and passes everything on to a port of this machine."""

    def __init__(self, name: str, target_port: int) -> None:
        self.name = name
        self.port = free_port()
        self._target_port = target_port
        self._toxic = Toxic()
        self._gates: list[Gate] = []
        self._connections: set[Connection] = set()
        self._server: asyncio.Server | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name=name, daemon=True)
        self._thread.start()
        self._run(self._listen())

    def poison(self, toxic: Toxic) -> None:
        """Let the toxic work on every byte from now on, in place of an earlier one."""
        self._run(self._exchange(toxic))

    def heal(self) -> Toxic:
        """Take the toxic away and return it; what it has held goes on, or ends with RST."""
        toxic = self._toxic
        self.poison(Toxic())
        return toxic

    def gate(self, pattern: bytes, direction: Direction, on_hit: Callable[[], None]) -> Gate:
        """Hold the first connection on which the pattern passes, and call `on_hit` in a thread.

        "up" is from client to server. The bytes that complete the pattern are not passed on until
        the gate is released; dropped, they never are.
        """
        gate = Gate(pattern, direction, on_hit, self._loop)
        self._loop.call_soon_threadsafe(self._gates.append, gate)
        return gate

    def remove_gates(self) -> None:
        """Let everything pass that gates still hold, and forget them."""
        for gate in self._gates:
            gate.release()
        self._gates = []

    def close(self) -> None:
        """Stop listening, drop every connection, end the thread."""
        self.remove_gates()
        self._run(self._shut())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self, work: Coroutine[Any, Any, Result]) -> Result:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _listen(self) -> None:
        if self._server is None:
            self._server = await asyncio.start_server(
                self._serve, HOST, self.port, limit=CHUNK_BYTES
            )

    async def _exchange(self, toxic: Toxic) -> None:
        self._toxic.over.set()
        self._toxic = toxic
        if toxic.refuses:
            await self._stop_listening()
            for connection in list(self._connections):
                connection.reset()
        else:
            await self._listen()

    async def _stop_listening(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None

    async def _shut(self) -> None:
        self._toxic.over.set()
        await self._stop_listening()
        for connection in list(self._connections):
            connection.reset()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        if others:
            await asyncio.wait(others, timeout=END_SECONDS)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            from_server, to_server = await asyncio.open_connection(
                HOST, self._target_port, limit=CHUNK_BYTES
            )
        except OSError:
            writer.transport.abort()
            return
        connection = Connection(writer, to_server)
        self._connections.add(connection)
        try:
            await asyncio.gather(
                self._pump(reader, Pipe("up", to_server, connection)),
                self._pump(from_server, Pipe("down", writer, connection)),
            )
        finally:
            connection.reset()
            self._connections.discard(connection)

    async def _pump(self, reader: asyncio.StreamReader, pipe: Pipe) -> None:
        # A peer that is gone ends the pair, whichever side noticed it.
        with suppress(OSError):
            while data := await reader.read(CHUNK_BYTES):
                for gate in self._gates:
                    await gate.watch(data, pipe)
                await self._toxic.carry(data, pipe)
        await self._toxic.finish(pipe)
