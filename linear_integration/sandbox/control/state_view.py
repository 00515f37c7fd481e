from __future__ import annotations

from typing import Any

from ..api.caller import live_grant
from ..areas.issues import issue_url
from ..sandbox import Sandbox
from ..state.store import Row
from .app_view import session_view

_ISSUE_KEYS = (
    *("id", "identifier", "previousIdentifiers", "title", "description", "teamId", "stateId"),
    *("priority", "estimate", "dueDate", "assigneeId", "delegateId", "labelIds", "projectId"),
    *("cycleId", "parentId", "creatorId", "createdAt", "updatedAt", "archivedAt", "trashed"),
)
_ATTACHMENT_KEYS = (
    *("id", "issueId", "url", "title", "subtitle", "metadata", "creatorId"),
    *("createdAt", "updatedAt"),
)
_CUSTOMER_KEYS = (
    *("id", "name", "slugId", "domains", "externalIds", "mainSourceId", "slackChannelId"),
    *("revenue", "size", "logoUrl", "ownerId", "statusId", "tierId", "integrationId"),
    *("createdAt", "updatedAt", "archivedAt"),
)
_NEED_KEYS = (
    *("id", "customerId", "issueId", "originalIssueId", "projectId", "attachmentId", "commentId"),
    *("body", "priority", "creatorId", "createAsUser", "createdAt", "updatedAt", "archivedAt"),
)
_COMMENT_KEYS = (
    *("id", "issueId", "parentId", "body", "userId", "externalUserId", "editedAt"),
    *("createdAt", "updatedAt"),
)


def state_view(sandbox: Sandbox, url_key: str | None) -> dict[str, Any]:
    """Write the state for tests: what there is in all workspaces, or in the one of that key."""
    store = sandbox.store
    workspaces = {
        row["id"]: row
        for row in store.rows("Organization")
        if url_key is None or row["urlKey"] == url_key
    }
    issues = {row["id"]: row for row in store.rows("Issue") if row["organizationId"] in workspaces}
    return {
        "workspaces": [
            {name: row[name] for name in ("id", "name", "urlKey")} for row in workspaces.values()
        ],
        "issues": [
            _issue(sandbox, workspaces[row["organizationId"]], row) for row in issues.values()
        ],
        "attachments": [
            _of_issue(issues, row, _ATTACHMENT_KEYS)
            for row in store.rows("Attachment")
            if row["issueId"] in issues
        ],
        "comments": [
            _of_issue(issues, row, _COMMENT_KEYS) | _written_as(row)
            for row in store.rows("Comment")
            if row["issueId"] in issues
        ],
        "customers": [
            _named(row, _CUSTOMER_KEYS) | {"workspace": workspaces[row["organizationId"]]["urlKey"]}
            for row in store.rows("Customer")
            if row["organizationId"] in workspaces
        ],
        "needs": [
            _of_issue(issues, row, _NEED_KEYS)
            for row in store.rows("CustomerNeed")
            if row["organizationId"] in workspaces
        ],
        "agentSessions": [
            session_view(sandbox, row)
            for row in store.rows("AgentSession")
            if row["issueId"] in issues
        ],
        "tokens": _tokens(sandbox, set(workspaces)),
    }


def _named(row: Row, names: tuple[str, ...]) -> Row:
    return {name: row[name] for name in names}


def _of_issue(issues: dict[str, Row], row: Row, names: tuple[str, ...]) -> Row:
    """Add the identifier of the row's issue, if it has one."""
    issue = issues.get(row["issueId"])
    return {**_named(row, names), "issueIdentifier": issue and issue["identifier"]}


def _written_as(row: Row) -> Row:
    bot = row["botActor"] or {}
    return {
        "createAsUser": bot.get("userDisplayName"),
        "displayIconUrl": bot.get("avatarUrl"),
    }


def _issue(sandbox: Sandbox, workspace: Row, row: Row) -> Row:
    return {
        **_named(row, _ISSUE_KEYS),
        **_written_as(row),
        "workspace": workspace["urlKey"],
        "url": issue_url(sandbox.options.public_url, workspace["urlKey"], row),
    }


def _tokens(sandbox: Sandbox, organization_ids: set[str]) -> dict[str, int]:
    """Count tokens: ``live`` are the access tokens that would be let in now."""
    counts = {"live": 0, "live_refresh": 0, "dead": 0}
    for row in sandbox.store.rows("Token"):
        grant = sandbox.store.tables["Grant"][row["grantId"]]
        if grant["organizationId"] not in organization_ids:
            continue
        is_live = live_grant(row, sandbox.store, sandbox.clock) and not row["spentAt"]
        kind = "live" if row["kind"] == "access" else "live_refresh"
        counts[kind if is_live else "dead"] += 1
    return counts
