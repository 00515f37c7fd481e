from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from ..clock import stamp
from ..state.store import Row, Tables
from .ids import seed_id

STATES = (
    ("Backlog", "backlog", "#bec2c8"),
    ("Todo", "unstarted", "#e2e2e2"),
    ("In Progress", "started", "#f2c94c"),
    ("In Review", "started", "#0f783c"),
    ("Done", "completed", "#5e6ad2"),
    ("Canceled", "canceled", "#95a2b3"),
    ("Duplicate", "duplicate", "#95a2b3"),
)
TRIAGE = ("Triage", "triage", "#fc7840")
COLORS = ("#5e6ad2", "#26b5ce", "#4cb782", "#f2c94c", "#f2994a", "#eb5757", "#bb87fc", "#95a2b3")


class Seeder:
    """Writes seeded rows: one method a kind of row, each row created a minute after the last."""

    def __init__(self, today: datetime) -> None:
        self.today = today
        self.tables: Tables = {}
        self._minutes = 0

    def add(self, table: str, row_id: str, row: dict[str, Any]) -> Row:
        """Add a row with the values that every row has."""
        self._minutes += 1
        created = stamp(self.today - timedelta(days=200) + timedelta(minutes=self._minutes))
        times = {"createdAt": created, "updatedAt": created, "archivedAt": None}
        added = {"id": row_id, **times, **row}
        self.tables.setdefault(table, {})[row_id] = added
        return added

    def organization(self, name: str, url_key: str) -> Row:
        row_id = seed_id("organization", url_key)
        row = {
            "organizationId": row_id,
            "name": name,
            "urlKey": url_key,
            "logoUrl": None,
            "customersEnabled": True,
            "roadmapEnabled": True,
        }
        return self.add("Organization", row_id, row)

    def user(self, organization: Row, name: str, **values: Any) -> Row:
        handle = ".".join(name.lower().split())
        row = {
            "organizationId": organization["id"],
            "name": name,
            "displayName": handle,
            "email": f"{handle}@{organization['urlKey']}.example",
            "active": True,
            "admin": False,
            "owner": False,
            "app": False,
            "guest": False,
            "isAssignable": True,
            "isMentionable": True,
            "avatarUrl": None,
            "timezone": "Europe/Berlin",
            **values,
        }
        return self.add("User", seed_id("user", organization["urlKey"], name), row)

    def team(self, organization: Row, key: str, name: str, **values: Any) -> Row:
        """Add a team with its states; ``states`` replaces the usual ones, ``triage`` adds one."""
        row_id = seed_id("team", organization["urlKey"], key)
        triage: bool = values.pop("triage", False)
        kinds = ((TRIAGE,) if triage else ()) + tuple(values.pop("states", STATES))
        states = [
            self._state(organization, row_id, position, *kind)
            for position, kind in enumerate(kinds)
        ]
        row = {
            "organizationId": organization["id"],
            "key": key,
            "name": name,
            "displayName": name,
            "description": None,
            "color": COLORS[len(name) % len(COLORS)],
            "icon": None,
            "timezone": "Europe/Berlin",
            "visibility": "public",
            "private": values.get("visibility") == "private",
            "retiredAt": None,
            "parentId": None,
            "triageEnabled": triage,
            "cyclesEnabled": False,
            "issueEstimationType": "notUsed",
            "issueEstimationExtended": False,
            "issueEstimationAllowZero": False,
            "defaultIssueEstimate": 1,
            "defaultIssueStateId": _first_of_type(states, "backlog"),
            "triageIssueStateId": _first_of_type(states, "triage"),
            "defaultTemplateForMembersId": None,
            "defaultTemplateForNonMembersId": None,
            "memberIds": [],
            "lastNumber": 0,
            **values,
        }
        return self.add("Team", row_id, row)

    def _state(
        self, organization: Row, team_id: str, position: int, name: str, kind: str, color: str
    ) -> Row:
        row = {
            "organizationId": organization["id"],
            "teamId": team_id,
            "name": name,
            "type": kind,
            "color": color,
            "position": float(position),
            "description": None,
        }
        return self.add("WorkflowState", seed_id("state", team_id, name), row)

    def label(self, organization: Row, name: str, **values: Any) -> Row:
        """Add a label; ``teamId`` makes it a team's, ``isGroup`` a group, ``parentId`` a child."""
        row = {
            "organizationId": organization["id"],
            "name": name,
            "color": COLORS[sum(map(ord, name)) % len(COLORS)],
            "description": None,
            "isGroup": False,
            "parentId": None,
            "teamId": None,
            "creatorId": None,
            "retiredAt": None,
            **values,
        }
        row_id = seed_id("label", organization["urlKey"], row["teamId"], row["parentId"], name)
        return self.add("IssueLabel", row_id, row)

    def project_statuses(self, organization: Row) -> dict[str, str]:
        """Add a workspace's project statuses and return their ids by type."""
        kinds = ("backlog", "planned", "started", "paused", "completed", "canceled")
        names = ("Backlog", "Planned", "In Progress", "Paused", "Completed", "Canceled")
        ids = {}
        for position, (kind, name) in enumerate(zip(kinds, names, strict=True)):
            row = {
                "organizationId": organization["id"],
                "name": name,
                "type": kind,
                "color": COLORS[position],
                "position": float(position),
                "description": None,
                "indefinite": False,
            }
            row_id = seed_id("project status", organization["urlKey"], kind)
            ids[kind] = self.add("ProjectStatus", row_id, row)["id"]
        return ids

    def project(self, organization: Row, name: str, *, team_ids: list[str], **values: Any) -> Row:
        row = {
            "organizationId": organization["id"],
            "name": name,
            "description": "",
            "content": None,
            "slugId": seed_id("slug", organization["urlKey"], name)[:12].replace("-", ""),
            "color": COLORS[len(name) % len(COLORS)],
            "icon": None,
            "priority": 0,
            "progress": 0.0,
            "startDate": None,
            "targetDate": None,
            "creatorId": None,
            "leadId": None,
            "memberIds": [],
            "teamIds": team_ids,
            **values,
        }
        return self.add("Project", seed_id("project", organization["urlKey"], name), row)


def _first_of_type(states: list[Row], kind: str) -> str | None:
    return next((state["id"] for state in states if state["type"] == kind), None)
