"""Related objects in the short form that payloads hold: Linear's ``…ChildWebhookPayload`` types.

Each function takes an id and returns None if there is no such row.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..areas.issues import issue_url
from ..areas.projects import project_url
from ..areas.workspace import profile_url
from .view import View

Child = dict[str, Any] | None


def user(view: View, row_id: str | None) -> Child:
    row = view.find("User", row_id)
    if row is None:
        return None
    url = profile_url(view.public_url, view.url_key(row), row)
    return {**_named(row, "id", "name", "email", "avatarUrl"), "url": url}


def external_user(view: View, row_id: str | None) -> Child:
    return _child(view, "ExternalUser", row_id, "id", "name", "email")


def team(view: View, row_id: str | None) -> Child:
    return _child(view, "Team", row_id, "id", "key", "name")


def state(view: View, row_id: str | None) -> Child:
    return _child(view, "WorkflowState", row_id, "id", "name", "color", "type")


def cycle(view: View, row_id: str | None) -> Child:
    return _child(view, "Cycle", row_id, "id", "name", "number", "startsAt", "endsAt")


def labels(view: View, row_ids: Iterable[str]) -> list[Child]:
    return [
        _child(view, "IssueLabel", row_id, "id", "name", "color", "parentId") for row_id in row_ids
    ]


def project(view: View, row_id: str | None) -> Child:
    row = view.find("Project", row_id)
    if row is None:
        return None
    url = project_url(view.public_url, view.url_key(row), row)
    return {**_named(row, "id", "name"), "url": url}


def issue(view: View, row_id: str | None) -> Child:
    row = view.find("Issue", row_id)
    if row is None:
        return None
    url = issue_url(view.public_url, view.url_key(row), row)
    names = ("id", "identifier", "title", "teamId")
    return {**_named(row, *names), "team": team(view, row["teamId"]), "url": url}


def comment(view: View, row_id: str | None) -> Child:
    return _child(view, "Comment", row_id, "id", "body", "issueId", "userId")


def customer(view: View, row_id: str | None) -> Child:
    return _child(view, "Customer", row_id, "id", "name", "domains", "externalIds")


def customer_status(view: View, row_id: str | None) -> Child:
    names = ("id", "name", "displayName", "color", "description", "type")
    return _child(view, "CustomerStatus", row_id, *names)


def customer_tier(view: View, row_id: str | None) -> Child:
    names = ("id", "name", "displayName", "color", "description")
    return _child(view, "CustomerTier", row_id, *names)


def project_status(view: View, row_id: str | None) -> Child:
    return _child(view, "ProjectStatus", row_id, "id", "name", "color", "type")


def _child(view: View, table: str, row_id: str | None, *names: str) -> Child:
    row = view.find(table, row_id)
    return _named(row, *names) if row else None


def _named(row: dict[str, Any], *names: str) -> dict[str, Any]:
    """Take values out of a row; what is null is left out, as Linear does."""
    return {name: row[name] for name in names if row.get(name) is not None}
