"""What the panels beside a thread get, wherever they are shown: settings.CONVERSATION_PANELS."""

from typing import Any

from django.conf import settings

from ..models import Conversation, Membership, Message


def panel_context(member: Membership, conversation: Conversation) -> dict[str, Any]:
    """Return `member`, `conversation`, `last_incoming` (None without any) and `frontend_url`."""
    incoming = conversation.messages.filter(message_type=Message.Type.INCOMING, private=False)
    return {
        "member": member,
        "conversation": conversation,
        "last_incoming": incoming.order_by("-id").first(),
        "frontend_url": settings.FRONTEND_URL,
    }
