"""Whoever looks after a conversation is told of events in it."""

from uuid import uuid4

import pytest

from conversations.conversations import assign
from conversations.models import Conversation, Membership, Notification
from conversations.notifications import notify

from ..cast import Cast
from ..threads import in_parallel

URL = "https://linear.app/acme/issue/ENG-1"


def told() -> list[tuple[str, str]]:
    """Return who was told what."""
    found = Notification.objects.select_related("user").order_by("id")
    return [(each.user.name, each.text) for each in found]


def test_the_assignee_is_told(cast: Cast) -> None:
    assign(cast.conversation, cast.bob, by=cast.alice)
    notify(cast.conversation, "[ENG-1] is completed", key=uuid4(), links={"ENG-1": URL})
    notification = Notification.objects.get()
    assert (notification.user, notification.conversation) == (cast.bob, cast.conversation)
    assert (notification.text, notification.links) == ("[ENG-1] is completed", {"ENG-1": URL})
    assert notification.read_at is None


def test_nobody_is_told_where_nobody_is_assigned(cast: Cast) -> None:
    notify(cast.conversation, "Done", key=uuid4())
    assert told() == []


def test_who_is_assigned_now_is_told_whoever_was_when_the_caller_looked(cast: Cast) -> None:
    assign(cast.conversation, cast.bob, by=cast.alice)
    known = Conversation.objects.get(pk=cast.conversation.pk)
    assign(cast.conversation, cast.alice, by=cast.alice)
    notify(known, "Done", key=uuid4())
    assert told() == [("Alice", "Done")]


def test_who_no_longer_sees_the_conversation_is_not_told(cast: Cast) -> None:
    assign(cast.conversation, cast.bob, by=cast.alice)
    cast.website.members.remove(cast.bob)
    notify(cast.conversation, "Done", key=uuid4())
    cast.website.members.add(cast.bob)
    Membership.objects.filter(user=cast.bob).delete()
    notify(cast.conversation, "Done", key=uuid4())
    assert told() == []


def test_an_administrator_sees_every_inbox_and_is_told(cast: Cast) -> None:
    cast.website.members.remove(cast.alice)
    assign(cast.conversation, cast.alice, by=cast.alice)
    notify(cast.conversation, "Done", key=uuid4())
    assert told() == [("Alice", "Done")]


@pytest.mark.django_db(transaction=True)
def test_an_event_is_told_once(cast: Cast) -> None:
    assign(cast.conversation, cast.bob, by=cast.alice)
    key = uuid4()

    def tell(_number: int) -> None:
        notify(Conversation.objects.get(pk=cast.conversation.pk), "Done", key=key)

    in_parallel(5, tell)
    assert told() == [("Bob", "Done")]
    notify(cast.conversation, "Done", key=uuid4())
    assert told() == [("Bob", "Done")] * 2
