"""The pictures of one sight: light and dark, on a wide screen, a phone, and its part alone."""

from pathlib import Path

from playwright.sync_api import Page

from ..tour.checks import SCHEMES
from ..tour.sight import Sight

WIDTHS = (1280, 390)
HEIGHT, HIGH = 800, 1800
PART_WIDTH = 300
NARROW = "(part, width) => { part.style.inlineSize = `${width}px`; }"


def take(page: Page, sight: Sight, folder: Path) -> list[Path]:
    """Take every picture of an open sight; names are `sight.width-scheme.png`."""
    taken = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        taken += _in_schemes(page, folder, f"{sight}.{width}")
    if sight.part:
        # High enough for the part to need no scrolling.
        page.set_viewport_size({"width": WIDTHS[0], "height": HIGH})
        page.locator(sight.part).evaluate(NARROW, PART_WIDTH)
        taken += _in_schemes(page, folder, f"{sight}.{PART_WIDTH}", part=sight.part)
    return taken


def _in_schemes(page: Page, folder: Path, name: str, *, part: str = "") -> list[Path]:
    taken = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        path = folder / f"{name}-{scheme}.png"
        if part:
            page.locator(part).screenshot(path=path)
        else:
            page.screenshot(path=path, full_page=True)
        taken.append(path)
    return taken
