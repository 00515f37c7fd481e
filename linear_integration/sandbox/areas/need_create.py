from __future__ import annotations

from typing import Any
from uuid import uuid4

from ..api.context import Context
from ..api.errors import LinearError, unsupported
from ..state.store import Row
from .customer_access import customer_mutation
from .issue_rules import check_app_fields, check_new_id
from .issues import find_issue
from .need_rules import check_need, comment_id_of, customer_id_of, source_of
from .prosemirror import body_of
from .provenance import author_id, created_at


@customer_mutation("customerNeedCreate")
def customer_need_create(context: Context, input: dict[str, Any]) -> Row:
    check_app_fields(context, input)
    check_new_id(context, "CustomerNeed", input.get("id"))
    check_need(input)
    issue, project = _target(context, input)
    values = {
        "customerId": customer_id_of(context, input),
        "commentId": comment_id_of(context, issue, input.get("commentId")),
        "body": body_of(input),
        "priority": input.get("priority") or 0,
        **(source_of(context, issue, input) if issue else {}),
    }
    return {"need": _insert(context, input, issue, project, values)}


@customer_mutation("customerNeedCreateFromAttachment")
def customer_need_create_from_attachment(context: Context, input: dict[str, Any]) -> Row:
    """Make a request of an attachment, once: an archived request comes back instead."""
    attachment = context.get("Attachment", input["attachmentId"])
    for need in list(context.rows("CustomerNeed")):
        if need["attachmentId"] == attachment["id"]:
            return {"need": _unarchived(context, need)}
    issue = context.get("Issue", attachment["issueId"])
    values = {"attachmentId": attachment["id"]}
    return {"need": _insert(context, {}, issue, None, values)}


def _target(context: Context, given: dict[str, Any]) -> tuple[Row | None, Row | None]:
    """Return the issue or the project that a request is for."""
    if given.get("issueId"):
        return find_issue(context, given["issueId"]), None
    if not given.get("projectId"):
        raise LinearError("Either issueId or projectId must be provided")
    if given.get("attachmentId") or given.get("attachmentUrl"):
        raise unsupported("an attachment of a project")
    return None, context.get("Project", given["projectId"])


def _insert(
    context: Context,
    given: dict[str, Any],
    issue: Row | None,
    project: Row | None,
    values: dict[str, Any],
) -> Row:
    row = {
        "id": (given.get("id") or str(uuid4())).lower(),
        "organizationId": context.caller.organization_id,
        "issueId": issue["id"] if issue else None,
        "originalIssueId": None,
        "projectId": issue["projectId"] if issue else project and project["id"],
        "customerId": None,
        "attachmentId": None,
        "hasOwnAttachment": False,
        "commentId": None,
        "body": None,
        "priority": 0,
        "creatorId": author_id(context, given),
        "createAsUser": given.get("createAsUser"),
        **values,
        "createdAt": created_at(context, given),
        "updatedAt": context.clock.stamp(),
        "archivedAt": None,
    }
    return context.store.insert("CustomerNeed", row)


def _unarchived(context: Context, need: Row) -> Row:
    if need["archivedAt"] is None:
        return need
    changes = {"archivedAt": None, "updatedAt": context.clock.stamp()}
    return context.store.update("CustomerNeed", need["id"], **changes)
