from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from ..api.context import Context
from ..api.errors import LinearError
from ..api.registry import mutation, root_entity, root_list, rows_of
from ..state.store import Row
from .attachment_rows import attachment_of, save_attachment
from .issue_rules import check_new_id
from .issue_writes import update_issue
from .issues import attachments, find_issue

DUPLICATE = "duplicate"

root_list("issueRelations", "IssueRelation")
root_entity("issueRelation", "IssueRelation")


@rows_of("Issue", "relations")
def relations(context: Context, issue: Row) -> Iterator[Row]:
    """Go through what the issue is to others: their duplicate, for one."""
    return (row for row in context.rows("IssueRelation") if row["issueId"] == issue["id"])


@rows_of("Issue", "inverseRelations")
def inverse_relations(context: Context, issue: Row) -> Iterator[Row]:
    """Go through what others are to the issue."""
    return (row for row in context.rows("IssueRelation") if row["relatedIssueId"] == issue["id"])


@mutation("issueRelationCreate", "write")
def issue_relation_create(
    context: Context, input: dict[str, Any], overrideCreatedAt: str | None = None
) -> Row:
    """Relate two issues; the first, as a duplicate of the second, gets its team's state for it."""
    check_new_id(context, "IssueRelation", input.get("id"))
    issue = find_issue(context, input["issueId"])
    related = find_issue(context, input["relatedIssueId"])
    kind = str(input["type"])
    _check(context, issue, related, kind)
    now = context.clock.stamp()
    row = {
        "id": str(input.get("id") or uuid4()).lower(),
        "organizationId": issue["organizationId"],
        "issueId": issue["id"],
        "relatedIssueId": related["id"],
        "type": kind,
        "createdAt": overrideCreatedAt or now,
        "updatedAt": now,
        "archivedAt": None,
    }
    relation = context.store.insert("IssueRelation", row)
    if kind == DUPLICATE:
        _mark_as_duplicate(context, issue, related)
    return {"issueRelation": relation}


@mutation("issueRelationDelete", "write")
def issue_relation_delete(context: Context, id: str) -> Row:
    """Forget a relation; the issue stays in the state that it has."""
    row_id = context.get("IssueRelation", id)["id"]
    context.store.delete("IssueRelation", row_id)
    return {"entityId": row_id}


def _check(context: Context, issue: Row, related: Row, kind: str) -> None:
    if issue["id"] == related["id"]:
        raise LinearError("An issue can't be related to itself")
    for row in relations(context, issue):
        if row["relatedIssueId"] == related["id"] and row["type"] == kind:
            raise LinearError("The issues are related already")


def _mark_as_duplicate(context: Context, issue: Row, canonical: Row) -> None:
    states = (
        row
        for row in context.store.rows("WorkflowState")
        if row["teamId"] == issue["teamId"] and row["type"] == DUPLICATE
    )
    state = next(states, None)
    if state:
        update_issue(context, issue, {"stateId": state["id"]})
    if context.switches.duplicate_moves_attachments:
        _move_attachments(context, issue, canonical)


def _move_attachments(context: Context, issue: Row, canonical: Row) -> None:
    """Give the canonical issue the attachments of its duplicate, but for what it has already."""
    for attachment in list(attachments(context, issue)):
        if attachment_of(context, canonical, attachment["url"]) is None:
            first = attachment["originalIssueId"] or issue["id"]
            changes = {"issueId": canonical["id"], "originalIssueId": first}
            save_attachment(context, attachment, changes)
