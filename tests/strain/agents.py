"""Agents who create issues, and do with a refusal as it tells them: wait, and ask again.

Each has a connection of its own and one issue at a time; its repeats carry the same
Idempotency-Key.
"""

import asyncio
import json
from asyncio import sleep
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from time import perf_counter
from types import SimpleNamespace

import aiohttp

from ..bench.load import Call, new_session
from ..chaos.callers import is_error

# What an agent waits who was told nothing.
PAUSE_SECONDS = 1.0
NO_ANSWER = 0


@dataclass(frozen=True)
class Answer:
    """What an agent was told: the latency is from the written request to the read answer.

    `retry_after_seconds` is None where the answer doesn't name it, `flaw` where nothing is wrong.
    """

    status: int
    latency_ms: float
    retry_after_seconds: int | None = None
    flaw: str | None = None


@asynccontextmanager
async def agents(calls: Iterator[Call], *, count: int) -> AsyncIterator[list[Answer]]:
    """Let so many agents share the endless `calls`; the list grows by what they are told.

    When the block is left they go at once, whatever they wait for.
    """
    answers: list[Answer] = []
    trace = aiohttp.TraceConfig()
    trace.on_request_chunk_sent.append(_note_written)
    async with new_session(trace) as session, asyncio.TaskGroup() as group:
        tasks = [group.create_task(_ask(session, calls, answers)) for _ in range(count)]
        yield answers
        for task in tasks:
            task.cancel()


async def _ask(session: aiohttp.ClientSession, calls: Iterator[Call], told: list[Answer]) -> None:
    for call in calls:
        while True:
            answer = await _post(session, call)
            told.append(answer)
            if answer.status == 200:
                break
            await sleep(answer.retry_after_seconds or PAUSE_SECONDS)


async def _post(session: aiohttp.ClientSession, call: Call) -> Answer:
    clock = SimpleNamespace(written=perf_counter())
    try:
        async with session.post(
            call.url, headers=call.headers, data=call.body, trace_request_ctx=clock
        ) as response:
            body = await response.read()
    except (aiohttp.ClientError, TimeoutError) as error:
        return Answer(NO_ANSWER, _ms_since(clock.written), flaw=type(error).__name__)
    latency_ms = _ms_since(clock.written)
    named = response.headers.get("Retry-After", "")
    retry_after_seconds = int(named) if named.isdecimal() else None
    flaw = None if response.ok else _flaw(body, retry_after_seconds)
    return Answer(response.status, latency_ms, retry_after_seconds, flaw)


def _flaw(body: bytes, retry_after_seconds: int | None) -> str | None:
    try:
        is_sound = is_error(json.loads(body))
    except ValueError:
        is_sound = False
    if not is_sound:
        return f"not the API's error: {body[:200]!r}"
    return None if retry_after_seconds else "it names no Retry-After of a second or more"


async def _note_written(
    session: aiohttp.ClientSession,
    context: SimpleNamespace,
    parameters: aiohttp.TraceRequestChunkSentParams,
) -> None:
    context.trace_request_ctx.written = perf_counter()


def _ms_since(started: float) -> float:
    return (perf_counter() - started) * 1000
