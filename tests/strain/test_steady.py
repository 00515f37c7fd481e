"""A steady rate spares a server nothing."""

import asyncio
from itertools import repeat

from aiohttp import web
from aiohttp.test_utils import TestServer

from ..bench.load import Call
from .steady import steady_load

RATE = 200.0
STALL_SECONDS, SECONDS = 0.1, 1.0
CONNECTIONS = 2


async def _latencies_of_a_server_that_stalls_first() -> list[float]:
    is_well = asyncio.Event()
    has_begun = False

    async def handle(request: web.Request) -> web.Response:
        nonlocal has_begun
        if not has_begun:
            has_begun = True
            asyncio.get_running_loop().call_later(STALL_SECONDS, is_well.set)
        await is_well.wait()
        return web.Response()

    application = web.Application()
    application.router.add_get("/", handle)
    async with TestServer(application) as server:
        calls = repeat(Call("GET", str(server.make_url("/"))))
        async with steady_load(calls, rate=RATE, connections=CONNECTIONS) as journal:
            return (await journal.window(SECONDS)).latencies_ms


def test_calls_that_found_every_connection_taken_by_a_stall_count_as_late() -> None:
    latencies_ms = asyncio.run(_latencies_of_a_server_that_stalls_first())
    late = [latency for latency in latencies_ms if latency > STALL_SECONDS * 1000 / 2]
    # Twenty were due in the stall.
    assert len(late) > 3 * CONNECTIONS
