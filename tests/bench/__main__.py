"""`python -m tests.bench`: measure, print, and write RESULTS.md when nothing was left out."""

import argparse
import asyncio
import os
import signal
import sys
import tempfile
from pathlib import Path

from .bars import bars, bars_of_deliveries
from .cases import summary
from .contenders import OTHER_CORE
from .report import report, write
from .requests import requests_per_action
from .rounds import Rounds, prepared

PARTS = ("create", "read", "pool", "deliveries")
CORES = 2


def main() -> int:
    """Return 0 if every bar is met; of a part alone only deliveries have bars."""
    arguments = _arguments()
    if (os.cpu_count() or 1) < CORES:
        sys.exit("This needs two cores: one for the program, one for everything else.")
    os.sched_setaffinity(0, {OTHER_CORE})
    # An end from outside leaves no server behind, either.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    with (
        tempfile.TemporaryDirectory() as folder,
        prepared(Path(folder), seconds=arguments.seconds) as rounds,
    ):
        asyncio.run(_measure(rounds, arguments))
        table = {case: summary(samples) for case, samples in rounds.samples.items()}
        if not arguments.only:
            reached = bars(table, requests_per_action(rounds.databases, rounds.folder))
        else:
            reached = list(bars_of_deliveries(table)) if "deliveries" in arguments.only else []
    how = f"Medians of {arguments.rounds} rounds of {arguments.seconds:g} s a figure."
    text = report(table, reached, how=how)
    if not arguments.only:
        write(text)
    print(f"\n{text}")  # noqa: T201
    return 0 if all(bar.is_met for bar in reached) else 1


async def _measure(rounds: Rounds, arguments: argparse.Namespace) -> None:
    parts = {"create": rounds.create, "read": rounds.read, "pool": rounds.pool}
    parts["deliveries"] = rounds.deliver
    for _ in range(arguments.rounds):
        for name in arguments.only or PARTS:
            await parts[name]()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=5, help="of each measurement")
    parser.add_argument(
        "--only", nargs="+", choices=PARTS, help="only these parts; RESULTS.md stays as it is"
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
