"""Twins: the same request, fifty times at once, is one write with one answer."""

import time
from collections.abc import Iterable
from functools import partial
from random import Random

from .callers import Answer, Call, Callers, at_once
from .demands import demand_no_secret_in_logs, settle
from .places import find_places
from .report import Result
from .runner import Job, Options
from .stack import Stack

TWINS = 50
KEYS, SHORT_KEYS = 200, 10
IN_PROGRESS = "operation_in_progress"


def jobs(options: Options) -> Iterable[Job]:
    """Once, however many seeds: the threads' own order is what differs."""
    keys = SHORT_KEYS if options.short else KEYS
    yield Job("twins", options.seeds[0], partial(twins, keys=keys))


def twins(stack: Stack, random: Random, result: Result, *, keys: int) -> None:
    """Send each create fifty times at once; all are answered alike, or that it is under way."""
    prefix = f"twins {result.seed} "
    callers = Callers(stack.url, random, must_answer=True)
    places = find_places(callers, random)
    # The run before this one may have left the web worker sparing Linear.
    callers.insist(places.create(f"before the twins {result.seed}"))
    for number in range(keys):
        call = places.create(f"{prefix}{number}")
        answers = at_once([partial(callers.send, call)] * TWINS)
        result.failures += _differences(call, answers)
    settle(stack, callers, result, prefix, time.monotonic())
    created = sum(issue["title"].startswith(prefix) for issue in stack.sandbox.state()["issues"])
    if created != keys:
        result.failures.append(f"{created} creates for {keys} keys")
    demand_no_secret_in_logs(stack, result)
    callers.close()


def _differences(call: Call, answers: list[Answer]) -> list[str]:
    told = [answer.body for answer in answers if answer.is_done]
    others = {(a.status, a.code) for a in answers if not a.is_done} - {(409, IN_PROGRESS)}
    found = [f"{call.key}: a twin was answered {status} {code}" for status, code in others]
    if not told:
        found.append(f"{call.key}: nobody was told of the issue")
    if any(each != told[0] for each in told):
        found.append(f"{call.key}: the twins were told different things")
    return found
