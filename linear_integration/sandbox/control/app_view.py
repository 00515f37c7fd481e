"""What the control page shows of the installed app: where it is, and its agent sessions."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from ..api.team_access import access_of, visible_team_ids
from ..areas.agent_sessions import status_at
from ..areas.app_users import scopes_of_app
from ..sandbox import Sandbox
from ..seed import app_user_id
from ..settings import CLIENT_ID
from ..state.store import Row

_SESSION_KEYS = (
    *("id", "issueId", "commentId", "appUserId", "creatorId", "externalLinks", "plan"),
    *("createdAt", "updatedAt", "endedAt"),
)
_ACTIVITY_KEYS = ("id", "userId", "content", "ephemeral", "signal", "signalMetadata", "createdAt")


def installations(sandbox: Sandbox) -> Iterator[dict[str, Any]]:
    """Go through the workspaces that the app is installed in."""
    for organization in sandbox.store.rows("Organization"):
        app_user = sandbox.store.find("User", app_user_id(organization["id"], CLIENT_ID))
        scopes = scopes_of_app(sandbox.store, app_user["id"]) if app_user else frozenset()
        if app_user is None or not scopes:
            continue
        tables = sandbox.store.tables
        keys = sorted(
            tables["Team"][team_id]["key"] for team_id in visible_team_ids(sandbox.store, app_user)
        )
        is_open = access_of(app_user)["allPublic"]
        yield {
            "name": organization["name"],
            "urlKey": organization["urlKey"],
            "scopes": ", ".join(sorted(scopes)),
            "teams": f"{len(keys)}, all public ones among them" if is_open else ", ".join(keys),
        }


def sessions(sandbox: Sandbox) -> list[dict[str, Any]]:
    """Return the agent sessions for the page, the newest first."""
    return [
        {
            **session,
            "links": ", ".join(link["url"] for link in session["externalLinks"]) or "none",
            "clock": session["updatedAt"][11:19],
        }
        for session in map(partial(session_view, sandbox), sandbox.store.rows("AgentSession"))
    ][::-1]


def session_view(sandbox: Sandbox, session: Row) -> dict[str, Any]:
    """Write a session for tests: where it stands, what it shows, and what was said in it."""
    said = (
        row for row in sandbox.store.rows("AgentActivity") if row["agentSessionId"] == session["id"]
    )
    return {
        **{name: session[name] for name in _SESSION_KEYS},
        "issueIdentifier": sandbox.store.tables["Issue"][session["issueId"]]["identifier"],
        "status": status_at(sandbox.clock, session),
        "activities": [{name: row[name] for name in _ACTIVITY_KEYS} for row in said],
    }
