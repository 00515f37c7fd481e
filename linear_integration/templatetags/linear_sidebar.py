"""What the sidebar paints first, so that it has to wait for nothing."""

from pathlib import Path
from typing import Any

from django import template

from conversations.models import Conversation, Membership

from .. import cards
from ..api.connection_views import integration_of
from ..api.issue_views import LINKED_ISSUES

SCRIPTS = Path(__file__).parent.parent / "static" / "linear_integration"
# Each would be asked for only once the script before it was read.
MODULES = [
    "conversations/i18n.js",
    *sorted(f"linear_integration/{path.name}" for path in SCRIPTS.glob("*.js")),
]

register = template.Library()


@register.simple_tag
def sidebar_modules() -> list[str]:
    """Return the sidebar's scripts, to be loaded side by side."""
    return MODULES


@register.simple_tag
def sidebar_data(member: Membership, conversation: Conversation) -> dict[str, Any]:
    """Return the integration and the linked issues, as the API answers them; Linear isn't asked."""
    linked = cards.linked_issues(conversation, refresh=False)
    return {
        "status": integration_of(member),
        "links": LINKED_ISSUES.to_representation(linked),
    }
