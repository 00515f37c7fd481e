"""What is held against a page in the browser: axe, its edges, forced colours."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Page

AXE = Path(__file__).parent / "axe"
AXE_SOURCE = AXE / "node_modules" / "axe-core" / "axe.min.js"
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
# The narrowest screen that WCAG asks for, and a window of 1280 px at 200 %.
NARROW_WIDTHS = (320, 640)
HEIGHT = 800

# The beginnings of the elements that reach beyond the window's right edge.
OUTSIDE = """[...document.querySelectorAll("body *")]
    .filter((each) => each.getBoundingClientRect().right > innerWidth + 1)
    .filter((each) => !each.closest(".visually-hidden, details:not([open])"))
    .map((each) => each.outerHTML.slice(0, 80))"""
# What scrolls by itself holds its own; the page as a whole must not scroll sideways.
IS_WIDER = "document.scrollingElement.scrollWidth > innerWidth"
# The size of what is pressed is in WCAG 2.2 AA, but axe checks it on demand only.
RUN_AXE = """async (foreign) => (await axe.run({ include: ["html"], exclude: [foreign] }, {
    resultTypes: ["violations"], rules: { "target-size": { enabled: true } },
})).violations"""


def why_left_out() -> str | None:
    """Say what is missing here to audit a page, if anything is."""
    if AXE_SOURCE.exists():
        return None
    return "axe-core is not installed: `npm ci --prefix tests/tour/axe`"


def findings(page: Page, *, foreign: str) -> list[str]:
    """Return what is wrong with the page as it stands, light and dark, but for what is foreign."""
    # Evaluated by the debugger's protocol, which the page's CSP has no say in.
    page.evaluate(AXE_SOURCE.read_text())
    found = [finding for scheme in SCHEMES for finding in _violations(page, scheme, foreign)]
    found += [finding for width in NARROW_WIDTHS for finding in _overflow(page, width)]
    _paint_in_forced_colours(page)
    return found


def _violations(page: Page, scheme: Scheme, foreign: str) -> Iterator[str]:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    for violation in page.evaluate(RUN_AXE, foreign or "no-element"):
        for node in violation["nodes"]:
            target = " ".join(map(str, node["target"]))
            yield f"{scheme}: {violation['id']}: {target}: {_advice(node, violation)}"


def _advice(node: dict[str, Any], violation: dict[str, Any]) -> str:
    checks = [check["message"] for kind in ("any", "all", "none") for check in node[kind]]
    return "; ".join(checks) or str(violation["help"])


def _overflow(page: Page, width: int) -> Iterator[str]:
    page.set_viewport_size({"width": width, "height": HEIGHT})
    outside: list[str] = page.evaluate(OUTSIDE) if page.evaluate(IS_WIDER) else []
    for beginning in outside:
        yield f"{width} px: reaches beyond the right edge: {beginning}"


def _paint_in_forced_colours(page: Page) -> None:
    page.emulate_media(forced_colors="active")
    page.screenshot()
    page.emulate_media(forced_colors="none")
