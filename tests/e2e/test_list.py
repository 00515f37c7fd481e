"""The list of conversations in an agent's open window."""

import pytest
from playwright.sync_api import Page, expect

from conversations.conversations import create_conversation, create_message
from conversations.models import Conversation, User

from . import steps

pytestmark = pytest.mark.e2e

SHOWN_AGAIN = "document.dispatchEvent(new Event('visibilitychange'))"


def test_the_list_keeps_itself_up_to_date_and_the_focus_where_it_is(
    page: Page, bob: User, conversation: Conversation
) -> None:
    steps.sign_in(page, bob)
    row = page.get_by_role("link", name=conversation.subject)
    row.focus()
    page.evaluate("customElements.whenDefined('conversation-list').then(() => true)")
    create_conversation(
        conversation.account,
        inbox=conversation.inbox,
        contact=conversation.contact,
        subject="The import fails, too",
    )
    page.evaluate(SHOWN_AGAIN)
    expect(page.locator(".conversation-list .subject")).to_have_text(
        ["The import fails, too", conversation.subject]
    )
    expect(page.get_by_role("link", name="Open 2")).to_be_visible()
    expect(row).to_be_focused()
    create_message(conversation, content="Any news?", message_type="incoming")
    page.evaluate(SHOWN_AGAIN)
    expect(row).to_contain_text("Any news?")
    row.press("Enter")
    expect(page.get_by_role("heading", name=conversation.subject)).to_be_visible()
