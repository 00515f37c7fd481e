"""What is demanded, as ratios of figures from the same run wherever that is possible."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .cases import (
    BARE,
    CALLERS,
    CREATE,
    DELAYS_MS,
    DELIVER,
    MANY,
    NAIVE,
    OURS,
    POOLS,
    READ,
    Case,
    Table,
    pool_case,
)

WORKERS, POOL = 1, 16  # as the settings have it
MOST = 256


@dataclass(frozen=True)
class Bar:
    """A figure and its limit: at least so much, or at most."""

    what: str
    value: float
    at_least: float | None = None
    at_most: float | None = None

    @property
    def demand(self) -> str:
        """The limit, as it is read."""
        return f"≤ {self.at_most:g}" if self.at_least is None else f"≥ {self.at_least:g}"

    @property
    def is_met(self) -> bool:
        """Whether the figure keeps to its limit."""
        is_enough = self.at_least is None or self.value >= self.at_least
        return is_enough and (self.at_most is None or self.value <= self.at_most)


def bars(table: Table, requests: Mapping[str, int]) -> list[Bar]:
    """Return every bar, with this run's figures."""
    of_parts = [*_create(table), *_read(table), *_pool(table), *bars_of_deliveries(table)]
    return [*of_parts, *_limits(table), *_requests(requests)]


def bars_of_deliveries(table: Table) -> Iterator[Bar]:
    """Yield what is demanded of webhook deliveries; each that is answered has to be stored."""
    ours = [table[Case(OURS, DELIVER, callers)] for callers in CALLERS]
    many = table[Case(OURS, DELIVER, MANY)]
    ratio = many.throughput / table[Case(NAIVE, DELIVER, MANY)].throughput
    yield Bar("webhook delivery, 32 callers: throughput / naive view", ratio, at_least=8)
    yield Bar("webhook delivery, 32 callers: p99 in ms", many.p99_ms, at_most=150)
    failed = sum(figures.failures.total() for figures in ours)
    yield Bar("webhook deliveries that failed, ours", failed, at_most=0)
    unstored = sum(figures.unstored for figures in ours)
    yield Bar("webhook deliveries: answers less rows, ours", unstored, at_most=0)


def _create(table: Table) -> Iterator[Bar]:
    alone, many, most = (table[Case(OURS, CREATE, callers)] for callers in (1, MANY, MOST))
    bare_alone, bare_many, bare_most = (
        table[Case(BARE, CREATE, callers)] for callers in (1, MANY, MOST)
    )
    naive_many = table[Case(NAIVE, CREATE, MANY)]
    ratio = many.throughput / bare_many.throughput
    yield Bar("create_issue, 32 callers: throughput / bare proxy", ratio, at_least=0.88)
    ratio = many.throughput / naive_many.throughput
    yield Bar("create_issue, 32 callers: throughput / naive view", ratio, at_least=12)
    ratio = many.p95_ms / DELAYS_MS[0]
    yield Bar("create_issue, 32 callers: p95 / Linear's latency", ratio, at_most=1.6)
    ratio = most.throughput / bare_most.throughput
    yield Bar("create_issue, 256 callers: throughput / bare proxy", ratio, at_least=0.15)
    added = alone.p50_ms - bare_alone.p50_ms
    yield Bar("create_issue, 1 caller: ms added to the bare proxy's p50", added, at_most=8)


def _read(table: Table) -> Iterator[Bar]:
    alone, many = (table[Case(OURS, READ, callers)] for callers in (1, MANY))
    yield Bar("linked_issues, 1 caller: p50 in ms", alone.p50_ms, at_most=5)
    ratio = many.throughput / table[Case(OURS, CREATE, MANY)].throughput
    yield Bar("linked_issues, 32 callers: throughput / create_issue", ratio, at_least=2)


def _pool(table: Table) -> Iterator[Bar]:
    few, enough = POOLS
    for delay_ms in DELAYS_MS:
        ratio = table[pool_case(few, delay_ms)].throughput
        ratio /= table[pool_case(enough, delay_ms)].throughput
        what = f"create_issue, Linear at {delay_ms} ms: pool of {few} / pool of {enough}"
        yield Bar(what, ratio, at_least=0.95)


def _limits(table: Table) -> Iterator[Bar]:
    everything = [figures for case, figures in table.items() if case.program.startswith(OURS)]
    usual = [figures for case, figures in table.items() if case.program == OURS]
    failed = sum(figures.failures.total() for figures in everything)
    yield Bar("requests that failed, ours", failed, at_most=0)
    memory = max(figures.pss_mb for figures in usual)
    yield Bar("memory of a worker (PSS), in MB", memory, at_most=110)
    connections = max(figures.connections for figures in usual)
    yield Bar("database connections, 1 worker", connections, at_most=WORKERS * POOL)


def _requests(requests: Mapping[str, int]) -> Iterator[Bar]:
    for action, count in requests.items():
        is_remote = action.startswith(CREATE) or "unknown" in action
        yield Bar(f"requests to Linear: {action}", count, at_most=1 if is_remote else 0)
