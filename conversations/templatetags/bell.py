"""`{% bell %}`: how many notifications the person has not read, and the way to them."""

from typing import Any

from django import template
from django.template import RequestContext

from ..notifications import unread_of

register = template.Library()


@register.inclusion_tag("conversations/notifications/_bell.html", takes_context=True)
def bell(context: RequestContext) -> dict[str, Any]:
    """Return what the template shows of the page's `member`, and of its `conversation` if any."""
    conversation = context.get("conversation")
    display_id = conversation and conversation.display_id
    return {
        "member": context["member"],
        "display_id": display_id,
        # A page that shows more of it has counted already.
        "unread": context.get("unread") or unread_of(context["member"], display_id),
        "section": context.get("section"),
        "csrf_token": context.get("csrf_token"),
    }
