"""Issues like the one that is being written: suggested, linked instead, never in the way."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from conversations.models import Conversation, User
from tests.sandbox_process import Sandbox
from tests.tour.pickers import choose_team

from . import steps

pytestmark = pytest.mark.e2e

# A pause in typing, and the answer after it.
PAUSE_MILLISECONDS = 1500
# ENG-3: "Webhooks are sent twice when a worker restarts".
LIKE_ENG_3 = "Webhooks sent twice"


@pytest.fixture
def asked(page: Page) -> list[str]:
    """What Linear was searched for."""
    asked: list[str] = []

    def note(url: str) -> None:
        if "search_issue" in url:
            asked.extend(parse_qs(urlsplit(url).query)["q"])

    page.on("request", lambda request: note(request.url))
    return asked


@pytest.fixture
def form(page: Page, asked: list[str], alice: User, conversation: Conversation) -> Locator:
    """The create form, in a conversation with ENG-1."""
    steps.arrive_connected(page, alice, conversation)
    steps.link(alice, conversation, "ENG-1")
    sidebar = steps.open_conversation(page, conversation)
    sidebar.get_by_role("button", name="Create issue").click()
    return sidebar.locator("linear-create-form")


def test_an_issue_like_it_is_suggested_and_linked_instead(
    page: Page, form: Locator, sandbox: Sandbox
) -> None:
    form.get_by_label("Title").fill(LIKE_ENG_3)
    suggestions = form.get_by_role("list", name="Similar issues").get_by_role("listitem")
    expect(suggestions).to_have_count(1)
    expect(suggestions).to_contain_text(re.compile("ENG-3.*Webhooks are sent twice.*In Review"))
    expect(suggestions.get_by_role("link", name="ENG-3 ")).to_have_attribute(
        "href", re.compile("/issue/ENG-3/")
    )
    expect(
        form.get_by_role("status").filter(has_text="There is an issue like this")
    ).to_be_visible()
    suggestions.get_by_role("button", name="Link instead ENG-3").click()
    expect(page.get_by_text("Issue linked successfully: ENG-3")).to_be_visible()
    expect(form).to_be_hidden()
    expect(page.get_by_role("button", name="Create issue")).to_be_focused()
    assert "ENG-3" in steps.links_to(sandbox, page.url)


def test_what_is_linked_already_is_said_to_be(form: Locator) -> None:
    form.get_by_label("Title").fill("Checkout button does nothing")
    suggestion = form.get_by_role("list", name="Similar issues").get_by_role("listitem")
    expect(suggestion).to_contain_text("linked already")
    expect(suggestion.get_by_role("button")).to_have_count(0)


def test_the_subject_that_a_form_begins_with_is_looked_for(
    page: Page, asked: list[str], form: Locator, conversation: Conversation
) -> None:
    page.wait_for_timeout(PAUSE_MILLISECONDS)
    assert asked == [conversation.subject]


def test_a_pause_asks_once_and_a_short_or_equal_title_not_at_all(
    page: Page, asked: list[str], form: Locator
) -> None:
    title = form.get_by_label("Title")
    page.wait_for_timeout(PAUSE_MILLISECONDS)
    asked.clear()
    title.fill("")
    title.press_sequentially("Webhook", delay=20)
    page.wait_for_timeout(PAUSE_MILLISECONDS)
    assert asked == []
    title.press_sequentially("s sent twice", delay=20)
    expect(form.get_by_role("button", name="Link instead")).to_be_visible()
    title.press_sequentially(" ")
    page.wait_for_timeout(PAUSE_MILLISECONDS)
    assert asked == [LIKE_ENG_3]
    title.fill("Short")
    expect(form.get_by_role("button", name="Link instead")).to_be_hidden()


def test_what_only_mentions_the_words_is_not_like_it(form: Locator, page: Page) -> None:
    # Words of a description, which a search finds, too.
    with page.expect_response("**/search_issue?q=Safari*") as answer:
        form.get_by_label("Title").fill("Safari Firefox")
    assert [issue["identifier"] for issue in answer.value.json()["data"]] == ["ENG-1"]
    page.wait_for_timeout(100)
    expect(form.get_by_role("list", name="Similar issues")).to_be_hidden()


@pytest.mark.parametrize(
    "fault",
    [{"action": "http_error", "status": 503}, {"action": "rate_limited", "retry_after": 60}],
)
def test_a_search_that_fails_is_not_spoken_of_nor_repeated(
    page: Page,
    problems: list[str],
    asked: list[str],
    form: Locator,
    sandbox: Sandbox,
    fault: dict[str, object],
) -> None:
    page.wait_for_timeout(PAUSE_MILLISECONDS)
    asked.clear()
    sandbox.add_fault(match={"field": "searchIssues"}, times=None, **fault)
    title = form.get_by_label("Title")
    for each in (LIKE_ENG_3, "Webhooks are sent"):
        title.fill(each)
        page.wait_for_timeout(PAUSE_MILLISECONDS)
    assert asked == [LIKE_ENG_3]
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(form.get_by_role("list", name="Similar issues")).to_be_hidden()
    problems.clear()


def test_nothing_is_looked_for_after_too_many_requests(
    page: Page, problems: list[str], asked: list[str], form: Locator, sandbox: Sandbox
) -> None:
    page.wait_for_timeout(PAUSE_MILLISECONDS)
    sandbox.add_fault(match={"field": "searchIssues"}, action="rate_limited", retry_after=60)
    page.get_by_role("button", name="Link issue").click()
    page.get_by_role("combobox", name="Find an issue to link").fill("checkout")
    expect(page.get_by_role("alert")).to_contain_text("rate_limited")
    asked.clear()
    page.get_by_role("button", name="Create issue").click()
    form.get_by_label("Title").fill(LIKE_ENG_3)
    page.wait_for_timeout(PAUSE_MILLISECONDS)
    assert asked == []
    problems.clear()


def test_creating_does_not_wait_for_it(page: Page, form: Locator) -> None:
    page.route("**/search_issue?*", lambda route: None)
    choose_team(form, "ENG")
    form.get_by_label("Title").fill(LIKE_ENG_3)
    page.wait_for_timeout(PAUSE_MILLISECONDS)
    form.get_by_label("Title").press("Control+Enter")
    expect(page.get_by_text("Issue created successfully")).to_be_visible()
    page.unroute_all(behavior="ignoreErrors")
