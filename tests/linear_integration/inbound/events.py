"""Events as Linear sends them: made up, signed and posted."""

import json
import time
import uuid
from typing import Any

from django.test import Client

from linear_integration.linear.webhooks import sign
from linear_integration.models import Hook, Workspace

SECRET = "lin_wh_the_secret_of_the_application"


def event(hook: Hook, **values: Any) -> dict[str, Any]:
    """Return an event for the hook's workspace that says nothing of interest."""
    return {
        "type": "IssueLabel",
        "action": "update",
        "createdAt": "2026-11-20T10:00:00.000Z",
        "data": {"id": str(uuid.uuid4())},
        "organizationId": str(Workspace.objects.get(hook=hook).linear_id),
        "webhookId": str(uuid.uuid4()),
        "webhookTimestamp": milliseconds(),
        **values,
    }


def milliseconds(*, ago: float = 0) -> int:
    """Return the time so many seconds ago, in milliseconds since the epoch."""
    return int((time.time() - ago) * 1000)


def raw(body: Any) -> bytes:
    """Return a body as Linear writes it."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def post(
    client: Client,
    body: Any,
    *,
    secret: str = SECRET,
    path: str = "/linear/webhooks",
    signature: str | None = None,
) -> Any:
    """Post a body, an object or its bytes, with its signature or the one given."""
    content = body if isinstance(body, bytes) else raw(body)
    headers = {
        "Linear-Delivery": str(uuid.uuid4()),
        "Linear-Signature": sign(content, secret) if signature is None else signature,
    }
    return client.post(
        path, content, content_type="application/json; charset=utf-8", headers=headers
    )
