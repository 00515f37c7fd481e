"""Which attachments come from a ticketing system that the workspace is connected to."""

from __future__ import annotations

from urllib.parse import urlsplit

from ..api.context import Context
from ..api.registry import field
from ..state.store import Row
from .issues import attachments

PLAIN = "unknown"
_SERVICES = {"zendesk.com": "zendesk", "intercom.com": "intercom", "frontapp.com": "front"}


def source_type(context: Context, url: str) -> str:
    """Name the workspace's integration that knows a URL; any other URL is a plain link."""
    host = (urlsplit(url).hostname or "").lower()
    for domain, service in _SERVICES.items():
        if host == domain or host.endswith(f".{domain}"):
            rows = context.rows("Integration")
            return service if any(row["service"] == service for row in rows) else PLAIN
    return PLAIN


@field("Issue", "customerTicketCount")
def customer_ticket_count(context: Context, issue: Row) -> int:
    services = frozenset(_SERVICES.values())
    return sum(row["sourceType"] in services for row in attachments(context, issue))
