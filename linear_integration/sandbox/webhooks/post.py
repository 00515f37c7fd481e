"""One attempt to deliver, on the wire: body, signature, headers, answer."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from typing import Any

import httpx

from ..faults import Rule
from .deliveries import Delivery
from .receivers import Receiver

TIMEOUT_SECONDS = 5
OVERSIZED_BYTES = 6 * 1024 * 1024
_STALE_SECONDS = 120
_KEPT_OF_ANSWER = 1_000

Answer = tuple[int | None, str]


async def post(
    client: httpx.AsyncClient, delivery: Delivery, receiver: Receiver, timestamp_ms: int
) -> Answer:
    """Send a delivery as its fault rule says; return the status and the start of the answer.

    Without an answer within 5 seconds the status is None, and the text is the error.
    """
    rule = delivery.rule
    if rule and rule.action == "stale":
        seconds = _STALE_SECONDS if rule.seconds is None else rule.seconds
        timestamp_ms -= int(seconds * 1000)
    body = _encode({**delivery.body, "webhookTimestamp": timestamp_ms}, rule)
    headers = _headers(delivery, timestamp_ms)
    if not rule or rule.action != "unsigned":
        is_wrong = rule is not None and rule.action == "wrong_secret"
        secret = f"not {receiver.secret}" if is_wrong else receiver.secret
        headers["Linear-Signature"] = sign(secret, body)
    try:
        async with asyncio.timeout(TIMEOUT_SECONDS):
            return await _send(client, receiver.url, body, headers)
    except TimeoutError:
        return None, f"no answer within {TIMEOUT_SECONDS} seconds"
    # ValueError: a host name that can't be looked up, such as one with an endless label.
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        return None, f"{type(error).__name__}: {error}"[:_KEPT_OF_ANSWER]


def sign(secret: str, body: bytes) -> str:
    """Write the Linear-Signature of a raw body: HMAC-SHA256 in lower-case hex."""
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def now_ms() -> int:
    """Return the machine's time: the receiver compares it with its own, not with the sandbox's."""
    return int(time.time() * 1000)


def _encode(content: dict[str, Any], rule: Rule | None) -> bytes:
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    # Blanks at the end of JSON mean nothing, so that only the size is wrong.
    return body.ljust(OVERSIZED_BYTES) if rule and rule.action == "oversized" else body


def _headers(delivery: Delivery, timestamp_ms: int) -> dict[str, str]:
    return {
        "Content-Type": "application/json; charset=utf-8",
        "Linear-Delivery": delivery.id,
        "Linear-Event": str(delivery.body["type"]),
        "Linear-Timestamp": str(timestamp_ms),
        "User-Agent": "Linear-Webhook",
    }


async def _send(
    client: httpx.AsyncClient, url: str, body: bytes, headers: dict[str, str]
) -> Answer:
    async with client.stream("POST", url, content=body, headers=headers) as response:
        text = ""
        async for part in response.aiter_text():
            text += part
            if len(text) > _KEPT_OF_ANSWER:
                break
        return response.status_code, text[:_KEPT_OF_ANSWER]
