from __future__ import annotations

import json
from typing import Any

from ...areas.comments import comment_url
from ...areas.issues import PRIORITY_LABELS, issue_url
from ...state.store import Row
from .. import children
from ..view import View
from .payload import Payload, nothing_more, own_team, team_of_issue


def _issue_more(view: View, row: Row) -> dict[str, Any]:
    return {
        "priorityLabel": PRIORITY_LABELS[int(row["priority"])],
        "botActor": json.dumps(row["botActor"]) if row["botActor"] else None,
        "labels": children.labels(view, row["labelIds"]),
        "team": children.team(view, row["teamId"]),
        "state": children.state(view, row["stateId"]),
        "assignee": children.user(view, row["assigneeId"]),
        "delegate": children.user(view, row["delegateId"]),
        "creator": children.user(view, row["creatorId"]),
        "project": children.project(view, row["projectId"]),
        "cycle": children.cycle(view, row["cycleId"]),
        "url": _issue_url(view, row),
    }


def _issue_url(view: View, row: Row) -> str:
    return issue_url(view.public_url, view.url_key(row), row)


def url_of_issue(view: View, row: Row) -> str | None:
    """Write the address of the issue that a row belongs to, if there is one."""
    issue = view.find("Issue", row.get("issueId"))
    return _issue_url(view, issue) if issue else None


def _comment_url(view: View, row: Row) -> str | None:
    issue = view.find("Issue", row.get("issueId"))
    return comment_url(view.public_url, view.url_key(row), issue, row) if issue else None


def _attachment_url(_view: View, row: Row) -> str:
    return str(row["url"])


def _attachment_more(_view: View, row: Row) -> dict[str, Any]:
    return {"source": {"type": row["sourceType"]}}


def _no_url(_view: View, _row: Row) -> None:
    return None


def _comment_more(view: View, row: Row) -> dict[str, Any]:
    return {
        "botActor": json.dumps(row["botActor"]) if row.get("botActor") else None,
        "issue": children.issue(view, row.get("issueId")),
        "user": children.user(view, row.get("userId")),
        "externalUser": children.external_user(view, row.get("externalUserId")),
        "parent": children.comment(view, row.get("parentId")),
    }


ISSUE = Payload(
    names=(
        *("number", "identifier", "previousIdentifiers", "title", "description", "priority"),
        *("prioritySortOrder", "sortOrder", "estimate", "dueDate", "teamId", "stateId"),
        *("labelIds", "assigneeId", "delegateId", "creatorId", "projectId", "cycleId"),
        *("parentId", "subscriberIds", "lastAppliedTemplateId", "sourceCommentId", "trashed"),
        *("snoozedUntilAt", "startedAt", "completedAt", "canceledAt"),
    ),
    required=(("prioritySortOrder", 0.0), ("reactionData", {})),
    more=_issue_more,
    team_ids=own_team,
    url=_issue_url,
)
COMMENT = Payload(
    names=("body", "issueId", "userId", "externalUserId", "parentId", "quotedText", "editedAt"),
    required=(("reactionData", {}),),
    more=_comment_more,
    team_ids=team_of_issue,
    url=_comment_url,
)
ATTACHMENT = Payload(
    names=(
        *("title", "subtitle", "url", "issueId", "originalIssueId", "metadata", "sourceType"),
        *("groupBySource", "creatorId"),
    ),
    more=_attachment_more,
    team_ids=team_of_issue,
    url=_attachment_url,
)
ISSUE_LABEL = Payload(
    names=("name", "color", "description", "isGroup", "parentId", "teamId", "creatorId"),
    more=nothing_more,
    team_ids=own_team,
    url=_no_url,
)
