from __future__ import annotations

from typing import Any

from ..api.context import Context
from ..api.errors import LinearError
from ..api.registry import mutation
from ..state.store import Row
from .agent_sessions import delete_sessions
from .issue_create import create_issue, hand_apps_to_delegate, state_times
from .issue_moves import values_in_team
from .issue_rules import check_fields, check_references, parent_id
from .issues import find_issue

MAXIMUM_BATCH = 50
_SCOPES = ("write", "issues:create")


@mutation("issueCreate", *_SCOPES)
def issue_create(context: Context, input: dict[str, Any]) -> Row:
    return {"issue": create_issue(context, input)}


@mutation("issueUpdate", *_SCOPES)
def issue_update(context: Context, id: str, input: dict[str, Any]) -> Row:
    return {"issue": update_issue(context, find_issue(context, id), input)}


@mutation("issueBatchCreate", *_SCOPES)
def issue_batch_create(context: Context, input: dict[str, Any]) -> Row:
    _check_batch(input["issues"])
    return {"issues": [create_issue(context, given) for given in input["issues"]]}


@mutation("issueBatchUpdate", *_SCOPES)
def issue_batch_update(context: Context, ids: list[str], input: dict[str, Any]) -> Row:
    _check_batch(ids)
    rows = [context.get("Issue", row_id) for row_id in ids]
    return {"issues": [update_issue(context, row, input) for row in rows]}


@mutation("issueArchive", "write")
def issue_archive(context: Context, id: str, trash: bool | None = None) -> Row:
    changes = {"archivedAt": context.clock.stamp(), "trashed": True if trash else None}
    return {"entity": _save(context, find_issue(context, id), changes)}


@mutation("issueUnarchive", "write")
def issue_unarchive(context: Context, id: str) -> Row:
    changes = {"archivedAt": None, "trashed": None}
    return {"entity": _save(context, find_issue(context, id), changes)}


@mutation("issueDelete", "write")
def issue_delete(context: Context, id: str, permanentlyDelete: bool | None = None) -> Row:
    if permanentlyDelete:
        context.caller.require_scope("admin")
        issue = find_issue(context, id)
        delete_sessions(context, issue)
        for table in ("CustomerNeed", "Comment", "Attachment", "IssueRelation"):
            for row in list(context.store.rows(table)):
                if issue["id"] in {row["issueId"], row.get("relatedIssueId")}:
                    context.store.delete(table, row["id"])
        context.store.delete("Issue", issue["id"])
        return {"entity": None}
    return issue_archive(context, id, trash=True)


def update_issue(context: Context, issue: Row, given: dict[str, Any]) -> Row:
    """Change an issue as an IssueUpdateInput asks; null clears a value."""
    changes = {name: value for name, value in given.items() if name in issue}
    for name in ("title", "stateId", "teamId", "priority"):
        # These can't be cleared, so null leaves them as they are.
        if changes.get(name, "") is None:
            del changes[name]
    if "parentId" in changes:
        changes["parentId"] = parent_id(context, changes["parentId"])
    changes["labelIds"] = _label_ids(issue, given)
    hand_apps_to_delegate(context, changes)
    check_fields(changes)
    team = context.get("Team", changes.get("teamId", issue["teamId"]))
    if team["id"] != issue["teamId"]:
        changes = values_in_team(context, issue, team, changes)
    check_references(context, team, changes)
    if "trashed" in given:
        changes["archivedAt"] = context.clock.stamp() if given["trashed"] else None
    if "stateId" in changes:
        changes |= state_times(context, issue, changes["stateId"])
    if changes.get("projectId", issue["projectId"]) != issue["projectId"]:
        _take_needs_along(context, issue, changes["projectId"])
    return _save(context, issue, changes)


def _take_needs_along(context: Context, issue: Row, project_id: str | None) -> None:
    """An issue's customer requests count for the project that it is in."""
    for need in list(context.store.rows("CustomerNeed")):
        if need["issueId"] == issue["id"]:
            context.store.update("CustomerNeed", need["id"], projectId=project_id)


def _label_ids(issue: Row, given: dict[str, Any]) -> list[str]:
    wanted = given.get("labelIds")
    label_ids = list(issue["labelIds"] if wanted is None else wanted)
    label_ids += given.get("addedLabelIds") or []
    removed = given.get("removedLabelIds") or []
    return [label_id for label_id in dict.fromkeys(label_ids) if label_id not in removed]


def _save(context: Context, issue: Row, changes: dict[str, Any]) -> Row:
    times = {"updatedAt": context.clock.stamp()}
    return context.store.update("Issue", issue["id"], **{**changes, **times})


def _check_batch(items: list[Any]) -> None:
    if len(items) > MAXIMUM_BATCH:
        raise LinearError(f"A batch may hold at most {MAXIMUM_BATCH} issues")
