"""`python -m tests.strain`: measure, print, and write RESULTS.md when nothing was left out."""

import argparse
import asyncio
import os
import signal
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from ..bench.contenders import OTHER_CORE
from ..bench.report import write
from .found import SOAK_MINUTES, Found, Options
from .hang import hang
from .hostile import hostile
from .place import Place, prepared
from .report import RESULTS, report
from .slow import slow
from .soak import soak

PARTS: dict[str, Callable[[Place, Options], Awaitable[Found]]] = {
    "hang": hang,
    "slow": slow,
    "hostile": hostile,
    "soak": soak,
}
CORES = 2


def main() -> int:
    """Return 0 if every demand is met."""
    arguments = _arguments()
    options = Options(soak_minutes=arguments.soak, is_short=bool(arguments.short))
    names = arguments.only.split(",") if arguments.only else list(PARTS)
    if unknown := set(names) - set(PARTS):
        sys.exit(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    if (os.cpu_count() or 1) < CORES:
        sys.exit("This needs two cores: one for the bridge, one for everything else.")
    os.sched_setaffinity(0, {OTHER_CORE})
    # So that what was started ends, too.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    found: dict[str, Found] = {}
    with tempfile.TemporaryDirectory() as folder, prepared(Path(folder)) as place:
        for name in names:
            _say(f"{name} …")
            found[name] = asyncio.run(_found(name, place, options))
    text = report(found, how=_how(options))
    _say(f"\n{text}")
    if len(found) == len(PARTS) and not options.is_short:
        write(text, RESULTS)
    return 0 if all(bar.is_met for part in found.values() for bar in part.bars) else 1


async def _found(name: str, place: Place, options: Options) -> Found:
    return await PARTS[name](place, options)


def _how(options: Options) -> str:
    return (
        f"Windows of {options.window_seconds:g} s on {options.rounds} fresh servers;"
        f" a soak of {options.soak_minutes:g} minutes."
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.strain", description=__doc__)
    given = os.environ.get
    parser.add_argument(
        "--only", default=given("ONLY"), help=f"parts, with commas between: {', '.join(PARTS)}"
    )
    parser.add_argument(
        "--soak", type=float, default=given("SOAK") or SOAK_MINUTES, help="minutes of the soak"
    )
    parser.add_argument(
        "--short", type=int, default=given("SHORT") or 0, help="1: short windows, one round"
    )
    return parser.parse_args()


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
