"""The bound: what a program can do that only passes the create on, without database or checks."""

import json
import os
import uuid

import aiohttp

from linear_integration.linear.documents import document

from .asgi import Receive, Scope, Send, answer, body_of

_UPSTREAM = f"{os.environ.get('LINEAR_API_URL', '')}/graphql"
_QUERY = document("create_linked_issue").text
_session: aiohttp.ClientSession | None = None


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Create the issue in Linear, and answer what our API would."""
    if scope["type"] != "http":
        return
    if scope["method"] != "POST":
        await answer(send, {})
        return
    asked = json.loads(await body_of(receive))
    issue_id, link_id = str(uuid.uuid4()), str(uuid.uuid4())
    number = asked["conversation_id"]
    link = {"id": link_id, "issueId": issue_id, "title": f"Conversation #{number}"}
    link["url"] = f"http://localhost:8000/app/accounts/1/conversations/{number}"
    issue = {"id": issue_id, "teamId": asked["team_id"], "title": asked["title"]}
    body = {"query": _QUERY, "variables": {"issue": issue, "attachment": link}}
    headers = {"Authorization": "Bearer bench-access-token"}
    async with _client().post(_UPSTREAM, json=body, headers=headers) as response:
        created = (await response.json())["data"]["issueCreate"]["issue"]
    shown = {name: created[name] for name in ("id", "identifier", "title", "url")}
    await answer(send, {"data": shown | {"link_id": link_id}})


def _client() -> aiohttp.ClientSession:
    global _session
    if _session is None:
        connector = aiohttp.TCPConnector(limit=0)
        _session = aiohttp.ClientSession(connector=connector)
    return _session
