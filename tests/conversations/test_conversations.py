"""Conversations get their numbers, messages, statuses and activity."""

from uuid import uuid4

import pytest
from django.db import connection

from conversations.activity import post_activity
from conversations.conversations import (
    assign,
    create_conversation,
    create_message,
    reopen,
    toggle_status,
)
from conversations.models import Account, Conversation, Message, User

from ..cast import Cast
from ..threads import in_parallel


def test_display_ids_count_up_in_each_account(cast: Cast) -> None:
    assert cast.conversation.display_id == 1
    assert cast.other_inbox_conversation.display_id == 2
    assert cast.carols_conversation.display_id == 1


@pytest.mark.django_db(transaction=True)
def test_parallel_creators_get_display_ids_without_gaps_or_doubles(cast: Cast) -> None:
    creators = 50 if connection.vendor == "postgresql" else 20

    def create(number: int) -> int:
        account = Account.objects.get(pk=cast.acme_support.pk)
        return create_conversation(
            account, inbox=cast.website, contact=cast.contact, subject=f"Number {number}"
        ).display_id

    assert sorted(in_parallel(creators, create)) == list(range(3, creators + 3))


def test_a_failed_creation_leaves_no_gap(cast: Cast) -> None:
    with pytest.raises(ValueError, match="of the conversation's account"):
        create_conversation(cast.acme_support, inbox=cast.globex_inbox, contact=cast.contact)
    created = create_conversation(cast.acme_support, inbox=cast.email, contact=cast.contact)
    assert created.display_id == 3


def test_a_message_is_the_latest_activity(conversation: Conversation, bob: User) -> None:
    message = create_message(conversation, content="Looking into it.", sender=bob)
    conversation.refresh_from_db()
    assert conversation.last_activity_at == message.created_at
    assert (message.message_type, message.private) == ("outgoing", False)


def test_an_incoming_message_has_no_sender_of_ours(conversation: Conversation, bob: User) -> None:
    with pytest.raises(ValueError, match="the contact's"):
        create_message(conversation, content="Hi", message_type="incoming", sender=bob)
    with pytest.raises(ValueError, match="the contact's"):
        create_message(conversation, content="Hi", message_type="incoming", private=True)


def test_a_change_of_status_is_noted_once(conversation: Conversation, bob: User) -> None:
    toggle_status(conversation, "resolved", by=bob)
    toggle_status(conversation, "resolved", by=bob)
    conversation.refresh_from_db()
    assert conversation.status == "resolved"
    notes = conversation.messages.filter(message_type="activity")
    assert [note.content for note in notes] == ["Conversation was marked resolved by Bob"]


@pytest.mark.parametrize("resting", ["resolved", "snoozed"])
@pytest.mark.parametrize("wanted", ["open", "pending"])
def test_a_resting_conversation_is_reopened_once_and_stays_whose_it_was(
    conversation: Conversation, alice: User, bob: User, resting: str, wanted: str
) -> None:
    assign(conversation, bob, by=alice)
    toggle_status(conversation, resting, by=bob)
    text, links = "Reopened: [ENG-1] is completed", {"ENG-1": "https://linear.app/acme/issue/ENG-1"}
    assert reopen(conversation, wanted, text=text, links=links)
    assert not reopen(conversation, wanted, text=text, links=links)
    conversation.refresh_from_db()
    assert (conversation.status, conversation.assignee) == (wanted, bob)
    line = conversation.messages.get(content=text)
    assert (line.message_type, line.sender) == ("activity", None)
    assert line.content_attributes == {"links": links}


@pytest.mark.parametrize("status", ["open", "pending"])
def test_a_conversation_that_does_not_rest_stays_as_it_is(
    conversation: Conversation, bob: User, status: str
) -> None:
    toggle_status(conversation, status, by=bob)
    for wanted in ("open", "pending"):
        assert not reopen(conversation, wanted, text="Reopened")
    conversation.refresh_from_db()
    assert conversation.status == status
    assert not conversation.messages.filter(content="Reopened").exists()


def test_a_conversation_is_reopened_as_open_or_pending_alone(conversation: Conversation) -> None:
    with pytest.raises(ValueError, match="open or pending"):
        reopen(conversation, "snoozed", text="Reopened")


@pytest.mark.django_db(transaction=True)
def test_of_several_who_reopen_a_conversation_one_does(cast: Cast) -> None:
    toggle_status(cast.conversation, "resolved", by=cast.bob)

    def try_to(_number: int) -> bool:
        known = Conversation.objects.get(pk=cast.conversation.pk)
        return reopen(known, "open", text="Reopened")

    assert sorted(in_parallel(5, try_to)) == [False] * 4 + [True]
    assert cast.conversation.messages.filter(content="Reopened").count() == 1


def test_a_change_of_assignee_is_noted_once(
    conversation: Conversation, alice: User, bob: User
) -> None:
    for assignee in (bob, bob, None, None):
        assign(conversation, assignee, by=alice)
        conversation.refresh_from_db()
        assert conversation.assignee == assignee
    notes = conversation.messages.filter(message_type="activity").order_by("id")
    assert [note.content for note in notes] == [
        "Assigned to Bob by Alice",
        "Conversation was unassigned by Alice",
    ]


@pytest.mark.django_db(transaction=True)
def test_a_message_that_is_sent_again_is_saved_once(cast: Cast) -> None:
    key = uuid4()

    def send(_number: int) -> int:
        conversation = Conversation.objects.get(pk=cast.conversation.pk)
        message = create_message(conversation, content="Hi", sender=cast.bob, idempotency_key=key)
        return message.pk

    assert len(set(in_parallel(5, send))) == 1
    elsewhere = create_message(
        cast.other_inbox_conversation, content="Hi", sender=cast.bob, idempotency_key=key
    )
    assert elsewhere.conversation == cast.other_inbox_conversation
    assert cast.conversation.messages.filter(content="Hi").count() == 1


def test_an_activity_message_keeps_its_text_links_and_sender(
    conversation: Conversation, bob: User
) -> None:
    url = "https://linear.app/acme/issue/ENG-123"
    post_activity(conversation, "Linked Linear issue [ENG-123]", by=bob, links={"ENG-123": url})
    message = Message.objects.get(message_type="activity")
    assert message.content == "Linked Linear issue [ENG-123]"
    assert message.content_attributes == {"links": {"ENG-123": url}}
    assert message.sender == bob


def test_an_activity_message_needs_neither_links_nor_a_person(conversation: Conversation) -> None:
    message = post_activity(conversation, "Conversation was imported", by=None)
    conversation.refresh_from_db()
    assert (message.sender, message.content_attributes) == (None, {})
    assert conversation.last_activity_at == message.created_at
