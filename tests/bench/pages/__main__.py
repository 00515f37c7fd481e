"""`python -m tests.bench.pages`: measure, print, and write PAGES.md."""

import argparse
import os
import signal
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser

from ...tour.browser import running_browser
from ...tour.demo import Demo, running_demo
from ...tour.visitor import Visitor
from .. import report
from .figures import Figures, figure_table
from .visits import first_paints_without_scripts, first_visits, later_visits, opened_pickers
from .weight import sidebar_weight

RESULTS = Path(__file__).parents[1] / "PAGES.md"


def main() -> int:
    """Return 0 if every bar is met."""
    arguments = _arguments()
    # An end from outside leaves no server behind, either.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    with (
        tempfile.TemporaryDirectory() as folder,
        running_demo(Path(folder)) as demo,
        running_browser() as browser,
    ):
        figures = _measured(demo, browser, arguments.runs)
        version = browser.version
    bars = figures.bars()
    how = (
        f"Medians of {arguments.runs} runs in Chromium {version}, not throttled;"
        f" load average {os.getloadavg()[0]:.1f}."
    )
    text = "\n\n".join([report.origin(how), report.bar_table(bars), figure_table(figures)])
    report.write(text, RESULTS)
    print(f"\n{text}")  # noqa: T201
    return 0 if all(bar.is_met for bar in bars) else 1


def _measured(demo: Demo, browser: Browser, runs: int) -> Figures:
    visitor = Visitor(browser, demo)
    first = first_visits(browser, demo, runs)
    bare = first_paints_without_scripts(browser, demo, runs)
    later, requests = later_visits(visitor, demo, runs)
    pickers = opened_pickers(visitor, runs)
    return Figures(first, bare, later, pickers, requests, sidebar_weight(visitor))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.pages", description=__doc__)
    parser.add_argument("--runs", type=int, default=9)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
