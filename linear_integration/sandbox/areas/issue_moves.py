from __future__ import annotations

from typing import Any

from ..api.context import Context
from ..state.store import Row


def values_in_team(
    context: Context, issue: Row, team: Row, changes: dict[str, Any]
) -> dict[str, Any]:
    """Work out what an issue becomes in another team; what the caller chose comes first.

    It gets the next number there and keeps its old identifier as a former one. The state is
    matched by name, then by type; labels, project, cycle and assignee that the new team doesn't
    have are dropped.
    """
    number = team["lastNumber"] + 1
    context.store.update("Team", team["id"], lastNumber=number)
    kept_labels = [
        label_id
        for label_id in issue["labelIds"]
        if context.store.tables["IssueLabel"][label_id]["teamId"] in {None, team["id"]}
    ]
    chosen = {
        name: value
        for name, value in changes.items()
        if name != "labelIds" or value != issue["labelIds"]
    }
    return {
        "number": number,
        "identifier": f"{team['key']}-{number}",
        "previousIdentifiers": [*issue["previousIdentifiers"], issue["identifier"]],
        "stateId": _matching_state_id(context, issue, team),
        "labelIds": kept_labels,
        "projectId": _kept_project_id(context, issue, team),
        "cycleId": None,
        "assigneeId": issue["assigneeId"] if issue["assigneeId"] in team["memberIds"] else None,
        **chosen,
    }


def _matching_state_id(context: Context, issue: Row, team: Row) -> str:
    old = context.store.tables["WorkflowState"][issue["stateId"]]
    states = [row for row in context.store.rows("WorkflowState") if row["teamId"] == team["id"]]
    for name in ("name", "type"):
        for state in states:
            if state[name] == old[name]:
                return str(state["id"])
    return str(team["defaultIssueStateId"])


def _kept_project_id(context: Context, issue: Row, team: Row) -> str | None:
    project = context.store.find("Project", issue["projectId"])
    return str(project["id"]) if project and team["id"] in project["teamIds"] else None
