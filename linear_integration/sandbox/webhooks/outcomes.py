"""What an attempt leaves behind in the state: failures of a webhook, and its end after too many."""

from __future__ import annotations

from uuid import uuid4

from ..clock import Clock
from ..settings import Switches
from ..state.store import Row, Store
from .application import application_webhook, change_application_webhook
from .deliveries import Attempt, Delivery

KEPT_FAILURES = 50


def note_outcome(
    store: Store, clock: Clock, switches: Switches, delivery: Delivery, attempt: Attempt
) -> None:
    """Count a webhook's failed attempts in a row, and disable it when there are too many."""
    is_good = attempt.status == 200
    row = store.find("Webhook", delivery.receiver.webhook_id)
    if row and not is_good:
        _add_failure(store, clock, row, delivery, attempt)
    webhook = row or application_webhook(store)
    if webhook is None:
        return
    in_a_row = 0 if is_good else webhook["failuresInARow"] + 1
    if in_a_row == webhook["failuresInARow"]:
        return
    limit = switches.webhook_disabled_after
    is_enabled = webhook["enabled"] and (limit is None or in_a_row < limit)
    changes = {"failuresInARow": in_a_row, "enabled": is_enabled}
    if row:
        store.update("Webhook", row["id"], **changes)
    else:
        change_application_webhook(store, **changes)


def _add_failure(
    store: Store, clock: Clock, webhook: Row, delivery: Delivery, attempt: Attempt
) -> None:
    row = {
        "id": str(uuid4()),
        "organizationId": webhook["organizationId"],
        "webhookId": webhook["id"],
        "executionId": delivery.id,
        "httpStatus": attempt.status,
        "responseOrError": attempt.answer,
        "url": webhook["url"],
        "createdAt": clock.stamp(),
    }
    store.insert("WebhookFailureEvent", row)
    rows = [
        kept for kept in store.rows("WebhookFailureEvent") if kept["webhookId"] == row["webhookId"]
    ]
    for old in rows[:-KEPT_FAILURES]:
        store.delete("WebhookFailureEvent", old["id"])
