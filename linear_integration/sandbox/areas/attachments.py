from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from ..api.connections import connection
from ..api.context import Context
from ..api.errors import LinearError, invalid_argument
from ..api.registry import field, mutation, root_entity, root_list
from ..state.store import Row
from .issue_rules import check_app_fields, check_new_id
from .issues import attachments, find_issue

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
    _check_url(input["url"])
    _check_title(input["title"])
    content = {
        "title": input["title"],
        "subtitle": input.get("subtitle"),
        "metadata": input.get("metadata") or {},
        "groupBySource": bool(input.get("groupBySource")),
    }
    existing = _attachment_of(context, issue, input["url"])
    if existing:
        return {"attachment": _save(context, existing, content)}
    check_new_id(context, "Attachment", input.get("id"))
    return {"attachment": _insert(context, issue, input["url"], input.get("id"), content)}


@mutation("attachmentLinkURL", *_SCOPES)
def attachment_link_url(context: Context, **arguments: Any) -> Row:
    """Attach a plain URL to an issue; its title is the URL unless one is given."""
    check_app_fields(context, arguments)
    issue, url = find_issue(context, arguments["issueId"]), arguments["url"]
    _check_url(url)
    existing = _attachment_of(context, issue, url)
    if existing and context.switches.link_url_duplicates_fail:
        raise LinearError(
            "Duplicate attachment for duplicate url",
            for_people="An attachment with the same URL already exists.",
        )
    if existing:
        return {"attachment": existing}
    check_new_id(context, "Attachment", arguments.get("id"))
    content = {"title": arguments.get("title") or url, "subtitle": None, "metadata": {}}
    return {
        "attachment": _insert(
            context, issue, url, arguments.get("id"), {**content, "groupBySource": False}
        )
    }


@mutation("attachmentUpdate", *_SCOPES)
def attachment_update(context: Context, id: str, input: dict[str, Any]) -> Row:
    _check_title(input["title"])
    names = ("title", "subtitle", "metadata")
    changes = {name: input[name] for name in names if name in input}
    if changes.get("metadata", {}) is None:
        changes["metadata"] = {}
    return {"attachment": _save(context, context.get("Attachment", id), changes)}


@mutation("attachmentDelete", *_SCOPES)
def attachment_delete(context: Context, id: str) -> Row:
    row_id = context.get("Attachment", id)["id"]
    context.store.delete("Attachment", row_id)
    return {"entityId": row_id}


@field("Attachment", "source")
def source(_context: Context, attachment: Row) -> dict[str, str]:
    return {"type": attachment["sourceType"]}


def _attachment_of(context: Context, issue: Row, url: str) -> Row | None:
    return next((row for row in attachments(context, issue) if row["url"] == url), None)


def _insert(
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
        "sourceType": "unknown",
        **content,
        "createdAt": now,
        "updatedAt": now,
        "archivedAt": None,
    }
    return context.store.insert("Attachment", row)


def _save(context: Context, attachment: Row, changes: dict[str, Any]) -> Row:
    times = {"updatedAt": context.clock.stamp()}
    return context.store.update("Attachment", attachment["id"], **changes, **times)


def _check_url(url: str) -> None:
    if not _is_address(url):
        raise invalid_argument("url", "isUrl", "url must be a URL address")


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:  # such as an unclosed bracket in the host
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def _check_title(title: str) -> None:
    if not title.strip():
        raise invalid_argument("title", "isNotEmpty", "title should not be empty")
