"""Calls at a steady rate, whatever their answers take."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from itertools import count
from time import perf_counter

import aiohttp

from ..bench.load import GRACE_SECONDS, Call, Journal, failure_of, new_session


@asynccontextmanager
async def steady_load(
    calls: Iterator[Call], *, rate: float, connections: int
) -> AsyncIterator[Journal]:
    """Send so many of the endless `calls` a second, over so many connections used in turn.

    A call that finds all of them taken waits, and its latency counts from when it was due: a
    server that stalls is not spared the calls of that time.
    """
    journal = Journal()
    due: asyncio.Queue[float] = asyncio.Queue()
    async with new_session() as session, asyncio.TaskGroup() as group:
        clock = group.create_task(_tick(due, rate))
        callers = [
            group.create_task(_call(due, session, calls, journal)) for _ in range(connections)
        ]
        yield journal
        clock.cancel()
        with suppress(TimeoutError):
            await asyncio.wait_for(due.join(), GRACE_SECONDS)
        for each in callers:
            each.cancel()


async def _tick(due: asyncio.Queue[float], rate: float) -> None:
    started = perf_counter()
    for number in count():
        at = started + number / rate
        await asyncio.sleep(max(0.0, at - perf_counter()))
        due.put_nowait(at)


async def _call(
    due: asyncio.Queue[float],
    session: aiohttp.ClientSession,
    calls: Iterator[Call],
    journal: Journal,
) -> None:
    while True:
        at = await due.get()
        failure = await failure_of(session, next(calls))
        journal.note((perf_counter() - at) * 1000, failure)
        due.task_done()
