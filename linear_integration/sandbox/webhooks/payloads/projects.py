from __future__ import annotations

from typing import Any

from ...areas.projects import project_url
from ...state.store import Row
from .. import children
from ..view import View
from .payload import Payload

# What Linear counts each week, and the sandbox does not.
_HISTORIES = (
    *("completedIssueCountHistory", "completedScopeHistory", "inProgressScopeHistory"),
    *("issueCountHistory", "scopeHistory"),
)


def _more(view: View, row: Row) -> dict[str, Any]:
    return {
        "lead": children.user(view, row["leadId"]),
        "status": children.project_status(view, row["statusId"]),
        "url": _url(view, row),
    }


def _url(view: View, row: Row) -> str:
    return project_url(view.public_url, view.url_key(row), row)


def _teams(_view: View, row: Row) -> list[str]:
    return list(row["teamIds"])


PROJECT = Payload(
    names=(
        *("name", "description", "content", "slugId", "color", "icon", "priority", "statusId"),
        *("startDate", "targetDate", "leadId", "creatorId", "memberIds", "teamIds", "labelIds"),
        *("prioritySortOrder", "sortOrder", "trashed"),
    ),
    required=(
        ("labelIds", []),
        ("prioritySortOrder", 0.0),
        ("sortOrder", 0.0),
        *((name, []) for name in _HISTORIES),
    ),
    more=_more,
    team_ids=_teams,
    url=_url,
)
