"""Whoever looks after a conversation is told of events in it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.utils import timezone

from bridge.celery import app
from conversations import tasks
from conversations.access import membership_for
from conversations.conversations import assign
from conversations.models import Conversation, Membership, Notification
from conversations.notifications import Unread, mark_read, notify, unread_of

from ..cast import Cast
from ..notifications import tell
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

    def tell_again(_number: int) -> None:
        notify(Conversation.objects.get(pk=cast.conversation.pk), "Done", key=key)

    in_parallel(5, tell_again)
    assert told() == [("Bob", "Done")]
    notify(cast.conversation, "Done", key=uuid4())
    assert told() == [("Bob", "Done")] * 2


def test_unread_ones_are_counted_in_all_and_of_one_conversation(cast: Cast) -> None:
    bob = membership_for(cast.bob, cast.acme_support.pk)
    alice = membership_for(cast.alice, cast.acme_support.pk)
    assert unread_of(bob) == Unread(0, 0, 0)
    tell(cast.other_inbox_conversation, cast.alice)
    newest = tell(cast.conversation, cast.alice)
    number = cast.conversation.display_id
    assert unread_of(alice, number) == Unread(2, 1, newest.pk)
    assert unread_of(alice) == unread_of(alice, 2**63) == unread_of(alice, -1)
    assert unread_of(alice) == Unread(2, 0, newest.pk)
    assert unread_of(bob, number) == Unread(0, 0, 0)
    mark_read(alice, until=newest.pk - 1)
    assert unread_of(alice, number) == Unread(1, 1, newest.pk)


def test_a_frame_elsewhere_has_no_notifications(cast: Cast) -> None:
    member = membership_for(cast.bob, cast.acme_support.pk)
    member.sees_only = cast.conversation.display_id
    with pytest.raises(ValueError, match="frame"):
        unread_of(member)


def test_what_was_read_long_ago_is_forgotten_and_what_was_not_is_kept(cast: Cast) -> None:
    member = membership_for(cast.bob, cast.acme_support.pk)
    for text, age in (("Old", 31), ("New", 29)):
        tell(cast.conversation, cast.bob, text)
        mark_read(member)
        moment = timezone.now() - timedelta(days=age)
        Notification.objects.filter(text=text).update(read_at=moment)
    unread = tell(cast.conversation, cast.bob, "Unread")
    Notification.objects.filter(pk=unread.pk).update(created_at=moment - timedelta(days=365))
    assert tasks.prune_notifications() == 1
    assert told() == [("Bob", "New"), ("Bob", "Unread")]


def test_no_scheduled_task_is_missing() -> None:
    app.loader.import_default_modules()
    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} <= set(app.tasks)
