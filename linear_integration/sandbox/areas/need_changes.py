from __future__ import annotations

from typing import Any

from ..api.context import Context
from ..api.errors import LinearError, unsupported
from ..state.store import Row
from .attachment_rows import attachment_of, remove_attachment, save_attachment
from .customer_access import customer_mutation
from .issues import find_issue
from .need_rules import check_need, customer_id_of, source_of
from .prosemirror import body_of

_UNKNOWN = ("id", "projectId")


@customer_mutation("customerNeedUpdate")
def customer_need_update(
    context: Context,
    id: str,
    input: dict[str, Any],
    clearAttachment: bool | None = None,
) -> Row:
    """Change a request: move it, say how important it is, and what it says or comes from."""
    need = context.get("CustomerNeed", id)
    _check(input)
    if input.get("issueId"):
        need = _save(context, need, _moved(context, need, find_issue(context, input["issueId"])))
    if clearAttachment:
        need = _without_attachment(context, need)
    if input.get("attachmentUrl"):
        need = _with_url(context, need, input)
    changes = _values(context, input)
    need = _save(context, need, changes)
    is_shared = "priority" in changes and input.get("applyPriorityToRelatedNeeds")
    shared = {"priority": need["priority"]}
    related = _related(context, need) if is_shared else []
    return {"need": need, "updatedRelatedNeeds": [_save(context, row, shared) for row in related]}


@customer_mutation("customerNeedArchive")
def customer_need_archive(context: Context, id: str) -> Row:
    need = context.get("CustomerNeed", id)
    return {"entity": _save(context, need, {"archivedAt": context.clock.stamp()})}


@customer_mutation("customerNeedUnarchive")
def customer_need_unarchive(context: Context, id: str) -> Row:
    return {"entity": _save(context, context.get("CustomerNeed", id), {"archivedAt": None})}


@customer_mutation("customerNeedDelete")
def customer_need_delete(context: Context, id: str, keepAttachment: bool | None = None) -> Row:
    """Delete a request, and its attachment unless that is to be kept."""
    need = context.get("CustomerNeed", id)
    context.store.delete("CustomerNeed", need["id"])
    if need["attachmentId"] and not keepAttachment:
        remove_attachment(context, need["attachmentId"])
    return {"entityId": need["id"]}


def _check(given: dict[str, Any]) -> None:
    for name in _UNKNOWN:
        if given.get(name):
            raise unsupported(f"{name} of customerNeedUpdate")
    check_need(given)


def _values(context: Context, given: dict[str, Any]) -> dict[str, Any]:
    """Return what an input sets in the request itself; a null text clears it."""
    values: dict[str, Any] = {}
    if given.get("priority") is not None:
        values["priority"] = given["priority"]
    if "body" in given or "bodyData" in given:
        values["body"] = body_of(given)
    if given.get("customerId") or given.get("customerExternalId"):
        values["customerId"] = customer_id_of(context, given)
    return values


def _moved(context: Context, need: Row, issue: Row) -> dict[str, Any]:
    """Take a request with its attachment to another issue."""
    if issue["id"] == need["issueId"]:
        return {}
    source: dict[str, Any] = {}
    if need["attachmentId"]:
        attachment = context.get("Attachment", need["attachmentId"])
        same = attachment_of(context, issue, attachment["url"])
        if same:
            source = {"attachmentId": same["id"], "hasOwnAttachment": False}
        else:
            original = attachment["originalIssueId"] or attachment["issueId"]
            changes = {"issueId": issue["id"], "originalIssueId": original}
            save_attachment(context, attachment, changes)
    return {
        "issueId": issue["id"],
        "projectId": issue["projectId"],
        "originalIssueId": need["originalIssueId"] or need["issueId"],
        **source,
    }


def _without_attachment(context: Context, need: Row) -> Row:
    if need["attachmentId"]:
        remove_attachment(context, need["attachmentId"])
    return context.get("CustomerNeed", need["id"])


def _with_url(context: Context, need: Row, given: dict[str, Any]) -> Row:
    """Set the source; the old one goes if it was only this request's."""
    if need["issueId"] is None:
        raise LinearError("attachmentUrl needs an issue")
    issue = context.get("Issue", need["issueId"])
    source = source_of(context, issue, given)
    old_id = need["attachmentId"]
    if source["attachmentId"] == old_id:
        return need
    if old_id and need["hasOwnAttachment"]:
        remove_attachment(context, old_id)
    return _save(context, need, source)


def _related(context: Context, need: Row) -> list[Row]:
    """Return the same customer's other requests on the same issue or project."""
    names = ("customerId", "issueId", "projectId")
    return [
        row
        for row in context.rows("CustomerNeed")
        if row["id"] != need["id"]
        and need["customerId"]
        and not row["archivedAt"]
        and all(row[name] == need[name] for name in names)
    ]


def _save(context: Context, need: Row, changes: dict[str, Any]) -> Row:
    times = {"updatedAt": context.clock.stamp()}
    return context.store.update("CustomerNeed", need["id"], **changes, **times)
