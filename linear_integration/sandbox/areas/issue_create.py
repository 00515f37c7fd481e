from __future__ import annotations

from typing import Any
from uuid import uuid4

from ..api.context import Context
from ..api.errors import LinearError, usage_limit_exceeded
from ..state.store import Row
from .issue_rules import (
    check_app_fields,
    check_fields,
    check_new_id,
    check_references,
    parent_id,
)
from .provenance import bot_actor


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
    hand_apps_to_delegate(context, values)
    check_fields(values)
    check_references(context, team, values)
    number = team["lastNumber"] + 1
    context.store.update("Team", team["id"], lastNumber=number)
    return context.store.insert("Issue", _new_row(context, team, number, values, template))


def hand_apps_to_delegate(context: Context, values: dict[str, Any]) -> None:
    """An app can't be an assignee: Linear makes it the delegate instead."""
    user = context.find("User", values.get("assigneeId"))
    if user and user["app"]:
        values["delegateId"] = values.pop("assigneeId")


def state_times(context: Context, issue: Row, state_id: str, *, at: str | None = None) -> Row:
    """Keep the times at which an issue was started, completed and canceled."""
    kind = context.store.tables["WorkflowState"][state_id]["type"]
    now = at or context.clock.stamp()
    is_begun = kind in {"started", "completed"}
    return {
        "startedAt": (issue["startedAt"] or now) if is_begun else None,
        "completedAt": (issue["completedAt"] or now) if kind == "completed" else None,
        "canceledAt": ((issue["canceledAt"] or now) if kind in {"canceled", "duplicate"} else None),
    }


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
        "botActor": bot_actor(context, values),
        "lastAppliedTemplateId": template["id"] if template else None,
        "trashed": None,
        "snoozedUntilAt": None,
        **dict.fromkeys(("startedAt", "completedAt", "canceledAt")),
        "createdAt": created,
        "updatedAt": now,
        "archivedAt": None,
    }
    return row | state_times(context, row, row["stateId"], at=values.get("completedAt"))


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
