from __future__ import annotations

from typing import Any
from uuid import uuid4

from ..api.context import Context
from ..api.errors import LinearError, usage_limit_exceeded
from ..api.registry import mutation
from ..state.store import Row
from .issue_moves import values_in_team
from .issue_rules import (
    check_app_fields,
    check_fields,
    check_new_id,
    check_references,
    parent_id,
)
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
def issue_delete(context: Context, id: str, permanentlyDelete: bool | None = None) -> Row:  # noqa: N803
    if permanentlyDelete:
        context.caller.require_scope("admin")
        issue = find_issue(context, id)
        for attachment in list(context.store.rows("Attachment")):
            if attachment["issueId"] == issue["id"]:
                context.store.delete("Attachment", attachment["id"])
        context.store.delete("Issue", issue["id"])
        return {"entity": None}
    return issue_archive(context, id, trash=True)


def create_issue(context: Context, given: dict[str, Any]) -> Row:
    """Create an issue from an IssueCreateInput; values of its template come second."""
    check_app_fields(context, given)
    check_new_id(context, "Issue", given.get("id"))
    _check_plan(context)
    team = context.get("Team", given["teamId"])
    template = _template(context, team, given)
    named = {name: value for name, value in given.items() if value is not None}
    values = {"title": "", **(_template_values(template) if template else {}), **named}
    values["parentId"] = parent_id(context, values.get("parentId"))
    values.setdefault("stateId", team["triageIssueStateId"] or team["defaultIssueStateId"])
    _hand_apps_to_delegate(context, values)
    check_fields(values)
    check_references(context, team, values)
    number = team["lastNumber"] + 1
    context.store.update("Team", team["id"], lastNumber=number)
    return context.store.insert("Issue", _new_row(context, team, number, values, template))


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
    _hand_apps_to_delegate(context, changes)
    check_fields(changes)
    team = context.get("Team", changes.get("teamId", issue["teamId"]))
    if team["id"] != issue["teamId"]:
        changes = values_in_team(context, issue, team, changes)
    check_references(context, team, changes)
    if "trashed" in given:
        changes["archivedAt"] = context.clock.stamp() if given["trashed"] else None
    if "stateId" in changes:
        changes |= _state_times(context, issue, changes["stateId"])
    return _save(context, issue, changes)


def _new_row(
    context: Context, team: Row, number: int, values: dict[str, Any], template: Row | None
) -> Row:
    now = context.clock.stamp()
    created = values.get("createdAt") or now
    kept = (
        *("title", "description", "priority", "estimate", "dueDate", "stateId", "labelIds"),
        *("assigneeId", "delegateId", "projectId", "cycleId", "parentId", "sortOrder"),
    )
    row = {
        "id": str(values.get("id") or uuid4()).lower(),
        "organizationId": team["organizationId"],
        "teamId": team["id"],
        "number": number,
        "identifier": f"{team['key']}-{number}",
        "previousIdentifiers": [],
        **dict.fromkeys(kept),
        "priority": 0,
        "labelIds": [],
        "sortOrder": float(-number),
        **{name: values[name] for name in kept if values.get(name) is not None},
        "subscriberIds": values.get("subscriberIds") or [context.caller.user_id],
        "creatorId": context.caller.user_id,
        "botActor": _bot_actor(context, values),
        "lastAppliedTemplateId": template["id"] if template else None,
        "trashed": None,
        "snoozedUntilAt": None,
        **dict.fromkeys(("startedAt", "completedAt", "canceledAt")),
        "createdAt": created,
        "updatedAt": now,
        "archivedAt": None,
    }
    return row | _state_times(context, row, row["stateId"], at=values.get("completedAt"))


def _bot_actor(context: Context, values: dict[str, Any]) -> Row | None:
    if context.caller.actor != "app":
        return None
    return {
        "id": context.caller.user_id,
        "type": "oauthClient",
        "subType": None,
        "name": context.viewer["name"],
        "userDisplayName": values.get("createAsUser"),
        "avatarUrl": values.get("displayIconUrl"),
    }


def _template(context: Context, team: Row, given: dict[str, Any]) -> Row | None:
    if given.get("templateId"):
        template = context.get("Template", given["templateId"])
        if template["teamId"] not in {None, team["id"]}:
            raise LinearError("templateId for incorrect team")
        return template
    if given.get("useDefaultTemplate"):
        return context.find("Template", team["defaultTemplateForMembersId"])
    return None


def _template_values(template: Row) -> dict[str, Any]:
    names = ("title", "description", "priority", "labelIds", "stateId", "assigneeId", "projectId")
    data = template["templateData"]
    return {name: data[name] for name in names if data.get(name) is not None}


def _hand_apps_to_delegate(context: Context, values: dict[str, Any]) -> None:
    """An app can't be an assignee: Linear makes it the delegate instead."""
    user = context.find("User", values.get("assigneeId"))
    if user and user["app"]:
        values["delegateId"] = values.pop("assigneeId")


def _label_ids(issue: Row, given: dict[str, Any]) -> list[str]:
    wanted = given.get("labelIds")
    label_ids = list(issue["labelIds"] if wanted is None else wanted)
    label_ids += given.get("addedLabelIds") or []
    removed = given.get("removedLabelIds") or []
    return [label_id for label_id in dict.fromkeys(label_ids) if label_id not in removed]


def _state_times(context: Context, issue: Row, state_id: str, *, at: str | None = None) -> Row:
    """Keep the times at which an issue was started, completed and canceled."""
    kind = context.store.tables["WorkflowState"][state_id]["type"]
    now = at or context.clock.stamp()
    is_begun = kind in {"started", "completed"}
    return {
        "startedAt": (issue["startedAt"] or now) if is_begun else None,
        "completedAt": (issue["completedAt"] or now) if kind == "completed" else None,
        "canceledAt": ((issue["canceledAt"] or now) if kind in {"canceled", "duplicate"} else None),
    }


def _save(context: Context, issue: Row, changes: dict[str, Any]) -> Row:
    times = {"updatedAt": context.clock.stamp()}
    return context.store.update("Issue", issue["id"], **{**changes, **times})


def _check_batch(items: list[Any]) -> None:
    if len(items) > MAXIMUM_BATCH:
        raise LinearError(f"A batch may hold at most {MAXIMUM_BATCH} issues")


def _check_plan(context: Context) -> None:
    cap = context.switches.plan_cap
    if cap is None:
        return
    active = sum(
        not issue["archivedAt"]
        for issue in context.store.rows("Issue")
        if issue["organizationId"] == context.caller.organization_id
    )
    if active >= cap:
        raise usage_limit_exceeded(cap)
