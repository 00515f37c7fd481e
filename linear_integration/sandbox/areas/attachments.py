from __future__ import annotations

from typing import Any

from ..api.connections import connection
from ..api.context import Context
from ..api.errors import LinearError, invalid_argument
from ..api.registry import field, mutation, root_entity, root_list
from ..state.store import Row
from .attachment_rows import (
    attach_url,
    attachment_of,
    check_url,
    insert_attachment,
    remove_attachment,
    save_attachment,
)
from .issue_rules import check_app_fields, check_new_id
from .issues import find_issue

root_list("attachments", "Attachment")
root_entity("attachment", "Attachment")
_SCOPES = ("write", "issues:create")


@field("Query", "attachmentsForURL")
def attachments_for_url(context: Context, _root: Row, url: str, **arguments: Any) -> Row:
    rows = (row for row in context.rows("Attachment") if row["url"] == url)
    return connection(context, "Attachment", rows, arguments)


@mutation("attachmentCreate", *_SCOPES)
def attachment_create(context: Context, input: dict[str, Any]) -> Row:
    """Create an attachment, or replace the content of the issue's one with the same URL.

    In the second case the client's id is not used: the answer has the older one.
    """
    check_app_fields(context, input)
    issue = find_issue(context, input["issueId"])
    check_url(input["url"])
    _check_title(input["title"])
    content = {
        "title": input["title"],
        "subtitle": input.get("subtitle"),
        "metadata": input.get("metadata") or {},
        "groupBySource": bool(input.get("groupBySource")),
    }
    existing = attachment_of(context, issue, input["url"])
    if existing:
        return {"attachment": save_attachment(context, existing, content)}
    check_new_id(context, "Attachment", input.get("id"))
    return {"attachment": insert_attachment(context, issue, input["url"], input.get("id"), content)}


@mutation("attachmentLinkURL", *_SCOPES)
def attachment_link_url(context: Context, **arguments: Any) -> Row:
    """Attach a plain URL to an issue; its title is the URL unless one is given."""
    check_app_fields(context, arguments)
    issue, url = find_issue(context, arguments["issueId"]), arguments["url"]
    row_id, title = arguments.get("id"), arguments.get("title")
    attachment, is_new = attach_url(context, issue, url, row_id=row_id, title=title)
    if not is_new and context.switches.link_url_duplicates_fail:
        raise LinearError(
            "Duplicate attachment for duplicate url",
            for_people="An attachment with the same URL already exists.",
        )
    return {"attachment": attachment}


@mutation("attachmentUpdate", *_SCOPES)
def attachment_update(context: Context, id: str, input: dict[str, Any]) -> Row:
    _check_title(input["title"])
    names = ("title", "subtitle", "metadata")
    changes = {name: input[name] for name in names if name in input}
    if changes.get("metadata", {}) is None:
        changes["metadata"] = {}
    return {"attachment": save_attachment(context, context.get("Attachment", id), changes)}


@mutation("attachmentDelete", *_SCOPES)
def attachment_delete(context: Context, id: str) -> Row:
    row_id = context.get("Attachment", id)["id"]
    with_needs = context.switches.attachment_delete_removes_needs
    remove_attachment(context, row_id, with_needs=with_needs)
    return {"entityId": row_id}


@field("Attachment", "source")
def source(_context: Context, attachment: Row) -> dict[str, str]:
    return {"type": attachment["sourceType"]}


def _check_title(title: str) -> None:
    if not title.strip():
        raise invalid_argument("title", "isNotEmpty", "title should not be empty")
