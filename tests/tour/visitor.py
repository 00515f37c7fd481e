"""Somebody who opens sights in a browser, and notes what the console complains of."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize

from conversations.demo.people import PASSWORD, email_of

from .demo import Demo
from .sight import Sight

WIDE: ViewportSize = {"width": 1280, "height": 900}
TIMEOUT_MILLISECONDS = 20_000


@dataclass(frozen=True)
class View:
    """A sight that is open, and the problems that the console has told so far."""

    page: Page
    problems: list[str]


class Visitor:
    """Opens sights; each person stays signed in, in a context of their own."""

    def __init__(self, browser: Browser, demo: Demo) -> None:
        self._browser = browser
        self._demo = demo
        self._contexts: dict[str | None, BrowserContext] = {}

    @contextmanager
    def visiting(self, sight: Sight) -> Iterator[View]:
        """Bring the demo and a page into the sight's state; the demo is well again afterwards."""
        page = self.page_of(sight.person)
        problems: list[str] = []
        page.on("console", lambda message: self._note(sight, message, problems))
        page.on("pageerror", lambda error: problems.append(f"console: {error}"))
        try:
            sight.arrange(self._demo)
            page.goto(sight.path)
            sight.act(page)
            yield View(page, problems)
        finally:
            page.close()
            if sight.harms_linear:
                self._demo.heal()

    def page_of(self, person: str | None) -> Page:
        """Return a new page of a person, who has signed in."""
        return self._context(person).new_page()

    def close(self) -> None:
        """Close every page, and forget who has signed in."""
        for context in self._contexts.values():
            context.close()
        self._contexts.clear()

    def _context(self, person: str | None) -> BrowserContext:
        if person not in self._contexts:
            context = self._browser.new_context(
                base_url=self._demo.url, viewport=WIDE, locale="en-GB", timezone_id="UTC"
            )
            context.set_default_timeout(TIMEOUT_MILLISECONDS)
            if person is not None:
                _sign_in(context, person)
            self._contexts[person] = context
        return self._contexts[person]

    def _note(self, sight: Sight, message: ConsoleMessage, problems: list[str]) -> None:
        url = message.location["url"]
        is_ours = not url or url.startswith(self._demo.url)
        is_expected = any(f"status of {status} " in message.text for status in sight.answers)
        if is_ours and message.type in ("error", "warning") and not is_expected:
            problems.append(f"console: {message.text} ({url})")


def _sign_in(context: BrowserContext, person: str) -> None:
    page = context.new_page()
    page.goto("/login")
    page.locator("[name=username]").fill(email_of(person))
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main button:not([type=button])").click()
    page.wait_for_url(lambda url: "/login" not in url)
    page.close()
