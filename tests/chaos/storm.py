"""A storm: hundreds of writes, of which one answer in four never comes or is none."""

import time
from collections.abc import Iterable
from functools import partial
from random import Random

from .callers import Callers, at_once
from .demands import demand_no_secret_in_logs, settle
from .places import Places, find_places
from .report import Result
from .runner import Job, Options
from .stack import Stack

CALLERS = 16
CALLS, SHORT_CALLS = 500, 60
CALLS_OF_A_STORY = 3
PLACES = 8
FAULTS = (
    {"action": "commit_then_drop"},
    {"action": "commit_then_hang", "seconds": 2},
    {"action": "http_error", "status": 500},
    {"action": "rate_limited", "retry_after": 1},
    {"action": "fail_second_mutation"},
)
# Of each request that no earlier rule has met; together about one in four.
PROBABILITY = 0.055


def jobs(options: Options) -> Iterable[Job]:
    """One storm a seed."""
    calls = SHORT_CALLS if options.short else CALLS
    for seed in options.seeds:
        yield Job("storm", seed, partial(storm, calls=calls))


def storm(stack: Stack, random: Random, result: Result, *, calls: int) -> None:
    """Create, link elsewhere and unlink issues; everybody repeats until it is done."""
    prefix = f"storm {result.seed} "
    callers = Callers(stack.url, random, must_answer=True)
    places = [find_places(callers, random) for _ in range(PLACES)]
    for fault in FAULTS:
        stack.sandbox.add_fault(match={}, times=None, probability=PROBABILITY, **fault)
    stories = [
        partial(_story, callers, random.choice(places), f"{prefix}{number}")
        for number in range(calls // CALLS_OF_A_STORY)
    ]
    problems = at_once(stories, callers=CALLERS)
    result.failures += [problem for problem in problems if problem]
    result.faults.update(entry["action"] for entry in stack.sandbox.fault_journal())
    stack.heal()
    settle(stack, callers, result, prefix, time.monotonic())
    demand_no_secret_in_logs(stack, result)
    callers.close()


def _story(callers: Callers, places: Places, key: str) -> str | None:
    """Create an issue in one conversation, link it to another, take that link off again."""
    created = callers.insist(places.create(key))
    if not created.is_done:
        return f"{key}: create ended with {created.status} {created.code}"
    linked = callers.insist(places.link(created, f"{key} link"))
    if not linked.is_done:
        return f"{key}: link ended with {linked.status} {linked.code}"
    unlinked = callers.insist(places.unlink(linked, f"{key} unlink", from_here=False))
    if not unlinked.is_done:
        return f"{key}: unlink ended with {unlinked.status} {unlinked.code}"
    return None
