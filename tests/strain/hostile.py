"""Webhooks that are not Linear's: none is stored, and Linear's own lose little of their speed."""

from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from statistics import median

from ..bench.bars import Bar
from ..bench.calls import deliveries
from ..bench.load import Call, failure_of, load, new_session
from ..bench.programs import Served
from ..bench.rounds import DELIVERIES, OUR_DATABASE
from .forged import ANSWERS, TAKEN, forged, strangers
from .found import Found, Options, spread
from .place import DATABASE, Place
from .windows import Comparison, Window, measure

CALLERS = 16  # with good deliveries; as many have bad ones
PAIRS = 4
RATIO = 0.4
IN_A_ROW, SLOWER = 1000, 1.25
TABLE = DELIVERIES[OUR_DATABASE]


@dataclass
class Heard:
    """What was measured so far; `told` counts by kind how the bad ones were answered."""

    quiet: list[Window] = field(default_factory=list)
    strained: list[Window] = field(default_factory=list)
    before: list[Window] = field(default_factory=list)
    after: list[Window] = field(default_factory=list)
    told: dict[str, Counter[str]] = field(default_factory=dict)
    answers: int = 0

    def taken(self, window: Window) -> Window:
        """Count the good deliveries of a window, each of which is to be stored."""
        self.answers += window.answers
        return window


async def hostile(place: Place, options: Options) -> Found:
    """Measure deliveries in turn without and with bad ones, then before and after many in a row."""
    heard = Heard(told={kind: Counter() for kind in ANSWERS})
    rows_before = place.databases.rows(DATABASE, TABLE)
    for _ in range(options.rounds):
        with place.bridge.running(place.folder) as server:
            await _beside(place, server, options.window_seconds, heard)
            await _after_many(place, server, options.window_seconds, heard)
    stored = place.databases.rows(DATABASE, TABLE) - rows_before
    return Found([*bars(heard, stored=stored)], [*_figures(heard, stored=stored)])


async def _beside(place: Place, server: Served, seconds: float, heard: Heard) -> None:
    good = deliveries(place.bridge, server.url)
    known = next(good)
    async with new_session() as session:
        if failure := await failure_of(session, known):
            raise RuntimeError(f"A good delivery was answered {failure}.")
    heard.answers += 1
    bad = forged(place.bridge, server.url, known=known)
    heard.taken(await measure(server, good, seconds, callers=CALLERS))  # to warm up
    for _ in range(PAIRS):
        heard.quiet.append(heard.taken(await measure(server, good, seconds, callers=CALLERS)))
        async with _sending(bad, heard.told):
            window = await measure(server, good, seconds, callers=CALLERS)
        heard.strained.append(heard.taken(window))


async def _after_many(place: Place, server: Served, seconds: float, heard: Heard) -> None:
    good = deliveries(place.bridge, server.url)
    heard.before.append(heard.taken(await measure(server, good, seconds, callers=1)))
    bad = strangers(place.bridge, server.url)
    async with new_session() as session:
        for _ in range(IN_A_ROW):
            failure = await failure_of(session, next(bad))
            heard.told["a stranger's secret"][failure or TAKEN] += 1
    heard.after.append(heard.taken(await measure(server, good, seconds, callers=1)))


@asynccontextmanager
async def _sending(
    calls: Mapping[str, Iterator[Call]], told: Mapping[str, Counter[str]]
) -> AsyncIterator[None]:
    """Let the callers of each kind call until the block is left, and count what they are told."""
    async with AsyncExitStack() as stack:
        journals = {
            kind: await stack.enter_async_context(load(each, callers=CALLERS // len(calls)))
            for kind, each in calls.items()
        }
        yield
    for kind, journal in journals.items():
        told[kind] += journal.failures + Counter({TAKEN: journal.answers})


def bars(heard: Heard, *, stored: int) -> Iterator[Bar]:
    """Demand that no bad delivery is stored or answered wrongly, and that good ones go on."""
    yield from _comparison(heard).bars(at_least=RATIO)
    yield Bar("rows less good deliveries", abs(stored - heard.answers), at_most=0)
    wrongly = sum(
        count
        for kind, counts in heard.told.items()
        for answer, count in counts.items()
        if answer not in ANSWERS[kind]
    )
    yield Bar("bad deliveries that were answered otherwise than they should", wrongly, at_most=0)
    what = f"a delivery after {IN_A_ROW} bad signatures in a row: p50 / before"
    yield Bar(what, median(_slowdowns(heard)), at_most=SLOWER)


def _figures(heard: Heard, *, stored: int) -> Iterator[tuple[str, str]]:
    yield from _comparison(heard).figures()
    for name, windows in (("without", heard.quiet), ("beside", heard.strained)):
        p95 = [window.outcome.percentile(95) for window in windows]
        yield f"deliveries {name} bad ones: p95 in ms by window", spread(p95, digits=0)
    p50 = [window.outcome.percentile(50) for window in heard.before]
    yield "a delivery alone: p50 in ms by server", spread(p50)
    yield (
        f"a delivery after {IN_A_ROW} bad ones: p50 / before, by server",
        spread(_slowdowns(heard)),
    )
    yield "good deliveries, rows stored", f"{heard.answers}, {stored}"
    for kind, counts in heard.told.items():
        told = ", ".join(f"{count} x {answer}" for answer, count in counts.items() if count)
        yield f"{kind}: answers", told


def _comparison(heard: Heard) -> Comparison:
    return Comparison("deliveries beside as many bad ones", heard.quiet, heard.strained)


def _slowdowns(heard: Heard) -> list[float]:
    return [
        after.outcome.percentile(50) / before.outcome.percentile(50)
        for before, after in zip(heard.before, heard.after, strict=True)
    ]
