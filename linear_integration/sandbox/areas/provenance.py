"""Who made a row, and when: shared by what an app can write in another's name."""

from __future__ import annotations

from typing import Any

from ..api.context import Context
from ..api.errors import invalid_argument
from ..state.store import Row


def bot_actor(context: Context, given: dict[str, Any]) -> Row | None:
    """Write the bot that an app acts as, with the name and icon it asks for; a person has none."""
    if context.caller.actor != "app":
        return None
    return {
        "id": context.caller.user_id,
        "type": "oauthClient",
        "subType": None,
        "name": context.viewer["name"],
        "userDisplayName": given.get("createAsUser"),
        "avatarUrl": given.get("displayIconUrl"),
    }


def author_id(context: Context, given: dict[str, Any]) -> str | None:
    """Name the user who wrote something; what an app writes as somebody else has none."""
    return None if given.get("createAsUser") else context.caller.user_id


def created_at(context: Context, given: dict[str, Any]) -> str:
    """Return when a row was made: now, or the time in the past that an import gives."""
    now = context.clock.stamp()
    wanted = given.get("createdAt")
    if wanted and wanted > now:
        raise invalid_argument("createdAt", "maxDate", "createdAt must be in the past")
    return wanted or now
