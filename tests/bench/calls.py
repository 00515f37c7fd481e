"""What the callers ask, as the sidebar asks it, and what Linear delivers."""

import json
import time
import uuid
from collections.abc import Iterator
from itertools import count, cycle
from typing import Any

from linear_integration.linear.webhooks import sign

from ..webhook_fixtures import payload, raw
from .contenders import WEBHOOK_SECRET, Contender
from .load import Call
from .upstream import ISSUES, ORGANIZATION_ID, TEAM_ID, issue_id


def creates(contender: Contender, url: str, conversations: list[int]) -> Iterator[Call]:
    """Yield creates without end, spread over the conversations, as the sidebar sends them."""
    for number, conversation in zip(count(1), cycle(conversations), strict=False):
        body: dict[str, Any] = {
            "conversation_id": conversation,
            "team_id": TEAM_ID,
            "title": f"The export fails in March ({number})",
            "description": "Steps to reproduce: open the export, choose a month, wait.",
            "priority": 2,
        }
        headers = {
            "Authorization": contender.authorization,
            "Content-Type": "application/json",
            "Idempotency-Key": str(uuid.uuid4()),
        }
        yield Call("POST", url + contender.create_path, headers, json.dumps(body).encode())


def local_reads(contender: Contender, url: str, conversations: list[int]) -> Iterator[Call]:
    """Yield reads of a conversation's issues without end, as the sidebar's first paint does."""
    path = contender.create_path.replace("create_issue", "linked_issues")
    headers = {"Authorization": contender.authorization}
    for conversation in cycle(conversations):
        query = f"conversation_id={conversation}&refresh=false"
        yield Call("GET", f"{url}{path}?{query}", headers)


def deliveries(contender: Contender, url: str) -> Iterator[Call]:
    """Yield events without end, each of a linked issue that is completed, no two bodies equal."""
    event = payload("issue_completed") | {"organizationId": ORGANIZATION_ID}
    for number in count(1):
        event["data"] |= {
            "id": issue_id(number % ISSUES),
            "title": f"The export fails in March ({number})",
        }
        yield delivery(contender, url, raw(event | {"webhookTimestamp": time.time_ns() // 10**6}))


def delivery(contender: Contender, url: str, body: bytes, *, secret: str = WEBHOOK_SECRET) -> Call:
    """Return the request that Linear makes of a body."""
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Linear-Delivery": str(uuid.uuid4()),
        "Linear-Event": "Issue",
        "Linear-Signature": sign(body, secret),
        "User-Agent": "Linear-Webhook",
    }
    return Call("POST", url + contender.webhook_path, headers, body)
