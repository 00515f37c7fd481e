"""What can be wrong with a TCP connection, after Toxiproxy's toxics.

https://github.com/Shopify/toxiproxy#toxics
"""

import asyncio
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from random import Random
from typing import Literal, Protocol


class Resettable(Protocol):
    """A connection of which a pipe is one direction."""

    def close(self) -> None:
        """Close both ends after what was written."""

    def reset(self) -> None:
        """Drop both ends at once."""


@dataclass(frozen=True, eq=False)
class Pipe:
    """One direction of a connection: "up" to the server, "down" to the client."""

    direction: Literal["up", "down"]
    writer: asyncio.StreamWriter
    connection: Resettable

    async def send(self, data: bytes) -> None:
        """Pass bytes on."""
        self.writer.write(data)
        await self.writer.drain()


class Toxic:
    """Passes everything on as it is; each other toxic spoils one thing.

    `fired` counts how often it did. `over` is set when it is taken away.
    """

    name = "none"
    refuses = False

    def __init__(self) -> None:
        self.fired = 0
        self.over = asyncio.Event()

    async def carry(self, data: bytes, pipe: Pipe) -> None:
        """Pass on what one side has sent."""
        await pipe.send(data)

    async def finish(self, pipe: Pipe) -> None:
        """Pass on that one side has closed."""
        pipe.connection.close()

    async def pause(self, seconds: float) -> None:
        """Wait, but no longer than the toxic lasts."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self.over.wait(), seconds)


class Latency(Toxic):
    """Answers come 3 s late, give or take one."""

    name = "latency"

    def __init__(self, random: Random, seconds: float = 3.0, jitter_seconds: float = 1.0) -> None:
        super().__init__()
        self._random = random
        self._seconds, self._jitter_seconds = seconds, jitter_seconds

    async def carry(self, data: bytes, pipe: Pipe) -> None:
        if pipe.direction == "down":
            self.fired += 1
            jitter = self._random.uniform(-self._jitter_seconds, self._jitter_seconds)
            await self.pause(self._seconds + jitter)
        await pipe.send(data)


class Down(Toxic):
    """Nobody listens, and what was connected is reset."""

    name = "down"
    refuses = True

    def __init__(self) -> None:
        super().__init__()
        self.fired = 1


class Bandwidth(Toxic):
    """1 KB a second in each direction."""

    name = "bandwidth"
    BYTES, SECONDS = 102, 0.1

    async def carry(self, data: bytes, pipe: Pipe) -> None:
        self.fired += 1
        for start in range(0, len(data), self.BYTES):
            await pipe.send(data[start : start + self.BYTES])
            await self.pause(self.SECONDS)


class SlowClose(Toxic):
    """That one side has closed reaches the other 3 s later."""

    name = "slow_close"

    def __init__(self, seconds: float = 3.0) -> None:
        super().__init__()
        self._seconds = seconds

    async def finish(self, pipe: Pipe) -> None:
        self.fired += 1
        await self.pause(self._seconds)
        pipe.connection.close()


class BlackHole(Toxic):
    """Bytes vanish, the connection stays; when it is over, it is reset."""

    name = "black_hole"

    async def carry(self, data: bytes, pipe: Pipe) -> None:
        self.fired += 1
        await self.over.wait()
        pipe.connection.reset()

    async def finish(self, pipe: Pipe) -> None:
        await self.over.wait()
        pipe.connection.reset()


class ResetPeer(Toxic):
    """In the middle of an answer comes a reset."""

    name = "reset_peer"

    async def carry(self, data: bytes, pipe: Pipe) -> None:
        if pipe.direction == "up":
            await pipe.send(data)
            return
        self.fired += 1
        await pipe.send(data[: len(data) // 2])
        # A reset right behind the bytes would overtake them in the peer's buffer.
        await self.pause(0.05)
        pipe.connection.reset()


class Slicer(Toxic):
    """Everything comes in pieces of 16 bytes."""

    name = "slicer"
    BYTES, SECONDS = 16, 0.001

    async def carry(self, data: bytes, pipe: Pipe) -> None:
        self.fired += 1
        for start in range(0, len(data), self.BYTES):
            await pipe.send(data[start : start + self.BYTES])
            await self.pause(self.SECONDS)


class LimitData(Toxic):
    """After 100 bytes of answers the connection is closed."""

    name = "limit_data"
    BYTES = 100

    def __init__(self) -> None:
        super().__init__()
        self._passed: Counter[Pipe] = Counter()

    async def carry(self, data: bytes, pipe: Pipe) -> None:
        if pipe.direction == "up":
            await pipe.send(data)
            return
        allowed = self.BYTES - self._passed[pipe]
        self._passed[pipe] += len(data)
        await pipe.send(data[:allowed])
        if len(data) >= allowed:
            self.fired += 1
            pipe.connection.close()


def all_toxics(random: Random) -> list[Toxic]:
    """Return one of each, with jitter from `random`."""
    return [
        Latency(random),
        Down(),
        Bandwidth(),
        SlowClose(),
        BlackHole(),
        ResetPeer(),
        Slicer(),
        LimitData(),
    ]
