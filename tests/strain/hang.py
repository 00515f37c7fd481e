"""Linear hangs for 30 s while 512 agents create issues: what is local goes on."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from statistics import median, quantiles
from time import perf_counter

from ..bench.bars import Bar
from ..bench.calls import creates
from .agents import Answer, agents
from .found import Found, Options, spread
from .place import Place
from .windows import PROBES, READS, Comparison, Window, local_calls, measure

AGENTS = 512
STRAINED_SECONDS, SHORT_STRAINED_SECONDS = 24.0, 14.0  # the breaker opens after ten
QUIET_WINDOWS = 3
# All others were let through, or not answered at all.
REFUSED = {409, 429, 502, 503}
RATIO, REFUSED_MS = 0.25, 100
LAG_SECONDS = 0.02


@dataclass
class _Journal:
    """The windows by kind of call, what agents were told in each pair of them, and our own lag."""

    quiet: dict[str, list[Window]] = field(default_factory=lambda: defaultdict(list))
    strained: dict[str, list[Window]] = field(default_factory=lambda: defaultdict(list))
    told: list[list[Answer]] = field(default_factory=list)
    lags_ms: list[float] = field(default_factory=list)


async def hang(place: Place, options: Options) -> Found:
    """Measure local reads and /livez in turn, before and while the agents call."""
    journal = _Journal()
    for _ in range(options.rounds):
        await _round(place, options, journal)
    both = [
        Comparison(f"{name} while Linear hangs", journal.quiet[name], journal.strained[name])
        for name in (READS, PROBES)
    ]
    local = [bar for each in both for bar in each.bars(at_least=RATIO)]
    figures = [figure for each in both for figure in each.figures()]
    return Found([*local, *bars(journal.told)], [*figures, *_figures(journal)])


async def _round(place: Place, options: Options, journal: _Journal) -> None:
    bridge = place.bridge_on_hung_linear
    with bridge.running(place.folder) as server:
        calls = local_calls(bridge, server, place.conversations)

        async def measure_each(windows: dict[str, list[Window]]) -> None:
            for name in (READS, PROBES):
                windows[name].append(await measure(server, calls[name], options.window_seconds))

        await measure_each(defaultdict(list))  # to warm up
        for _ in range(QUIET_WINDOWS):
            await measure_each(journal.quiet)
        new_issues = creates(bridge, server.url, place.conversations)
        seconds = SHORT_STRAINED_SECONDS if options.is_short else STRAINED_SECONDS
        async with agents(new_issues, count=AGENTS) as told, _watched_lag(journal.lags_ms):
            ends_at = perf_counter() + seconds
            while perf_counter() < ends_at:
                so_far = len(told)
                await measure_each(journal.strained)
                journal.told.append(told[so_far:])


@asynccontextmanager
async def _watched_lag(lags_ms: list[float]) -> AsyncIterator[None]:
    """Note by how much the callers' own process is late: that much of a latency may be its own."""

    async def watch() -> None:
        while True:
            due = perf_counter() + LAG_SECONDS
            await asyncio.sleep(LAG_SECONDS)
            lags_ms.append((perf_counter() - due) * 1000)

    async with asyncio.TaskGroup() as group:
        watching = group.create_task(watch())
        yield
        watching.cancel()


def bars(told: Sequence[Sequence[Answer]]) -> Iterator[Bar]:
    """Demand of what the agents were told, window by window, that it came early and said enough."""
    p95s = _refused_percentiles(told, 95)
    if not p95s:
        raise RuntimeError("Nobody was refused: there was no strain.")
    yield Bar("refused creates: p95 in ms, median of windows", median(p95s), at_most=REFUSED_MS)
    flaws = sum(answer.flaw is not None for part in told for answer in part)
    yield Bar("creates that were answered ill-formed or without Retry-After", flaws, at_most=0)


def _figures(journal: _Journal) -> Iterator[tuple[str, str]]:
    p50s, p95s = (_refused_percentiles(journal.told, percent) for percent in (50, 95))
    yield "refused creates: p50 in ms by window", spread(p50s, digits=0)
    yield "refused creates: p95 in ms by window", spread(p95s, digits=0)
    lag = quantiles(journal.lags_ms, n=20)[-1]
    yield "the callers' own lag: p95 in ms", f"{lag:.0f}"
    by_status: dict[int, list[float]] = defaultdict(list)
    for answer in (answer for part in journal.told for answer in part):
        by_status[answer.status].append(answer.latency_ms)
    for status, latencies in sorted(by_status.items()):
        what = f"creates answered {status}: number, median ms"
        yield what, f"{len(latencies)}, {median(latencies):.0f}"
    flaws = Counter(answer.flaw for part in journal.told for answer in part if answer.flaw)
    for flaw, number in flaws.most_common(3):
        yield f"flaw, {number} times", flaw


def _refused_percentiles(told: Sequence[Sequence[Answer]], percent: int) -> list[float]:
    """Return the percentile of each window in which there were refusals enough."""
    parts = [[each.latency_ms for each in part if each.status in REFUSED] for part in told]
    return [
        quantiles(part, n=100, method="inclusive")[percent - 1] for part in parts if len(part) > 1
    ]
