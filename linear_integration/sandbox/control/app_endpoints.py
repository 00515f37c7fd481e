"""The endpoints under ``/_sandbox/`` that do to an app what people and time do in Linear.

Each takes JSON, or a form of the control page, which is sent back there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from ..api.context import Context
from ..apps.events import app_revoked_event, notification_event
from ..apps.notices import prompt as prompt_app
from ..apps.team_access import change_team_access
from ..areas.issues import find_issue
from ..oauth.revocation import revoke_app as revoke_grants
from ..sandbox import Sandbox
from ..state.store import Row
from .acting import acting, find_app_user, find_workspace
from .exchange import is_form, read_object, wrong

_OF_COMMENTS = {"issueNewComment", "issueCommentMention", "issueCommentReaction"}
_REACTIONS = {"issueEmojiReaction", "issueCommentReaction"}
_KIND = re.compile(r"[a-z]+(?:[A-Z][a-z]*)+")
_SIGNALS = {None, "stop", "continue"}
Action = Callable[[Sandbox, dict[str, Any]], dict[str, Any]]


async def prompt(request: Request) -> Response:
    """Let a person say something in a session: ``{"session", "body", "signal"}``."""
    return await _run(request, _prompt)


async def notify(request: Request) -> Response:
    """Notify the app: ``{"workspace", "kind", "issue", "comment", "emoji"}``."""
    return await _run(request, _notify)


async def revoke_app(request: Request) -> Response:
    """Remove the app from a workspace: ``{"workspace"}``."""
    return await _run(request, _revoke_app)


async def team_access(request: Request) -> Response:
    """Change the teams that the app sees: ``{"workspace", "add": [keys], "remove": [keys]}``."""
    return await _run(request, _team_access)


async def _run(request: Request, action: Action) -> Response:
    if is_form(request):
        form = await request.form()
        values: dict[str, Any] = {name: form.get(name) for name in form if form.get(name)}
    else:
        values = await read_object(request)
    try:
        answer = action(request.app.state.sandbox, values)
    except ValueError as error:
        return wrong(str(error))
    return RedirectResponse("/", 303) if is_form(request) else JSONResponse(answer)


def _prompt(sandbox: Sandbox, values: dict[str, Any]) -> dict[str, Any]:
    session = sandbox.store.find("AgentSession", _text(values, "session"))
    if session is None:
        raise ValueError("session must be the id of an agent session")
    body = _text(values, "body")
    signal = _text(values, "signal") if values.get("signal") is not None else None
    if signal not in _SIGNALS:
        raise ValueError("signal must be stop or continue")
    with acting(sandbox, session["organizationId"]) as context:
        activity = prompt_app(context, session, body, signal=signal)
    return {"activity": activity["id"]}


def _notify(sandbox: Sandbox, values: dict[str, Any]) -> dict[str, Any]:
    organization = find_workspace(sandbox, values)
    app_user = find_app_user(sandbox, organization)
    kind = _text(values, "kind")
    if not _KIND.fullmatch(kind):
        raise ValueError("kind must be one of Linear's, such as issueEmojiReaction")
    with acting(sandbox, organization["id"]) as context:
        issue = find_issue(context, _text(values, "issue"))
        comment = _comment(context, issue, values) if kind in _OF_COMMENTS else None
        emoji = str(values.get("emoji") or "+1") if kind in _REACTIONS else None
        context.outbox.post(
            notification_event(context, kind, app_user["id"], issue, comment=comment, emoji=emoji)
        )
    return {"notified": app_user["id"]}


def _comment(context: Context, issue: Row, values: dict[str, Any]) -> Row:
    """Return the comment that is named, or else the issue's newest."""
    if values.get("comment"):
        return context.get("Comment", str(values["comment"]))
    rows = [row for row in context.rows("Comment") if row["issueId"] == issue["id"]]
    if not rows:
        raise ValueError(f"{issue['identifier']} has no comment to tell of")
    return rows[-1]


def _revoke_app(sandbox: Sandbox, values: dict[str, Any]) -> dict[str, Any]:
    organization = find_workspace(sandbox, values)
    revoked = revoke_grants(sandbox, organization["id"], actors={"app", "user"})
    sandbox.outbox.post(app_revoked_event(organization["id"]))
    return {"revoked": revoked}


def _team_access(sandbox: Sandbox, values: dict[str, Any]) -> dict[str, Any]:
    organization = find_workspace(sandbox, values)
    app_user = find_app_user(sandbox, organization)
    teams = {
        row["key"]: row
        for row in sandbox.store.rows("Team")
        if row["organizationId"] == organization["id"]
    }
    event = change_team_access(
        sandbox.store,
        app_user,
        add=_teams(teams, values.get("add")),
        remove=_teams(teams, values.get("remove")),
    )
    if event:
        sandbox.outbox.post(event)
    return {"changed": event is not None}


def _teams(teams: dict[str, Row], keys: object) -> list[Row]:
    named = [keys] if isinstance(keys, str) else keys or []
    if not isinstance(named, list) or not all(str(key) in teams for key in named):
        raise ValueError("add and remove take keys of the workspace's teams")
    return [teams[key] for key in named]


def _text(values: dict[str, Any], name: str) -> str:
    value = values.get(name)
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{name} should not be empty")
    return value
