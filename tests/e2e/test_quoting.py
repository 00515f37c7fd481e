"""Messages of the thread, picked to be quoted in a new issue."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from conversations.conversations import create_message
from conversations.models import Conversation, Message, User
from tests.tour.pickers import choose_team

from . import steps

pytestmark = pytest.mark.e2e

INCOMING, OUTGOING = Message.Type.INCOMING, Message.Type.OUTGOING


@pytest.fixture
def thread(conversation: Conversation, alice: User) -> Conversation:
    """A conversation with a reply, a private note and one more message."""
    say(conversation, "Which *browser*\nis it?", by=alice)
    say(conversation, "She has called before.", by=alice, private=True)
    say(conversation, "Firefox.")
    return conversation


def say(
    conversation: Conversation, text: str, *, by: User | None = None, private: bool = False
) -> None:
    """Add a message of the contact's, or of an agent's."""
    create_message(
        conversation,
        content=text,
        message_type=OUTGOING if by else INCOMING,
        private=private,
        sender=by,
    )


def open_form(page: Page, alice: User, conversation: Conversation) -> Locator:
    """Open the create form."""
    sidebar = steps.arrive_connected(page, alice, conversation)
    sidebar.get_by_role("button", name="Create issue").click()
    return sidebar.locator("linear-create-form")


def test_messages_are_picked_by_the_keyboard_and_quoted_under_their_authors_names(
    page: Page, alice: User, thread: Conversation
) -> None:
    form = open_form(page, alice, thread)
    description = form.get_by_label("Description (Markdown)")
    begun = description.input_value()
    form.get_by_role("button", name="Quote messages").focus()
    page.keyboard.press("Enter")
    boxes = form.get_by_role("group", name="Messages to quote").get_by_role("checkbox")
    expect(boxes).to_have_count(3)
    page.keyboard.press("Tab")
    expect(boxes.nth(0)).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(description).to_be_focused()
    expect(description).to_have_value(
        f"{begun}\n\n**Ingrid Berg (Northwind):**\n\n> The export fails. Please help!\n\n"
        "**Alice:**\n\n> Which *browser*\n> is it?"
    )
    expect(boxes.first).to_be_hidden()


def test_private_notes_and_activity_are_not_offered(
    page: Page, alice: User, thread: Conversation
) -> None:
    form = open_form(page, alice, thread)
    form.get_by_role("button", name="Quote messages").click()
    offered = form.get_by_role("group", name="Messages to quote").get_by_role("listitem")
    expect(offered).to_have_count(3)
    expect(offered).to_contain_text(["The export fails.", "Which *browser*", "Firefox."])


def test_what_is_quoted_already_is_said_to_be(
    page: Page, alice: User, thread: Conversation
) -> None:
    form = open_form(page, alice, thread)
    form.get_by_role("button", name="Quote messages").click()
    # The customer's last words, which a description begins with.
    last = form.get_by_role("checkbox", name="Firefox.")
    expect(last).to_be_disabled()
    expect(last).to_have_accessible_name(re.compile("quoted already"))
    expect(form.get_by_role("checkbox", name="The export")).to_be_enabled()


def test_quotes_are_part_of_the_draft_and_of_the_issue(
    page: Page, alice: User, thread: Conversation
) -> None:
    form = open_form(page, alice, thread)
    form.get_by_role("button", name="Quote messages").click()
    form.get_by_role("checkbox", name="Which").check()
    form.get_by_role("button", name="Add to the description").click()
    sidebar = steps.open_conversation(page, thread)
    sidebar.get_by_role("button", name="Create issue").click()
    choose_team(form, "ENG")
    with page.expect_request("**/create_issue") as sent:
        form.get_by_label("Title").press("Control+Enter")
    assert (sent.value.post_data_json or {})["description"].endswith(
        "**Alice:**\n\n> Which *browser*\n> is it?"
    )
    expect(sidebar.get_by_text("Issue created successfully")).to_be_visible()


def test_of_a_long_thread_the_latest_come_first_and_earlier_ones_on_demand(
    page: Page, alice: User, conversation: Conversation
) -> None:
    for number in range(102):
        say(conversation, f"Message {number}")
    form = open_form(page, alice, conversation)
    form.get_by_role("button", name="Quote messages").click()
    boxes = form.get_by_role("checkbox")
    expect(boxes).to_have_count(103)
    expect(form.get_by_role("button", name="Earlier messages")).to_be_hidden()
    for number in range(102, 110):
        say(conversation, f"Message {number}")
    form.get_by_role("button", name="Quote messages").click()
    form.get_by_role("button", name="Quote messages").click()
    expect(boxes).to_have_count(11)
    expect(boxes.last).to_have_accessible_name(re.compile("Message 109$"))
    form.get_by_role("checkbox", name="Message 105").check()
    form.get_by_role("button", name="Earlier messages").click()
    expect(boxes).to_have_count(111)
    expect(form.get_by_role("checkbox", name="Message 105")).to_be_checked()
    expect(boxes.first).to_have_accessible_name(re.compile("The export fails"))


def test_escape_closes_the_list_and_not_the_form(
    page: Page, alice: User, thread: Conversation
) -> None:
    form = open_form(page, alice, thread)
    quote = form.get_by_role("button", name="Quote messages")
    quote.click()
    form.get_by_role("checkbox", name="Which").focus()
    page.keyboard.press("Escape")
    expect(quote).to_be_focused()
    expect(quote).to_have_attribute("aria-expanded", "false")
    expect(form).to_be_visible()


def test_messages_that_can_not_be_loaded_are_asked_for_again(
    page: Page, problems: list[str], alice: User, thread: Conversation
) -> None:
    form = open_form(page, alice, thread)
    page.route("**/messages?*", lambda route: route.abort())
    form.get_by_role("button", name="Quote messages").click()
    expect(form.get_by_role("alert")).to_contain_text("connection_lost")
    page.unroute("**/messages?*")
    form.get_by_role("button", name="Try again").click()
    expect(form.get_by_role("checkbox")).to_have_count(3)
    problems.clear()


def test_a_thread_without_words_says_so(
    page: Page, alice: User, conversation: Conversation
) -> None:
    conversation.messages.all().delete()
    form = open_form(page, alice, conversation)
    form.get_by_role("button", name="Quote messages").click()
    expect(form.get_by_text("There is no message to quote yet.")).to_be_visible()
