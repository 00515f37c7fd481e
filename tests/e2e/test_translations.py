"""German and French: nothing to press or to fill in is left in English, and longer words fit."""

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, ViewportSize, expect

from conversations.models import Conversation, User
from tests.tour.checks import IS_WIDER, OUTSIDE

from . import steps

pytestmark = pytest.mark.e2e

NARROW: ViewportSize = {"width": 320, "height": 800}
# What a person presses, fills in or finds their way by, but for names, which are data.
CONTROLS = """(root) => {
  const named = "button, summary, label, legend, h1, h2, h3, dt, th, nav a, [role=tab]";
  const isData = (each) => each.closest("[lang], bdi, [dir=auto], article")?.matches(":not(html)");
  const texts = [...root.querySelectorAll(named)].map((each) => {
    const copy = each.cloneNode(true);
    for (const part of copy.querySelectorAll("bdi, [lang], [dir=auto]")) part.remove();
    return isData(each) ? "" : copy.textContent;
  });
  const attributes = ["aria-label", "placeholder", "title"].flatMap((name) =>
    [...root.querySelectorAll(`:not(time)[${name}]`)].map((each) => each.getAttribute(name)));
  const names = [...texts, ...attributes].map((text) => text.replace(/\\s+/g, " ").trim());
  return names.filter((name) => /\\p{L}{2}/u.test(name));
}"""
# Names, and the words that these languages share with English.
SAME = {
    "de": {"Details", "Esc", "Issues", "Labels", "Linear", "Name", "Status", "Team", "lin_api_…"},
    "fr": {"Contact", "Conversation", "Conversations", "Description (Markdown)", "E-mail", "Linear"}
    | {"Mentions", "Message", "Messages", "Notifications", "lin_api_…"},
}
PAGES = (
    "conversations",
    "integrations",
    "linear-settings",
    "linear-defaults",
    "linear-automations",
    "linear-operations",
    "linear-deliveries",
    "linear-mentions",
    "linear-person",
    "notifications",
    "embedding",
    "members",
    "invite",
)


def speak(page: Page, language: str) -> None:
    """Choose a language, as the page's menu does."""
    origin = page.evaluate("location.origin")
    page.context.add_cookies([{"name": "language", "value": language, "url": origin}])
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", language)


def controls(place: Locator) -> set[str]:
    """Return what the controls in a part of the page are called."""
    return set(place.evaluate(CONTROLS))


def check(page: Page, english: set[str], language: str, *names: str) -> None:
    """Demand that the page's controls have other names than in English, and fit."""
    translated = controls(page.locator("body"))
    assert (translated & english) - SAME[language] - set(names) == set()
    page.set_viewport_size(NARROW)
    assert (page.evaluate(OUTSIDE) if page.evaluate(IS_WIDER) else []) == []


@pytest.fixture(params=["de", "fr"])
def language(request: pytest.FixtureRequest) -> str:
    """One of the languages that the strings are translated into."""
    return str(request.param)


def test_nothing_in_the_sidebar_is_left_in_english(
    page: Page, alice: User, conversation: Conversation, language: str
) -> None:
    steps.arrive_connected(page, alice, conversation)
    steps.link(alice, conversation, "ENG-2")
    page.reload()
    english = set()
    for code in ("en", language):
        speak(page, code)
        sidebar = page.locator("linear-sidebar")
        expect(sidebar.locator("linear-issue-card")).to_be_visible()
        for button in sidebar.locator(".tools button[aria-expanded]").all():
            button.click()
            english |= controls(page.locator("body")) if code == "en" else set()
    check(page, english, language, conversation.subject, str(alice), "ENG-2")


def test_nothing_on_the_pages_is_left_in_english(
    page: Page, alice: User, conversation: Conversation, language: str
) -> None:
    steps.sign_in(page, alice)
    steps.connect_by_key(page, conversation.account, "lin_api_demo_acme")
    for name in PAGES:
        page.goto(reverse(name, args=[conversation.account_id]))
        speak(page, "en")
        english = controls(page.locator("body"))
        speak(page, language)
        check(page, english, language, "Acme")
