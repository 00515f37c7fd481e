from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from ..api.context import Context
from ..api.errors import invalid_argument
from ..api.registry import mutation, root_entity, root_list, rows_of
from ..state.store import Row
from .issue_rules import check_new_id

_VALUES = ("name", "color", "description", "isGroup", "parentId", "retiredAt")

root_list("issueLabels", "IssueLabel")
root_entity("issueLabel", "IssueLabel")


@rows_of("IssueLabel", "children")
def children(context: Context, label: Row) -> Iterator[Row]:
    return (row for row in context.rows("IssueLabel") if row["parentId"] == label["id"])


@rows_of("IssueLabel", "issues")
def issues(context: Context, label: Row) -> Iterator[Row]:
    return (row for row in context.rows("Issue") if label["id"] in row["labelIds"])


@mutation("issueLabelCreate", "write")
def issue_label_create(
    context: Context, input: dict[str, Any], replaceTeamLabels: bool | None = None
) -> Row:
    check_new_id(context, "IssueLabel", input.get("id"))
    team = context.get("Team", input["teamId"]) if input.get("teamId") else None
    now = context.clock.stamp()
    row = {
        "id": str(input.get("id") or uuid4()).lower(),
        "organizationId": context.caller.organization_id,
        "creatorId": context.caller.user_id,
        "teamId": team["id"] if team else None,
        **dict.fromkeys(("description", "parentId", "retiredAt")),
        "color": "#bec2c8",
        "isGroup": False,
        **_values(context, input),
        "createdAt": now,
        "updatedAt": now,
        "archivedAt": None,
    }
    return {"issueLabel": context.store.insert("IssueLabel", row)}


@mutation("issueLabelUpdate", "write")
def issue_label_update(
    context: Context, id: str, input: dict[str, Any], replaceTeamLabels: bool | None = None
) -> Row:
    label = context.get("IssueLabel", id)
    changes = {**_values(context, input), "updatedAt": context.clock.stamp()}
    return {"issueLabel": context.store.update("IssueLabel", label["id"], **changes)}


def _values(context: Context, given: dict[str, Any]) -> dict[str, Any]:
    """Return what is given of a label's own values; those that can't be empty stay as they are."""
    named = {name: given[name] for name in _VALUES if name in given}
    for name in ("name", "color", "isGroup"):
        if named.get(name, "") is None:
            del named[name]
    if "name" in named and not named["name"].strip():
        raise invalid_argument("name", "isNotEmpty", "name should not be empty")
    if named.get("parentId"):
        context.get("IssueLabel", named["parentId"])
    return named
