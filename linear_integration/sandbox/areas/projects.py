from __future__ import annotations

from collections.abc import Iterator

from ..api.context import Context
from ..api.registry import field, root_entity, root_list, rows_of
from ..state.store import Row

root_list("projects", "Project")
root_entity("project", "Project")


@field("Project", "url")
def project_url(context: Context, project: Row) -> str:
    return f"{context.public_url}/{context.organization['urlKey']}/project/{project['slugId']}"


@rows_of("Project", "teams")
def teams(context: Context, project: Row) -> Iterator[Row]:
    return (team for team in context.rows("Team") if team["id"] in project["teamIds"])


@rows_of("Project", "members")
def members(context: Context, project: Row) -> Iterator[Row]:
    return (user for user in context.rows("User") if user["id"] in project["memberIds"])


@rows_of("Project", "issues")
def issues(context: Context, project: Row) -> Iterator[Row]:
    return (issue for issue in context.rows("Issue") if issue["projectId"] == project["id"])
