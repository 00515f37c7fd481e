"""SIGKILL of each part at each point of a write: nothing is lost, nothing doubled."""

import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import cycle, islice
from random import Random

from .callers import Call, Callers, at_once
from .demands import demand_no_secret_in_logs, settle
from .faults import lose_answers
from .gates import Gate
from .places import find_places
from .proxy import Direction
from .report import Result
from .runner import Job, Options
from .stack import Link, Stack
from .victims import VICTIMS, Victim

RECOVERY_SECONDS = 10.0
ARRIVAL_SECONDS = 30.0
# While Linear takes its time, the process dies.
LATENCY_SECONDS = 1.0
MOMENT_SECONDS = 0.3
SHORT_KILLS = 7


@dataclass(frozen=True)
class Point:
    """Where the stream of a write is held: what passes on the link to a part, and which way.

    Without a pattern it is what the run's titles begin with: the text of a prepared statement is
    not sent again, but its values are.
    """

    to_linear: bool
    direction: Direction
    pattern: bytes | None
    goes_on: bool = False


CALL = b"POST /graphql"
POINTS = {
    # The operation is about to be stored.
    "before the first transaction": Point(False, "up", None),
    "after the first transaction": Point(True, "up", CALL),
    "during the call": Point(True, "up", CALL, goes_on=True),
    "after Linear's commit": Point(True, "down", b"HTTP/1.1 200"),
    # The server's own word that it is done: what the client sends ends in another way.
    "after the second transaction": Point(False, "down", b"COMMIT\0"),
}
# The worker's first transaction takes over the operations that it is about to be told of here.
TAKING_OVER = Point(False, "down", None)


def jobs(options: Options) -> Iterable[Job]:
    """So many kills: every victim at every point, and again with the next seed."""
    kinds = [(victim, point) for point in POINTS for victim in VICTIMS]
    if options.short:
        # Every victim once, and every point.
        kinds = [(victim, point) for victim, point in zip(VICTIMS, cycle(POINTS), strict=False)]
    count = SHORT_KILLS if options.short else options.kills
    for number, (victim, point) in enumerate(islice(cycle(kinds), count)):
        scenario = partial(kill, victim=victim, point=point)
        seed = options.seeds[0] + number // len(kinds)
        yield Job(f"kill {victim} {point}", seed, scenario)


def kill(stack: Stack, random: Random, result: Result, *, victim: str, point: str) -> None:
    """Kill at the point, revive, and see that every write is done once or was never begun."""
    who = VICTIMS[victim]
    prefix = f"{result.name} {result.seed} "
    with closing(Callers(stack.url, random, must_answer=False)) as callers:
        calls = _calls(callers, random, prefix)
        gate = _hold(stack, who, point, prefix)
        with ThreadPoolExecutor(len(calls)) as threads:
            # Half of the callers repeat; the others leave it at that.
            for number, call in enumerate(calls):
                threads.submit(callers.insist if number % 2 else callers.send, call)
            if not gate.is_hit(ARRIVAL_SECONDS):
                result.failures.append("the point was not reached")
            time.sleep(MOMENT_SECONDS if POINTS[point].goes_on else 0)
            who.kill(stack)
            gate.drop()
            stack.heal()
            who.revive(stack)
            back_at = time.monotonic()
        result.faults[f"kill {victim}"] += 1
        settle(stack, callers, result, prefix, back_at)
    if (result.recovery_seconds or 0) > RECOVERY_SECONDS:
        result.failures.append(f"all was well again only after {result.recovery_seconds:.1f} s")
    demand_no_secret_in_logs(stack, result)


def _calls(callers: Callers, random: Random, prefix: str) -> list[Call]:
    places = find_places(callers, random)
    made = at_once([partial(callers.insist, places.create(f"{prefix}ready {n}")) for n in (1, 2)])
    return places.each_kind(made, prefix)


def _hold(stack: Stack, victim: Victim, name: str, prefix: str) -> Gate:
    """Let a gate close at the point, on the links of whoever makes the write there."""
    point = POINTS[name]
    if victim.is_worker:
        lose_answers(stack)
        point = TAKING_OVER if name == "before the first transaction" else point
        links = Link.WORKER_LINEAR, Link.WORKER_POSTGRESQL
    else:
        links = Link.APP_LINEAR, Link.APP_POSTGRESQL
    proxy = stack.proxies[links[0] if point.to_linear else links[1]]
    gate = proxy.gate(point.pattern or prefix.encode(), point.direction, lambda: None)
    if point.goes_on:
        match = {"path": "/graphql"}
        stack.sandbox.add_fault(match=match, times=None, action="latency", seconds=LATENCY_SECONDS)
        gate.release()
    return gate
