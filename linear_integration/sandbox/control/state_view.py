from __future__ import annotations

from typing import Any

from ..api.caller import live_grant
from ..areas.issues import issue_url
from ..sandbox import Sandbox
from ..state.store import Row

_ISSUE_KEYS = (
    *("id", "identifier", "previousIdentifiers", "title", "description", "teamId", "stateId"),
    *("priority", "estimate", "dueDate", "assigneeId", "delegateId", "labelIds", "projectId"),
    *("cycleId", "parentId", "creatorId", "createdAt", "updatedAt", "archivedAt", "trashed"),
)
_ATTACHMENT_KEYS = (
    *("id", "issueId", "url", "title", "subtitle", "metadata", "creatorId"),
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
            {
                **{name: row[name] for name in _ATTACHMENT_KEYS},
                "issueIdentifier": issues[row["issueId"]]["identifier"],
            }
            for row in store.rows("Attachment")
            if row["issueId"] in issues
        ],
        "tokens": _tokens(sandbox, set(workspaces)),
    }


def _issue(sandbox: Sandbox, workspace: Row, row: Row) -> Row:
    bot = row["botActor"] or {}
    return {
        **{name: row[name] for name in _ISSUE_KEYS},
        "workspace": workspace["urlKey"],
        "createAsUser": bot.get("userDisplayName"),
        "displayIconUrl": bot.get("avatarUrl"),
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
