"""Callers: each sends a request, waits for its answer, and sends the next.

    async with load(calls, callers=32) as journal:
        await asyncio.sleep(1)               # to warm up
        outcome = await journal.window(5)    # what ended within these five seconds

Inside the block the callers never stop, so a load can also be the trouble in which something else
is measured. `slow_headers` is such a trouble, too.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from statistics import quantiles
from time import perf_counter

import aiohttp

# How long the last answers are waited for, when the block is left.
GRACE_SECONDS = 2.0
TIMEOUT_SECONDS = 60.0


@dataclass(frozen=True)
class Call:
    """One HTTP request."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None


@dataclass(frozen=True)
class Outcome:
    """What ended within `seconds`: the latencies of what worked, and how often what failed.

    A failure is named by its HTTP status, or by the exception's class.
    """

    seconds: float
    latencies_ms: list[float]
    failures: Counter[str]

    @property
    def throughput(self) -> float:
        """The answers a second."""
        return len(self.latencies_ms) / self.seconds

    def percentile(self, percent: int) -> float:
        """Return the latency in ms within which that share of the answers came."""
        if len(self.latencies_ms) < 2:
            raise RuntimeError(f"There are too few answers to measure; {self.failures=}")
        return quantiles(self.latencies_ms, n=100, method="inclusive")[percent - 1]


class Journal:
    """What the callers of a load write down."""

    def __init__(self) -> None:
        # All that worked, before and after a window, too.
        self.answers = 0
        self._latencies_ms: list[float] = []
        self._failures: Counter[str] = Counter()

    def note(self, latency_ms: float, failure: str | None) -> None:
        """Take in how a request ended."""
        if failure is None:
            self.answers += 1
            self._latencies_ms.append(latency_ms)
        else:
            self._failures[failure] += 1

    @property
    def failures(self) -> Counter[str]:
        """What has failed so far, or since the last window began."""
        return self._failures.copy()

    async def window(self, seconds: float) -> Outcome:
        """Return what ends from now on, for that long."""
        self._latencies_ms, self._failures = [], Counter()
        started = perf_counter()
        await asyncio.sleep(seconds)
        return Outcome(perf_counter() - started, list(self._latencies_ms), self._failures.copy())


@asynccontextmanager
async def load(calls: Iterator[Call], *, callers: int) -> AsyncIterator[Journal]:
    """Let so many callers share the endless `calls`, each on a connection of its own."""
    journal = Journal()
    is_over = asyncio.Event()
    async with new_session() as session:
        tasks = [
            asyncio.create_task(_call_until(is_over, session, calls, journal))
            for _ in range(callers)
        ]
        try:
            yield journal
        finally:
            is_over.set()
            _, late = await asyncio.wait(tasks, timeout=GRACE_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
    for task in tasks:
        if not task.cancelled():
            task.result()


def new_session(*traces: aiohttp.TraceConfig) -> aiohttp.ClientSession:
    """Return a session that opens a connection for each request that finds none free."""
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0),
        timeout=aiohttp.ClientTimeout(total=TIMEOUT_SECONDS),
        trace_configs=list(traces),
    )


async def failure_of(session: aiohttp.ClientSession, call: Call) -> str | None:
    """Send a request and read its answer; return the failure's name, None if there is none."""
    try:
        async with session.request(
            call.method, call.url, headers=call.headers, data=call.body
        ) as response:
            await response.read()
            return None if response.ok else str(response.status)
    except (aiohttp.ClientError, TimeoutError) as error:
        return type(error).__name__


@asynccontextmanager
async def slow_headers(
    host: str, port: int, *, clients: int, seconds_a_byte: float = 1.0
) -> AsyncIterator[None]:
    """Hold connections on which a request's headers never come to their end."""
    tasks = [
        asyncio.create_task(_drip(host, port, seconds_a_byte=seconds_a_byte))
        for _ in range(clients)
    ]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _call_until(
    is_over: asyncio.Event, session: aiohttp.ClientSession, calls: Iterator[Call], journal: Journal
) -> None:
    while not is_over.is_set():
        call = next(calls)
        started = perf_counter()
        failure = await failure_of(session, call)
        journal.note((perf_counter() - started) * 1000, failure)


async def _drip(host: str, port: int, *, seconds_a_byte: float) -> None:
    # The server may hang up on us: then we come again.
    while True:
        try:
            _, writer = await asyncio.open_connection(host, port)
            async with _closing(writer):
                writer.write(b"GET /livez HTTP/1.1\r\nHost: bridge\r\nX-Slow: ")
                while True:
                    await asyncio.sleep(seconds_a_byte)
                    writer.write(b"a")
                    await writer.drain()
        except OSError:
            await asyncio.sleep(seconds_a_byte)


@asynccontextmanager
async def _closing(writer: asyncio.StreamWriter) -> AsyncIterator[None]:
    try:
        yield
    finally:
        writer.close()
        await writer.wait_closed()
