"""The events that are meant for an app, in the shape of Linear's ``…WebhookPayload`` types."""

from __future__ import annotations

from html import escape
from typing import Any
from uuid import uuid4

from ..api.context import Context
from ..areas.agent_sessions import status, url
from ..settings import CLIENT_ID
from ..state.store import Row
from ..webhooks import children
from ..webhooks.events import Event
from ..webhooks.view import View

_SESSION_NAMES = (
    *("id", "organizationId", "appUserId", "creatorId", "issueId", "commentId", "sourceCommentId"),
    *("summary", "startedAt", "endedAt", "createdAt", "updatedAt", "archivedAt"),
)
_ACTIVITY_NAMES = (
    *("id", "agentSessionId", "userId", "signal", "signalMetadata", "sourceCommentId"),
    *("createdAt", "updatedAt", "archivedAt"),
)


def session_event(
    context: Context, action: str, session: Row, *, activity: Row | None = None
) -> Event:
    """Tell an app that a session of its was created, or prompted by what a person said."""
    view = View(context.store, context.public_url)
    issue = context.store.tables["Issue"][session["issueId"]]
    body = {
        "agentSession": _session(context, view, session),
        "appUserId": session["appUserId"],
        "oauthClientId": CLIENT_ID,
        "promptContext": _prompt_context(view, issue) if action == "created" else None,
        "previousComments": _previous_comments(view, session) if action == "created" else None,
        "guidance": None,
        "agentActivity": _activity(view, activity) if activity else None,
    }
    return Event("AgentSessionEvent", action, body, session["organizationId"], (issue["teamId"],))


def notification_event(
    context: Context,
    kind: str,
    app_user_id: str,
    issue: Row,
    *,
    comment: Row | None = None,
    emoji: str | None = None,
) -> Event:
    """Tell an app what has happened to it, in the name of the caller."""
    view = View(context.store, context.public_url)
    now = context.clock.stamp()
    notification = {
        "id": str(uuid4()),
        "type": kind,
        "userId": app_user_id,
        "actorId": context.caller.user_id,
        "actor": children.user(view, context.caller.user_id),
        "issueId": issue["id"],
        "issue": issue_with_description(view, issue),
        "createdAt": now,
        "updatedAt": now,
    }
    if comment:
        notification |= _comment_parts(view, comment)
    if emoji:
        notification["reactionEmoji"] = emoji
    body = {
        "notification": notification,
        "appUserId": app_user_id,
        "oauthClientId": CLIENT_ID,
    }
    return Event("AppUserNotification", kind, body, issue["organizationId"], (issue["teamId"],))


def app_revoked_event(organization_id: str) -> Event:
    """Tell an app that a workspace has removed it."""
    return Event("OAuthApp", "revoked", {"oauthClientId": CLIENT_ID}, organization_id)


def authorization_revoked_event(view: View, grant: Row, *, active_tokens: int) -> Event:
    """Tell the application that a person has taken back what they had granted."""
    application = view.store.tables["OAuthApplication"][grant["clientId"]]
    body = {
        "oauthClientId": grant["clientId"],
        "oauthClient": {"id": grant["clientId"], "name": application["name"]},
        "userId": grant["userId"],
        "user": children.user(view, grant["userId"]),
        "activeTokensForUser": active_tokens,
    }
    return Event("OAuthAuthorization", "revoked", body, grant["organizationId"])


def team_access_event(
    app_user: Row, *, added: list[str], removed: list[str], all_public: bool
) -> Event:
    """Tell an app that it can see other teams than before."""
    body = {
        "addedTeamIds": added,
        "removedTeamIds": removed,
        "canAccessAllPublicTeams": all_public,
        "appUserId": app_user["id"],
        "oauthClientId": CLIENT_ID,
    }
    return Event("PermissionChange", "teamAccessChanged", body, app_user["organizationId"])


def issue_with_description(view: View, issue: Row) -> dict[str, Any]:
    short = children.issue(view, issue["id"]) or {}
    return {**short, "description": issue["description"]}


def _session(context: Context, view: View, session: Row) -> dict[str, Any]:
    issue = context.store.tables["Issue"][session["issueId"]]
    return {
        **{name: session[name] for name in _SESSION_NAMES},
        "status": status(context, session),
        "type": "commentThread",
        "url": url(context, session),
        "creator": children.user(view, session["creatorId"]),
        "issue": issue_with_description(view, issue),
        "comment": children.comment(view, session["commentId"]),
    }


def _activity(view: View, activity: Row) -> dict[str, Any]:
    content = {key: value for key, value in activity["content"].items() if key != "__typename"}
    return {
        **{name: activity[name] for name in _ACTIVITY_NAMES},
        "content": content,
        "user": children.user(view, activity["userId"]),
    }


def _comment_parts(view: View, comment: Row) -> dict[str, Any]:
    parts = {"commentId": comment["id"], "comment": children.comment(view, comment["id"])}
    parent_id = comment["parentId"]
    if parent_id:
        parts |= {"parentCommentId": parent_id, "parentComment": children.comment(view, parent_id)}
    return parts


def _previous_comments(view: View, session: Row) -> list[dict[str, Any]] | None:
    """Return the thread that an app was mentioned in, the oldest first."""
    thread = session["commentId"]
    if thread is None:
        return None
    rows = view.store.rows("Comment")
    ids = [row["id"] for row in rows if thread in {row["id"], row["parentId"]}]
    shown = (children.comment(view, row_id) for row_id in ids)
    return [comment for comment in shown if comment]


def _prompt_context(view: View, issue: Row) -> str:
    """Write an issue for a language model, as Linear does: in tags."""
    team = children.team(view, issue["teamId"]) or {}
    return (
        f'<issue identifier="{issue["identifier"]}">\n<title>{escape(issue["title"])}</title>\n'
        f"<description>{escape(issue['description'] or '')}</description>\n"
        f'<team name="{escape(team["name"])}"/>\n</issue>'
    )
