"""Old answers, lost answers, double clicks and hasty keys change nothing that they should not."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from conversations.models import Conversation, User
from tests.sandbox_process import Sandbox
from tests.tour.pickers import choose, choose_team, picker

from . import steps

pytestmark = pytest.mark.e2e

Answer = Callable[[Route], None]


@pytest.fixture
def sidebar(page: Page, alice: User, conversation: Conversation, sandbox: Sandbox) -> Locator:
    """The sidebar of a conversation with one linked issue, ENG-1."""
    sidebar = steps.arrive_connected(page, alice, conversation)
    sidebar.get_by_role("button", name="Link issue").click()
    box = sidebar.get_by_role("combobox")
    box.press_sequentially("eng-1")
    expect(sidebar.get_by_role("option", name="ENG-1 ").first).to_be_visible()
    box.press("Enter")
    expect(sidebar.get_by_text("Issue linked successfully")).to_be_visible()
    return sidebar


def test_a_double_click_sends_a_message_once(
    page: Page, bob: User, conversation: Conversation
) -> None:
    steps.sign_in(page, bob)
    page.get_by_role("link", name=conversation.subject).click()
    page.get_by_label("Message", exact=True).fill("We look into it.")
    page.get_by_role("button", name="Send").dblclick()
    expect(page.locator(".message", has_text="We look into it.")).to_have_count(1)
    page.wait_for_load_state("networkidle")
    assert conversation.messages.filter(content="We look into it.").count() == 1


def test_an_old_answer_brings_back_no_unlinked_issue(
    page: Page, sidebar: Locator, conversation: Conversation
) -> None:
    held: list[Route] = []
    page.route("**/linked_issues?*refresh=true", lambda route: held.append(route))
    steps.open_conversation(page, conversation)
    sidebar.get_by_role("button", name="Unlink").click()
    undo = sidebar.get_by_role("button", name="Undo")
    expect(undo).to_be_visible()
    expect(sidebar.get_by_text("Issue unlinked successfully")).to_be_visible()
    # What Linear's side said before the issue was unlinked.
    card = _card(sidebar).evaluate("card => card.link")
    held[0].fulfill(json={"data": [card]})
    page.wait_for_timeout(300)
    expect(undo).to_be_visible()


def test_the_keyboard_stays_where_it_is_when_issues_are_shown_anew(
    page: Page, sidebar: Locator, conversation: Conversation
) -> None:
    held: list[Route] = []
    page.route("**/linked_issues?*refresh=true", lambda route: held.append(route))
    steps.open_conversation(page, conversation)
    unlink = sidebar.get_by_role("button", name="Unlink")
    unlink.focus()
    card = _card(sidebar).evaluate("card => card.link")
    card["issue"]["title"] = "Another title"
    held[0].fulfill(json={"data": [card]})
    expect(sidebar.get_by_role("heading", name="Another title")).to_be_visible()
    expect(unlink).to_be_focused()


def test_enter_chooses_nothing_that_was_found_for_other_words(page: Page, sidebar: Locator) -> None:
    sidebar.get_by_role("button", name="Link issue").click()
    box = sidebar.get_by_role("combobox")
    box.fill("eng-2")
    option = sidebar.get_by_role("option", name="ENG-2 ").first
    expect(option).to_have_attribute("aria-selected", "true")
    box.press_sequentially("7")
    box.press("Enter")
    page.wait_for_timeout(500)
    expect(sidebar.locator("linear-issue-card")).to_have_count(1)


def test_an_issue_whose_answer_was_lost_is_asked_for_again_under_the_same_key(
    page: Page, problems: list[str], sidebar: Locator, conversation: Conversation
) -> None:
    keys: list[str] = []
    answers: list[Answer] = [
        lambda route: route.abort(),
        lambda route: route.fulfill(status=502, body="<h1>Bad gateway</h1>"),
        lambda route: route.continue_(),
    ]

    def answer(route: Route) -> None:
        keys.append(route.request.headers["idempotency-key"])
        answers[len(keys) - 1](route)

    page.route("**/create_issue", answer)
    sidebar.get_by_role("button", name="Create issue").click()
    choose_team(sidebar, "ENG")
    send = sidebar.locator("form").get_by_role("button", name="Create issue")
    for problem in ("connection_lost", "http_502"):
        send.click()
        expect(sidebar.get_by_role("alert")).to_contain_text(problem)
    steps.open_conversation(page, conversation)
    sidebar.get_by_role("button", name="Create issue").click()
    choose_team(sidebar, "ENG")
    send.click()
    expect(sidebar.get_by_text("Issue created successfully")).to_be_visible()
    assert len(keys) == 3
    assert len(set(keys)) == 1
    problems.clear()


def test_refreshing_the_lists_keeps_what_was_chosen(page: Page, sidebar: Locator) -> None:
    sidebar.get_by_role("button", name="Create issue").click()
    choose_team(sidebar, "ENG")
    choose(sidebar, "Status", "In Progress")
    choose(sidebar, "Labels", "Mobile")
    picker(sidebar, "Labels").press("Escape")
    with page.expect_response("**/team_entities?*refresh=true"):
        sidebar.get_by_role("button", name="Refresh the lists").click()
    expect(sidebar.locator("linear-create-form")).not_to_have_attribute("aria-busy", "true")
    expect(picker(sidebar, "Status")).to_have_value("In Progress")
    expect(sidebar.get_by_role("button", name="Remove Mobile")).to_be_visible()


def test_a_thread_shows_the_latest_answer_and_survives_a_lost_one(
    page: Page, problems: list[str], bob: User, conversation: Conversation
) -> None:
    steps.sign_in(page, bob)
    page.get_by_role("link", name=conversation.subject).click()
    held: list[Route] = []
    page.route("**/thread", lambda route: held.append(route))
    # Not by wait_for_function, whose second look is an eval that the page's policy forbids.
    page.evaluate("customElements.whenDefined('conversation-thread').then(() => true)")
    changed = "document.dispatchEvent(new CustomEvent('conversation-changed'))"
    for _ in range(3):
        with page.expect_request("**/thread"):
            page.evaluate(changed)
        page.wait_for_timeout(100)
    older, newer, lost = held[-3:]
    newer.fulfill(content_type="text/html", body=_thread("The newer one"))
    expect(page.get_by_text("The newer one")).to_be_visible()
    older.fulfill(content_type="text/html", body=_thread("The older one"))
    lost.abort()
    page.wait_for_timeout(200)
    expect(page.get_by_text("The newer one")).to_be_visible()
    expect(page.get_by_text("The older one")).to_have_count(0)
    assert all("ERR_FAILED" in problem for problem in problems)
    problems.clear()


def _thread(text: str) -> str:
    time = '<time datetime="2026-11-21T12:00:00Z"></time>'
    return f'<ol class="messages"><li class="activity" id="message-0">{text} {time}</li></ol>'


def _card(sidebar: Locator) -> Locator:
    return sidebar.locator("linear-issue-card").first
