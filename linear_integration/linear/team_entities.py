"""A team's users, projects, states, labels, cycles and templates, each list complete."""

from collections.abc import Callable, Mapping
from typing import Any

from linear_integration.linear.errors import Unavailable
from linear_integration.linear.pages import Page, next_cursor
from linear_integration.linear.results.workspaces import TeamEntitiesResult
from linear_integration.linear.sentences import unreadable
from linear_integration.linear.types.teams import TeamEntities, WorkflowState

Fetch = Callable[[Mapping[str, Any]], TeamEntitiesResult]

CONNECTIONS = (
    "States",
    "Projects",
    "Members",
    "Cycles",
    "Templates",
    "Labels",
    "WorkspaceTemplates",
)

STATE_TYPES = (
    "triage",
    "backlog",
    "unstarted",
    "started",
    "completed",
    "canceled",
    "duplicate",
)


def collect_team_entities(fetch: Fetch, team_id: str) -> TeamEntities:
    """Ask once for the first page of everything, then only for the lists that have more."""
    cursors: dict[str, str | None] = dict.fromkeys(CONNECTIONS)
    found: dict[str, list[Any]] = {name: [] for name in CONNECTIONS}
    seen: dict[str, set[str]] = {name: set() for name in CONNECTIONS}
    while cursors:
        result = fetch(_variables(team_id, cursors))
        pages = _pages(result)
        following: dict[str, str | None] = {}
        for name in cursors:
            page = pages[name]
            if page is None:
                raise Unavailable(unreadable(f"no {name}"))
            found[name] += page.nodes
            if (cursor := next_cursor(page.page_info, seen[name])) is not None:
                following[name] = cursor
        cursors = following
    return _entities(result, found)


def _variables(team_id: str, cursors: Mapping[str, str | None]) -> dict[str, Any]:
    asked = {f"with{name}": name in cursors for name in CONNECTIONS}
    after = {f"after{name}": cursor for name, cursor in cursors.items() if cursor is not None}
    return {"teamId": team_id, "labelsTeamId": team_id, **asked, **after}


def _pages(result: TeamEntitiesResult) -> dict[str, Page[Any] | None]:
    return {
        "States": result.pages.states,
        "Projects": result.pages.projects,
        "Members": result.pages.members,
        "Cycles": result.pages.cycles,
        "Templates": result.pages.templates,
        "Labels": result.issue_labels,
        "WorkspaceTemplates": result.organization.templates if result.organization else None,
    }


def _entities(result: TeamEntitiesResult, found: Mapping[str, list[Any]]) -> TeamEntities:
    return TeamEntities(
        team=result.team,
        users=[user for user in found["Members"] if user.active and not user.app],
        projects=found["Projects"],
        states=sorted(found["States"], key=_place),
        labels=[label for label in found["Labels"] if label.retired_at is None],
        cycles=found["Cycles"],
        templates=found["Templates"] + found["WorkspaceTemplates"],
        default_template=result.pages.default_template_for_members,
    )


def _place(state: WorkflowState) -> tuple[int, float]:
    """A state's place in the workflow: positions only count among states of one type."""
    known = state.type in STATE_TYPES
    return (STATE_TYPES.index(state.type) if known else len(STATE_TYPES), state.position)
