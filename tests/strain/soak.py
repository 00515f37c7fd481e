"""At 60 % of what it can do, for as long as is wanted, the bridge grows in nothing.

Four calls in five read a conversation, one creates an issue. Conversations that are read are not
written to, so that their answers stay as long as they are; the new issues are spread over the
others. The database grows, the answers don't.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from math import ceil
from statistics import median

from ..bench.bars import POOL, WORKERS, Bar
from ..bench.calls import creates, local_reads
from ..bench.load import Call, Outcome, load
from ..bench.programs import Served
from .found import Found, Options, spread
from .place import Place
from .resources import Resources, resources
from .steady import steady_load
from .windows import foreign_cpu

# As many as can be under way: nothing opens more connections at the steady rate than before it.
CALLERS = 32
CALLS_A_CREATE = 5
SHARE_OF_CAPACITY = 0.6
CAPACITY_SECONDS, SHORT_CAPACITY_SECONDS, WARM_UP_SECONDS = 20.0, 4.0, 2.0
SAMPLE_SECONDS = 5.0
# The first and the last minutes that are compared, and those before them.
PHASE_SECONDS = 120.0
SHARE_OF_PHASE = 0.2
MEMORY_RATIO, KEPT_RATE = 1.05, 0.99


@dataclass(frozen=True)
class Sample:
    """The calls that ended within five seconds, and what the worker held meanwhile."""

    outcome: Outcome
    held: Resources


async def soak(place: Place, options: Options) -> Found:
    """Measure the capacity, then call at 60 % of it on the same server."""
    with place.bridge.running(place.folder) as server:
        reads, new_issues = _calls(place, server)
        await _fill_pools(new_issues)
        calls = (next(reads if number % CALLS_A_CREATE else new_issues) for number in count())
        capacity = await _capacity(calls, options)
        rate = capacity * SHARE_OF_CAPACITY
        samples: list[Sample] = []
        foreign_percent = foreign_cpu(server)
        async with steady_load(calls, rate=rate, connections=CALLERS) as journal:
            for _ in range(round(options.soak_minutes * 60 / SAMPLE_SECONDS)):
                held = asyncio.create_task(resources(place, server))
                outcome = await journal.window(SAMPLE_SECONDS)
                # It has long ended: nothing is waited for between two windows, where what ends
                # would not count.
                samples.append(Sample(outcome, await held))
        foreign = ("foreign CPU on the bridge's core", f"{foreign_percent():.0f} %")
    outcomes = [each.outcome for each in samples]
    figures = [foreign, *_call_figures(outcomes, capacity), *_held_figures(samples)]
    return Found([*bars(samples, rate)], figures)


def bars(samples: Sequence[Sample], rate: float) -> Iterator[Bar]:
    """Demand that nothing has grown since the warm-up, and that every call was answered."""
    first, last = phases(samples)
    pss, descriptors = (lambda held: held.pss_mb), (lambda held: held.descriptors)
    ratio = _median(last, pss) / _median(first, pss)
    yield Bar("soak: memory (PSS), end / after warm-up", ratio, at_most=MEMORY_RATIO)
    growth = _median(last, descriptors) - _median(first, descriptors)
    yield Bar("soak: growth of file descriptors", growth, at_most=0)
    most = max(each.held.connections for each in samples)
    yield Bar("soak: database connections, at most", most, at_most=WORKERS * POOL)
    failed = sum(each.outcome.failures.total() for each in samples)
    yield Bar("soak: calls that failed", failed, at_most=0)
    answered = sum(len(each.outcome.latencies_ms) for each in samples)
    seconds = sum(each.outcome.seconds for each in samples)
    yield Bar("soak: answers / calls due", answered / seconds / rate, at_least=KEPT_RATE)


def phases(samples: Sequence[Sample]) -> tuple[Sequence[Sample], Sequence[Sample]]:
    """Return the samples right after the warm-up, and the last: two minutes each.

    A soak of less than ten minutes has shorter phases, the warm-up, too.
    """
    size = int(min(PHASE_SECONDS / SAMPLE_SECONDS, len(samples) * SHARE_OF_PHASE))
    if not size:
        raise RuntimeError("The soak is too short: nothing can be compared.")
    return samples[size : 2 * size], samples[-size:]


def _calls(place: Place, server: Served) -> tuple[Iterator[Call], Iterator[Call]]:
    """Return reads and creates, each in conversations of their own."""
    half = len(place.conversations) // 2
    read, written = place.conversations[:half], place.conversations[half:]
    reads = local_reads(place.bridge, server.url, read)
    return reads, creates(place.bridge, server.url, written)


async def _fill_pools(new_issues: Iterator[Call]) -> None:
    """Bring the worker's connections and threads to the number that it will ever need here."""
    async with load(new_issues, callers=CALLERS):
        await asyncio.sleep(WARM_UP_SECONDS)


async def _capacity(calls: Iterator[Call], options: Options) -> float:
    async with load(calls, callers=CALLERS) as journal:
        await asyncio.sleep(WARM_UP_SECONDS)
        seconds = SHORT_CAPACITY_SECONDS if options.is_short else CAPACITY_SECONDS
        return (await journal.window(seconds)).throughput


def _held_figures(samples: Sequence[Sample]) -> Iterator[tuple[str, str]]:
    first, last = phases(samples)
    values: dict[str, Callable[[Resources], float]] = {
        "PSS in MB": lambda held: held.pss_mb,
        "RSS in MB": lambda held: held.rss_mb,
        "file descriptors": lambda held: held.descriptors,
        "threads": lambda held: held.threads,
        "database connections": lambda held: held.connections,
    }
    for name, value in values.items():
        most = max(value(each.held) for each in samples)
        ends = spread([_median(first, value), _median(last, value), most], digits=1)
        yield f"{name}: after warm-up, at the end, at most", ends
    tenth = ceil(len(samples) / 10)
    course = [samples[start : start + tenth] for start in range(0, len(samples), tenth)]
    by_tenth = [_median(part, values["PSS in MB"]) for part in course]
    yield "PSS in MB by tenth of the time", spread(by_tenth, digits=1)


def _call_figures(outcomes: Sequence[Outcome], capacity: float) -> Iterator[tuple[str, str]]:
    yield "capacity, calls/s with 32 callers", f"{capacity:.0f}"
    yield "calls due, a second", f"{capacity * SHARE_OF_CAPACITY:.0f}"
    for percent in (50, 99):
        by_window = [each.percentile(percent) for each in outcomes if len(each.latencies_ms) > 1]
        ms = spread([median(by_window), max(by_window)], digits=0)
        yield f"p{percent} in ms since due: median, worst of five seconds", ms
    yield "answers", str(sum(len(each.latencies_ms) for each in outcomes))
    failures = sum((each.failures for each in outcomes), Counter[str]())
    for name, number in failures.most_common():
        yield f"calls that failed by {name}", str(number)


def _median(samples: Sequence[Sample], value: Callable[[Resources], float]) -> float:
    return median(value(each.held) for each in samples)
