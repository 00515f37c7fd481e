"""256 clients whose headers never end hold their connections: what is local goes on."""

import asyncio
from contextlib import suppress
from time import perf_counter
from urllib.parse import urlsplit

import psutil

from ..bench.load import slow_headers
from ..bench.programs import Served
from .found import Found, Options
from .place import Place
from .windows import READS, Comparison, Window, local_calls, measure

CLIENTS = 256
PAIRS, SHORT_PAIRS = 4, 3
RATIO = 0.8
PATIENCE_SECONDS = 10.0


async def slow(place: Place, options: Options) -> Found:
    """Measure local reads in turn without and with the slow clients."""
    quiet: list[Window] = []
    strained: list[Window] = []
    held: list[int] = []
    for _ in range(options.rounds):
        with place.bridge.running(place.folder) as server:
            reads = local_calls(place.bridge, server, place.conversations)[READS]
            address = urlsplit(server.url)
            host, port = str(address.hostname), int(address.port or 0)
            await measure(server, reads, options.window_seconds)  # to warm up
            for _ in range(SHORT_PAIRS if options.is_short else PAIRS):
                quiet.append(await measure(server, reads, options.window_seconds))
                async with slow_headers(host, port, clients=CLIENTS):
                    await _wait_for_clients(server, port)
                    strained.append(await measure(server, reads, options.window_seconds))
                    held.append(_connections(server, port))
    comparison = Comparison("local reads beside slow clients", quiet, strained)
    connections = ("slow clients still connected after a window, at least", str(min(held)))
    return Found([*comparison.bars(at_least=RATIO)], [*comparison.figures(), connections])


async def _wait_for_clients(server: Served, port: int) -> None:
    give_up_at = perf_counter() + PATIENCE_SECONDS
    while (count := _connections(server, port)) < CLIENTS:
        if perf_counter() > give_up_at:
            raise RuntimeError(f"Of {CLIENTS} slow clients {count} are connected.")
        await asyncio.sleep(0.05)


def _connections(server: Served, port: int) -> int:
    """Return how many connections to its port the server has taken."""
    count = 0
    for pid in server.program.pids():
        with suppress(psutil.NoSuchProcess):
            sockets = psutil.Process(pid).net_connections("tcp4")
            count += sum(
                each.status == psutil.CONN_ESTABLISHED and each.laddr.port == port
                for each in sockets
            )
    return count
