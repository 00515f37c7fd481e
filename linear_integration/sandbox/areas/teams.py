from __future__ import annotations

from collections.abc import Iterator

from ..api.context import Context
from ..api.registry import field, root_entity, root_list, rows_of
from ..state.store import Row

for _name, _table in (
    ("teams", "Team"),
    ("workflowStates", "WorkflowState"),
    ("cycles", "Cycle"),
):
    root_list(_name, _table)
    root_entity(_name.removesuffix("s"), _table)
root_entity("template", "Template")


@field("Query", "templates")
def templates(context: Context, _root: Row) -> list[Row]:
    return list(context.rows("Template"))


def _of_team(table: str, name: str) -> None:
    """List under a team the rows that carry its id."""

    @rows_of("Team", name)
    def rows(context: Context, team: Row) -> Iterator[Row]:
        return (row for row in context.rows(table) if row["teamId"] == team["id"])


for _name, _table in (
    ("states", "WorkflowState"),
    ("cycles", "Cycle"),
    ("templates", "Template"),
    ("labels", "IssueLabel"),
    ("issues", "Issue"),
):
    _of_team(_table, _name)


@rows_of("Team", "members")
def members(context: Context, team: Row) -> Iterator[Row]:
    member_ids = frozenset(team["memberIds"])
    return (user for user in context.rows("User") if user["id"] in member_ids)


@rows_of("Team", "projects")
def projects(context: Context, team: Row) -> Iterator[Row]:
    return (project for project in context.rows("Project") if team["id"] in project["teamIds"])


@field("Team", "children")
def children(context: Context, team: Row) -> list[Row]:
    return [row for row in context.rows("Team") if row["parentId"] == team["id"]]


@field("Team", "issueCount")
def issue_count(context: Context, team: Row, includeArchived: bool = False) -> int:
    rows = (row for row in context.rows("Issue") if row["teamId"] == team["id"])
    return sum(1 for row in rows if includeArchived or not row["archivedAt"])


@field("Team", "activeCycle")
def active_cycle(context: Context, team: Row) -> Row | None:
    cycles = (row for row in context.rows("Cycle") if row["teamId"] == team["id"])
    return next((cycle for cycle in cycles if is_active(context, cycle)), None)


@field("Cycle", "isActive")
def is_active(context: Context, cycle: Row) -> bool:
    return bool(cycle["startsAt"] <= context.clock.stamp() < cycle["endsAt"])


@field("Cycle", "isPast")
def is_past(context: Context, cycle: Row) -> bool:
    return bool(cycle["endsAt"] <= context.clock.stamp())


@field("Cycle", "isFuture")
def is_future(context: Context, cycle: Row) -> bool:
    return bool(cycle["startsAt"] > context.clock.stamp())
