"""Others are told of the messages that people write."""

from uuid import uuid4

import pytest
from django.db import connection
from pytest_django import Settings

from conversations.activity import post_activity
from conversations.conversations import create_message
from conversations.models import Conversation, Message, User
from conversations.notes import post_note

HEARD: list[Message] = []
THIS = "tests.conversations.test_listeners"


def hear(message: Message) -> None:
    """Note the message, which is in the database already, and not yet for good."""
    assert Message.objects.filter(pk=message.pk).exists()
    assert connection.in_atomic_block
    HEARD.append(message)


def refuse(message: Message) -> None:
    """Fail."""
    raise LookupError(message.content)


@pytest.fixture(autouse=True)
def _listening(settings: Settings) -> None:
    settings.MESSAGE_LISTENERS = [f"{THIS}.hear"]
    HEARD.clear()


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
