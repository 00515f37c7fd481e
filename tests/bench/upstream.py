"""A stand-in for Linear that costs next to nothing: it answers creates after DELAY_MS.

The sandbox executes each document, which takes more CPU than the bare proxy has: it would be what
is measured. Its answers have the shape that our client reads strictly.
"""

import asyncio
import json
import os
import time
import uuid
from itertools import count
from typing import Any

from .asgi import Header, Receive, Scope, Send, answer, body_of

DELAY_SECONDS = int(os.environ.get("DELAY_MS", "100")) / 1000
TEAM_ID = "b1a31f3e-6f0a-4c05-9a44-000000000001"
ORGANIZATION_ID = "b1a31f3e-6f0a-4c05-9a44-000000000003"
# How many issues are linked before the callers come.
ISSUES = 1500
NOW = "2026-01-05T09:00:00.000Z"
VIEWER = {
    "id": "b1a31f3e-6f0a-4c05-9a44-000000000002",
    "name": "Support Bridge",
    "displayName": "supportbridge",
    "email": "bridge@oauthapp.linear.example",
    "app": True,
    "admin": False,
    "organization": {
        "id": ORGANIZATION_ID,
        "name": "Acme",
        "urlKey": "acme",
        "logoUrl": None,
    },
}
TOKENS = {
    "access_token": "bench-access-token",
    "refresh_token": "bench-refresh-token",
    "token_type": "Bearer",
    "expires_in": 86_399,
    "scope": "read write",
}
_numbers = count(1)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a viewer query and a token request at once, a create when the delay is over."""
    if scope["type"] != "http":
        return
    body = await body_of(receive)
    if scope["path"] != "/graphql":
        await answer(send, TOKENS)
        return
    request = json.loads(body)
    if request["query"].startswith("query Viewer"):
        await answer(send, {"data": {"viewer": VIEWER}})
        return
    await asyncio.sleep(DELAY_SECONDS)
    await answer(send, {"data": _created(request["variables"])}, _limits())


def _limits() -> list[Header]:
    """Linear's headers, with an allowance that is never used up."""
    resets_ms = str(int(time.time() + 3600) * 1000).encode()
    parts = {b"limit": b"1000000000", b"remaining": b"999999999", b"reset": resets_ms}
    return [
        (b"x-ratelimit-%s-%s" % (kind, part), value)
        for kind in (b"requests", b"complexity")
        for part, value in parts.items()
    ]


def _created(variables: dict[str, Any]) -> dict[str, Any]:
    issue = issue_card(variables["issue"]["id"], next(_numbers), variables["issue"]["title"])
    link = variables["attachment"]
    attachment = {"id": link["id"], "url": link["url"], "title": link["title"], "issue": issue}
    return {
        "issueCreate": {"success": True, "issue": issue},
        "attachmentCreate": {"success": True, "attachment": attachment},
    }


def issue_id(number: int) -> str:
    """Return the id of an issue that is there from the start."""
    return str(uuid.UUID(int=(4 << 76) | (8 << 60) | number))


def issue_card(issue_id: str, number: int, title: str) -> dict[str, Any]:
    """Return an issue with every field that the documents ask for."""
    return {
        "id": issue_id,
        "identifier": f"ENG-{number}",
        "previousIdentifiers": [],
        "title": title,
        "description": "Steps to reproduce: open the export, choose a month, wait.",
        "url": f"https://linear.example/acme/issue/ENG-{number}",
        "priority": 2,
        "priorityLabel": "High",
        "dueDate": None,
        "estimate": None,
        "createdAt": NOW,
        "updatedAt": NOW,
        "archivedAt": None,
        "completedAt": None,
        "canceledAt": None,
        "trashed": None,
        "customerTicketCount": 0,
        "labelIds": [],
        "state": {
            "id": str(uuid.UUID(int=4)),
            "name": "Backlog",
            "type": "backlog",
            "color": "#bec2c8",
            "position": 0,
        },
        "team": {"id": TEAM_ID, "key": "ENG", "name": "Engineering"},
        "assignee": None,
        "project": None,
        "labels": {"nodes": []},
    }
