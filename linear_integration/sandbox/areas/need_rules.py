"""What Linear accepts in a customer request: each rule refuses with its error, or lets pass."""

from __future__ import annotations

from typing import Any

from ..api.context import Context
from ..api.errors import LinearError, entity_not_found, invalid_argument
from ..state.store import Row
from .attachment_rows import attach_url
from .customers import customer_of_external_id, find_customer
from .prosemirror import body_of

_PRIORITIES = (0, 1)
_INSTEAD = (
    ("issueId", "projectId"),
    ("customerId", "customerExternalId"),
    ("attachmentId", "attachmentUrl"),
)


def check_need(given: dict[str, Any]) -> None:
    """Check what can be said of an input by itself: the priority, and no two for one thing."""
    for one, other in _INSTEAD:
        if given.get(one) and given.get(other):
            raise LinearError(
                f"{one} and {other} cannot be used together",
                for_people=f"Give either {one} or {other}, not both.",
            )
    if given.get("priority") is not None and given["priority"] not in _PRIORITIES:
        raise invalid_argument("priority", "isIn", "priority must be 0 or 1")
    body_of(given)


def customer_id_of(context: Context, given: dict[str, Any]) -> str | None:
    """Return the id of the customer that an input names by its id or an external one."""
    if given.get("customerId"):
        return str(find_customer(context, given["customerId"])["id"])
    if not given.get("customerExternalId"):
        return None
    customer = customer_of_external_id(context, given["customerExternalId"])
    if customer is None:
        raise entity_not_found("Customer")
    return str(customer["id"])


def comment_id_of(context: Context, issue: Row | None, comment_id: str | None) -> str | None:
    """Return the id of a comment on the request's issue."""
    if comment_id is None:
        return None
    comment = context.get("Comment", comment_id)
    if issue is None or comment["issueId"] != issue["id"]:
        raise LinearError(
            "commentId for incorrect issue", for_people="The comment belongs to another issue."
        )
    return str(comment["id"])


def source_of(context: Context, issue: Row, given: dict[str, Any]) -> dict[str, Any]:
    """Return what an input says about the request's attachment.

    One that a URL made new is the request's own: it goes when another URL takes its place.
    """
    if given.get("attachmentId"):
        attachment = context.get("Attachment", given["attachmentId"])
        if attachment["issueId"] != issue["id"]:
            raise LinearError(
                "attachmentId for incorrect issue",
                for_people="The attachment belongs to another issue.",
            )
        return {"attachmentId": attachment["id"], "hasOwnAttachment": False}
    if given.get("attachmentUrl"):
        attachment, is_new = attach_url(context, issue, given["attachmentUrl"])
        return {"attachmentId": attachment["id"], "hasOwnAttachment": is_new}
    return {}
