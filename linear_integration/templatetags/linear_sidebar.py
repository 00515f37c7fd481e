"""What the sidebar paints first, so that it has to wait for nothing."""

from typing import Any

from django import template

from conversations.models import Conversation, Membership

from .. import cards
from ..api.connection_views import integration_of
from ..api.issue_views import LINKED_ISSUES

register = template.Library()


@register.simple_tag
def sidebar_data(member: Membership, conversation: Conversation) -> dict[str, Any]:
    """Return the integration and the linked issues, as the API answers them; Linear isn't asked."""
    linked = cards.linked_issues(conversation, refresh=False)
    return {
        "status": integration_of(member),
        "links": LINKED_ISSUES.to_representation(linked),
    }
