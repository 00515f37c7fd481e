from __future__ import annotations

from typing import Any

from ...areas.customers import customer_url
from ...state.store import Row
from .. import children
from ..view import View
from .issues import ATTACHMENT, url_of_issue
from .payload import Payload, team_of_issue


def _customer_more(view: View, row: Row) -> dict[str, Any]:
    needs = view.store.rows("CustomerNeed")
    return {
        "approximateNeedCount": sum(
            need["customerId"] == row["id"] and not need["archivedAt"] for need in needs
        ),
        "status": children.customer_status(view, row["statusId"]),
        "tier": children.customer_tier(view, row["tierId"]),
        "url": _customer_url(view, row),
    }


def _customer_url(view: View, row: Row) -> str:
    return customer_url(view.public_url, view.url_key(row), row)


def _no_team(_view: View, _row: Row) -> tuple[str, ...]:
    return ()


def _need_more(view: View, row: Row) -> dict[str, Any]:
    attachment = view.find("Attachment", row["attachmentId"])
    return {
        "attachment": ATTACHMENT.data(view, attachment) if attachment else None,
        "customer": children.customer(view, row["customerId"]),
        "issue": children.issue(view, row["issueId"]),
        "project": children.project(view, row["projectId"]),
    }


def _teams_of_need(view: View, row: Row) -> list[str]:
    """Return the team of the need's issue, or the teams of its project."""
    project = view.find("Project", row["projectId"])
    return team_of_issue(view, row) or (list(project["teamIds"]) if project else [])


def _url_of_need(view: View, row: Row) -> str | None:
    project = children.project(view, row["projectId"])
    return url_of_issue(view, row) or (project["url"] if project else None)


CUSTOMER = Payload(
    names=(
        *("name", "slugId", "domains", "externalIds", "mainSourceId", "ownerId", "revenue"),
        *("size", "logoUrl", "slackChannelId", "statusId", "tierId"),
    ),
    more=_customer_more,
    team_ids=_no_team,
    url=_customer_url,
)
CUSTOMER_NEED = Payload(
    names=(
        *("body", "priority", "customerId", "issueId", "originalIssueId", "projectId"),
        *("attachmentId", "commentId", "creatorId"),
    ),
    more=_need_more,
    team_ids=_teams_of_need,
    url=_url_of_need,
)
