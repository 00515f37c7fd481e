"""One measurement: a load on a server, and what the server used meanwhile."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import psutil
import psycopg

from .cluster import Databases
from .contenders import APPLICATION_CORE
from .load import Call, Outcome, load
from .programs import Served

WARM_UP_SECONDS = 1.0
CONNECTIONS_QUERY = (
    "SELECT count(*) FROM pg_stat_activity "
    "WHERE datname = %s AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
)
SECONDS_BETWEEN_COUNTS = 0.2


@dataclass(frozen=True)
class Sample:
    """The figures of one measurement; `foreign_percent` is what others used of the core.

    `unstored` is by how many the rows that were stored differ from the answers, where each answer
    is to have stored one.
    """

    throughput: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    failures: Counter[str]
    cpu_ms: float
    pss_mb: float
    connections: int
    foreign_percent: float
    unstored: int = 0


async def sample(
    server: Served,
    calls: Iterator[Call],
    *,
    callers: int,
    seconds: float,
    counted: tuple[Databases, str] | None = None,
    rows: Callable[[], int] | None = None,
) -> Sample:
    """Measure for that long, after a second to warm up.

    `counted` is a database, by name, whose connections are counted; `rows` tells how many rows
    there are, of which each answer is to store one.
    """
    rows_before = rows() if rows else 0
    async with load(calls, callers=callers) as journal:
        await asyncio.sleep(WARM_UP_SECONDS)
        connections = asyncio.create_task(_most_connections(counted, seconds))
        cpu_before, core_before = server.cpu_seconds, core_seconds()
        outcome = await journal.window(seconds)
        cpu = server.cpu_seconds - cpu_before
        core = core_seconds() - core_before
        pss_mb = server.worker_pss_mb
        figures = Sample(
            throughput=outcome.throughput,
            p50_ms=outcome.percentile(50),
            p95_ms=outcome.percentile(95),
            p99_ms=outcome.percentile(99),
            failures=outcome.failures,
            cpu_ms=cpu * 1000 / _count(outcome),
            pss_mb=pss_mb,
            connections=await connections,
            foreign_percent=max(0.0, core - cpu) / outcome.seconds * 100,
        )
    unstored = abs(rows() - rows_before - journal.answers) if rows else 0
    return replace(figures, unstored=unstored)


def core_seconds() -> float:
    """Return for how long the application's core has been busy with processes since the start."""
    times = psutil.cpu_times(percpu=True)[APPLICATION_CORE]
    return float(times.user + times.nice + times.system + times.steal)


async def count_connections(connection: psycopg.AsyncConnection, database: str) -> int:
    """Return how many others are connected to that database."""
    row = await (await connection.execute(CONNECTIONS_QUERY, (database,))).fetchone()
    return row[0] if row else 0


def _count(outcome: Outcome) -> int:
    return len(outcome.latencies_ms) + outcome.failures.total()


async def _most_connections(counted: tuple[Databases, str] | None, seconds: float) -> int:
    if counted is None:
        return 0
    databases, name = counted
    connection = await psycopg.AsyncConnection.connect(databases.administration, autocommit=True)
    most = 0
    async with connection:
        for _ in range(int(seconds / SECONDS_BETWEEN_COUNTS)):
            most = max(most, await count_connections(connection, name))
            await asyncio.sleep(SECONDS_BETWEEN_COUNTS)
    return most
