"""The linked issues: painted from our tables, kept fresh, changed at once and taken back."""

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from conversations.models import Conversation, User
from linear_integration.models import Issue
from tests.linear_integration.asking import in_linear
from tests.sandbox_process import Sandbox

from . import steps

pytestmark = pytest.mark.e2e

LONG_AGO = "2026-01-01T00:00:00Z"
DELETE = "mutation ($id: String!) { issueDelete(id: $id, permanentlyDelete: true) { success } }"


@pytest.fixture
def sidebar(page: Page, alice: User, conversation: Conversation) -> Locator:
    """The sidebar of a conversation with ENG-1 and ENG-3."""
    steps.arrive_connected(page, alice, conversation)
    for identifier in ("ENG-1", "ENG-3"):
        steps.link(alice, conversation, identifier)
    return steps.open_conversation(page, conversation)


def test_a_card_says_all_that_an_agent_asks_of_an_issue(sidebar: Locator) -> None:
    card = sidebar.locator("linear-issue-card").first
    link = card.get_by_role("link", name="ENG-1 ")
    expect(link).to_have_accessible_name(re.compile("opens Linear"))
    expect(card.get_by_role("heading")).to_have_text(
        "Checkout button does nothing after a card is declined"
    )
    for text in ("In Progress", "Urgent", "Priya Raman", "Checkout revamp", "Critical", "Updated"):
        expect(card).to_contain_text(text)
    expect(card.locator("time")).to_have_attribute("title", re.compile(r"20\d\d"))


def test_cards_are_painted_before_anything_is_asked(
    page: Page, sidebar: Locator, conversation: Conversation, sandbox: Sandbox
) -> None:
    page.route("**/api/v1/**", lambda route: None)
    before = len(sandbox.requests())
    steps.open_conversation(page, conversation)
    expect(sidebar.locator("linear-issue-card")).to_have_count(2)
    assert len(sandbox.requests()) == before
    page.unroute_all(behavior="ignoreErrors")


def test_a_page_that_comes_to_the_front_asks_again_and_is_told_only_what_is_new(
    page: Page, sidebar: Locator
) -> None:
    seen = "document.dispatchEvent(new Event('visibilitychange'))"
    page.wait_for_load_state("networkidle")
    with page.expect_response("**/linked_issues?*") as unchanged:
        page.evaluate(seen)
    assert unchanged.value.status == 304
    issue = Issue.objects.get(identifier="ENG-1")
    issue.card |= {"title": "A better title"}
    issue.save()
    page.evaluate(seen)
    expect(sidebar.get_by_role("heading", name="A better title")).to_be_visible()


def test_an_issue_that_linear_has_deleted_is_said_to_be_gone_and_can_be_unlinked(
    page: Page, sidebar: Locator, sandbox: Sandbox
) -> None:
    in_linear(sandbox, DELETE, id=str(Issue.objects.get(identifier="ENG-3").linear_id))
    Issue.objects.update(asked_at=LONG_AGO)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(sidebar.get_by_text("Deleted in Linear, or hidden")).to_be_visible()
    sidebar.get_by_role("button", name="Unlink ENG-3").click()
    expect(sidebar.get_by_text("Issue unlinked successfully")).to_be_visible()


def test_while_linear_is_down_stored_cards_are_shown_and_writes_are_held_back(
    page: Page, sidebar: Locator, sandbox: Sandbox
) -> None:
    Issue.objects.update(asked_at=LONG_AGO, fetched_at=LONG_AGO)
    sandbox.add_fault(match={"path": "/graphql"}, action="http_error", status=503, times=None)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(sidebar.get_by_text("Linear does not answer.")).to_be_visible()
    expect(sidebar.get_by_text("last checked").first).to_be_visible()
    unlink = sidebar.get_by_role("button", name="Unlink ENG-1")
    expect(unlink).to_be_disabled()
    sandbox.reset_faults()
    Issue.objects.update(asked_at=LONG_AGO)
    sidebar.get_by_role("button", name="Try again").click()
    expect(sidebar.get_by_text("Linear does not answer.")).to_be_hidden()
    expect(unlink).to_be_enabled()


def test_what_linear_refuses_is_taken_back_with_the_reason(
    page: Page, problems: list[str], sidebar: Locator
) -> None:
    held: list[Route] = []
    page.route("**/unlink_issue", lambda route: held.append(route))
    sidebar.get_by_role("button", name="Unlink ENG-1").click()
    expect(sidebar.get_by_text("Unlinked ENG-1")).to_be_visible()
    error = {"code": "forbidden", "message": "You may not do this in Linear."}
    held[0].fulfill(status=403, json={"error": error})
    expect(sidebar.get_by_role("alert")).to_contain_text(
        "ENG-1 was not unlinked. You may not do this in Linear."
    )
    expect(sidebar.get_by_role("heading", name="Checkout button")).to_be_visible()
    assert all("403" in problem for problem in problems)
    problems.clear()


def test_an_issue_that_can_not_be_linked_is_shown_and_taken_back(
    page: Page, problems: list[str], sidebar: Locator
) -> None:
    held: list[Route] = []
    page.route("**/link_issue", lambda route: held.append(route))
    sidebar.get_by_role("button", name="Link issue").click()
    box = sidebar.get_by_role("combobox", name="Find an issue to link")
    box.fill("ENG-12")
    expect(sidebar.get_by_role("option", name="ENG-12 ").first).to_be_visible()
    box.press("Enter")
    expect(sidebar.get_by_text("Linking ENG-12…")).to_be_visible()
    held[0].fulfill(status=422, json={"error": {"code": "invalid_input", "message": "It is gone."}})
    expect(sidebar.get_by_role("alert")).to_contain_text("ENG-12 was not linked. It is gone.")
    expect(sidebar.locator("linear-issue-card")).to_have_count(2)
    problems.clear()


def test_the_keys_move_unlink_undo_and_can_be_switched_off(page: Page, sidebar: Locator) -> None:
    sidebar.get_by_role("button", name="Create issue").focus()
    page.keyboard.press("j")
    expect(sidebar.get_by_role("link", name="ENG-1 ")).to_be_focused()
    page.keyboard.press("j")
    expect(sidebar.get_by_role("link", name="ENG-3 ")).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("u")
    expect(sidebar.get_by_role("button", name="Undo ENG-1")).to_be_focused()
    expect(sidebar.get_by_text("Issue unlinked successfully")).to_be_visible()
    page.keyboard.press("u")
    expect(sidebar.get_by_role("button", name="Unlink ENG-1")).to_be_visible()
    expect(sidebar.get_by_text("Issue linked successfully: ENG-1")).to_be_visible()
    page.keyboard.press("?")
    help_dialog = sidebar.get_by_role("dialog", name="Keys in the Linear sidebar")
    help_dialog.get_by_role("checkbox", name="Use these keys").uncheck()
    page.keyboard.press("Escape")
    expect(help_dialog).to_be_hidden()
    page.keyboard.press("l")
    expect(sidebar.get_by_role("combobox", name="Find an issue")).to_be_hidden()


def test_who_may_no_longer_see_the_conversation_is_told_so(
    page: Page, problems: list[str], sidebar: Locator
) -> None:
    error = {"code": "not_found", "message": "Not found."}
    page.route("**/linked_issues?*", lambda route: route.fulfill(status=404, json={"error": error}))
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(
        sidebar.get_by_text("You may not see this conversation's Linear issues.")
    ).to_be_visible()
    expect(sidebar.get_by_role("button", name="Create issue")).to_be_hidden()
    problems.clear()
