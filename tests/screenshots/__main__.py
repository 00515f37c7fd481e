"""`python -m tests.screenshots`: every page and state into `screenshots/`, with an index.html."""

import argparse
import signal
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Error

from ..sandbox_process import ROOT
from ..tour.browser import running_browser
from ..tour.demo import running_demo
from ..tour.sight import Sight
from ..tour.table import SIGHTS
from ..tour.visitor import Visitor
from .index import write_index
from .pictures import take

FOLDER = ROOT / "screenshots"


def main() -> int:
    """Return 0 if there is a picture of every sight that was asked for."""
    arguments = _arguments()
    # An end from outside leaves no server behind, either.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    sights = [sight for sight in SIGHTS if arguments.only in sight.name]
    _empty(arguments.folder, sights)
    with (
        tempfile.TemporaryDirectory() as folder,
        running_demo(Path(folder)) as demo,
        running_browser() as browser,
    ):
        visitor = Visitor(browser, demo)
        failed = [sight for sight in sights if not _is_taken(visitor, sight, arguments.folder)]
    print(f"See {write_index(arguments.folder)}")  # noqa: T201
    return 1 if failed else 0


def _is_taken(visitor: Visitor, sight: Sight, folder: Path) -> bool:
    try:
        with visitor.visiting(sight) as view:
            taken = take(view.page, sight, folder)
    except (AssertionError, Error) as error:
        print(f"{sight}: {error}", file=sys.stderr, flush=True)  # noqa: T201
        return False
    print(f"{sight}: {len(taken)} pictures", flush=True)  # noqa: T201
    return True


def _empty(folder: Path, sights: list[Sight]) -> None:
    """Make the folder, and take out of it what will be taken anew or is of no sight any more."""
    folder.mkdir(parents=True, exist_ok=True)
    taken_anew = {sight.name for sight in sights}
    kept = {sight.name for sight in SIGHTS} - taken_anew
    for picture in folder.glob("*.png"):
        if picture.name.partition(".")[0] not in kept:
            picture.unlink()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.screenshots", description=__doc__)
    parser.add_argument("--only", default="", help="only sights with this in their name")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
