"""The bell in an agent's open windows, and when what it tells counts as read."""

import pytest
from playwright.sync_api import Locator, Page, expect

from conversations.models import Conversation, User

from ..notifications import count_unread, tell
from . import steps

pytestmark = pytest.mark.e2e

SHOWN_AGAIN = "document.dispatchEvent(new Event('visibilitychange'))"
# As a window that was opened behind the one that the person looks at.
HIDDEN = "Object.defineProperty(document, 'hidden', { get: () => !window.isLookedAt })"
LOOKED_AT = f"window.isLookedAt = true; {SHOWN_AGAIN}"


def bell_of(page: Page) -> Locator:
    """Return what opens the bell's menu."""
    return page.locator("notification-bell summary")


def test_the_bell_tells_what_is_new_and_leads_to_it_by_keyboard(
    page: Page, bob: User, conversation: Conversation
) -> None:
    steps.sign_in(page, bob)
    page.evaluate("customElements.whenDefined('notification-bell').then(() => true)")
    tell(conversation, bob, "ENG-1 is completed")
    page.evaluate(SHOWN_AGAIN)
    expect(bell_of(page)).to_have_accessible_name("1 unread notification")
    expect(page.locator("notification-bell [role=status]")).to_have_text("1 unread notification")
    expect(page.get_by_role("link", name=conversation.subject)).to_contain_text("1 unread")
    bell_of(page).press("Enter")
    entry = page.get_by_role("list", name="Latest notifications").get_by_role("link")
    expect(entry).to_contain_text("Unread ENG-1 is completed")
    page.keyboard.press("Tab")
    expect(entry).to_be_focused()
    page.keyboard.press("Escape")
    expect(bell_of(page)).to_be_focused()
    bell_of(page).press("Enter")
    entry.press("Enter")
    expect(page.get_by_role("heading", name=conversation.subject)).to_be_visible()
    expect(bell_of(page)).to_have_accessible_name("Notifications")
    assert count_unread(bob) == 0
    page.go_back()
    expect(page.get_by_role("link", name=conversation.subject)).not_to_contain_text("unread")


def test_the_focus_stays_in_an_open_menu_when_something_is_new(
    page: Page, bob: User, conversation: Conversation
) -> None:
    tell(conversation, bob, "ENG-1 is started")
    steps.sign_in(page, bob)
    bell_of(page).click()
    entry = page.get_by_role("list", name="Latest notifications").get_by_role("link")
    expect(entry).to_have_count(1)
    everything = page.get_by_role("link", name="All notifications")
    everything.focus()
    tell(conversation, bob, "ENG-1 is completed")
    page.evaluate(SHOWN_AGAIN)
    expect(entry).to_have_count(2)
    expect(everything).to_be_focused()


def test_what_happens_in_the_conversation_before_ones_eyes_is_read(
    page: Page, bob: User, conversation: Conversation
) -> None:
    steps.sign_in(page, bob)
    page.get_by_role("link", name=conversation.subject).click()
    expect(page.get_by_role("heading", name=conversation.subject)).to_be_visible()
    page.evaluate("customElements.whenDefined('notification-bell').then(() => true)")
    tell(conversation, bob)
    with page.expect_response("**/notifications/read"):
        page.evaluate(SHOWN_AGAIN)
    expect(bell_of(page)).to_have_accessible_name("Notifications")
    expect(page.locator("notification-bell [role=status]")).to_be_empty()
    assert count_unread(bob) == 0


def test_a_conversation_in_a_hidden_window_is_not_read_until_it_is_looked_at(
    page: Page, bob: User, conversation: Conversation
) -> None:
    tell(conversation, bob)
    steps.sign_in(page, bob)
    page.add_init_script(HIDDEN)
    page.get_by_role("link", name=conversation.subject).click()
    page.wait_for_load_state("networkidle")
    expect(bell_of(page)).to_have_accessible_name("1 unread notification")
    assert count_unread(bob) == 1
    with page.expect_response("**/notifications/read"):
        page.evaluate(LOOKED_AT)
    expect(bell_of(page)).to_have_accessible_name("Notifications")
    assert count_unread(bob) == 0
