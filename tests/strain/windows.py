"""One measurement of what is local, with or without a strain beside it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from statistics import median
from time import perf_counter

from ..bench.bars import Bar
from ..bench.calls import local_reads
from ..bench.contenders import Contender
from ..bench.load import Call, Outcome, load
from ..bench.programs import Served
from ..bench.sampling import core_seconds
from .found import spread

CALLERS = 8
READS, PROBES = "local reads", "/livez"


@dataclass(frozen=True)
class Window:
    """What its callers got, and what others than the bridge used of its core meanwhile.

    `answers` counts all that they got, before and after what is measured, too.
    """

    outcome: Outcome
    foreign_percent: float
    answers: int


async def measure(
    server: Served, calls: Iterator[Call], seconds: float, *, callers: int = CALLERS
) -> Window:
    """Let the callers call for that long."""
    async with load(calls, callers=callers) as journal:
        foreign_percent = foreign_cpu(server)
        outcome, foreign = await journal.window(seconds), foreign_percent()
    return Window(outcome, foreign, journal.answers)


def foreign_cpu(server: Served) -> Callable[[], float]:
    """Return what tells how much of the server's core others have used from now on, in per cent."""
    started, cpu_before, core_before = perf_counter(), server.cpu_seconds, core_seconds()

    def percent() -> float:
        foreign = core_seconds() - core_before - (server.cpu_seconds - cpu_before)
        return max(0.0, foreign) / (perf_counter() - started) * 100

    return percent


def local_calls(
    bridge: Contender, server: Served, conversations: list[int]
) -> dict[str, Iterator[Call]]:
    """Return the calls that need no Linear, by name."""
    return {
        READS: local_reads(bridge, server.url, conversations),
        PROBES: repeat(Call("GET", f"{server.url}/livez")),
    }


@dataclass(frozen=True)
class Comparison:
    """The windows of one kind of call, in their order: those without the strain, those under it."""

    what: str
    quiet: Sequence[Window]
    strained: Sequence[Window]

    @property
    def ratios(self) -> list[float]:
        """The answers a second in each window under the strain; 1 is the median without it."""
        baseline = median(each.outcome.throughput for each in self.quiet)
        return [each.outcome.throughput / baseline for each in self.strained]

    def bars(self, *, at_least: float) -> Iterator[Bar]:
        """Demand that so much is left of the median, and that no call fails."""
        yield Bar(f"{self.what}: answers / baseline", median(self.ratios), at_least=at_least)
        failed = sum(each.outcome.failures.total() for each in [*self.quiet, *self.strained])
        yield Bar(f"{self.what}: calls that failed", failed, at_most=0)

    def figures(self) -> Iterator[tuple[str, str]]:
        """Tell more of the windows."""
        rates = [each.outcome.throughput for each in self.quiet]
        yield f"{self.what}: baseline, answers/s by window", spread(rates, digits=0)
        yield f"{self.what}: ratio by window", spread(self.ratios)
        yield f"{self.what}: worst window's ratio", f"{min(self.ratios):.2f}"
        foreign = max(each.foreign_percent for each in [*self.quiet, *self.strained])
        yield f"{self.what}: foreign CPU on the bridge's core, at most", f"{foreign:.0f} %"
