from __future__ import annotations

from datetime import timedelta
from typing import Any

from ..clock import stamp
from ..state.store import Row
from .ids import seed_id
from .rows import Seeder


def add_issue(seeder: Seeder, team: Row, title: str, **values: Any) -> Row:
    """Add an issue; ``state`` is a state's name, ``days_ago`` when it was created."""
    number = team["lastNumber"] + 1
    team["lastNumber"] = number
    state = seeder.tables["WorkflowState"][
        seed_id("state", team["id"], values.pop("state", "Backlog"))
    ]
    days_ago: float = values.pop("days_ago", 30)
    created = stamp(seeder.today - timedelta(days=days_ago, minutes=-number))
    row = {
        "organizationId": team["organizationId"],
        "teamId": team["id"],
        "number": number,
        "identifier": f"{team['key']}-{number}",
        "previousIdentifiers": [],
        "title": title,
        "description": None,
        "priority": 0,
        "estimate": None,
        "dueDate": None,
        "sortOrder": float(-number),
        "stateId": state["id"],
        "labelIds": [],
        "subscriberIds": [],
        "assigneeId": None,
        "delegateId": None,
        "creatorId": team["memberIds"][0],
        "botActor": None,
        "projectId": None,
        "cycleId": None,
        "parentId": None,
        "lastAppliedTemplateId": None,
        "trashed": None,
        "snoozedUntilAt": None,
        "startedAt": created if state["type"] in {"started", "completed"} else None,
        "completedAt": created if state["type"] == "completed" else None,
        "canceledAt": created if state["type"] in {"canceled", "duplicate"} else None,
        "createdAt": created,
        "updatedAt": created,
        **values,
    }
    return seeder.add("Issue", seed_id("issue", team["id"], number), row)


def issue_of(seeder: Seeder, url_key: str, identifier: str) -> Row:
    """Return a seeded issue of a workspace by its identifier."""
    key, number = identifier.split("-")
    team_id = seed_id("team", url_key, key)
    return seeder.tables["Issue"][seed_id("issue", team_id, int(number))]


def add_cycles(seeder: Seeder, team: Row, *, past: int = 1, upcoming: int = 2) -> list[Row]:
    """Add two-week cycles that end on Mondays, one of them running today."""
    monday = seeder.today - timedelta(days=seeder.today.weekday())
    cycles = []
    for number, offset in enumerate(range(-past, upcoming + 1), start=1):
        starts = monday + timedelta(weeks=2 * offset)
        row = {
            "organizationId": team["organizationId"],
            "teamId": team["id"],
            "number": float(number),
            "name": None,
            "description": None,
            "startsAt": stamp(starts),
            "endsAt": stamp(starts + timedelta(weeks=2)),
            "completedAt": stamp(starts + timedelta(weeks=2)) if offset < 0 else None,
            "progress": 1.0 if offset < 0 else 0.0,
        }
        cycles.append(seeder.add("Cycle", seed_id("cycle", team["id"], number), row))
    return cycles


def add_template(
    seeder: Seeder, organization: Row, name: str, data: dict[str, Any], *, team: Row | None = None
) -> Row:
    """Add an issue template of a team, or of the whole workspace."""
    row = {
        "organizationId": organization["id"],
        "teamId": team["id"] if team else None,
        "name": name,
        "type": "issue",
        "description": None,
        "templateData": data,
        "sortOrder": 0.0,
        "hasFormFields": False,
    }
    row_id = seed_id("template", organization["urlKey"], team and team["key"], name)
    return seeder.add("Template", row_id, row)
