"""Deliveries as they lie in the table, whatever brought them there."""

import hashlib
import json
import uuid
from typing import Any

from django.utils import timezone

from linear_integration.models import Hook, WebhookDelivery

ISSUE = {
    "id": "11111111-2222-4333-8444-555555555555",
    "identifier": "ENG-7",
    "title": "The export stops at 1,000 rows",
}


def delivered(hook: Hook, body: Any = None, **more: Any) -> WebhookDelivery:
    """Store a delivery: an issue's update, that is done, unless something else is given."""
    content = {"data": ISSUE, "salt": str(uuid.uuid4())} if body is None else body
    text = content if isinstance(content, str) else json.dumps(content)
    now = timezone.now()
    values: dict[str, Any] = {
        "event_type": "Issue",
        "action": "update",
        "status": "done",
        "outcome": "updated",
        "attempts": 1,
        "sent_at": now,
        "received_at": now,
    }
    values |= more
    if values["status"] != "waiting":
        values.setdefault("finished_at", now)
    return WebhookDelivery.objects.create(
        workspace=hook.workspace,
        body=text,
        body_hash=hashlib.sha256(text.encode(errors="replace")).hexdigest(),
        **values,
    )


def parked(hook: Hook, **more: Any) -> WebhookDelivery:
    """Store a delivery that failed as often as it was tried."""
    error = {"code": "unreadable_event", "message": "identifier: missing"}
    values = {"status": "parked", "outcome": "", "attempts": 6, "error": error}
    return delivered(hook, **values | more)
