from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from ..api.context import Context
from ..api.errors import LinearError, forbidden
from ..api.registry import field, mutation, root_entity, root_list, rows_of
from ..clock import Clock
from ..state.store import Row
from .app_users import ASSIGNABLE, MENTIONABLE
from .attachment_rows import check_url
from .issues import find_issue, issue_url

STALE_AFTER = timedelta(minutes=30)
_WAITING_FOR_THE_APP = {"pending", "active"}

root_list("agentSessions", "AgentSession")
root_entity("agentSession", "AgentSession")


@mutation("agentSessionCreateOnIssue", ASSIGNABLE, MENTIONABLE)
def agent_session_create_on_issue(context: Context, input: dict[str, Any]) -> Row:
    return _create(context, find_issue(context, input["issueId"]), input)


@mutation("agentSessionCreateOnComment", ASSIGNABLE, MENTIONABLE)
def agent_session_create_on_comment(context: Context, input: dict[str, Any]) -> Row:
    """Open a session in the thread of a comment that answers no other."""
    comment = context.get("Comment", input["commentId"])
    if comment["parentId"]:
        raise LinearError(
            "commentId is not a root comment",
            for_people="A session belongs to a thread, not to a reply in it.",
        )
    return _create(context, context.get("Issue", comment["issueId"]), input, comment=comment)


def _create(
    context: Context, issue: Row, given: dict[str, Any], *, comment: Row | None = None
) -> Row:
    if context.caller.actor != "app":
        raise forbidden("Only an app (actor=app) can open an agent session.")
    session = open_session(context, context.caller.user_id, issue, comment=comment)
    return {"agentSession": _save(context, session, _link_changes(session, given))}


@mutation("agentSessionUpdate", "write")
def agent_session_update(context: Context, id: str, input: dict[str, Any]) -> Row:
    """Change what a session shows; only the app that it belongs to may."""
    session = own_session(context, id)
    changes = _link_changes(session, input)
    if "plan" in input:
        changes["plan"] = input["plan"]
    return {"agentSession": _save(context, session, changes)}


def own_session(context: Context, session_id: str) -> Row:
    """Return a session of the calling app, or refuse."""
    session = context.get("AgentSession", session_id)
    if context.caller.actor != "app" or session["appUserId"] != context.caller.user_id:
        raise forbidden("Only the app that owns the agent session can do this.")
    return session


def open_session(
    context: Context,
    app_user_id: str,
    issue: Row,
    *,
    creator_id: str | None = None,
    comment: Row | None = None,
) -> Row:
    """Add a session of an app on an issue; it is pending until the app has said something.

    ``comment`` is the one that mentions the app; its thread becomes the session's.
    """
    thread_id = (comment["parentId"] or comment["id"]) if comment else None
    now = context.clock.stamp()
    row = {
        "id": str(uuid4()),
        "organizationId": issue["organizationId"],
        "slugId": uuid4().hex[:12],
        "appUserId": app_user_id,
        "creatorId": creator_id,
        "issueId": issue["id"],
        "commentId": thread_id,
        "sourceCommentId": comment["id"] if comment and comment["parentId"] else None,
        "status": "pending",
        "externalLink": None,
        "externalLinks": [],
        "plan": None,
        "summary": None,
        "startedAt": None,
        "endedAt": None,
        "dismissedAt": None,
        "dismissedById": None,
        "createdAt": now,
        "updatedAt": now,
        "archivedAt": None,
    }
    return context.store.insert("AgentSession", row)


def delete_sessions(context: Context, issue: Row) -> None:
    """Delete an issue's sessions with all that was said in them."""
    for session in list(sessions_of_issue(context, issue)):
        for activity in list(activities(context, session)):
            context.store.delete("AgentActivity", activity["id"])
        context.store.delete("AgentSession", session["id"])


def _link_changes(session: Row, given: dict[str, Any]) -> dict[str, Any]:
    """Work out the links: ``externalUrls`` replaces them all, and the deltas are then ignored."""
    links = list(session["externalLinks"])
    if given.get("externalUrls") is not None:
        links = given["externalUrls"]
    else:
        added = given.get("addedExternalUrls") or []
        gone = {*(given.get("removedExternalUrls") or ()), *(link["url"] for link in added)}
        links = [link for link in links if link["url"] not in gone] + added
    for link in links:
        check_url(link["url"])
    changes = {"externalLinks": [{"label": link["label"], "url": link["url"]} for link in links]}
    if "externalLink" not in given:
        return changes
    if given["externalLink"]:
        check_url(given["externalLink"])
    return {**changes, "externalLink": given["externalLink"]}


def _save(context: Context, session: Row, changes: dict[str, Any]) -> Row:
    times = {"updatedAt": context.clock.stamp()}
    return context.store.update("AgentSession", session["id"], **{**changes, **times})


@field("AgentSession", "status")
def status(context: Context, session: Row) -> str:
    return status_at(context.clock, session)


def status_at(clock: Clock, session: Row) -> str:
    """Return where a session stands: stale when its app has been silent for too long."""
    silence = clock.now() - datetime.fromisoformat(session["updatedAt"])
    if session["status"] in _WAITING_FOR_THE_APP and silence > STALE_AFTER:
        return "stale"
    return str(session["status"])


@field("AgentSession", "url")
def url(context: Context, session: Row) -> str:
    issue = context.get("Issue", session["issueId"])
    address = issue_url(context.public_url, context.organization["urlKey"], issue)
    return f"{address}#agent-session-{session['slugId']}"


@field("AgentSession", "externalUrls")
def external_urls(_context: Context, session: Row) -> list[Row]:
    return list(session["externalLinks"])


@rows_of("AgentSession", "activities")
def activities(context: Context, session: Row) -> Iterator[Row]:
    rows = context.store.rows("AgentActivity")
    return (row for row in rows if row["agentSessionId"] == session["id"])


@rows_of("Issue", "agentSessions")
def sessions_of_issue(context: Context, issue: Row) -> Iterator[Row]:
    return (row for row in context.store.rows("AgentSession") if row["issueId"] == issue["id"])
