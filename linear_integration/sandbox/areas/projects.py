from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..api.context import Context
from ..api.errors import invalid_argument
from ..api.registry import field, mutation, root_entity, root_list, rows_of
from ..state.store import Row

# What an update with null empties; to other values null does nothing.
_EMPTY = {"content", "icon", "leadId", "startDate", "targetDate"}
_RELATIONS = {"statusId": "ProjectStatus", "leadId": "User"}

root_list("projects", "Project")
root_entity("project", "Project")
root_list("projectStatuses", "ProjectStatus")
root_entity("projectStatus", "ProjectStatus")


@field("Project", "url")
def url(context: Context, project: Row) -> str:
    return project_url(context.public_url, context.organization["urlKey"], project)


def project_url(public_url: str, url_key: str, project: Row) -> str:
    """Write a project's address."""
    return f"{public_url}/{url_key}/project/{project['slugId']}"


@rows_of("Project", "teams")
def teams(context: Context, project: Row) -> Iterator[Row]:
    return (team for team in context.rows("Team") if team["id"] in project["teamIds"])


@rows_of("Project", "members")
def members(context: Context, project: Row) -> Iterator[Row]:
    return (user for user in context.rows("User") if user["id"] in project["memberIds"])


@rows_of("Project", "issues")
def issues(context: Context, project: Row) -> Iterator[Row]:
    return (issue for issue in context.rows("Issue") if issue["projectId"] == project["id"])


@mutation("projectUpdate", "write")
def project_update(context: Context, id: str, input: dict[str, Any]) -> Row:
    project = context.get("Project", id)
    known = {name: value for name, value in input.items() if name in project}
    changes = {name: value for name, value in known.items() if value is not None or name in _EMPTY}
    if "name" in changes and not changes["name"].strip():
        raise invalid_argument("name", "isNotEmpty", "name should not be empty")
    for name, table in _RELATIONS.items():
        if changes.get(name):
            context.get(table, changes[name])
    times = {"updatedAt": context.clock.stamp()}
    return {"project": context.store.update("Project", project["id"], **changes, **times)}
