"""What the user of an installed app may be: its scopes say whether people can turn to it."""

from __future__ import annotations

import re

from ..api.context import Context
from ..api.registry import field
from ..state.store import Row, Store
from .workspace import user_url

ASSIGNABLE, MENTIONABLE = "app:assignable", "app:mentionable"


def scopes_of_app(store: Store, user_id: str) -> frozenset[str]:
    """Return what the installations of an app that are still in force may do together."""
    return frozenset(
        scope
        for grant in store.rows("Grant")
        if grant["userId"] == user_id and not grant["revokedAt"]
        for scope in grant["scopes"]
    )


@field("User", "isAssignable")
def is_assignable(context: Context, user: Row) -> bool:
    if not user["app"]:
        return bool(user["isAssignable"])
    return ASSIGNABLE in scopes_of_app(context.store, user["id"])


@field("User", "isMentionable")
def is_mentionable(context: Context, user: Row) -> bool:
    if not user["app"]:
        return bool(user["isMentionable"])
    return MENTIONABLE in scopes_of_app(context.store, user["id"])


@field("User", "supportsAgentSessions")
def supports_agent_sessions(context: Context, user: Row) -> bool:
    scopes = scopes_of_app(context.store, user["id"])
    return bool(user["app"]) and not scopes.isdisjoint({ASSIGNABLE, MENTIONABLE})


def mentions(context: Context, app: Row, text: str | None) -> bool:
    """Tell whether a text names an app, by its handle or by the address of its profile."""
    handle = rf"(?<![\w`/@.])@{re.escape(app['displayName'])}(?![\w-])"
    address = rf"{re.escape(user_url(context, app))}(?![\w-])"
    return bool(text and re.search(f"{handle}|{address}", text, re.IGNORECASE))
