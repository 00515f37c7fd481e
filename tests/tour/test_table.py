"""No page is left out of the tour."""

from collections import Counter

from ..isolation.routes import ANY
from ..isolation.table import ENDPOINTS
from .table import NO_PAGES, SIGHTS


def test_every_page_has_a_sight() -> None:
    opened = {e.route for e in ENDPOINTS if e.method in ("get", ANY)}
    forms = {e.route for e in ENDPOINTS if e.leads_to}
    pages = {route for route in opened - forms if not route.startswith("api/v1/")}
    seen = {sight.route for sight in SIGHTS}
    without_sight = sorted(pages - seen - NO_PAGES.keys())
    assert not without_sight, f"Add to tests/tour/ how these look: {without_sight}"
    gone = sorted((seen | NO_PAGES.keys()) - pages)
    assert not gone, f"Take out of tests/tour/, it is gone: {gone}"


def test_each_sight_has_a_name_of_its_own() -> None:
    names = Counter(sight.name for sight in SIGHTS)
    assert names.total() == len(names)
