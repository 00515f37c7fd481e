"""The matrix of faults: each link with each toxic, and each kind of bad answer from Linear."""

import time
from collections.abc import Callable, Iterable
from functools import partial
from random import Random

from .callers import Answer, Call, Callers, at_once
from .demands import (
    count_threads,
    demand_no_secret_in_logs,
    demand_nothing_leaked,
    settle,
)
from .faults import ANSWERS, close_connections, lose_answers
from .places import Places, find_places
from .report import Result
from .runner import Job, Options
from .stack import Link, Stack
from .toxics import SlowClose, all_toxics

AT_ONCE = 6
# The worker sweeps every two seconds.
HOLD_SECONDS = 5.0
# The app's calls go over these; over the others goes what its lost answers leave to the worker.
APP_LINKS = {Link.APP_LINEAR, Link.APP_POSTGRESQL}
SHORT = {
    "cell app-linear reset_peer",
    "cell app-linear black_hole",
    "cell app-postgresql down",
    "cell app-postgresql black_hole",
    "cell app-redis down",
    "cell worker-linear limit_data",
    "cell worker-postgresql reset_peer",
    "cell answer 400 RATELIMITED",
    "cell answer 200 partial data",
    "cell answer done but dropped",
}


def jobs(options: Options) -> Iterable[Job]:
    """Every cell, seed by seed."""
    for seed in options.seeds:
        for job in _all_cells(seed):
            if not options.short or job.name in SHORT:
                yield job


def _all_cells(seed: int) -> Iterable[Job]:
    for link in Link:
        for number, toxic in enumerate(all_toxics(Random())):
            scenario = partial(toxic_cell, link=link, number=number)
            yield Job(f"cell {link} {toxic.name}", seed, scenario)
    for kind in ANSWERS:
        yield Job(f"cell answer {kind}", seed, partial(answer_cell, kind=kind))


def toxic_cell(stack: Stack, random: Random, result: Result, *, link: Link, number: int) -> None:
    """Poison a link while agents write, heal it, and see that all becomes consistent."""
    toxic = all_toxics(random)[number]

    def begin() -> None:
        stack.proxies[link].poison(toxic)
        if link not in APP_LINKS:
            lose_answers(stack)
        if isinstance(toxic, SlowClose):
            close_connections(stack, link)

    def hold() -> None:
        if link not in APP_LINKS:
            time.sleep(HOLD_SECONDS)
        result.faults[toxic.name] += toxic.fired

    _cell(stack, random, result, begin, hold, may_repeat=link in APP_LINKS)


def answer_cell(stack: Stack, random: Random, result: Result, *, kind: str) -> None:
    """Let Linear answer everything in one bad way, then well again."""

    def begin() -> None:
        stack.sandbox.add_fault(match={"path": "/graphql"}, times=None, **ANSWERS[kind])

    def hold() -> None:
        result.faults[kind] += len(stack.sandbox.fault_journal())

    _cell(stack, random, result, begin, hold, may_repeat=True)


def _cell(
    stack: Stack,
    random: Random,
    result: Result,
    begin: Callable[[], None],
    hold: Callable[[], None],
    *,
    may_repeat: bool,
) -> None:
    """Write under a fault; then half of the callers repeat, the others leave it to the sweep."""
    prefix = f"{result.name} {result.seed} "
    callers = Callers(stack.url, random, must_answer=True)
    calls = _calls(callers, find_places(callers, random), prefix)
    threads = count_threads(stack)
    begin()
    answers = at_once([partial(callers.send, call) for call in calls])
    hold()
    stack.heal()
    healed_at = time.monotonic()
    if not result.faults.total():
        result.failures.append("the fault met nobody")
    if may_repeat:
        at_once([partial(callers.insist, call) for call in _unsettled(calls, answers)])
    settle(stack, callers, result, prefix, healed_at)
    demand_nothing_leaked(stack, result, threads)
    demand_no_secret_in_logs(stack, result)
    callers.close()


def _calls(callers: Callers, places: Places, prefix: str) -> list[Call]:
    """Return calls of each kind, of issues that are made here while all is well."""
    # As many at once as later: whatever threads that takes are there from the beginning.
    ready = [places.create(f"{prefix}ready {number}") for number in range(AT_ONCE)]
    made = at_once([partial(callers.insist, call) for call in ready])
    return places.each_kind(made, prefix)


def _unsettled(calls: list[Call], answers: list[Answer]) -> list[Call]:
    open_calls = [c for c, a in zip(calls, answers, strict=True) if a.may_be_repeated]
    return open_calls[::2]
