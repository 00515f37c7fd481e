"""What Linear accepts in an issue: each rule refuses with Linear's error, or lets pass."""

from __future__ import annotations

from typing import Any

from ..api.context import Context
from ..api.errors import LinearError, entity_not_found, id_conflict, invalid_argument
from ..api.scalars import is_uuid4
from ..state.store import Row
from .app_users import is_assignable
from .issues import find_issue

PRIORITIES = range(5)


def check_new_id(context: Context, table: str, row_id: str | None) -> None:
    """Refuse a client's id that is no UUID v4, or that any workspace has used already."""
    if row_id is None:
        return
    if not is_uuid4(row_id):
        raise invalid_argument("id", "isUuid", "id must be a UUID")
    if context.store.find(table, row_id.lower()):
        raise id_conflict(table, row_id)


def check_app_fields(context: Context, given: dict[str, Any]) -> None:
    """Refuse to act in another's name unless the caller is an app."""
    named = [name for name in ("createAsUser", "displayIconUrl") if given.get(name)]
    if named and context.caller.actor != "app":
        raise LinearError(
            f"{named[0]} requires actor=app",
            for_people=f"Only an app (actor=app) can set {named[0]}.",
        )


def check_fields(values: dict[str, Any]) -> None:
    """Check title, priority and estimate where they are given."""
    if "title" in values and not str(values["title"] or "").strip():
        raise invalid_argument("title", "isNotEmpty", "title should not be empty")
    if values.get("priority") is not None and values["priority"] not in PRIORITIES:
        raise invalid_argument("priority", "max", "priority must be between 0 and 4")
    if values.get("estimate") is not None and values["estimate"] < 0:
        raise invalid_argument("estimate", "min", "estimate must not be less than 0")


def check_references(context: Context, team: Row, values: dict[str, Any]) -> None:
    """Check that what the values name exists and belongs to the issue's team."""
    _check_of_team(context, team, "WorkflowState", values.get("stateId"))
    _check_of_team(context, team, "Cycle", values.get("cycleId"))
    project_id = values.get("projectId")
    if project_id and team["id"] not in context.get("Project", project_id)["teamIds"]:
        raise _discrepancy()
    _check_assignee(context, team, values.get("assigneeId"))
    _check_delegate(context, values.get("delegateId"))
    for user_id in values.get("subscriberIds") or ():
        context.get("User", user_id)
    check_labels(context, team, values.get("labelIds") or [])


def check_labels(context: Context, team: Row, label_ids: list[str]) -> None:
    """Check labels: of the team or the workspace, no group, and one of a group at most."""
    chosen_of_group: dict[str, str] = {}
    for label_id in label_ids:
        # Looked up past team visibility, so that a strange team's label gets the clearer error.
        label = context.store.find("IssueLabel", label_id)
        if label is None or label["organizationId"] != team["organizationId"]:
            raise entity_not_found("IssueLabel")
        name, group_id = label["name"], label["parentId"]
        if label["teamId"] not in {None, team["id"]}:
            raise LinearError(
                "labelIds for incorrect team",
                for_people=f"The label '{name}' is not associated with the same team as the issue.",
            )
        if label["isGroup"]:
            raise LinearError(
                "labelIds contains a label group",
                for_people=f"The label '{name}' is a group and cannot be applied to issues.",
            )
        if group_id in chosen_of_group:
            raise LinearError(
                "labelIds not exclusive child labels",
                for_people=f"The labels '{chosen_of_group[group_id]}' and '{name}' are of the same "
                "group, and an issue can have only one of them.",
            )
        if group_id:
            chosen_of_group[group_id] = name


def parent_id(context: Context, reference: str | None) -> str | None:
    """Return the UUID of a parent that is given by UUID or identifier."""
    return str(find_issue(context, reference)["id"]) if reference else None


def _check_of_team(context: Context, team: Row, table: str, row_id: str | None) -> None:
    if not row_id:
        return
    row = context.store.find(table, row_id)
    if row is None or row["organizationId"] != team["organizationId"]:
        raise entity_not_found(table)
    if row["teamId"] != team["id"]:
        raise _discrepancy()


def _discrepancy() -> LinearError:
    return LinearError(
        "Discrepancy between issue team and state, cycle or project",
        for_people="The state, cycle or project belongs to another team than the issue.",
    )


def _check_assignee(context: Context, team: Row, user_id: str | None) -> None:
    if not user_id:
        return
    user = context.get("User", user_id)
    if not user["active"]:
        raise LinearError("assigneeId inactive user", for_people="The assignee is not active.")
    if user_id not in team["memberIds"]:
        raise LinearError(
            "assigneeId not a member of the team",
            for_people=f"{user['name']} is not a member of the team {team['name']}.",
        )


def _check_delegate(context: Context, user_id: str | None) -> None:
    if not user_id:
        return
    user = context.get("User", user_id)
    if not user["app"]:
        raise LinearError(
            "delegateId not an app user", for_people="An issue can be delegated to an app only."
        )
    if not is_assignable(context, user):
        raise LinearError(
            "delegateId not assignable",
            for_people=f"{user['name']} was installed without the scope app:assignable.",
        )
