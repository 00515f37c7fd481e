"""Others are told of the messages that people write, and of the status that they give."""

from uuid import uuid4

import pytest
from django.db import connection
from pytest_django import Settings

from conversations.activity import post_activity
from conversations.conversations import create_message, reopen, toggle_status
from conversations.models import Conversation, Message, User
from conversations.notes import post_note

HEARD: list[Message] = []
STATUSES: list[tuple[str, User]] = []
THIS = "tests.conversations.test_listeners"


def hear(message: Message) -> None:
    """Note the message, which is in the database already, and not yet for good."""
    assert Message.objects.filter(pk=message.pk).exists()
    assert connection.in_atomic_block
    HEARD.append(message)


def hear_status(conversation: Conversation, by: User) -> None:
    """Note the status, which is in the database already, and not yet for good."""
    assert Conversation.objects.filter(pk=conversation.pk, status=conversation.status).exists()
    assert connection.in_atomic_block
    STATUSES.append((conversation.status, by))


def refuse_status(conversation: Conversation, by: User) -> None:
    """Fail."""
    raise LookupError(conversation.status)


def refuse(message: Message) -> None:
    """Fail."""
    raise LookupError(message.content)


@pytest.fixture(autouse=True)
def _listening(settings: Settings) -> None:
    settings.MESSAGE_LISTENERS = [f"{THIS}.hear"]
    settings.STATUS_LISTENERS = [f"{THIS}.hear_status"]
    HEARD.clear()
    STATUSES.clear()


def test_a_listener_hears_of_replies_notes_and_what_the_contact_wrote(
    conversation: Conversation, bob: User
) -> None:
    HEARD.clear()
    messages = [
        create_message(conversation, content="On it", sender=bob),
        create_message(conversation, content="Known bug", sender=bob, private=True),
        create_message(conversation, content="Thanks", message_type="incoming"),
    ]
    assert messages == HEARD


def test_a_listener_hears_of_a_message_that_is_sent_again_once(
    conversation: Conversation, bob: User
) -> None:
    HEARD.clear()
    key = uuid4()
    for _ in range(2):
        create_message(conversation, content="On it", sender=bob, idempotency_key=key)
    assert len(HEARD) == 1


def test_a_listener_hears_nothing_of_what_the_product_itself_writes(
    conversation: Conversation,
) -> None:
    HEARD.clear()
    post_note(conversation, "ENG-1 was completed.", author="Linear")
    post_activity(conversation, "Linked Linear issue [ENG-1]", by=None)
    assert HEARD == []


def test_what_a_listener_can_not_do_is_not_half_done(
    conversation: Conversation, bob: User, settings: Settings
) -> None:
    settings.MESSAGE_LISTENERS = [f"{THIS}.refuse"]
    with pytest.raises(LookupError):
        create_message(conversation, content="On it", sender=bob)
    assert not conversation.messages.filter(content="On it").exists()


def test_a_listener_hears_of_each_status_that_a_person_gives_and_of_none_twice(
    conversation: Conversation, bob: User
) -> None:
    for status in ("resolved", "resolved", "open"):
        toggle_status(conversation, status, by=bob)
    assert [("resolved", bob), ("open", bob)] == STATUSES


def test_a_listener_hears_nothing_of_what_the_product_itself_reopens(
    conversation: Conversation, bob: User
) -> None:
    toggle_status(conversation, "resolved", by=bob)
    assert reopen(conversation, "open", text="ENG-1 was completed")
    assert [("resolved", bob)] == STATUSES


def test_a_status_of_which_a_listener_fails_is_not_given(
    conversation: Conversation, bob: User, settings: Settings
) -> None:
    settings.STATUS_LISTENERS = [f"{THIS}.refuse_status"]
    with pytest.raises(LookupError):
        toggle_status(conversation, "resolved", by=bob)
    conversation.refresh_from_db()
    assert conversation.status == "open"
