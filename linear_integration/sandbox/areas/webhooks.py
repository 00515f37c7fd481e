from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from ..api.context import Context
from ..api.errors import entity_not_found, forbidden, invalid_argument
from ..api.registry import field, mutation, rows_of
from ..state.store import Row
from ..webhooks.subscriptions import RESOURCE_TYPES, is_address, new_secret, unknown_types
from .issue_rules import check_new_id

_SCOPES = ("admin", "write")


@rows_of("Query", "webhooks")
def webhooks(context: Context, _root: Row) -> Iterable[Row]:
    _require_administrator(context)
    return context.rows("Webhook")


@field("Query", "webhook")
def webhook(context: Context, _root: Row, id: str) -> Row:
    _require_administrator(context)
    return context.get("Webhook", id)


@field("Webhook", "failures")
def failures(context: Context, webhook: Row) -> list[Row]:
    """List the last failed attempts, the newest first."""
    rows = list(context.rows("WebhookFailureEvent"))
    return [row for row in reversed(rows) if row["webhookId"] == webhook["id"]]


@mutation("webhookCreate", *_SCOPES)
def webhook_create(context: Context, input: dict[str, Any]) -> Row:
    """Create a webhook for one team, or for all public ones."""
    _require_administrator(context)
    check_new_id(context, "Webhook", input.get("id"))
    _check(input)
    team = _team(context, input["teamId"]) if input.get("teamId") else None
    if team is None and not input.get("allPublicTeams"):
        raise invalid_argument("teamId", "isDefined", "teamId or allPublicTeams must be given")
    now = context.clock.stamp()
    row = {
        "id": str(input.get("id") or uuid4()).lower(),
        "organizationId": context.caller.organization_id,
        "creatorId": context.caller.user_id,
        "teamId": team["id"] if team else None,
        "allPublicTeams": bool(input.get("allPublicTeams")),
        "url": input["url"],
        "label": input.get("label"),
        "secret": input.get("secret") or new_secret(),
        "enabled": input.get("enabled") is not False,
        "resourceTypes": list(dict.fromkeys(input["resourceTypes"])),
        "failuresInARow": 0,
        "createdAt": now,
        "updatedAt": now,
        "archivedAt": None,
    }
    return {"webhook": context.store.insert("Webhook", row)}


@mutation("webhookUpdate", *_SCOPES)
def webhook_update(context: Context, id: str, input: dict[str, Any]) -> Row:
    _require_administrator(context)
    _check(input)
    changes = {name: value for name, value in input.items() if value is not None or name == "label"}
    if changes.get("enabled"):
        changes["failuresInARow"] = 0
    return {"webhook": _save(context, id, changes)}


@mutation("webhookRotateSecret", *_SCOPES)
def webhook_rotate_secret(context: Context, id: str) -> Row:
    """Replace the secret; the old one signs nothing any more."""
    _require_administrator(context)
    return {"secret": _save(context, id, {"secret": new_secret()})["secret"]}


@mutation("webhookDelete", *_SCOPES)
def webhook_delete(context: Context, id: str) -> Row:
    _require_administrator(context)
    row_id = context.get("Webhook", id)["id"]
    for failure in list(context.store.rows("WebhookFailureEvent")):
        if failure["webhookId"] == row_id:
            context.store.delete("WebhookFailureEvent", failure["id"])
    context.store.delete("Webhook", row_id)
    return {"entityId": row_id}


def _require_administrator(context: Context) -> None:
    """Refuse whoever is no administrator; an app's user never is: see the application's webhook."""
    if not context.viewer["admin"]:
        raise forbidden("Invalid role: admin required")
    context.caller.require_scope("admin")


def _check(given: dict[str, Any]) -> None:
    if given.get("url") is not None and not is_address(given["url"]):
        raise invalid_argument("url", "isUrl", "url must be a URL address")
    kinds = given.get("resourceTypes")
    if kinds is not None and (not kinds or unknown_types(kinds)):
        known = ", ".join(RESOURCE_TYPES)
        raise invalid_argument(
            "resourceTypes", "isEnum", f"each value in resourceTypes must be one of: {known}"
        )


def _team(context: Context, reference: str) -> Row:
    """Return a team by its id or its key."""
    for team in context.rows("Team"):
        if reference in {team["id"], team["key"]}:
            return team
    raise entity_not_found("Team")


def _save(context: Context, webhook_id: str, changes: dict[str, Any]) -> Row:
    row_id = context.get("Webhook", webhook_id)["id"]
    times = {"updatedAt": context.clock.stamp()}
    return context.store.update("Webhook", row_id, **{**changes, **times})
