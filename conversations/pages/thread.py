"""What the thread of a conversation shows."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language

from ..access import LARGEST_ID
from ..models import Conversation, Message
from .segments import blocks, segments

THREAD_SIZE = 100


def thread_of(conversation: Conversation, before: str) -> dict[str, Any]:
    """Return the latest messages, or those before the id `before`, as the template takes them."""
    messages = conversation.messages.select_related("sender").order_by("-id")
    # A longer number than any message has means the latest.
    before = before if before.isdecimal() and len(before) < len(str(LARGEST_ID)) else ""
    if before:
        messages = messages.filter(id__lt=int(before))
    found = list(messages[: THREAD_SIZE + 1])
    shown = found[:THREAD_SIZE][::-1]
    earlier = shown[0].id if len(found) > THREAD_SIZE else None
    return {"entries": list(_entries(shown)), "earlier": earlier, "before": before}


def entity_tag(conversation: Conversation) -> str:
    """Return what changes whenever the thread or the head of the conversation does.

    One look at an index: messages are only ever added, and each change of the conversation adds
    one.
    """
    newest = conversation.messages.order_by("-id").values_list("id", flat=True).first()
    state = (conversation.status, conversation.assignee_id, conversation.last_activity_at)
    return '"{}"'.format("/".join(map(str, (newest, *state, get_language()))).replace(" ", "T"))


def _entries(messages: Iterable[Message]) -> Iterable[dict[str, Any]]:
    day = None
    for message in messages:
        text = message.content
        is_activity = message.message_type == Message.Type.ACTIVITY
        links = message.content_attributes.get("links", {})
        yield {
            "message": message,
            "begins_day": message.created_at.date() != day,
            "segments": segments(text, links) if is_activity else [],
            "blocks": [] if is_activity else blocks(text, may_quote=message.private),
            "names_sender": text.endswith(f" by {message.sender}"),
        }
        day = message.created_at.date()
