"""A real browser, a real server, and the sandbox as the Linear between them."""

import copy
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.sandbox_process import Sandbox
from tests.tour.browser import chromium_here, running_browser


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the browser's tests one after another, on one core: two browsers slow each other down."""
    for item in items:
        if item.get_closest_marker("e2e"):
            item.add_marker(pytest.mark.xdist_group("browser"))


# Not for the session: while Playwright runs, Django takes this thread for an asynchronous one.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Start the browser that is installed here."""
    if chromium_here() is None:
        pytest.skip("left out: no chromium found")
    with pytest.MonkeyPatch.context() as environment, running_browser() as browser:
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield browser


@pytest.fixture
def product(live_server: LiveServer, sandbox: Sandbox, settings: Settings) -> str:
    """Return the address of the product, which the sandbox knows as an application."""
    settings.FRONTEND_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    policy = copy.deepcopy(settings.CONTENT_SECURITY_POLICY)
    policy["DIRECTIVES"]["form-action"][1] = sandbox.url
    settings.CONTENT_SECURITY_POLICY = policy
    sandbox.register_redirect_uri(f"{live_server.url}/linear/callback")
    return str(live_server.url)


@pytest.fixture
def problems() -> list[str]:
    """What the browser's console complained of on the product's pages, CSP's refusals included."""
    return []


@pytest.fixture
def page(chromium: Browser, product: str, problems: list[str]) -> Iterator[Page]:
    """Open a fresh browser; a problem that the test leaves in the console fails it."""

    def note(message: ConsoleMessage) -> None:
        url = message.location["url"]
        is_ours = not url or url.startswith(product)
        if is_ours and message.type in ("error", "warning"):
            problems.append(f"{message.text} ({url})")

    context = chromium.new_context(base_url=product)
    page = context.new_page()
    page.on("console", note)
    page.on("pageerror", lambda error: problems.append(str(error)))
    under_way: set[Request] = set()
    page.on("request", lambda request: under_way.add(request))
    page.on("requestfinished", lambda request: under_way.discard(request))
    page.on("requestfailed", lambda request: under_way.discard(request))
    yield page
    # The server must have done with the database before it is emptied; an answer may make a script
    # ask for more.
    for _ in range(100):
        page.wait_for_timeout(50)
        if not under_way:
            break
    context.close()
    assert problems == []
