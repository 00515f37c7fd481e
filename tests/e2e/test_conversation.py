"""An agent at work in a conversation: what others do appears, nothing they write is lost."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from conversations.conversations import assign, create_message
from conversations.models import Conversation, Message, User

from . import steps

pytestmark = pytest.mark.e2e


@pytest.fixture
def composer(page: Page, bob: User, conversation: Conversation) -> Locator:
    """The box that Bob writes in, in an open conversation."""
    steps.sign_in(page, bob)
    page.get_by_role("link", name=conversation.subject).click()
    composer = page.locator("message-composer")
    # Its script has run once the shortcut is shown.
    expect(composer.locator("kbd")).to_be_visible()
    return composer


def test_a_new_message_appears_and_is_announced(
    page: Page, composer: Locator, conversation: Conversation
) -> None:
    composer.get_by_role("textbox").fill("A draft that stays")
    create_message(conversation, content="Any news?", message_type="incoming")
    expect(_message(page, "Any news?")).to_be_in_viewport(timeout=10_000)
    announced = page.locator("conversation-thread").get_by_role("status")
    expect(announced).to_have_text("New message from Ingrid Berg")
    expect(composer.get_by_role("textbox")).to_have_value("A draft that stays")


def test_who_reads_earlier_messages_is_not_moved(
    page: Page, composer: Locator, conversation: Conversation
) -> None:
    Message.objects.bulk_create(
        Message(conversation=conversation, message_type="incoming", content=f"Number {number}.")
        for number in range(1, 150)
    )
    page.reload()
    expect(_message(page, "Number 149.")).to_be_in_viewport()
    earlier = page.get_by_role("link", name="Show earlier messages")
    earlier.scroll_into_view_if_needed()
    _hold_still(page, "Number 50.", lambda: earlier.click(), until=_message(page, "Number 1."))
    expect(earlier).to_have_count(0)
    create_message(conversation, content="Any news?", message_type="incoming")
    button = page.get_by_role("button", name="New messages")
    _hold_still(page, "Number 50.", lambda: None, until=button)
    button.click()
    expect(_message(page, "Any news?")).to_be_in_viewport()
    expect(button).to_be_hidden()


def test_a_message_is_written_by_keyboard_and_a_lost_answer_doubles_nothing(
    page: Page, problems: list[str], composer: Locator, conversation: Conversation
) -> None:
    box = composer.get_by_role("textbox")
    box.fill("We look into it.")
    with page.expect_navigation():
        page.reload()
    expect(box).to_have_value("We look into it.")

    def lose_the_answer(route: Route) -> None:
        route.fetch(max_redirects=0)
        route.abort()

    page.route("**/messages", lose_the_answer)
    box.press("Control+Enter")
    expect(composer.get_by_role("alert")).to_have_text(re.compile("can't be reached"))
    expect(box).to_have_value("We look into it.")
    page.unroute("**/messages")
    page.reload()
    box.press("Control+Enter")
    expect(box).to_have_value("")
    expect(box).to_be_focused()
    expect(_message(page, "We look into it.")).to_have_count(1)
    box.fill("We look into it.")
    box.press("Control+Enter")
    expect(_message(page, "We look into it.")).to_have_count(2)
    assert conversation.messages.filter(content="We look into it.").count() == 2
    problems.clear()


def test_a_private_note_is_sent_in_place_and_marked(page: Page, composer: Locator) -> None:
    page.evaluate("document.body.dataset.stays = 'yes'")
    composer.get_by_role("radio", name="Private note").check()
    composer.get_by_role("textbox").fill("They are a large customer.")
    composer.get_by_role("button", name="Add note").click()
    note = page.locator(".message", has_text="They are a large customer.")
    expect(note).to_contain_text("Private note")
    assert page.evaluate("document.body.dataset.stays") == "yes"


def test_status_and_assignee_are_changed_by_keyboard(
    page: Page, composer: Locator, alice: User, conversation: Conversation
) -> None:
    menu = page.locator("#assignee-menu summary")
    menu.press("Enter")
    page.get_by_role("button", name="Assign to me").press("Enter")
    steps.expect_activity(page, "Assigned to Bob by Bob")
    expect(menu).to_have_attribute("aria-label", "Assignee: Bob")
    expect(menu).to_be_focused()
    page.get_by_role("button", name="Resolve").press("Enter")
    steps.expect_activity(page, "Conversation was marked resolved by Bob")
    expect(page.get_by_role("button", name="Reopen")).to_be_focused()
    menu.press("Enter")
    assign(conversation, alice, by=alice)
    expect(menu).to_have_attribute("aria-label", "Assignee: Alice", timeout=10_000)
    nobody = page.get_by_role("button", name="Nobody")
    expect(nobody).to_be_visible()
    nobody.press("Escape")
    expect(nobody).to_be_hidden()
    expect(menu).to_be_focused()


def _message(page: Page, text: str) -> Locator:
    return page.locator(".message p").get_by_text(text, exact=True)


def _hold_still(page: Page, text: str, action: Callable[[], object], *, until: Locator) -> None:
    """Do something, and hold the thread to it that the message does not move on the screen."""
    before = _message(page, text).bounding_box()
    action()
    expect(until).to_be_attached(timeout=10_000)
    if until.get_attribute("hidden") is not None:
        expect(until).to_be_visible(timeout=10_000)
    after = _message(page, text).bounding_box()
    assert before is not None
    assert after is not None
    assert abs(before["y"] - after["y"]) < 2
