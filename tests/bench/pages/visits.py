"""Visits of pages, timed by the clock of the page itself (`performance.now`)."""

import json
from contextlib import closing

from playwright.sync_api import Browser, Page

from ...tour.demo import Demo
from ...tour.sidebar import CARDS_SIGHT, PICKERS_SIGHT
from ...tour.visitor import Visitor

CARD = "linear-issue-card a"
PICKER, ENTRIES = "input[name=label_ids]", 260
OPTIONS = f"linear-picker:has({PICKER}) [role=option]"
# Whoever opens a conversation for the first time comes from the list.
LIST = CARDS_SIGHT.path.rpartition("/")[0]
# A task that is queued in a frame's callback runs when that frame has been painted.
WHEN_PAINTED = """const whenPainted = (holds) => new Promise((resolve) => {
    const frame = () => {
        if (!holds()) return requestAnimationFrame(frame);
        const channel = new MessageChannel();
        channel.port1.onmessage = () => resolve(performance.now());
        channel.port2.postMessage(null);
    };
    requestAnimationFrame(frame);
});
const isShown = (element) => element?.getClientRects().length > 0;"""
NOTE_FIRST_CARD = f"""{{ {WHEN_PAINTED}
window.firstCard = whenPainted(() => isShown(document.querySelector({json.dumps(CARD)}))); }}"""
# From the last byte of the page's answer on.
AFTER_RESPONSE = """async () => await window.firstCard
    - performance.getEntriesByType("navigation")[0].responseEnd"""
FIRST_PAINT = """() => new Promise((resolve) => new PerformanceObserver((list) => {
    const [navigation] = performance.getEntriesByType("navigation");
    const paint = list.getEntriesByName("first-contentful-paint")[0];
    if (paint) resolve(paint.startTime - navigation.responseEnd);
}).observe({ type: "paint", buffered: true }))"""
OPEN_PICKER = f"""async ([picker, options, entries]) => {{
    {WHEN_PAINTED}
    const started = performance.now();
    document.querySelector(picker).click();
    const painted = await whenPainted(() => {{
        const found = [...document.querySelectorAll(options)];
        return found.length >= entries && isShown(found[0]);
    }});
    document.querySelector(picker).blur();
    return painted - started;
}}"""


def first_visits(browser: Browser, demo: Demo, runs: int) -> list[float]:
    """Return ms until the first card is painted, each time by a browser that never showed one."""
    taken = []
    for _ in range(runs):
        with closing(Visitor(browser, demo)) as visitor:
            page = _watching(visitor)
            _look_at_list(page)
            taken.append(_first_card(page))
    return taken


def first_paints_without_scripts(browser: Browser, demo: Demo, runs: int) -> list[float]:
    """Return ms until the same page, none of its scripts loaded, has painted anything at all.

    It is what the browser itself takes for a page that it has never seen.
    """
    taken = []
    for _ in range(runs):
        with closing(Visitor(browser, demo)) as visitor:
            page = visitor.page_of(CARDS_SIGHT.person)
            page.route("**/*.js", lambda route: route.abort())
            _look_at_list(page)
            page.goto(CARDS_SIGHT.path)
            taken.append(float(page.evaluate(FIRST_PAINT)))
    return taken


def later_visits(visitor: Visitor, demo: Demo, runs: int) -> tuple[list[float], int]:
    """Return ms until the first card is painted, and the requests to Linear of all visits.

    The visit before them has seen to it that the cards are known, and less than a minute old.
    """
    page = _watching(visitor)
    _first_card(page)
    page.wait_for_load_state("networkidle")
    before = len(demo.sandbox.requests())
    taken = [_first_card(page) for _ in range(runs)]
    page.wait_for_load_state("networkidle")
    return taken, len(demo.sandbox.requests()) - before


def opened_pickers(visitor: Visitor, runs: int) -> list[float]:
    """Return ms from a click on a picker until its 260 entries are painted."""
    with visitor.visiting(PICKERS_SIGHT) as view:
        view.page.locator(PICKER).blur()
        given = [PICKER, OPTIONS, ENTRIES]
        return [view.page.evaluate(OPEN_PICKER, given) for _ in range(runs)]


def _watching(visitor: Visitor) -> Page:
    page = visitor.page_of(CARDS_SIGHT.person)
    page.add_init_script(NOTE_FIRST_CARD)
    return page


def _look_at_list(page: Page) -> None:
    page.goto(LIST)
    page.wait_for_load_state("networkidle")


def _first_card(page: Page) -> float:
    page.goto(CARDS_SIGHT.path)
    return float(page.evaluate(AFTER_RESPONSE))
