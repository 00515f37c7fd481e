"""Every page, in every state: accessible, quiet, and within its window."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.tour.checks import findings, why_left_out
from tests.tour.demo import Demo, running_demo
from tests.tour.sight import Sight
from tests.tour.table import SIGHTS
from tests.tour.visitor import Visitor

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """Start a demo, once for all pages."""
    reason = why_left_out()
    if reason is not None:
        pytest.skip(reason)
    with running_demo(tmp_path_factory.mktemp("demo")) as demo:
        yield demo


@pytest.fixture(scope="module")
def visitor(chromium: Browser, demo: Demo) -> Visitor:
    """Return somebody who stays signed in from page to page."""
    return Visitor(chromium, demo)


@pytest.mark.parametrize("sight", SIGHTS, ids=str)
def test_nothing_is_wrong_with(visitor: Visitor, sight: Sight) -> None:
    with visitor.visiting(sight) as view:
        found = findings(view.page, foreign=sight.foreign)
    assert found + view.problems == []
