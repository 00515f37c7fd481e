"""What Linear would answer, small enough to read in a test."""

from typing import Any

ORGANIZATION = {"id": "o", "name": "Acme", "urlKey": "acme", "logoUrl": None}
VIEWER = {
    "id": "v",
    "name": "Bridge",
    "displayName": "bridge",
    "email": "v@oauthapp.linear.app",
    "app": True,
    "admin": False,
    "organization": ORGANIZATION,
}
TEAM_NAME = {"id": "t", "key": "ENG", "name": "Engineering"}
STATE = {"id": "s", "name": "Todo", "type": "unstarted", "color": "#bec2c8", "position": 1}
PERSON = {"id": "u", "name": "Ada", "displayName": "ada", "avatarUrl": None}


def team(**changes: Any) -> dict[str, Any]:
    return {
        **TEAM_NAME,
        "displayName": "Engineering",
        "visibility": "public",
        "triageEnabled": False,
        "issueEstimationType": "notUsed",
        "issueEstimationAllowZero": False,
        "issueEstimationExtended": False,
        "retiredAt": None,
        **changes,
    }


def issue(**changes: Any) -> dict[str, Any]:
    return {
        "id": "i",
        "identifier": "ENG-1",
        "previousIdentifiers": [],
        "title": "It burns",
        "description": None,
        "url": "https://linear.app/acme/issue/ENG-1",
        "priority": 2.0,
        "priorityLabel": "High",
        "dueDate": "2026-12-24",
        "estimate": None,
        "createdAt": "2026-11-01T10:00:00.000Z",
        "updatedAt": "2026-11-02T10:00:00.000Z",
        "archivedAt": None,
        "completedAt": None,
        "canceledAt": None,
        "trashed": None,
        "customerTicketCount": 0,
        "labelIds": ["l"],
        "state": STATE,
        "team": TEAM_NAME,
        "assignee": PERSON,
        "project": None,
        "labels": {"nodes": [{"id": "l", "name": "Bug", "color": "#eb5757", "parent": None}]},
        **changes,
    }


def attachment(**changes: Any) -> dict[str, Any]:
    return {"id": "a", "url": "https://help/1", "title": "Help", "issue": issue(), **changes}


def page(nodes: list[dict[str, Any]], after: str | None = None) -> dict[str, Any]:
    """A connection; with `after` there is more behind that cursor."""
    return {"nodes": nodes, "pageInfo": {"hasNextPage": after is not None, "endCursor": after}}


def error(message: str, path: list[str] | None = None, **extensions: Any) -> dict[str, Any]:
    about = {"message": message, "extensions": extensions}
    return {"errors": [about if path is None else {**about, "path": path}], "data": None}
