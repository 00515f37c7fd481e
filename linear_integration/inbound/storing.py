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
    *("received_at", "next_attempt_at"),
)
# Of each row that is new, as it stands in the statement.
BEGINNING = {"status": f"'{WebhookDelivery.Status.WAITING}'", "attempts": "0", "outcome": "''"}
_ORGANIZATION_ID = UUIDField()


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where an event belongs: to one hook, or to every hook of a kind, of its workspace."""

    organization_id: uuid.UUID
    hook_id: int | None = None
    token_kind: str | None = None


def store(event: Event, raw: bytes, headers: Mapping[str, str], place: Place) -> int:
    """Insert a delivery for each hook that the event belongs to; return how many are new.

    It is asked for each event of each workspace, often many times a second: so there is no model's
    instance, and one statement.
    """
    values = [*_values(event, raw, headers), *_place_values(place)]
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(_statement(), values)
        return len(cursor.fetchall())


def kept(headers: Mapping[str, str]) -> dict[str, str]:
    """Return what is kept of a request's headers, and may be shown."""
    return {name: headers[name][:LONGEST_HEADER] for name in KEPT_HEADERS if name in headers}


def _values(event: Event, raw: bytes, headers: Mapping[str, str]) -> list[Any]:
    """Return a row's values in the order of COLUMNS, as the database's engine takes them."""
    engine = connections[DEFAULT_DB_ALIAS].ops
    now = engine.adapt_datetimefield_value(timezone.now())
    return [
        hashlib.sha256(raw).hexdigest(),
        event.envelope.type,
        event.envelope.action,
        event.entity_id,
        raw.decode(),
        engine.adapt_json_value(kept(headers), None),
        engine.adapt_datetimefield_value(event.sent_at),
        now,
        now,
    ]


def _place_values(place: Place) -> list[Any]:
    database = connections[DEFAULT_DB_ALIAS]
    organization = _ORGANIZATION_ID.get_db_prep_value(place.organization_id, database)
    return [organization, place.hook_id, place.token_kind]


@lru_cache
def _statement() -> str:
    quote = connections[DEFAULT_DB_ALIAS].ops.quote_name
    delivery, hook, workspace = (
        quote(model._meta.db_table) for model in (WebhookDelivery, Hook, Workspace)
    )
    columns = ", ".join(quote(name) for name in (*COLUMNS, *BEGINNING))
    values = ", ".join([*("%s" for _ in COLUMNS), *BEGINNING.values()])
    return (
        f"INSERT INTO {delivery} (workspace_id, {columns}) "  # noqa: S608 - names of ours
        f"SELECT hook.workspace_id, {values} FROM {hook} hook "
        f"JOIN {workspace} workspace ON workspace.id = hook.workspace_id "
        "WHERE workspace.linear_id = %s AND (hook.id = %s OR hook.token_kind = %s) "
        "ON CONFLICT DO NOTHING RETURNING id"
    )
