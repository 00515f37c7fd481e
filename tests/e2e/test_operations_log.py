"""A write that went wrong: from the agent's lost answer to the administrator's second try."""

import pytest
from playwright.sync_api import Page, expect

from conversations.models import Conversation, User
from linear_integration import operations
from linear_integration.models import Operation
from tests.linear_integration.asking import issues_titled
from tests.sandbox_process import Sandbox
from tests.tour.pickers import choose_team

from .steps import arrive_connected, expect_activity, open_conversation

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_what_was_refused_after_a_lost_answer_is_tried_again_and_done_once(
    page: Page, problems: list[str], sandbox: Sandbox, alice: User, conversation: Conversation
) -> None:
    sidebar = arrive_connected(page, alice, conversation)
    # Linear has the issue, but no answer comes, and then we may not even ask.
    sandbox.add_fault(match={"field": "issueCreate"}, action="commit_then_drop", times=1)
    sandbox.add_fault(match={"operation": "Reconcile"}, action="http_error", status=403, times=None)
    sidebar.get_by_role("button", name="Create issue").click()
    choose_team(sidebar, "ENG")
    sidebar.get_by_label("Title").press("Control+Enter")
    expect(sidebar.get_by_text("Linear has not confirmed yet")).to_be_visible()
    page.wait_for_timeout(1500)  # until it is due
    operations.sweep()
    expect(sidebar.get_by_role("alert")).to_contain_text("forbidden")
    problems.clear()  # the console notes what the API answered

    page.get_by_role("link", name="Settings").click()
    page.get_by_role("link", name="Configure Linear").click()
    page.get_by_role("link", name="Operations").click()
    page.get_by_label("State").select_option(label="Refused")
    page.get_by_role("button", name="Filter").click()
    row = page.get_by_role("row").filter(has_text=conversation.subject)
    expect(row).to_contain_text("Linear did not allow it.")
    try_again = row.get_by_role("button", name=f"Try again Create an issue {conversation.subject}")

    try_again.click()
    expect(page.get_by_role("alert")).to_contain_text("It was not done:")
    sandbox.reset_faults()
    try_again.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Done: Create an issue (ENG-")).to_be_visible()
    expect(page.get_by_text("No operation matches.")).to_be_visible()
    page.get_by_role("link", name="Show all").click()
    expect(row).to_contain_text("Tried again by: Alice")
    expect(row.get_by_role("cell", name="Done")).to_be_visible()
    expect(try_again).to_have_count(0)

    [issue] = issues_titled(sandbox, conversation.subject)
    assert Operation.objects.get(kind="create_issue").status == Operation.Status.DONE
    open_conversation(page, conversation)
    expect_activity(page, f"Created Linear issue [{issue['identifier']}]")
