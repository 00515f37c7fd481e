"""Commenting on an issue from its card, by mouse or keyboard, whatever becomes of the answer."""

import pytest
from playwright.sync_api import Locator, Page, expect

from conversations.models import Conversation, User
from linear_integration.models import Issue
from tests.linear_integration.asking import comments_of
from tests.sandbox_process import Sandbox

from . import steps

pytestmark = pytest.mark.e2e

OPEN = "Comment on ENG-1"
TEXT = "We can **reproduce** this.\n\n- in Safari"


@pytest.fixture
def sidebar(page: Page, alice: User, conversation: Conversation) -> Locator:
    """The sidebar of a conversation with ENG-1 and ENG-3."""
    steps.arrive_connected(page, alice, conversation)
    for identifier in ("ENG-1", "ENG-3"):
        steps.link(alice, conversation, identifier)
    return steps.open_conversation(page, conversation)


def open_form(sidebar: Locator) -> Locator:
    """Open the form below ENG-1; return the box to write in."""
    sidebar.get_by_role("button", name=OPEN).click()
    box = sidebar.get_by_label(f"{OPEN} (Markdown)")
    expect(box).to_be_focused()
    return box


def commented(sandbox: Sandbox) -> list[str]:
    """Return what stands in Linear on ENG-1 in Alice's words."""
    issue = Issue.objects.get(identifier="ENG-1")
    return [each["body"] for each in comments_of(sandbox, str(issue.linear_id))]


def test_an_agent_comments_and_goes_on_where_they_were(
    page: Page, sidebar: Locator, sandbox: Sandbox
) -> None:
    before = commented(sandbox)
    toggle = sidebar.get_by_role("button", name=OPEN)
    expect(toggle).to_have_attribute("aria-expanded", "false")
    box = open_form(sidebar)
    expect(toggle).to_have_attribute("aria-expanded", "true")
    box.fill(TEXT)
    sidebar.get_by_role("tab", name="Preview").click()
    expect(sidebar.get_by_role("tabpanel").locator("strong")).to_have_text("reproduce")
    sidebar.get_by_role("button", name="Comment", exact=True).click()
    expect(sidebar.get_by_text("Commented on ENG-1")).to_be_visible()
    expect(box).to_be_hidden()
    expect(toggle).to_be_focused()
    steps.expect_activity(page, "Commented on Linear issue [ENG-1]")
    assert commented(sandbox) == [*before, TEXT]
    # The next one begins anew.
    expect(open_form(sidebar)).to_have_value("")


def test_the_keyboard_sends_and_closes_and_what_was_written_stays(
    page: Page, sidebar: Locator, conversation: Conversation, sandbox: Sandbox
) -> None:
    before = commented(sandbox)
    open_form(sidebar)
    page.keyboard.type("Not so fast, u and c")
    page.keyboard.press("Escape")
    expect(sidebar.get_by_role("button", name=OPEN)).to_be_focused()
    sidebar = steps.open_conversation(page, conversation)
    sidebar.get_by_role("button", name=OPEN).press("Enter")
    box = sidebar.get_by_label(f"{OPEN} (Markdown)")
    expect(box).to_have_value("Not so fast, u and c")
    expect(box).to_be_focused()
    page.keyboard.type(".")
    page.keyboard.press("Control+Enter")
    expect(sidebar.get_by_text("Commented on ENG-1")).to_be_visible()
    assert commented(sandbox) == [*before, "Not so fast, u and c."]


def test_each_card_has_a_form_of_its_own_and_new_cards_leave_it_alone(
    page: Page, sidebar: Locator
) -> None:
    box = open_form(sidebar)
    box.fill("About one")
    issue = Issue.objects.get(identifier="ENG-1")
    issue.card |= {"title": "A better title"}
    issue.save()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(sidebar.get_by_role("heading", name="A better title")).to_be_visible()
    expect(box).to_have_value("About one")
    expect(box).to_be_focused()
    expect(sidebar.get_by_role("button", name=OPEN)).to_have_attribute("aria-expanded", "true")
    sidebar.get_by_role("button", name="Comment on ENG-3").click()
    expect(sidebar.get_by_label("Comment on ENG-3 (Markdown)")).to_have_value("")
    sidebar.get_by_role("button", name="Unlink ENG-1").click()
    expect(box).to_be_hidden()


def test_nothing_is_sent_without_a_text_or_while_linear_is_away(
    page: Page, sidebar: Locator, sandbox: Sandbox, problems: list[str]
) -> None:
    box = open_form(sidebar)
    send = sidebar.get_by_role("button", name="Comment", exact=True)
    send.click()
    expect(box).to_have_accessible_description("Text is required")
    expect(box).to_be_focused()
    box.fill("It burns")
    sandbox.add_fault(match={"path": "/graphql"}, action="http_error", status=503, times=None)
    send.click()
    expect(sidebar.get_by_text("Linear has not confirmed yet…")).to_be_visible()
    expect(send).to_be_disabled()
    sandbox.reset_faults()
    problems.clear()


def test_what_linear_refuses_is_said_with_code_and_request_and_can_be_sent_again(
    page: Page, sidebar: Locator, sandbox: Sandbox, problems: list[str]
) -> None:
    before = commented(sandbox)
    sandbox.add_fault(
        match={"field": "commentCreate"}, action="rate_limited", retry_after=1, times=1
    )
    box = open_form(sidebar)
    box.fill("It burns")
    box.press("Control+Enter")
    alert = sidebar.get_by_role("alert")
    expect(alert).to_contain_text("rate_limited · request")
    expect(box).to_have_value("It burns")
    expect(sidebar.get_by_text("You can try again now.")).to_be_visible()
    box.press("Control+Enter")
    expect(sidebar.get_by_text("Commented on ENG-1")).to_be_visible()
    assert commented(sandbox) == [*before, "It burns"]
    assert all("429" in problem for problem in problems)
    problems.clear()


def test_after_a_lost_answer_it_waits_and_there_is_one_comment(
    page: Page, sidebar: Locator, sandbox: Sandbox, problems: list[str]
) -> None:
    before = commented(sandbox)
    page.route("**/comment_issue", lambda route: (route.fetch(), route.abort()), times=1)
    box = open_form(sidebar)
    box.fill("It burns")
    box.press("Control+Enter")
    expect(sidebar.get_by_role("alert")).to_contain_text("connection")
    box.press("Control+Enter")
    expect(sidebar.get_by_text("Commented on ENG-1")).to_be_visible()
    assert commented(sandbox) == [*before, "It burns"]
    problems.clear()


def test_a_form_that_can_t_be_loaded_says_so_and_opens_the_next_time(
    page: Page, sidebar: Locator, problems: list[str]
) -> None:
    page.route("**/comment-form.js", lambda route: route.abort())
    sidebar.get_by_role("button", name=OPEN).click()
    expect(sidebar.get_by_role("alert")).to_contain_text("This could not be loaded")
    page.unroute("**/comment-form.js")
    sidebar.get_by_role("button", name="Try again").click()
    expect(sidebar.get_by_label(f"{OPEN} (Markdown)")).to_be_focused()
    problems.clear()
