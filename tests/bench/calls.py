"""What the callers ask, as the sidebar asks it."""

import json
import uuid
from collections.abc import Iterator
from itertools import count, cycle
from typing import Any

from .contenders import Contender
from .load import Call
from .upstream import TEAM_ID


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
