"""What the worker holds at a moment: memory, file descriptors, threads, database connections."""

from dataclasses import dataclass

import psutil
import psycopg

from ..bench.programs import Served
from ..bench.sampling import count_connections
from .place import DATABASE, Place


@dataclass(frozen=True)
class Resources:
    """A worker's at one moment; of the memory, PSS counts what is shared in parts."""

    pss_mb: float
    rss_mb: float
    descriptors: int
    threads: int
    connections: int


async def resources(place: Place, server: Served) -> Resources:
    """Look at the server's largest worker, and at its database."""
    _, *pids = server.program.pids()
    worker = max(map(psutil.Process, pids), key=lambda process: process.memory_info().rss)
    address = place.databases.administration
    async with await psycopg.AsyncConnection.connect(address, autocommit=True) as connection:
        connections = await count_connections(connection, DATABASE)
    memory = worker.memory_full_info()
    return Resources(
        pss_mb=memory.pss / 1e6,
        rss_mb=memory.rss / 1e6,
        descriptors=worker.num_fds(),
        threads=worker.num_threads(),
        connections=connections,
    )
