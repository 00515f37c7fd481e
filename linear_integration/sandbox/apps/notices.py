"""What changes in the data mean to the apps that are installed in the workspace."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..api.context import Context
from ..api.team_access import visible_team_ids
from ..areas.agent_activities import add_activity
from ..areas.agent_sessions import open_session
from ..areas.app_users import ASSIGNABLE, MENTIONABLE, mentions, scopes_of_app
from ..state.store import Change, Row
from .events import notification_event, session_event


def tell_apps(context: Context, changes: Sequence[Change]) -> None:
    """Post what the committed changes are to each app, but for what an app did itself.

    Being delegated or mentioned opens an agent session, if the app was installed for that.
    """
    apps = list(_other_apps(context))
    if not apps:
        return
    with context.store.transaction():
        for change in changes:
            for app in apps:
                if change.table == "Issue":
                    _tell_of_issue(context, app, change.before, change.after)
                elif change.table == "Comment" and change.before is None:
                    _tell_of_comment(context, app, change.after)


def _other_apps(context: Context) -> Iterator[Row]:
    """Go through the users of installed apps, but for the caller."""
    for user in context.store.rows("User"):
        is_here = user["organizationId"] == context.caller.organization_id
        is_other = user["app"] and user["id"] != context.caller.user_id
        if is_here and is_other and scopes_of_app(context.store, user["id"]):
            yield user


def _tell_of_issue(context: Context, app: Row, before: Row | None, issue: Row | None) -> None:
    if issue is None or not _sees(context, app, issue):
        return
    kinds = list(_kinds_of_issue(context, app, before, issue))
    for kind in kinds:
        context.outbox.post(notification_event(context, kind, app["id"], issue))
    scopes = scopes_of_app(context.store, app["id"])
    is_delegated = "issueAssignedToYou" in kinds and ASSIGNABLE in scopes
    if is_delegated or ("issueMention" in kinds and MENTIONABLE in scopes):
        _open(context, app, issue)


def _kinds_of_issue(context: Context, app: Row, before: Row | None, issue: Row) -> Iterator[str]:
    earlier = before or {"delegateId": None, "description": None, "stateId": issue["stateId"]}
    was_delegate, is_delegate = (row["delegateId"] == app["id"] for row in (earlier, issue))
    if is_delegate and not was_delegate:
        yield "issueAssignedToYou"
    if was_delegate and not is_delegate:
        yield "issueUnassignedFromYou"
    if mentions(context, app, issue["description"]) and not mentions(
        context, app, earlier["description"]
    ):
        yield "issueMention"
    follows = was_delegate or is_delegate or app["id"] in issue["subscriberIds"]
    if follows and earlier["stateId"] != issue["stateId"]:
        yield "issueStatusChanged"


def _tell_of_comment(context: Context, app: Row, comment: Row | None) -> None:
    issue = context.store.find("Issue", comment["issueId"]) if comment else None
    if comment is None or issue is None or not _sees(context, app, issue):
        return
    session = _session_of_thread(context, app, comment)
    is_mentioned = mentions(context, app, comment["body"])
    if is_mentioned or session or app["id"] in {issue["delegateId"], *issue["subscriberIds"]}:
        kind = "issueCommentMention" if is_mentioned else "issueNewComment"
        context.outbox.post(notification_event(context, kind, app["id"], issue, comment=comment))
    if session:
        prompt(context, session, comment["body"], comment=comment)
    elif is_mentioned and MENTIONABLE in scopes_of_app(context.store, app["id"]):
        _open(context, app, issue, comment=comment)


def prompt(
    context: Context,
    session: Row,
    body: str,
    *,
    comment: Row | None = None,
    signal: str | None = None,
) -> Row:
    """Let the caller say something to the app in a session, and tell the app."""
    values = {
        "content": {"type": "prompt", "body": body},
        "signal": signal,
        "sourceCommentId": comment["id"] if comment else None,
    }
    activity = add_activity(context, session, values)
    session = context.store.tables["AgentSession"][session["id"]]
    context.outbox.post(session_event(context, "prompted", session, activity=activity))
    return activity


def _open(context: Context, app: Row, issue: Row, *, comment: Row | None = None) -> None:
    session = open_session(
        context, app["id"], issue, creator_id=context.caller.user_id, comment=comment
    )
    context.outbox.post(session_event(context, "created", session))


def _session_of_thread(context: Context, app: Row, comment: Row) -> Row | None:
    rows: Iterable[Row] = context.store.rows("AgentSession") if comment["parentId"] else ()
    return next(
        (
            row
            for row in rows
            if row["commentId"] == comment["parentId"] and row["appUserId"] == app["id"]
        ),
        None,
    )


def _sees(context: Context, app: Row, issue: Row) -> bool:
    return issue["teamId"] in visible_team_ids(context.store, app)
