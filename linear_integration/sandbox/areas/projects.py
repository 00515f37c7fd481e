from __future__ import annotations

from collections.abc import Iterator

from ..api.context import Context
from ..api.registry import field, root_entity, root_list, rows_of
from ..state.store import Row

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
