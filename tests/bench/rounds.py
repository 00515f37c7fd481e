"""The rounds: each program in turn, so that a slow minute of the machine meets all of them."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from .calls import creates, deliveries, local_reads
from .cases import CALLERS, CREATE, DELAYS_MS, DELIVER, MANY, POOLS, READ, Case, pool_case
from .cluster import Databases, running_databases
from .contenders import (
    Contender,
    bare,
    naive,
    ours,
    seeded,
    stand_in,
)
from .load import Call
from .programs import Served
from .sampling import Sample, sample

OUR_DATABASE, NAIVE_DATABASE = "ours", "naive"
DELIVERIES = {
    OUR_DATABASE: "linear_integration_webhookdelivery",
    NAIVE_DATABASE: "naive_delivery",
}


@dataclass
class Rounds:
    """Everything that stays up from the first round to the last, and the samples so far.

    Creates leave alone the conversations to read, whose issues would grow in number.
    """

    folder: Path
    databases: Databases
    linear_urls: dict[int, str]
    ours: Contender
    bare: Contender
    naive: Contender
    to_create_in: list[int]
    to_read: list[int]
    seconds: float
    samples: dict[Case, list[Sample]]

    async def create(self) -> None:
        """Measure creates: ours, the bare proxy, the naive view, at each number of callers."""
        for contender, database in (
            (self.ours, OUR_DATABASE),
            (self.bare, None),
            (self.naive, NAIVE_DATABASE),
        ):
            with contender.running(self.folder) as server:
                for callers in CALLERS:
                    case = Case(contender.name, CREATE, callers)
                    calls = creates(contender, server.url, self.to_create_in)
                    await self._take(case, server, calls, database)

    async def read(self) -> None:
        """Measure reads that ask Linear for nothing."""
        with self.ours.running(self.folder) as server:
            for callers in (1, MANY):
                calls = local_reads(self.ours, server.url, self.to_read)
                await self._take(Case(self.ours.name, READ, callers), server, calls, OUR_DATABASE)

    async def pool(self) -> None:
        """Measure creates with few and with many database connections, Linear fast and slow."""
        for delay_ms in DELAYS_MS:
            for pool in POOLS:
                contender = self.ours.changed(
                    DATABASE_POOL_SIZE=str(pool), LINEAR_API_URL=self.linear_urls[delay_ms]
                )
                with contender.running(self.folder) as server:
                    calls = creates(contender, server.url, self.to_create_in)
                    await self._take(pool_case(pool, delay_ms), server, calls, OUR_DATABASE)

    async def deliver(self) -> None:
        """Measure webhook deliveries; ours are worked off by a worker, which is not there."""
        for contender, database in ((self.ours, OUR_DATABASE), (self.naive, NAIVE_DATABASE)):
            with contender.running(self.folder) as server:
                for callers in CALLERS:
                    case = Case(contender.name, DELIVER, callers)
                    calls = deliveries(contender, server.url)
                    await self._take(case, server, calls, database, rows=DELIVERIES[database])

    async def _take(
        self,
        case: Case,
        server: Served,
        calls: Iterator[Call],
        database: str | None,
        *,
        rows: str | None = None,
    ) -> None:
        taken = await sample(
            server,
            calls,
            callers=case.callers,
            seconds=self.seconds,
            counted=None if database is None else (self.databases, database),
            rows=partial(self.databases.rows, database, rows) if database and rows else None,
        )
        self.samples[case].append(taken)
        print(  # noqa: T201
            f"{case.program:16} {case.action:22} {case.callers:3} callers"
            f" {taken.throughput:7.1f}/s  p50 {taken.p50_ms:6.1f} ms"
            f"  cpu {taken.cpu_ms:5.2f} ms  foreign {taken.foreign_percent:3.0f} %",
            flush=True,
        )


@contextmanager
def prepared(folder: Path, *, seconds: float) -> Iterator[Rounds]:
    """Start database and stand-ins, and fill the database."""
    with ExitStack() as stack:
        databases = stack.enter_context(running_databases(folder))
        linear_urls = {
            delay_ms: stack.enter_context(stand_in(folder, delay_ms=delay_ms)).url
            for delay_ms in DELAYS_MS
        }
        linear_url = linear_urls[DELAYS_MS[0]]
        our = ours(databases.create(OUR_DATABASE), linear_url)
        their = naive(databases.create(NAIVE_DATABASE), linear_url)
        conversations = seeded("tests.bench.seed", our, folder)
        seeded("tests.bench.naive.seed", their, folder)
        yield Rounds(
            folder=folder,
            databases=databases,
            linear_urls=linear_urls,
            ours=our,
            bare=bare(linear_url),
            naive=their,
            to_create_in=conversations[::2],
            to_read=conversations[1::2],
            seconds=seconds,
            samples=defaultdict(list),
        )
