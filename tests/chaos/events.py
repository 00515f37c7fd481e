"""Events: thousands of changes in Linear come back through webhooks, and all ends as there."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import cycle
from random import Random
from typing import Any

from .callers import Callers, at_once
from .changes import Plot, Step, story
from .demands import SETTLE_SECONDS, demand_no_secret_in_logs
from .event_audit import audit_events, unfinished
from .forgers import Forger, forging
from .ledger import query
from .people import People, Subject
from .places import find_places
from .programs import wait_until
from .report import Result
from .runner import Job, Options
from .stack import WEBHOOK_SECRET, Stack
from .victims import VICTIMS, Victim

THREADS = 8
# Of what is not as it should be, so much is put into words.
SHOWN = 30
# All retries of Linear's together.
RETRIES_SECONDS = 60 + 3_600 + 21_600
FAULTS: tuple[dict[str, Any], ...] = (
    {"action": "duplicate", "probability": 0.05},
    {"action": "late", "probability": 0.1, "seconds": 3},
    {"action": "out_of_order", "probability": 0.1, "seconds": 2},
    {"action": "stale", "probability": 0.02, "seconds": 3_600},
    {"action": "wrong_secret", "probability": 0.05},
    {"action": "unsigned", "probability": 0.01},
    {"action": "oversized", "probability": 0.002},
)
LOST = {"action": "drop", "probability": 0.1}
WHOLE_WEB = Victim(lambda stack: stack.web.kill(), lambda stack: stack.web.start())
KILLED = {
    "web": WHOLE_WEB,
    **{name: VICTIMS[name] for name in ("web worker", "celery parent", "celery children")},
}
WORKSPACE = "SELECT linear_id::text AS id FROM linear_integration_workspace WHERE account_id = 1"
COMPARE_NOW = "UPDATE linear_integration_reconciliation SET next_at = now() RETURNING id"
COMPARED = """
SELECT count(*) AS number FROM linear_integration_reconciliation WHERE finished_at IS NULL
OR next_at <= now() OR phase <> ''
"""


@dataclass(frozen=True)
class Size:
    """How many issues are worked on, in how many steps each, and for how long."""

    issues: int
    steps: int
    seconds: float


LONG, SHORT = Size(200, 25, 120), Size(40, 8, 30)


def jobs(options: Options) -> Iterable[Job]:
    """One storm a seed, and one in which every tenth event is lost for good."""
    size = SHORT if options.short else LONG
    for seed in options.seeds:
        yield Job("events, killed", seed, partial(killed, size=size))
        yield Job("events, a tenth lost", seed, partial(lost, size=size))


def killed(stack: Stack, random: Random, result: Result, *, size: Size) -> None:
    """Web and worker die again and again, while events come twice, late, mixed up and forged."""
    # The last retries come when nothing is killed any more.
    with _told(stack, random, retried_within=1.3 * size.seconds), ExitStack() as cleanup:
        subjects, steps = _begin(stack, random, result, size, cleanup)
        for fault in FAULTS:
            stack.sandbox.add_fault(match={}, times=None, **fault)
        organization_id = query(stack, WORKSPACE)[0]["id"]
        forger = Forger(stack.url, organization_id, [subject.id for subject in subjects])
        per_second = 0.1 * size.issues * size.steps / size.seconds
        with (
            forging(forger, random, result, per_second=per_second),
            _killing(stack, random, result),
        ):
            _play(steps, size)
        result.faults.update(stack.sandbox.fired())
        stack.heal()
        _settle(stack, result, subjects, time.monotonic())


def lost(stack: Stack, random: Random, result: Result, *, size: Size) -> None:
    """Every tenth event never comes, and one comparison with Linear makes up for it."""
    with _told(stack, random, retried_within=size.seconds), ExitStack() as cleanup:
        subjects, steps = _begin(stack, random, result, size, cleanup, ends_once=True)
        stack.sandbox.add_fault(match={}, times=None, **LOST)
        _play(steps, size)
        result.faults.update(stack.sandbox.fired())
        stack.heal()
        since = time.monotonic()
        _wait_for_events(stack, result)
        query(stack, COMPARE_NOW)
        _wait(result, lambda: not query(stack, COMPARED)[0]["number"], "all is compared")
        _settle(stack, result, subjects, since)


@contextmanager
def _told(stack: Stack, random: Random, *, retried_within: float) -> Iterator[None]:
    """Let the sandbox tell the stack's web server of events, and retry faster than Linear.

    What Linear does isn't known for sure, chance decides.
    """
    stack.sandbox.forget_deliveries()
    stack.sandbox.change_settings(
        webhook_speed=round(RETRIES_SECONDS / retried_within),
        webhook_concurrency=THREADS,
        webhook_retries_restamped=random.random() < 0.5,
        duplicate_moves_attachments=random.random() < 0.5,
    )
    stack.sandbox.tell_application(f"{stack.url}/linear/webhooks", WEBHOOK_SECRET)
    try:
        yield
    finally:
        stack.sandbox.tell_application(None)


def _begin(
    stack: Stack,
    random: Random,
    result: Result,
    size: Size,
    cleanup: ExitStack,
    *,
    ends_once: bool = False,
) -> tuple[list[Subject], list[list[Step]]]:
    """Create the issues by the API, and think of what happens to each."""
    callers = Callers(stack.url, random, must_answer=True)
    cleanup.callback(callers.close)
    people = People(stack.sandbox.url)
    cleanup.callback(people.close)
    subjects = _subjects(stack, callers, random, result, size)
    urls = sorted({url for subject in subjects for url in subject.links})
    others = [*subjects[-10:], *subjects[:-10]]
    stories = [
        list(story(people, each, random, Plot(number, size.steps, urls, ends_once, other.id)))
        for number, (each, other) in enumerate(zip(subjects, others, strict=True))
    ]
    return subjects, stories


def _subjects(
    stack: Stack, callers: Callers, random: Random, result: Result, size: Size
) -> list[Subject]:
    prefix = f"{result.name} {result.seed} "
    places = [find_places(callers, random) for _ in range(16)]

    def create(number: int) -> Subject:
        place, title = random.choice(places), f"{prefix}{number}"
        answer = callers.insist(place.create(title))
        if not answer.is_done:
            raise RuntimeError(f"{title} could not be created: {answer.status} {answer.code}")
        url = f"{stack.url}/app/accounts/1/conversations/{place.here}"
        return Subject(answer.data["id"], title, {url: answer.data["link_id"]})

    return at_once([partial(create, number) for number in range(size.issues)], callers=THREADS)


def _play(stories: Sequence[Sequence[Step]], size: Size) -> None:
    """Let the stories happen side by side, each in its order, spread over the time."""
    started = time.monotonic()

    def play(mine: Sequence[Sequence[Step]]) -> None:
        for number in range(size.steps):
            for place, steps in enumerate(mine):
                due = (number + place / len(mine)) / size.steps * size.seconds
                time.sleep(max(0.0, started + due - time.monotonic()))
                steps[number]()

    at_once([partial(play, stories[first::THREADS]) for first in range(THREADS)])


@contextmanager
def _killing(stack: Stack, random: Random, result: Result) -> Iterator[None]:
    """Kill web and worker by turns until the block is left; then both are there again."""
    ended = threading.Event()
    problems: list[Exception] = []

    def kill() -> None:
        try:
            for name in cycle(random.sample([*KILLED], len(KILLED))):
                if ended.wait(random.uniform(0.5, 3)):
                    break
                victim = KILLED[name]
                victim.kill(stack)
                result.faults[f"kill {name}"] += 1
                time.sleep(random.uniform(0, 1))
                victim.revive(stack)
        except (RuntimeError, OSError) as error:
            problems.append(error)

    thread = threading.Thread(target=kill, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        result.failures += [f"it was not revived: {problem}" for problem in problems]


def _settle(stack: Stack, result: Result, subjects: Sequence[Subject], since: float) -> None:
    """Wait until the last event is worked off, and audit everything."""
    _wait_for_events(stack, result)
    result.recovery_seconds = time.monotonic() - since
    counts = stack.sandbox.delivery_counts()
    result.calls += sum(counts.values())
    result.failures += [
        f"{counts[status]} deliveries were {status} by Linear"
        for status in ("failed", "cancelled")
        if counts[status]
    ]
    audit = audit_events(stack, subjects)
    result.doubles += len(audit.doubles)
    result.losses += len(audit.losses) + len(audit.open)
    found = [f"double: {text}" for text in audit.doubles]
    found += [f"lost: {text}" for text in audit.losses]
    found += [f"left open: {text}" for text in audit.open]
    result.failures += found[:SHOWN]
    if len(found) > SHOWN:
        result.failures.append(f"and {len(found) - SHOWN} more")
    demand_no_secret_in_logs(stack, result)


def _wait_for_events(stack: Stack, result: Result) -> None:
    def is_quiet() -> bool:
        counts = stack.sandbox.delivery_counts()
        return not (counts["waiting"] or counts["retrying"] or unfinished(stack))

    _wait(result, is_quiet, "every event is delivered and worked off")


def _wait(result: Result, condition: Callable[[], bool], what: str) -> None:
    try:
        wait_until(condition, 3 * SETTLE_SECONDS, what)
    except RuntimeError as error:
        result.failures.append(str(error))
