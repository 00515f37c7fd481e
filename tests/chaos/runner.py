"""Runs jobs on several stacks side by side: most of them wait most of the time."""

import queue
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import mkdtemp

from .report import Result
from .stack import Stack, running_stack

Scenario = Callable[[Stack, Random, Result], None]


@dataclass(frozen=True)
class Options:
    """How much is run: `seeds` by each scenario, `kills` by the kills, little of it if `short`."""

    seeds: Sequence[int]
    kills: int
    short: bool = False


@dataclass(frozen=True)
class Job:
    """A scenario with a seed. What it finds it writes into the result that it is given."""

    name: str
    seed: int
    scenario: Scenario


def run_jobs(
    jobs: Sequence[Job], *, stacks: int, folder: Path, report: Callable[[Result], None]
) -> list[Result]:
    """Run the jobs, so many at a time, each on a stack that it has to itself for as long."""
    waiting: queue.SimpleQueue[Job] = queue.SimpleQueue()
    for job in jobs:
        waiting.put(job)
    results: list[Result] = []

    def new_stack() -> AbstractContextManager[Stack]:
        return running_stack(Path(mkdtemp(dir=folder)))

    def work() -> None:
        with ExitStack() as lane:
            stack: Stack | None = lane.enter_context(new_stack())
            while (job := _next(waiting)) is not None:
                result = Result(job.name, job.seed)
                if stack is None:
                    stack = lane.enter_context(new_stack())
                try:
                    job.scenario(stack, Random(f"{job.name} {job.seed}"), result)
                except Exception:
                    # The next job shall not suffer from it: it gets a new stack.
                    result.failures.append(f"it broke off:\n{traceback.format_exc()}")
                    stack = None
                    lane.close()
                results.append(result)
                report(result)

    lanes = [threading.Thread(target=work, daemon=True) for _ in range(min(stacks, len(jobs)))]
    for each in lanes:
        each.start()
    while any(each.is_alive() for each in lanes):
        # Not a plain join, which would keep Ctrl-C waiting.
        time.sleep(0.2)
    return results


def _next(waiting: "queue.SimpleQueue[Job]") -> Job | None:
    try:
        return waiting.get_nowait()
    except queue.Empty:
        return None
