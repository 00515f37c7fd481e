"""Runs the scenarios, prints the table, and ends with status 1 when a demand was not met."""

import argparse
import os
import re
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from tempfile import mkdtemp
from types import FrameType

from . import cells, events, kills, storm, twins
from .programs import kill_all
from .report import Result, table
from .runner import Job, Options, run_jobs

SCENARIOS: dict[str, Callable[[Options], Iterable[Job]]] = {
    "cells": cells.jobs,
    "storm": storm.jobs,
    "twins": twins.jobs,
    "kills": kills.jobs,
    "events": events.jobs,
}
# Each may be given as an option or, in capitals, in the environment.
OPTIONS = {
    "only": (None, f"scenarios, with commas between: {', '.join(SCENARIOS)}"),
    "match": ("", "a regular expression for the names of what is run"),
    "seeds": (3, "how many seeds each scenario gets"),
    "seed": (None, "this seed alone"),
    "kills": (200, "how many kills"),
    "stacks": (2, "how many stacks run side by side"),
    "short": (0, "1: a little of everything, in two minutes"),
    "keep": (0, "1: keep the logs of a run that failed"),
    "report": (None, "write the table to this file, too"),
}
TEXTS = {"only", "match", "report"}


def main() -> int:
    """Run what the command line, else the environment, asks for."""
    arguments = _parser().parse_args()
    options = Options(seeds=_seeds(arguments), kills=arguments.kills, short=bool(arguments.short))
    names = arguments.only.split(",") if arguments.only else list(SCENARIOS)
    if unknown := set(names) - set(SCENARIOS):
        sys.exit(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(SCENARIOS)}")
    jobs = [job for name in names for job in SCENARIOS[name](options)]
    jobs = [job for job in jobs if re.search(arguments.match, job.name)]
    signal.signal(signal.SIGTERM, _interrupt)
    folder = Path(mkdtemp(prefix="chaos-"))
    folder.chmod(0o755)  # PostgreSQL runs as another user
    has_failed = True
    try:
        results = _run(jobs, arguments, folder)
        has_failed = any(result.failures for result in results) or len(results) < len(jobs)
    except KeyboardInterrupt:
        # What the threads run into from now on is our own doing.
        threading.excepthook = lambda _: None
        _say("Interrupted.")
    finally:
        kill_all()
        if has_failed and arguments.keep:
            _say(f"The logs are in {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)
    # Threads of an interrupted run still wait for programs that are gone.
    sys.stdout.flush()
    os._exit(int(has_failed))


def _run(jobs: Sequence[Job], arguments: argparse.Namespace, folder: Path) -> list[Result]:
    started = time.monotonic()

    def report(result: Result) -> None:
        state = "FAILED" if result.failures else "ok"
        _say(f"{time.monotonic() - started:7.1f} s  {result.name} seed {result.seed}: {state}")

    results = run_jobs(jobs, stacks=arguments.stacks, folder=folder, report=report)
    text = table(sorted(results, key=lambda result: (result.name, result.seed)))
    text += (
        f"{len(results)} runs in {time.monotonic() - started:.0f} s on {arguments.stacks} stacks\n"
    )
    _say("\n" + text)
    if arguments.report:
        Path(arguments.report).write_text(text)
    return results


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    for name, (default, text) in OPTIONS.items():
        value = os.environ.get(name.upper()) or default
        kind = str if name in TEXTS else int
        parser.add_argument(f"--{name}", type=kind, default=value, help=text)
    return parser


def _seeds(arguments: argparse.Namespace) -> Sequence[int]:
    if arguments.seed is not None:
        return [arguments.seed]
    return [1] if arguments.short else range(1, arguments.seeds + 1)


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
