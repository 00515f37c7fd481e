"""The row that a delivery becomes: routed and inserted in one statement."""

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import UUIDField
from django.utils import timezone

from ..linear.webhooks import Event
from ..models import Hook, WebhookDelivery, Workspace

# All but the signature, which stands for the secret.
KEPT_HEADERS = (
    *("Content-Type", "Linear-Delivery", "Linear-Event", "Linear-Timestamp", "User-Agent"),
)
LONGEST_HEADER = 200
COLUMNS = (
    *("body_hash", "event_type", "action", "entity_id", "body", "headers", "sent_at"),
    *("received_at", "status", "attempts", "next_attempt_at", "outcome"),
)


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where an event belongs: to one hook, or to every hook of a kind, of its workspace."""

    organization_id: uuid.UUID
    hook_id: int | None = None
    token_kind: str | None = None


def store(event: Event, raw: bytes, headers: Mapping[str, str], place: Place) -> int:
    """Insert a delivery for each hook that the event belongs to; return how many are new."""
    now = timezone.now()
    row = WebhookDelivery(
        body_hash=hashlib.sha256(raw).hexdigest(),
        event_type=event.envelope.type,
        action=event.envelope.action,
        entity_id=event.entity_id,
        body=raw.decode(),
        headers=kept(headers),
        sent_at=event.sent_at,
        received_at=now,
        next_attempt_at=now,
    )
    database = connections[DEFAULT_DB_ALIAS]
    with database.cursor() as cursor:
        cursor.execute(_statement(), [*_values(row), *_place_values(place)])
        return len(cursor.fetchall())


def kept(headers: Mapping[str, str]) -> dict[str, str]:
    """Return what is kept of a request's headers, and may be shown."""
    return {name: headers[name][:LONGEST_HEADER] for name in KEPT_HEADERS if name in headers}


def _values(row: WebhookDelivery) -> list[Any]:
    database = connections[DEFAULT_DB_ALIAS]
    fields = {field.name: field for field in WebhookDelivery._meta.concrete_fields}
    return [fields[name].get_db_prep_save(getattr(row, name), database) for name in COLUMNS]


def _place_values(place: Place) -> list[Any]:
    database = connections[DEFAULT_DB_ALIAS]
    organization = UUIDField().get_db_prep_value(place.organization_id, database)
    return [organization, place.hook_id, place.token_kind]


@lru_cache
def _statement() -> str:
    quote = connections[DEFAULT_DB_ALIAS].ops.quote_name
    delivery, hook, workspace = (
        quote(model._meta.db_table) for model in (WebhookDelivery, Hook, Workspace)
    )
    columns = ", ".join(quote(name) for name in COLUMNS)
    places = ", ".join("%s" for _ in COLUMNS)
    return (
        f"INSERT INTO {delivery} (workspace_id, {columns}) "  # noqa: S608 - names of ours
        f"SELECT hook.workspace_id, {places} FROM {hook} hook "
        f"JOIN {workspace} workspace ON workspace.id = hook.workspace_id "
        "WHERE workspace.linear_id = %s AND (hook.id = %s OR hook.token_kind = %s) "
        "ON CONFLICT DO NOTHING RETURNING id"
    )
