"""Attachments as rows: one for an issue and URL, however it came to be."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from ..api.context import Context
from ..api.errors import invalid_argument
from ..state.store import Row
from .issue_rules import check_new_id
from .issues import attachments
from .ticket_sources import PLAIN, source_type


def attachment_of(context: Context, issue: Row, url: str) -> Row | None:
    """Return the issue's attachment with that URL."""
    return next((row for row in attachments(context, issue) if row["url"] == url), None)


def attach_url(
    context: Context,
    issue: Row,
    url: str,
    *,
    row_id: str | None = None,
    title: str | None = None,
) -> tuple[Row, bool]:
    """Return the issue's attachment with that URL, and whether it was made just now."""
    check_url(url)
    existing = attachment_of(context, issue, url)
    if existing:
        return existing, False
    check_new_id(context, "Attachment", row_id)
    content: dict[str, Any] = {
        "title": title or url,
        "subtitle": None,
        "metadata": {},
        "groupBySource": False,
        "sourceType": source_type(context, url),
    }
    return insert_attachment(context, issue, url, row_id, content), True


def insert_attachment(
    context: Context, issue: Row, url: str, row_id: str | None, content: dict[str, Any]
) -> Row:
    now = context.clock.stamp()
    row = {
        "id": (row_id or str(uuid4())).lower(),
        "organizationId": issue["organizationId"],
        "issueId": issue["id"],
        "originalIssueId": None,
        "url": url,
        "creatorId": context.caller.user_id,
        "sourceType": PLAIN,
        **content,
        "createdAt": now,
        "updatedAt": now,
        "archivedAt": None,
    }
    return context.store.insert("Attachment", row)


def save_attachment(context: Context, attachment: Row, changes: dict[str, Any]) -> Row:
    times = {"updatedAt": context.clock.stamp()}
    return context.store.update("Attachment", attachment["id"], **changes, **times)


def remove_attachment(context: Context, attachment_id: str, *, with_needs: bool = False) -> None:
    """Delete an attachment; customer requests that it backed go too, or stay without it."""
    for need in list(context.store.rows("CustomerNeed")):
        if need["attachmentId"] != attachment_id:
            continue
        if with_needs:
            context.store.delete("CustomerNeed", need["id"])
        else:
            changes = {"attachmentId": None, "hasOwnAttachment": False}
            context.store.update("CustomerNeed", need["id"], **changes)
    context.store.delete("Attachment", attachment_id)


def check_url(url: str) -> None:
    """Refuse what is no web address."""
    if not _is_address(url):
        raise invalid_argument("url", "isUrl", "url must be a URL address")


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:  # such as an unclosed bracket in the host
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)
