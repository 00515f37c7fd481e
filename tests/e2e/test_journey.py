"""The main job in a real browser, each step checked in Linear too."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from conversations.models import Account, Conversation, User
from linear_integration import operations
from tests.sandbox_process import Sandbox
from tests.tour.pickers import choose, choose_team

from . import steps

pytestmark = pytest.mark.e2e


def test_connect_create_link_unlink_disconnect(
    page: Page,
    sandbox: Sandbox,
    product: str,
    carol: User,
    globex_care: Account,
    carols_conversation: Conversation,
) -> None:
    steps.sign_in(page, carol)
    steps.begin_to_connect(page, globex_care)
    steps.authorize(page, "Acme")
    assert sandbox.state()["tokens"]["live"] == 1
    page.get_by_role("button", name="Test the connection").click()
    expect(page.get_by_text("The connection works")).to_be_visible()

    sidebar = steps.open_conversation(page, carols_conversation)
    expect(sidebar.get_by_text("No linked issues found")).to_be_visible()
    created = _create(page, sidebar)
    assert steps.links_to(sandbox, page.url) == [created]
    linked = _link_by_search(page, sidebar, created, sandbox)
    assert sorted(steps.links_to(sandbox, page.url)) == sorted([created, linked])
    _unlink(page, sidebar, linked)
    assert steps.links_to(sandbox, page.url) == [created]

    _disconnect(page, globex_care)
    assert sandbox.state()["tokens"]["live"] == 0
    assert page.goto(f"{product}/") is not None
    page.get_by_role("link", name=re.compile(carols_conversation.subject)).click()
    expect(page.get_by_text("No Linear workspace is connected yet.")).to_be_visible()
    steps.expect_activity(page, f"Created Linear issue [{created}]")


def test_a_denial_comes_back_with_its_reason(
    page: Page, sandbox: Sandbox, carol: User, globex_care: Account
) -> None:
    steps.sign_in(page, carol)
    steps.begin_to_connect(page, globex_care)
    page.get_by_role("button", name="Deny").click()
    expect(page.get_by_role("alert")).to_have_text(
        "Access was denied in Linear, so nothing was connected."
    )
    expect(page.get_by_role("button", name="Connect Linear")).to_be_visible()
    assert sandbox.state()["tokens"]["live"] == 0


def test_a_lost_answer_is_waited_for_and_nothing_is_created_twice(
    page: Page, problems: list[str], sandbox: Sandbox, alice: User, conversation: Conversation
) -> None:
    sidebar = steps.arrive_connected(page, alice, conversation)
    before = len(sandbox.state()["issues"])
    sidebar.get_by_role("button", name="Create issue").click()
    choose_team(sidebar, "ENG")
    sandbox.add_fault(match={"field": "issueCreate"}, action="commit_then_drop")
    sidebar.get_by_label("Title").press("Control+Enter")
    expect(sidebar.get_by_text("Linear has not confirmed yet")).to_be_visible()
    page.wait_for_timeout(1500)
    operations.sweep()
    expect(sidebar.get_by_text("Issue created successfully")).to_be_visible()
    expect(sidebar.locator("linear-issue-card")).to_have_count(1)
    assert len(sandbox.state()["issues"]) == before + 1
    assert len(steps.links_to(sandbox, page.url)) == 1
    (problem,) = problems
    assert "504 (Gateway Timeout)" in problem
    problems.clear()


def test_what_was_typed_survives_closing_and_reloading(
    page: Page, alice: User, conversation: Conversation
) -> None:
    sidebar = steps.arrive_connected(page, alice, conversation)
    sidebar.get_by_role("button", name="Create issue").click()
    title = sidebar.get_by_label("Title")
    expect(title).to_have_value(conversation.subject)
    expect(sidebar.get_by_label("Description")).to_have_value(re.compile("^> The export fails"))
    title.fill("Half a title")
    title.press("Escape")
    expect(title).to_be_hidden()
    sidebar = steps.open_conversation(page, conversation)
    sidebar.get_by_role("button", name="Create issue").click()
    expect(title).to_have_value("Half a title")


def _create(page: Page, sidebar: Locator) -> str:
    sidebar.get_by_role("button", name="Create issue").click()
    sidebar.get_by_label("Title").fill('The invoice shows "null" & {braces}')
    choose_team(sidebar, "ENG")
    choose(sidebar, "Priority", "High")
    sidebar.locator("form").get_by_role("button", name="Create issue").click()
    card = sidebar.locator("linear-issue-card")
    expect(card.get_by_role("heading")).to_have_text('The invoice shows "null" & {braces}')
    expect(card).to_contain_text("High")
    identifier = str(card.locator("a.identifier").evaluate("link => link.firstChild.data"))
    steps.expect_activity(page, f"Created Linear issue [{identifier}]")
    return identifier


def _link_by_search(page: Page, sidebar: Locator, created: str, sandbox: Sandbox) -> str:
    other = next(each for each in sandbox.state()["issues"] if each["identifier"] != created)
    identifier = str(other["identifier"])
    sidebar.get_by_role("button", name="Link issue").click()
    box = sidebar.get_by_role("combobox", name="Find an issue to link")
    box.press_sequentially(identifier.lower())
    exactly = re.compile(rf"{identifier}(?!\d)")
    found = sidebar.get_by_role("option").filter(has_text=exactly)
    expect(found).to_have_attribute("aria-selected", "true")
    box.press("Enter")
    expect(sidebar.locator("linear-issue-card", has_text=exactly)).to_be_visible()
    steps.expect_activity(page, f"Linked Linear issue [{identifier}]")
    return identifier


def _unlink(page: Page, sidebar: Locator, identifier: str) -> None:
    sidebar.get_by_role("button", name=f"Unlink {identifier}", exact=True).click()
    expect(sidebar.get_by_role("button", name=f"Undo {identifier}", exact=True)).to_be_focused()
    steps.expect_activity(page, f"Unlinked Linear issue [{identifier}]")


def _disconnect(page: Page, account: Account) -> None:
    page.goto(f"/app/accounts/{account.pk}/settings/integrations/linear")
    steps.asking(page, "Disconnect…").click()
    question = page.get_by_role("dialog", name="Disconnect Acme?")
    expect(question.get_by_role("button", name="Cancel")).to_be_focused()
    question.get_by_role("button", name="Disconnect Acme").click()
    expect(page.get_by_text("Linear has revoked the access.")).to_be_visible()
