from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..api.context import Context
from ..settings import CLIENT_ID
from ..state.store import Change
from . import children
from .events import Event
from .payloads import PAYLOADS
from .view import View


def post_changes(context: Context, changes: Sequence[Change]) -> None:
    """Post an event for each change that webhooks tell of, in the name of the caller."""
    view = View.after(context.store, context.public_url, changes)
    actor = _actor(context, view)
    for change in changes:
        event = _event(view, change, actor)
        if event:
            context.outbox.post(event)


def _event(view: View, change: Change, actor: dict[str, Any] | None) -> Event | None:
    row = change.after or change.before
    payload = PAYLOADS.get(change.table)
    if payload is None or row is None:
        return None
    body = {"data": payload.data(view, row), "url": payload.url(view, row), "actor": actor}
    action = "create" if change.before is None else "remove"
    if change.before and change.after:
        action = "update"
        body["updatedFrom"] = payload.updated_from(change.before, change.after)
        if not body["updatedFrom"]:
            return None
    team_ids = tuple(payload.team_ids(view, row))
    return Event(change.table, action, body, row["organizationId"], team_ids)


def _actor(context: Context, view: View) -> dict[str, Any] | None:
    """Say who did it: the application when it acts as itself, else a person."""
    if context.caller.actor == "app":
        application = context.store.tables["OAuthApplication"][CLIENT_ID]
        return {"id": CLIENT_ID, "name": application["name"], "type": "oauthClient"}
    person = children.user(view, context.caller.user_id)
    return {**person, "type": "user"} if person else None
