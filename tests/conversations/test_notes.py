"""Private notes of the product's own."""

from uuid import uuid4

import pytest

from conversations.models import Conversation, Message
from conversations.notes import post_note

from ..cast import Cast
from ..threads import in_parallel


def test_a_note_is_for_the_team_and_has_an_author_who_is_no_person(
    conversation: Conversation,
) -> None:
    note = post_note(conversation, "ENG-1 was completed.", author="Linear")
    assert note is not None
    saved = Message.objects.get(pk=note.pk)
    assert (saved.message_type, saved.private, saved.sender) == ("outgoing", True, None)
    assert (saved.content, saved.author) == ("ENG-1 was completed.", "Linear")
    conversation.refresh_from_db()
    assert conversation.last_activity_at == saved.created_at


@pytest.mark.django_db(transaction=True)
def test_a_note_with_a_key_is_written_once_in_each_conversation(cast: Cast) -> None:
    key = uuid4()

    def write(_number: int) -> bool:
        conversation = Conversation.objects.get(pk=cast.conversation.pk)
        return post_note(conversation, "Done", author="Linear", key=key) is not None

    assert sorted(in_parallel(5, write)) == [False] * 4 + [True]
    assert post_note(cast.other_inbox_conversation, "Done", author="Linear", key=key) is not None
    assert cast.conversation.messages.filter(content="Done").count() == 1


def test_a_repeated_note_is_no_activity(conversation: Conversation) -> None:
    key = uuid4()
    first = post_note(conversation, "Done", author="Linear", key=key)
    assert post_note(conversation, "Done", author="Linear", key=key) is None
    conversation.refresh_from_db()
    assert first is not None
    assert conversation.last_activity_at == first.created_at


def test_notes_without_a_key_are_each_their_own(conversation: Conversation) -> None:
    for _ in range(2):
        post_note(conversation, "Done", author="Linear")
    assert conversation.messages.filter(content="Done").count() == 2
