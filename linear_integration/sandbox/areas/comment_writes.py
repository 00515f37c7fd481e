from __future__ import annotations

from typing import Any
from uuid import uuid4

from ..api.context import Context
from ..api.errors import LinearError, invalid_argument
from ..api.registry import mutation
from ..state.store import Row
from .app_users import is_mentionable, mentions
from .comments import children
from .issue_rules import check_app_fields, check_new_id
from .issues import find_issue
from .prosemirror import body_of
from .provenance import author_id, bot_actor, created_at

_SCOPES = ("write", "comments:create")


@mutation("commentCreate", *_SCOPES)
def comment_create(context: Context, input: dict[str, Any]) -> Row:
    """Comment on an issue, and subscribe the author to it unless asked not to."""
    check_app_fields(context, input)
    check_new_id(context, "Comment", input.get("id"))
    if not input.get("issueId"):
        raise invalid_argument("issueId", "isNotEmpty", "issueId should not be empty")
    issue = find_issue(context, input["issueId"])
    row = {
        "id": (input.get("id") or str(uuid4())).lower(),
        "organizationId": issue["organizationId"],
        "issueId": issue["id"],
        "parentId": _parent_id(context, issue, input.get("parentId")),
        "body": _checked_body(context, input),
        "quotedText": input.get("quotedText"),
        "userId": author_id(context, input),
        "botActor": bot_actor(context, input),
        "externalUserId": None,
        "editedAt": None,
        "createdAt": created_at(context, input),
        "updatedAt": context.clock.stamp(),
        "archivedAt": None,
    }
    _subscribe(context, issue, input)
    return {"comment": context.store.insert("Comment", row)}


@mutation("commentUpdate", *_SCOPES)
def comment_update(
    context: Context,
    id: str,
    input: dict[str, Any],
    skipEditedAt: bool | None = None,
) -> Row:
    comment = context.get("Comment", id)
    now = context.clock.stamp()
    changes: dict[str, Any] = {"updatedAt": now}
    if body_of(input) is not None:
        changes["body"] = _checked_body(context, input)
        changes["editedAt"] = comment["editedAt"] if skipEditedAt else now
    if "quotedText" in input:
        changes["quotedText"] = input["quotedText"]
    return {"comment": context.store.update("Comment", comment["id"], **changes)}


@mutation("commentDelete", *_SCOPES)
def comment_delete(context: Context, id: str) -> Row:
    """Delete a comment with the replies to it; customer requests that named it stay."""
    comment = context.get("Comment", id)
    _delete(context, comment)
    return {"entityId": comment["id"]}


def _delete(context: Context, comment: Row) -> None:
    for reply in list(children(context, comment)):
        _delete(context, reply)
    for need in list(context.store.rows("CustomerNeed")):
        if need["commentId"] == comment["id"]:
            context.store.update("CustomerNeed", need["id"], commentId=None)
    context.store.delete("Comment", comment["id"])


def _parent_id(context: Context, issue: Row, parent_id: str | None) -> str | None:
    if parent_id is None:
        return None
    parent = context.get("Comment", parent_id)
    if parent["issueId"] != issue["id"]:
        raise LinearError(
            "parentId for incorrect issue",
            for_people="The comment that is answered belongs to another issue.",
        )
    return str(parent["id"])


def _checked_body(context: Context, given: dict[str, Any]) -> str:
    """Return a comment's text: not empty, and no mention of an app that can't be mentioned."""
    body = body_of(given) or ""
    if not body.strip():
        raise invalid_argument("body", "isNotEmpty", "body should not be empty")
    for user in context.rows("User"):
        if user["app"] and not is_mentionable(context, user) and mentions(context, user, body):
            raise LinearError("App user not valid")
    return body


def _subscribe(context: Context, issue: Row, given: dict[str, Any]) -> None:
    wanted = list(given.get("subscriberIds") or [])
    for user_id in wanted:
        context.get("User", user_id)
    if not given.get("doNotSubscribeToIssue"):
        wanted.append(context.caller.user_id)
    subscriber_ids = list(dict.fromkeys([*issue["subscriberIds"], *wanted]))
    if subscriber_ids != issue["subscriberIds"]:
        context.store.update("Issue", issue["id"], subscriberIds=subscriber_ids)
