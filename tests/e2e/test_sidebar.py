"""The sidebar's states, and the rules of its forms."""

import pytest
from playwright.sync_api import Page, expect

from conversations.models import Conversation, User
from tests.sandbox_process import Sandbox

from . import steps

pytestmark = pytest.mark.e2e


def test_an_agent_without_a_connection_is_sent_to_the_administrator(
    page: Page, bob: User, conversation: Conversation
) -> None:
    steps.sign_in(page, bob)
    page.get_by_role("link", name=conversation.subject).click()
    expect(page.get_by_text("Ask your administrator to connect one.")).to_be_visible()
    expect(page.get_by_role("link", name="Connect Linear workspace")).to_have_count(0)


def test_of_a_group_of_labels_one_can_be_chosen(
    page: Page, alice: User, conversation: Conversation
) -> None:
    steps.sign_in(page, alice)
    steps.connect_by_key(page, conversation.account, "lin_api_demo_globex")
    sidebar = steps.open_conversation(page, conversation)
    sidebar.get_by_role("button", name="Create issue").click()
    steps.choose_team(sidebar, "Platform (BIG)")
    picker = sidebar.locator("linear-label-picker")
    expect(picker.get_by_role("checkbox", include_hidden=True)).to_have_count(260)
    picker.locator("summary").click()
    first, second = picker.locator("fieldset").first.get_by_role("checkbox").all()[:2]
    free = picker.locator("div.label-list > div").get_by_role("checkbox").first
    for box in (first, free, second):
        box.check()
    expect(first).not_to_be_checked()
    expect(free).to_be_checked()
    expect(second).to_be_checked()


def test_missing_fields_are_marked_before_anything_is_sent(
    page: Page, sandbox: Sandbox, alice: User, conversation: Conversation
) -> None:
    steps.sign_in(page, alice)
    steps.connect_by_key(page, conversation.account, "lin_api_demo_acme")
    sidebar = steps.open_conversation(page, conversation)
    sidebar.get_by_role("button", name="Create issue").click()
    title = sidebar.get_by_label("Title")
    title.fill(" ")
    title.press("Control+Enter")
    expect(title).to_be_focused()
    expect(title).to_have_accessible_description("Title is required")
    expect(sidebar.get_by_label("Team")).to_have_accessible_description("Team is required")
    assert steps.links_to(sandbox, page.url) == []


def test_a_rate_limit_counts_down_to_the_next_try(
    page: Page, problems: list[str], sandbox: Sandbox, alice: User, conversation: Conversation
) -> None:
    steps.sign_in(page, alice)
    steps.connect_by_key(page, conversation.account, "lin_api_demo_acme")
    sidebar = steps.open_conversation(page, conversation)
    sandbox.add_fault(match={"field": "searchIssues"}, action="rate_limited", retry_after=2)
    sidebar.get_by_role("button", name="Link issue").click()
    sidebar.get_by_role("combobox").press_sequentially("checkout")
    expect(sidebar.get_by_role("alert")).to_contain_text("rate_limited")
    again = sidebar.get_by_role("button", name="Try again")
    expect(again).to_be_disabled()
    expect(again).to_be_enabled()
    again.click()
    expect(sidebar.get_by_role("option", name="Checkout button")).to_be_visible()
    assert all("429 (Too Many Requests)" in problem for problem in problems)
    problems.clear()
