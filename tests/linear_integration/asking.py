"""Questions that the tests ask of the sandbox and of a conversation."""

from typing import Any

import httpx

from conversations.models import Conversation
from linear_integration.writes import conversation_url

from ..sandbox_process import Sandbox

STATES = "query ($id: String!) { issue(id: $id) { team { states { nodes { id type } } } } }"


def mutations(sandbox: Sandbox) -> list[dict[str, Any]]:
    """Return the writes that reached Linear."""
    names = {"issueCreate", "attachmentCreate", "attachmentDelete", "commentCreate"}
    return [r for r in sandbox.requests() if names & set(r.get("root_fields") or [])]


def token_requests(sandbox: Sandbox) -> list[dict[str, Any]]:
    """Return the requests for tokens that reached Linear."""
    return [r for r in sandbox.requests() if r["path"] == "/oauth/token"]


def issues_titled(sandbox: Sandbox, title: str) -> list[dict[str, Any]]:
    """Return Acme's issues with this title."""
    return [issue for issue in sandbox.state()["issues"] if issue["title"] == title]


def attachments_of(sandbox: Sandbox, conversation: Conversation) -> list[dict[str, Any]]:
    """Return Acme's attachments that point to the conversation."""
    url = conversation_url(conversation)
    return [each for each in sandbox.state()["attachments"] if each["url"] == url]


def comments_of(sandbox: Sandbox, issue_id: str, workspace: str = "acme") -> list[dict[str, Any]]:
    """Return an issue's comments, the oldest first."""
    comments = sandbox.state(workspace)["comments"]
    return [comment for comment in comments if comment["issueId"] == issue_id]


def in_linear(sandbox: Sandbox, document: str, **variables: Any) -> dict[str, Any]:
    """Do something in the workspace Acme as its administrator Maya, and return the data."""
    answer = httpx.post(
        f"{sandbox.url}/graphql",
        json={"query": document, "variables": variables},
        headers={"Authorization": "lin_api_demo_acme"},
    ).json()
    assert "errors" not in answer, answer
    data: dict[str, Any] = answer["data"]
    return data


def state_of_type(sandbox: Sandbox, issue_id: str, state_type: str) -> str:
    """Return the id of the first state of that type in the issue's team."""
    states = in_linear(sandbox, STATES, id=issue_id)["issue"]["team"]["states"]["nodes"]
    return next(str(each["id"]) for each in states if each["type"] == state_type)


def activities(conversation: Conversation) -> list[str]:
    """Return the conversation's activity messages, the oldest first."""
    rows = conversation.messages.filter(message_type="activity").order_by("id")
    return list(rows.values_list("content", flat=True))
